"""Learnt values of confronting and of talking: how 'tension pays nobody' can come to be known (claim B3)."""

from __future__ import annotations

from simulation.parameters import Parameters
from simulation.rules.arrays import above, positive
from simulation.state import Array


def month_payoff(
    influence_change: Array,
    ties: Array,
    hostility: Array,
    severity: Array,
    fear: Array,
    vulnerability: Array,
    p: Parameters,
) -> Array:
    """What a month was worth to the actor, `[pair, run]`, utility.

    y = a v(dI) + b ties - c (1 + g F v) hostility - d severity;  v(x) = x for gains, lambda x for losses. Losses count for
    more (Kahneman & Tversky 1979). Hostility grows dearer as both learn to fear what it may lead to: F is nuclear salience,
    v mutual vulnerability (Nye 1987). a is `payoff_influence`, b `payoff_ties`, c `payoff_hostility`, g `payoff_danger`, d
    `payoff_crisis`, lambda `loss_aversion`.
    """
    felt = influence_change - (p.loss_aversion - 1.0) * positive(-influence_change)
    dread = p.payoff_hostility * (1.0 + p.payoff_danger * fear * vulnerability)
    return p.payoff_influence * felt + p.payoff_ties * ties - dread * hostility - p.payoff_crisis * severity


def confronting_payoff(payoff: Array, ties: Array, p: Parameters) -> Array:
    """What the same month was worth to who confronted, `[pair, run]`, utility: y - (1 + k) b ties.

    Whoever provokes puts at stake what trade and exchange have built, and is never paid by it (trade expectations: Copeland
    1996): its own term of ties is -k b. With k = -1 ties are credited to whatever was done while they were there. k is
    `ties_at_stake`, b `payoff_ties`.
    """
    return payoff - (1.0 + p.ties_at_stake) * p.payoff_ties * ties


def learnt_value(value: Array, used: Array, payoff: Array, belief: Array, p: Parameters) -> Array:
    """Next month's value of a way of acting, `[pair, run]`: V' = V + r used (y - V) - f (V - V0).

    `used` is the share of the month's own acts of that kind, 0-1 (Roth & Erev 1995: only what is tried is learnt about).
    `belief` V0 is `belief_confrontation` or `belief_talking`; r is `learning`, f `forgetting`.
    """
    return value + p.learning * used * (payoff - value) - p.forgetting * (value - belief)


def recognises(value_confrontation: Array, value_talking: Array) -> Array:
    """Whether the actor has learnt that confronting is worth less than talking, `[pair, run]` bool."""
    return above(value_talking, value_confrontation)
