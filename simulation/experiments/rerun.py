"""A result made again from what it holds, its scenario, parameters, seed and worlds, and held against it."""

from __future__ import annotations

import platform
from typing import NamedTuple

import numpy as np
import xarray as xr

from simulation.engine import simulate
from simulation.errors import ScenarioError
from simulation.results import parameters_in, scenario_of
from simulation.saying import say
from simulation.version import version

MADE_WITH = ("version", "numpy", "python")


class Differs(NamedTuple):
    """A variable that came out otherwise: in how many runs, by how much at the most, and in which month first."""

    variable: str
    runs: int
    largest: float
    first: str | None  # "YYYY-MM"; None where only means were kept


class Rerun(NamedTuple):
    """What differs, and with which versions the result was made and made again."""

    differs: tuple[Differs, ...]
    variables: int
    before: dict[str, str]
    now: dict[str, str]


def rerun(result: xr.Dataset) -> Rerun:
    """Simulate a result again and compare every variable, to the last bit of the precision that it is kept in.

    Raises ScenarioError for a result that does not hold all that it was made of: acts that were given in Python.
    """
    if result.attrs.get("acts"):
        raise ScenarioError(say("refusal_result.acts"))
    made = result.attrs
    worlds = result["world"].to_numpy() if "world" in result.coords else made.get("worlds", "own")
    again = simulate(
        scenario_of(result),
        runs=int(made["runs"]),
        seed=int(made["seed"]),
        engine=str(made["engine"]),
        keep=str(made["keep"]),
        parameters=parameters_in(result),
        worlds=worlds,
    )
    found = (_differs(result[name], again[str(name)]) for name in result.data_vars)
    before = {name: str(made.get(name, "")) for name in MADE_WITH}
    now = dict(zip(MADE_WITH, (version(), np.__version__, platform.python_version()), strict=True))
    return Rerun(tuple(one for one in found if one is not None), len(result.data_vars), before, now)


def _differs(before: xr.DataArray, again: xr.DataArray) -> Differs | None:
    """None if they are equal; NaN, where no month was lived, is equal to NaN."""
    now = again.transpose(*before.dims).astype(before.dtype)
    was, new = before.to_numpy(), now.to_numpy()
    number = was.dtype.kind == "f"
    same = np.equal(was, new) | (np.isnan(was) & np.isnan(new) if number else False)
    if same.all():
        return None
    off = xr.DataArray(~same, dims=before.dims)
    first = None
    if "month" in before.dims:
        months = off.any([dim for dim in off.dims if dim != "month"]).to_numpy()
        first = str(again["month"].to_numpy()[int(np.argmax(months))])[:7]
    gap = np.abs(np.nan_to_num(was.astype(float)) - np.nan_to_num(new.astype(float)))
    runs = int(off.any([dim for dim in off.dims if dim != "run"]).sum())
    return Differs(str(before.name), runs, float(gap.max()), first)
