"""The cells that several reports share: a figure with its interval, a share of runs, a date."""

from __future__ import annotations

from collections.abc import Mapping

from simulation.catalogue import NOTHING, bounds, month, number, percent
from simulation.findings.plain import Found
from simulation.pages.blocks import Cell


def estimate(middle: str, low: str, high: str) -> Cell:
    """A figure with its interval, where it has one."""
    return Cell(middle) if low == NOTHING else Cell(middle, bounds(low, high))


def interval(entry: Found, lang: str = "en", decimals: int | None = 1) -> Cell:
    """The median with its 90% band; `decimals=None` shows a share as a percentage."""

    def shown(value: float | None) -> str:
        return percent(value, lang) if decimals is None else number(value, lang, decimals)

    return estimate(*(shown(entry[name]) for name in ("median", "low", "high")))


def share(entry: Found, lang: str = "en", name: str = "share") -> Cell:
    """A share of runs with its 95% interval; `name` is the entry that holds the share."""
    return estimate(*(percent(entry[end], lang) for end in (name, "low", "high")))


def date_cells(entry: Found, lang: str = "en") -> tuple[Cell, Cell]:
    """The share of runs that have a date, and its median with its 90% band."""
    dates = (entry[name] for name in ("median", "low", "high"))
    when = estimate(*(NOTHING if date is None else month(date, lang) for date in dates))
    return share(entry["ever"], lang), when


def middle_of(by_pair: Mapping[str, Found]) -> float | None:
    """The mean over pairs of their medians."""
    values = [entry["median"] for entry in by_pair.values() if entry["median"] is not None]
    return sum(values) / len(values) if values else None


def arrow(pair: str) -> str:
    """The label of a pair as it is printed: `US to USSR` becomes `US → USSR`."""
    return pair.replace(" to ", " \N{RIGHTWARDS ARROW} ")
