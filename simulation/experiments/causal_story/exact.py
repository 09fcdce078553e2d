"""Test 6, rounding: no history of `cold_war` hangs on the last bit of a number."""

from __future__ import annotations

import math

from simulation.experiments.causal_story.row import Cell, Row, Rule
from simulation.experiments.rounding import disturbed
from simulation.scenario import Scenario


def rows(scenario: Scenario, runs: int, seed: int) -> list[Row]:
    """How many runs come out otherwise when every float is nudged by one part in 1e13 at three months: none may."""
    found = disturbed(scenario, runs, seed)
    changed = float(found.changed)
    return [
        Row(
            "rounding.disturbed", "runs", Rule("none"), (Cell((), changed, changed, changed, math.nan, runs),)
        )
    ]
