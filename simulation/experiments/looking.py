"""One month of one run, looked at closely: the world before and after it, what was done, and every state's reasons.

The run is gone through as `engine.simulate` and the Mesa model have it, so that its months are theirs; a run that was
looked at lately is still known, month by month, so that another month of it is there at once.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from simulation import inputs, step
from simulation.doctrines.deciding import judge_of, of_pairs
from simulation.explaining import Decision, Explanation, Moves, explanation
from simulation.games import implied_game, situation_of
from simulation.months import Course, course, months
from simulation.scenario import Scenario
from simulation.state import Array, Draws, Imposed, Observation, Record, World

RUNS_KNOWN = 4  # runs that stay known: 44 years of one are six megabytes


class Looked(NamedTuple):
    """A month of a run: the world before it and after, what is reported, what was imposed, and decisions by state."""

    number: int  # 0 is the first month of the scenario
    before: World
    after: World
    record: Record
    imposed: Imposed
    decisions: dict[str, list[Decision]]


class _Lived(NamedTuple):
    """A run: the world before each month that it lived, and what was given in it."""

    worlds: tuple[World, ...]
    imposed: tuple[Imposed, ...]
    draws: tuple[Draws, ...]


def lived(scenario: Scenario, seed: int, run: int) -> int:
    """How many months of a run there are: all of the scenario, or those to the one in which it ended in war."""
    return len(_lived(scenario, seed, run).worlds)


def look(scenario: Scenario, seed: int, run: int, month: int) -> Looked:
    """A month, counted from 0, of a run. Raises IndexError for one that the run did not live (`lived`)."""
    known = _lived(scenario, seed, run)
    if not 0 <= month < len(known.worlds):
        raise IndexError(month)
    p, setting = inputs.parameters_of(scenario), inputs.setting_of(scenario)
    rivals = len(setting.states) - 1
    rows = [slice(first * rivals, (first + 1) * rivals) for first in range(len(setting.states))]
    decisions: dict[str, list[Decision]] = {state: [] for state in setting.states}

    def decide(begun: Observation) -> step.Judge:
        seen = [of_pairs(begun, own) for own in rows]  # its pairs stand together
        judges = [judge_of(*one, p) for one in zip(setting.doctrines, seen, strict=True)]

        def judge(stage: str, view: Observation) -> Array:
            wish = np.empty(view.available.shape)
            for state, own, mine, judged in zip(setting.states, rows, seen, judges, strict=True):
                answered = {"seen": view.seen[own], "answering": view.answering}
                terms, wish[:, own] = judged(**answered)
                if stage != step.PROBE:
                    now = mine._replace(**answered)
                    decisions[state].append(Decision(stage, now, terms, wish[:, own].copy()))
            return wish

        return judge

    imposed = known.imposed[month]
    given = Course(known.worlds[month], p, setting, [imposed], [known.draws[month]])
    after, record = next(months(given, decide))
    return Looked(month, known.worlds[month], after, record, imposed, decisions)


def why(scenario: Scenario, looked: Looked, state: str, lang: str = "en") -> Explanation:
    """Why a state did what it did to its rivals in that month, as its agent explains it (`agents.State.explain`)."""
    setting, p = inputs.setting_of(scenario), inputs.parameters_of(scenario)
    rivals = [other for other in setting.states if other != state]
    own = setting.states.index(state)
    first = own * len(rivals)
    rows = slice(first, first + len(rivals))
    stages, by_person = (step.INITIATIVE, step.RESPONSE), inputs.by_person(scenario)
    games = {
        rival: implied_game(p, situation_of(looked.after, first + place, own, setting.states.index(rival)))
        for place, rival in enumerate(rivals)
    }
    return explanation(
        state,
        {rival: row for row, rival in enumerate(rivals)},
        scenario.month_text(looked.number),
        looked.decisions[state],
        Moves(
            {stage: getattr(looked.record, stage)[rows, 0] for stage in stages},
            {stage: getattr(looked.imposed, stage)[rows, 0] for stage in stages},
            {stage: by_person[stage][looked.number, rows] for stage in stages},
        ),
        games,
        lang,
    )


@lru_cache(maxsize=RUNS_KNOWN)
def _lived(scenario: Scenario, seed: int, run: int) -> _Lived:
    p = inputs.parameters_of(scenario)
    begun = course(scenario, p, seed, (run, run + 1))
    draws, imposed = tuple(begun.draws), tuple(begun.imposed)
    worlds = [begun.world]
    for world, _ in months(begun._replace(draws=draws, imposed=imposed)):
        if bool(world.over[0]):
            break
        worlds.append(world)
    return _Lived(tuple(worlds[: len(draws)]), imposed, draws)
