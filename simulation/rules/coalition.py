"""A state is a coalition: hawks at home, four concerns whose weights shift, leaders that come and go."""

from __future__ import annotations

from simulation.rules.arrays import bounded
from simulation.state import Array


def hawks(share: Array, resting: Array, gains: Array, losses: Array, memory: Array) -> Array:
    """Next month's share of hawks at home, `[state, run]`, 0-1: h' = h0 + m (h - h0) + (1 - h) gains - h losses.

    Gains: warmth that met hostility, force left unanswered, influence lost, crises. Losses: ties in culture (contact;
    Pettigrew & Tropp 2006) and in trade (those who live by it).
    """
    return bounded(resting + memory * (share - resting) + (1.0 - share) * gains - share * losses, 0.0, 1.0)


def concerns(logs: Array, resting: Array, news: Array, memory: Array, shift: Array) -> Array:
    """Next month's log weights of the four concerns, `[concern, state, run]`: L' = L0 + m (L - L0) + (1 - m) s news."""
    return resting + memory * (logs - resting) + (1.0 - memory) * shift * news


def weights(logs: Array) -> Array:
    """The concerns' weights, `[concern, ...]`, which sum to one: exp(L) / sum exp(L)."""
    xp = logs.__array_namespace__()
    e = xp.exp(logs)
    total = e[0] + e[1] + e[2] + e[3]
    return e / total


def disposition(current: Array, changes: Array, mean: Array, deviation: Array, spread: Array) -> Array:
    """The leader's disposition, `[state, run]`: a new leader draws N(mean, spread), kept within -1.5..1.5."""
    xp = current.__array_namespace__()
    return xp.where(changes, bounded(mean + spread * deviation, -1.5, 1.5), current)
