"""One claim in some worlds: treatment against control, run by run, for each of its aims and each window."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from simulation.experiments.claims.arm import Arm
from simulation.experiments.claims.claim import Claim
from simulation.experiments.claims.effect import Effect, effect_of
from simulation.experiments.claims.laboratory import Laboratory
from simulation.experiments.claims.measures import KEPT, MEASURES, Runs, named
from simulation.experiments.claims.result import Judged, Own
from simulation.experiments.claims.worlds import World

WHOLE_WINDOW = "after"  # what an aim with windows is quoted by: all that follows what was ordered

#: one arm's runs of a measure, by its name in `KEPT`
Read = Callable[[str], Runs]


def differences(claim: Claim, control: Arm, frozen: bool = False) -> list[tuple[Arm, Arm]]:
    """Treatment and control; and, for a claim with a probe, both without the probe.

    `frozen`: in the treatment the acts of the control are done again, so that nobody whose conduct is studied can react.
    """
    both = [(claim.treatment, control), *([claim.before] if claim.before else [])]
    return [(treatment._replace(again=held), held) for treatment, held in both] if frozen else both


def compared(
    laboratory: Laboratory,
    worlds: Sequence[World],
    pairs: Sequence[tuple[Arm, Arm]],
    payoffs: tuple[str, ...],
    resampled: bool,
) -> dict[str, Callable[[str], Effect]]:
    """By payoff world, the effect on any measure: runs of several `worlds` are put together, each paired with its own.

    With two `pairs` the second is the same comparison without a probe, and is taken off.
    """

    def effect(name: str, measure: str) -> Effect:
        arms = []
        for side in (0, 1):
            runs = [
                np.concatenate(
                    [laboratory.arms(world, pair[side], payoffs)[name][measure] for world in worlds]
                )
                for pair in pairs
            ]
            arms.append(runs[0] - runs[1] if len(runs) > 1 else runs[0])
        return effect_of(arms[0], arms[1], resampled, MEASURES[KEPT[measure][0]].rare)

    return {name: lambda measure, name=name: effect(name, measure) for name in payoffs}  # type: ignore[misc]


def judged(claim: Claim, effect: Callable[[str], Effect]) -> Own:
    """What one comparison says of each aim of a claim."""
    return Own(
        tuple(
            Judged(
                aim,
                effect(named(aim.measure, WHOLE_WINDOW if aim.windows else "")),
                {window: effect(named(aim.measure, window)) for window in aim.windows},
            )
            for aim in claim.aims
        )
    )
