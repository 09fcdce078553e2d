"""A table of the terminal and the cells that several reports share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from rich import box
from rich.console import OverflowMethod
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from simulation.catalogue import NOTHING, month, number, percent, text
from simulation.reports.plain import Found


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

    cell = Text(show(entry["median"]), justify="right")
    if entry["median"] is not None:
        cell.append(f"\n{show(entry['low'])}…{show(entry['high'])}", style="dim")
    return cell


def arrow(pair: str) -> str:
    """The label of a pair as it is printed: `US to USSR` becomes `US → USSR`."""
    return pair.replace(" to ", " → ")


def share_cell(entry: Found, lang: str, name: str = "share") -> Text:
    """A cell with a share of runs above its 95% interval; `name` is the entry that holds the share."""
    cell = Text(percent(entry[name], lang), justify="right")
    if entry["low"] is not None:
        cell.append(f"\n{percent(entry['low'], lang)}…{percent(entry['high'], lang)}", style="dim")
    return cell


def date_cells(entry: Found, lang: str) -> tuple[Text, Text]:
    """Two cells: the share of runs that have a date, and its median above its 90% band."""
    when = Text(NOTHING if entry["median"] is None else month(entry["median"], lang), justify="right")
    if entry["low"] is not None:
        when.append(f"\n{month(entry['low'], lang)}…{month(entry['high'], lang)}", style="dim")
    return share_cell(entry["ever"], lang), when
