"""When a run has détente: a definition to count by, made of what states do and sign, not of what they feel.

A dyad is in détente in a month if, over the twelve months up to it, the mean of both directions' cooperation is above
zero and an agreement between the two is in force; and if that goes on for at least 24 months. The record has one such
spell between 1971 and 1976 by the first half of the definition (net cooperation above zero). It *faded* if, after such a
spell, twelve-month cooperation falls below zero for at least twelve months. The lengths are assumptions.
"""

from __future__ import annotations

from typing import TypedDict

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from simulation.experiments import ensembles

WINDOW = 12  # months over which conduct is averaged
AT_LEAST = 24  # months that a spell of détente lasts at the least
FADED = 12  # months of net hostility after which it counts as faded

Bools = NDArray[np.bool_]


class Share(TypedDict):
    """Shares of runs, 0-1; `low` and `high` are the 95 % interval of `happened` (Wilson).

    The others are shares of the runs in which it happened. Some faded and were there at the end all the same (`again`),
    some did neither (`neither`): a spell that ended with an agreement, in war, or in less than a year of hostility. So
    faded + lasted - again + neither = 1.
    """

    happened: float
    faded: float
    lasted: float
    again: float
    neither: float
    n: int
    low: float
    high: float


def lasting(months: Bools, at_least: int) -> Bools:
    """True in the months of unbroken stretches of at least so many months: `[..., month]` -> the same shape."""
    length = np.zeros(months.shape, dtype=int)  # of the stretch up to a month, then of the whole stretch
    count = months.shape[-1]
    before = np.zeros(months.shape[:-1], dtype=int)
    for month in range(count):
        length[..., month] = before = np.where(months[..., month], before + 1, 0)
    for month in range(count - 2, -1, -1):
        goes_on = months[..., month] & months[..., month + 1]
        length[..., month] = np.where(goes_on, length[..., month + 1], length[..., month])
    return length >= at_least


def dyads(result: xr.Dataset) -> list[tuple[int, int]]:
    """Positions of the two directions of every dyad on the pair axis."""
    ways = list(zip(result.actor.values.tolist(), result.target.values.tolist(), strict=True))
    return [(row, ways.index((b, a))) for row, (a, b) in enumerate(ways) if row < ways.index((b, a))]


def _yearly_conduct(result: xr.Dataset) -> NDArray[np.float64]:
    """Twelve-month mean of both directions' cooperation, `[run, dyad, month]`; NaN in the first months and after a war."""
    points = result.cooperation.where(~result.war).transpose("run", "pair", "month").values
    both = np.stack([0.5 * (points[:, i] + points[:, j]) for i, j in dyads(result)], axis=1)
    total = np.cumsum(np.concatenate([np.zeros((*both.shape[:2], 1)), np.nan_to_num(both)], axis=2), axis=2)
    mean = np.full_like(both, np.nan)
    mean[..., WINDOW - 1 :] = (total[..., WINDOW:] - total[..., :-WINDOW]) / WINDOW
    return np.where(np.isnan(both), np.nan, mean)


def _spells(result: xr.Dataset) -> Bools:
    """Détente by `[run, dyad, month]`."""
    conduct = _yearly_conduct(result)
    agreed = result.agreement.any("issue").transpose("run", "pair", "month").values
    in_force = np.stack([agreed[:, i] for i, _ in dyads(result)], axis=1)
    with np.errstate(invalid="ignore"):
        return lasting((conduct > 0) & in_force, AT_LEAST)


def detente_spells(result: xr.Dataset) -> xr.DataArray:
    """Months of détente in at least one dyad, `[run, month]` bool."""
    return xr.DataArray(
        _spells(result).any(axis=1),
        dims=("run", "month"),
        coords={"run": result.run, "month": result.month},
        attrs={"units": "true or false", "long_name": "détente in at least one dyad"},
    )


def detente_share(result: xr.Dataset) -> Share:
    """How often détente happened, and of those runs how often it faded, was there at the end, did both, or neither."""
    spells = _spells(result)
    conduct = _yearly_conduct(result)
    with np.errstate(invalid="ignore"):
        hostile = lasting(conduct < 0, FADED)
    had = np.any(spells, axis=2)
    first = np.argmax(spells, axis=2)
    after = np.arange(spells.shape[2]) > first[..., None]
    faded = np.any(had & np.any(hostile & after, axis=2), axis=1)
    lasted = np.any(spells[..., -1], axis=1)
    happened = np.any(had, axis=1)
    share = ensembles.share(int(happened.sum()), len(happened))

    def of_those(flags: Bools) -> float:
        return float(flags[happened].mean()) if happened.any() else 0.0

    return Share(
        happened=share.share,
        faded=of_those(faded),
        lasted=of_those(lasted),
        again=of_those(faded & lasted),
        neither=of_those(~faded & ~lasted),
        n=share.n,
        low=share.low,
        high=share.high,
    )
