"""Two levels: the leader proposes, the coalition at home ratifies (Putnam 1988).

The leader's proposal follows disposition and the rival: `aim = d L + s o`, with L the disposition, o the rival
as seen. Ratified is what lies in the win-set,

    - w hawks - hostility seen  <=  act  <=  w (1 - hawks) + warmth remembered

Hawks shrink it from above, and their absence from below; a rival's good conduct widens what can be defended at home, its
bad conduct what home demands. What lies outside is vetoed: neither proposed to the rival nor accepted from it.
"""

from __future__ import annotations

from simulation import columns
from simulation.doctrines.doctrine import Doctrine, Term
from simulation.doctrines.reciprocity import nearest_to
from simulation.parameters import Parameters
from simulation.rules.arrays import above, positive
from simulation.state import Observation

DISPOSITION = 0.4  # how far a wholly conciliatory leader would go unasked, Goldstein/10 (assumption)
ANSWER = 0.5  # share of the rival's conduct in the proposal, about what COPDAB 1948-78 has (assumption)


def reasons(o: Observation, p: Parameters) -> list[Term]:
    """The leader's pull towards the proposal, and the coalition's veto on every act beyond the win-set."""
    lowest = -p.win_set * o.hawks - positive(-o.seen)
    highest = p.win_set * (1.0 - o.hawks) + positive(o.remembered)
    proposal = nearest_to(DISPOSITION * o.leader + ANSWER * o.seen, p.sharpness, "proposal")
    vetoes = []
    for weight, column in columns.SCALE:
        beyond = above(weight, highest) | above(lowest, weight)
        vetoes.append(Term("veto", "audience", column, -10.0 * p.sharpness * beyond))
    return [*proposal, *vetoes]


TWO_LEVEL = Doctrine("two_level", "Two levels", "Putnam 1988", reasons)
