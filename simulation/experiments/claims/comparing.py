"""One claim in some worlds: treatment against control, run by run, for each of its aims and each window."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from simulation.experiments.claims.arm import Arm
from simulation.experiments.claims.claim import Claim
from simulation.experiments.claims.effect import Effect, Paired, effect_of
from simulation.experiments.claims.laboratory import Laboratory
from simulation.experiments.claims.measures import KEPT, MEASURES, Runs, named
from simulation.experiments.claims.reserved import NEARBY, VECTORS
from simulation.experiments.claims.result import Judged, Own
from simulation.experiments.claims.worlds import World

WHOLE_WINDOW = "after"  # what an aim with windows is quoted by: all that follows what was ordered


def differences(claim: Claim, control: Arm, frozen: bool = False) -> list[tuple[Arm, Arm]]:
    """Treatment and control; and, for a claim with a probe, both without the probe.

    `frozen`: in the treatment the acts of the control are done again, so that nobody whose conduct is studied can react.
    """
    both = [(claim.treatment, control), *([claim.before] if claim.before else [])]
    return [(treatment._replace(again=held), held) for treatment, held in both] if frozen else both


def paired(
    laboratory: Laboratory,
    worlds: Sequence[World],
    pairs: Sequence[tuple[Arm, Arm]],
    payoffs: tuple[str, ...],
    name: str,
    measure: str,
) -> Paired:
    """The runs of both arms on one measure, in the payoff world `name`; runs of several `worlds` are put together.

    With two `pairs` the second is the same comparison without a probe, and is taken off.
    """
    arms: list[Runs] = []
    for side in (0, 1):
        runs = [
            np.concatenate([laboratory.arms(world, pair[side], payoffs)[name][measure] for world in worlds])
            for pair in pairs
        ]
        arms.append(runs[0] - runs[1] if len(runs) > 1 else runs[0])
    treatment, control = arms
    if name != NEARBY:
        return Paired(treatment, control)
    each = len(treatment) // len(worlds)
    vector = np.tile(np.arange(each) % VECTORS, len(worlds))
    return Paired(treatment, control, vector, np.repeat(np.arange(len(worlds)), each))


def compared(
    laboratory: Laboratory,
    worlds: Sequence[World],
    pairs: Sequence[tuple[Arm, Arm]],
    payoffs: tuple[str, ...],
    resampled: bool,
) -> dict[str, Callable[[str], Effect]]:
    """By payoff world, the effect on any measure, by its name in `KEPT` (`paired`)."""

    def effect(name: str, measure: str) -> Effect:
        runs = paired(laboratory, worlds, pairs, payoffs, name, measure)
        return effect_of(runs, resampled, rare(measure))

    return {name: lambda measure, name=name: effect(name, measure) for name in payoffs}  # type: ignore[misc]


def rare(measure: str) -> bool:
    """Whether arms are compared by the ratio of their rates."""
    return MEASURES[KEPT[measure][0]].rare


def quoted(claim: Claim) -> list[str]:
    """The names of what each aim is quoted by."""
    return [named(aim.measure, WHOLE_WINDOW if aim.windows else "") for aim in claim.aims]


def judged(claim: Claim, effect: Callable[[str], Effect]) -> Own:
    """What one comparison says of each aim of a claim; and what is shown beside and judged by nobody."""
    return Own(
        tuple(
            Judged(aim, effect(name), {window: effect(named(aim.measure, window)) for window in aim.windows})
            for aim, name in zip(claim.aims, quoted(claim), strict=True)
        ),
        {name: effect(name) for name in claim.beside},
    )
