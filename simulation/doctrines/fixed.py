"""Hawk and dove: fixed propensities, blind to what the rival does. Baselines, and tempters of the others."""

from __future__ import annotations

from simulation import columns
from simulation.doctrines.doctrine import Doctrine, Reasons, Term
from simulation.parameters import Parameters
from simulation.state import Observation


def leaning(towards: columns.Column, strength: float, against: columns.Column) -> Reasons:
    """A fixed leaning towards one column of acts and against another; `strength` is in units of sharpness."""

    def reasons(o: Observation, p: Parameters) -> list[Term]:
        even = 1.0 + 0.0 * o.seen
        weight = 0.25 * strength * p.sharpness * even
        return [Term("leaning", "leaning", towards, weight), Term("avoiding", "leaning", against, -weight)]

    return reasons


HAWK = Doctrine(
    "hawk",
    "Hawk",
    "fixed propensity to provoke: baseline (literature R3)",
    leaning(columns.PROVOKE, 1.0, columns.TOWARDS),
)
DOVE = Doctrine(
    "dove",
    "Dove",
    "fixed propensity to talk and cooperate: baseline (literature R3)",
    leaning(columns.TOWARDS, 1.0, columns.PROVOKE),
)
