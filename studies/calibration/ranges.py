"""Where the search looks: the parameters that are searched, each with its range, and the unit cube that they span."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from simulation.parameters import PARAMETER_TABLE

Floats = NDArray[np.float64]

#: where the search looks; narrower than what a parameter may be set to, and never at a switch-off
SEARCH: dict[str, tuple[float, float]] = {
    "perception_noise": (0.08, 0.25),
    "trust_loss": (0.05, 0.6),
    "trust_gain": (0.2, 2.5),
    "trust_return": (0.01, 0.05),
    "trust_prior": (-1.6, 1.0),
    "memory": (0.2, 0.9),
    "tension_floor": (5, 30),
    "tension_hawks": (10, 60),
    "alarm": (8, 60),
    "relief": (5, 60),
    "fear_learning": (0.5, 4),
    "fear_memory": (0.95, 0.995),
    "learning": (0.008, 0.12),
    "forgetting": (0.001, 0.03),
    "belief_confrontation": (0, 0.6),
    "belief_talking": (-0.6, 0),
    "payoff_influence": (10, 150),
    "payoff_ties": (0.1, 3.0),
    "payoff_hostility": (0.3, 3.0),
    "payoff_danger": (0.5, 4),
    "payoff_crisis": (0.5, 5),
    "precision": (2.5, 9),
    "want_reassurance": (0.3, 6),
    "want_deterrence": (0.08, 1.5),
    "want_dialogue": (0.1, 3),
    "want_restraint": (0.5, 5),
    "want_gain": (0.1, 2.5),
    "want_thrift": (0.05, 1.5),
    "want_influence": (0.1, 3),
    "want_learnt": (0, 3),
    "want_common_ground": (0.3, 3),
    "audience_cost": (0.2, 2.5),
    "reciprocity": (0.1, 2.5),
    "partial_reciprocity": (0.3, 0.7),
    "leadership": (0.2, 2.0),
    "leader_spread": (0.2, 0.7),
    "climate": (0.03, 0.25),
    "courtesy": (-2, 6),
    "minor_acts": (0.1, 4),
    "reservation": (0.25, 0.5),
    "reservation_hawks": (0.1, 0.35),
    "reservation_tension": (0.05, 0.3),
    "reservation_trust": (0.1, 0.5),
    "reservation_recognition": (0.1, 0.6),
    "reservation_fear": (0.03, 0.3),
    "prior_reservation": (0.35, 0.6),
    "ties_at_stake": (0, 1),
    "resentment_memory": (0.93, 0.985),
    "trade_closed": (0.1, 0.25),
    "trade_growth": (0.015, 0.05),
    "tie_decay": (0.01, 0.04),
    "arms_fatigue": (0.05, 0.2),
    "hawks_grievance": (5, 45),
    "hawks_culture": (0.002, 0.02),
    "public_memory": (0.96, 0.99),
    "succession_pull": (1, 6),
    "reservation_leak": (0.05, 0.4),
    "concern_shift": (0.1, 2.5),
    "crisis_base": (-3.7, -2.7),
}

#: ranges for the study of what the record leaves open (`studies.posterior`): parameters that the search leaves alone
BESIDE: dict[str, tuple[float, float]] = {
    "crisis_force": (0.2, 2.5),  # assumption: a show of force multiplies the hazard by 1.2 to 12
    "concession": (0.05, 0.6),  # assumption: a session goes a twentieth to three fifths of the way
    "severity_scale": (0.03, 0.25),  # assumption: crises hardly ever, or often, grave
}

EDGE = 0.02  # a start at the end of a range would leave the search half a space


def cube(start: Mapping[str, float]) -> Floats:
    """Where a vector lies in the unit cube, `[parameter]`, in the order of `SEARCH`; the default where it is silent."""
    first = np.array([start.get(name, PARAMETER_TABLE[name].default) for name in SEARCH])
    low, high = _ends()
    return np.asarray(np.clip((first - low) / (high - low), EDGE, 1.0 - EDGE))


def table(points: Floats) -> dict[str, Floats]:
    """Points of the unit cube `[candidate, parameter]` as parameters, each `[candidate]`."""
    low, high = _ends()
    values = low + (high - low) * np.clip(points, 0.0, 1.0)
    return {name: values[:, place] for place, name in enumerate(SEARCH)}


def _ends() -> tuple[Floats, Floats]:
    ends = np.array(list(SEARCH.values()), dtype=float)
    return ends[:, 0], ends[:, 1]
