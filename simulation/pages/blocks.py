"""What a page is made of: headings, paragraphs, lists, tables and figures. The words come from elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

#: how something is meant: a terminal shows it in colour as well, and no words rest on that
Tone = Literal["plain", "good", "bad", "quiet"]


class Heading(NamedTuple):
    """A heading of level 1 (the page's title), 2 or 3; `anchor` is for links; a `fresh` one begins a page of paper."""

    words: str
    level: int = 2
    anchor: str = ""
    fresh: bool = False


class Paragraph(NamedTuple):
    """A paragraph; `lead` stands in bold before it, and what is quiet (a footing) is set in a lower voice."""

    words: str
    lead: str = ""
    quiet: bool = False


class Items(NamedTuple):
    """A list."""

    words: Sequence[str]


class Cell(NamedTuple):
    """What stands in a table: a figure or words, and what belongs to them: an interval, the rule they are judged by."""

    words: str
    beside: str = ""
    tone: Tone = "plain"


class Grid(NamedTuple):
    """A table; the first cell of each row is its heading, and links to `anchors[k]` where there is one."""

    caption: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str | Cell]]
    anchors: Sequence[str] = ()


class Picture(NamedTuple):
    """A figure: the file that Markdown points at, its PNG bytes for HTML, and what it shows in words."""

    file: str
    png: bytes
    alternative: str


Block = Heading | Paragraph | Items | Grid | Picture


def flat(cell: str | Cell) -> str:
    """A cell in one line: `12.5 (8.1…15.0)`."""
    if isinstance(cell, str) or not cell.beside:
        return cell if isinstance(cell, str) else cell.words
    return f"{cell.words} ({cell.beside})" if cell.words else cell.beside


def flat_rows(grid: Grid) -> list[list[str]]:
    """The rows of a table, each cell in one line."""
    return [[flat(cell) for cell in row] for row in grid.rows]
