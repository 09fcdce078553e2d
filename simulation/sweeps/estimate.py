"""How long a sweep takes and how much it writes: worked out from one shard of each scenario, which is made and timed."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from os import PathLike
from typing import Any, NamedTuple

from simulation import parallel
from simulation.engine import WORTH
from simulation.sweeps import shards
from simulation.sweeps.engines import is_compiled, settled
from simulation.sweeps.plan import Plan, as_plan
from simulation.sweeps.points import points
from simulation.sweeps.tasks import Laid


class Timed(NamedTuple):
    """What one shard took, on one core."""

    runs: int
    seconds: float
    size: int  # bytes


class Estimate(NamedTuple):
    """What is to be done, and about how long it takes and how much it writes."""

    points: int
    runs: int
    shards: int
    seconds: float
    size: int  # bytes
    workers: int


class Pace(NamedTuple):
    """How far a sweep is: runs done, of how many; since it began or went on, how many runs and seconds; and whether it
    waits for a cluster that has no workers.
    """

    done: int
    runs: int
    since: int
    seconds: float
    waits: bool = False

    @property
    def rate(self) -> float:
        """Runs a second."""
        return self.since / self.seconds if self.seconds > 0 else 0.0

    @property
    def left(self) -> float:
        """Seconds that are left at this rate; without end where nothing is done yet."""
        return (self.runs - self.done) / self.rate if self.rate else float("inf")


def estimate(plan: Plan | Mapping[str, Any] | str | PathLike[str], workers: int | None = None) -> Estimate:
    """What a sweep would take: one shard of each scenario is made, timed and thrown away. Errors as those of `sweep`.

    `workers` are so many cores like this one, elsewhere perhaps; those that would be at work here, unless said otherwise.
    """
    asked = as_plan(plan, None)
    frame = points(asked)
    laid = Laid(settled(asked, frame), frame, "")
    every = range(len(laid.stretches))
    found = {laid.stretches[number].scenario: timed(laid, number)[1] for number in samples(laid, every)}
    return estimated(laid, every, workers or workers_for(laid, every), found)


def samples(laid: Laid, left: Sequence[int]) -> list[int]:
    """The first shard of each scenario among those that are left."""
    first: dict[int, int] = {}
    for number in left:
        first.setdefault(laid.stretches[number].scenario, number)
    return list(first.values())


def timed(laid: Laid, number: int) -> tuple[bytes, Timed]:
    """A shard, and what it took this process alone; once its months are compiled, where they are."""
    stretch = laid.stretches[number]
    with parallel.alone():
        if is_compiled(laid.plan.engine):
            shards.made(laid.task(number))
        begun = time.perf_counter()
        content = shards.made(laid.task(number))
        seconds = time.perf_counter() - begun
    return content, Timed(stretch.last - stretch.first, seconds, len(content))


def estimated(laid: Laid, left: Sequence[int], workers: int, found: Mapping[int, Timed]) -> Estimate:
    """What is left takes, run by run, what the shard of its scenario took (`found`, by the scenario's place)."""
    seconds = size = 0.0
    runs = 0
    for number in left:
        stretch = laid.stretches[number]
        one = found[stretch.scenario]
        share = (stretch.last - stretch.first) / one.runs
        seconds, size, runs = (
            seconds + share * one.seconds,
            size + share * one.size,
            runs + stretch.last - stretch.first,
        )
    return Estimate(len(laid.points), runs, len(left), seconds / workers, round(size), workers)


def workers_for(laid: Laid, left: Sequence[int]) -> int:
    """As many processes as there are cores, and work that is worth one each."""
    months = sum(
        laid.plan.scenario[one.scenario].months * (one.last - one.first)
        for one in (laid.stretches[number] for number in left)
    )
    return max(1, min(parallel.cores(), len(left), -(-months // WORTH)))
