"""Turn sheets: what is written is read, what is wrong is named by its row, and what is ordered is done."""

from __future__ import annotations

import csv
import datetime
import io
import random
import zipfile
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest

from simulation import cli
from simulation.actions import ACTIONS, CODE
from simulation.catalogue import languages, text, words
from simulation.engine import simulate
from simulation.errors import ScenarioError
from simulation.findings.turns import MEASURES, replay_summary
from simulation.pages.blocks import Grid
from simulation.reports.turns import turns_blocks
from simulation.scenario import Order, Scenario, StateSpec, load_scenario
from simulation.turn_sheets import (
    COLUMNS,
    POWERS,
    act_names,
    blank_turn_sheet,
    played,
    read_turn_sheet,
    separator,
    turn_sheet,
    turns_of,
)

CLASSROOM = load_scenario("classroom")
FIRST, SECOND = CLASSROOM.labels
HEADING = ",".join(COLUMNS)


def sheet(*rows: str) -> str:
    return "\n".join((HEADING, *rows)) + "\n"


def moves(orders: tuple[Order, ...]) -> set[tuple[str, int, str, str | None, str | None, str]]:
    return {(one.date, one.months, one.state, one.towards, one.act, one.stage) for one in orders}


def refused(written: str, scenario: Scenario = CLASSROOM) -> str:
    with pytest.raises(ScenarioError) as refusal:
        read_turn_sheet(written, scenario)
    line = str(refusal.value)
    assert "\n" not in line
    return line


# --- round trip -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", languages())
def test_an_empty_sheet_filled_in_comes_back_as_the_orders_that_were_written(lang: str) -> None:
    between = separator(lang)
    blank = blank_turn_sheet(CLASSROOM, 4, 3, lang)
    heading, *rows = list(csv.reader(io.StringIO(blank), delimiter=between))
    assert len(rows) == 4 * len(CLASSROOM.pairs)
    acts = [action.name for action in ACTIONS]
    expected = set()
    for k, row in enumerate(rows):
        row[3], row[4] = (text(f"act.{acts[(k + shift) % len(acts)]}", lang) for shift in (0, 1))
        turn = k // len(CLASSROOM.pairs)
        for column, stage in ((3, "initiative"), (4, "response")):
            act = acts[(k + column - 3) % len(acts)]
            expected.add((CLASSROOM.month_text(3 * turn), 3, row[1], row[2], act, stage))
    written = "\n".join(between.join(line) for line in (heading, *rows))
    orders = read_turn_sheet(written, CLASSROOM)
    assert moves(orders) == expected
    assert turns_of(CLASSROOM, orders)[:4] == [(0, 2), (3, 5), (6, 8), (9, 11)]


def test_cells_are_parted_as_a_spreadsheet_of_the_language_expects():
    assert [separator(lang) for lang in ("en", "id")] == [",", ";"]


def test_two_acts_may_not_be_spelled_alike(monkeypatch: pytest.MonkeyPatch):
    spelled = {"act.visit": "talk"}
    monkeypatch.setattr(
        "simulation.turn_sheets.moves.text", lambda key, lang: spelled.get(key, text(key, lang))
    )
    with pytest.raises(
        ValueError, match="acts 'talk' and 'visit' are both spelled 'talk'; give each words of its own"
    ):
        act_names()


def test_an_act_may_be_written_by_its_name_or_as_any_language_says_it() -> None:
    said = {action.name.upper(): action.name for action in ACTIONS}
    for action, lang in product(ACTIONS, languages()):
        said |= {text(f"{section}.{action.name}", lang): action.name for section in ("act", "action")}
    known = act_names()
    assert {words: name for words, name in said.items() if known.get(words.casefold()) != name} == {}
    assert {action.name for action in ACTIONS} <= set(known)


@pytest.mark.parametrize(
    "month",
    [
        "1960-03",
        "3",
        "Mar-60",
        "mar 1960",
        "1960-03-01",
        "01/03/1960",
        "3/1/1960",
        "1/3/1960",
        "03/1960",
        "1960-3",
        "01.03.1960",
        "1/3/60",
        "1960-03-01 00:00:00",
        "March 1960",
        "1 Maret 1960",
        "1960/03",
        "Mar 60",
        "15.03.1960",
        "3/15/1960",
        "\uff11\uff19\uff16\uff10-03",
        "Mar. '60",
    ],
)
def test_a_month_may_look_as_a_spreadsheet_makes_it(month: str) -> None:
    (order,) = read_turn_sheet(sheet(f"{month},{FIRST},{SECOND},talk,"), CLASSROOM)
    assert (order.date, order.months) == ("1960-03", 1)


@pytest.mark.parametrize(
    "span",
    ["1960-11/1961-01", "1960-11 \u2013 1961-01", "Nov 1960\u2013Jan 1961", "November 1960 to January 1961",
     "Nov-60/Jan-61", "Nov 1960 hingga Januari 1961", "01.11.1960 - 01.01.1961"],
)  # fmt: skip
def test_two_months_may_be_parted_as_people_write_them(span: str) -> None:
    (order,) = read_turn_sheet(sheet(f"{span},{FIRST},{SECOND},talk,"), CLASSROOM)
    assert (order.date, order.months) == ("1960-11", 3)


def test_a_year_behind_two_months_is_that_of_both() -> None:
    for span in ("Jan\u2013Mar 1960", "Jan-Mar 1960", "January to March 1960"):
        (order,) = read_turn_sheet(sheet(f"{span},{FIRST},{SECOND},talk,"), CLASSROOM)
        assert (order.date, order.months) == ("1960-01", 3)


def test_a_date_that_may_be_two_months_is_refused_with_both() -> None:
    said = refused(sheet(f"2/3/1960,{FIRST},{SECOND},talk,"))
    assert "month '2/3/1960' may be 1960-02 or 1960-03; write a month" in said


@pytest.mark.parametrize(
    ("dates", "months", "said"),
    [
        (["4/1/60"], ["1960-04"], "month/day/year: '4/1/60' is Apr 1960"),
        (["1/4/60"], ["1960-04"], "day/month/year: '1/4/60' is Apr 1960"),
        (["4/1/60", "1/13/60"], ["1960-04", "1960-01"], "month/day/year: '4/1/60' is Apr 1960"),
        (["4/1/60", "13/1/60"], ["1960-01", "1960-01"], "day/month/year: '4/1/60' is Jan 1960"),
        (["2/3/60", "1/1/60", "15-2-1961"], ["1960-03", "1960-01", "1961-02"], "day/month/year: '2/3/60' is Mar 1960"),
    ],
)  # fmt: skip
def test_all_dates_of_a_sheet_say_together_whether_the_day_stands_first(
    dates: list[str], months: list[str], said: str
) -> None:
    rows = [
        f"{date},{FIRST if k % 2 else SECOND},,{'talk,' if k < 2 else ',talk'}"
        for k, date in enumerate(dates)
    ]
    found = turn_sheet(sheet(*rows), CLASSROOM)
    assert [one.date for one in found.orders] == months
    assert found.understood == (f"dates are read as {said}",)


def test_a_date_of_which_one_reading_is_played_is_that_and_others_are_refused_with_both() -> None:
    half = CLASSROOM.changed(months=6, events=[])
    (order,) = turn_sheet(sheet(f"2/9/60,{FIRST},,talk,"), half).orders
    assert order.date == "1960-02"
    both = refused(
        sheet(f"4/1/60,{FIRST},,talk,", f"1/4/60,{FIRST},,,hold")
    )  # each would say the other is wrong
    assert "row 2: month '4/1/60' may be 1960-01 or 1960-04" in both
    assert "row 3: month '13/14/60' is no month" in refused(
        sheet(f"4/1/60,{FIRST},,talk,", f"13/14/60,{FIRST},,,hold")
    )


def test_spans_as_people_write_them_are_said() -> None:
    found = turn_sheet(
        sheet(f"Jan\u2013Mar 1960,{FIRST},,talk,", f"1960-04/1960-06,{FIRST},,talk,"), CLASSROOM
    )
    assert found.understood == (
        "months with a dash or a word between them are spans: 'Jan\u2013Mar 1960' is 1960-01/1960-03",
    )


def test_bytes_that_are_no_utf_8_cost_nothing_where_they_are_not_read(tmp_path: Path) -> None:
    """Excel's plain CSV is in cp1252: an accent in a note is nobody's move, one in a cell that is read is refused."""
    path = tmp_path / "excel.csv"
    written = f"Classe de 3e, été\n{HEADING},Résumé\n1960-01,{FIRST},{SECOND},talk,,très bien\n"
    path.write_bytes(written.encode("cp1252"))
    found = turn_sheet(path, CLASSROOM)
    assert len(found.orders) == 1
    assert found.understood == (
        "row 1 above the heading is a title: 'Classe de 3e été'",
        "column 'Résumé' is the class's own and is not read",
    )
    path.write_bytes(written.replace("talk", "détente").encode("cp1252"))
    assert "row 3: is not UTF-8 text" in refused(str(path))
    path.write_bytes(b"\xd0\xcf\x11\xe0\x00\x00")  # an old .xls
    assert "row 1: is not UTF-8 text" in refused(str(path))


def test_what_is_meant_well_is_read_and_said() -> None:
    written = "\n".join((
        "sep=;", "", "Moves of class 9b;;;;;", "Month;State;Towards;Initiative;Response;Notes",
        f"1960-01;{FIRST};{SECOND};KTT;kunjungan;we were in doubt", ";;;;;only a note",
    ))  # fmt: skip
    found = turn_sheet(written, CLASSROOM)
    assert moves(found.orders) == {
        ("1960-01", 1, FIRST, SECOND, "summit", "initiative"),
        ("1960-01", 1, FIRST, SECOND, "visit", "response"),
    }
    assert found.understood == (
        "row 1 says that ';' parts the cells",
        "row 3 above the heading is a title: 'Moves of class 9b'",
        "column 'Notes' is the class's own and is not read",
    )
    assert "row 5" in refused(written.replace("1960-01", "1959-01"))  # rows keep their numbers


def test_a_workbook_is_read_as_the_same_sheet_as_csv(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    for row in (
        COLUMNS,
        (datetime.datetime(1960, 3, 1), FIRST, SECOND, "talk", None),
        (4, SECOND, FIRST, None, "hold"),
    ):
        page.append(row)
    book.create_sheet("Other")
    book.save(tmp_path / "moves.xlsx")
    found = turn_sheet(tmp_path / "moves.xlsx", CLASSROOM)
    assert found.orders == read_turn_sheet(
        sheet(f"1960-03,{FIRST},{SECOND},talk,", f"4,{SECOND},{FIRST},,hold"), CLASSROOM
    )
    assert found.understood == ("only the first sheet is read, not 'Other'",)
    (tmp_path / "broken.xlsx").write_bytes((tmp_path / "moves.xlsx").read_bytes()[:300])
    assert "is no workbook, or a damaged one" in refused(str(tmp_path / "broken.xlsx"))


def repacked(workbook: bytes, page: bytes) -> bytes:
    """A workbook with other XML as its first sheet."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook)) as one,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as other,
    ):
        for name in one.namelist():
            other.writestr(name, page if name == "xl/worksheets/sheet1.xml" else one.read(name))
    return made.getvalue()


def test_whatever_is_wrong_with_a_workbook_is_one_line(tmp_path: Path) -> None:
    """Bits, blocks and ends lost anywhere; a bomb, and one cell at the far end of the sheet."""
    book = openpyxl.Workbook()
    book.active.append(COLUMNS)
    book.active.append(("1960-03", FIRST, SECOND, "talk", None))
    book.save(tmp_path / "good.xlsx")
    good, chance, damaged = (tmp_path / "good.xlsx").read_bytes(), random.Random(1), 0
    for _ in range(60):
        torn, at = bytearray(good), chance.randrange(4, len(good))
        torn[at : at + chance.randrange(1, 100)] = chance.randbytes(chance.randrange(30))
        (tmp_path / "torn.xlsx").write_bytes(torn)
        try:
            assert read_turn_sheet(tmp_path / "torn.xlsx", CLASSROOM)[0].act == "talk"
        except ScenarioError as error:
            damaged += "is no workbook, or a damaged one; save" in str(error)
    assert damaged > 40
    start = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    for page, said in (
        (b"<row>" + b"<c><v>1</v></c>" * 400_000, "is larger than 4194304 bytes"),
        (b'<row r="1000000"><c><v>1</v></c>', "more than 200000 cells"),
    ):
        (tmp_path / "big.xlsx").write_bytes(repacked(good, start + page + b"</row></sheetData></worksheet>"))
        assert said in refused(str(tmp_path / "big.xlsx"))


def test_unicode_text_of_a_spreadsheet_is_read(tmp_path: Path) -> None:
    path = tmp_path / "sheet.txt"
    path.write_bytes(sheet(f"1960-03,{FIRST},{SECOND},talk,").replace(",", "\t").encode("utf-16"))
    assert read_turn_sheet(path, CLASSROOM)[0].act == "talk"


def test_a_month_may_be_indonesian() -> None:
    orders = read_turn_sheet(sheet(f"Mei-61/Agu-61,{FIRST},,dialog,"), CLASSROOM)
    assert moves(orders) == {("1961-05", 4, FIRST, None, "talk", "initiative")}


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_any_usual_separator_a_mark_and_empty_rows_do_not_matter(separator: str, tmp_path: Path) -> None:
    rows = [
        HEADING,
        f"1960-01,{FIRST},{SECOND},talk,hold",
        ",,,,",
        f"1960-02,{FIRST.lower()},{SECOND}, Sale ,",
    ]
    path = tmp_path / "sheet.csv"
    twice = "\ufeff" + "\r\n".join(rows).replace(",", separator)  # a mark that two programs put in front
    path.write_text(twice, encoding="utf-8-sig")
    assert moves(read_turn_sheet(path, CLASSROOM)) == {
        ("1960-01", 1, FIRST, SECOND, "talk", "initiative"),
        ("1960-01", 1, FIRST, SECOND, "hold", "response"),
        ("1960-02", 1, FIRST, SECOND, "sale", "initiative"),
    }


def test_an_empty_sheet_of_a_turn_a_month_names_single_months() -> None:
    lines = blank_turn_sheet(CLASSROOM, 2).splitlines()
    assert lines[0] == ",".join([HEADING, *(text(f"sheet_also.{name}") for name in POWERS)])
    assert lines[1:3] == [f"1960-01,{FIRST},{SECOND},,,,,,,", f"1960-01,{SECOND},{FIRST},,,,,,,"]
    assert lines[3].startswith("1960-02,")


# --- refusals -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (f"1959-12,{FIRST},{SECOND},talk,", "row 2: month '1959-12' is no month of classroom"),
        (f"1964-01,{FIRST},{SECOND},talk,", "write a month from 1960-01 to 1963-12"),
        (f"49,{FIRST},{SECOND},talk,", "its number, 1 to 48"),
        (f"{'1' * 6000},{FIRST},{SECOND},talk,", "its number, 1 to 48"),
        (f"\u1369,{FIRST},{SECOND},talk,", "its number, 1 to 48"),  # a numeral that is no decimal digit
        (f",{FIRST},{SECOND},talk,", "row 2: month is empty"),
        (f"1960-05/1960-02,{FIRST},{SECOND},talk,", "ends before it begins"),
        (f"1960-01,Kastera,{SECOND},talk,", "row 2: state 'Kastera' is not in it; did you mean 'Kastara'?"),
        (f"1960-01,,{SECOND},talk,", "row 2: state is empty; write one of Kastara, Velmora"),
        (f"1960-01,{FIRST},{FIRST},talk,", "towards is 'Kastara' itself"),
        (f"1960-01,{FIRST},{SECOND},tlak,", "row 2: initiative 'tlak' is no act; did you mean 'talk'?"),
        (f"1960-01,{FIRST},{SECOND},,dialogg", "row 2: response 'dialogg' is no act; did you mean 'dialog'?"),
        (f"1960-01,{FIRST},{SECOND},talk,hold,more", "row 2: has 6 cells under 5 headings"),
        (f"1960-01,{FIRST},{SECOND},,", "holds no move"),
    ],
)
def test_a_wrong_row_is_named_with_what_was_expected(row: str, said: str) -> None:
    assert said in refused(sheet(row))


def test_the_same_turn_twice_is_refused_wherever_months_or_rivals_overlap() -> None:
    twice = sheet(f"1960-01/1960-03,{FIRST},{SECOND},talk,", f"1960-03,{FIRST},,sale,")
    expected = f"row 3: the initiative of {FIRST} towards {SECOND} in 1960-03 stands in row 2 already"
    assert expected in refused(twice)
    assert read_turn_sheet(sheet(f"1960-03,{FIRST},,talk,", f"1960-03,{FIRST},,,hold"), CLASSROOM)


def test_all_wrong_rows_are_found() -> None:
    with pytest.raises(ScenarioError) as refusal:
        read_turn_sheet(sheet(f"99,{FIRST},,talk,", f"1,{FIRST},,tlak,", f"1,{FIRST},,talk,"), CLASSROOM)
    assert [str(problem).split(":")[0] for problem in refusal.value.problems] == ["row 2", "row 3"]
    assert str(refusal.value).endswith("(and 1 more problem)")


@pytest.mark.parametrize(
    ("heading", "said"),
    [
        (
            "month,state,towards,move,response",
            "row 1: column initiative is missing (column 'move' is the class's own and is not read)",
        ),
        ("month,state,towards,response", "row 1: column initiative is missing"),
        ("month,month,state,initiative,response", "row 1: column month stands twice"),
    ],
)
def test_a_wrong_heading_is_named(heading: str, said: str) -> None:
    assert said in refused(f"{heading}\n1960-01,a,b,c,d\n")


def test_what_is_no_sheet_is_refused(tmp_path: Path) -> None:
    missing = refused(str(tmp_path / "none.csv"))
    assert missing.startswith("turn sheet 'none.csv': does not exist")
    assert "is not a regular file" in refused(str(tmp_path))
    latin = tmp_path / "latin.csv"
    latin.write_bytes(sheet(f"1960-01,{FIRST},,détente,").encode("latin-1"))
    assert "row 2: is not UTF-8 text" in refused(str(latin))
    assert "has no heading" in refused("\n\n")


@pytest.mark.parametrize(
    ("turns", "months", "said"),
    [(0, 1, "number of turns is 0"), (8, 0, "months of a turn are 0"), (17, 3, "write at most 16 turns")],
)
def test_an_empty_sheet_that_does_not_fit_is_refused(turns: int, months: int, said: str) -> None:
    with pytest.raises(ScenarioError, match=said):
        blank_turn_sheet(CLASSROOM, turns, months)


# --- what is ordered is done ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def orders() -> tuple[Order, ...]:
    return read_turn_sheet(
        sheet(
            f"1960-01/1960-06,{FIRST},{SECOND},threaten,denounce",
            f"1960-02/1960-04,{SECOND},{FIRST},trade,",
        ),
        CLASSROOM,
    )


def test_the_states_do_what_the_sheet_says_and_nothing_else_is_touched(orders: tuple[Order, ...]) -> None:
    moved = simulate(played(CLASSROOM, orders), runs=30, seed=7)
    own = simulate(CLASSROOM, runs=30, seed=7)
    first, second = (moved.isel(pair=way) for way in (0, 1))
    assert (first.initiative[:, :6] == CODE["threaten"]).all()
    assert (first.response[:, :6] == CODE["denounce"]).all()
    # the empty cell is the state's own: its answers differ from run to run
    assert len(np.unique(second.response[:, :6])) > 1
    # nothing is different before the first move of either: in the first month Velmora begins as it would have
    assert (second.initiative[:, 0] == own.isel(pair=1).initiative[:, 0]).all()
    # trade needs an agreement that is not there: it holds instead
    no_agreement = ~second.agreement.sel(issue="trade")[:, 0:3].to_numpy().any(axis=1)
    assert no_agreement.any()
    assert (second.initiative[no_agreement, 1:4] == CODE["hold"]).all()


def test_a_replay_counts_what_stands_in_the_two_results(orders: tuple[Order, ...]) -> None:
    scenario = played(CLASSROOM, orders)
    moved, own = (simulate(one, runs=40, seed=7) for one in (scenario, CLASSROOM))
    found = replay_summary(scenario, turns_of(scenario, orders), moved, own)
    (dyad,) = found["dyads"]
    assert dyad["states"] == [FIRST, SECOND]
    assert [turn["first"] for turn in dyad["turns"]][:4] == ["1960-01", "1960-02", "1960-05", "1960-07"]
    assert dyad["turns"][-1]["last"] == CLASSROOM.end
    assert dyad["turns"][1]["moves"][FIRST]["initiative"] == ["threaten"]
    assert dyad["turns"][1]["moves"][SECOND]["unable"] == ["trade"]
    assert dyad["turns"][1]["moved"]["tension"] == pytest.approx(float(moved.tension[0, 3].mean()), rel=1e-5)
    assert sum(turn["moved"]["crises"] or 0 for turn in dyad["turns"]) == int(moved.crisis[0, :, 0].sum())
    assert next(turn["events"][0]["kind"] for turn in dyad["turns"] if turn["events"]) == "theatre"
    tension: Any = found["end"]["tension_end"]
    gap = (moved.tension - own.tension).isel(month=-1).mean("pair").to_numpy()
    assert tension["mean"] == pytest.approx(gap.mean(), rel=1e-5)
    assert tension["low"] < tension["mean"] < tension["high"]
    assert tension["here"] == pytest.approx(gap[0], rel=1e-4)
    assert tension["pairs"] == 40 == found["runs"]
    assert tension["mean"] > 0
    assert set(found["end"]) == set(MEASURES)


def test_a_replay_without_moves_differs_in_nothing() -> None:
    same = simulate(CLASSROOM, runs=5, seed=7)
    found = replay_summary(CLASSROOM, turns_of(CLASSROOM, ()), same, same)
    assert {entry["mean"] for entry in found["end"].values()} == {0.0}
    assert turns_of(CLASSROOM, ())[0] == (0, 2)


def test_results_that_are_no_twins_are_refused(orders: tuple[Order, ...]) -> None:
    one, other = (simulate(CLASSROOM, runs=2, seed=seed) for seed in (1, 2))
    with pytest.raises(ScenarioError, match="no twins"):
        replay_summary(CLASSROOM, [(0, 47)], one, other)


def test_three_states_have_three_tables() -> None:
    states = tuple(
        StateSpec(name=name, title=name, gdp=1.0, influence=share)
        for name, share in (("A", 0.4), ("B", 0.3), ("C", 0.3))
    )
    triad = Scenario(name="triad", title="Three", start="1960-01", months=6, states=states)
    assert len(blank_turn_sheet(triad, 2, 3).splitlines()) == 1 + 2 * 6
    orders = read_turn_sheet(sheet("1,A,B,threaten,", "1,A,C,visit,"), triad)
    scenario = played(triad, orders)
    moved, own = (simulate(one, runs=3, seed=1) for one in (scenario, triad))
    found = replay_summary(scenario, turns_of(scenario, orders), moved, own)
    assert [dyad["states"] for dyad in found["dyads"]] == [["A", "B"], ["A", "C"], ["B", "C"]]
    assert found["dyads"][0]["turns"][0]["moves"]["A"]["initiative"] == ["threaten"]
    assert found["dyads"][1]["turns"][0]["moves"]["A"]["initiative"] == ["visit"]
    tables = [block for block in turns_blocks(found) if isinstance(block, Grid)]
    assert [list(table.columns[1:3]) for table in tables[:-1]] == [["A", "B"], ["A", "C"], ["B", "C"]]


def test_a_world_that_ends_in_war_says_so() -> None:
    deadly = CLASSROOM.changed(
        parameters={"war_risk": 0.5, "crisis_base": 0.0, "severity_scale": 0.5, "severity_tail": 1.0}
    )
    orders = read_turn_sheet(sheet(f"1960-01/1960-12,{FIRST},,threaten,threaten"), deadly)
    scenario = played(deadly, orders)
    moved, own = (simulate(one, runs=4, seed=7) for one in (scenario, deadly))
    assert bool(moved.war[0, -1])
    found = replay_summary(scenario, turns_of(scenario, orders), moved, own)
    assert found["dyads"][0]["turns"][-1]["moved"] == {"war": True}
    assert found["end"]["tension_end"]["moved"] is None
    (turns, _) = (block for block in turns_blocks(found, "id") if isinstance(block, Grid))
    assert turns.rows[-1][3] == text("replay.war", "id")


# --- the command ----------------------------------------------------------------------------------------------


def test_the_command_writes_an_empty_sheet_and_plays_a_full_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "made" / "sheet.csv"
    assert cli.main(["replay", "classroom", "--blank", "12", "--lang", "id", "--out", str(path)]) == 0
    assert path.read_text(encoding="utf-8-sig") == blank_turn_sheet(CLASSROOM, 12, 1, "id")
    assert [found.name for found in path.parent.iterdir()] == ["sheet.csv"]
    path.write_text(
        path.read_text(encoding="utf-8-sig").replace(";;;;;;;", ";dialog;;;;;;"), encoding="utf-8"
    )
    capsys.readouterr()
    for lang in languages():
        assert cli.main(["replay", "classroom", str(path), "--runs", "5", "--seed", "7", "--lang", lang]) == 0
        shown = " ".join(capsys.readouterr().out.split())
        said = {
            words(lang)[f"replay.{name}"].partition("{tension}")[0] for name in ("finding", "finding_war")
        }
        assert any(start in shown for start in said)
        assert all(
            " ".join(text(f"replay.{name}", lang, state=FIRST).split()[:2]) in shown for name in MEASURES
        )


def test_an_empty_sheet_may_be_a_workbook(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Filled in by openpyxl as by hand, it is read; and no ending lies about what a file is."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "sheet.xlsx"
    empty = ["replay", "classroom", "--blank", "2", "--months", "3", "--lang", "id", "--out", path.name]
    assert cli.main(empty) == 0
    assert capsys.readouterr().out == "Ditulis: sheet.xlsx\n"
    book = openpyxl.load_workbook(path)
    page = book.active
    heading = [cell.value for cell in page[1]]
    assert heading[: len(COLUMNS)] == [text(f"sheet.{name}", "id") for name in COLUMNS]
    assert heading[len(COLUMNS) :] == [text(f"sheet_also.{name}", "id") for name in POWERS]
    assert page.max_row == 1 + 2 * len(CLASSROOM.pairs)
    page["D2"] = "dialog"
    book.save(path)
    assert moves(read_turn_sheet(path, CLASSROOM)) == {("1960-01", 3, FIRST, SECOND, "talk", "initiative")}
    assert cli.main(empty) == 2  # that one has a move
    other = ["replay", "classroom", "--blank", "2", "--out", str(tmp_path / "sheet.ods")]
    capsys.readouterr()
    assert cli.main(other) == 2
    assert "an empty sheet is written as .csv or .xlsx" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == [path]


def test_how_a_sheet_was_understood_is_said_beside_the_result(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "moves.csv"
    path.write_text(
        f"sep=;\n{HEADING.replace(',', ';')};Notes\n4/1/60;{FIRST};;talk;;why not\n", encoding="utf-8"
    )
    assert cli.main(["replay", "classroom", str(path), "--runs", "2", "--json", "--lang", "id"]) == 0
    said = capsys.readouterr().err
    assert said.startswith(
        "lembar giliran 'moves.csv': baris 1 mengatakan bahwa ';' memisahkan sel; kolom 'Notes'"
    )
    assert said.endswith("tanggal dibaca sebagai bulan/hari/tahun: '4/1/60' adalah Apr 1960\n")
    assert said.count("\n") == 1


def test_a_sheet_with_moves_is_not_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "sheet.csv"
    empty = ["replay", "classroom", "--blank", "2", "--out", str(path)]
    assert [cli.main(empty), cli.main(empty)] == [0, 0]  # nothing is lost
    assert path.stat().st_mode & 0o044 == 0o044  # for others to read
    written = path.read_text(encoding="utf-8").replace(",,", ",talk,", 1)
    path.write_text(written, encoding="utf-8")
    capsys.readouterr()
    assert cli.main(empty) == 2
    assert "is there already, perhaps with a class's moves, and is not overwritten" in capsys.readouterr().err
    assert path.read_text(encoding="utf-8") == written
    assert list(tmp_path.iterdir()) == [path]


def test_the_command_writes_both_futures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "sheet.csv"
    path.write_text(sheet(f"1960-01/1960-12,{FIRST},,visit,hold"), encoding="utf-8")
    arguments = ["replay", "classroom", str(path), "--runs", "5", "--out", str(tmp_path / "out"), "--json"]
    assert cli.main(arguments) == 0
    assert '"tension_end"' in capsys.readouterr().out
    written = {found.name: found.stat().st_size for found in (tmp_path / "out").glob("[!.]*")}
    assert set(written) == {"replay.json", "tension.png", "benefit.png"}
    assert min(written.values()) > 1000


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["classroom"], "no turn sheet is given"),
        (["classroom", "none.csv"], "turn sheet 'none.csv': does not exist"),
        (["classroom", "none.csv", "--blank", "3"], "give one of the two"),
        (["classroom", "none.csv", "--months", "3"], "give it with --blank"),
        (["classroom", "none.csv", "--runs", "1"], "--runs is 1; write 2 or more"),
        (["classroom", "--blank", "99"], "do not fit"),
        (["clasroom", "--blank", "9"], "did you mean 'classroom'?"),
        (["classroom", "--blank", "3", "--out", "."], "a folder; give the file to write"),
    ],
)
def test_the_command_refuses_in_one_line(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["replay", *arguments]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1
