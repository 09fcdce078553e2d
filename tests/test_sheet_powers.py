"""A turn sheet says yes and no, demands, leaves and speaks up; a sheet without these columns is read as ever."""

from __future__ import annotations

from typing import Any

import pytest

from simulation import ScenarioError, load_scenario, simulate
from simulation.catalogue import in_language
from simulation.experiments.input_changes import changes
from simulation.scenario.imposed import OFFERS
from simulation.turn_sheets import COLUMNS, POWERS, blank_turn_sheet, played, read_turn_sheet
from simulation.words.changes import all_changed, changed

CLASSROOM = load_scenario("classroom")
HEADING = "month,state,towards,initiative,response,yes to,no to,demands,leaves agreement,speaks up\n"
INDONESIAN = (
    "bulan;negara;terhadap;langkah;balasan;ya untuk;tidak untuk;tuntutan;tinggalkan perjanjian;bersuara\n"
)


def fields(row: str, heading: str = HEADING) -> dict[str, Any]:
    """What the last order of a sheet of one row says besides an act."""
    (*_, order) = read_turn_sheet(heading + row + "\n", CLASSROOM)
    return {name: value for name in POWERS if (value := getattr(order, name)) not in (None, ())}


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("1,Kastara,Velmora,talk,,all,,,,", {"accepts": OFFERS}),
        ("1,Kastara,,,,,NO,,,", {"declines": OFFERS}),
        ('1,Kastara,,,,"talk, sale",summit; visit,,,', {"accepts": ("talk", "sale"), "declines": ("summit", "visit")}),
        ("1,Kastara,,,,,,trade 55%; arms 6/10 + science: 62,,", {"asks": {"trade": 0.55, "arms": 0.6, "science": 0.62}}),
        ("1,Kastara,,,,,,trade 0.55; arms 0,,", {"asks": {"trade": 0.55, "arms": 0.0}}),
        ('1,Kastara,,,,,,"trade 52,5%,arms 6,5/10",,', {"asks": {"trade": 0.525, "arms": 0.65}}),
        ('1,Kastara,,,,,,"trade 55%, science 0,4",,', {"asks": {"trade": 0.55, "science": 0.4}}),
        ("1,Kastara,,,,,,,trade; perdagangan,", {"leaves": ("trade",)}),
        ("1,Kastara,,,,,,,culture / trade,yes", {"leaves": ("culture", "trade"), "speaks": True}),
        ("1,Kastara,,,,,,,,no", {"speaks": False}),
    ],
)  # fmt: skip
def test_cells_become_what_an_order_says(row: str, said: dict[str, Any]):
    assert fields(row) == said


def test_a_sheet_in_indonesian_says_the_same():
    row = "1960-01/1960-03;Kastara;Velmora;dialog;;semua;;perdagangan 52,5%;sosial budaya;ya"
    said = {"accepts": OFFERS, "asks": {"trade": 0.525}, "leaves": ("culture",), "speaks": True}
    assert fields(row, INDONESIAN) == said


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ("threaten,,,,", "row 2: yes to has threaten, which nobody is asked to join in; write offers: talk, visit"),
        ("talk,talk,,,", "row 2: has talk both under yes and under no"),
        (",,trade 6,,", "row 2: demand 'trade 6' may be 6% or 6/10; write which"),
        (",,trade 55%; perdagangan 60%,,", "row 2: demands 'trade 55%' and 'perdagangan 60%', both on trade; keep one"),
        (",,trade,,", "row 2: demand 'trade' is none"),
        (",,trade 155%,,", "row 2: demand 'trade 155%' is none"),
        (",,oil 55,,", "row 2: demands 'oil' is not known"),
        (",,,oil,", "row 2: leaves agreement 'oil' is not known"),
        (",,,,maybe", "row 2: speaks up 'maybe' is neither yes nor no"),
        ("talk,,,,\n1960-01,Kastara,,,,,talk,,,", "row 3: yes to/no to of Kastara towards Velmora in 1960-01 stands in"),
        (",,,,yes\n1960-01,Kastara,,,,,,,,no", "row 3: speaks up of Kastara towards Velmora in 1960-01 stands in row 2"),
    ],
)  # fmt: skip
def test_what_is_not_plain_is_refused_with_its_row(cells: str, message: str):
    with pytest.raises(ScenarioError) as error:
        read_turn_sheet(f"{HEADING}1960-01,Kastara,,,,{cells}\n", CLASSROOM)
    assert message in str(error.value)
    assert "\n" not in str(error.value)


def test_an_old_sheet_is_read_as_ever_and_an_empty_one_has_room_for_all():
    old = f"{','.join(COLUMNS)},why,asks\n1960-01/1960-03,Kastara,Velmora,talk,hold,because,him\n"
    assert [(order.act, order.stage, order.months) for order in read_turn_sheet(old, CLASSROOM)] == [
        ("talk", "initiative", 3), ("hold", "response", 3),
    ]  # fmt: skip
    assert all(order.chosen for order in read_turn_sheet(old, CLASSROOM))
    assert blank_turn_sheet(CLASSROOM, 1).splitlines()[0] == HEADING.strip()
    assert blank_turn_sheet(CLASSROOM, 1, lang="id").splitlines()[0] == INDONESIAN.strip()


def test_the_class_says_yes_and_no_and_the_program_does_not():
    talks = "1960-01/1961-12,{},{},talk,hold,{},{},{},,\n"
    both = [("Kastara", "Velmora"), ("Velmora", "Kastara")]
    refused, signed = {}, {}
    for yes, no, ask in (("", "", ""), ("all", "", "trade 50%"), ("", "all", "")):
        sheet = HEADING + "".join(talks.format(*pair, yes, no, ask) for pair in both)
        result = simulate(played(CLASSROOM, read_turn_sheet(sheet, CLASSROOM)), runs=12, seed=7)
        turns = result.isel(month=slice(0, 24))
        refused[yes, no] = float(turns.refused.mean())
        signed[yes, no] = int(turns.signed.sel(issue="trade").sum())
    assert refused["", "all"] == 1.0
    assert refused["all", ""] == 0.0 < refused["", ""] < 1.0
    assert signed["", "all"] == 0 < signed["all", ""]


def test_such_an_order_is_told_where_two_scenarios_differ():
    sheet = f"{HEADING}1960-01/1960-03,Kastara,Velmora,,,talk,summit,trade 55%,arms,no\n"
    (change,) = changes(CLASSROOM, played(CLASSROOM, read_turn_sheet(sheet, CLASSROOM)))
    found: Any = {**change._asdict(), "after": change.after.model_dump(exclude_none=True)}
    assert "Kastara → Velmora: yes to: talk; no to: summit; asks for 55% of trade; leaves: arms" in changed(
        found, "A", "B"
    )
    with in_language("en"):
        assert "ya untuk: dialog; tidak untuk: pertemuan puncak" in changed(found, "A", "B", "id")


def test_many_moves_of_a_person_are_told_in_one_line():
    rows = "".join(f"{month},Kastara,Velmora,talk,\n" for month in range(1, 9))
    match = played(CLASSROOM, read_turn_sheet(f"{','.join(COLUMNS)}\n{rows}", CLASSROOM))
    found: list[Any] = [
        {**one._asdict(), "after": one.after.model_dump(exclude_none=True)}
        for one in changes(CLASSROOM, match)
    ]
    (line,) = all_changed(found, "A", "B")
    assert line == "only in “B”: what a person chose for Kastara, 8 orders, Jan\N{EN DASH}Aug 1960"
    assert all_changed(found[-3:], "A", "B") == [changed(one, "A", "B") for one in found[-3:]]
