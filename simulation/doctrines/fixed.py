"""Hawk, dove and hold: fixed propensities, blind to what the rival does. Baselines, and tempters of the others.

Hold does nothing: it is the control of every conciliatory treatment, since most of what conciliation brings comes from
not provoking (literature review 6.7). It begins nothing and joins in nothing; an offer made to it is declined, and the one
who offered takes that as any refusal is taken.
"""

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


def still(o: Observation, p: Parameters) -> list[Term]:
    """Nothing but holding: w(hold) = s, everything else 0."""
    return [Term("holding", "leaning", columns.HOLD, p.sharpness * (1.0 + 0.0 * o.seen))]


HOLD = Doctrine("hold", "Hold", "no act at all: the control (literature 6.7)", still)
