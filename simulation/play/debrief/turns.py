"""The months of a match that mattered, found by the rule of `experiments.turning_points`, and what was done in them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
import xarray as xr

from simulation.actions import ACTIONS, CODE
from simulation.engine import simulate
from simulation.experiments.looking import look, why
from simulation.experiments.retracing import STAGES
from simulation.experiments.turning_points import TurningPoint, turning_points
from simulation.explaining import SHOWN
from simulation.inputs import by_person
from simulation.play.debrief.again import Again
from simulation.play.debrief.nobody import KEPT

MATCH = -1  # the run that the match is, among those that nobody played


class Side(NamedTuple):
    """What one state did to another in a month: two acts, by name, and a program's strongest reason for the graver one."""

    state: str
    rival: str
    initiative: str
    response: str
    refused: bool  # its offer was declined
    reason: str | None


class Turned(NamedTuple):
    """A month that mattered: between whom what turned, what both did in it, and what happened from outside."""

    point: TurningPoint
    sides: tuple[Side, Side]
    news: tuple[str, ...]  # titles of events that began in it


def turned(once: Again, nobody: xr.Dataset, seat: str) -> list[Turned]:
    """The turning points of the match that a seat was part of, by month.

    How large a turn is, is judged against the runs that nobody played, and so is in how many of them as much turned the
    same way at that time.
    """
    ended = once.ended
    match = simulate(ended.played, runs=1, seed=ended.seed, worlds=[ended.run])[list(KEPT)].assign_coords(
        run=[MATCH]
    )
    both = xr.concat([match, nobody], "run", combine_attrs="override", coords="minimal", compat="override")
    both = both.isel(month=slice(ended.lived))
    own = {row for row, _, _ in ended.rows(seat)} | {back for _, back, _ in ended.rows(seat)}
    points = [point for point in turning_points(both, MATCH) if set(point.dyad) <= own]
    return [_told(once, point) for point in points]


def _told(once: Again, point: TurningPoint) -> Turned:
    played = once.ended.played
    first, second = (_side(once, row, point.month) for row in point.dyad)
    news = tuple(event.title for event in played.events if played.month_index(event.date) == point.month)
    return Turned(point, (first, second), news)


def _side(once: Again, row: int, month: int) -> Side:
    ended, record = once.ended, once.months[month].record
    state, rival = ended.played.pairs[row]
    acts = [ACTIONS[int(getattr(record, stage)[row, 0])].name for stage in STAGES]
    reason = None
    if not any(chosen[:, row].any() for chosen in by_person(ended.played).values()):
        table = why(ended.played, look(ended.played, ended.seed, ended.run, month), state).table
        stage = max(range(len(STAGES)), key=lambda at: abs(CODE[acts[at]] - CODE["hold"]))
        reason = strongest(_rows(table, rival, STAGES[stage]), acts[stage])
    return Side(state, rival, acts[0], acts[1], bool(record.refused[row, 0]), reason)


def _rows(table: pd.DataFrame, rival: str, stage: str) -> pd.DataFrame:
    """The reasons towards a rival in a stage, in their order; of an index that is not sorted, pandas only warns."""
    own = (table.index.get_level_values("rival") == rival) & (table.index.get_level_values("stage") == stage)
    return table[own].droplevel(["rival", "stage"])


def strongest(reasons: pd.DataFrame, act: str) -> str | None:
    """The reason that spoke most for an act against doing nothing; for doing nothing, against the likeliest other act.

    `reasons` are rows of an explanation's table, of which the last two hold the sum and the probability.
    """
    chance = reasons.iloc[-1].drop("hold")
    other = "hold" if act != "hold" else str(chance.idxmax())
    pull = (reasons[act] - reasons[other]).iloc[:-2]
    return str(pull.idxmax()[-1]) if len(pull) and pull.max() > SHOWN else None


def most_tense(once: Again, rows: tuple[int, ...], count: int) -> list[int]:
    """The months with which the turns began in which felt tension rose most, the steepest first."""
    felt, first = np.array(once.felt(rows, "tension")), list(once.ended.turns)
    before = np.concatenate([[felt[0]], felt])[first]
    after = felt[[*(month - 1 for month in first[1:]), len(felt) - 1]]
    return [first[place] for place in np.argsort(before - after)[:count]]
