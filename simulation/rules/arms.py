"""Arms: slow, mostly domestic, weakly reactive."""

from __future__ import annotations

from simulation.parameters import Parameters
from simulation.rules.arrays import bounded
from simulation.state import Array


def routine(usual: Array, income: Array, start: Array) -> Array:
    """Arms that domestic routine sustains, `[state, run]`, share of GDP: m0 Y0 / Y.

    Budgets go by last year's sum and not by income (Davis, Dempster & Wildavsky 1966), so that the share falls as income
    grows.
    """
    return usual * start / income


def menace(tension: Array, rival_arms: Array, limited: Array, p: Parameters) -> Array:
    """What the rival's arms count for, `[pair, run]`, share of GDP: T/100 M_j (1 - l limited).

    Arms are feared as far as their owner is (assumption); `limited` is whether an agreement on arms is in force, and l is
    `arms_limit`.
    """
    return tension / 100.0 * rival_arms * (1.0 - p.arms_limit * limited)


def arms(own: Array, menace: Array, routine: Array, p: Parameters) -> Array:
    """Next month's military share of GDP, `[state, run]`, 0-0.6:  12 dM/dt = k menace - a (M - routine).

    Richardson's (1960) equations: the rival's arms are a `menace`, and the grievance is written as a domestic `routine`;
    stable iff a_i a_j > k_i k_j. The US-Soviet record allows only a weak reaction (real spending 1959-88, COW-NMC). k is
    `arms_reaction`, a `arms_fatigue`.
    """
    return bounded(own + (p.arms_reaction * menace - p.arms_fatigue * (own - routine)) / 12.0, 0.0, 0.6)
