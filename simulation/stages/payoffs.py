"""What a month was worth, by what the actor did in it: the one place where ties are credited."""

from __future__ import annotations

from typing import NamedTuple

from simulation.parameters import Parameters
from simulation.rules import learning, ties
from simulation.state import Array, World


class Payoffs(NamedTuple):
    """The month's worth to the actor, `[pair, run]`, utility."""

    of_talking: Array
    of_confronting: Array


def of_month(
    world: World, p: Parameters, influence_change: Array, hostility: Array, severity: Array, fear: Array
) -> Payoffs:
    """What the month was worth to who talked, and to who confronted: the same but for the ties, which that puts at stake.

    `hostility` is the rival's, as perceived; `fear` nuclear salience, `[pair, run]`.
    """
    bonds = ties.mean(world.ties)
    of_talking = learning.month_payoff(
        influence_change, bonds, hostility, severity, fear, world.vulnerability, p
    )
    return Payoffs(of_talking, learning.confronting_payoff(of_talking, bonds, p))
