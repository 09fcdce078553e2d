"""Firm deterrence: answer every provocation in kind and a little more, begin none, talk only from strength.

The deterrence model of Jervis (1976, ch. 3): a challenger is held back by the certainty of an answer; weakness invites.
Huth (1988): firm but not bullying, that is, in measure. `aim = 1.1 o` for a provocation o just seen, or for what last month
left unanswered, `d = max(|o| - |own hostility|, 0)` over the month's two moves. With no account open, hold; and if the
rival is calm and trusted enough (p > `firm_trust`), offer to talk. Against a rival that only misreads, the same firmness
is what drives the spiral: that is Jervis's other model, and both can be true here.

Notes: slot 0 holds the provocation left unanswered, Goldstein/10 of a single move.
"""

from __future__ import annotations

from simulation import columns
from simulation.doctrines.doctrine import Doctrine, Term
from simulation.doctrines.grit import HOSTILE
from simulation.doctrines.reciprocity import nearest_to
from simulation.parameters import Parameters
from simulation.rules.arrays import above, bounded, namespace, positive
from simulation.state import Array, Observation

OPEN = 0
MEASURE = 1.1  # in kind and a little more: no act is answered by a milder one (assumption)
HARDEST = columns.SCALE[0][0]  # the hardest act in the table, a threat, Goldstein/10
OFFER = 0.2  # between a visit and a summit (assumption)


def reasons(o: Observation, p: Parameters) -> list[Term]:
    """Answer what is to be answered; else hold, or talk to a calm and trusted rival."""
    xp = namespace(o.seen)
    due = xp.where(o.answering, positive(-o.seen), o.notes[OPEN])
    provoked = above(due, HOSTILE)
    calm = above(o.remembered, -HOSTILE / 2) & above(o.trust, p.firm_trust)
    aim = xp.where(provoked, bounded(-MEASURE * due, HARDEST, 0.0), OFFER * calm)
    never_first = -p.sharpness * (1.0 - provoked)
    return [
        *nearest_to(aim, p.sharpness, "firmness"),
        Term("never_first", "security", columns.PROVOKE, never_first),
    ]


def remember(notes: Array, o: Observation, act: Array, p: Parameters) -> Array:
    """What the rival's month (`o.seen`) did beyond what the state's own (`act`) has paid back."""
    unpaid = 2.0 * positive(positive(-o.seen) - positive(-act)) * above(-o.seen, HOSTILE)
    return namespace(notes).stack([unpaid, *notes[1:]])


FIRM_DETERRENCE = Doctrine("firm_deterrence", "Firm deterrence", "Jervis 1976; Huth 1988", reasons, remember)
