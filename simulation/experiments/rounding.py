"""Whether rounding decides anything: the same runs with every float of the world nudged by one part in 1e13.

Another processor, library or order of a sum differs in the last bits. If an act, a signature or a crisis then comes out
otherwise, a comparison somewhere hangs on the last bit, and two machines tell two histories of one seed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from simulation import draws as chance
from simulation import inputs, step
from simulation.doctrines import DOCTRINES
from simulation.doctrines.deciding import deciders
from simulation.experiments.retracing import draws_of
from simulation.scenario import Scenario
from simulation.state import Array, Draws, Record, World

NUDGE = 1e-13  # relative; a thousand times what one operation on doubles loses (assumption)
#: what must not change
DECIDED = (
    "initiative",
    "response",
    "refused",
    "criticised",
    "signed",
    "broken",
    "crisis",
    "near_miss",
    "war",
)


class Disturbed(NamedTuple):
    """In how many runs anything that is decided came out otherwise, and where first."""

    changed: int  # runs
    runs: int
    month: int | None  # the first month, from 0, with a difference; None without one
    what: str  # the variable in which it was first seen, "" without one


def nudged(world: World, relative: float = NUDGE) -> World:
    """The world with every float times 1 + e or 1 - e, the sign turning from element to element."""

    def one(values: Array) -> Array:
        if not np.issubdtype(values.dtype, np.floating):
            return values
        sign = 1.0 - 2.0 * (np.arange(values.size).reshape(values.shape) % 2)
        return values * (1.0 + relative * sign)

    return World(*(one(values) for values in world))


def disturbed(scenario: Scenario, runs: int, seed: int) -> Disturbed:
    """Compare runs 0..runs-1 with themselves, nudged before the first month and after each third of the months."""
    draws = draws_of(scenario, seed, 0, runs)
    thirds = {0, scenario.months // 3, 2 * scenario.months // 3}
    changed = np.zeros(runs, dtype=bool)
    first, what = None, ""
    both = zip(_months(scenario, draws, set()), _months(scenario, draws, thirds), strict=True)
    for month, (plain, other) in enumerate(both):
        for name in DECIDED:
            differs = (getattr(plain, name) != getattr(other, name)).reshape(-1, runs).any(axis=0)
            if first is None and differs.any():
                first, what = month, name
            changed |= differs
    return Disturbed(int(changed.sum()), runs, first, what)


def _months(scenario: Scenario, draws: Draws, nudge: set[int]) -> Iterator[Record]:
    """The records of all months, the world nudged before each of `nudge`."""
    p, setting = inputs.parameters_of(scenario), inputs.setting_of(scenario)
    imposed = inputs.imposed_on(scenario)
    decide, remember = deciders(setting, p, DOCTRINES)
    world = inputs.starting_world(scenario, p, draws.u_crisis.shape[-1])
    for month in range(scenario.months):
        if month in nudge:
            world = nudged(world)
        world, record = step.month(
            world,
            p,
            setting,
            inputs.month_of(imposed, month),
            chance.month_of(draws, month),
            decide,
            remember,
        )
        yield record
