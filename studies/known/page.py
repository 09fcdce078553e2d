"""A page on a known result: its source, what was done, the numbers, and a verdict on each statement, all computed."""

from __future__ import annotations

from typing import NamedTuple

import xarray as xr
from numpy.typing import ArrayLike

from simulation.experiments.ensembles import Difference, mean_difference
from simulation.pages.markdown import markdown_grid
from studies.made import made_by


class Statement(NamedTuple):
    """Something the source says, whether the model bears it out, and what was measured to say so."""

    says: str
    reproduces: bool
    measured: str


class Table(NamedTuple):
    """Numbers as they are shown."""

    title: str
    headings: tuple[str, ...]
    rows: list[list[str]]


class Page(NamedTuple):
    """What `markdown` makes a page of."""

    name: str  # of the file, and of the result on the command line
    title: str
    source: str
    done: str
    tables: list[Table]
    statements: list[Statement]
    limits: str


def estimate(values: ArrayLike) -> Difference:
    """Mean over runs of one number a run, with its 95 % bootstrap interval."""
    return mean_difference(xr.DataArray(values, dims="run"))


def shown(found: Difference, decimals: int = 2) -> str:
    """A mean with its interval: "2.25 (2.21 to 2.29)"; the bare number where nothing varies."""
    ends = [f"{value:.{decimals}f}" for value in (found.mean, found.low, found.high)]
    minus = [end.replace("-", "\N{MINUS SIGN}") if float(end) else end.lstrip("-") for end in ends]
    return minus[0] if found.low == found.high else f"{minus[0]} ({minus[1]} to {minus[2]})"


def markdown(page: Page, how: str) -> str:
    """The page as Markdown; `how` is the command that makes it."""
    borne = sum(statement.reproduces for statement in page.statements)
    parts = [
        f"# {page.title}",
        made_by(how),
        f"**Verdict: {borne} of {len(page.statements)} statements reproduce.**",
        _rows(
            ("The source says", "Here", "Measured"),
            [[s.says, "reproduces" if s.reproduces else "**does not**", s.measured] for s in page.statements],
        ),
        f"**Source.** {page.source}",
        f"**What was done.** {page.done}",
    ]
    for table in page.tables:
        parts += [f"## {table.title}", _rows(table.headings, table.rows)]
    return "\n\n".join([*parts, f"**Limits.** {page.limits}"]) + "\n"


def _rows(headings: tuple[str, ...], rows: list[list[str]]) -> str:
    head, *body = [[cell.replace("|", "\\|") for cell in line] for line in (headings, *rows)]
    return markdown_grid(head, body)
