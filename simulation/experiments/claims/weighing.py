"""Z1 depends on what one calls optimal: the best mixture against the best single aim under several ways to weigh goals.

Four of the seven goals are costs that doing nothing avoids, so no weighing of them is neutral and none decides. Each picks
its own best mixture and its own best single aim by the search, and compares them on fresh draws.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from simulation.experiments.claims.effect import Effect, Paired, effect_of
from simulation.experiments.claims.frontier import GOALS, MOTIVES, Floats, Frontier, mixed, run_goals, scaled

CRITICISMS = ("softness", "dependence", "rights_criticism", "global_attention")
#: goals that count, and equally
WEIGHINGS: dict[str, tuple[str, ...]] = {
    "equal": tuple(GOALS),
    "gain": ("benefit",),
    "peace": ("benefit", "tension", "severe_crises"),
    "criticisms": CRITICISMS,
}


class Weighing(NamedTuple):
    """One way to weigh the goals: the mixture and the single aim that do best by it, and the difference."""

    name: str
    mixture: Floats  # [motive] 0-1 of twice the default
    single: str
    effect: Effect  # mixture less single, share of the way from worst to best


def weighed(name: str, goals: Floats, worst: Floats, best: Floats) -> Floats:
    """The worth of goals `[..., goal]` by one weighing, 0-1 (beyond, if the draws go beyond what the search has seen)."""
    reached = scaled(goals, worst, best)
    counted = reached[..., [list(GOALS).index(goal) for goal in WEIGHINGS[name]]]
    return np.asarray(counted.mean(axis=-1))


def weighings(frontier: Frontier, runs: int, seed: int) -> list[Weighing]:
    """Every weighing, on draws of a seed that the search has not used."""
    found = []
    several, scale = mixed(np.asarray(frontier.spread)), (frontier.low, frontier.high)
    for name in WEIGHINGS:
        worth = np.where(several, weighed(name, frontier.goals, *scale), -np.inf)
        mixture = frontier.motives[int(np.argmax(worth))]
        single = int(np.argmax(weighed(name, frontier.alone, *scale)))
        # one policy at a time, so that run k meets the same chance in both
        treated, control = (
            weighed(name, run_goals(policy[None], runs, seed + 1)[0], *scale)
            for policy in (mixture, np.eye(len(MOTIVES))[single])
        )
        effect = effect_of(Paired(treated, control), resampled=False)
        found.append(Weighing(name, mixture, MOTIVES[single], effect))
    return found
