"""What the tests of the story measure of runs, month by month, and the cells that are made of it.

A month after a war says nothing and is left out (NaN). A mean over months is taken inside a run first; intervals are over
the runs, and a difference is taken inside each pair of runs that met the same chance.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import xarray as xr
from numpy.typing import NDArray
from scipy.stats import DegenerateDataWarning, bootstrap

from simulation.experiments import ensembles
from simulation.experiments.causal_story.row import LARGEST, Cell
from simulation.experiments.detente import detente_spells
from simulation.experiments.monthly import FORCE, PROVOKING, WORDS, acts_a_year, level, ten_years
from simulation.scenario import Scenario

Runs = NDArray[np.float64]  # [run]
Simulate = Callable[[Scenario], xr.Dataset]  # every month of the runs that were asked for, all on one seed
Window = tuple[int, int]  # first month and the month after the last, counted from the start of the run

#: by name, `[run, month]`
MEASURES: dict[str, Callable[[xr.Dataset], xr.DataArray]] = {
    "cooperation": level("cooperation"),  # COPDAB points a month
    "tension": level("tension"),  # points, 0-100
    "benefit": level("mutual_benefit"),  # % of GDP a year
    "force": acts_a_year(FORCE),
    "words": acts_a_year(WORDS),
    "provocations": acts_a_year(PROVOKING),
    "crises": ten_years("crisis"),
    "severity": ten_years("severity"),
    "in_force": level("common_ground"),  # share of issues
    "in_detente": lambda result: detente_spells(result).astype(float),  # share of months
}


def over(months: xr.DataArray, window: Window) -> Runs:
    """The mean over the months of a window that were lived, `[run]`; NaN in a run without any."""
    return np.asarray(months.isel(month=slice(*window)).mean("month").to_numpy(), dtype=float)


def measured(result: xr.Dataset, name: str, window: Window) -> Runs:
    """A measure over a window, `[run]`."""
    return over(MEASURES[name](result), window)


# --- cells ----------------------------------------------------------------------------------------------------


def difference(name: tuple[str, ...], treatment: Runs, control: Runs) -> Cell:
    """The mean paired difference, treatment less control; pairs of runs without a number in either do not count."""
    found = ensembles.mean_difference(xr.DataArray(treatment - control, dims="run"))
    known = control[np.isfinite(treatment - control)]
    spread = float(np.std(known)) if len(known) > 1 else math.nan
    return Cell(name, found.mean, found.low, found.high, spread, found.n)


def share_difference(name: tuple[str, ...], treatment: NDArray[np.bool_], control: NDArray[np.bool_]) -> Cell:
    """The difference of two paired shares of runs (Newcombe 1998, method 10).

    Its spread is sqrt(p (1 - p)) of the control, with p = (hits + 2) / (n + 4) (Agresti & Coull 1998): what is seen in none
    of the runs is not known to be impossible.
    """
    found = ensembles.share_difference(xr.DataArray(control), xr.DataArray(treatment))
    p = (int(np.sum(control)) + 2) / (found.n + 4)
    return Cell(name, found.mean, found.low, found.high, math.sqrt(p * (1 - p)), found.n)


def share(name: tuple[str, ...], hits: int, n: int) -> Cell:
    """A share of runs with Wilson's interval."""
    found = ensembles.share(hits, n)
    return Cell(name, found.share, round(found.low, 12), found.high, math.nan, found.n)


def average(name: tuple[str, ...], values: Runs) -> Cell:
    """The mean of one number a run."""
    found = ensembles.mean_difference(xr.DataArray(values, dims="run"))
    return Cell(name, found.mean, found.low, found.high, math.nan, found.n)


def resampled(name: tuple[str, ...], statistic: Callable[..., Any], *values: Runs) -> Cell:
    """A statistic of several numbers a run, such as a ratio of sums, with a bootstrap's interval that draws whole runs.

    `statistic(*values, axis)` gives NaN where there is nothing to divide by. There is no interval if that happens in any of
    the samples drawn: it would tell of how few runs there are and nothing else.
    """
    found = float(statistic(*values, axis=-1))
    cell = Cell(name, found, math.nan, math.nan, math.nan, len(values[0]))
    if not math.isfinite(found) or cell.n < 2:
        return cell
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DegenerateDataWarning)  # a sample without an answer: see above
        drawn = bootstrap(
            values,
            statistic,
            paired=True,
            vectorized=True,
            n_resamples=ensembles.RESAMPLES,
            batch=100,
            method="percentile",
            rng=0,
        )
    low, high = drawn.confidence_interval
    return cell._replace(low=float(low), high=float(high))


def in_spreads(cell: Cell) -> Cell:
    """The same cell in standard deviations of the control; `LARGEST`, by sign, where the control does not vary."""

    def scaled(value: float) -> float:
        return value / cell.spread if cell.spread > 1e-12 else LARGEST * float(np.sign(value))

    return cell._replace(value=scaled(cell.value), low=scaled(cell.low), high=scaled(cell.high), spread=1.0)


def nothing(name: tuple[str, ...], n: int = 0) -> Cell:
    """A cell in which there was nothing to measure."""
    return Cell(name, math.nan, math.nan, math.nan, math.nan, n)
