"""Test 5, fading: why does a détente end? Each cause is switched off alone, all are, and each is left on alone.

A détente should fade for reasons that can be named, and not because states forget at a constant rate. With all causes off
most are in détente ten years after their first began; and forgetting explains less than half of the fading, whether it is
what is taken away or what is left. Where causes act together, the two disagree, so both are shown.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from simulation.experiments.causal_story.measures import Runs, Simulate, nothing, resampled, share
from simulation.experiments.causal_story.row import Cell, Row, Rule
from simulation.experiments.detente import detente_share, detente_spells
from simulation.scenario import Scenario

LEAST_LEFT = 0.6  # are in détente ten years later with all causes off
MOST_FORGOTTEN = 0.5  # of the fading may be forgetting's
LATER = 120  # months: ten years
#: months around then; a run is *there* if at least half of them belong to a détente
AROUND = 12
#: runs that can be watched; of fewer no share is judged: of 12 in 20 Wilson's interval is .39 to .78, already .4 wide
LEAST_WATCHED = 20

Change = Callable[[Scenario], Scenario]


def _parameters(**values: float) -> Change:
    return lambda scenario: scenario.changed(parameters=values)


def _alike(scenario: Scenario) -> Scenario:
    """Who follows whom makes no difference: named leaders and drawn ones have disposition 0."""
    leaders = tuple(leader.model_copy(update={"disposition": 0.0}) for leader in scenario.leaders)
    return scenario.changed(leaders=leaders, parameters={"leader_spread": 0.0})


def _no_abuses(scenario: Scenario) -> Scenario:
    return scenario.changed(
        states=tuple(state.model_copy(update={"abuses": 0.0}) for state in scenario.states),
        events=tuple(event for event in scenario.events if event.kind != "rights"),
    )


#: the causes, each with what switches it off; None: the model has no such cause yet, so there is nothing to switch
SWITCHES: dict[str, Change | None] = {
    # what the public makes of losses, of warmth exploited, of backing down: hawks at home, who fade by half in three years
    "memory_of_loss": _parameters(hawks_grievance=0.0),
    "succession": _alike,
    # what was severed is no room to gain, as long as it is remembered
    "severed_trade": _parameters(resentment_memory=0.0),
    "rights": _no_abuses,
    "arms": _parameters(tension_arms=0.0, arms_reaction=0.0),
    "forgetting": _parameters(forgetting=0.0),
}


class Outlook(NamedTuple):
    """Each run ten years after its first détente began: whether that can be watched, and whether it is in détente."""

    watched: NDArray[np.bool_]  # [run]
    there: NDArray[np.bool_]  # [run]; in that détente still or in another; false where it cannot be watched
    faded: float  # share of the runs with détente, as `detente_share` counts


class Causes(NamedTuple):
    """Share of runs in détente ten years after their first, by which causes are off: the table that is shown."""

    as_it_is: Cell
    off_alone: dict[str, Cell]
    on_alone: dict[str, Cell]
    all_off: Cell
    faded: dict[str, float]  # by "as_it_is", "all_off", "off: <cause>", "on: <cause>"


def without(scenario: Scenario, causes: Iterable[str]) -> Scenario:
    """The scenario with these causes switched off; those that the model does not have are off anyway."""
    for cause in causes:
        change = SWITCHES[cause]
        scenario = scenario if change is None else change(scenario)
    return scenario


def outlook(result: xr.Dataset) -> Outlook:
    """Whether each run is in détente ten years after its first détente began.

    One that ended and began again counts as well: what is asked is whether there is a détente, not whether it is the same.
    """
    spells = detente_spells(result).to_numpy()
    months = spells.shape[1]
    begins = spells.argmax(axis=1)
    first = begins + LATER - AROUND // 2
    watched = spells.any(axis=1) & (first + AROUND <= months)
    around = np.minimum(first[:, None] + np.arange(AROUND), months - 1)
    there = np.take_along_axis(spells, around, axis=1).mean(axis=1) >= 0.5
    return Outlook(watched, watched & there, detente_share(result)["faded"])


def rows(simulate: Simulate, scenario: Scenario, cold_war: xr.Dataset) -> tuple[list[Row], Causes]:
    """The rows of fading, and the table of causes; `cold_war` is the result of `scenario` as it stands."""
    there_are = [cause for cause, change in SWITCHES.items() if change is not None]
    missing = tuple(cause for cause in SWITCHES if cause not in there_are)
    now = outlook(cold_war)
    nothing_left = outlook(simulate(without(scenario, SWITCHES)))
    off = {cause: outlook(simulate(without(scenario, [cause]))) for cause in there_are}
    on = {
        cause: outlook(simulate(without(scenario, [other for other in SWITCHES if other != cause])))
        for cause in there_are
    }
    table = Causes(
        left((), now),
        {cause: left((cause,), off[cause]) if cause in off else nothing((cause,)) for cause in SWITCHES},
        {cause: left((cause,), on[cause]) if cause in on else nothing((cause,)) for cause in SWITCHES},
        left((), nothing_left),
        {
            "as_it_is": now.faded,
            "all_off": nothing_left.faded,
            **{f"off: {cause}": one.faded for cause, one in off.items()},
            **{f"on: {cause}": one.faded for cause, one in on.items()},
        },
    )
    known = float(len(there_are))
    less_than_half = Rule("below", MOST_FORGOTTEN)
    forgetting = "forgetting"
    found = [
        Row(
            "fading.switches",
            "switches",
            Rule("at_least", len(SWITCHES)),
            (Cell((), known, known, known, math.nan, len(SWITCHES)),),
            missing=missing,
        ),
        Row("fading.all_off", "watched", Rule("at_least", LEAST_LEFT), (enough(table.all_off),)),
        Row("fading.forgetting_off", "fading", less_than_half, (explained(now, now, off[forgetting]),)),
        Row(
            "fading.forgetting_on", "fading", less_than_half, (explained(now, on[forgetting], nothing_left),)
        ),
    ]
    return found, table


def left(name: tuple[str, ...], found: Outlook) -> Cell:
    """The share of the runs that could be watched which are in détente ten years later."""
    return share(name, int(found.there.sum()), int(found.watched.sum()))


def enough(cell: Cell) -> Cell:
    """The same cell, or one without a number where it is of fewer than `LEAST_WATCHED` runs."""
    return cell if cell.n >= LEAST_WATCHED else nothing(cell.name, cell.n)


def explained(now: Outlook, more: Outlook, less: Outlook) -> Cell:
    """Which share of today's fading lies between two outlooks: (F(more) - F(less)) / F(now), F = 1 - share in détente.

    With `more` = today and `less` = a cause off alone, what goes with the cause; with `more` = the cause on alone and
    `less` = all off, what comes with it: above 1 where that is more than fades with all causes together. Without a number
    where one of the three has fewer than `LEAST_WATCHED` runs that can be watched.
    """
    least = min(int(part.watched.sum()) for part in (now, more, less))
    if least < LEAST_WATCHED:
        return nothing((), least)
    counts = [one.astype(float) for part in (now, more, less) for one in (part.there, part.watched)]
    return resampled((), part_of_fading, *counts)


def part_of_fading(
    there: Runs, watched: Runs, more: Runs, of_more: Runs, less: Runs, of_less: Runs, *, axis: int = -1
) -> Any:
    """What `explained` says, of counts by run."""

    def faded(left: Runs, of: Runs) -> Any:
        total = of.sum(axis)
        return 1.0 - left.sum(axis) / np.where(total > 0, total, np.nan)

    now = faded(there, watched)
    gap = faded(more, of_more) - faded(less, of_less)
    return gap / np.where(now > 0, now, np.nan)
