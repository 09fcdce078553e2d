"""Limited reciprocity: on a graduated scale, go part of the way to where the rival stands (Goldstein 1995).

    aim = c + s (o + e - c)

with c the state's own recent conduct, o the rival's as seen, s the share of the distance covered in one move, and e a
small opening, by which the rival is read a little kindly. A move of the rival by d is answered by one of s d. What is
not answered stays: routine (Goldstein & Freeman 1990, 1991). `reciprocity` differs: it returns the whole of what it sees,
and nothing of its own past.
"""

from __future__ import annotations

from simulation.doctrines.doctrine import Doctrine, Term
from simulation.doctrines.graduated import on_average
from simulation.doctrines.reciprocity import OPENING
from simulation.parameters import Parameters
from simulation.state import Observation


def reasons(o: Observation, p: Parameters) -> list[Term]:
    """Move from one's own conduct by a share of the distance to the rival's."""
    return on_average(
        o.conduct + p.partial_reciprocity * (o.seen + OPENING - o.conduct), p.sharpness, "part_way"
    )


LIMITED_RECIPROCITY = Doctrine(
    "limited_reciprocity", "Limited reciprocity", "Goldstein 1995; Goldstein & Freeman 1990", reasons
)
