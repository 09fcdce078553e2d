"""A plain list: what `detente list` and `detente parameters` show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from simulation.catalogue import text
from simulation.pages.blocks import Grid


def listing(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]], lang: str = "en") -> Grid:
    """The rows under a title; `title` is a key of the catalogue and `columns` are names in its section `command`."""
    return Grid(text(title, lang), [text(f"command.{column}", lang) for column in columns], list(rows))
