"""Model against record: the table of patterns and the table of years, on the terminal and as a page."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Literal

from rich.markup import escape
from rich.table import Table
from rich.text import Text

from simulation.catalogue import number, percent, text
from simulation.reports.pages import markdown_grid
from simulation.reports.tables import new_table

if TYPE_CHECKING:
    from simulation.experiments.holdout import Agreement
    from simulation.experiments.validation import PatternRow

ROLES = ("calibrate", "check", "discriminating", "hold-out")
PATTERN_HEADINGS = ("pattern", "name", "role", "record", "median", "band", "verdict")
YEARLY_HEADINGS = ("years", "correlation", "baseline", "error", "covered")


def _pattern_cells(rows: Iterable[PatternRow], lang: str) -> list[list[str]]:
    """What stands in the pattern table, row by row."""
    return [
        [
            row.pattern,
            f"{row.name} ({row.unit})" if row.unit else row.name,
            text(f"role.{role}", lang),
            _target(row, lang),
            _plain_year(row.median, row, lang),
            f"{_plain_year(row.low, row, lang)}…{_plain_year(row.high, row, lang)}",
            text("patterns.hit" if row.hit else "patterns.miss", lang),
        ]
        for row, role in ((row, row.role.replace("-", "_")) for row in rows)
    ]


def _target(row: PatternRow, lang: str) -> str:
    """The record's figure, or the range that it gives instead."""
    if row.record is not None:
        return _plain_year(row.record, row, lang)
    if row.record_high is None:
        return f"≥ {number(row.record_low, lang, 2)}"
    if row.record_low is None:
        return f"≤ {number(row.record_high, lang, 2)}"
    return f"{number(row.record_low, lang, 2)}…{number(row.record_high, lang, 2)}"


def _plain_year(value: float, row: PatternRow, lang: str) -> str:
    """A figure of the pattern; a year is written as a year."""
    return f"{value:.0f}" if row.unit == "year" and math.isfinite(value) else number(value, lang, 2)


def _yearly_cells(rows: Iterable[Agreement], lang: str) -> list[list[str]]:
    """What stands in the table of years, row by row."""
    return [
        [
            text("yearly.period", lang, period=text(f"yearly.{period}", lang),
                 first=row.first, last=row.last),
            f"{number(row.correlation, lang, 2)} "
            f"({number(row.correlation_low, lang, 2)}…{number(row.correlation_high, lang, 2)})",
            number(row.baseline, lang, 2),
            number(row.error, lang, 1),
            percent(row.covered, lang),
        ]
        for row, period in ((row, row.period.replace(" ", "_")) for row in rows)
    ]  # fmt: skip


def pattern_table(rows: Iterable[PatternRow], lang: str = "en") -> Table:
    """The calibration table, role by role: pattern, record, model median, 90% band, hit or miss. Misses stay visible."""
    view = new_table(text("patterns.title", lang))
    for heading in ("pattern", "name", "record", "median", "band", "verdict"):
        figure = heading in ("record", "median", "band")
        justify: Literal["left", "right"] = "right" if figure else "left"
        view.add_column(text(f"patterns.{heading}", lang), justify=justify, no_wrap=heading != "name")
    role = ""
    for row in sorted(rows, key=lambda row: ROLES.index(row.role)):
        (code, name, its_role, *figures, verdict) = _pattern_cells([row], lang)[0]
        if its_role != role:
            role = its_role
            view.add_row("", Text(role, style="italic"))
        style = "green" if row.hit else "bold red"
        view.add_row(code, escape(name), *figures, Text(verdict, style=style))
    return view


def yearly_table(rows: Iterable[Agreement], lang: str = "en") -> Table:
    """Model against record, year by year, fitted and held out, beside what the leaders alone would give."""
    view = new_table(text("yearly.title", lang))
    for heading in YEARLY_HEADINGS:
        view.add_column(text(f"yearly.{heading}", lang), justify="left" if heading == "years" else "right")
    for cells in _yearly_cells(rows, lang):
        view.add_row(*(escape(cell) for cell in cells))
    return view


def validation_page(
    rows: Iterable[PatternRow], yearly: Iterable[Agreement], about: str, command: str, lang: str = "en"
) -> str:
    """The same two tables as a page of Markdown, with the command that makes it."""
    parts = [
        f"# {text('patterns.title', lang)}",
        text("patterns.made", lang, command=f"`{command}`"),
        _grid([text(f"patterns.{key}", lang) for key in PATTERN_HEADINGS], _pattern_cells(rows, lang)),
        about,
        text("patterns.reading", lang),
        f"## {text('yearly.title', lang)}",
        _grid([text(f"yearly.{key}", lang) for key in YEARLY_HEADINGS], _yearly_cells(yearly, lang)),
        text("yearly.reading", lang),
    ]
    return "\n\n".join(parts) + "\n"


def _grid(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown whose cells may hold mark-up; only the bar between cells is escaped."""
    return markdown_grid(headings, [[cell.replace("|", "\\|") for cell in row] for row in rows])
