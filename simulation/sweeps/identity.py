"""What a sweep is: all that its bytes hang on, its digest, and what has changed between two of them."""

from __future__ import annotations

import hashlib
import json
import platform
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import scipy

from simulation.doctrines import Doctrine
from simulation.doctrines.named import version_of
from simulation.errors import ScenarioError, path_text, show
from simulation.saying import say
from simulation.scenario import Scenario
from simulation.sweeps.engines import versions_of
from simulation.sweeps.figures import MEANS, Figures
from simulation.sweeps.plan import Plan
from simulation.sweeps.shards import pyarrow_version
from simulation.version import version

PLAN, VERSIONS, POINTS, SWEEP = "plan", "versions", "points", "sweep"
MADE_WITH = "made_with"  # for the record: other versions of these give the same numbers, and may go on


class Change(NamedTuple):
    """A key of the plan, `parameters.trust_gain.high`, with what it was and is; None where it is not there."""

    key: str
    old: Any
    new: Any


def about(plan: Plan, points: pd.DataFrame) -> dict[str, str]:
    """What the ledger says that a sweep is: plan, versions and digest of the points, each as text."""
    doctrines = [state.doctrine for one in plan.scenario for state in one.states]
    doctrines += [one for some in plan.doctrines.values() for one in some]
    versions = libraries(plan.engine) | {f"doctrine {one.name}": version_of(one) for one in doctrines}
    if isinstance(plan.keep, Figures):
        versions[f"figures {plan.keep.name}"] = plan.keep.version
    return {PLAN: as_text(plan.stored()), VERSIONS: as_text(versions), POINTS: _digest(points)}


def libraries(engine: str) -> dict[str, str]:
    """The versions on which the bytes of a sweep hang that is made by this engine."""
    return {"detente": version(), "pyarrow": pyarrow_version(), **versions_of(engine)}


def made_with() -> str:
    """Python and the libraries that calculate, as text."""
    return as_text({"python": platform.python_version(), "numpy": np.__version__, "scipy": scipy.__version__})


def digest(found: Mapping[str, str]) -> str:
    """SHA-256 over all of it."""
    return hashlib.sha256(as_text(dict(found)).encode()).hexdigest()


def changes(old: Mapping[str, str], new: Mapping[str, str]) -> list[Change]:
    """What differs between two sweeps, key by key."""
    found: list[Change] = []
    for part, read in ((PLAN, _with_scenarios), (VERSIONS, dict)):
        was, now = (dict(_flat(read(json.loads(one[part])))) for one in (old, new))
        keys = sorted((key for key in {*was, *now} if was.get(key) != now.get(key)), key=path_text)
        found += [Change(path_text(key), was.get(key), now.get(key)) for key in keys]
    if not found and old[POINTS] != new[POINTS]:  # another version of a library that makes designs
        found = [Change(POINTS, old[POINTS][:16], new[POINTS][:16])]
    return found


def plan_of(found: Mapping[str, str], own: Iterable[Doctrine] = (), figures: Figures | None = None) -> Plan:
    """The plan of a sweep; `own` are doctrines of it that are known nowhere by name, `figures` those that it keeps.

    Raises ScenarioError for others.
    """
    stored = json.loads(found[PLAN])
    if stored["keep"] not in MEANS and (figures is None or figures.name != stored["keep"]):
        raise ScenarioError(say("refusal_figures.absent", figures=show(stored["keep"])))
    mine = {one.name: one for one in own}
    return Plan(
        **{
            **stored,
            "keep": stored["keep"] if figures is None else figures,
            "scenario": [Scenario.from_toml(text, mine.values()) for text in stored["scenario"]],
            "doctrines": {
                state: [mine.get(name, name) for name in some] for state, some in stored["doctrines"].items()
            },
        }
    )


def as_text(found: object) -> str:
    """JSON with one text for one content."""
    return json.dumps(found, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _with_scenarios(stored: dict[str, Any]) -> dict[str, Any]:
    """A plan with its scenarios as tables by name."""
    read = [tomllib.loads(text) for text in stored["scenario"]]
    return {**stored, "scenario": {one["name"]: one for one in read}}


def _flat(found: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Every value with its path; a list of plain values is one."""
    if isinstance(found, dict):
        for key, value in found.items():
            yield from _flat(value, (*path, key))
    elif isinstance(found, list) and any(isinstance(one, dict | list) for one in found):
        for place, value in enumerate(found):
            yield from _flat(value, (*path, place))
    else:
        yield path, found


def _digest(frame: pd.DataFrame) -> str:
    found = hashlib.sha256()
    for name, column in frame.items():
        values = column.to_numpy()
        plain = values.dtype.kind in "biuf"
        content = np.ascontiguousarray(values).tobytes() if plain else "\0".join(map(str, values)).encode()
        found.update(f"{name} {values.dtype.kind}\0".encode() + content)
    return found.hexdigest()
