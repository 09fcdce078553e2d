"""The studies: each is a command in the table, and its page says by which command and on which day it was made."""

from __future__ import annotations

import inspect
import re
import sys
from datetime import UTC, date, datetime
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

import pytest

from simulation.commands.refusals import CommandError
from studies import knockouts, made

STUDIES = Path(__file__).parents[1] / "studies"


class Row(NamedTuple):
    """A line of the table in `studies/README.md`."""

    command: str
    page: Path
    day: str


def rows() -> list[Row]:
    lines = [
        line for line in (STUDIES / "README.md").read_text(encoding="utf-8").splitlines() if "](" in line
    ]
    cells = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]
    return [
        Row(command.strip("`"), STUDIES / page.split("](")[1].rstrip(")"), day)
        for _, _, command, _, page, day in cells
    ]


ROWS = rows()


def test_every_study_is_in_the_table() -> None:
    modules = {
        ".".join(path.relative_to(STUDIES.parent).with_suffix("").parts).removesuffix(".__main__")
        for path in STUDIES.rglob("*.py")
        if re.search(r'^    run\("', path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert modules == {row.command.split()[2] for row in ROWS}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.command.split()[2])
def test_the_table_says_what_command_and_page_say(row: Row) -> None:
    name = row.command.split()[2]
    module = import_module(f"{name}.__main__" if (STUDIES.parent / name.replace(".", "/")).is_dir() else name)
    taken = inspect.signature(module.main).parameters
    asked = {option.replace("-", "_") for option in re.findall(r"--([\w-]+)", row.command)}
    assert asked <= set(taken)
    if "out" in asked and name != "studies.calibration":  # a search has no page of its own
        assert row.command.endswith(f"--out {taken['out'].default}")
    words = row.page.read_text(encoding="utf-8")
    assert f"`{row.command}` on {row.day};" in words or name == "studies.calibration"
    assert re.search(rf"\bon {row.day}\b", words)
    assert date.fromisoformat(row.day) <= datetime.now(UTC).date()


def test_a_page_says_how_and_when_it_was_made(monkeypatch: pytest.MonkeyPatch) -> None:
    how = made.command("rules_off", runs=5, world_runs=2, vectors=None, out=Path("a/b.md"))
    assert how == "python -m studies.rules_off --runs 5 --world-runs 2 --out a/b.md"
    before = datetime.now(UTC).date()
    said = made.made_by(how)
    found = re.fullmatch(rf"Made by `{re.escape(how)}` on (\d{{4}}-\d\d-\d\d); do not edit\.", said)
    assert found is not None
    assert before <= date.fromisoformat(found[1]) <= datetime.now(UTC).date()


@pytest.mark.parametrize("said", ["11,x", "", "1;2"])
def test_seeds_are_whole_numbers(said: str) -> None:
    with pytest.raises(CommandError, match=f"--seeds is '{said}'; write whole numbers with commas"):
        made.seeds_of(said)
    assert made.seeds_of("11,12") == (11, 12)


def test_a_study_refuses_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    for words, said in {
        ("--seed", "-1"): "Invalid value for '--seed'",
        ("--out", str(tmp_path / "file" / "page.md")): "is a file or lies below one",
    }.items():
        monkeypatch.setattr(sys, "argv", ["knockouts", *words])
        with pytest.raises(SystemExit) as stop:
            made.run("knockouts", knockouts.main)  # before anything is simulated
        assert stop.value.code == 2
        (line,) = capsys.readouterr().err.splitlines()
        assert line.startswith("python -m studies.knockouts: ")
        assert said in line
