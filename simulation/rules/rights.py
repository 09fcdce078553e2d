"""Whether a state speaks up when a rival abuses its own people (claim K3)."""

from __future__ import annotations

from simulation.rules.arrays import logistic
from simulation.state import Array


def criticism(
    conscience: Array, tension: Array, ties: Array, lever: Array, weights: tuple[Array, ...]
) -> Array:
    """Chance that the actor criticises an abuse by the target this month, `[pair, run]`, 0-1.

    logistic(c0 + c1 conscience + c2 T/100 - c3 ties + c4 lever). A valuable relation makes criticism dear; tension makes
    it cheap; an agreement on culture gives it a text to invoke, so that détente can also raise it (Helsinki).
    """
    base, by_conscience, by_tension, by_ties, by_lever = weights
    return logistic(
        base + by_conscience * conscience + by_tension * tension / 100.0 - by_ties * ties + by_lever * lever
    )
