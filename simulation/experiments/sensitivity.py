"""Which parameters carry what: Morris over all of them, then Sobol over the dozen that weigh most.

Every point meets the same worlds, so that two points differ in their parameters alone, and its outcomes are means over
them. What luck is left is measured by drawing the worlds again (bootstrap), the same ones at every point. Nothing that is
held out is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, TypedDict

import numpy as np
import xarray as xr

from simulation import draws
from simulation.engine import simulate
from simulation.experiments import ensembles
from simulation.experiments.detente import detente_spells
from simulation.experiments.distance import distance, fitted_figures
from simulation.experiments.moments import Runs
from simulation.experiments.outcomes import COUNTS, LEVELS
from simulation.parameters import PARAMETER_TABLE
from simulation.sweeps.indices import Effects, elementary_effects, morris_effects, sobol_indices
from simulation.sweeps.points import unit_design
from simulation.version import version

SCENARIO = "cold_war"  # the one that the fitted rows are measured of
GRID = 4  # levels of a Morris design (Morris 1991)
CHOSEN = 12  # parameters that Sobol looks at
AT_ONCE = 400  # runs whose every month is held at a time, about 120 MB
AGAIN = 60  # times that worlds are drawn again
ROUNDING = 1e-9  # of an outcome's largest value: less is no effect

#: outcome -> unit
OUTCOMES = {
    "detente": "% of runs",
    "length": "years a run",
    "crises": "per ten years",
    "benefit": "% of GDP a year",
    "distance": "tolerances",
}


class EffectFound(TypedDict):
    """Morris's measures of one parameter for one outcome, in the outcome's unit over the parameter's declared range.

    `luck` is the `mu_star` that the luck of the worlds alone would give.
    """

    parameter: str
    mu_star: float
    mu_star_low: float
    mu_star_high: float
    sigma: float
    sigma_low: float
    sigma_high: float
    luck: float


class IndexFound(TypedDict):
    """Sobol's indices of one parameter for one outcome, shares of its variance."""

    parameter: str
    first: float
    first_low: float
    first_high: float
    total: float
    total_low: float
    total_high: float


class OutcomeFound(TypedDict):
    """One outcome: `mean`, least and most over the points of Morris, and all effects and indices, the largest first.

    `noise` is the standard error of a point's mean (root mean square over points), `noise_share` its square over the
    variance of Sobol's points, `beyond` the number of parameters of which the whole interval of mu* lies above luck's.
    """

    outcome: str
    unit: str
    mean: float
    least: float
    most: float
    noise: float
    noise_share: float
    beyond: int
    effects: list[EffectFound]
    indices: list[IndexFound]


class Weighed(TypedDict):
    """A parameter, and its mean share of the summed mu*, over outcomes."""

    parameter: str
    weight: float


class SensitivityFound(TypedDict):
    """What `sensitivity` finds; `runs` are the worlds of a point, `chosen` the dozen, the weightiest first."""

    scenario: str
    version: str
    seed: int
    runs: int
    trajectories: int
    samples: int
    parameters: int
    points: int
    simulated: int
    war: float
    rule: str
    chosen: list[Weighed]
    outcomes: list[OutcomeFound]


class Measured(NamedTuple):
    """What is measured of each run, `[point, world, ...]`: four outcomes, the fitted rows, and whether it ended in war."""

    outcomes: Runs
    figures: Runs
    war: Runs

    def outcome(self, worlds: np.ndarray) -> Runs:
        """The outcomes of every point over these worlds, `[point, outcome]`, in the order of `OUTCOMES`."""
        of_each = np.nan_to_num(
            self.outcomes[:, worlds]
        )  # without a month of peace no benefit, and nothing else
        far = distance(np.moveaxis(self.figures[:, worlds], 1, 0))
        return np.column_stack([of_each.mean(axis=1), far])


def of_runs(result: xr.Dataset) -> Runs:
    """Of each run, `[run, outcome]`: whether it had détente (0 or 100), its years in détente (0 where there was none),
    crises begun per ten years lived, and mutual benefit, mean over its months at peace (NaN without one).
    """
    spells = detente_spells(result).to_numpy()
    crises = 120.0 * COUNTS["crises"](result).where(ensembles.alive(result)).mean("month")
    benefit = LEVELS["mutual_benefit"](result).where(~result["war"].astype(bool)).mean("month")
    return np.column_stack(
        [100.0 * spells.any(axis=1), spells.sum(axis=1) / 12.0, crises.to_numpy(), benefit.to_numpy()]
    )


Progress = Callable[[int], None]


def measured(
    points: Mapping[str, Runs], worlds: int, seed: int, progress: Progress | None = None
) -> Measured:
    """Simulate every point, `parameter -> [point]`, in worlds 0..worlds-1, and measure each run.

    Some runs at a time, so that memory does not grow with the design; `progress` is called with runs done.
    """
    count = len(next(iter(points.values())))
    point, world = np.divmod(np.arange(count * worlds), worlds)
    parts: list[tuple[Runs, Runs, Runs]] = []
    for first in range(0, count * worlds, AT_ONCE):
        here = slice(first, first + AT_ONCE)
        given = {name: values[point[here]] for name, values in points.items()}
        result = simulate(SCENARIO, runs=len(point[here]), seed=seed, parameters=given, worlds=world[here])
        parts.append(
            (of_runs(result), fitted_figures(result), result.war.isel(month=-1).to_numpy().astype(float))
        )
        if progress is not None:
            progress(len(point[here]))
    return Measured(
        *(
            np.concatenate(some).reshape(count, worlds, *some[0].shape[1:])
            for some in zip(*parts, strict=True)
        )
    )


def scaled(names: Sequence[str], unit: Runs) -> dict[str, Runs]:
    """Rows of the unit cube as parameters, each over its declared range."""
    ranges = [PARAMETER_TABLE[name] for name in names]
    return {
        name: one.low + (one.high - one.low) * unit[:, k]
        for k, (name, one) in enumerate(zip(names, ranges, strict=True))
    }


def weights(mu_star: Runs) -> Runs:
    """Mean over outcomes of a parameter's share of the summed mu*: `[parameter, outcome]` -> `[parameter]`."""
    total = mu_star.sum(axis=0)
    return np.asarray((mu_star / np.where(total > 0, total, 1.0)).mean(axis=1))


def of_size(runs: int, trajectories: int, samples: int) -> int:
    """How many runs are simulated in all."""
    return runs * (trajectories * (len(PARAMETER_TABLE) + 1) + samples * (CHOSEN + 2))


def sensitivity(
    runs: int = 10,
    seed: int = 0,
    trajectories: int = 16,
    samples: int = 128,
    progress: Callable[[int, int], None] | None = None,
) -> SensitivityFound:
    """Morris over all parameters, Sobol over the dozen of largest weight.

    runs          worlds that every point meets, 2 or more
    trajectories  of the Morris design, 2 or more: trajectories (parameters + 1) points
    samples       rows of the Saltelli design, a power of 2: samples (12 + 2) points; other parameters at their defaults
    progress      called as progress(runs done, runs in all)

    Raises ScenarioError without SALib.
    """
    done, total = 0, of_size(runs, trajectories, samples)

    def step(more: int) -> None:
        nonlocal done
        done += more
        if progress is not None:
            progress(done, total)

    names = list(PARAMETER_TABLE)
    screen = unit_design("morris", len(names), trajectories, GRID, seed)
    screened = measured(scaled(names, screen), runs, seed, step)
    everyone = np.arange(runs)
    values = screened.outcome(everyone)
    effects = morris_effects(screen, values, seed)
    weight = weights(effects.mu_star)
    order = np.argsort(-weight, kind="stable")[:CHOSEN]
    chosen = [names[k] for k in order]

    rows = unit_design("saltelli", CHOSEN, samples, GRID, seed)
    sampled = measured(scaled(chosen, rows), runs, seed, step)
    varied = sampled.outcome(everyone)

    again = draws.of_design(seed, "worlds again").integers(runs, size=(AGAIN, runs))
    others = np.stack([screened.outcome(worlds) for worlds in again])
    noise = np.sqrt(others.var(axis=0, ddof=1).mean(axis=0))
    spread = np.stack([elementary_effects(screen, one) for one in others]).var(axis=0, ddof=1).mean(axis=0)
    luck = np.sqrt(2.0 / np.pi * spread)  # the mean size of a normal error around nothing
    noise_there = np.stack([sampled.outcome(worlds) for worlds in again]).var(axis=0, ddof=1).mean(axis=0)
    variance = varied.var(axis=0)
    outcomes: list[OutcomeFound] = []
    for k, (outcome, unit) in enumerate(OUTCOMES.items()):
        outcomes.append(
            OutcomeFound(
                outcome=outcome,
                unit=unit,
                mean=float(values[:, k].mean()),
                least=float(np.min(values[:, k])),
                most=float(np.max(values[:, k])),
                noise=float(noise[k]),
                noise_share=float(noise_there[k] / variance[k]) if variance[k] > 0 else 0.0,
                beyond=int(
                    (
                        effects.mu_star_interval[0, :, k] > luck[:, k] + ROUNDING * np.abs(values[:, k]).max()
                    ).sum()
                ),
                effects=_effects(names, effects, luck, k),
                indices=_indices(chosen, varied[:, k], seed),
            )
        )
    return SensitivityFound(
        scenario=SCENARIO,
        version=version(),
        seed=seed,
        runs=runs,
        trajectories=trajectories,
        samples=samples,
        parameters=len(names),
        points=len(screen) + len(rows),
        simulated=total,
        war=float(screened.war.mean()),
        rule="mean over outcomes of the share of a parameter's mu* in the sum of all",
        chosen=[Weighed(parameter=names[k], weight=float(weight[k])) for k in order],
        outcomes=outcomes,
    )


def _effects(names: Sequence[str], effects: Effects, luck: Runs, k: int) -> list[EffectFound]:
    found = [
        EffectFound(
            parameter=name,
            mu_star=float(effects.mu_star[j, k]),
            mu_star_low=float(effects.mu_star_interval[0, j, k]),
            mu_star_high=float(effects.mu_star_interval[1, j, k]),
            sigma=float(effects.sigma[j, k]),
            sigma_low=float(effects.sigma_interval[0, j, k]),
            sigma_high=float(effects.sigma_interval[1, j, k]),
            luck=float(luck[j, k]),
        )
        for j, name in enumerate(names)
    ]
    return sorted(found, key=lambda one: -one["mu_star"])


def _indices(names: Sequence[str], values: Runs, seed: int) -> list[IndexFound]:
    indices = sobol_indices(len(names), values, seed)
    found = [
        IndexFound(
            parameter=name,
            first=float(first),
            first_low=float(first - first_half),
            first_high=float(first + first_half),
            total=float(total),
            total_low=float(total - total_half),
            total_high=float(total + total_half),
        )
        for name, first, first_half, total, total_half in zip(names, *indices, strict=True)
    ]
    return sorted(found, key=lambda one: -one["total"])
