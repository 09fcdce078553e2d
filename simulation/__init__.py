"""détente: rival states choose, month by month, between provocation, dialogue and cooperation; see what follows.

>>> from simulation import load_scenario, simulate
>>> result = simulate(load_scenario("cold_war"), runs=2, seed=7)
>>> sorted(result.sizes.items())[0]
('concern', 4)
"""

from __future__ import annotations

from simulation.agents import DetenteModel
from simulation.engine import simulate
from simulation.errors import ScenarioError
from simulation.experiments.claims import run_claims
from simulation.scenario import Scenario, load_scenario

__all__ = ["DetenteModel", "Scenario", "ScenarioError", "load_scenario", "run_claims", "simulate"]
