"""Pavlov: win, stay; lose, shift (Nowak & Sigmund 1993).

A move has won if the rival cooperated, whatever one did oneself, and lost if it defected. So the next move is to cooperate
exactly when both did the same in the last one: q = 1 if D_own = D_rival, else 0. After mutual defection it tries to
cooperate; a rival that never hits back it goes on exploiting.

Notes: slot 0 holds whether the own month was hostile, slot 1 whether the rival's was. In the second move of a month the
last move is the first, which was played by the same rule.
"""

from __future__ import annotations

from simulation.doctrines.doctrine import Doctrine, Term
from simulation.doctrines.two_moves import hostile, mixture
from simulation.parameters import Parameters
from simulation.rules.arrays import namespace
from simulation.state import Array, Observation

OWN, RIVAL = 0, 1


def reasons(o: Observation, p: Parameters) -> list[Term]:
    """Cooperate if the last moves were alike."""
    xp = namespace(o.seen)
    opened_with_defection = (o.notes[OWN] > 0.5) != (o.notes[RIVAL] > 0.5)
    alike = xp.where(o.answering, opened_with_defection == hostile(o), ~opened_with_defection)
    return mixture("win_stay", 1.0 * alike, o, p)


def remember(notes: Array, o: Observation, act: Array, p: Parameters) -> Array:
    """Keep what both did over the month: `act` the state's own conduct, `o.seen` the rival's."""
    return namespace(notes).stack([1.0 * (act < 0), 1.0 * hostile(o), *notes[2:]])


PAVLOV = Doctrine("pavlov", "Pavlov", "win-stay, lose-shift: Nowak & Sigmund 1993", reasons, remember)
