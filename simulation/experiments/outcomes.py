"""What two futures come to, outcome by outcome: both means, and the paired difference with its 95% interval.

Two ensembles of one seed are compared run by run (`ensembles`). Three rules keep the comparison fair: outcomes are counted
from the month in which the inputs begin to differ, since before it the two are one; only months count in which *neither*
run of a pair has ended in war, so that both are counted over the same months; and an average over months is taken inside a
run first.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NamedTuple

import numpy as np
import pandas as pd
import xarray as xr

from simulation.actions import CODE
from simulation.experiments import ensembles
from simulation.experiments.detente import detente_spells, dyads
from simulation.experiments.ensembles import Difference
from simulation.experiments.recognition import recognition_dates

#: Fewer pairs of runs that differ at all are not judged: the bootstrap's interval of a mean that hangs on a handful of
#: runs is too narrow (assumption; with ten, the chance that all go one way is 1 in 512).
FEWEST = 10

Verdict = Literal["more", "less", "unclear", "few", "same"]
Measure = Callable[[xr.Dataset], xr.DataArray]


class Window(NamedTuple):
    """Months `start` to `stop` - 1, counted from 0."""

    start: int
    stop: int

    @property
    def months(self) -> slice:
        """The same as a slice of the axis month."""
        return slice(self.start, self.stop)


class Compared(NamedTuple):
    """One outcome of two futures. `state` is whose, or None; `moved` counts the pairs of runs in which it differs.

    `spread` is the standard deviation over the runs before the change: how far whole histories lie apart anyway.
    """

    outcome: str
    state: str | None
    before: float
    after: float
    difference: Difference
    moved: int
    spread: float

    @property
    def in_spreads(self) -> float:
        """The mean difference in units of the spread (Glass's delta; Hedges & Olkin 1985); NaN without a spread."""
        return self.difference.mean / self.spread if self.spread > 0 else np.nan

    @property
    def verdict(self) -> Verdict:
        """Whether the difference can be told from none: more, less, unclear, few (too few runs differ), or same."""
        if self.moved == 0:
            return "same"
        if self.moved < FEWEST:
            return "few"
        if self.difference.low > 0:
            return "more"
        return "less" if self.difference.high < 0 else "unclear"


# --- what is counted -----------------------------------------------------------------------------------------


def _mean_over_pairs(name: str) -> Measure:
    return lambda result: result[name].astype(float).mean("pair")


def _in_dyads(name: str) -> Measure:
    def of(result: xr.Dataset) -> xr.DataArray:
        once = [first for first, _ in dyads(result)]
        values = result[name].isel(pair=once).astype(float)
        return values.sum([dim for dim in values.dims if dim not in ("run", "month")])

    return of


def _provocations(result: xr.Dataset) -> xr.DataArray:
    """Hostile acts of a state towards a rival in a month, 0 to 2, mean over pairs."""
    hostile = sum((result[stage] < CODE["hold"]).astype(float) for stage in ("initiative", "response"))
    assert isinstance(hostile, xr.DataArray)
    return hostile.mean("pair")


#: Reported quantities that may differ although nobody does or feels anything else: instability is what the month's hazards
#: would bring, softness what a state would do if it were provoked, and cooperation counts minor acts, in which an order
#: shows but to which nobody reacts.
UNFELT = ("instability", "softness", "cooperation")

#: means over months, `[run, month]`
LEVELS: dict[str, Measure] = {
    "tension": _mean_over_pairs("tension"),
    "cooperation": _mean_over_pairs("cooperation"),
    "common_ground": _mean_over_pairs("common_ground"),
    "mutual_benefit": _mean_over_pairs("mutual_benefit"),
    "detente": lambda result: detente_spells(result).astype(float),
}
#: things that happen, per ten years; a state's own, or a dyad's summed over dyads; the month of a war counts
COUNTS: dict[str, Measure] = {
    "provocations": _provocations,
    "signed": _in_dyads("signed"),
    "crises": _in_dyads("crisis"),
    "near_misses": _in_dyads("near_miss"),
}
#: means over months of each state, `[run, month, state]`
OF_STATES = ("arms", "growth", "softness", "dependence", "rights_criticism", "global_attention")
#: what a run has, or has not, in the window
SHARES = ("detente_happened", "detente_lasted", "recognised", "war")


def _shares(result: xr.Dataset, window: Window) -> dict[str, xr.DataArray]:
    """True or false, `[run]`, for each of SHARES."""
    spells = detente_spells(result).isel(month=window.months) & ~result["war"].isel(month=window.months)
    end = result["month"].values[window.stop - 1]
    return {
        "detente_happened": spells.any("month"),
        "detente_lasted": spells.isel(month=-1),
        "recognised": recognition_dates(result) <= end,  # a date that never comes compares false
        "war": result["war"].isel(month=window.stop - 1).astype(bool),
    }


# --- comparing -----------------------------------------------------------------------------------------------


def compared(before: xr.Dataset, after: xr.Dataset, window: Window) -> list[Compared]:
    """Every outcome of two ensembles of one seed in a window. Raises ScenarioError if they are no twins."""
    ensembles.paired(before, after, "tension")  # refuses what cannot be compared
    numbers = [_numbers(one, before, after, window) for one in (before, after)]
    rows = _means(numbers[0], numbers[1])
    was, now = (_shares(one, window) for one in (before, after))
    for name in SHARES:
        rows.append(
            Compared(
                name,
                None,
                float(was[name].mean()),
                float(now[name].mean()),
                ensembles.share_difference(was[name], now[name]),
                int((was[name] != now[name]).sum()),
                float(was[name].std()),
            )
        )
    return rows


def _numbers(
    result: xr.Dataset, before: xr.Dataset, after: xr.Dataset, window: Window
) -> dict[tuple[str, str | None], np.ndarray]:
    """Each outcome that is a number, `[run]`, over the months that both runs of a pair live."""
    part = result.isel(month=window.months)
    peace = ~(before["war"] | after["war"]).isel(month=window.months).astype(bool)
    alive = (ensembles.alive(before) & ensembles.alive(after)).isel(month=window.months)
    found: dict[tuple[str, str | None], np.ndarray] = {}
    for name, measure in LEVELS.items():
        # détente is looked for in the whole run: a spell may have begun before the window
        values = measure(result).isel(month=window.months) if name == "detente" else measure(part)
        found[name, None] = values.where(peace).mean("month").to_numpy()
    for name, measure in COUNTS.items():
        found[name, None] = 120 * measure(part).where(alive).mean("month").to_numpy()
    for name in OF_STATES:
        mean = part[name].astype(float).where(peace).mean("month")
        for state in part["state"].to_numpy():
            found[name, str(state)] = mean.sel(state=state).to_numpy()
    return found


def _means(
    was: dict[tuple[str, str | None], np.ndarray], now: dict[tuple[str, str | None], np.ndarray]
) -> list[Compared]:
    """All outcomes at once, so that the bootstrap draws the same pairs of runs for each."""
    keys = list(was)
    a, b = (np.stack([numbers[key] for key in keys], axis=1) for numbers in (was, now))
    gap = xr.DataArray(b - a, dims=("run", "outcome"))
    bounds = ensembles.mean_interval(gap).to_numpy()
    rows = []
    for place, (name, state) in enumerate(keys):
        known = ~np.isnan(gap.to_numpy()[:, place])
        means = [float(side[known, place].mean()) if known.any() else np.nan for side in (a, b)]
        moved = int((np.abs(gap.to_numpy()[known, place]) > 0).sum())
        mean, low, high = (float(bound) for bound in bounds[:, place])
        difference = Difference(mean, low, high, int(known.sum()))
        spread = float(a[known, place].std()) if known.any() else np.nan
        rows.append(Compared(name, state, means[0], means[1], difference, moved, spread))
    return rows


# --- whether, and when, anything differs ----------------------------------------------------------------------


class Touched(NamedTuple):
    """What a change reaches: runs in which anything differs that is done or felt, those in which an act does, and when."""

    runs: int
    anything: int
    acts: int
    first: tuple[str, str, str] | None  # 5%, median and 95% of the first months, "YYYY-MM"; None without any


def _differs(one: xr.DataArray, other: xr.DataArray) -> np.ndarray:
    """Where two twins' values differ, `[run, month, ...]`; what both lack does not. Twins need no aligning."""
    a, b = (values.transpose("run", "month", ...).to_numpy() for values in (one, other))
    differs: np.ndarray = (a != b) & ~(pd.isnull(a) & pd.isnull(b))
    return differs


def touched(before: xr.Dataset, after: xr.Dataset) -> Touched:
    """How many runs a change reaches at all, and when an act first comes out differently."""
    runs = before.sizes["run"]
    anything = np.zeros(runs, dtype=bool)
    for name in set(before.data_vars) - set(UNFELT):
        differs = _differs(before[name], after[name])
        anything |= differs.any(tuple(range(1, differs.ndim)))
    acts = np.zeros((runs, before.sizes["month"]), dtype=bool)
    for name in ("initiative", "response", "refused"):
        acts |= _differs(before[name], after[name]).any(axis=-1)
    moved = acts.any(axis=1)
    first = np.sort(acts.argmax(axis=1)[moved])
    months = ensembles.dates(before)
    places = [round(level * (len(first) - 1)) for level in (0.05, 0.5, 0.95)] if len(first) else []
    low, middle, high = (f"{months[first[k]]:%Y-%m}" for k in places) if places else ("", "", "")
    return Touched(runs, int(anything.sum()), int(moved.sum()), (low, middle, high) if places else None)
