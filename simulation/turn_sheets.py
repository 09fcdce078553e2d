"""Turn sheets: the moves of a class, typed in as a table, become orders for a scenario.

    month,state,towards,initiative,response
    1960-01/1960-03,Kastara,Velmora,talk,hold
    1960-01/1960-03,Velmora,Kastara,,denounce

A row says what a state begins the month with and how it answers; an empty cell leaves that to the state's own doctrine.
Sheets come out of spreadsheets, so commas, semicolons and tabs will do, dates may look as a spreadsheet makes them, and
headings, acts and months may be in any language of the catalogue.
"""

from __future__ import annotations

import csv
import io
import re
import stat
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from os import PathLike, fspath
from pathlib import Path
from typing import Literal, NamedTuple

from simulation import catalogue
from simulation.actions import ACTIONS
from simulation.catalogue import languages, month_names, text
from simulation.errors import Problem, ScenarioError, choose, show
from simulation.scenario import Order, Scenario

#: the columns of a sheet, in the order in which an empty one has them
COLUMNS = ("month", "state", "towards", "initiative", "response")
STAGES: tuple[Literal["initiative", "response"], ...] = ("initiative", "response")
SEPARATORS = ",;\t"
MOST_BYTES = 1_048_576
MOST_TURNS = 600


class Row(NamedTuple):
    """A row as it stands in the file: its number there (the heading is 1), and its cells by column."""

    number: int
    cells: Mapping[str, str]

    def problem(self, words: str) -> Problem:
        """What is wrong with this row."""
        return Problem((), f"row {self.number}: {words}")


# --- reading --------------------------------------------------------------------------------------------------


def read_turn_sheet(path_or_text: str | PathLike[str], scenario: Scenario) -> tuple[Order, ...]:
    """The orders that a sheet holds, for `scenario.changed(orders=...)`.

    `path_or_text` is a path, or the sheet itself if it holds a line break. Raises ScenarioError, whose line begins with
    the number of the row, for whatever is not a move in this scenario; all other wrong rows are in its `problems`.
    """
    written, where = _content(path_or_text)
    problems, orders = list[Problem](), list[Order]()
    taken: dict[tuple[str, str, int, str], int] = {}
    months = _spellings(scenario)
    for row in _rows(written, where):
        try:
            moves = _moves(row, scenario, months)
            _check_taken(row, moves, scenario, taken)
        except ScenarioError as error:
            problems += error.problems
            continue
        orders += moves
    if not orders and not problems:
        problems.append(Problem((), "holds no move; write an act under initiative or response in some row"))
    if problems:
        raise ScenarioError(problems, where)
    return tuple(orders)


def played(scenario: Scenario, orders: Sequence[Order]) -> Scenario:
    """The scenario with the moves of a class on top of the orders it already has."""
    return scenario.changed(orders=(*scenario.orders, *orders))


def turns_of(scenario: Scenario, orders: Sequence[Order]) -> list[tuple[int, int]]:
    """The turns that a sheet cuts the run into: first and last month of each, counted from 0.

    A turn ends where a move begins or ends. Months without a move, as those after the last turn, are cut into turns of the
    usual length, a quarter at the least.
    """
    spans = {(first := scenario.month_index(one.date), first + one.months) for one in orders}
    lengths = [last - first for first, last in spans]
    usual = max(max(set(lengths), key=lengths.count, default=1), 3)
    edges = sorted({0, scenario.months, *(min(edge, scenario.months) for span in spans for edge in span)})
    turns = list[tuple[int, int]]()
    for first, stop in pairwise(edges):
        moved = any(a <= first < b for a, b in spans)
        step = stop - first if moved else usual
        turns += [(month, min(month + step, stop) - 1) for month in range(first, stop, step)]
    return turns


def _content(path_or_text: str | PathLike[str]) -> tuple[str, str]:
    """The text of a sheet, and how a refusal names it; looks before it opens, as a pipe would wait for ever."""
    if isinstance(path_or_text, str) and "\n" in path_or_text:
        return path_or_text, "turn sheet"
    path = Path(fspath(path_or_text))
    where = f"turn sheet {show(path.name or fspath(path_or_text))}"
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise ScenarioError("is not a regular file; give a .csv file", where)
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise ScenarioError(
            "does not exist; check the path, or write an empty sheet with --blank", where
        ) from None
    except ScenarioError:
        raise
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or "not a path").lower()
        raise ScenarioError(f"cannot be read ({reason}); give a readable .csv file", where) from None
    if len(content) > MOST_BYTES:
        raise ScenarioError(f"is larger than {MOST_BYTES} bytes; give the sheet alone", where)
    try:
        return content.decode("utf-8-sig"), where
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ScenarioError(
            f"row {line}: is not UTF-8 text; save the sheet as 'CSV UTF-8' in the spreadsheet", where
        ) from None


def _rows(written: str, where: str) -> Iterator[Row]:
    """The rows that hold anything, with their cells under the columns that the heading names."""
    heading = next(iter(written.splitlines()), "")
    separator = max(SEPARATORS, key=heading.count)
    try:
        lines = list(csv.reader(io.StringIO(written, newline=""), delimiter=separator))
    except csv.Error as error:
        raise ScenarioError(f"is no table ({error}); save it as CSV, one move a row", where) from None
    if not lines or not any(cell.strip() for cell in lines[0]):
        raise ScenarioError(f"has no heading; write {','.join(COLUMNS)} in its first row", where)
    columns = _columns(lines[0], where)
    for number, line in enumerate(lines[1:], start=2):
        cells = [" ".join(cell.split()) for cell in line]
        if not any(cells):
            continue
        if len(cells) > len(columns) and any(cells[len(columns) :]):
            found = f"has {len(cells)} cells under {len(columns)} headings"
            raise ScenarioError(f"row {number}: {found}; put one act in a cell, without separators", where)
        yield Row(number, dict(zip(columns, cells + [""] * len(columns), strict=False)))


def _columns(heading: Sequence[str], where: str) -> list[str]:
    known = {_folded(name): name for name in COLUMNS}
    for lang in languages():
        known |= {_folded(text(f"sheet.{name}", lang)): name for name in COLUMNS}
    found = list[str]()
    while heading and not heading[-1].strip():
        heading = heading[:-1]
    for cell in heading:
        if _folded(cell) not in known:
            raise ScenarioError(
                f"row 1: column {show(cell)} is not known; {choose(cell, known, 'column')}", where
            )
        found.append(known[_folded(cell)])
    missing = [name for name in COLUMNS if name not in found and name != "towards"]
    twice = [name for name in COLUMNS if found.count(name) > 1]
    if missing or twice:
        said = f"column {missing[0]} is missing" if missing else f"column {twice[0]} stands twice"
        raise ScenarioError(f"row 1: {said}; write {','.join(COLUMNS)}", where)
    return found


def _moves(row: Row, scenario: Scenario, months: Mapping[str, int]) -> list[Order]:
    """The one or two orders of a row; none if no act is written in it."""
    acts = {stage: _act(row, stage) for stage in STAGES}
    first, last = _months(row, scenario, months)
    state = _state(row, "state", scenario)
    towards = _state(row, "towards", scenario) if row.cells.get("towards") else None
    if towards == state:
        raise ScenarioError([row.problem(f"towards is {show(state)} itself; write the rival's name")])
    date, length = scenario.month_text(first), last - first + 1
    return [
        Order(
            date=date,
            months=length,
            title=f"Turn sheet, row {row.number}: {state} plays {act} ({stage})",
            state=state,
            towards=towards,
            act=act,
            stage=stage,
        )
        for stage in STAGES
        if (act := acts[stage]) is not None
    ]


def _check_taken(
    row: Row, moves: Sequence[Order], scenario: Scenario, taken: dict[tuple[str, str, int, str], int]
) -> None:
    """Refuse a move where an earlier row has one already; remember the moves of this row."""
    for move in moves:
        first = scenario.month_index(move.date)
        rivals = [label for label in scenario.labels if label != move.state and move.towards in (None, label)]
        for rival in rivals:
            for month in range(first, first + move.months):
                place = (move.state, rival, month, move.stage)
                if place in taken:
                    found = (
                        f"the {move.stage} of {move.state} towards {rival} in {scenario.month_text(month)}"
                    )
                    raise ScenarioError(
                        [row.problem(f"{found} stands in row {taken[place]} already; keep one of the two")]
                    )
                taken[place] = row.number


def _state(row: Row, column: str, scenario: Scenario) -> str:
    cell = row.cells[column]
    known = {_folded(label): label for label in scenario.labels}
    known |= {_folded(state.title): state.name for state in scenario.states}
    if not cell:
        raise ScenarioError([row.problem(f"{column} is empty; write one of {', '.join(scenario.labels)}")])
    if _folded(cell) not in known:
        raise ScenarioError(
            [row.problem(f"{column} {show(cell)} is not in it; {choose(cell, scenario.labels, 'state')}")]
        )
    return known[_folded(cell)]


def _act(row: Row, stage: str) -> str | None:
    cell = row.cells[stage]
    known = act_names()
    if not cell:
        return None
    if _folded(cell) not in known:
        raise ScenarioError(
            [row.problem(f"{stage} {show(cell)} is no act; {choose(cell, list(known), 'act')}")]
        )
    return known[_folded(cell)]


def act_names() -> dict[str, str]:
    """Every spelling of an act that a sheet may hold, in lower case, to its name in the table of actions.

    Raises ValueError if two acts are spelled alike: a class that writes one would play the other.
    """
    known = {action.name: action.name for action in ACTIONS}
    for lang in languages():
        for action in ACTIONS:
            for key in (f"act.{action.name}", f"action.{action.name}"):
                spelled = _folded(text(key, lang))
                if known.setdefault(spelled, action.name) != action.name:
                    both = f"acts {known[spelled]!r} and {action.name!r} are both spelled {show(spelled)}"
                    raise ValueError(
                        f"{both}; give each words of its own in the files of simulation/data/words"
                    )
    return known


def _months(row: Row, scenario: Scenario, known: Mapping[str, int]) -> tuple[int, int]:
    """The first and last month of a row, counted from 0: one month, or two with a slash between."""
    cell = row.cells["month"]
    ends = [part.strip() for part in cell.split("/")] if _is_span(cell) else [cell]
    hint = (
        f"write a month from {scenario.start} to {scenario.end}, two with a slash between, "
        f"or its number, 1 to {scenario.months}"
    )
    if not cell:
        raise ScenarioError([row.problem(f"month is empty; {hint}")])
    places = list[int]()
    for end in ends:
        if _folded(end) not in known:
            raise ScenarioError([row.problem(f"month {show(end)} is no month of {scenario.name}; {hint}")])
        places.append(known[_folded(end)])
    first, last = places[0], places[-1]
    if last < first:
        raise ScenarioError(
            [row.problem(f"month {show(cell)} ends before it begins; write the earlier month first")]
        )
    return first, last


def _is_span(cell: str) -> bool:
    """Whether a slash stands between two months, and not within a date such as 1/3/1960."""
    return cell.count("/") == 1 and re.search(r"[^\d\s/].*/|/.*[^\d\s/]", cell) is not None


def _spellings(scenario: Scenario) -> dict[str, int]:
    """Every way in which a month of the scenario may be written, in lower case, to its place counted from 0.

    "1960-03"; "3", its number; and what spreadsheets make of the first: "Mar-60", "Mar 1960", "1960-03-01", "01/03/1960",
    "3/1/1960". It is always the first day of a month, so the number that is not 1 is the month, in whichever order.
    """
    known: dict[str, int] = {}
    for place in range(scenario.months):
        date = scenario.month_text(place)
        year, month = date.split("-")
        short = {month_names(lang)[int(month) - 1] for lang in languages()}
        forms = [date, str(place + 1), f"{date}-01", f"{int(month)}/{year}", f"{month}/{year}"]
        forms += [
            f"01/{month}/{year}",
            f"1/{int(month)}/{year}",
            f"{month}/01/{year}",
            f"{int(month)}/1/{year}",
        ]
        forms += [f"{name}{gap}{y}" for name in short for gap in "- " for y in (year, year[2:])]
        for form in forms:
            known.setdefault(_folded(form), place)
    return known


def _folded(cell: str) -> str:
    return " ".join(cell.split()).casefold()


# --- writing --------------------------------------------------------------------------------------------------


def separator(lang: str) -> str:
    """What a spreadsheet expects between cells: a comma, or a semicolon where the comma is the decimal mark (Indonesia)."""
    return ";" if "," in catalogue.number(0.5, lang) else ","


def blank_turn_sheet(scenario: Scenario, turns: int, months: int = 1, lang: str = "en") -> str:
    """An empty sheet as CSV: a row for each state, rival and turn of `months` months. Raises ScenarioError."""
    if isinstance(turns, bool) or not 1 <= turns <= MOST_TURNS:
        raise ScenarioError(f"the number of turns is {show(turns)}; write a number from 1 to {MOST_TURNS}")
    if isinstance(months, bool) or not 1 <= months <= scenario.months:
        raise ScenarioError(
            f"the months of a turn are {show(months)}; write a number from 1 to {scenario.months}"
        )
    if turns * months > scenario.months:
        raise ScenarioError(
            f"{turns} turns of {months} months do not fit into the {scenario.months} months of {scenario.name}; "
            f"write at most {scenario.months // months} turns"
        )
    held = io.StringIO(newline="")
    writer = csv.writer(held, delimiter=separator(lang), lineterminator="\n")
    writer.writerow([text(f"sheet.{name}", lang) for name in COLUMNS])
    for turn in range(turns):
        first, last = scenario.month_text(turn * months), scenario.month_text((turn + 1) * months - 1)
        span = first if months == 1 else f"{first}/{last}"
        writer.writerows((span, actor, target, "", "") for actor, target in scenario.pairs)
    return held.getvalue()
