"""Arms: slow, mostly domestic, weakly reactive."""

from __future__ import annotations

from simulation.rules.arrays import bounded
from simulation.state import Array


def routine(usual: Array, income: Array, start: Array) -> Array:
    """Arms that domestic routine sustains, `[state, run]`, share of GDP: m0 Y0 / Y.

    Budgets go by last year's sum and not by income (Davis, Dempster & Wildavsky 1966), so that the share falls as income
    grows.
    """
    return usual * start / income


def arms(own: Array, menace: Array, routine: Array, reaction: Array, fatigue: Array) -> Array:
    """Next month's military share of GDP, `[state, run]`, 0-0.6:  12 dM/dt = k menace - a (M - routine).

    `menace` is the rival's share of GDP times felt tension T/100 and the part that no agreement limits. Richardson's
    (1960) equations with the grievance written as a domestic routine; stable iff a_i a_j > k_i k_j. The US-Soviet record
    allows only a weak reaction (literature 1.1).
    """
    return bounded(own + (reaction * menace - fatigue * (own - routine)) / 12.0, 0.0, 0.6)
