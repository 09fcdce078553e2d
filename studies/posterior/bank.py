"""The bank: vectors of the dozen parameters that carry most, and what the fitted rows measure of every run with them.

It is a sweep, so it may be killed at any point and goes on where it was. Every run has a world of its own.
"""

from __future__ import annotations

from os import PathLike
from typing import Any, NamedTuple

import numpy as np
import xarray as xr

from simulation.errors import ScenarioError
from simulation.experiments.distance import fitted_figures, fitted_rows, goal
from simulation.experiments.measures import END
from simulation.experiments.moments import Runs
from simulation.sweeps.figures import Figures
from simulation.sweeps.opened import open_sweep
from studies.calibration.ranges import BESIDE, SEARCH

SCENARIO = "cold_war"  # the one that the fitted rows are measured of
#: the dozen of largest weight, as `detente sensitivity` found it (docs/sensitivity.md); the others stand at their defaults
DOZEN = (
    "crisis_base", "crisis_force", "want_dialogue", "resentment_memory", "concession", "reservation", "trade_closed",
    "want_learnt", "trust_return", "severity_scale", "trust_prior", "leadership",
)  # fmt: skip
#: the prior: uniform over these ranges, independently
PRIOR: dict[str, tuple[float, float]] = {name: {**SEARCH, **BESIDE}[name] for name in DOZEN}
SHARD = 1000  # runs whose every month is held at a time, about 300 MB
#: rows about the spread over runs: of one run their figure is that of `trade_mean`
OVER_RUNS = ("trade_lower", "trade_upper")
ROW, FIGURE, WAR = "row", "figure", "war"


def measured(result: xr.Dataset) -> xr.Dataset:
    """Of each run the figures of the fitted rows, `[run, row]`, and whether it ended in war by December 1978, `[run]`."""
    ended = result[WAR].isel(month=END - 1).to_numpy().astype(float)
    rows = [str(key) for key in fitted_rows().index]
    said = {"long_name": "what a fitted row measures", "units": "those of the row"}
    return xr.Dataset(
        {FIGURE: (("run", ROW), fitted_figures(result), said), WAR: ("run", ended)}, coords={ROW: rows}
    )


FITTED = Figures("fitted rows", "1", measured)


def common(runs: int, seed: int) -> dict[str, Any]:
    """What all sweeps of the study have alike: `runs` runs a vector, measured by the fitted rows."""
    return {"scenario": SCENARIO, "replicates": runs, "seed": seed, "shard": SHARD, "keep": FITTED}


def plan(vectors: int, runs: int, seed: int) -> dict[str, Any]:
    """The sweep of a bank of so many vectors of the prior, each with so many runs."""
    return common(runs, seed) | {
        "design": "latin_hypercube",
        "size": vectors,
        "worlds": "own",
        "parameters": {name: {"low": low, "high": high} for name, (low, high) in PRIOR.items()},
    }


class Bank(NamedTuple):
    """What a bank holds: of each vector its place in the unit cube of the prior, and its runs' figures."""

    unit: Runs  # [vector, parameter], in the order of PRIOR
    figures: Runs  # [vector, run, row], in the order of the fitted rows; NaN where a run has no figure
    war: Runs  # [vector, run], whether the run ended in war by December 1978


def opened(folder: str | PathLike[str]) -> Bank:
    """The bank in a folder. Raises ScenarioError for an unfinished or damaged one, and for one of other parameters."""
    found = open_sweep(folder)
    values = {name: found.coords.get(f"parameter_{name}") for name in PRIOR}
    if FIGURE not in found or any(one is None for one in values.values()):
        raise ScenarioError(f"'{folder}' holds another sweep; give the folder of a bank")
    return Bank(
        to_unit(np.column_stack([np.asarray(one) for one in values.values()])),
        found[FIGURE].to_numpy().astype(float),
        found[WAR].to_numpy().astype(float),
    )


def to_unit(values: Runs) -> Runs:
    """Parameters `[..., parameter]` as places in the unit cube of the prior."""
    low, high = ends()
    return np.asarray((values - low) / (high - low))


def from_unit(places: Runs) -> Runs:
    """The inverse of `to_unit`."""
    low, high = ends()
    return np.asarray(low + (high - low) * places)


def ends() -> tuple[Runs, Runs]:
    """Low and high ends of the prior, each `[parameter]`."""
    low, high = np.array(list(PRIOR.values()), dtype=float).T
    return low, high


def of_one_run() -> list[int]:
    """Which fitted rows say something of a single run, by place: all but those about the spread over runs."""
    return [place for place, key in enumerate(fitted_rows().index) if key not in OVER_RUNS]


def record() -> Runs:
    """What the record has in the rows `of_one_run`, `[row]`; of a range its middle."""
    targets = np.array([goal(row)[0] for _, row in fitted_rows().iterrows()])
    return np.asarray(targets[of_one_run()])
