"""Reciprocity on a graduated scale: answer in kind, and let a little pass.

Axelrod's (1984) tit for tat knows two moves; here the answer is the act nearest to what was seen (Goldstein 1995).
Forgiveness is a share of every provocation that is not returned (generous tit for tat; Nowak & Sigmund 1992).
"""

from __future__ import annotations

from simulation import columns
from simulation.doctrines.doctrine import Doctrine, Term
from simulation.parameters import Parameters
from simulation.rules.arrays import positive
from simulation.state import Array, Observation

#: what a state that would rather cooperate does when nothing has happened: 'nice' in Axelrod's sense, a small friendly act
OPENING = 0.1


def nearest_to(aim: Array, sharpness: Array, name: str = "due") -> list[Term]:
    """Terms that prefer the act nearest to `aim` on the scale, `-(g - aim)^2`; `aim` is `[pair, run]`, Goldstein/10."""
    strict = 10.0 * sharpness
    return [
        Term(name, "reciprocity", columns.WEIGHT, 2.0 * strict * aim),
        Term(name, "reciprocity", columns.SQUARE, -strict * (1.0 + 0.0 * aim)),
    ]


def reasons(o: Observation, p: Parameters) -> list[Term]:
    """Return what was seen; of a provocation, all but the forgiven share."""
    due = o.seen + p.generosity * positive(-o.seen) + OPENING
    return nearest_to(due, p.sharpness)


RECIPROCITY = Doctrine(
    "reciprocity",
    "Graduated reciprocity",
    "Axelrod 1984; Goldstein 1995; Nowak & Sigmund 1992",
    reasons,
)
