"""The same world played by nobody: as the run that the match was (its ghost), and in 500 runs, among which it falls.

All matches of a class that begin alike and are brought the same events share this, so it is made once a game.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import xarray as xr

from simulation.engine import simulate
from simulation.experiments import ensembles
from simulation.experiments.ensembles import Share
from simulation.play.debrief.again import Again, around
from simulation.scenario import Scenario
from simulation.state import Array

Tell = Callable[[float], None]
RUNS = 500  # histories that say how far apart such worlds end; a share is then known to 4 points (Wilson, 95 %)
BAND = (0.1, 0.5, 0.9)  # of the runs, month by month
SHOWN = ("tension", "mutual_benefit")
#: what is kept of them: what is drawn, and what turning points are found in
KEPT = (
    *SHOWN, "cooperation", "war", "crisis", "severity", "near_miss", "signed", "broken", "agreement", "recognition",
)  # fmt: skip
GAMES = 4  # games of which it is kept; of 44 years one is 25 megabytes

_made: OrderedDict[tuple[str, int, int], xr.Dataset] = OrderedDict()


class Line(NamedTuple):
    """One measure: of the match, of its ghost, and of all runs the band and median, by month; after a war NaN.

    `beyond` says in which share of the runs it was higher than in the match in the last month that was played; a run that
    had ended in war counts as one of more tension and less benefit. None where the match itself ended in war.
    """

    you: Array  # [month] that were lived
    ghost: Array  # [month] of the scenario
    low: Array
    median: Array
    high: Array
    beyond: Share | None


class Standing(NamedTuple):
    """Where a match stands among those that nobody played: tension and benefit, mean over the pairs of the seat."""

    tension: Line
    benefit: Line
    runs: int
    wars: int  # of the runs, by the last month that was played
    war: bool  # of the match


def nobody(scenario: Scenario, seed: int, run: int, tell: Tell = lambda share: None) -> xr.Dataset:
    """500 runs of a scenario and, where it is none of these, `run` behind them; what has been made lately is kept."""
    key = scenario.to_toml(), seed, max(run, RUNS - 1)
    if key not in _made:
        worlds = [*range(RUNS), *([] if run < RUNS else [run])]
        found = simulate(
            scenario, runs=len(worlds), seed=seed, worlds=worlds, progress=lambda done, of: tell(done / of)
        )
        while len(_made) >= GAMES:
            _made.popitem(last=False)
        _made[key] = found[list(KEPT)].assign_coords(run=worlds)
    _made.move_to_end(key)
    return _made[key]


def standing(once: Again, result: xr.Dataset, seat: str) -> Standing:
    """Where the match stands for a seat; `result` is that of `nobody`."""
    rows, war = around(once.ended, seat), bool(once.months[-1].record.war[0])
    alone = result.sel(run=slice(0, RUNS - 1))
    last = once.ended.lived - 1
    wars = int(alone["war"].isel(month=last).sum())

    def line(name: str, worse: float) -> Line:
        every = ensembles.at_peace(alone, name).isel(pair=list(rows)).mean("pair", skipna=False)
        every = every.transpose("run", "month").to_numpy()
        own = ensembles.at_peace(result.sel(run=[once.ended.run]), name).isel(pair=list(rows), run=0)
        mine = np.array(once.felt(rows, name))
        if war:
            mine[-1] = np.nan
        low, median, high = _quantiles(every)
        then = np.nan_to_num(every[:, last], nan=worse)
        beyond = None if war else ensembles.share(int((then > mine[-1]).sum()), len(then))
        return Line(mine, own.mean("pair", skipna=False).to_numpy(), low, median, high, beyond)

    return Standing(line("tension", np.inf), line("mutual_benefit", -np.inf), RUNS, wars, war)


def _quantiles(values: Array) -> Array:
    """Of the runs that are left in each month, `[level, month]`."""
    left = np.isfinite(values).any(axis=0)
    found = np.full((len(BAND), values.shape[1]), np.nan)
    found[:, left] = np.nanquantile(values[:, left], BAND, axis=0)
    return found
