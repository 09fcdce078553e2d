"""Monthly moments of two states' conduct: the numbers by which model and record are held together.

All take `x` `[direction, month, run]` in COPDAB points (direction 0 is the first state towards the second) and give one
value a run, `[run]`; months after a war are NaN and left out. The record's own figures, of COPDAB 1948-78
(Azar 1980), stand in `data/moments.csv`.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Runs = NDArray[np.float64]


def _mean(values: Runs, axis: int | tuple[int, ...] = 0) -> Runs:
    """Mean over living months; NaN where a run has none."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # an empty slice: a war before the period begins
        return np.asarray(np.nanmean(values, axis=axis))


def correlation(a: Runs, b: Runs) -> Runs:
    """Pearson's r over months, `[month, run]` twice -> `[run]`; months missing in either are left out."""
    both = np.isfinite(a) & np.isfinite(b)
    a, b = np.where(both, a, np.nan), np.where(both, b, np.nan)
    a, b = a - _mean(a), b - _mean(b)
    spread = np.sqrt(_mean(a * a) * _mean(b * b))
    found: Runs = np.divide(_mean(a * b), np.where(spread > 0, spread, np.nan))
    return found


def dyad(x: Runs) -> Runs:
    """Mean of both directions, `[month, run]`."""
    return np.asarray(0.5 * (x[0] + x[1]))


def regime_mean(x: Runs, first: int, last: int) -> Runs:
    """Mean of the dyad over months first..last-1."""
    return _mean(dyad(x)[first:last])


def same_month_reciprocity(x: Runs) -> Runs:
    """r between the two directions in the same month (P3)."""
    return correlation(x[0], x[1])


def within_regimes(x: Runs, starts: Sequence[int]) -> Runs:
    """The same, after each direction's mean of every regime is taken away (P3)."""
    centred = np.array(x)
    ends = [*starts[1:], x.shape[1]]
    for first, last in zip(starts, ends, strict=True):
        centred[:, first:last] -= _mean(x[:, first:last], axis=1)[:, None]
    return correlation(centred[0], centred[1])


def autocorrelation(x: Runs, lag: int) -> Runs:
    """Autocorrelation of the dyad at a lag in months (P6)."""
    y = dyad(x)
    return correlation(y[lag:], y[:-lag])


def vector_autoregression(x: Runs) -> Runs:
    """First-order coefficients by least squares, `[equation, regressor, run]`: own and cross lags (P4, P5).

    x_i(t) = c_i + sum_j A_ij x_j(t-1) + e. Entry [0, 1] is how the first state follows the second.
    """
    now, before = x[:, 1:], x[:, :-1]
    alive = np.isfinite(now).all(axis=0) & np.isfinite(before).all(axis=0)
    now, before = np.where(alive, now, np.nan), np.where(alive, before, np.nan)
    now, before = now - _mean(now, 1)[:, None], before - _mean(before, 1)[:, None]
    a, b, c = _mean(before[0] ** 2), _mean(before[0] * before[1]), _mean(before[1] ** 2)
    det = a * c - b * b
    rows = []
    for equation in (0, 1):
        u, v = _mean(now[equation] * before[0]), _mean(now[equation] * before[1])
        rows.append([(c * u - b * v) / det, (a * v - b * u) / det])
    return np.array(rows)


def between_year_share(x: Runs) -> Runs:
    """Share of the dyad's monthly variance that lies between calendar years (P8); the run starts in a January."""
    y = dyad(x)[: x.shape[1] // 12 * 12]
    years = y.reshape(-1, 12, y.shape[-1])
    yearly = _mean(years, 1)
    counted = np.isfinite(yearly)
    return np.asarray(np.nanvar(np.where(counted, yearly, np.nan), axis=0) / np.nanvar(y, axis=0))


def hostile_shares(x: Runs) -> Runs:
    """Shares of months with a negative dyadic mean, both negative, both positive: `[3, run]` (P9)."""
    y = dyad(x)
    dead = ~np.isfinite(y)

    def share(months: NDArray[np.bool_]) -> Runs:
        return _mean(np.where(dead, np.nan, months.astype(float)))

    return np.array([share(y < 0), share(np.all(x < 0, axis=0)), share(np.all(x > 0, axis=0))])
