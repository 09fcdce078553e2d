"""A page on a terminal, or in a notebook, as wide as that is. No word, number or heading of a table is ever cut.

A table is set in columns as long as the longest word of each fits beside the others; where it does not, or where that would
take more lines, row by row: each row's heading, and below it a line for every column.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rich import box
from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from simulation.pages.blocks import Block, Cell, Grid, Heading, Items, Paragraph, Picture, Tone

STYLES: dict[Tone, str] = {"plain": "", "good": "green", "bad": "bold red", "quiet": "dim"}
INDENT = 2  # of what stands below a row's heading
SHORT = 18  # letters of a figure that stands on one line
TALL = 2  # lines: a table in which many rows are taller has a blank line between them
#: what begins a figure, or stands for one; a column that is mostly such cells is set to the right
_FIGURE = re.compile(r"[<>≥≤+\N{MINUS SIGN}\N{MULTIPLICATION SIGN}-]*\s?\d|\N{EN DASH}($| \|)")
#: a month, a year, or a span of them, which is never broken
_MONTH, _DASH = r"[^\W\d_]+\.?", "\N{EN DASH}"
_WHEN = re.compile(
    rf"(?:{_MONTH} )?\d{{4}}(?:{_DASH}(?:(?:{_MONTH} )?\d{{4}}|\d\d))?|{_MONTH}{_DASH}{_MONTH} \d{{4}}"
)


def terminal(blocks: Sequence[Block]) -> Group:
    """The page as something that rich prints; figures are left out."""
    parts: list[RenderableType] = []
    for before, block in zip([None, *blocks], blocks, strict=False):
        if isinstance(block, Picture):
            continue
        # what goes together stands together: a heading and what it heads, one footing below the other
        heads = isinstance(before, Heading) and not isinstance(block, Heading | Grid)  # which begin in bold
        apart = parts and not heads and not (_quiet(before) and _quiet(block))
        parts += [*([Text()] if apart else []), *_set(block)]
    return Group(*parts)


def _quiet(block: Block | None) -> bool:
    return isinstance(block, Paragraph) and block.quiet


def _set(block: Block) -> list[RenderableType]:
    match block:
        case Heading(words):
            return [Text(words, style="bold")]
        case Paragraph(words, lead, quiet):
            return [Text.assemble((f"{lead} " if lead else "", "bold"), words, style="dim" if quiet else "")]
        case Items(items):
            return [_item(words) for words in items]
        case Grid():
            return [_Table(block)]
        case Picture():
            return []


def _item(words: str) -> Table:
    """A point of a list, the lines of which stand below each other."""
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_row("•", Text(words))
    return grid


class _Table:
    """A table that looks at the room it has before it is set."""

    def __init__(self, grid: Grid) -> None:
        self._grid = grid
        self._rows = [[cell if isinstance(cell, Cell) else Cell(cell) for cell in row] for row in grid.rows]
        columns = list(zip(*self._rows, strict=True)) or [()] * len(grid.columns)
        self._figures = [
            k > 0 and _are_figures([one.words for one in cells]) for k, cells in enumerate(columns)
        ]
        said = [
            [(head, False), *(part for one in cells for part in _parts(one, figures))]
            for head, cells, figures in zip(grid.columns, columns, self._figures, strict=True)
        ]
        self._least = [
            max((cell_len(word) for part in parts for word in _unbroken(*part)), default=0) for parts in said
        ]
        self._most = [
            max(cell_len(line) for words, _ in parts for line in (words.splitlines() or [""]))
            for parts in said
        ]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield Text(self._grid.caption, style="bold")
        widths = self._widths(options.max_width)
        if widths is None or self._lines_in_columns(widths) > self._lines_by_row(options.max_width):
            yield from self._by_row()
        else:
            yield self._in_columns(widths, options.max_width)

    def _widths(self, room: int) -> list[int] | None:
        """Its longest word for every column, the rest to those that ask for little, what is left shared by the others in
        proportion to what they ask for; None if the longest words do not fit.
        """
        room -= len(self._least) - 1
        rest, widths = room - sum(self._least), list(self._least)
        if rest < 0:
            return None
        asked = [most - least for most, least in zip(self._most, self._least, strict=True)]
        waiting = sorted(range(len(asked)), key=lambda k: asked[k])
        while waiting and asked[waiting[0]] * len(waiting) <= rest:
            k = waiting.pop(0)
            widths[k] += asked[k]
            rest -= asked[k]
        whole = sum(asked[k] for k in waiting)
        for k in waiting:
            widths[k] += rest * asked[k] // whole
        return widths

    def _lines_in_columns(self, widths: list[int]) -> int:
        heights = [max(map(_height, row, widths)) for row in self._rows]
        return sum(heights) + len(heights) * _apart(heights)

    def _lines_by_row(self, room: int) -> int:
        lines = 0
        for first, *others in self._rows:
            lines += 1 + -(-cell_len(first.words) // room)
            for head, one in zip(self._grid.columns[1:], others, strict=True):
                said = len(f"{head}: {one.words}{f' ({one.beside})' if one.beside else ''}")
                lines += -(-said // (room - INDENT)) if one.words or one.beside else 0
        return lines

    def _in_columns(self, widths: list[int], room: int) -> Table:
        heights = [max(map(_height, row, widths)) for row in self._rows]
        wide = int(
            sum(widths) + 2 * (len(widths) - 1) <= room
        )  # two blanks between columns where there is room
        table = Table(
            box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, wide, 0, 0), leading=_apart(heights),
        )  # fmt: skip
        for head, width, figures in zip(self._grid.columns, widths, self._figures, strict=True):
            table.add_column(Text(head), width=width, justify="right" if figures else "left", overflow="fold")
        for row in self._rows:
            table.add_row(*(_cell(one) for one in row))
        return table

    def _by_row(self) -> RenderResult:
        for first, *others in self._rows:
            yield Text()
            yield _in_line(first, "bold")
            for head, one in zip(self._grid.columns[1:], others, strict=True):
                if one.words or one.beside:
                    yield Padding(Text.assemble((f"{head}: ", "dim"), _in_line(one)), (0, 0, 0, INDENT))


def _parts(cell: Cell, figures: bool) -> list[tuple[str, bool]]:
    """What a cell of a column says, and whether it is a figure, or a date, which stand on one line."""
    whole = figures and bool(_FIGURE.match(cell.words))
    return [(cell.words, whole or bool(_WHEN.fullmatch(cell.words))), (cell.beside, True)]


def _unbroken(words: str, figure: bool) -> list[str]:
    """What stands on one line: a word; of a figure, if it is short, all that belongs to it, `54 (55)`."""
    whole = figure and all(len(line) <= SHORT for line in words.splitlines())
    return words.splitlines() if whole else words.split()


def _are_figures(cells: Sequence[str]) -> bool:
    """Whether what stands in a column is mostly figures, and not sentences that begin with one, nor dates."""
    if all(_WHEN.fullmatch(one) for one in cells if one) and not all(map(str.isdigit, filter(None, cells))):
        return False
    figures = sum(bool(_FIGURE.match(one)) and len(one) <= SHORT for one in cells)
    return figures > 0.5 * sum(one != "" for one in cells)


def _apart(heights: Sequence[int]) -> int:
    """Blank lines between rows."""
    return int(sum(height > TALL for height in heights) > len(heights) / 3)


def _height(cell: Cell, width: int) -> int:
    """Lines that a cell takes, nearly: words are not broken, so that it may be one more."""
    parts = [line for part in (cell.words, cell.beside) if part for line in part.splitlines()]
    return sum(max(-(-cell_len(line) // width), 1) for line in parts) or 1


def _cell(cell: Cell) -> Text:
    """In a column: what belongs to a figure stands below it."""
    said = Text(cell.words, style=STYLES[cell.tone])
    return (
        said.append(f"\n{cell.beside}" if cell.words else cell.beside, style="dim") if cell.beside else said
    )


def _in_line(cell: Cell, plain: str = "") -> Text:
    said = Text(" ".join(cell.words.split()), style=STYLES[cell.tone] or plain)
    return said.append(f" ({cell.beside})", style="dim") if cell.beside else said
