"""The labelled result that is made of what was kept of the months.

Arrays come as they were kept, `[time, (issue or concern), (pair or state), run]`, or with bins in place of runs; a reader
looks for run and month first, and so they are labelled.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import xarray as xr

from simulation import histograms, inputs
from simulation.actions import ACTIONS
from simulation.doctrines import DOCTRINES
from simulation.doctrines.named import absent, doctrine_names, version_of
from simulation.keeping import ADDED_UP, years
from simulation.scenario import Scenario
from simulation.state import CONCERNS, ISSUES, Array
from simulation.variables import VARIABLES

PARAMETER = "parameter_"  # begins the name of what a result says of a parameter of the call


def scenario_of(result: xr.Dataset) -> Scenario:
    """The scenario that a result carries with it; a doctrine that is not known here refuses to decide in it.

    Raises ScenarioError where its text cannot be read.
    """
    named = map(str, result.attrs.get("doctrines", ()))
    away = [absent(name) for name in named if name not in DOCTRINES and name not in doctrine_names()]
    return Scenario.from_toml(str(result.attrs["scenario"]), away)


def parameters_in(result: xr.Dataset) -> dict[str, Any]:
    """The parameters of the call that made a result, a number for all runs or `[run]`; the scenario's own are in it."""
    return {
        str(name).removeprefix(PARAMETER): value.to_numpy()
        if isinstance(value, xr.DataArray)
        else float(value)
        for name, value in {**result.attrs, **result.coords}.items()
        if str(name).startswith(PARAMETER)
    }


def wars(result: xr.Dataset) -> int:
    """How many runs of a result end in war."""
    war = result.get("war")
    if war is None:  # a result may be cut down to some variables
        return 0
    if "bin" in war.dims:
        return int(war.isel(year=-1, bin=-1, missing_dims="ignore"))
    return int(war.astype(bool).any([dim for dim in war.dims if dim != "run"]).sum())


def labelled(kept: dict[str, Array], scenario: Scenario, keep: str) -> xr.Dataset:
    """The arrays as a Dataset with named axes, units and meanings."""
    time = {"all": "month", "yearly": "year", "summary": "whole", "histogram": "year"}[keep]
    front, last = ((), "bin") if keep in ADDED_UP else (("run",), "run")
    data = {}
    for name, values in kept.items():
        about = VARIABLES[name]
        units = about.units if keep == "all" else histograms.unit(name)
        attrs: dict[str, Any] = {"units": units, "long_name": about.long_name}
        if keep in ADDED_UP:
            attrs |= {"units": "runs", "bin_units": units}
        if about.kind == "code":
            attrs["flag_values"] = list(range(len(ACTIONS)))
            attrs["flag_meanings"] = " ".join(action.name for action in ACTIONS)
        array = xr.DataArray(values, dims=(time, *reversed(about.axes), last), attrs=attrs)
        data[name] = array.transpose(*front, time, *about.axes, ...)
    states = [state.name for state in scenario.states]
    pairs = inputs.pairs_of(tuple(states))
    result = xr.Dataset(
        data,
        coords={
            "month": ("month", scenario.dates()),
            "year": ("year", np.unique(years(scenario))),
            "pair": [f"{actor} to {target}" for actor, target in pairs],
            "actor": ("pair", [actor for actor, _ in pairs]),
            "target": ("pair", [target for _, target in pairs]),
            "state": states,
            "issue": list(ISSUES),
            "concern": list(CONCERNS),
            **(_bins(kept) if keep in ADDED_UP else {"run": np.arange(kept["war"].shape[-1])}),
        },
        attrs={
            "scenario": scenario.to_toml(),
            "doctrines": [state.doctrine.name for state in scenario.states],
            "doctrine_versions": [version_of(state.doctrine) for state in scenario.states],
        },
    )
    others = {"month", "year"} - {time}
    return result.drop_vars(others).squeeze("whole") if keep == "summary" else result.drop_vars(others)


def _bins(kept: dict[str, Array]) -> dict[str, Any]:
    """The edges of all bins in one coordinate: one each along `bin` would hang on every variable."""
    return {
        "bin": np.arange(histograms.BINS),
        "variable": list(kept),
        "edges": (("variable", "edge"), np.stack([histograms.edges(name) for name in kept])),
    }
