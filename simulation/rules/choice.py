"""From preferences to acts, and from an offer to the rival's consent."""

from __future__ import annotations

from simulation.rules.arrays import logistic
from simulation.state import Array

OUT_OF_REACH = -1e9  # log weight of what cannot be chosen


def cumulative(preference: Array, available: Array) -> Array:
    """Running sum of exp(preference) over what is available, `[action, pair, run]`; the last row is the total.

    The logit rule P(a) ~ exp(lambda U(a)) (McKelvey & Palfrey 1995), kept unnormalised.
    """
    xp = preference.__array_namespace__()
    masked = xp.where(available, preference, OUT_OF_REACH)
    weight = xp.exp(masked - masked.max(axis=0))
    rows = [weight[0]]
    for row in weight[1:]:
        rows.append(rows[-1] + row)
    return xp.stack(rows)


def chosen(running: Array, u: Array) -> Array:
    """The act drawn, `[pair, run]` integer code: the first whose running sum exceeds u times the total.

    Acts are ordered from hostile to cooperative, so with the same u a kinder preference never draws a more hostile act.
    """
    return (running[:-1] <= u * running[-1]).sum(axis=0)


def share_of(running: Array, first: int, last: int) -> Array:
    """Probability of the acts first..last, `[pair, run]`, 0-1."""
    below = running[first - 1] if first else 0.0
    return (running[last] - below) / running[-1]


def picked(table: Array, code: Array) -> Array:
    """`table[code]` in every cell, for a table `[action, pair, run]`: -> `[pair, run]`."""
    xp = table.__array_namespace__()
    return xp.take_along_axis(table, code[None], axis=0)[0]


def consents(offered: Array, inaction: Array, courtesy: Array, u: Array) -> Array:
    """Whether the target joins in, `[pair, run]` bool.

    P(accept) = logistic(own log weight of the same act - own log weight of holding + courtesy): a state accepts what it
    would itself rather do than nothing.
    """
    return u < logistic(offered - inaction + courtesy)
