"""Felt tension: moved by the rival's perceived acts and by crises, never by one's own words."""

from __future__ import annotations

from simulation.parameters import Parameters
from simulation.rules.arrays import bounded, positive
from simulation.state import Array


def resting_tension(hawks: Array, own_arms: Array, rival_arms: Array, p: Parameters) -> Array:
    """Tension felt with no news, `[pair, run]`, points: floor + a hawks + b max(rival arms - own arms, 0).

    The security dilemma: what the rival holds beyond one's own is felt, whatever it is meant for (Jervis 1978).
    floor is `tension_floor`, a `tension_hawks`, b `tension_arms`.
    """
    felt = p.tension_floor + p.tension_hawks * hawks + p.tension_arms * positive(rival_arms - own_arms)
    return bounded(felt, 0.0, 100.0)


def felt_tension(
    tension: Array,
    resting: Array,
    hostility: Array,
    warmth: Array,
    trust: Array,
    severity: Array,
    p: Parameters,
) -> Array:
    """Next month's tension, `[pair, run]`, points 0-100.

    T' = r T + (1 - r) T0 + (a hostility + c severity)(1 - T/100) - k q warmth T/100.
    Hostility and warmth are the rival's, as perceived; with k = 0 friendly acts have no direct effect at all.
    Form: assumption (only what the rival does, as perceived, moves it: Jervis 1976); the factors (1 - T/100) and T/100 keep
    it within its range.
    r is `tension_memory`, a `alarm`, c `crisis_alarm`, k `relief`, T0 `resting_tension`, q trust.
    """
    heat = (p.alarm * hostility + p.crisis_alarm * severity) * (1.0 - tension / 100.0)
    cool = p.relief * trust * warmth * tension / 100.0
    kept = p.tension_memory * tension + (1.0 - p.tension_memory) * resting
    return bounded(kept + heat - cool, 0.0, 100.0)
