"""The runs of the scenario that nobody played: what a match is laid beside.

Where the matches are not all of one world, since events or programs differ, it is that of most of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import xarray as xr

from simulation.engine import simulate
from simulation.experiments import ensembles
from simulation.experiments.detente import detente_spells
from simulation.experiments.ensembles import Share, at_levels
from simulation.play.class_debrief.again import Tell
from simulation.play.class_debrief.told import Told
from simulation.scenario import Scenario
from simulation.state import Array

RUNS = 500
KEPT = 4  # fans that a process keeps
LEVELS = (0.1, 0.5, 0.9)  # the band holds 80 of 100 runs
SHOWN = ("tension", "mutual_benefit")


class Fan(NamedTuple):
    """Means over both sides of a run, NaN from the month of a war; `seed` is the class's own."""

    lines: dict[str, Array]  # by variable in SHOWN, [run, month]
    seed: int
    detente: Share  # of the runs that found it, to the scenario's end

    def band(self, variable: str, months: int) -> dict[str, list[float]]:
        """The quantiles `LEVELS` of the first months, by "low", "middle" and "high"."""
        found = at_levels(self.lines[variable][:, :months], LEVELS)
        return {name: one.tolist() for name, one in zip(("low", "middle", "high"), found, strict=True)}

    def below(self, variable: str, months: int, value: float) -> float:
        """The share of runs that lie below a value at the end of so many months; those that ended in war are left out."""
        there = self.lines[variable][:, months - 1]
        return float(np.mean(there[~np.isnan(there)] < value)) if np.isfinite(there).any() else np.nan


def world_of(matches: Sequence[Told]) -> tuple[str, int]:
    """Scenario and seed that most of the matches have, the first of those that are as many."""
    (most, _), *_ = Counter((one.scenario, one.seed) for one in matches).most_common(1)
    return most


def fan(scenario: str, seed: int, runs: int = RUNS, tell: Tell = lambda share: None) -> Fan:
    """The runs of a scenario (TOML); the last few are kept, since all pages of a class ask for them."""
    if (scenario, seed, runs) not in _kept:
        told = Scenario.from_toml(scenario)
        result = simulate(told, runs=runs, seed=seed, progress=lambda done, total: tell(done / total))
        found = detente_spells(result).any("month")
        while len(_kept) >= KEPT:
            _kept.pop(next(iter(_kept)))
        _kept[scenario, seed, runs] = Fan(lines(result), seed, ensembles.share(int(found.sum()), runs))
    return _kept[scenario, seed, runs]


_kept: dict[tuple[str, int, int], Fan] = {}


def lines(result: xr.Dataset) -> dict[str, Array]:
    """The mean over all pairs, month by month, of what is shown."""
    return {name: ensembles.at_peace(result, name).mean("pair").to_numpy() for name in SHOWN}
