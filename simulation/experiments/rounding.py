"""Whether rounding decides anything: the same runs with every float of the world nudged by one part in 1e13.

Another processor, library or order of a sum differs in the last bits. If an act, a signature or a crisis then comes out
otherwise, a comparison somewhere hangs on the last bit, and two machines tell two histories of one seed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from simulation import inputs
from simulation.months import Course, course, months
from simulation.scenario import Scenario
from simulation.state import Array, Record, World

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
    given = course(scenario, inputs.parameters_of(scenario), seed, (0, runs))
    thirds = (0, scenario.months // 3, 2 * scenario.months // 3)
    changed = np.zeros(runs, dtype=bool)
    first, what = None, ""
    both = zip(_months(given, ()), _months(given, thirds), strict=True)
    for month, (plain, other) in enumerate(both):
        for name in DECIDED:
            differs = (getattr(plain, name) != getattr(other, name)).reshape(-1, runs).any(axis=0)
            if first is None and differs.any():
                first, what = month, name
            changed |= differs
    return Disturbed(int(changed.sum()), runs, first, what)


def _months(given: Course, nudge: Sequence[int]) -> Iterator[Record]:
    """The records of all months, the world nudged before each of `nudge`."""
    world, imposed, draws = given.world, list(given.imposed), list(given.draws)
    for first, last in pairwise(sorted({0, *nudge, len(draws)})):
        start = nudged(world) if first in nudge else world
        part = given._replace(world=start, imposed=imposed[first:last], draws=draws[first:last])
        for world, record in months(part):  # noqa: B007 - the next part begins with the last world
            yield record
