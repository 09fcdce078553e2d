"""Fixed propensities, blind to what the rival does: baselines, controls and single instruments, and tempters of the others.

Hold begins nothing and joins in what it is offered: it is the control of every conciliatory treatment, since what
conciliation seems to bring may come from not provoking. Were it to decline as well, the treatment would be
flattered by the control's rebuffs. The single instruments (talk only, trade only, ...) are hold with one kind of act added.
"""

from __future__ import annotations

from simulation import columns
from simulation.doctrines.doctrine import Doctrine, Reasons, Term
from simulation.domains import NAMES
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
    "fixed propensity to provoke: baseline",
    leaning(columns.PROVOKE, 1.0, columns.TOWARDS),
)
DOVE = Doctrine(
    "dove",
    "Dove",
    "fixed propensity to talk and cooperate: baseline",
    leaning(columns.TOWARDS, 1.0, columns.PROVOKE),
)


def still(o: Observation, p: Parameters) -> list[Term]:
    """Nothing but holding: w(hold) = s, everything else 0."""
    return [Term("holding", "leaning", columns.HOLD, p.sharpness * (1.0 + 0.0 * o.seen))]


def instrument(column: columns.Column) -> Reasons:
    """One kind of act whenever it can be done, else holding: w(kind) = 2 s, w(hold) = s, all else 0."""

    def reasons(o: Observation, p: Parameters) -> list[Term]:
        even = p.sharpness * (1.0 + 0.0 * o.seen)
        return [
            Term("leaning", "leaning", column, 2.0 * even),
            Term("holding", "leaning", columns.HOLD, even),
        ]

    return reasons


SCRIPTED = Doctrine(
    "scripted",
    "Scripted",
    "what the scenario orders, and nothing where it is silent: for history's moves and a class's (assumption)",
    still,
    receptive=True,
)
HOLD = Doctrine("hold", "Hold", "no act at all: the control", still, receptive=True)
_SINGLE = "a single instrument, for knocking the others out"
INSTRUMENTS = tuple(
    Doctrine(name, title, _SINGLE, instrument(acts), receptive=True)
    for name, title, acts in (
        ("talk_only", "Dialogue only", columns.TALK),
        ("cooperate_only", "Cooperation only", columns.JOINT),
        *((f"{name}_only", f"{name.capitalize()} only", columns.of_kind(name)) for name in NAMES),
    )
)
