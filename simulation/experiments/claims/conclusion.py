"""The conclusion (Z1): a mixture of aims against a single one, by every notion of what is best; no single one decides."""

from __future__ import annotations

import numpy as np

from simulation.experiments.claims.arm import Arm
from simulation.experiments.claims.claim import Aim, Claim
from simulation.experiments.claims.effect import Paired, effect_of
from simulation.experiments.claims.frontier import MOTIVES, Frontier, goals_in
from simulation.experiments.claims.result import Judged, Own, Result
from simulation.experiments.claims.verdict import NO_SHARE, Finding, says, verdict_by_cases
from simulation.experiments.claims.weighing import Weighing, weighed, weighings
from simulation.experiments.claims.worlds import CHARACTERS, PAYOFFS, World

CLAIM = Claim(
    "Z1",
    "several motives pull on every choice of the deliberate coalition",
    "states mind the mixture of aims that does best, or the single aim that does best alone",
    Arm(),
    Arm(),
    (Aim("score", +1),),
)


def examine_conclusion(
    frontier: Frontier, runs: int, seed: int, world_runs: int
) -> tuple[Result, list[Weighing]]:
    """Z1 by every weighing, in the laboratory's own world and in others, on draws that the search has not seen."""
    found = weighings(frontier, runs, seed)
    findings = []
    for character in CHARACTERS:
        for one in found:
            world = World(character=character, case=one.name)
            worth = [
                weighed(
                    one.name,
                    goals_in(policy, world, PAYOFFS, world_runs, seed + 1),
                    frontier.low,
                    frontier.high,
                )
                for policy in (one.mixture, np.eye(len(MOTIVES))[MOTIVES.index(one.single)])
            ]
            for place, payoffs in enumerate(PAYOFFS):
                effect = effect_of(Paired(worth[0][place], worth[1][place]), resampled=False)
                findings.append(Finding(world._replace(payoffs=payoffs), effect, says(effect, +1)))
    aim = CLAIM.aims[0]
    cases = {one.name: Own((Judged(aim, one.effect, {}),)) for one in found}
    word, condition = verdict_by_cases({name: own.says for name, own in cases.items()}, findings)
    return Result(CLAIM, cases, word, condition, NO_SHARE, findings), found
