"""An ensemble along one time axis: its steps, what is drawn of them, and the dates below."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.dates import date2num
from matplotlib.ticker import FixedFormatter, FixedLocator

from simulation.catalogue import month, text
from simulation.experiments import ensembles
from simulation.experiments.ensembles import Period
from simulation.scenario import Scenario


class View(NamedTuple):
    """What every panel needs: the result, its time steps, the words, and what it is compared with."""

    result: xr.Dataset
    steps: list[Period]
    lang: str
    record: pd.DataFrame | None  # month by pair
    scenario: Scenario | None

    @property
    def x(self) -> pd.DatetimeIndex:
        """The middle of each step, where its mean is drawn."""
        return pd.DatetimeIndex([ensembles.middle(step) for step in self.steps])

    def say(self, key: str, **values: object) -> str:
        """A sentence of the catalogue in the language of the figure."""
        return text(key, self.lang, **values)

    def levels(self, values: xr.DataArray) -> xr.DataArray:
        """Quantiles over runs of the means by step."""
        return ensembles.quantiles(ensembles.means(values, self.steps))

    def mean(self, values: xr.DataArray) -> np.ndarray:
        """Mean over the months of a step and over the runs that are left, NaN where none is."""
        by_run = ensembles.means(values, self.steps)
        share: np.ndarray = ensembles.mean_over_runs(by_run).to_numpy()
        return share

    def slots(self) -> tuple[pd.DatetimeIndex, pd.TimedeltaIndex]:
        """Left edge and width of each step."""
        left = pd.DatetimeIndex([step.first for step in self.steps])
        right = pd.DatetimeIndex([step.last + pd.offsets.MonthBegin(1) for step in self.steps])
        return left, right - left

    def resolution(self) -> str:
        """How long the longest step is, as the catalogue names it."""
        longest = max(step.stop - step.start for step in self.steps)
        return "year" if longest > 3 else "quarter" if longest > 1 else "month"


def time_axis(axes: Sequence[Axes], result: xr.Dataset, lang: str) -> None:
    """One axis of dates for all panels, labelled below the last: years, or months in a short run."""
    first, last = span_of(result)
    marked = time_ticks(result)
    # places and words once for all panels: a locator of dates searches the calendar at every drawing
    places = [float(date2num(date)) for date in marked]  # type: ignore[no-untyped-call]
    words = [tick_words(date, lang) for date in marked]
    for axis in axes:
        axis.set_xlim(first.to_pydatetime(), last.to_pydatetime())
        axis.xaxis.set_major_locator(FixedLocator(places))
        axis.xaxis.set_major_formatter(FixedFormatter(words))
    for axis in axes[:-1]:
        axis.tick_params(labelbottom=False)


def span_of(result: xr.Dataset) -> tuple[pd.Timestamp, pd.Timestamp]:
    """Both ends of the axis of dates: the first month, and the one after the last."""
    months = ensembles.dates(result)
    return months[0], months[-1] + pd.offsets.MonthBegin(1)


def time_ticks(result: xr.Dataset) -> list[pd.Timestamp]:
    """What the axis of dates marks: about a dozen Januaries, or months of a short run."""
    first, last = span_of(result)
    months = result.sizes["month"]
    if months > 72:
        apart = next(n for n in (1, 2, 4, 5, 10, 20) if months / 12 / n <= 12 or n == 20)
        return [date for date in pd.date_range(first, last, freq="YS") if date.year % apart == 0]
    apart = next(n for n in (1, 2, 3, 6) if months / n <= 12 or n == 6)
    return [date for date in pd.date_range(first, last, freq="MS") if (date.month - 1) % apart == 0]


def tick_words(date: pd.Timestamp, lang: str) -> str:
    """A year at its January, the month's name elsewhere."""
    return f"{date.year}" if date.month == 1 else month(f"{date:%Y-%m}", lang).split()[0]
