"""Nuclear fear: learnt from crises that came close, and forgotten."""

from __future__ import annotations

from simulation.parameters import Parameters
from simulation.rules.arrays import bounded, positive
from simulation.state import Array


def nuclear_fear(fear: Array, severity: Array, vulnerability: Array, p: Parameters) -> Array:
    """Next month's nuclear salience, `[pair, run]`, index 0-3.

    F' = F0 + phi (F - F0) + psi v max(severity - ordinary, 0).
    Only what goes beyond an ordinary crisis teaches, in proportion to mutual vulnerability v (Nye 1987; averaged over
    all crises of ICB the record of COPDAB shows no effect, after Cuba it shows a lasting one).
    F0 is `fear_floor`, phi `fear_memory`, psi `fear_learning`, ordinary `ordinary_severity`.
    """
    kept = p.fear_floor + p.fear_memory * (fear - p.fear_floor)
    learnt = p.fear_learning * vulnerability * positive(severity - p.ordinary_severity)
    return bounded(kept + learnt, 0.0, 3.0)
