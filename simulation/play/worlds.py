"""Scenarios behind the page: what a server needs of them, that draws and simulates nothing."""

from __future__ import annotations

from simulation.play.inputs import changed
from simulation.play.view import Scenarios, View
from simulation.scenario import Scenario, load_scenario, scenario_names


def shipped() -> dict[str, Scenario]:
    """The scenarios that come with the project, by name."""
    return {name: load_scenario(name) for name in scenario_names()}


def scenario_toml(view: View, scenarios: Scenarios) -> str:
    """The scenario as changed, as a file that every command takes."""
    return changed(scenarios[view.scenario], view.changes).to_toml()
