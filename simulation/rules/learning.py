"""Learnt values of confronting and of talking: how 'tension pays nobody' can come to be known (claim B3)."""

from __future__ import annotations

from simulation.rules.arrays import above, positive
from simulation.state import Array


def month_payoff(
    influence_change: Array,
    ties: Array,
    hostility: Array,
    severity: Array,
    per_influence: Array,
    per_ties: Array,
    per_hostility: Array,
    per_crisis: Array,
    loss_aversion: Array,
) -> Array:
    """What a month was worth to the actor, `[pair, run]`, utility.

    y = a v(dI) + b ties - c hostility - d severity;  v(x) = x for gains, lambda x for losses (Kahneman & Tversky 1979).
    For talking b is `payoff_ties`; for confronting it is -k `payoff_ties`: whoever provokes puts at stake what trade and
    exchange have built, and is never paid by it (trade expectations: Copeland 1996). With k = -1 ties are credited to
    whatever was done while they were there.
    """
    felt = influence_change - (loss_aversion - 1.0) * positive(-influence_change)
    return per_influence * felt + per_ties * ties - per_hostility * hostility - per_crisis * severity


def learnt_value(
    value: Array, used: Array, payoff: Array, belief: Array, rate: Array, forgetting: Array
) -> Array:
    """Next month's value of a way of acting, `[pair, run]`: V' = V + r used (y - V) - f (V - V0).

    `used` is the share of the month's own acts of that kind, 0-1 (Roth & Erev 1995: only what is tried is learnt about).
    """
    return value + rate * used * (payoff - value) - forgetting * (value - belief)


def recognises(value_confrontation: Array, value_talking: Array) -> Array:
    """Whether the actor has learnt that confronting is worth less than talking, `[pair, run]` bool."""
    return above(value_talking, value_confrontation)
