"""Linkage: progress in one field only if conduct is fit in all of them, third theatres included (Kissinger; Garthoff 1994).

    wrong = min(max(hostility seen or remembered / H, influence lost / L), 1)      the worst field speaks for all
    aim   = (1 - wrong) (opening + r remembered warmth) - hostility seen, if beyond H

Restraint is rewarded by ever more substantial acts ('a web of incentives'); a loss of influence of L closes trade, science
and culture as surely as a provocation does, however good relations are otherwise. A closed field is withheld, not turned
into a provocation of one's own; what the rival did to the state itself is answered in kind.
"""

from __future__ import annotations

from simulation.doctrines.doctrine import Doctrine, Term
from simulation.doctrines.grit import HOSTILE
from simulation.doctrines.reciprocity import nearest_to
from simulation.parameters import Parameters
from simulation.rules import influence
from simulation.rules.arrays import above, bounded, namespace, positive
from simulation.state import Observation

OPENING = 0.15  # what is on offer before conduct has earned more: words and visits, Goldstein/10 (assumption)
#: what a unit of remembered warmth earns; above 1, since warmth is read at a discount (assumption)
REWARD = 1.5


def reasons(o: Observation, p: Parameters) -> list[Term]:
    """Reward conduct that is fit in every field, withhold from conduct that is unfit in one."""
    xp = namespace(o.seen)
    hostility = xp.maximum(positive(-o.seen), positive(-o.remembered))
    wrong = bounded(xp.maximum(hostility / HOSTILE, influence.contests(o.loss, p.influence_prize)), 0.0, 1.0)
    reward = (1.0 - wrong) * (OPENING + REWARD * positive(o.remembered))
    # a slight below what counts as hostile is not worth an answer
    answer = positive(-o.seen) * above(-o.seen, HOSTILE)
    return nearest_to(reward - answer, p.sharpness, "linkage")


LINKAGE = Doctrine("linkage", "Linkage", "Kissinger 1979; Garthoff 1994", reasons)
