"""An atlas: a scenario's worlds of a few levers, each beside the world as it was, on the same draws."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
import xarray as xr

from simulation import parallel
from simulation.engine import simulate
from simulation.experiments import ensembles
from simulation.explorer.atlas_plans import Lever, worlds
from simulation.explorer.inputs import Value, changed
from simulation.findings.comparison import Comparison, Labels, compare_summary
from simulation.scenario import Scenario
from simulation.state import Array

#: what is drawn: names in `simulation.plots.difference.COMPARED`
DRAWN = ("tension", "mutual_benefit")
Tell = Callable[[int, int], None]  # (worlds done, worlds)


class Lines(NamedTuple):
    """A mean and the ends of a band around it, `[step]`, NaN where every run has ended in war."""

    mean: Array
    low: Array
    high: Array


class World(NamedTuple):
    """A world: what was changed, what was found beside the world as it was, and what is drawn of each of `DRAWN`.

    `future` is the mean over runs and the band of 90 % of them; `difference` the mean of paired differences and its 95 %
    interval. Both are means over pairs of states and over the months of a step.
    """

    changes: Mapping[str, Value]
    found: Comparison
    future: Mapping[str, Lines]
    difference: Mapping[str, Lines]


class Atlas(NamedTuple):
    """All worlds in the order of `atlas_plans.worlds`; `before` is the result of the world as it was."""

    scenario: Scenario
    levers: Sequence[Lever]
    before: xr.Dataset
    worlds: Sequence[World]

    @property
    def was(self) -> int:
        """The place of the world as it was."""
        return next(place for place, world in enumerate(self.worlds) if not world.changes)


def atlas(
    scenario: Scenario,
    asked: Sequence[Lever],
    runs: int = 200,
    seed: int = 0,
    tell: Tell = lambda done, total: None,
) -> Atlas:
    """Work out every world of the levers, on all cores. Raises ScenarioError as `simulate` does."""
    before = simulate(scenario, runs=runs, seed=seed)
    all_changes = worlds(list(asked))

    def made(place: int) -> World:
        return world(scenario, all_changes[place], before)

    done: dict[int, World] = {}
    places = list(range(len(all_changes)))
    for place, one in parallel.answers(made, places, min(parallel.cores(), len(places))):
        done[place] = one
        tell(len(done), len(places))
    return Atlas(scenario, asked, before, [done[place] for place in places])


def world(scenario: Scenario, changes: Mapping[str, Value], before: xr.Dataset) -> World:
    """One world, with as many runs and the seed of `before`."""
    other = changed(scenario, changes)
    after = before
    if changes:
        after = simulate(other, runs=int(before.attrs["runs"]), seed=int(before.attrs["seed"]))
    found = compare_summary((scenario, other), Labels("A", "B"), before, after)
    return World(changes, found, _futures(after), _differences(before, after))


def middles(result: xr.Dataset) -> pd.DatetimeIndex:
    """The date in the middle of each step, where its mean is drawn."""
    return pd.DatetimeIndex([ensembles.middle(step) for step in ensembles.steps(result)])


def _futures(result: xr.Dataset) -> dict[str, Lines]:
    """As `plots.difference.draw_both` draws them."""
    found = {}
    for name in DRAWN:
        values = ensembles.means(ensembles.at_peace(result, name).mean("pair"), ensembles.steps(result))
        low, high = ensembles.quantiles(values, (0.05, 0.95)).to_numpy()
        found[name] = Lines(ensembles.mean_over_runs(values).to_numpy(), low, high)
    return found


def _differences(before: xr.Dataset, after: xr.Dataset) -> dict[str, Lines]:
    """As `plots.difference.draw_difference` draws them."""
    found = {}
    for name in DRAWN:
        values = ensembles.paired(before, after, name).mean("pair")
        mean, low, high = np.asarray(
            ensembles.mean_interval(ensembles.means(values, ensembles.steps(before)))
        )
        found[name] = Lines(mean, low, high)
    return found
