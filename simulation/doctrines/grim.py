"""Grim: cooperate until the first hostile month, and never again after it (trigger strategy; Friedman 1971).

q = 1 until the rival's conduct over a month has once been hostile, then 0 for ever. A first move that looks hostile is
answered at once, but only a hostile month pulls the trigger. With noise it is a matter of time (Green & Porter 1984).

Notes: slot 0 holds 1 once the trigger has been pulled.
"""

from __future__ import annotations

from simulation.doctrines.doctrine import Doctrine, Term
from simulation.doctrines.two_moves import WRONGED, hostile, mixture
from simulation.parameters import Parameters
from simulation.rules.arrays import namespace
from simulation.state import Array, Observation


def reasons(o: Observation, p: Parameters) -> list[Term]:
    """Defect once wronged, or in answer to a defection just seen."""
    return mixture("grudge", 1.0 - ((o.notes[WRONGED] > 0.5) | (o.answering & hostile(o))), o, p)


def remember(notes: Array, o: Observation, act: Array, p: Parameters) -> Array:
    """Once wronged, always wronged."""
    xp = namespace(notes)
    return xp.stack([xp.maximum(notes[WRONGED], 1.0 * hostile(o)), *notes[1:]])


GRIM = Doctrine("grim", "Grim trigger", "Friedman 1971; with noise Green & Porter 1984", reasons, remember)
