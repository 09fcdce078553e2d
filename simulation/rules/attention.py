"""A government's attention is one month a month: crises and rivals take of it, the global agenda has the rest."""

from __future__ import annotations

from simulation.parameters import Parameters
from simulation.rules.arrays import bounded, positive
from simulation.state import Array


def attention_left(crisis: Array, taken: Array, p: Parameters) -> Array:
    """Attention left, `[state, run]`, 0-1: 1 - b crisis - taken.

    Limited attention (Jones & Baumgartner 2005). `taken` is what acts take, each by its row in `actions.ACTIONS`. b is
    `crisis_attention`.
    """
    return bounded(1.0 - p.crisis_attention * crisis - taken, 0.0, 1.0)


def backlog(stock: Array, attention: Array, p: Parameters) -> Array:
    """Global problems left unattended, `[run]`, months of full attention: Q' = max(Q (1 - f) + q - B, 0).

    B is the mean attention that states leave for it. High tension takes attention as dialogue does: the sign of
    détente's effect is an open question (claim K4). q is `backlog_inflow`, f `backlog_fade`.
    """
    return positive(stock * (1.0 - p.backlog_fade) + p.backlog_inflow - attention)
