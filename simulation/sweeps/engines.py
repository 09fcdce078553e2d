"""By which engine a sweep is made: one for all of it, since its bytes hang on it.

What "auto" comes to is settled when the sweep begins, by what its months would take, and holds for it from then on: on
another machine, or once programmes are compiled, it would be another.
"""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

import pandas as pd

from simulation import parallel
from simulation.compiled import AUTO, JAX, NUMPY, choice
from simulation.parameters import PARAMETER_TABLE
from simulation.results import PARAMETER
from simulation.sweeps.plan import Plan
from simulation.sweeps.points import SCENARIO
from simulation.sweeps.table import path_of
from simulation.sweeps.tasks import variant

LIBRARY = "jax"  # the key of its version


def settled(plan: Plan, points: pd.DataFrame, before: str | None = None) -> Plan:
    """The plan with an engine that is one: what "auto" came to `before`, or else what is done sooner.

    Raises ScenarioError where JAX is asked for and not installed.
    """
    if plan.engine != AUTO:
        choice.need_jax(plan.engine)
        return plan
    return plan.model_copy(update={"engine": before or _sooner(plan, points)})


def is_compiled(engine: str) -> bool:
    """Whether it is one of JAX's."""
    return engine != NUMPY


def versions_of(engine: str) -> dict[str, str]:
    """On which the bytes of an engine hang beside those of every sweep; "" for JAX where it is not installed."""
    if not is_compiled(engine):
        return {}
    try:
        found = {LIBRARY: version(LIBRARY)}
    except PackageNotFoundError:
        return {LIBRARY: ""}
    from simulation.compiled import programme

    return found | {"processor": programme.labels(True)["processor"]}


def _sooner(plan: Plan, points: pd.DataFrame) -> str:
    """The engine that is done sooner, about: a programme for each combination of doctrines, and runs that differ in
    parameters alone called together, a shard of them at most.
    """
    if not choice.installed():
        return NUMPY
    others = [name for name in points.columns if name not in PARAMETER_TABLE]
    by_run = [f"{PARAMETER}{name}" for name in points.columns if name in PARAMETER_TABLE]
    who = [name for name in others if name == SCENARIO or path_of(name)[0] == "doctrines"]
    scenarios = {one.name: one for one in plan.scenario}
    doctrines = [one for some in plan.doctrines.values() for one in some]
    numpy = jax = 0.0
    for _, some in points.groupby(who, sort=False):
        first = {name: some[name].iloc[0] for name in others}
        scenario = variant(scenarios[first.pop(SCENARIO)], first, doctrines)
        runs, groups = len(some) * plan.replicates, len(some[others].drop_duplicates())
        calls = groups * -(-runs // (groups * plan.shard))
        took = choice.seconds(scenario, runs, by_run, calls, parallel.cores(), calls)
        numpy, jax = numpy + took.numpy, jax + took.jax
    return JAX if jax < numpy else NUMPY
