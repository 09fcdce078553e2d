"""`--csv` and `--xlsx`: every number of a finding is in its tables, as a number, and no text is a formula."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from simulation import cli
from simulation.commands import tables as written
from simulation.commands.tables import WORKBOOK, _in_language
from simulation.findings.tables.files import as_csv, as_workbook
from simulation.findings.tables.rows import Tables
from simulation.turn_sheets import separator

RUNS = 6
SHEET = """month,state,towards,initiative,response
1960-01/1960-12,Kastara,Velmora,talk,hold
1960-01/1960-12,Velmora,Kastara,denounce,hold
1961-01/1961-12,Kastara,Velmora,visit,
1961-01/1961-12,Velmora,Kastara,talk,talk
"""
DOCTRINES = ("--doctrine", "dove", "--doctrine", "hawk")
COMMANDS: dict[str, tuple[str, ...]] = {
    "summary": ("run", "classroom"),
    "compare": ("compare", "classroom", "after.toml", "--run", "0"),
    "replay": ("replay", "classroom", "sheet.csv"),
    "tournament": ("tournament", "--months", "6", "--scenario", "classroom", *DOCTRINES),
}


def numbers(found: Any, *left: str) -> Iterator[float]:
    """Every number of a tree, but for what stands under the names that are left out."""
    if isinstance(found, dict):
        found = [value for name, value in found.items() if name not in left]
    if isinstance(found, list):
        for part in found:
            yield from numbers(part, *left)
    elif isinstance(found, int | float):
        yield float(found)


@pytest.fixture(scope="module", params=COMMANDS)
def done(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, Path]:
    """What a command found, and the folder with its tables."""
    place = tmp_path_factory.mktemp(request.param)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(place)
        assert cli.main(["new", "after", "--from", "classroom"]) == 0
        after = Path("after.toml")
        changed = after.read_text(encoding="utf-8").replace('doctrine = "deliberate"', 'doctrine = "dove"', 1)
        after.write_text(changed, encoding="utf-8")
        Path("sheet.csv").write_text(SHEET, encoding="utf-8")
        options = f"--runs {RUNS} --seed 3 --csv --xlsx --out out".split()
        assert cli.main([*COMMANDS[request.param], *options]) == 0
    return json.loads((place / "out" / f"{request.param}.json").read_text(encoding="utf-8")), place / "out"


def read(folder: Path) -> Tables:
    return {path.stem: pd.read_csv(path, encoding="utf-8-sig") for path in folder.glob("*.csv")}


def held(tables: Tables) -> set[float]:
    """The numbers in the tables."""
    cells = [cell for table in tables.values() for column in table for cell in table[column]]
    found = set()
    for cell in cells:
        try:
            found.add(float(cell))
        except ValueError:
            continue
    return found


def test_no_number_is_lost(done: tuple[Any, Path]) -> None:
    found, folder = done
    # of the run in two futures it is the spans that are numbers; how often one declined is said in words
    lost = set(numbers(found, "together", "declined")) - held(read(folder))
    assert lost == set()


def test_the_tables_say_what_was_run(done: tuple[Any, Path]) -> None:
    about = read(done[1])["about"].set_index("name")["value"]
    assert (about["runs"], about["seed"]) == (str(RUNS), "3")
    assert about["version"] == done[0]["version"]


def test_the_workbook_holds_the_same(done: tuple[Any, Path]) -> None:
    tables = read(done[1])
    sheets = pd.read_excel(done[1] / WORKBOOK, sheet_name=None)
    assert set(sheets) == set(tables)
    for name, table in tables.items():
        if name != "about":  # where numbers and words share a column
            pd.testing.assert_frame_equal(sheets[name], table, check_dtype=False)


def test_a_row_is_one_thing(done: tuple[Any, Path]) -> None:
    """What is no number says which one it is: no two rows have the same words."""
    for name, table in read(done[1]).items():
        words = table.drop(columns=[c for c in table if table[c].dtype.kind == "f" and c != "first"])
        assert not words.duplicated().any(), name


def test_a_text_is_never_a_formula() -> None:
    texts = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "1962-10", "Aid; of, \"3\"", "\x07"]  # fmt: skip
    table = pd.DataFrame({"title": texts, "size": [-1.5, math.nan, *range(6)]})
    lines = as_csv(table).decode("utf-8-sig").splitlines()
    assert [line.partition(",")[0] for line in lines[1:5]] == ["'=1+1", "'+1", "'-1", "'@SUM(A1)"]
    assert lines[1].endswith(",-1.5")
    assert lines[2].endswith(",")
    sheet = openpyxl.load_workbook(pd.io.common.BytesIO(as_workbook({"events": table})))["events"]
    kinds = [sheet.cell(k, 1).data_type for k in range(2, 10)]
    assert kinds == ["s"] * 8
    assert [sheet.cell(k, 1).value for k in (2, 7, 9)] == ["=1+1", "1962-10", "\N{REPLACEMENT CHARACTER}"]
    assert sheet.cell(2, 1).quotePrefix
    assert (sheet.cell(2, 2).value, sheet.cell(3, 2).value) == (-1.5, None)


@pytest.mark.parametrize(("lang", "line"), [("en", 'a,"1,5",0.25,True'), ("id", "a;1,5;0,25;True")])
def test_numbers_are_written_as_the_spreadsheets_of_a_country_read_them(lang: str, line: str) -> None:
    table = pd.DataFrame({"name": ["a"], "words": ["1,5"], "value": [0.25], "clear": [True]})
    assert as_csv(table, separator(lang)).decode("utf-8-sig").splitlines()[1] == line


def test_what_cannot_be_written_is_refused_first(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for command in (("replay", "classroom", "sheet.csv"), ("tournament",), ("claims",)):
        assert cli.main([*command, "--csv"]) == 2
        assert capsys.readouterr().err.endswith(
            "--csv writes its tables into a folder; say which with --out\n"
        )
    monkeypatch.setattr(written, "find_spec", lambda _: None)
    assert cli.main(["run", "classroom", "--xlsx"]) == 2
    assert "--xlsx needs openpyxl" in capsys.readouterr().err


def test_units_of_a_table_are_in_the_language_of_its_reader() -> None:
    table = pd.DataFrame({"unit": ["% a year", "a run", "", "words already"], "mean": 1.0})
    assert _in_language(table, "en") is table
    assert _in_language(table, "id")["unit"].tolist() == [
        "% per tahun",
        "per simulasi",
        "",
        "words already",
    ]
