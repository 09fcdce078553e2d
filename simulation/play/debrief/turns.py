"""The months of a match that mattered, found by the rule of `experiments.turning_points`, and what was done in them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import xarray as xr

from simulation.actions import ACTIONS
from simulation.engine import simulate
from simulation.experiments.looking import look, why
from simulation.experiments.turning_points import TurningPoint, turning_points
from simulation.inputs import by_person
from simulation.play.debrief.again import Again
from simulation.play.debrief.nobody import KEPT
from simulation.scenario import Scenario
from simulation.state import ISSUES

MATCH = -1  # the run that the match is, among those that nobody played


class Side(NamedTuple):
    """What one state did to another in a month: two acts, by name; `reasons` are a program's own, in a sentence each."""

    state: str
    rival: str
    initiative: str
    response: str
    refused: bool  # its offer was declined
    reasons: tuple[str, ...]


class Turned(NamedTuple):
    """A month that mattered: between whom what turned, what both did in it, and what happened from outside."""

    point: TurningPoint
    sides: tuple[Side, Side]
    news: tuple[str, ...]  # titles of events
    left: tuple[str, ...]  # issues whose agreements one of the two left


def turned(once: Again, nobody: xr.Dataset, seat: str, lang: str) -> list[Turned]:
    """The turning points of the match that a seat was part of, by month.

    How large a turn is, is judged against the runs that nobody played, and so is in how many of them as much turned the
    same way at that time.
    """
    ended = once.ended
    match = simulate(ended.played, runs=1, seed=ended.seed, worlds=[ended.run])[list(KEPT)].assign_coords(run=[MATCH])
    both = xr.concat([match, nobody], "run", combine_attrs="override", coords="minimal", compat="override")
    both = both.isel(month=slice(ended.lived))
    own = {row for row, _, _ in ended.rows(seat)} | {back for _, back, _ in ended.rows(seat)}
    points = [point for point in turning_points(both, MATCH) if set(point.dyad) <= own]
    return [_told(once, point, lang) for point in points]


def _told(once: Again, point: TurningPoint, lang: str) -> Turned:
    played, record = once.ended.played, once.months[point.month].record
    first, second = (_side(once, row, point.month, lang) for row in point.dyad)
    gone = record.broken[:, list(point.dyad), 0].any(axis=1)
    news = tuple(
        event.title for event in played.events if _happens(played, event.date, event.months, point.month)
    )
    issues = tuple(issue for issue, is_so in zip(ISSUES, gone, strict=True) if is_so)
    return Turned(point, (first, second), news, issues)


def _side(once: Again, row: int, month: int, lang: str) -> Side:
    ended, record = once.ended, once.months[month].record
    state, rival = ended.played.pairs[row]
    reasons: tuple[str, ...] = ()
    if not any(by_person(ended.played)[stage][:, row].any() for stage in ("initiative", "response")):
        text = why(ended.played, look(ended.played, ended.seed, ended.run, month), state, lang).text
        rivals = [other for other in ended.played.labels if other != state]
        lines = text.splitlines()[4 * rivals.index(rival) :][:4]
        reasons = tuple(lines[2:])
    return Side(
        state,
        rival,
        ACTIONS[int(record.initiative[row, 0])].name,
        ACTIONS[int(record.response[row, 0])].name,
        bool(record.refused[row, 0]),
        reasons,
    )


def _happens(scenario: Scenario, date: str, months: int, month: int) -> bool:
    first = scenario.month_index(date)
    return first <= month < first + months


def most_tense(once: Again, rows: tuple[int, ...], count: int) -> list[int]:
    """The months with which the turns began in which felt tension rose most, the steepest first."""
    felt, first = np.array(once.felt(rows, "tension")), list(once.ended.turns)
    before = np.concatenate([[felt[0]], felt])[first]
    after = felt[[*(month - 1 for month in first[1:]), len(felt) - 1]]
    return [first[place] for place in np.argsort(before - after)[:count]]
