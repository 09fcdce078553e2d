"""What is kept of the months, and the labelled result that is made of it.

Arrays stand as the rules write them, `[time, (issue or concern), (pair or state), run]`, where time is the months, the
years or the whole run; a reader looks for run and month first, and so they are labelled.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import xarray as xr

from simulation import inputs
from simulation.actions import ACTIONS
from simulation.doctrines import DOCTRINES
from simulation.doctrines.named import absent, doctrine_names, version_of
from simulation.scenario import Scenario
from simulation.state import CONCERNS, ISSUES, Array, Record
from simulation.variables import EVENTS, VARIABLES, reported

PARAMETER = "parameter_"  # begins the name of what a result says of a parameter of the call
KEEPS = ("all", "yearly", "summary")
_TYPES: dict[str, type] = {"float": np.float64, "code": np.int8, "bool": np.bool_}
#: events that happen or do not: their months are counted; of everything else the mean is taken
_COUNTED = {name for name in EVENTS if VARIABLES[name].kind == "bool"}


def layout(scenario: Scenario, runs: int, keep: str) -> dict[str, tuple[tuple[int, ...], type]]:
    """Shape and type of everything that is kept."""
    n = len(scenario.states)
    sizes = {"state": n, "pair": n * (n - 1), "issue": len(ISSUES), "concern": len(CONCERNS)}
    length = int(_times(scenario, keep)[-1]) + 1
    return {
        name: (
            (length, *(sizes[axis] for axis in reversed(about.axes)), runs),
            _TYPES[about.kind] if keep == "all" else np.float64,
        )
        for name, about in VARIABLES.items()
        if keep == "all" or about.kind != "code"  # a mean of codes means nothing
    }


def _times(scenario: Scenario, keep: str) -> Array:
    """Where each month is kept on the time axis, `[month]`."""
    if keep == "all":
        return np.arange(scenario.months)
    years = _years(scenario)
    return years - years[0] if keep == "yearly" else 0 * years


def _years(scenario: Scenario) -> Array:
    return scenario.dates().astype("datetime64[Y]").astype(int) + 1970


class Recorder:
    """Writes the months of some runs into arrays of the `layout`: all of them, or sums over years or the whole run.

    Sums are added month by month, so that they are the same to the bit for a run alone and among many.
    """

    def __init__(self, kept: dict[str, Array], scenario: Scenario, keep: str) -> None:
        self._kept = kept
        self._all = keep == "all"
        self._times = _times(scenario, keep)
        war = kept["war"]
        self._alive: Array = np.ones(war.shape[-1], dtype=bool)  # no war before this month
        self._lived = np.zeros(war.shape)  # months before the end of the run
        if not self._all:
            for values in kept.values():
                values[...] = 0  # a block that was broken off may have left something

    def month(self, month: int, record: Record) -> None:
        """Keep one month."""
        time = self._times[month]
        found = reported(record)
        for name, values in self._kept.items():
            value = found[name]
            if self._all or name == "war":
                values[time] = value
            else:
                values[time] += value * self._alive
        self._lived[time] += self._alive
        self._alive = ~record.war  # the month of the war itself still counts

    def stretch(self, first: int, record: Record) -> None:
        """Keep the months from `first` on, of which `record` has `[month, ..., run]`: as `month` does, all at once."""
        length = len(record.war)
        times = self._times[first : first + length]
        found = reported(_by_name(record))
        if self._all:
            for name, values in self._kept.items():
                values[first : first + length] = found[name]
            return
        begins = np.flatnonzero(np.diff(times, prepend=-1))  # where each year begins, or the whole
        ends = np.append(begins[1:], length) - 1
        alive = np.concatenate([self._alive[None], ~record.war[:-1]])
        all_live = bool(alive.all())  # as most do, and then there is nothing to leave out
        for name, values in self._kept.items():
            if name == "war":
                values[times[ends]] = found[name][ends]
            else:
                lived = alive.reshape(length, *(1,) * (values.ndim - 2), -1)
                counted = found[name] if all_live else found[name] * lived
                values[times[begins]] += np.add.reduceat(counted, begins, dtype=float)
        self._lived[times[begins]] += np.add.reduceat(alive, begins, dtype=float)
        self._alive = ~record.war[-1]

    def finish(self) -> None:
        """After the last month: a run that ended in war stands still from there; sums become means, or stay counts."""
        if self._all:
            _stop_at_war(self._kept)
            return
        with np.errstate(invalid="ignore"):  # no month lived, no mean
            for name, values in self._kept.items():
                if name != "war" and name not in _COUNTED:
                    values /= self._lived.reshape(len(values), *(1,) * (values.ndim - 2), -1)


def _by_name(record: Record) -> Record:
    """A record with a month axis in front, with the domains before it: a variable each."""
    moved = {name: np.moveaxis(getattr(record, name), 1, 0) for name in ("ties", "benefits")}
    return record._replace(**moved)


def _stop_at_war(months: dict[str, Array]) -> None:
    """In the months after a war everything stands as it was, and nothing happens any more."""
    war = months["war"]
    for run in np.flatnonzero(war[-1]):
        end = int(np.argmax(war[:, run]))
        for name, values in months.items():
            values[end + 1 :, ..., run] = 0 if name in EVENTS else values[end, ..., run]


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


def labelled(kept: dict[str, Array], scenario: Scenario, keep: str) -> xr.Dataset:
    """The arrays as a Dataset with named axes, units and meanings."""
    time = {"all": "month", "yearly": "year", "summary": "whole"}[keep]
    data = {}
    for name, values in kept.items():
        about = VARIABLES[name]
        counted = keep != "all" and name in _COUNTED
        attrs: dict[str, Any] = {"units": "months" if counted else about.units, "long_name": about.long_name}
        if about.kind == "code":
            attrs["flag_values"] = list(range(len(ACTIONS)))
            attrs["flag_meanings"] = " ".join(action.name for action in ACTIONS)
        array = xr.DataArray(values, dims=(time, *reversed(about.axes), "run"), attrs=attrs)
        data[name] = array.transpose("run", time, *about.axes)
    states = [state.name for state in scenario.states]
    pairs = inputs.pairs_of(tuple(states))
    result = xr.Dataset(
        data,
        coords={
            "run": np.arange(kept["war"].shape[-1]),
            "month": ("month", scenario.dates()),
            "year": ("year", np.unique(_years(scenario))),
            "pair": [f"{actor} to {target}" for actor, target in pairs],
            "actor": ("pair", [actor for actor, _ in pairs]),
            "target": ("pair", [target for _, target in pairs]),
            "state": states,
            "issue": list(ISSUES),
            "concern": list(CONCERNS),
        },
        attrs={
            "scenario": scenario.to_toml(),
            "doctrines": [state.doctrine.name for state in scenario.states],
            "doctrine_versions": [version_of(state.doctrine) for state in scenario.states],
        },
    )
    others = {"month", "year"} - {time}
    return result.drop_vars(others).squeeze("whole") if keep == "summary" else result.drop_vars(others)
