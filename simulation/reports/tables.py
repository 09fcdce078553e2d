"""A table of the terminal."""

from __future__ import annotations

from typing import Any

from rich import box
from rich.console import OverflowMethod
from rich.table import Table


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
