"""Doctrines of the repeated game, which know two moves: cooperate or defect. Tit for tat and its generous kin.

To cooperate is a modest gesture that needs no agreement (talk, visit), or whatever an agreement has opened; to defect is
to denounce. A doctrine gives q, the probability of cooperating, and the log weights are those of the mixture,

    w(a) = log(q / k) for the k acts within reach that cooperate,  w(a) = log((1 - q) / k) for the k that defect,

everything else far below. A state in the mood to cooperate accepts any friendly act; in the mood to defect, none.
A month has two moves. In the first a state goes by the rival's conduct of the month before, in the second by the first
move that it has just seen; it sees through noise and distrust, so that it is often wrong (Wu & Axelrod 1995).
"""

from __future__ import annotations

from simulation import columns
from simulation.columns import Column
from simulation.doctrines.doctrine import Doctrine, Term
from simulation.doctrines.grit import HOSTILE
from simulation.parameters import Parameters
from simulation.rules.arrays import above, add_up, bounded, namespace
from simulation.state import Array, Observation

WRONGED = 0  # slot: 1 if the rival's conduct of last month was hostile
COOPERATE, DEFECT, HOLD, AMPLE, ESCALATE = columns.covering(
    "two_moves",
    cooperate=columns.COOPERATE,
    defect=columns.DENOUNCE,
    hold=columns.HOLD,
    ample=columns.AMPLE,
    escalate=columns.ESCALATE,
)


def within_reach(column: Column, o: Observation) -> Array:
    """How many of the acts that `column` marks may be chosen, `[pair, run]`, at least one."""
    return bounded(add_up(column[:, None, None] * o.available), 1.0, float(len(column)))


def mixture(name: str, cooperate: Array, o: Observation, p: Parameters) -> list[Term]:
    """Terms that cooperate with probability `cooperate` `[pair, run]`, 0-1, and defect otherwise.

    The mood 2q - 1 says which of the other acts is the less unlikely, and so what is accepted.
    """
    xp = namespace(o.seen)
    sharp = p.sharpness * (1.0 + 0.0 * o.seen)
    never = xp.exp(-2.0 * sharp)
    mood = 2.0 * cooperate - 1.0
    share = xp.log(cooperate + never) - xp.log(within_reach(COOPERATE, o))
    other = xp.log(1.0 - cooperate + never) - xp.log(within_reach(DEFECT, o))
    return [
        Term(name, "reciprocity", COOPERATE, share),
        Term(name, "reciprocity", DEFECT, other),
        Term(name, "reciprocity", HOLD, -sharp),
        Term(name, "reciprocity", AMPLE, sharp * (0.5 * mood - 1.0)),
        Term(name, "reciprocity", ESCALATE, -2.0 * sharp),
    ]


def hostile(o: Observation) -> Array:
    """Whether what the rival has just done, or in `remember` its whole month, was a defection; bool `[pair, run]`."""
    return above(-o.seen, HOSTILE)


def provoked(o: Observation) -> Array:
    """Whether the rival defected in the move to be answered: just now, or else last month; bool `[pair, run]`."""
    return namespace(o.seen).where(o.answering, hostile(o), o.notes[WRONGED] > 0.5)


def mark(notes: Array, o: Observation, act: Array, p: Parameters) -> Array:
    """Keep whether the rival's month was hostile."""
    return namespace(notes).stack([1.0 * hostile(o), *notes[1:]])


def tit_for_tat(o: Observation, p: Parameters) -> list[Term]:
    """Cooperate first, then do what the rival did in its last move: q = 1 - D."""
    return mixture("last_move", 1.0 - provoked(o), o, p)


def generous(o: Observation, p: Parameters) -> list[Term]:
    """As tit for tat, but forgive with probability g: q = 1 - (1 - g) D."""
    return mixture("last_move", 1.0 - (1.0 - p.generosity) * provoked(o), o, p)


TIT_FOR_TAT = Doctrine("tit_for_tat", "Tit for tat", "Rapoport, in Axelrod 1984", tit_for_tat, mark)
GENEROUS_TIT_FOR_TAT = Doctrine(
    "generous_tit_for_tat", "Generous tit for tat", "Nowak & Sigmund 1992; Molander 1985", generous, mark
)
