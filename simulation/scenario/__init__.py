"""Scenarios: who, when, from which starting values, and what is imposed; checked once, with refusals that help."""

from simulation.scenario.imposed import Event, EventKind, Order
from simulation.scenario.names import as_scenario, load_scenario, scenario_names
from simulation.scenario.parts import Concerns, Leader, Part, Rivalry, StateSpec
from simulation.scenario.reading import MOST_BYTES
from simulation.scenario.whole import Scenario

__all__ = [
    "MOST_BYTES",
    "Concerns",
    "Event",
    "EventKind",
    "Leader",
    "Order",
    "Part",
    "Rivalry",
    "Scenario",
    "StateSpec",
    "as_scenario",
    "load_scenario",
    "scenario_names",
]
