"""Test 7, the class: is `classroom` open, and does one changed line show?

A class compares its runs with its neighbours'. So détente must neither be certain nor a miracle, and a line that a class
would change, by as much as it would change it, must move what it looks at: whether there was détente, or what both gained
in the last year.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import xarray as xr

from simulation.experiments.causal_story.measures import (
    Simulate,
    difference,
    in_spreads,
    measured,
    share,
    share_difference,
)
from simulation.experiments.causal_story.row import Cell, Row, Rule
from simulation.experiments.detente import detente_spells
from simulation.scenario import Rivalry, Scenario, load_scenario

OPEN = (0.2, 0.6)  # share of runs with détente: in a class of ten groups two to six see one
#: standard deviations of the unchanged scenario: between 'small' and 'medium' (Cohen 1988); what two classes of forty runs
#: each would tell apart about one time in four, and one of 200 five times in six
LEAST_MOVE = 0.3
LAST_YEAR = 12  # months


def _relation(**fields: Any) -> Callable[[Scenario], Scenario]:
    """One line of the table of the rivalry."""
    return lambda scenario: scenario.changed(
        rivalries=tuple(Rivalry(**{**dict(one), **fields}) for one in scenario.rivalries)
    )


def _first_state(**fields: Any) -> Callable[[Scenario], Scenario]:
    """One line of the table of the first state, Kastara."""

    def change(scenario: Scenario) -> Scenario:
        first, *others = scenario.states
        return scenario.changed(states=(first.model_copy(update=fields), *others))

    return change


#: what a class would write in one line of its file, in place of what stands there
LINES: dict[str, Callable[[Scenario], Scenario]] = {
    "tension": _relation(tension=(30.0, 30.0)),  # for 60
    "trust": _relation(trust=(0.7, 0.7)),  # for .3
    "trade": _relation(trade=0.6),  # for .1
    "hawks": _first_state(hawks=0.2),  # for .4, in Kastara
    "doctrine": _first_state(doctrine="grit"),  # for deliberate, in Kastara
}


def rows(simulate: Simulate) -> list[Row]:
    """Whether the class's scenario is open, and what each of five lines moves."""
    scenario = load_scenario("classroom")
    unchanged = simulate(scenario)
    had = happened(unchanged)
    found = [Row("class.share", "share", Rule("between", *OPEN), (share((), int(had.sum()), len(had)),))]
    for line, change in LINES.items():
        moved = moves(unchanged, simulate(change(scenario)))
        found.append(Row(f"class.{line}", "sd", Rule("moves", LEAST_MOVE), moved, one_is_enough=True))
    return found


def moves(unchanged: xr.Dataset, changed: xr.Dataset) -> tuple[Cell, Cell]:
    """What a line moves of the share with détente and of the last year's benefit, in spreads of the unchanged."""
    months = unchanged.sizes["month"]
    last_year = (months - LAST_YEAR, months)
    benefits = (measured(result, "benefit", last_year) for result in (changed, unchanged))
    return (
        in_spreads(share_difference(("detente",), happened(changed), happened(unchanged))),
        in_spreads(difference(("benefit",), *benefits)),
    )


def happened(result: xr.Dataset) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Whether a run had a détente at all, `[run]`."""
    return np.asarray(detente_spells(result).any("month").to_numpy())
