"""Medians and bands over the runs of an ensemble, and what lies between two ensembles run by run.

The statistics that every table and figure is made of. Two rules hold throughout. A month after a war says
nothing, because there the run only repeats its last value, so it is left out. And an average over months is
taken inside a run first; the band then is over the runs: it shows how far whole histories lie apart, not how
far one month lies from the next.

Two ensembles of one seed are *twins*: run k of both meets the same chance. Their difference is taken inside
each pair of runs first, so what both share drops out; its interval is over the pairs.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import pandas as pd
import xarray as xr

from simulation.errors import ScenarioError
from simulation.saying import say
from simulation.state import Array

#: the quantiles behind "median, 50% and 90% band"
LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)

#: resamples of a bootstrap: the ends of an interval then move by a few percent of its width from seed to seed
RESAMPLES = 2000

#: lengths of a period in months from which `periods` chooses: a quarter, a year, five, ten, twenty-five,
#: fifty years
LENGTHS = (1, 3, 12, 60, 120, 300, 600)


class Period(NamedTuple):
    """Months `start` to `stop` - 1 of the result (positions), and the dates of the first and the last of
    them.
    """

    start: int
    stop: int
    first: pd.Timestamp
    last: pd.Timestamp

    @property
    def years(self) -> float:
        """Length in years."""
        return (self.stop - self.start) / 12


class Share(NamedTuple):
    """A share of runs with its 95% interval (Wilson 1927), which stays inside 0-1 and works at 0 and at 1."""

    share: float
    low: float
    high: float
    n: int


def share(hits: int, n: int) -> Share:
    """Share `hits` / `n` with Wilson's 95% interval; all NaN when `n` is 0."""
    if n == 0:
        return Share(math.nan, math.nan, math.nan, 0)
    z = 1.959963984540054  # 97.5 % of a normal distribution lie below
    p = hits / n
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return Share(p, max(0.0, middle - half), min(1.0, middle + half), n)


def dates(result: xr.Dataset) -> pd.DatetimeIndex:
    """The months of the result."""
    return pd.DatetimeIndex(result["month"].to_numpy())


def alive(result: xr.Dataset) -> xr.DataArray:
    """`[run, month]`: the run had not ended before this month. The month in which war breaks out still
    counts.
    """
    before = result["war"].shift(month=1, fill_value=False)
    return ~before.astype(bool)


def at_peace(result: xr.Dataset, name: str) -> xr.DataArray:
    """Variable `name` as a number, NaN from the month in which the run ends in war."""
    return result[name].astype(float).where(~result["war"].astype(bool))


def counted(result: xr.Dataset, name: str) -> xr.DataArray:
    """Events `name` as 0 or 1, NaN once the run has ended; what happens in the month of the war itself
    counts.
    """
    return result[name].astype(float).where(alive(result))


def periods(result: xr.Dataset, most: int = 12) -> list[Period]:
    """Cut the result into at most `most` calendar periods of equal length (quarter, year, five years, ...).

    Periods begin on calendar boundaries counted from the January of the first year, so 1948-91 gives 1948-52,
    1953-57, ...
    """
    months = dates(result)
    for length in LENGTHS:
        cut = _cut(months, length)
        if len(cut) <= most:
            return cut
    return cut


def steps(result: xr.Dataset) -> list[Period]:
    """The resolution of a figure: years when there are ten or more, else quarters from three years up, else
    months.
    """
    months = dates(result)
    length = 12 if len(months) >= 120 else 3 if len(months) >= 36 else 1
    return _cut(months, length)


def _cut(months: pd.DatetimeIndex, length: int) -> list[Period]:
    since = (months.year - months[0].year) * 12 + months.month - 1
    block = np.asarray(since) // length
    starts = np.flatnonzero(np.r_[True, block[1:] != block[:-1]])
    stops = np.r_[starts[1:], len(months)]
    return [Period(int(a), int(b), months[a], months[b - 1]) for a, b in zip(starts, stops, strict=True)]


def middle(period: Period) -> pd.Timestamp:
    """The date halfway through a period, where a figure draws its mean."""
    end = period.last + pd.offsets.MonthBegin(1)
    return period.first + (end - period.first) / 2


def means(values: xr.DataArray, cut: list[Period]) -> xr.DataArray:
    """Mean over the months of each period that are not NaN: `[..., month, ...] -> [..., period, ...]`."""
    return _reduce(values, cut, total=False)


def totals(values: xr.DataArray, cut: list[Period]) -> xr.DataArray:
    """Sum over the months of each period that are not NaN; NaN where no month is left."""
    return _reduce(values, cut, total=True)


def _reduce(values: xr.DataArray, cut: list[Period], total: bool) -> xr.DataArray:
    axis = values.get_axis_num("month")
    assert isinstance(axis, int)
    starts = [period.start for period in cut]
    data = values.to_numpy().astype(float)
    known = ~np.isnan(data)
    count = np.add.reduceat(known, starts, axis=axis, dtype=int)
    summed = np.add.reduceat(np.where(known, data, 0.0), starts, axis=axis)
    out = np.full(summed.shape, np.nan)
    np.divide(summed, 1 if total else np.maximum(count, 1), out=out, where=count > 0)
    dims = ["period" if dim == "month" else str(dim) for dim in values.dims]
    coords = {name: c for name, c in values.coords.items() if "month" not in c.dims}
    coords["period"] = xr.Variable("period", pd.DatetimeIndex([p.first for p in cut]))
    return xr.DataArray(out, dims=dims, coords=coords, name=values.name, attrs=values.attrs)


def at_levels(values: Array, levels: tuple[float, ...]) -> Array:
    """Quantiles of the runs that are left, linear between neighbours: `[run, ...] -> [level, ...]`, NaN where none is."""
    # Sorting puts NaN last, so the k runs that are left fill the first k places: one pass for all columns.
    data = np.sort(values, axis=0)
    left = np.sum(~np.isnan(data), axis=0)
    out = []
    for level in levels:
        place = level * np.maximum(left - 1, 0)
        below = np.floor(place).astype(int)
        above = np.minimum(below + 1, np.maximum(left - 1, 0))
        low = np.take_along_axis(data, below[None], axis=0)[0]
        high = np.take_along_axis(data, above[None], axis=0)[0]
        out.append(low + (place - below) * (high - low))
    return np.stack(out)


def quantiles(values: xr.DataArray, levels: tuple[float, ...] = LEVELS) -> xr.DataArray:
    """Quantiles over the runs that are left: `[run, ...] -> [quantile, ...]`, NaN where no run is left."""
    axis = values.get_axis_num("run")
    assert isinstance(axis, int)
    found = at_levels(np.moveaxis(values.to_numpy().astype(float), axis, 0), levels)
    dims = ["quantile", *(str(dim) for dim in values.dims if dim != "run")]
    coords = {name: c for name, c in values.coords.items() if "run" not in c.dims}
    coords["quantile"] = xr.Variable("quantile", list(levels))
    return xr.DataArray(found, dims=dims, coords=coords, name=values.name, attrs=values.attrs)


def mean_over_runs(values: xr.DataArray) -> xr.DataArray:
    """Mean over the runs that are left, NaN (and no warning) where none is: `[run, ...] -> [...]`."""
    left = values.notnull().sum("run")
    return (values.fillna(0).sum("run") / left.where(left > 0)).assign_attrs(values.attrs)


# --- twins: two ensembles of one seed -----------------------------------------------------------------------


class Difference(NamedTuple):
    """A mean of paired differences or a difference of paired shares, with its 95% interval; n pairs."""

    mean: float
    low: float
    high: float
    n: int


def paired(before: xr.Dataset, after: xr.Dataset, name: str) -> xr.DataArray:
    """`after` - `before` of variable `name`, run by run: `[run, month, ...]`; NaN where either had war.

    Raises ScenarioError for two results that are no twins: another seed, other runs, months or pairs.
    """
    _check_twins(before, after)
    return (at_peace(after, name) - at_peace(before, name)).assign_attrs(before[name].attrs)


def mean_interval(differences: xr.DataArray, seed: int = 0) -> xr.DataArray:
    """Mean over pairs of runs with its 95% interval: `[run, ...] -> [bound, ...]`, bounds mean, low, high.

    The interval is a bootstrap's (percentile; Efron & Tibshirani 1993, chapter 13) that draws pairs of runs
    with replacement, so it assumes no distribution; `seed` is the bootstrap's own. NaN where fewer than two
    pairs are left. Pairs that do not differ at all give 0 with an interval of 0 to 0: before a change sets
    in, twins are equal.
    """
    from scipy.stats import bootstrap  # which takes longer to load than a run to summarise

    data = np.moveaxis(differences.to_numpy().astype(float), differences.get_axis_num("run"), 0)
    shape = data.shape[1:]
    data = data.reshape(len(data), -1)
    bounds = np.full((3, data.shape[1]), np.nan)
    left = np.sum(~np.isnan(data), axis=0)
    bounds[0, left > 0] = np.nanmean(data[:, left > 0], axis=0)
    # Columns that lack the same runs are drawn together: so few draws do for a whole figure.
    for known in np.unique(~np.isnan(data[:, left > 1]), axis=1).T:
        columns = np.flatnonzero((~np.isnan(data) == known[:, None]).all(axis=0))
        found = bootstrap(
            (data[known][:, columns],),
            np.mean,
            axis=0,
            vectorized=True,
            n_resamples=RESAMPLES,
            batch=100,
            method="percentile",
            rng=seed,
        )
        bounds[1:, columns] = found.confidence_interval
    dims = ["bound", *(str(dim) for dim in differences.dims if dim != "run")]
    coords = {name: c for name, c in differences.coords.items() if "run" not in c.dims}
    coords["bound"] = xr.Variable("bound", ["mean", "low", "high"])
    return xr.DataArray(bounds.reshape(3, *shape), dims=dims, coords=coords, attrs=differences.attrs)


def mean_difference(differences: xr.DataArray, seed: int = 0) -> Difference:
    """`mean_interval` of one number a pair of runs, `[run]`; pairs without one (NaN) do not count."""
    mean, low, high = (float(bound) for bound in mean_interval(differences, seed))
    return Difference(mean, low, high, int(differences.notnull().sum()))


def share_difference(before: xr.DataArray, after: xr.DataArray) -> Difference:
    """Share `after` minus share `before`, both `[run]` true or false, with Newcombe's paired 95% interval.

    Method 10 of Newcombe (1998), made of Wilson's intervals: unlike a bootstrap it stays honest when no pair
    differs, or all do.
    """
    was, now = np.asarray(before, dtype=bool), np.asarray(after, dtype=bool)
    n = len(was)
    p, q = share(int(now.sum()), n), share(int(was.sum()), n)
    both, only_now, only_was = (int(np.sum(x)) for x in (now & was, now & ~was, ~now & was))
    neither = n - both - only_now - only_was
    margins = (both + only_now) * (only_was + neither) * (both + only_was) * (only_now + neither)
    cross = both * neither - only_now * only_was
    phi = (max(cross - n / 2, 0.0) if cross > 0 else cross) / math.sqrt(margins) if margins else 0.0

    def reach(a: float, b: float) -> float:
        return math.sqrt(max(a * a - 2 * phi * a * b + b * b, 0.0))

    gap = p.share - q.share
    low = gap - reach(p.share - p.low, q.high - q.share)
    return Difference(gap, low, gap + reach(p.high - p.share, q.share - q.low), n)


def _check_twins(before: xr.Dataset, after: xr.Dataset) -> None:
    a, b = before.attrs.get("seed"), after.attrs.get("seed")
    if a != b:
        raise ScenarioError(say("refusal_result.other_seed", one=a, other=b))
    for axis in ("run", "month", "pair", "state"):
        if not np.array_equal(before[axis], after[axis]):
            raise ScenarioError(say("refusal_result.no_twins", axis=say(f"refusal_result.{axis}s")))
