"""Nuclear fear: learnt from crises that came close, and forgotten."""

from __future__ import annotations

from simulation.rules.arrays import bounded, positive
from simulation.state import Array


def nuclear_fear(
    fear: Array,
    severity: Array,
    vulnerability: Array,
    memory: Array,
    floor: Array,
    learning: Array,
    ordinary: Array,
) -> Array:
    """Next month's nuclear salience, `[pair, run]`, index 0-3.

    F' = F0 + phi (F - F0) + psi v max(severity - ordinary, 0).
    Only what goes beyond an ordinary crisis teaches, in proportion to mutual vulnerability v (Nye 1987; averaged over
    all crises the record shows no effect, after Cuba it shows a lasting one: literature 1.3).
    """
    return bounded(
        floor + memory * (fear - floor) + learning * vulnerability * positive(severity - ordinary), 0.0, 3.0
    )
