"""The card itself: patterns by role, the held-out years scored, the quarters ahead, and every year for the figure."""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from simulation.errors import ScenarioError
from simulation.experiments.card import baselines
from simulation.experiments.card.ahead import HORIZON, ahead
from simulation.experiments.card.predictive import Predictive, Runs
from simulation.experiments.card.record import Record, Table, dispositions, members
from simulation.experiments.card.scores import (
    Difference,
    Judged,
    Score,
    difference,
    judged,
    score,
)
from simulation.experiments.measures import FIRST_YEAR, WAYS
from simulation.experiments.validation import PatternRow, pattern_rows
from simulation.history import FITTED, HELD_OUT, Frequency
from simulation.results import scenario_of
from simulation.saying import say

Floats = NDArray[np.float64]

LIBRARIES = ("scoringrules", "statsmodels")
LAST = 1979  # from here on no monthly moment of 1948-78 has seen the record
LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)


class Skill(NamedTuple):
    """Scores over a stretch of held-out periods: the model's first, then each baseline's with the paired difference."""

    scores: Mapping[str, Score]
    differences: Mapping[str, Difference]


class Card(NamedTuple):
    """How well the model does, and against what."""

    scenario: str
    runs: int
    seed: int
    patterns: list[PatternRow]
    holdout: Mapping[Frequency, Skill]  # 1971-91
    holdout_1979: Mapping[Frequency, Skill]  # 1979-91
    forecast: Mapping[int, Skill]  # by quarters ahead
    years: Mapping[str, Floats]  # by direction: `[year, 6]`, the record and the five quantiles of `LEVELS`


def need_libraries() -> None:
    """Raise ScenarioError, one line, if a library that judges is not there: before a minute has been spent."""
    missing = [name for name in LIBRARIES if importlib.util.find_spec(name) is None]
    if missing:
        *some, last = missing
        key = "refusal_run.card_libraries" if some else "refusal_run.card_library"
        raise ScenarioError(say(key, some=", ".join(some), last=last))


def card(result: xr.Dataset, record: Record) -> Card:
    """Hold a result of `simulate` (US and USSR from January 1948 to December 1991 or later, keep="all") against a record.

    Baselines are fitted to 1948-70. Raises ScenarioError for a result that does not reach, or a library that is missing.
    """
    need_libraries()
    patterns = pattern_rows(result, record.targets)
    tables: dict[Frequency, Table] = {"yearly": record.yearly, "quarterly": record.quarterly}
    runs = {name: members(result, table.per_year) for name, table in tables.items()}
    if len(runs["yearly"]) < HELD_OUT[1] + 1 - FIRST_YEAR:
        name = result.attrs.get("scenario_name", "?")
        raise ScenarioError(say("refusal_record.ends_early", scenario=name, last=f"{HELD_OUT[1]}-12"))
    scenario = scenario_of(result)
    held, late = {}, {}
    for name, table in tables.items():
        free = free_runs(table, runs[name], dispositions(scenario, table.per_year))
        held[name] = skill(free, table.per_year)
        since = slice(table.per_year * (LAST - HELD_OUT[0]), None)
        late[name] = skill(
            {who: Judged(*(p[since] for p in whole)) for who, whole in free.items()}, table.per_year
        )
    quarters = record.quarterly
    steps = ahead(runs["quarterly"], quarters.values, quarters.at(*HELD_OUT))
    return Card(
        scenario=str(result.attrs.get("scenario_name", "")),
        runs=int(result.sizes["run"]),
        seed=int(result.attrs.get("seed", 0)),
        patterns=patterns,
        holdout=held,
        holdout_1979=late,
        forecast={
            horizon: skill({name: made[horizon - 1] for name, made in steps.items()}, quarters.per_year)
            for horizon in range(1, HORIZON + 1)
        },
        years=_years(record.yearly, runs["yearly"]),
    )


def free_runs(table: Table, runs: Floats, sums: Floats) -> dict[str, Judged]:
    """The held-out periods as forecast from 1948, judged: by the runs, and by each baseline from the end of the fit.

    `runs` is `[period, direction, run]`, `sums` the leaders' dispositions `[period]`: as long as the table, or longer.
    """
    held = table.at(*HELD_OUT)
    known, came = table.values[table.at(*FITTED)], table.values[held]
    steps = len(came)
    made: dict[str, Predictive] = {
        "model": Runs(runs[held]),
        "climatology": baselines.climatology(known, steps),
        "trend": baselines.trend(known, steps),
        "ar": baselines.ar(known, steps),
        "var": baselines.var(known, steps),
        "richardson": baselines.richardson(known, steps),
        "leaders": baselines.leaders(known, sums[: held.stop]),
    }
    return {name: judged(one, came) for name, one in made.items()}


def skill(found: Mapping[str, Judged], per_year: int) -> Skill:
    """Scores of all, and how far each baseline's lies above the model's."""
    return Skill(
        {name: score(one) for name, one in found.items()},
        {
            name: difference(one.crps, found["model"].crps, per_year)
            for name, one in found.items()
            if name != "model"
        },
    )


def _years(table: Table, runs: Floats) -> dict[str, Floats]:
    known = table.values[: table.at(*HELD_OUT).stop]
    quantiles = [Runs(runs[: len(known)]).quantile(level) for level in LEVELS]
    return {way: np.column_stack([known[:, k], *(q[:, k] for q in quantiles)]) for k, way in enumerate(WAYS)}


def in_short(found: Card) -> list[tuple[str, float]]:
    """The scores that the log keeps: CRPS of the model, and the share of held-out patterns met."""
    kept = [
        (f"{resolution} {first}-{HELD_OUT[1]}", one.scores["model"].crps)
        for first, part in ((HELD_OUT[0], found.holdout), (LAST, found.holdout_1979))
        for resolution, one in part.items()
    ]
    kept += [
        (f"{horizon} ahead", found.forecast[horizon].scores["model"].crps) for horizon in (1, 4, HORIZON)
    ]
    held = [row.hit for row in found.patterns if row.role == "held out"]
    return [*kept, ("patterns met", sum(held) / len(held))] if held else kept
