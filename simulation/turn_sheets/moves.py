"""Orders out of the rows of a turn sheet."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from os import PathLike
from typing import Any, Literal, NamedTuple

from simulation.actions import ACTIONS
from simulation.catalogue import language, languages, say, text, words
from simulation.errors import Problem, ScenarioError, choose, show
from simulation.scenario import Order, Scenario
from simulation.scenario.translated import state_names
from simulation.turn_sheets.cells import cells_of
from simulation.turn_sheets.months import MonthError, day_first, span_of, understood
from simulation.turn_sheets.powers import powers_of
from simulation.turn_sheets.rows import POWERS, Row, heading_of, rows_of
from simulation.turn_sheets.spelling import folded

STAGES: tuple[Literal["initiative", "response"], ...] = ("initiative", "response")


class Sheet(NamedTuple):
    """What a sheet holds: its orders, and a line for everything in it that was not plain."""

    orders: tuple[Order, ...]
    understood: tuple[str, ...]


def turn_sheet(path_or_text: str | PathLike[str], scenario: Scenario) -> Sheet:
    """A sheet, as orders for `scenario.changed(orders=...)`.

    `path_or_text` is the path of a .csv or .xlsx file, or the sheet itself if it holds a line break. Raises ScenarioError,
    whose line begins with the number of the row, for whatever is not a move in this scenario; all other wrong rows are in
    its `problems`.
    """
    cells, opened, where = cells_of(path_or_text)
    rows, headed = rows_of(cells, where)
    written = [row.cells["month"] for row in rows if row.cells["month"]]
    days_first = day_first(written, scenario)
    problems, orders = list[Problem](), list[Order]()
    taken: dict[tuple[str, str, int, tuple[str, ...]], int] = {}
    for row in rows:
        try:
            moves = _moves(row, scenario, days_first)
            _check_taken(row, moves, scenario, taken)
        except ScenarioError as error:
            problems += error.problems
            continue
        orders += moves
    if not orders and not problems:
        problems.append(Problem((), say("refusal_sheet.no_move")))
    if problems:
        raise ScenarioError(problems, where)
    return Sheet(tuple(orders), (*opened, *headed, *understood(written, scenario, days_first)))


def read_turn_sheet(path_or_text: str | PathLike[str], scenario: Scenario) -> tuple[Order, ...]:
    """The orders that a sheet holds (`turn_sheet`)."""
    return turn_sheet(path_or_text, scenario).orders


def _moves(row: Row, scenario: Scenario, days_first: bool | None) -> list[Order]:
    """The orders of a row: one for each act, and one for all that is decided besides; none if nothing is written in it."""
    acts = {stage: _act(row, stage) for stage in STAGES}
    first, last = _months(row, scenario, days_first)
    state = _state(row, "state", scenario)
    towards = _state(row, "towards", scenario) if row.cells.get("towards") else None
    if towards == state:
        raise ScenarioError([row.problem(say("refusal_sheet.itself", state=show(state)))])
    date, length = scenario.month_text(first), last - first + 1
    powers = powers_of(row, act_names())
    common: dict[str, Any] = {
        "date": date, "months": length, "state": state, "towards": towards, "chosen": True,
    }  # fmt: skip
    moves = [
        Order(
            title=f"Turn sheet, row {row.number}: {state} plays {act} ({stage})",
            act=act,
            stage=stage,
            **common,
        )
        for stage in STAGES
        if (act := acts[stage]) is not None
    ]
    if powers:
        title = f"Turn sheet, row {row.number}: {state} on offers, talks and rights"
        moves.append(Order(title=title, stage="both", **powers, **common))
    return moves


def _check_taken(
    row: Row,
    moves: Sequence[Order],
    scenario: Scenario,
    taken: dict[tuple[str, str, int, tuple[str, ...]], int],
) -> None:
    """Refuse a move where an earlier row has one already; remember the moves of this row."""
    for move in moves:
        first = scenario.month_index(move.date)
        rivals = [label for label in scenario.labels if label != move.state and move.towards in (None, label)]
        for rival in rivals:
            for month, thing in product(range(first, first + move.months), move.says()):
                place = (move.state, rival, month, thing)
                if place in taken:
                    who = {"state": move.state, "rival": rival, "month": scenario.month_text(month)}
                    if thing[0] == "act":
                        said = say(
                            "refusal_sheet.taken", stage=say(f"sheet.{move.stage}"), row=taken[place], **who
                        )
                    else:
                        what = (
                            "/".join(map(heading_of, POWERS[:2]))
                            if thing[0] == "offer"
                            else heading_of(thing[0])
                        )
                        said = say("refusal_powers.taken", what=what, row=taken[place], **who)
                    raise ScenarioError([row.problem(said)])
                taken[place] = row.number


def _state(row: Row, column: str, scenario: Scenario) -> str:
    """The state that is meant: by its name, its title, or what it is called in any language."""
    cell = row.cells[column]
    known = {
        folded(names[label]): label
        for names in map(state_names, languages())
        for label in scenario.labels
        if label in names
    }
    known |= {folded(label): label for label in scenario.labels}
    known |= {folded(state.title): state.name for state in scenario.states}
    shown = [state_names(language()).get(label, label) for label in scenario.labels]
    if not cell:
        said = say("refusal_sheet.empty_state", column=say(f"sheet.{column}"), names=", ".join(shown))
        raise ScenarioError([row.problem(said)])
    if folded(cell) not in known:
        hint = choose(cell, shown, "state")
        said = say("refusal_sheet.no_state", column=say(f"sheet.{column}"), found=show(cell), hint=hint)
        raise ScenarioError([row.problem(said)])
    return known[folded(cell)]


def _act(row: Row, stage: str) -> str | None:
    cell = row.cells[stage]
    known = act_names()
    if not cell:
        return None
    if folded(cell) not in known:
        hint = choose(cell, known, "act")
        said = say("refusal_sheet.no_act", stage=say(f"sheet.{stage}"), found=show(cell), hint=hint)
        raise ScenarioError([row.problem(said)])
    return known[folded(cell)]


def act_names() -> dict[str, str]:
    """Every spelling of an act that a sheet may hold, in lower case, to its name in the table of actions.

    Raises ValueError if two acts are spelled alike: a class that writes one would play the other.
    """
    known = {action.name: action.name for action in ACTIONS}
    for lang in languages():
        for action in ACTIONS:
            said = [text(f"act.{action.name}", lang), text(f"action.{action.name}", lang)]
            also = words(lang).get(f"act_also.{action.name}", "")  # other names, with semicolons between
            for one in filter(None, [*said, *also.split(";")]):
                spelled = folded(one)
                if known.setdefault(spelled, action.name) != action.name:
                    both = f"acts {known[spelled]!r} and {action.name!r} are both spelled {show(spelled)}"
                    raise ValueError(
                        f"{both}; give each words of its own in the files of simulation/data/words"
                    )
    return known


def _months(row: Row, scenario: Scenario, days_first: bool | None) -> tuple[int, int]:
    """The first and last month of a row, counted from 0."""
    cell = row.cells["month"]
    hint = say("refusal_sheet.months_are", first=scenario.start, last=scenario.end, n=scenario.months)
    if not cell:
        raise ScenarioError([row.problem(say("refusal_sheet.empty_month", hint=hint))])
    try:
        return span_of(cell, scenario, days_first)
    except MonthError as error:
        said = say("refusal_sheet.month", found=show(cell), why=error, hint=hint)
        raise ScenarioError([row.problem(said)]) from None
