"""détente: rival states choose, month by month, between provocation, dialogue and cooperation; see what follows.

>>> from simulation import load_scenario, simulate
>>> result = simulate(load_scenario("cold_war"), runs=2, seed=7)
>>> sorted(result.sizes.items())[0]
('concern', 4)

What a name needs is imported when it is first asked for: a scenario needs no agents, and no statistics.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulation.lazy import lazy

if TYPE_CHECKING:
    from simulation.agents import DetenteModel as DetenteModel
    from simulation.engine import simulate as simulate
    from simulation.errors import ScenarioError as ScenarioError
    from simulation.experiments.claims import run_claims as run_claims
    from simulation.explorer.notebook import explore as explore
    from simulation.frames import tidy as tidy
    from simulation.reports.result import describe as describe
    from simulation.saying import use_language as use_language
    from simulation.scenario import Scenario as Scenario
    from simulation.scenario import load_scenario as load_scenario
    from simulation.sweeps.opened import open_sweep as open_sweep
    from simulation.sweeps.running import sweep as sweep

#: public name -> the module that has it
_HOMES = {
    "DetenteModel": "simulation.agents",
    "Scenario": "simulation.scenario",
    "ScenarioError": "simulation.errors",
    "load_scenario": "simulation.scenario",
    "open_sweep": "simulation.sweeps.opened",
    "describe": "simulation.reports.result",
    "explore": "simulation.explorer.notebook",
    "run_claims": "simulation.experiments.claims",
    "simulate": "simulation.engine",
    "sweep": "simulation.sweeps.running",
    "tidy": "simulation.frames",
    "use_language": "simulation.saying",
}

__all__ = [
    "DetenteModel",
    "Scenario",
    "ScenarioError",
    "describe",
    "explore",
    "load_scenario",
    "open_sweep",
    "run_claims",
    "simulate",
    "sweep",
    "tidy",
    "use_language",
]


__getattr__, __dir__ = lazy(__name__, _HOMES)
