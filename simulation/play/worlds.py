"""Scenarios behind the page, and where its processes begin: what a server needs that draws and simulates nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from simulation.play.inputs import changed
from simulation.play.view import Scenarios, View
from simulation.scenario import Scenario, load_scenario, scenario_names


def shipped() -> dict[str, Scenario]:
    """The scenarios that come with the project, by name."""
    return {name: load_scenario(name) for name in scenario_names()}


def scenario_toml(view: View, scenarios: Scenarios) -> str:
    """The scenario as changed, as a file that every command takes."""
    return changed(scenarios[view.scenario], view.changes).to_toml()


def begin(own: Mapping[str, str]) -> dict[str, Callable[..., Any]]:
    """`work.start`, by a process that has imported nothing yet."""
    from simulation.play.work import start

    return start(own)
