"""How far runs lie from the fitted rows of the record, in tolerances; nothing that is held out is asked."""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
import xarray as xr

from simulation.experiments import ensembles
from simulation.experiments.measures import MEASURES, course
from simulation.experiments.moments import Runs
from simulation.history import patterns

#: tolerance of a pattern by its unit
TOLERANCE = {
    "COPDAB points": 1.2,
    "correlation": 0.06,
    "points per point": 0.07,
    "a year": 0.25,
    "percent": 0.04,
    "ratio": 0.1,
}
OTHERWISE = 0.06
#: a row counts as no farther off than this, and so does one that no run has a figure of (assumption: absurd is absurd)
FARTHEST = 10.0


def goal(row: pd.Series) -> tuple[float, float]:
    """What a row of the record asks, and how far off counts as one step; of a range its middle, and half its width."""
    target = float(row["target"])
    if np.isfinite(target):
        return target, TOLERANCE.get(str(row["unit"]), OTHERWISE)
    return 0.5 * float(row["low"] + row["high"]), 0.5 * float(row["high"] - row["low"])


def fitted_rows() -> pd.DataFrame:
    """The rows that are marked *fitted*."""
    return patterns("fitted")


def fitted_figures(result: xr.Dataset) -> Runs:
    """What the fitted rows measure of each run, `[run, row]`; NaN where a run has no figure."""
    happened = course(result)
    with warnings.catch_warnings(), np.errstate(divide="ignore", invalid="ignore"):
        warnings.simplefilter("ignore", RuntimeWarning)
        return np.stack([MEASURES[str(key)].of(happened) for key in fitted_rows().index], axis=1)


def distance(figures: Runs) -> Runs:
    """Mean over the fitted rows of |figure - record| in tolerances, each at most `FARTHEST`: `[run, ..., row]` -> `[...]`.

    The figure is the median over runs, or the quantile that the row is about. Every row weighs the same.
    """
    rows = fitted_rows()
    targets, steps = np.array([goal(row) for _, row in rows.iterrows()]).T
    asked = [MEASURES[str(key)].quantile for key in rows.index]
    levels = tuple(sorted(set(asked)))
    with np.errstate(
        invalid="ignore"
    ):  # half way between two infinite figures is none, which is as far as can be
        found = ensembles.at_levels(figures, levels)
    figure = np.stack([found[levels.index(level)][..., k] for k, level in enumerate(asked)], axis=-1)
    off = np.abs(figure - targets) / steps
    return np.asarray(np.minimum(np.nan_to_num(off, nan=FARTHEST), FARTHEST).mean(axis=-1))
