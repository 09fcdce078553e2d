"""A table of the terminal and the cells that several reports share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from rich import box
from rich.console import OverflowMethod
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from simulation.catalogue import NOTHING, bounds, month, number, percent, text
from simulation.findings.plain import Found


class Whole(Table):
    """A table in which a word too long for its column goes on in the next line, and is not cut off."""

    def add_column(self, *headings: Any, overflow: OverflowMethod = "fold", **look: Any) -> None:
        super().add_column(*headings, overflow=overflow, **look)


def new_table(title: str, below: int = 0) -> Table:
    """A table that fits into 80 columns: one blank between columns, no frame, `below` blank lines under each row."""
    return Whole(
        title=title,
        title_justify="left",
        title_style="bold",
        box=box.SIMPLE_HEAD,
        show_edge=False,
        pad_edge=False,
        padding=(0, 1, below, 0),
    )


def listing(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]], lang: str = "en") -> Table:
    """A plain list; `title` is a key of the catalogue and `columns` are names in its section `command`."""
    view = new_table(text(title, lang))
    for k, column in enumerate(columns):
        view.add_column(text(f"command.{column}", lang), no_wrap=k == 0)
    for row in rows:
        view.add_row(*(escape(cell) for cell in row))
    return view


def interval(entry: Found, lang: str = "en", decimals: int | None = 1) -> Text:
    """A cell of two lines, the median above its 90% band; `decimals=None` prints a share as a percentage."""

    def show(value: float | None) -> str:
        return percent(value, lang) if decimals is None else number(value, lang, decimals)

    return above(*(show(entry[name]) for name in ("median", "low", "high")))


def above(middle: str, low: str, high: str, behind: str = "") -> Text:
    """A cell of two lines: what is in the middle, above its interval where there is one; `behind` ends the second line."""
    cell = Text(middle, justify="right")
    return cell if low == NOTHING else cell.append(f"\n{bounds(low, high)}{behind}", style="dim")


def arrow(pair: str) -> str:
    """The label of a pair as it is printed: `US to USSR` becomes `US → USSR`."""
    return pair.replace(" to ", " → ")


def share_cell(entry: Found, lang: str, name: str = "share") -> Text:
    """A cell with a share of runs above its 95% interval; `name` is the entry that holds the share."""
    return above(*(percent(entry[end], lang) for end in (name, "low", "high")))


def date_cells(entry: Found, lang: str) -> tuple[Text, Text]:
    """Two cells: the share of runs that have a date, and its median above its 90% band."""
    dates = (entry[name] for name in ("median", "low", "high"))
    when = above(*(NOTHING if date is None else month(date, lang) for date in dates))
    return share_cell(entry["ever"], lang), when
