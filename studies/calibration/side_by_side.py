"""Many candidates in one simulation: they lie one after the other on the run axis, and all meet the same chance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import xarray as xr

from simulation import inputs, keeping, results
from simulation.months import Course, by_month, draws_of, months, side_by_side
from simulation.scenario import Scenario
from simulation.state import Array, World
from studies.calibration.ranges import Floats


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
    p = inputs.parameters_of(scenario, given)
    world = _taught(inputs.starting_world(scenario, p, count * runs), learnt or {}, runs)
    course = Course(
        world, p, inputs.setting_of(scenario), by_month(inputs.imposed_on(scenario)),
        (side_by_side(month, count) for month in by_month(draws_of(scenario, seed, 0, runs))),
    )  # fmt: skip
    layout = keeping.layout(scenario, count * runs, "all")
    kept: dict[str, Array] = {name: np.zeros(*layout[name]) for name in dict.fromkeys((*keep, "war"))}
    recorder = keeping.EveryMonth(kept)
    for month, (_, record) in enumerate(months(course)):
        recorder.month(month, record)
    recorder.finish()
    return results.labelled(kept, scenario, "all").assign_attrs(seed=seed)


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
