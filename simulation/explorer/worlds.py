"""Scenarios behind the page: what a server needs of them, that draws and simulates nothing."""

from __future__ import annotations

from textwrap import shorten

from simulation.catalogue import text
from simulation.explorer.form import change
from simulation.explorer.inputs import changed, inputs
from simulation.explorer.view import Scenarios, View
from simulation.scenario import Scenario, load_scenario, scenario_names

TITLE = 120  # letters of a scenario's title


def shipped() -> dict[str, Scenario]:
    """The scenarios that come with the project, by name."""
    return {name: load_scenario(name) for name in scenario_names()}


def scenario_toml(view: View, scenarios: Scenarios, lang: str) -> str:
    """The scenario as changed, as a file that every command takes; by a name of its own, so that it passes for no other."""
    made = changed(scenarios[view.scenario], view.changes)
    if not view.changes:
        return made.to_toml()
    known = inputs(scenarios[view.scenario])
    said = "; ".join(change(known[key], value, lang) for key, value in view.changes.items())
    title = text("explore_more.changed_title", lang, title=made.title, change=said)
    return made.changed(name=f"{made.name}_changed", title=shorten(title, TITLE, placeholder="…")).to_toml()
