"""Model against record, pattern by pattern: what was fitted and what was held out is said of every row."""

from __future__ import annotations

import warnings
from typing import NamedTuple

import numpy as np
import pandas as pd
import xarray as xr

from simulation.experiments.measures import END, MEASURES, Measure, course, living_conduct
from simulation.experiments.moments import Runs


class PatternRow(NamedTuple):
    """One pattern: the record's figure (or its range), the model's median and 90 % band over runs, hit or miss.

    Where a quantile over runs is the pattern, it stands in place of the median, and there is no band.
    """

    pattern: str
    key: str
    name: str
    unit: str
    role: str
    record: float | None
    record_low: float | None
    record_high: float | None
    median: float
    low: float
    high: float
    hit: bool


def monthly_conduct(result: xr.Dataset) -> Runs:
    """Both directions' monthly cooperation 1948-78, `[direction, month, run]`, US first; NaN after a war.

    Raises ScenarioError for a result that does not hold these months of US and USSR.
    """
    return np.asarray(living_conduct(result).values[:, :END])


def pattern_rows(result: xr.Dataset, targets: pd.DataFrame) -> list[PatternRow]:
    """The pattern table of a result: one row for each of `targets` (`history.patterns`) that the model can be asked.

    A row is a hit if the record's figure lies within the model's 90 % band over runs; where the record has a range, if
    the model's median (or the quantile over runs that the row is about) lies in it. One run of the model is one history,
    as the record is one: the band is of runs, and not of their mean.
    """
    measured = course(result)
    rows = []
    for key, row in targets.iterrows():
        if key not in MEASURES:
            continue  # nothing in the model stands for it
        measure = MEASURES[str(key)]
        with warnings.catch_warnings(), np.errstate(divide="ignore", invalid="ignore"):
            # a run that ends at once, or that never moves, has no such figure: NaN, and left out
            warnings.simplefilter("ignore", RuntimeWarning)
            values = measure.of(measured)
        low, middle, high = _quantiles(values, measure)
        target, least, most = (None if np.isnan(row[k]) else float(row[k]) for k in ("target", "low", "high"))
        if target is not None:
            hit = low <= target <= high
        else:
            hit = (least is None or middle >= least) and (most is None or middle <= most)
        about = (str(row["pattern"]), str(key), str(row["name"]), str(row["unit"]), str(row["role"]))
        rows.append(PatternRow(*about, target, least, most, middle, low, high, bool(hit)))
    return rows


def _quantiles(values: Runs, measure: Measure) -> tuple[float, float, float]:
    """The lower end of the 90 % band over runs, the figure that stands for the model, and the upper end."""
    known = values[np.isfinite(values)]
    if not len(known):
        return np.nan, np.nan, np.nan
    if measure.quantile != 0.5:
        return np.nan, float(np.quantile(known, measure.quantile)), np.nan
    low, median, high = (float(q) for q in np.quantile(known, (0.05, 0.5, 0.95)))
    return low, median, high
