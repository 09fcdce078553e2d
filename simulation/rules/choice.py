"""From preferences to acts, and from an offer to the rival's consent."""

from __future__ import annotations

from simulation.parameters import Parameters
from simulation.rules.arrays import logistic, namespace
from simulation.state import Array

OUT_OF_REACH = -1e9  # log weight of what cannot be chosen


def within_reach(preference: Array, available: Array) -> Array:
    """The preference, with a log weight that is never drawn for what is not available, `[action, pair, run]`."""
    return namespace(preference).where(available, preference, OUT_OF_REACH)


def cumulative(preference: Array, available: Array) -> Array:
    """Running sum of exp(preference) over what is available, `[action, pair, run]`; the last row is the total.

    The logit rule P(a) ~ exp(lambda U(a)) (McKelvey & Palfrey 1995), kept unnormalised.
    """
    return running_sum(within_reach(preference, available))


def running_sum(preference: Array) -> Array:
    """`cumulative` of a preference that is `within_reach`, `[action, pair, run]`."""
    xp = namespace(preference)
    weight = xp.exp(preference - preference.max(axis=0))
    rows = [weight[:1]]
    for act in range(1, len(weight)):
        rows.append(rows[-1] + weight[act : act + 1])
    return xp.concat(rows)


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
    xp = namespace(table)
    cells = xp.arange(code.size).reshape(code.shape)
    # all are within the table; a compiled month that had to look would take a third longer
    return xp.take(table.reshape(-1), code * code.size + cells, mode="clip")


def consents(offered: Array, inaction: Array, u: Array, p: Parameters) -> Array:
    """Whether the target joins in, `[pair, run]` bool.

    P(accept) = logistic(own log weight of the same act - own log weight of holding + courtesy): a state accepts what it
    would itself rather do than nothing, and a little more out of `courtesy`.
    """
    return u < logistic(offered - inaction + p.courtesy)
