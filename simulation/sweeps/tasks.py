"""A sweep cut into tasks: a task is one shard, and what is made of it hangs on nothing but the task.

The runs of a sweep are numbered: scenario by scenario, point by point, replicate by replicate. A shard is a stretch of so
many runs of one scenario. A task holds all that its runs need, so that any process on any machine can do it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import xarray as xr

from simulation.compiled import JAX32
from simulation.doctrines import Doctrine
from simulation.doctrines.named import version_of
from simulation.engine import simulate
from simulation.errors import ScenarioError
from simulation.parameters import PARAMETER_TABLE
from simulation.saying import number, say
from simulation.scenario import Scenario
from simulation.state import Array
from simulation.sweeps.figures import Figures
from simulation.sweeps.plan import Plan
from simulation.sweeps.points import SCENARIO
from simulation.sweeps.table import path_of
from simulation.sweeps.varied import with_inputs

MOST_SHARDS = 1_000_000


class Task(NamedTuple):
    """Some runs of one scenario. `points` has a row a run, its index the number of the point."""

    sweep: str  # digest of the plan
    number: int
    scenario: Scenario
    points: pd.DataFrame
    replicates: Array  # [run]
    worlds: Array  # [run], the number of the world that each meets
    seed: int
    engine: str
    keep: str | Figures
    variables: tuple[str, ...]
    doctrines: tuple[Doctrine, ...]  # those that the points name


class Stretch(NamedTuple):
    """Runs `first` to `last` - 1 of a sweep, all of one scenario."""

    scenario: int
    first: int
    last: int


class Laid:
    """A plan laid out: its points, and which runs each shard has."""

    def __init__(self, plan: Plan, points: pd.DataFrame, sweep: str) -> None:
        self.plan = plan
        self.points = points
        self.sweep = sweep
        files = self.runs // plan.shard
        if files > MOST_SHARDS:
            raise ScenarioError(say("refusal_sweep.shards", n=number(files, 0), most=number(MOST_SHARDS, 0)))
        names = [one.name for one in plan.scenario]
        self._whose = self.points[SCENARIO].map({name: k for k, name in enumerate(names)}).to_numpy()
        self._order = np.argsort(
            self._whose, kind="stable"
        )  # scenario by scenario, each in the order of its points

    @property
    def runs(self) -> int:
        """How many runs the sweep has."""
        return len(self.points) * self.plan.replicates

    @cached_property
    def stretches(self) -> Sequence[Stretch]:
        """The runs of every shard, by its number."""
        found, size, start = [], self.plan.shard, 0
        for scenario, count in enumerate(np.bincount(self._whose, minlength=len(self.plan.scenario))):
            end = start + int(count) * self.plan.replicates
            found += [Stretch(scenario, first, min(first + size, end)) for first in range(start, end, size)]
            start = end
        return found

    def task(self, shard: int) -> Task:
        """The task that makes a shard, by its number."""
        plan, stretch = self.plan, self.stretches[shard]
        runs = np.arange(stretch.first, stretch.last)
        at, replicates = self._order[runs // plan.replicates], runs % plan.replicates
        rows = self.points.iloc[at]
        own = at * plan.replicates + replicates
        named = {one.name: one for some in plan.doctrines.values() for one in some}
        return Task(
            self.sweep,
            shard,
            plan.scenario[stretch.scenario],
            rows,
            replicates,
            replicates if plan.worlds == "same" else own,
            plan.seed,
            plan.engine,
            plan.keep,
            plan.variables,
            tuple(named.values()),
        )


class Runs(NamedTuple):
    """What came of a task: the results of runs with the same scenario, and which of the task's runs they are."""

    scenario: Scenario
    where: Array  # [run of the result], its place in the task
    result: xr.Dataset


def simulated(task: Task) -> list[Runs]:
    """The runs of a task: one call of `simulate` for all that differ in parameters alone.

    For figures it holds every month of these runs, so a plan that keeps some has no larger shards than memory has room for.

    Raises ScenarioError where it is to be in single precision and a doctrine cannot be compiled: its runs would be doubles
    beside the others' singles. In doubles they are made by NumPy, as `simulate` says.
    """
    others = [name for name in task.points.columns if name not in PARAMETER_TABLE]
    own = [name for name in task.points.columns if name in PARAMETER_TABLE]
    found = []
    for given, where in task.points.reset_index(drop=True).groupby(others, sort=False).indices.items():
        values = given if isinstance(given, tuple) else (given,)
        scenario = variant(task.scenario, dict(zip(others, values, strict=True)), task.doctrines)
        result = simulate(
            scenario,
            runs=len(where),
            seed=task.seed,
            engine=task.engine,
            keep=task.keep if isinstance(task.keep, str) else "all",
            parameters={name: task.points[name].to_numpy(dtype=float)[where] for name in own},
            worlds=task.worlds[where],
        )
        if task.engine == JAX32 != result.attrs["engine"]:
            raise ScenarioError(say("refusal_engine.mixed", engine=repr(JAX32)))
        kept = task.keep.measured(result) if isinstance(task.keep, Figures) else result
        found.append(Runs(scenario, where, kept))
    return found


def variant(scenario: Scenario, given: dict[str, Any], doctrines: Sequence[Doctrine]) -> Scenario:
    """The scenario of a point: with its doctrines and its inputs."""
    known = {one.name: one for one in doctrines}
    by_state, inputs = {}, {}
    for name, value in given.items():
        kind, *rest = path_of(name)
        if kind == "doctrines":
            by_state[rest[0]] = known.get(value, value)
        elif kind == "inputs":
            inputs[tuple(rest)] = value.item() if isinstance(value, np.generic) else value
    return with_inputs(scenario.changed(doctrines=by_state) if by_state else scenario, inputs)


def identity(scenario: Scenario) -> str:
    """What says which scenario a run is of: SHA-256 over its text and the versions of its doctrines, 16 digits of it."""
    versions = [version_of(state.doctrine) for state in scenario.states]
    return hashlib.sha256("\n".join([scenario.to_toml(), *versions]).encode()).hexdigest()[:16]
