"""Felt tension: moved by the rival's perceived acts and by crises, never by one's own words."""

from __future__ import annotations

from simulation.rules.arrays import bounded, positive
from simulation.state import Array


def resting_tension(
    hawks: Array, own_arms: Array, rival_arms: Array, floor: Array, by_hawks: Array, by_arms: Array
) -> Array:
    """Tension felt with no news, `[pair, run]`, points: floor + a hawks + b max(rival arms - own arms, 0).

    The security dilemma: what the rival holds beyond one's own is felt, whatever it is meant for (Jervis 1978).
    """
    return bounded(floor + by_hawks * hawks + by_arms * positive(rival_arms - own_arms), 0.0, 100.0)


def felt_tension(
    tension: Array,
    resting: Array,
    hostility: Array,
    warmth: Array,
    trust: Array,
    severity: Array,
    memory: Array,
    alarm: Array,
    relief: Array,
    crisis_alarm: Array,
) -> Array:
    """Next month's tension, `[pair, run]`, points 0-100.

    T' = r T + (1 - r) T0 + (a hostility + c severity)(1 - T/100) - k p warmth T/100.
    Hostility and warmth are the rival's, as perceived; with k = 0 friendly acts have no direct effect at all.
    Form: literature 6.3 (3); the factors (1 - T/100) and T/100 keep it within its range (assumption).
    """
    heat = (alarm * hostility + crisis_alarm * severity) * (1.0 - tension / 100.0)
    cool = relief * trust * warmth * tension / 100.0
    return bounded(memory * tension + (1.0 - memory) * resting + heat - cool, 0.0, 100.0)
