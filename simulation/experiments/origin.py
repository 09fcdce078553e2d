"""Which scenario of the project a scenario was made from: what its author changed is what differs from that."""

from __future__ import annotations

from typing import NamedTuple

from simulation.errors import ScenarioError
from simulation.experiments.input_changes import Change, changes
from simulation.scenario import Scenario, load_scenario, scenario_names
from simulation.scenario.translated import translated


class Origin(NamedTuple):
    """A scenario of the project, and every input in which another differs from it."""

    scenario: Scenario
    changes: tuple[Change, ...]


def origin(scenario: Scenario, lang: str = "en") -> Origin | None:
    """The scenario of the project that has the same name, or that is nearest in its inputs; None if none is comparable.

    Only those are comparable that have the same states, start and months (`input_changes.check_comparable`). A copy does
    not say what it was copied from, and need not: whoever changed a line or two is nearest to where he began. Of two that
    are equally near the first by name counts. Its texts are in `lang`.
    """
    found = []
    for name in scenario_names():
        ours = translated(load_scenario(name), lang)
        try:
            differing = changes(ours, scenario)
        except ScenarioError:
            continue
        found.append((name != scenario.name, len(differing), name, Origin(ours, differing)))
    return min(found, key=lambda one: one[:3])[3] if found else None
