"""Which engine: the one that is asked for, or with "auto" the one that is done sooner, compiling and all.

JAX is not imported here: where it would not pay, it costs nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from importlib.metadata import version as version_of
from importlib.util import find_spec
from typing import NamedTuple

from simulation.compiled import AUTO, JAX, JAX32, NUMPY, kept
from simulation.doctrines.named import version_of as doctrine_version
from simulation.errors import ScenarioError
from simulation.saying import say
from simulation.scenario import Scenario
from simulation.version import version

BLOCK = (
    256  # runs that are gone through together: a run costs the same from 64 on, and one size is one programme
)
MONTHS = 24  # in one call: fewer cost calls, more cost memory and, at the end, months for nothing


class Cost(NamedTuple):
    """Seconds of processor time, measured with two states (benchmarks/README.md); ratios hold on other machines."""

    numpy_block: float = 1.1e-3  # a month of a block of runs, whatever it holds
    numpy_run: float = 2.0e-6  # and each run of it
    jax_run: float = 2.3e-6  # a month of a run
    begin: float = 1.0  # JAX is imported, the month is traced, and the programme comes from the disk
    compile: float = 5.0  # beside it, where there is none on the disk


COST = Cost()


def programme(scenario: Scenario, by_run: Iterable[str], wide: bool) -> str:
    """The name of the compiled programme that a call needs: what is compiled anew makes another name.

    `by_run` names the parameters of which every run has its own. A doctrine of one's own that is changed and keeps its name
    and version is taken for the old one: no more than a wrong guess of how long it takes.
    """
    doctrines = [(state.doctrine.name, doctrine_version(state.doctrine)) for state in scenario.states]
    parts = (version(), version_of("jax"), BLOCK, MONTHS, doctrines, sorted(by_run), wide)
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]


def chosen(
    asked: str, scenario: Scenario, runs: int, by_run: Iterable[str], blocks: int, workers: int
) -> str:
    """The engine that is to be taken: "numpy", "jax" or "jax32". `blocks` and `workers` are those of NumPy.

    Raises ScenarioError where JAX is asked for and not installed.
    """
    if asked != AUTO:
        need_jax(asked)
        return asked
    if not installed():
        return NUMPY
    took = seconds(scenario, runs, by_run, blocks, workers)
    return JAX if took.jax < took.numpy else NUMPY


def installed() -> bool:
    """Whether there is what the compiled engine needs."""
    return all(find_spec(name) for name in ("jax", "platformdirs"))


def need_jax(engine: str) -> None:
    """Refuse an engine that is compiled where JAX is not installed."""
    if engine in (JAX, JAX32) and not installed():
        raise ScenarioError(say("compiled.not_installed", engine=repr(engine)))


class Seconds(NamedTuple):
    """What the same months take by each of the two."""

    numpy: float
    jax: float


def seconds(
    scenario: Scenario, runs: int, by_run: Iterable[str], blocks: int, workers: int, calls: int = 1
) -> Seconds:
    """What NumPy takes, and doubles on JAX, from here on: what is at hand need not be made again.

    `calls` of `simulate` share the runs, and each fills its last block.
    """
    pairs = len(scenario.pairs) / 2
    mine = programme(scenario, by_run, True)
    begin = 0.0 if kept.at_hand(mine) else COST.begin + (0.0 if kept.on_disk(mine) else COST.compile)
    full = calls * -(-runs // (calls * BLOCK))  # blocks
    long = -(-scenario.months // MONTHS) * MONTHS
    jax = begin + pairs * COST.jax_run * full * BLOCK * long / min(workers, full)
    numpy = pairs * (COST.numpy_block * blocks + COST.numpy_run * runs) * scenario.months / workers
    return Seconds(numpy, jax)
