"""How forecasts are judged, and what lies between two of them, with an interval that knows that neighbours are alike."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import uniform_filter1d
from scipy.stats import t

from simulation.experiments.card.predictive import Predictive

Floats = NDArray[np.float64]

#: years in a block: n^(1/3) of the 21 held-out years (Hall, Horowitz & Jing 1995), for quarters too, since
#: it is the years that hang together
BLOCK_YEARS = 3


class Judged(NamedTuple):
    """A forecast against what came, cell by cell, `[period, direction]`; NaN where nothing is known."""

    crps: Floats
    error: Floats  # absolute error of the median
    covered_50: Floats  # 1 where the record lies in the central half, else 0
    covered_90: Floats


class Score(NamedTuple):
    """Means over periods and both directions, in COPDAB points but for the two shares."""

    crps: float
    error: float
    covered_50: float
    covered_90: float
    n: int  # periods


class Difference(NamedTuple):
    """A baseline's score less the model's, with its 95 % interval: above 0 the model is better."""

    mean: float
    low: float
    high: float


def judged(made: Predictive, came: Floats) -> Judged:
    """A forecast against what came."""

    def covered(share: float) -> Floats:
        low, high = made.quantile(0.5 - share / 2), made.quantile(0.5 + share / 2)
        return np.where(np.isfinite(low), (came >= low) & (came <= high), np.nan)

    return Judged(made.crps(came), np.abs(made.quantile(0.5) - came), covered(0.5), covered(0.9))


def score(found: Judged) -> Score:
    """Summed up; NaN where nothing was judged."""
    known = np.isfinite(found.crps).all(axis=1)
    if not known.any():
        return Score(np.nan, np.nan, np.nan, np.nan, 0)
    crps, error, half, most = (float(part[known].mean()) for part in found)
    return Score(crps, error, half, most, int(known.sum()))


def difference(baseline: Floats, model: Floats, per_year: int) -> Difference:
    """Mean paired difference of two scores `[period, direction]`, with its 95 % interval from circular blocks of years.

        m -+ t(k - 1) s / sqrt(k - 1),   k = n / block,   s^2 the mean over all n blocks of (block mean - m)^2

    Both directions of a period stay together, and `BLOCK_YEARS` years of neighbours. After the last year comes the first,
    so that all years lie in as many blocks; s^2 / k is what a circular block bootstrap (Politis & Romano 1992) comes to
    with ever more resamples. With few blocks that is too little: hence k - 1 and Student's t, as for batch means, here
    overlapping (Meketon & Schmeiser 1984). How often it misses: docs/decisions.md 42. NaN without two whole blocks.
    """
    apart = (baseline - model).mean(axis=1)
    apart = apart[np.isfinite(apart)]
    if not len(apart):
        return Difference(np.nan, np.nan, np.nan)
    mean, block = float(apart.mean()), BLOCK_YEARS * per_year
    free = len(apart) / block - 1  # degrees of freedom
    if free < 1:
        return Difference(mean, np.nan, np.nan)
    of_blocks = uniform_filter1d(apart, block, mode="wrap")
    half = float(t.ppf(0.975, free) * np.sqrt(np.mean((of_blocks - mean) ** 2) / free))
    return Difference(mean, mean - half, mean + half)
