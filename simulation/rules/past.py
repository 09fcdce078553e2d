"""What a relation has taught before the run begins, worked out from how it stands at the start.

A scenario says what is felt and shared; what was learnt on the way there is not seen. A long stay in that situation would
have taught, by the model's own rules, what these functions return. It is taken over in the share `m` in which the relation
has a past, `familiarity`: without agreements nothing but the prior beliefs is known (assumption: agreements are the one
thing at the start that cannot be there without dealings before it).
"""

from __future__ import annotations

from simulation.parameters import Parameters
from simulation.rules.arrays import add_up, bounded, log_odds
from simulation.state import Array

LEAST = 1e-9  # in place of a divisor that is 0 where a mechanism is switched off


def familiarity(in_force: Array) -> Array:
    """Share m in which a relation has a past, `[pair, run]`, 0-1: of the issues, those with an agreement in force.

    `in_force` is `[issue, pair, run]` bool.
    """
    return add_up(1.0 * in_force) / in_force.shape[0]


def standing_warmth(trust: Array, stake: Array, p: Parameters) -> Array:
    """The rival's monthly warmth that keeps trust where it is, `[pair, run]`, Goldstein/10, 0-1.

    W = max(d (l - l0) / (b c), 0): `rules.trust` at rest without hostility, `stake` c what warmth costs its sender.
    d is `trust_return`, l0 `trust_prior`, b `trust_gain`.
    """
    needed = p.trust_return * (log_odds(trust) - p.trust_prior)
    return bounded(needed / (stake * p.trust_gain + LEAST), 0.0, 1.0)


def standing_hostility(tension: Array, resting: Array, cooled: Array, p: Parameters) -> Array:
    """The rival's monthly hostility that keeps tension where it is, `[pair, run]`, Goldstein/10, 0-1.

    H = max(((1 - r)(T - T0) + k q T/100) / (a (1 - T/100)), 0): `rules.tension` at rest.
    `cooled` is q, trust times warmth; r is `tension_memory`, k `relief`, a `alarm`.
    """
    heat = (1.0 - p.tension_memory) * (tension - resting) + p.relief * cooled * tension / 100.0
    return bounded(heat / (p.alarm * (1.0 - tension / 100.0) + LEAST), 0.0, 1.0)


def long_learnt(belief: Array, used: Array, payoff: Array, known: Array, p: Parameters) -> Array:
    """Value of a way of acting after a long stay, `[pair, run]`, utility a month: V = V0 + m w (y - V0).

    w = r u / (r u + f) is where `rules.learning.learnt_value` comes to rest under a steady payoff y (Roth & Erev 1995).
    `belief` V0 is `belief_confrontation` or `belief_talking`; r is `learning`, f `forgetting`.
    """
    weight = p.learning * used / (p.learning * used + p.forgetting + LEAST)
    return belief + known * weight * (payoff - belief)


def long_feared(excess: Array, vulnerability: Array, known: Array, p: Parameters) -> Array:
    """Nuclear salience after a long stay, `[pair, run]`, index 0-3: F = F0 + m psi v E / (1 - phi).

    `excess` E is the expected severity beyond an ordinary crisis in a month: where `rules.fear` comes to rest on average.
    F0 is `fear_floor`, psi `fear_learning`, phi `fear_memory`.
    """
    learnt = known * p.fear_learning * vulnerability * excess / (1.0 - p.fear_memory)
    return bounded(p.fear_floor + learnt, 0.0, 3.0)
