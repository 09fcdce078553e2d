"""`simulate`: one run or thousands, with the rules of `step` on NumPy, and a labelled result.

Runs go through the months in blocks that stay in the processor's cache; run k is the same in any block.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import numpy as np
import xarray as xr

from simulation import draws as chance
from simulation import inputs, step
from simulation.actions import ACTIONS
from simulation.doctrines import DOCTRINES
from simulation.doctrines.deciding import deciders
from simulation.errors import ScenarioError
from simulation.parameters import Parameters
from simulation.scenario import Scenario
from simulation.state import CONCERNS, ISSUES, Array
from simulation.variables import EVENTS, VARIABLES

BLOCK = 512  # runs a block: its arrays fit the cache, and two blocks keep two cores busy
MOST_RUNS = 1_000_000
KEEPS = ("all", "yearly", "summary")
_TYPES: dict[str, type] = {"float": np.float64, "code": np.int8, "bool": np.bool_}


def simulate(
    scenario: Scenario,
    *,
    runs: int = 1,
    seed: int = 0,
    engine: str = "numpy",
    keep: str = "all",
    parameters: Mapping[str, Any] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> xr.Dataset:
    """Run the scenario and return an `xarray.Dataset` with the variables of `simulation.variables`.

    runs        how many runs; run k does not depend on how many others there are
    seed        a whole number >= 0; two policies on one seed face the same world
    engine      "numpy"
    keep        "all": every month; "yearly": means over calendar years, and counts of events; "summary": the same over
                the whole run. Months after a war are left out of means and counts
    parameters  overrides, numbers or arrays of length `runs`: a sweep is one call
    progress    called as progress(runs done, runs) after each block

    Raises ScenarioError, with one line, for anything that cannot be run.
    """
    _check(runs, seed, engine, keep)
    for name, value in (parameters or {}).items():
        if np.ndim(value) and np.shape(value) != (runs,):
            raise ScenarioError(
                f"parameter '{name}' has shape {np.shape(value)}; give one number, or {runs}, one a run"
            )
    p = inputs.parameters_of(scenario, parameters)
    blocks = [(first, min(first + BLOCK, runs)) for first in range(0, runs, BLOCK)]
    done = 0

    def one(block: tuple[int, int]) -> xr.Dataset:
        first, last = block
        mine = Parameters(*(value[first:last] if np.ndim(value) else value for value in p))
        return kept(_label(_block(scenario, mine, seed, first, last), scenario, first), keep)

    parts = []
    with ThreadPoolExecutor(min(len(blocks), os.cpu_count() or 1)) as pool:
        for part in pool.map(one, blocks):
            parts.append(part)
            done += part.sizes["run"]
            if progress is not None:
                progress(done, runs)
    result = (
        parts[0]
        if len(parts) == 1
        else xr.concat(parts, "run", data_vars="all", coords="minimal", compat="override", join="override")
    )
    return result.assign_attrs(
        scenario=scenario.to_toml(),
        scenario_name=scenario.name,
        title=scenario.title,
        seed=seed,
        runs=runs,
        engine=engine,
        keep=keep,
        version=_version(),
    )


def _check(runs: int, seed: int, engine: str, keep: str) -> None:
    whole = (int, np.integer)
    if isinstance(runs, bool) or not isinstance(runs, whole) or not 1 <= runs <= MOST_RUNS:
        raise ScenarioError(f"runs is {runs!r}; give a whole number from 1 to {MOST_RUNS:,}")
    if isinstance(seed, bool) or not isinstance(seed, whole) or not 0 <= seed < 2**64:
        raise ScenarioError(f"seed is {seed!r}; give a whole number, 0 or larger")
    if engine != "numpy":
        raise ScenarioError(f"engine is {engine!r}; the engine is 'numpy'")
    if keep not in KEEPS:
        raise ScenarioError(f"keep is {keep!r}; choose one of {', '.join(KEEPS)}")


def _block(scenario: Scenario, p: Parameters, seed: int, first: int, last: int) -> dict[str, Array]:
    """Runs first..last-1: every variable as `[month, (issue or concern), (pair or state), run]`."""
    setting = inputs.setting_of(scenario)
    imposed = inputs.imposed_on(scenario)
    world = inputs.starting_world(scenario, p, last - first)
    every = chance.draws(
        int(seed), setting.states, inputs.pairs_of(setting.states), scenario.months, first, last
    )
    decide, remember = deciders(setting, p, DOCTRINES)
    kept_months: dict[str, Array] = {}
    for month in range(scenario.months):
        world, record = step.month(
            world,
            p,
            setting,
            inputs.month_of(imposed, month),
            chance.month_of(every, month),
            decide,
            remember,
        )
        for name, value in record._asdict().items():
            if month == 0:
                kept_months[name] = np.empty((scenario.months, *value.shape), _TYPES[VARIABLES[name].kind])
            kept_months[name][month] = value
    stop_at_war(kept_months)
    return kept_months


def stop_at_war(months: dict[str, Array]) -> None:
    """A run ends with its war: in the months after it everything stands as it was, and nothing happens any more."""
    war = months["war"]
    for run in np.flatnonzero(war[-1]):
        end = int(np.argmax(war[:, run]))
        for name, values in months.items():
            values[end + 1 :, ..., run] = 0 if name in EVENTS else values[end, ..., run]


def _label(months: dict[str, Array], scenario: Scenario, first: int) -> xr.Dataset:
    """The arrays as a Dataset with named axes, units and meanings."""
    states = [state.name for state in scenario.states]
    pairs = inputs.pairs_of(tuple(states))
    data = {}
    for name, about in VARIABLES.items():
        values = months[name]
        # rules put issue and concern before the pair or state; a reader looks for run and month first
        axes = ("month", *reversed(about.axes), "run")
        attrs: dict[str, Any] = {"units": about.units, "long_name": about.long_name}
        if about.kind == "code":
            attrs["flag_values"] = list(range(len(ACTIONS)))
            attrs["flag_meanings"] = " ".join(action.name for action in ACTIONS)
        data[name] = xr.DataArray(values, dims=axes, attrs=attrs).transpose("run", "month", *about.axes)
    runs = months["war"].shape[-1]
    return xr.Dataset(
        data,
        coords={
            "run": np.arange(first, first + runs),
            "month": scenario.dates(),
            "pair": [f"{actor} to {target}" for actor, target in pairs],
            "actor": ("pair", [actor for actor, _ in pairs]),
            "target": ("pair", [target for _, target in pairs]),
            "state": states,
            "issue": list(ISSUES),
            "concern": list(CONCERNS),
        },
    )


def kept(result: xr.Dataset, keep: str) -> xr.Dataset:
    """All months, or their means (and counts of events) by calendar year or over the run; without months after a war."""
    if keep == "all":
        return result
    out = {}
    ended = result.war.shift(month=1, fill_value=False)  # the month of the war itself still counts
    years = result.month.dt.year
    for name, values in result.data_vars.items():
        about = VARIABLES[str(name)]
        if about.kind == "code":
            continue  # a mean of codes means nothing
        living = values.astype(float).where(~ended) if name != "war" else values.astype(float)
        counts = name in EVENTS and about.kind == "bool"
        if keep == "yearly":
            grouped = living.groupby(years)
            value = grouped.sum() if counts else grouped.max() if name == "war" else grouped.mean()
        else:
            value = (
                living.sum("month")
                if counts
                else living.max("month")
                if name == "war"
                else living.mean("month")
            )
        out[name] = value.assign_attrs(values.attrs | ({"units": "months"} if counts else {}))
    return xr.Dataset(out).assign_coords({"actor": result.actor, "target": result.target})


def _version() -> str:
    try:
        return version("detente")
    except PackageNotFoundError:
        return "unknown"
