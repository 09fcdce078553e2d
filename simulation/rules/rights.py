"""Whether a state speaks up when a rival abuses its own people (claim K3)."""

from __future__ import annotations

from simulation.parameters import Parameters
from simulation.rules.arrays import logistic
from simulation.state import Array


def criticism(conscience: Array, tension: Array, ties: Array, lever: Array, p: Parameters) -> Array:
    """Chance that the actor criticises an abuse by the target this month, `[pair, run]`, 0-1.

    P = logistic(c0 + c1 conscience + c2 T/100 - c3 ties + c4 lever). A valuable relation makes criticism dear; tension
    makes it cheap; an agreement on culture gives it a text to invoke, so that détente can also raise it (Helsinki). c0 is
    `rights_base`, c1 `rights_conscience`, c2 `rights_tension`, c3 `rights_ties`, c4 `rights_lever`.
    """
    speaks = p.rights_base + p.rights_conscience * conscience + p.rights_tension * tension / 100.0
    return logistic(speaks - p.rights_ties * ties + p.rights_lever * lever)
