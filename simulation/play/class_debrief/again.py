"""Matches gone through once more, side by side, and on to the scenario's end: an ensemble whose runs were played.

What was decided is ordered again, so the months that were played come out to the bit; after them every state's doctrine
decides, which shows whether it holds without those who played. So whatever is counted of runs can be counted of matches.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import NamedTuple

import numpy as np
import xarray as xr

from simulation import inputs, keeping, months, step
from simulation.decided import kept_as
from simulation.months import Chance, Course, by_month
from simulation.play.class_debrief.told import Told
from simulation.results import labelled
from simulation.scenario import Scenario
from simulation.stages import talks
from simulation.state import FREE, ISSUES, Array, Observation

Tell = Callable[[float], None]  # how far it is, 0-1; may raise, and so end it


class Again(NamedTuple):
    """Matches of one scenario; `run` of the result is their place in `matches`."""

    matches: Sequence[Told]
    scenario: Scenario
    result: xr.Dataset
    decided: dict[str, Array]  # by stage, [month, (issue,) pair, run]; FREE where a state's doctrine decided
    bound: Array  # [month, pair, 1] bool: the scenario itself orders the initiative
    red_lines: Array  # [month, issue, pair, run] the least that the actor accepted, share of the surplus


def alike(matches: Sequence[Told]) -> list[list[Told]]:
    """Matches by what they can be gone through with side by side: one scenario, events and programs and all, one seed."""

    def ground(one: Told) -> tuple[str, int]:
        return one.scenario, one.seed

    return [list(group) for _, group in groupby(sorted(matches, key=ground), key=ground)]


def gone_through(matches: Sequence[Told], tell: Tell = lambda share: None) -> Again:
    """The months of matches that are `alike`."""
    scenario = Scenario.from_toml(matches[0].scenario)
    p, setting = inputs.parameters_of(scenario), inputs.setting_of(scenario)
    imposed = by_month(inputs.imposed_on(scenario))
    chance = Chance(scenario, matches[0].seed, np.array([one.run for one in matches]))
    decided = _decided(matches, scenario)
    kept: dict[str, Array] = {
        name: np.zeros(shape, kind) for name, (shape, kind) in _layout(scenario, len(matches)).items()
    }
    recorder = keeping.recorder(kept, scenario, "all", (0, len(matches)))
    world, lines = inputs.starting_world(scenario, p, len(matches)), []
    for month, (given, draws) in enumerate(zip(imposed, chance, strict=True)):
        lines.append(talks.red_lines(world, p, setting, given, draws))
        orders = _orders({stage: codes[month] for stage, codes in decided.items()})
        world, record = next(months.months(Course(world, p, setting, [given], [draws]), order=orders))
        recorder.month(month, record)
        tell((month + 1) / len(imposed))
    recorder.finish()
    bound = np.stack([np.asarray(one.initiative) != FREE for one in imposed])
    return Again(matches, scenario, labelled(kept, scenario, "all"), decided, bound, np.stack(lines))


def _layout(scenario: Scenario, runs: int) -> dict[str, tuple[tuple[int, ...], type]]:
    return keeping.layout(scenario, runs, "all")


def _decided(matches: Sequence[Told], scenario: Scenario) -> dict[str, Array]:
    """What was decided in all months, nothing (FREE, or no agreement left) in those that were not played."""
    pairs, found = len(scenario.pairs), {}
    for stage in step.ORDERED:
        on_issues = stage in (step.ASKS, step.LEAVES)
        shape = (scenario.months, len(ISSUES), pairs) if on_issues else (scenario.months, pairs)
        codes = np.full((*shape, len(matches)), False if stage == step.LEAVES else FREE, kept_as(stage))
        for place, one in enumerate(matches):
            codes[: one.months, ..., place] = np.array(one.decided[stage])
        found[stage] = codes
    return found


def _orders(decided: dict[str, Array]) -> step.Order:
    """`step.Order` of one month: what was decided in it, and else what the scenario orders."""

    def order(stage: str, view: Observation, given: Array) -> Array:
        mine = decided[stage]
        return given | mine if stage == step.LEAVES else np.where(mine == FREE, given, mine)

    return order
