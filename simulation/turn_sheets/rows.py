"""The rows of a sheet under its heading, which may have a title above it and columns of the class's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from simulation.catalogue import languages, text
from simulation.errors import Problem, ScenarioError, choose, show
from simulation.turn_sheets.cells import Cells
from simulation.turn_sheets.spelling import folded

#: the columns of a sheet, in the order in which an empty one has them
COLUMNS = ("month", "state", "towards", "initiative", "response")


class Row(NamedTuple):
    """A row as it stands in the file: its number there, and its cells by column."""

    number: int
    cells: Mapping[str, str]

    def problem(self, words: str) -> Problem:
        """What is wrong with this row."""
        return Problem((), f"row {self.number}: {words}")


def rows_of(cells: Cells, where: str) -> tuple[list[Row], list[str]]:
    """The rows that hold anything, with their cells under the columns that the heading names; and what was understood."""
    at = _heading(cells, where)
    columns, understood = _columns(cells[at], at + 1, where)
    titles = [" ".join(filter(None, (cell.strip() for cell in line))) for line in cells[:at]]
    understood = [
        f"row {k} above the heading is a title: {show(said)}" for k, said in enumerate(titles, 1) if said
    ] + understood
    rows = []
    for number, line in enumerate(cells[at + 1 :], start=at + 2):
        held = [" ".join(cell.split()) for cell in line]
        if not any(held):
            continue
        if any(held[len(columns) :]):
            found = f"has {len(held)} cells under {len(columns)} headings"
            raise ScenarioError(f"row {number}: {found}; put one act in a cell, without separators", where)
        named = zip(columns, held + [""] * len(columns), strict=False)
        mine = {column: cell for column, cell in named if column is not None}
        if any(mine.values()):  # a row with a note alone holds no move
            rows.append(Row(number, mine))
    return rows, understood


def _known() -> dict[str, str]:
    known = {folded(name): name for name in COLUMNS}
    for lang in languages():
        known |= {folded(text(f"sheet.{name}", lang)): name for name in COLUMNS}
    return known


def _heading(cells: Cells, where: str) -> int:
    """Where the heading is: the first row that names two columns, or else the first that holds anything."""
    known = _known()
    filled = [k for k, line in enumerate(cells) if any(cell.strip() for cell in line)]
    if not filled:
        raise ScenarioError(f"has no heading; write {','.join(COLUMNS)} in its first row", where)
    return next((k for k in filled if sum(folded(cell) in known for cell in cells[k]) >= 2), filled[0])


def _columns(heading: Sequence[str], number: int, where: str) -> tuple[list[str | None], list[str]]:
    """The column under each heading, None for one of the class's own."""
    known, found, understood = _known(), list[str | None](), list[str]()
    while heading and not heading[-1].strip():
        heading = heading[:-1]
    for cell in heading:
        name = known.get(folded(cell))
        if name is None and cell.strip():
            guess = choose(cell, known, "column")
            if guess.startswith("did you mean"):
                raise ScenarioError(f"row {number}: column {show(cell)} is not known; {guess}", where)
            understood.append(f"column {show(cell.strip())} is the class's own and is not read")
        found.append(name)
    missing = [name for name in COLUMNS if name not in found and name != "towards"]
    twice = [name for name in COLUMNS if found.count(name) > 1]
    if missing or twice:
        said = f"column {missing[0]} is missing" if missing else f"column {twice[0]} stands twice"
        said += f" ({'; '.join(understood)})" if understood else ""
        raise ScenarioError(f"row {number}: {said}; write {','.join(COLUMNS)}", where)
    return found, understood
