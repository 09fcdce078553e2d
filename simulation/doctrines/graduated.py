"""Play on a graduated scale: the act whose expected weight is what the rule asks for.

The table has gaps, and the widest lies between holding and denouncing. The act nearest to an aim in that gap is to hold,
and a rule that always took it would forgive everything short of half a denunciation. Here a state mixes the two
neighbours of its aim instead, so that its conduct is the aim on average, as a rule on a continuous scale has it.
"""

from __future__ import annotations

from simulation.columns import SCALE
from simulation.doctrines.doctrine import Term
from simulation.rules.arrays import bounded, namespace
from simulation.state import Array


def on_average(aim: Array, sharpness: Array, name: str) -> list[Term]:
    """Terms by which the expected weight of the act is `aim` `[pair, run]`, Goldstein/10, within the table's ends.

    P(a) = max(1 - |aim - g_a| / gap, 0), with the gap on the side of the aim: the hat functions of linear interpolation.
    An act out of reach leaves its share to those nearest to the aim, by exp(-s (1 + |aim - g|)). Acts of one weight share.
    """
    xp = namespace(aim)
    weights = [weight for weight, _ in SCALE]
    held = bounded(aim, weights[0], weights[-1])
    terms = []
    for place, (weight, column) in enumerate(SCALE):
        below = weight - weights[place - 1] if place else 1.0
        above = weights[place + 1] - weight if place + 1 < len(SCALE) else 1.0
        away = xp.where(held < weight, (weight - held) / below, (held - weight) / above)
        hat = bounded(1.0 - away, 0.0, 1.0)
        rest = xp.exp(-sharpness * (1.0 + abs(held - weight)))
        terms.append(Term(name, "reciprocity", column, xp.log((hat + rest) / column.sum())))
    return terms
