"""Many candidates in one simulation: they lie one after the other on the run axis, and all meet the same chance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import xarray as xr

from simulation import draws as chance
from simulation import inputs, results, step
from simulation.doctrines import DOCTRINES
from simulation.doctrines.deciding import deciders
from simulation.experiments.calibration.ranges import Floats
from simulation.scenario import Scenario
from simulation.state import Array, Draws, World

BUFFER = 512  # as in the engine


def simulated(
    scenario: Scenario,
    table: Mapping[str, Floats],
    runs: int,
    seed: int,
    keep: Sequence[str],
    learnt: Mapping[str, Floats] | None = None,
) -> xr.Dataset:
    """A scenario under several vectors, `runs` runs each: a result whose run axis is `[candidate * runs]`.

    `table` holds parameters, each `[candidate]`: a vector of other defaults, so that a value which the scenario sets itself
    stands. Run k of every candidate meets the chance of run k of `seed`. Only the variables `keep` (and war) are kept.
    `learnt`, each `[candidate]`, is what all have learnt before the start; NaN leaves it as it is.
    """
    count = len(next(iter(table.values())))
    given = {
        name: np.repeat(values, runs) for name, values in table.items() if name not in scenario.parameters
    }
    setting, imposed = inputs.setting_of(scenario), inputs.imposed_on(scenario)
    drawn = chance.draws(seed, setting.states, inputs.pairs_of(setting.states), scenario.months, 0, runs)
    drawn = Draws(*(np.tile(kind, (*[1] * (kind.ndim - 1), count)) for kind in drawn))
    p = inputs.parameters_of(scenario, given)
    world = _taught(inputs.starting_world(scenario, p, count * runs), learnt or {}, runs)
    layout = results.layout(scenario, count * runs, "all")
    kept: dict[str, Array] = {name: np.zeros(*layout[name]) for name in dict.fromkeys((*keep, "war"))}
    keeper = results.Keeper(kept, scenario, "all")
    decide, remember = deciders(setting, p, DOCTRINES)
    with np.errstate():  # which also puts the buffer back
        np.setbufsize(BUFFER)
        for month in range(scenario.months):
            world, record = step.month(
                world,
                p,
                setting,
                inputs.month_of(imposed, month),
                chance.month_of(drawn, month),
                decide,
                remember,
            )
            keeper.month(month, record)
    keeper.finish()
    return results.labelled(kept, scenario, "all").assign_attrs(scenario=scenario.to_toml(), seed=seed)


def candidates(result: xr.Dataset, runs: int) -> list[xr.Dataset]:
    """The result of each candidate."""
    return [result.isel(run=slice(first, first + runs)) for first in range(0, result.sizes["run"], runs)]


def _taught(world: World, learnt: Mapping[str, Floats], runs: int) -> World:
    """The world before the first month, with what each candidate has learnt."""
    fields = {}
    for name, values in learnt.items():
        each = np.repeat(values, runs)
        fields[name] = np.where(np.isfinite(each), each, getattr(world, name))
    return world._replace(**fields)
