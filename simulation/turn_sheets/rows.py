"""The rows of a sheet under its heading, which may have a title above it and columns of the class's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from simulation.catalogue import languages, say, text
from simulation.errors import Named, Problem, ScenarioError, choose, nearest
from simulation.turn_sheets.cells import Cells, foreign, in_row, shown
from simulation.turn_sheets.spelling import folded

#: the columns of a sheet, in the order in which an empty one has them
COLUMNS = ("month", "state", "towards", "initiative", "response")
#: and those that it may have besides
POWERS = ("accepts", "declines", "asks", "leaves", "speaks")


class Row(NamedTuple):
    """A row as it stands in the file: its number there, and its cells by column."""

    number: int
    cells: Mapping[str, str]

    def problem(self, words: str) -> Problem:
        """What is wrong with this row."""
        return Problem((), in_row(self.number, words))


def rows_of(cells: Cells, where: Named) -> tuple[list[Row], list[str]]:
    """The rows that hold anything, with their cells under the columns that the heading names; and what was understood."""
    at = _heading(cells, where)
    columns, understood = _columns(cells[at], at + 1, where)
    titles = [" ".join(filter(None, (cell.strip() for cell in line))) for line in cells[:at]]
    understood = [
        say("refusal_sheet.title", row=k, title=shown(said)) for k, said in enumerate(titles, 1) if said
    ] + understood
    rows = []
    for number, line in enumerate(cells[at + 1 :], start=at + 2):
        held = [" ".join(cell.split()) for cell in line]
        if not any(held):
            continue
        if any(held[len(columns) :]):
            said = say("refusal_sheet.more_cells", cells=len(held), headings=len(columns))
            raise ScenarioError(in_row(number, said), where)
        named = zip(columns, held + [""] * len(columns), strict=False)
        mine = {column: cell for column, cell in named if column is not None}
        if any(map(foreign, mine.values())):
            raise ScenarioError(in_row(number, say("refusal_sheet.encoding")), where)
        if any(mine.values()):  # a row with a note alone holds no move
            rows.append(Row(number, mine))
    return rows, understood


def heading_of(name: str, lang: str | None = None) -> str:
    """The heading of a column, in the language in use or another."""
    group = "sheet" if name in COLUMNS else "sheet_also"
    return say(f"{group}.{name}") if lang is None else text(f"{group}.{name}", lang)


def heading_words() -> str:
    """The heading of an empty sheet, in the language in use."""
    return ",".join(say(f"sheet.{name}") for name in COLUMNS)


def _known() -> dict[str, str]:
    known = {folded(name): name for name in COLUMNS}
    for lang in languages():
        known |= {folded(text(f"sheet.{name}", lang)): name for name in COLUMNS}
    return known


def _also() -> dict[str, str]:
    """Further columns by their headings, which must be just these: a class has columns of its own."""
    return {folded(text(f"sheet_also.{name}", lang)): name for name in POWERS for lang in languages()}


def _heading(cells: Cells, where: Named) -> int:
    """Where the heading is: the first row that names two columns, or else the first that holds anything."""
    known = _known()
    filled = [k for k, line in enumerate(cells) if any(cell.strip() for cell in line)]
    if not filled:
        raise ScenarioError(say("refusal_sheet.no_heading", heading=heading_words()), where)
    return next((k for k in filled if sum(folded(cell) in known for cell in cells[k]) >= 2), filled[0])


def _columns(heading: Sequence[str], number: int, where: Named) -> tuple[list[str | None], list[str]]:
    """The column under each heading, None for one of the class's own."""
    known, also, found, understood = _known(), _also(), list[str | None](), list[str]()
    while heading and not heading[-1].strip():
        heading = heading[:-1]
    for cell in heading:
        name = known.get(folded(cell)) or also.get(folded(cell))
        if name is None and cell.strip():
            if nearest(cell, known):
                hint = choose(cell, known, "column")
                said = say("refusal_sheet.unknown_column", found=shown(cell), hint=hint)
                raise ScenarioError(in_row(number, said), where)
            understood.append(say("refusal_sheet.own_column", found=shown(cell.strip())))
        found.append(name)
    missing = [name for name in COLUMNS if name not in found and name != "towards"]
    twice = [name for name in (*COLUMNS, *POWERS) if found.count(name) > 1]
    if missing or twice:
        key = "refusal_sheet.missing_column" if missing else "refusal_sheet.column_twice"
        more = f" ({'; '.join(understood)})" if understood else ""
        said = say(key, column=heading_of((missing or twice)[0]), understood=more, heading=heading_words())
        raise ScenarioError(in_row(number, said), where)
    return found, understood
