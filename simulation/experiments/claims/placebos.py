"""Placebos: experiments in which there is nothing to find, and how often something is found all the same."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from simulation.engine import simulate
from simulation.experiments.claims.arm import Arm
from simulation.experiments.claims.effect import Paired, effect_of
from simulation.experiments.claims.laboratory import Laboratory
from simulation.experiments.claims.measures import KEPT, Runs, measured
from simulation.experiments.claims.verdict import says
from simulation.experiments.claims.worlds import CALIBRATED, World, laboratory_scenario

EXPERIMENTS = 200
RUNS = 40  # runs an arm in a placebo experiment, as in the many worlds
POOL = 2000  # runs that are simulated at once for the arms of placebo experiments


class Placebos(NamedTuple):
    """How often each kind of placebo 'found' something; shares, 0-1, and the number of experiments."""

    shuffled_partners: float  # intervals that miss zero when runs are paired with strangers
    shuffled_partners_called: float  # of these, with an effect that would be called one
    swapped_labels: (
        float  # largest effect of listing the states in another order, absolute, over all measures
    )
    inert_change: float  # largest effect of a change that nothing can feel, absolute, over all measures
    inert_act: (
        float  # largest effect of ordering a state to do what it does anyway, absolute, over all measures
    )
    experiments: int


def placebos(seed: int, experiments: int = EXPERIMENTS) -> Placebos:
    """Shuffled partners: both arms hold, and runs are paired with other runs. Swapped labels: the states
    change places in the list. Inert change: jobs are counted otherwise. Inert act: A is ordered to do what it did.

    The first should miss zero in about 5 % of experiments, by chance; the others must change nothing (but the count of
    jobs).
    """
    stretches = POOL // (2 * RUNS)  # experiments that a pool has room for, so that no two share a run
    missed = called = 0
    for experiment in range(experiments):
        place = experiment % stretches
        if place == 0:
            laboratory = Laboratory(POOL, seed + 1 + experiment // stretches)
            pool = laboratory.arms(World(), Arm("hold"), (CALIBRATED,))[CALIBRATED]["provocations"]
        mine = pool[2 * RUNS * place : 2 * RUNS * (place + 1)]
        effect = effect_of(Paired(mine[:RUNS], mine[RUNS:]))
        missed += not effect.low <= 0.0 <= effect.high
        called += says(effect, 1) != 0
    few = Laboratory(RUNS, seed)
    plain = few.arms(World(), Arm("hold"), (CALIBRATED,))[CALIBRATED]
    inert = few.arms(World(), Arm("hold", (("jobs_per_billion", 1000.0),)), (CALIBRATED,))[CALIBRATED]
    largest = max(_apart(inert[name], plain[name]) for name in KEPT if name != "jobs")
    again = few.arms(World(), Arm("hold", again=Arm("hold")), (CALIBRATED,))[CALIBRATED]
    nothing = max(_apart(again[name], plain[name]) for name in KEPT)
    return Placebos(
        missed / experiments, called / experiments, _swapped(seed, plain), largest, nothing, experiments
    )


def _swapped(seed: int, plain: dict[str, Runs]) -> float:
    """The largest change in any measure when B is listed before A: draws are keyed by names, so it should be none."""
    scenario = laboratory_scenario(World(), "hold")
    turned = scenario.changed(states=tuple(reversed(scenario.states)))
    found = measured(simulate(turned, runs=RUNS, seed=seed))
    return max(_apart(found[name], plain[name]) for name in KEPT)


def _apart(one: Runs, other: Runs) -> float:
    """How far the same runs of two arms lie apart at most; infinite where only one has a number."""
    if not np.array_equal(np.isnan(one), np.isnan(other)):
        return float("inf")
    return float(np.max(np.abs(one - other), initial=0.0, where=~np.isnan(one)))
