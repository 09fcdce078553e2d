"""The points of a plan as a table: its ranges as the design samples them, crossed with its lists.

Every scenario, and every combination of doctrines and listed values, meets the same rows of the design, so that they can be
compared row by row.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from importlib.util import find_spec
from typing import Any

import numpy as np
import pandas as pd

from simulation import draws
from simulation.doctrines import Doctrine
from simulation.errors import ScenarioError
from simulation.saying import number, say
from simulation.state import Array
from simulation.sweeps.axes import Axis
from simulation.sweeps.plan import Plan
from simulation.sweeps.table import column_of

MOST_POINTS = 10_000_000
SCENARIO = "scenario"  # the first column: its name
Path = tuple[str, ...]


def unit_design(kind: str, dimensions: int, size: int, levels: int, seed: int) -> Array:
    """The rows of a design in the unit cube, `[row, dimension]`, by the seed and the kind alone.

    latin_hypercube  `size` rows, one in each of `size` strata of every dimension (McKay, Beckman & Conover 1979)
    sobol            `size` rows of Sobol's sequence, scrambled (Owen 2020 says why none is left out)
    saltelli         `size` (d + 2) rows: A, A with each column of B in turn, and B, of a scrambled Sobol sequence
                     (Saltelli 2002; Saltelli et al. 2010), as SALib's Sobol analysis takes them without second order
    morris           `size` (d + 1) rows: trajectories in which one dimension at a time steps by levels / (2 (levels - 1))
                     (Morris 1991), as SALib's Morris analysis takes them
    """
    from scipy.stats import qmc  # which takes a second to import

    chance = draws.of_design(seed, kind)
    if kind == "latin_hypercube":
        return np.asarray(qmc.LatinHypercube(dimensions, rng=chance).random(size))
    if kind == "sobol":
        return np.asarray(qmc.Sobol(dimensions, rng=chance).random(size))
    need_salib()
    problem = {
        "num_vars": dimensions,
        "names": [f"x{k}" for k in range(dimensions)],
        "bounds": [[0.0, 1.0]] * dimensions,
    }
    if kind == "saltelli":
        from SALib.sample import sobol

        return np.asarray(sobol.sample(problem, size, calc_second_order=False, seed=chance))
    from SALib.sample import morris

    return np.asarray(morris.sample(problem, size, num_levels=levels, seed=chance))


def points(plan: Plan) -> pd.DataFrame:
    """The table of points: `scenario`, and a column for all that a plan names, `doctrines.US`, `inputs.states.US.hawks` and
    parameters by name. The index is the number of the point. Scenarios change last, the design's rows first.

    Raises ScenarioError for more points than can be numbered, and without the library that a design needs.
    """
    rows, design = _design(plan)
    given = {path for path, _ in design}
    listed: list[tuple[Path, Sequence[Any]]] = []
    if (SCENARIO,) not in given:
        listed.append(((SCENARIO,), [one.name for one in plan.scenario]))
    listed += [(("doctrines", state), some) for state, some in plan.doctrines.items()]
    listed += [(path, axis.listed()) for path, axis in plan.axes() if path not in given]
    lengths = [len(values) for _, values in listed]
    if (count := math.prod(lengths) * rows) > MOST_POINTS:
        raise ScenarioError(say("refusal_sweep.points", n=number(count, 0), most=number(MOST_POINTS, 0)))
    *places, row = np.unravel_index(np.arange(count), (*lengths, rows))
    columns = {path: _column(values)[at] for (path, values), at in zip(listed, places, strict=True)}
    columns |= {path: _column(values)[row] for path, values in design}
    order = sorted(columns, key=lambda path: ("scenario", "doctrines", "inputs", "parameters").index(path[0]))
    made = pd.DataFrame({column_of(path): columns[path] for path in order})
    return made.rename_axis(index="point")


def _design(plan: Plan) -> tuple[int, list[tuple[Path, Any]]]:
    """How many rows the design has, and the values of what it chooses."""
    if plan.table is not None:
        return plan.table.rows, list(plan.table.factors())
    ranges: list[tuple[Path, Axis]] = [
        (path, axis) for path, axis in plan.axes() if axis.is_range and not axis.steps
    ]
    if not ranges:
        return 1, []
    unit = unit_design(plan.design, len(ranges), int(plan.size or 0), plan.levels, plan.seed)
    return len(unit), [(path, axis.scaled(unit[:, k])) for k, (path, axis) in enumerate(ranges)]


def _column(values: Sequence[Any]) -> Array:
    """Numbers as numbers, everything else as objects; of doctrines their names."""
    plain = [one.name if isinstance(one, Doctrine) else one for one in values]
    if all(isinstance(one, int | float | np.number) and not isinstance(one, bool) for one in plain):
        return np.asarray(plain)
    made = np.empty(len(plain), dtype=object)
    made[:] = plain
    return made


def need_salib() -> None:
    """Refuse a design that SALib makes where it is not installed."""
    if find_spec("SALib") is None:
        raise ScenarioError(say("refusal_sweep.library", library="SALib"))
