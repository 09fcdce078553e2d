"""How a year's means are spread over runs: whole-number counts in fixed bins, and the quantiles that are read from them.

Counts need no more memory for a million runs than for one, and add up exactly in any order, whoever has made them. Bins are
fixed by the variable alone: equal over its range; what has no bound is counted in bins that are equal in asinh(value /
scale), about even below `scale` and about proportional above it, out to `reach`; the outermost bin of such a side is open.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
import xarray as xr

from simulation.errors import ScenarioError, in_python
from simulation.fields import array_of, check_result
from simulation.saying import say
from simulation.state import Array
from simulation.variables import COUNTED, VARIABLES

BINS = 500  # a fifth of a point of tension, .002 of a share, about 2 % of what has no bound
MONTHS = 12  # most months of a year in which something can happen
GIVES = (
    1e-6  # of the narrowest bin: so far below an edge a value counts as on it, that rounding decides no bin
)
SLACK = 1e-14  # relative: what rounding may add to a share of the runs that is a whole number of them


@cache
def edges(name: str) -> Array:
    """Where a variable's bins begin and end, `[bin + 1]`, in its units; infinite at the ends where it has no bound."""
    about = VARIABLES[name]
    low, high = (0.0, float(MONTHS)) if name in COUNTED else (about.low, about.high)
    if low is not None and high is not None:
        found: Array = np.linspace(low, high, BINS + 1)
    else:
        far = np.arcsinh(about.reach / about.scale)
        found = about.scale * np.sinh(np.linspace(-far if low is None else 0.0, far, BINS + 1))
        if low is None:
            found[0] = -np.inf
        found[-1] = np.inf
    found.flags.writeable = False
    return found


@cache
def _thresholds(name: str) -> Array:
    """From where on a value lies in the next bin, `[bin - 1]`."""
    inner = edges(name)[1:-1]
    return inner - GIVES * np.diff(inner).min()


def unit(name: str) -> str:
    """Of a year's mean, or of the months in a year in which something happened."""
    return "months" if name in COUNTED else VARIABLES[name].units


def counts(name: str, values: Array) -> Array:
    """How many of `values`, `[..., run]`, lie in each bin, `[..., bin]`: from its lower edge up to, and without, its upper.

    What rounding puts beyond the range is counted in the outermost bin, and what it puts below an edge as on it.
    """
    cells = values.shape[:-1]
    places = np.searchsorted(_thresholds(name), values.reshape(-1, values.shape[-1]), side="right")
    places += BINS * np.arange(len(places))[:, None]
    found = np.bincount(places.ravel(), minlength=BINS * len(places))
    return found.reshape(*cells, BINS).astype(np.int32)


def quantiles(result: xr.Dataset, levels: float | Sequence[float] | Array) -> xr.Dataset:
    """Quantiles over runs of each year's means, from a result of `simulate` with keep="histogram".

    levels  shares of the runs, each from 0 to 1

    The Dataset has the variables of the result, with `quantile` as the first dimension in place of `bin`. Of n runs the
    quantile at q lies in the bin of the run that is number ceil(q n) from below, and in it where it would lie if its runs
    were spread evenly; so it is off by less than the width of a bin. The attribute `error` is the widest of the bins in
    which a variable's quantiles lie. Infinite is what lies in an open bin, NaN a year in which no run lived.

    >>> from simulation import simulate
    >>> result = simulate("classroom", runs=200, seed=7, keep="histogram")
    >>> quantiles(result, [0.05, 0.5, 0.95]).tension.dims
    ('quantile', 'year', 'pair')

    Raises ScenarioError for a result that holds no counts, and for levels beyond 0 and 1.
    """
    check_result(result)
    if result.attrs.get("keep") != "histogram":
        raise ScenarioError(say("refusal_histogram.no_counts", found=repr(result.attrs.get("keep"))))
    wanted = np.atleast_1d(array_of(levels))
    if wanted.ndim != 1 or wanted.dtype.kind not in "iuf" or not bool(((wanted >= 0) & (wanted <= 1)).all()):
        raise ScenarioError(say("refusal_histogram.levels", found=in_python(levels)))
    data = {}
    for name, held in result.data_vars.items():
        found, error = _read(held.to_numpy(), edges_in(result, str(name)), wanted)
        attrs = {"units": unit(str(name)), "long_name": VARIABLES[str(name)].long_name, "error": error}
        data[str(name)] = xr.DataArray(found, dims=("quantile", *held.dims[:-1]), attrs=attrs)
    kept = {
        name: result[name]
        for name in result.coords
        if not {"bin", "variable", "run"} & set(result[name].dims)
    }
    return xr.Dataset(data, {"quantile": wanted, **kept}, {**result.attrs, "keep": "quantiles"})


def edges_in(result: xr.Dataset, name: str) -> Array:
    """The edges of a variable's bins, `[bin + 1]`, as the result holds them; one cut down to some variables does not."""
    held = result.coords.get("edges")
    return edges(name) if held is None else held.sel(variable=name).to_numpy()


def _read(held: Array, ends: Array, levels: Array) -> tuple[Array, float]:
    """The quantiles, `[level, ...]`, of counts `[..., bin]`, and the widest of the bins in which they lie."""
    up_to = held.cumsum(axis=-1, dtype=np.int64)
    rank = np.multiply.outer(levels, up_to[..., -1])  # [level, ...]
    run = np.maximum(np.ceil(rank * (1 - SLACK)), 1)  # counted from below
    at = np.stack([(up_to < one[..., None]).sum(axis=-1) for one in run])
    none = at == len(ends) - 1  # no bin has so many: there are no runs
    at[none] = 0
    inside = np.stack([np.take_along_axis(held, one[..., None], -1)[..., 0] for one in at])
    above = np.stack([np.take_along_axis(up_to, one[..., None], -1)[..., 0] for one in at])
    low, high = ends[at], ends[at + 1]
    with np.errstate(invalid="ignore", divide="ignore"):  # of open bins, and of no runs
        found = low + (high - low) * np.clip((rank - (above - inside)) / inside, 0, 1)
    found = np.where(np.isinf(low), low, np.where(np.isinf(high), high, found))
    width = np.where(none, 0.0, high - low)
    return np.where(none, np.nan, found), float(width.max(initial=0.0))
