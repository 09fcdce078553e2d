"""The cells that several reports share: a figure with its interval, a share of runs, a date."""

from __future__ import annotations

from collections.abc import Mapping

from simulation.catalogue import NOTHING, bounds, month, number, percent, signed, text
from simulation.experiments.ensembles import Difference
from simulation.findings.plain import Band, Dated, Middle, Share
from simulation.pages.blocks import Cell
from simulation.words.variables import written


def estimate(middle: str, low: str, high: str) -> Cell:
    """A figure with its interval, where it has one."""
    return Cell(middle) if low == NOTHING else Cell(middle, bounds(low, high))


def quantity(value: float | None, lang: str = "en", decimals: int | None = 1) -> str:
    """A number; with `decimals=None` a share 0-1 as a percentage."""
    return percent(value, lang) if decimals is None else number(value, lang, decimals)


def interval(entry: Middle, lang: str = "en", decimals: int = 1, runs: int | None = None) -> Cell:
    """The median with its 90% band, which one run does not have.

    That it is one run of several, `runs`, stands in the place of its band.
    """
    middle, low, high = (number(one, lang, decimals) for one in _ends(entry))
    return _banded(middle, low, high, entry["n"], runs, lang)


def interval_of(
    name: str, entry: Middle, lang: str = "en", factor: float = 1.0, runs: int | None = None
) -> Cell:
    """As `interval`, times `factor`, as `name` is written (`words.variables.SCALES`)."""
    ends = (None if one is None else factor * one for one in _ends(entry))
    middle, low, high = (written(name, one, lang) for one in ends)
    return _banded(middle, low, high, entry["n"], runs, lang)


def _ends(entry: Middle) -> tuple[float | None, float | None, float | None]:
    return entry["median"], entry["low"], entry["high"]


def _banded(middle: str, low: str, high: str, n: int, runs: int | None, lang: str) -> Cell:
    if n != 1:
        return estimate(middle, low, high)
    return Cell(middle) if runs == 1 else Cell(middle, text("one_run.of_several", lang))


def percents(middle: float | None, low: float | None, high: float | None, lang: str = "en") -> Cell:
    """A share 0-1 with its interval, in percent."""
    return estimate(*(percent(one, lang) for one in (middle, low, high)))


def share(entry: Share, lang: str = "en") -> Cell:
    """A share of runs with its 95% interval."""
    return percents(entry["share"], entry["low"], entry["high"], lang)


def difference(found: Difference, lang: str = "en", decimals: int = 2, unit: float = 1.0) -> Cell:
    """A mean difference with its 95% interval, each with its sign, times `unit`."""
    return estimate(*(signed(unit * one, lang, decimals) for one in (found.mean, found.low, found.high)))


def date_cells(entry: Dated, lang: str = "en") -> tuple[Cell, Cell]:
    """The share of runs that have a date, and its median with its 90% band, as `interval`."""
    dates = (entry["median"], entry["low"], entry["high"])
    middle, low, high = (NOTHING if date is None else month(date, lang) for date in dates)
    return share(entry["ever"], lang), _banded(middle, low, high, entry["n"], entry["ever"]["n"], lang)


def middle_of(by_pair: Mapping[str, Band]) -> float | None:
    """The mean over pairs of their medians."""
    values = [entry["median"] for entry in by_pair.values() if entry["median"] is not None]
    return sum(values) / len(values) if values else None


def arrow(pair: str) -> str:
    """The label of a pair as it is printed: `US to USSR` becomes `US → USSR`."""
    return pair.replace(" to ", " \N{RIGHTWARDS ARROW} ")
