"""A state is a coalition: hawks at home, four concerns whose weights shift, leaders that come and go."""

from __future__ import annotations

from simulation.parameters import Parameters
from simulation.rules.arrays import bounded, namespace
from simulation.state import Array


def grievance(before: Array, losses: Array, culture: Array, p: Parameters) -> Array:
    """What the public holds against its rivals, `[state, run]`: B' = m B + (1 - m) (losses - c culture).

    `losses` is the mean over rivals of influence lost, warmth that met hostility and force left unanswered, each the more
    the more the rival is trusted, who was expected to do otherwise (reference points: Levy 1992). Contact through culture,
    the mean tie with rivals, betters the picture of the other (Pettigrew & Tropp 2006); where it outweighs the losses, B is
    goodwill (< 0). m is `public_memory`, c `hawks_culture`.
    """
    return p.public_memory * before + (1.0 - p.public_memory) * (losses - p.hawks_culture * culture)


def hawks(usual: Array, grievance: Array, p: Parameters) -> Array:
    """The share of hawks at home, `[state, run]`, 0-1: h = h0 + w B. A public that remembers keeps them (assumption).

    B is its `grievance`, w is `hawks_grievance`.
    """
    return bounded(usual + p.hawks_grievance * grievance, 0.0, 1.0)


def succession(mean: Array, hawks: Array, usual: Array, p: Parameters) -> Array:
    """The mean disposition of the next leader, `[state, run]`: mean - k (h - h0). Hawks at home choose whom they follow.

    k is `succession_pull`.
    """
    return mean - p.succession_pull * (hawks - usual)


def concerns(logs: Array, resting: Array, news: Array, p: Parameters) -> Array:
    """Next month's log weights of the four concerns, `[concern, state, run]`: L' = L0 + m (L - L0) + (1 - m) s news.

    m is `concern_memory`, s `concern_shift`.
    """
    return resting + p.concern_memory * (logs - resting) + (1.0 - p.concern_memory) * p.concern_shift * news


def weights(logs: Array) -> Array:
    """The concerns' weights, `[concern, ...]`, which sum to one: exp(L) / sum exp(L)."""
    xp = namespace(logs)
    e = xp.exp(logs)
    total = e[0] + e[1] + e[2] + e[3]
    return e / total


def disposition(current: Array, changes: Array, mean: Array, deviation: Array, p: Parameters) -> Array:
    """The leader's disposition, `[state, run]`: a new leader draws N(mean, `leader_spread`), kept within -1.5..1.5."""
    xp = namespace(current)
    return xp.where(changes, bounded(mean + p.leader_spread * deviation, -1.5, 1.5), current)
