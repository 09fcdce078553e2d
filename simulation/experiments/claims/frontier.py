"""The conclusion (Z1): must a state mind several aspects at once? A search for the best that policies can do.

What the deliberate coalition wants (`MOTIVES`) is varied between nothing and twice its default, for both sides, and
NSGA-III (Deb & Jain 2014, library pymoo) looks for the policies that nothing beats in all of `GOALS` at once: more mutual
benefit, less tension, fewer severe crises, and less of each of the four criticisms. `conclusion` then puts mixtures against
single motives, on fresh draws.
"""

from __future__ import annotations

import importlib.util
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.stats import qmc

from simulation.engine import simulate
from simulation.errors import ScenarioError
from simulation.experiments.claims.laboratory import payoff_parameters
from simulation.experiments.claims.measures import measured
from simulation.experiments.claims.worlds import World, laboratory_scenario
from simulation.parameters import PARAMETER_TABLE
from simulation.saying import say

Floats = NDArray[np.float64]

#: what the deliberate coalition wants, each a parameter; 0 to twice the default
MOTIVES = (
    "want_reassurance",
    "want_deterrence",
    "want_dialogue",
    "want_restraint",
    "want_gain",
    "want_influence",
    "want_attention",
)
#: what is sought, and whether more of it is better (+1) or less (-1)
GOALS: dict[str, int] = {
    "benefit": +1,
    "tension": -1,
    "severe_crises": -1,
    "softness": -1,
    "dependence": -1,
    "rights_criticism": +1,
    "global_attention": +1,
}
MIXED = 2.0  # effective number of motives from which a policy counts as a mixture (assumption)
PARTITIONS = 2  # of the reference directions: 28 directions for seven goals
GENERATIONS = 20
RUNS = 16  # runs a candidate in the search


class Frontier(NamedTuple):
    """What the search found. Shares of twice the default for motives; natural units for goals."""

    motives: Floats  # [policy, motive] 0-1
    goals: Floats  # [policy, goal]
    best: int  # the mixture that is the best compromise
    single: str  # the single motive that does best alone
    single_goals: Floats  # [goal]
    alone: Floats  # [motive, goal] what each single motive reaches
    spread: list[float]  # effective number of motives of each policy on the frontier (exp of entropy)
    low: Floats  # [goal] worst and
    high: Floats  # best value among all policies tried, by which goals are put on one scale


def _parameters(table: Floats) -> dict[str, Floats]:
    top = np.array([2.0 * PARAMETER_TABLE[name].default for name in MOTIVES])
    return {name: table[:, k] * top[k] for k, name in enumerate(MOTIVES)}


def run_goals(table: Floats, runs: int, seed: int) -> Floats:
    """The goals of each candidate and run, `[candidate, run, goal]`, in the laboratory's own world; NaN after a war."""
    parameters = {name: np.repeat(values, runs) for name, values in _parameters(table).items()}
    return _goals(World(), parameters, len(table) * runs, seed).reshape(len(table), runs, len(GOALS))


def goals_in(policy: Floats, world: World, payoffs: tuple[str, ...], runs: int, seed: int) -> Floats:
    """The goals of one policy in each payoff world of a world, `[payoffs, run, goal]`."""
    extra = {name: float(values[0]) for name, values in _parameters(policy[None]).items()}
    parameters = payoff_parameters(payoffs, runs, extra)
    return _goals(world, parameters, len(payoffs) * runs, seed).reshape(len(payoffs), runs, len(GOALS))


def _goals(world: World, parameters: dict[str, Floats], runs: int, seed: int) -> Floats:
    result = simulate(laboratory_scenario(world, None), runs=runs, seed=seed, parameters=parameters)
    found = measured(result)
    return np.stack([found[goal] for goal in GOALS], axis=-1)


def scaled(goals: Floats, worst: Floats, best: Floats) -> Floats:
    """How far each goal is from the worst (0) to the best (1) found; goals in the last axis."""
    return np.asarray((goals - worst) / np.where(best == worst, 1.0, best - worst))


def score(goals: Floats, worst: Floats, best: Floats) -> Floats:
    """Mean over all goals of how far each is from the worst to the best found: no goal counts more than another."""
    return np.asarray(scaled(goals, worst, best).mean(axis=-1))


def mixed(spread: Floats) -> NDArray[np.bool_]:
    """Which policies mind several aims, by their effective number; all of them if none does."""
    several = np.asarray(spread) >= MIXED
    return several if bool(several.any()) else ~several


def need_pymoo() -> None:
    """Raise ScenarioError, one line, if the library for the search is not there: before minutes have been spent."""
    if importlib.util.find_spec("pymoo") is None:
        raise ScenarioError(say("refusal_run.pymoo"))


def search_frontier(seed: int, generations: int = GENERATIONS, runs: int = RUNS) -> Frontier:
    """Look for the policies that nothing beats in all goals. Needs pymoo (extra "claims"); one line if it is not there."""
    need_pymoo()
    from pymoo.algorithms.moo.nsga3 import NSGA3
    from pymoo.core.problem import Problem
    from pymoo.optimize import minimize
    from pymoo.util.ref_dirs import get_reference_directions

    signs = np.array(list(GOALS.values()), dtype=float)
    tried: list[tuple[Floats, Floats]] = []

    class Policies(Problem):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__(n_var=len(MOTIVES), n_obj=len(GOALS), xl=0.0, xu=1.0)

        def _evaluate(self, x: Floats, out: dict[str, Floats], *args: object, **kwargs: object) -> None:
            goals = np.nanmean(run_goals(x, runs, seed), axis=1)
            tried.append((x, goals))
            out["F"] = -signs * goals  # the library minimises

    directions = get_reference_directions("das-dennis", len(GOALS), n_partitions=PARTITIONS)
    # the search starts among single motives and evenly spread mixtures, so that neither has a head start
    begin = np.concatenate([np.eye(len(MOTIVES)), qmc.Halton(len(MOTIVES), scramble=False).random(20)])
    algorithm = NSGA3(ref_dirs=directions, sampling=begin)
    found = minimize(Policies(), algorithm, ("n_gen", generations), seed=seed % 2**31, verbose=False)
    motives, goals = np.atleast_2d(found.X), -signs * np.atleast_2d(found.F)
    alone = np.nanmean(run_goals(np.eye(len(MOTIVES)), runs, seed), axis=1)
    every = np.concatenate([goals for _, goals in tried] + [alone])
    best_of = np.where(signs > 0, every.max(axis=0), every.min(axis=0))
    worst_of = np.where(signs > 0, every.min(axis=0), every.max(axis=0))
    scores, single = score(goals, worst_of, best_of), score(alone, worst_of, best_of)
    shares = motives / np.maximum(motives.sum(axis=1, keepdims=True), 1e-12)
    entropy = -(shares * np.log(np.maximum(shares, 1e-12))).sum(axis=1)
    spread = np.exp(entropy).round(6)
    return Frontier(
        motives,
        goals,
        int(np.argmax(np.where(mixed(spread), scores, -np.inf))),
        MOTIVES[int(np.argmax(single))],
        alone[int(np.argmax(single))],
        alone,
        spread.tolist(),
        worst_of,
        best_of,
    )
