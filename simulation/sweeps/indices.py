"""What a design says of its dimensions: Morris's elementary effects, Sobol's indices, each with its 95 % interval."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from simulation import draws
from simulation.state import Array
from simulation.sweeps.points import need_salib

AGAIN = 1000  # resamples of a bootstrap
LEVELS = (0.025, 0.975)


class Effects(NamedTuple):
    """Of each dimension of a Morris design, `[dimension, outcome]` in the outcome's unit over the dimension's whole range.

    mu_star  mean size of the elementary effects (Campolongo, Cariboni & Saltelli 2007)
    sigma    their standard deviation: how far an effect hangs on where the others stand (Morris 1991)
    The intervals `[end, dimension, outcome]` are percentiles of a bootstrap over trajectories.
    """

    mu_star: Array
    mu_star_interval: Array
    sigma: Array
    sigma_interval: Array


class Indices(NamedTuple):
    """Of each dimension of a Saltelli design, shares of the outcome's variance, `[dimension]`.

    first  what goes when the dimension is known, S1 (Sobol 1993); total  what is left when all others are, ST (Homma &
    Saltelli 1996). Estimates: with few rows they may lie outside 0 to 1, and their intervals do.
    The half widths of the 95 % intervals are SALib's, 1.96 standard deviations of a bootstrap over rows.
    """

    first: Array
    first_half: Array
    total: Array
    total_half: Array


def elementary_effects(unit: Array, values: Array) -> Array:
    """Change of an outcome for a step, over the step: `[row, dimension]`, `[row, ...]` -> `[trajectory, dimension, ...]`.

    `unit` is a Morris design in the unit cube (`unit_design`), so that an effect is per whole range of its dimension.
    """
    dimensions = unit.shape[1]
    steps = np.diff(unit.reshape(-1, dimensions + 1, dimensions), axis=1)
    changes = np.diff(values.reshape(len(steps), dimensions + 1, *values.shape[1:]), axis=1)
    moved = np.abs(steps).argmax(axis=2)  # which dimension each step is of
    row = np.arange(len(steps))[:, None]
    sizes = steps[row, np.arange(dimensions), moved]
    effects = np.empty_like(changes)
    effects[row, moved] = changes / sizes.reshape(*sizes.shape, *[1] * (changes.ndim - 2))
    return effects


def morris_effects(unit: Array, values: Array, seed: int) -> Effects:
    """Morris's measures of a design and what came of it, `[row, outcome]`; two trajectories at least."""
    effects = elementary_effects(unit, values)
    count = len(effects)
    chance = draws.of_design(seed, "morris again")
    picked = chance.integers(count, size=(AGAIN, count))
    shares = np.stack([(picked == k).sum(axis=1) for k in range(count)], axis=1) / count

    def mean(weights: Array, of: Array) -> Array:
        return np.tensordot(weights, of, axes=1)

    def spread(weights: Array) -> Array:
        square = mean(weights, effects**2) - mean(weights, effects) ** 2
        return np.sqrt(np.maximum(square, 0.0) * count / (count - 1))

    same = np.full((1, count), 1.0 / count)
    return Effects(
        mean(same, np.abs(effects))[0],
        np.quantile(mean(shares, np.abs(effects)), LEVELS, axis=0),
        spread(same)[0],
        np.quantile(spread(shares), LEVELS, axis=0),
    )


def sobol_indices(dimensions: int, values: Array, seed: int) -> Indices:
    """Sobol's indices of a Saltelli design of so many dimensions, from what came of its rows, `[row]`; SALib computes them.

    Where nothing varies nothing is explained: all 0.
    """
    need_salib()
    from SALib.analyze import sobol

    if np.ptp(values) == 0:
        return Indices(*np.zeros((4, dimensions)))
    problem = {
        "num_vars": dimensions,
        "names": [f"x{k}" for k in range(dimensions)],
        "bounds": [[0.0, 1.0]] * dimensions,
    }
    with np.errstate(divide="ignore", invalid="ignore"):  # a resample in which nothing varies
        found = sobol.analyze(
            problem,
            values,
            calc_second_order=False,
            num_resamples=AGAIN,
            seed=draws.of_design(seed, "sobol again"),
        )
    return Indices(*(np.asarray(found[name]) for name in ("S1", "S1_conf", "ST", "ST_conf")))
