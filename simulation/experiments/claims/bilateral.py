"""Both sides, one side, one side against measured answers: what five ordered years of talk or exchange bring, and leave.

Beside the claims' main experiments, in the laboratory's own world with two states and with three: every conduct, whoever
conducts it, on everything that is measured between both, while it is ordered and in each window after. While it is ordered
the effect is construction.
"""

from __future__ import annotations

from itertools import product
from typing import NamedTuple

from simulation.experiments.claims.arm import Arm
from simulation.experiments.claims.comparing import compared
from simulation.experiments.claims.effect import Effect
from simulation.experiments.claims.laboratory import Laboratory, Wanted
from simulation.experiments.claims.measures import WINDOWS, named
from simulation.experiments.claims.worlds import CALIBRATED, World

CONDUCTS = ("talk", "exchange", "both")
STATES = (2, 3)
#: who conducts it, and in the control holds back: both; one of two alike; one, whose rival only answers, and in measure
SIDES: dict[str, Arm] = {
    "both": Arm(),
    "one": Arm(by="A"),
    "answered": Arm("measured_answers", by="A"),
}
MEASURED = (
    "tension_both", "benefit", "cooperation", "force", "insults", "crises", "severe_crises", "severity", "in_force",
)  # fmt: skip


class Cell(NamedTuple):
    """One difference: who conducted what, among how many states, and what it did to a measure in a window."""

    sides: str
    states: int
    conduct: str
    measure: str
    window: str
    effect: Effect


def _arms() -> dict[tuple[str, str], tuple[Arm, Arm]]:
    """Treatment and control by sides and conduct."""
    return {
        (sides, conduct): (arm._replace(conduct=conduct), arm._replace(conduct="hold"))
        for (sides, arm), conduct in product(SIDES.items(), CONDUCTS)
    }


def bilateral(laboratory: Laboratory) -> list[Cell]:
    """All cells, with Student's t intervals over the paired differences (for rare events, ratios)."""
    arms = _arms()
    every = dict.fromkeys(arm for both in arms.values() for arm in both)
    laboratory.prepare(
        [Wanted(World(states=states), arm, (CALIBRATED,)) for states in STATES for arm in every]
    )
    cells = []
    for states, ((sides, conduct), both) in product(STATES, arms.items()):
        effect = compared(laboratory, [World(states=states)], [both], (CALIBRATED,), False)[CALIBRATED]
        cells += [
            Cell(sides, states, conduct, measure, window, effect(named(measure, window)))
            for measure, window in product(MEASURED, WINDOWS)
        ]
    return cells
