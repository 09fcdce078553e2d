"""Contrite tit for tat: whoever has defected without cause accepts one punishment (Sugden 1986; Boyd 1989).

Three standings (Wu & Axelrod 1995). *Content*: cooperate; a rival's defection makes one *provoked*, an own defection
without cause *contrite*. *Provoked*: defect until the rival cooperates. *Contrite*: cooperate, whatever the rival does,
until one has cooperated for a month; only then is one content again.

Cause is judged in hindsight, over the whole month: an answer to a single misread move turns out to have had none when
the rival's month as a whole was not hostile. What was misread for a whole month stays misread, and there contrition does
not help (Boerlijst, Nowak & Sigmund 1997).

Notes: slot 0 holds the standing.
"""

from __future__ import annotations

from simulation.doctrines.doctrine import Doctrine, Term
from simulation.doctrines.two_moves import hostile, mixture
from simulation.parameters import Parameters
from simulation.rules.arrays import namespace
from simulation.state import Array, Observation

STANDING = 0
CONTENT, PROVOKED, CONTRITE = 0.0, 1.0, 2.0


def _is(standing: Array, which: float) -> Array:
    """Notes are floats, of which the last bit says nothing."""
    return abs(standing - which) < 0.5


def reasons(o: Observation, p: Parameters) -> list[Term]:
    """Defect if provoked and the rival has not just cooperated, or if content and it has just defected."""
    xp = namespace(o.seen)
    standing = o.notes[STANDING]
    defects = xp.where(o.answering, ~_is(standing, CONTRITE) & hostile(o), _is(standing, PROVOKED))
    return mixture("standing", 1.0 - defects, o, p)


def remember(notes: Array, o: Observation, act: Array, p: Parameters) -> Array:
    """The new standing, from the rival's month (`o.seen`) and the state's own (`act`), Goldstein/10."""
    xp = namespace(notes)
    standing = notes[STANDING]
    wronged, defected = hostile(o), act < 0
    # an own defection had a cause if one was provoked already, or if the rival's month was hostile
    fresh = xp.where(wronged, PROVOKED, xp.where(defected & ~_is(standing, PROVOKED), CONTRITE, CONTENT))
    amends = xp.where(defected, CONTRITE, CONTENT)
    return xp.stack([xp.where(_is(standing, CONTRITE), amends, fresh), *notes[1:]])


CONTRITE_TIT_FOR_TAT = Doctrine(
    "contrite_tit_for_tat",
    "Contrite tit for tat",
    "Sugden 1986; Boyd 1989; Wu & Axelrod 1995",
    reasons,
    remember,
)
