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


def grievance(before: Array, losses: Array, memory: Array) -> Array:
    """What the public remembers of losses and humiliation, `[state, run]`: B' = m B + (1 - m) losses.

    `losses` sums, over rivals, influence lost, warmth that met hostility and force left unanswered, each the more the more
    the rival had been trusted: what was expected of it is the reference point (Levy 1992).
    """
    return memory * before + (1.0 - memory) * losses


def resting(usual: Array, grievance: Array, weight: Array) -> Array:
    """The share of hawks that a state settles at, `[state, run]`, 0-1: h0 + w B. A public that remembers keeps them."""
    return bounded(usual + weight * grievance, 0.0, 1.0)


def succession(mean: Array, hawks: Array, usual: Array, pull: Array) -> Array:
    """The mean disposition of the next leader, `[state, run]`: mean - k (h - h0). Hawks at home choose whom they follow."""
    return mean - pull * (hawks - usual)


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
