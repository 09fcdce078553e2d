"""What varies: an axis is a range, which a design samples, or a list of values, with which every design is crossed."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from simulation.errors import Problem, ScenarioError, show
from simulation.saying import say
from simulation.state import Array

Value = float | int | bool | str
KEYS = {"low", "high", "steps"}  # of a range


class Axis(NamedTuple):
    """The `values` of a list; or a range from `low` to `high`, with the number of its `steps` where a grid has it."""

    values: tuple[Any, ...] = ()
    low: float = 0.0
    high: float = 0.0
    steps: int = 0

    @property
    def is_range(self) -> bool:
        """Whether the design chooses the values."""
        return not self.values

    @property
    def ends(self) -> tuple[Any, ...]:
        """What has to be allowed for all of it to be allowed: the values, or both ends of the range."""
        return self.values or (self.low, self.high)

    def listed(self) -> tuple[Any, ...]:
        """The values: those of the list, or the steps of the range, evenly spaced, both ends among them."""
        return self.values or tuple(np.linspace(self.low, self.high, self.steps).tolist())

    def written(self) -> Any:
        """As it stands in a plan."""
        if self.values:
            return list(self.values)
        return {"low": self.low, "high": self.high, **({"steps": self.steps} if self.steps else {})}

    def scaled(self, unit: Array) -> Array:
        """From numbers in 0 to 1 to the range."""
        return self.low + (self.high - self.low) * unit


def is_leaf(given: object) -> bool:
    """Whether something in a plan is an axis, and no table of axes."""
    return not isinstance(given, Mapping) or set(map(str, given)) <= KEYS


def axis_of(given: object, declared: tuple[float, float] | None = None) -> Axis:
    """An axis as it is written: one value, a list of values, or `{low, high, steps}`, whose ends are the `declared` ones
    where they are left out. Raises ScenarioError, with the key of the range that is wrong.
    """
    if isinstance(given, Axis):
        return given
    if isinstance(given, Mapping):
        return _range(given, declared)
    if isinstance(given, np.ndarray):
        given = given.tolist()
    values = tuple(_scalar(one) for one in (given if isinstance(given, list | tuple) else [given]))
    if not values:
        raise ScenarioError(say("refusal_sweep.no_values"))
    for place, value in enumerate(values):
        if value in values[:place]:
            raise ScenarioError(say("refusal_sweep.value_twice", found=show(value)))
    return Axis(values)


def _scalar(value: object) -> Value:
    plain = value.item() if isinstance(value, np.generic) else value
    if isinstance(plain, float) and not math.isfinite(plain):
        raise ScenarioError(say("refusal_sweep.not_finite", found=show(plain)))
    if not isinstance(plain, bool | int | float | str):
        raise ScenarioError(say("refusal_sweep.axis", found=show(plain)))
    return plain


def _range(given: Mapping[Any, object], declared: tuple[float, float] | None) -> Axis:
    problems = [Problem((str(key),), say("refusal_sweep.axis_key")) for key in given if key not in KEYS]
    ends: dict[str, float] = dict(zip(("low", "high"), declared, strict=True)) if declared else {}
    for key in ("low", "high"):
        found = given.get(key, ends.get(key))
        if isinstance(found, bool) or not isinstance(found, int | float) or not math.isfinite(found):
            at = (key,) if key in given else ()
            problems.append(Problem(at, say("refusal_sweep.end", key=key, found=show(found))))
        else:
            ends[key] = float(found)
    steps = given.get("steps", 0)
    if isinstance(steps, bool) or not isinstance(steps, int) or ("steps" in given and steps < 2):
        problems.append(Problem(("steps",), say("refusal_sweep.steps", found=show(steps))))
    if not problems and ends["low"] >= ends["high"]:
        said = say("refusal_sweep.ends", low=show(ends["low"]), high=show(ends["high"]))
        problems.append(Problem((), said))
    if problems:
        raise ScenarioError(problems)
    return Axis((), ends["low"], ends["high"], int(steps))  # type: ignore[call-overload]
