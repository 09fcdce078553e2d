"""Go through the months of some runs again, and look on: the world before each month, how acts were judged, what followed.

A result holds what states did; to ask why, or what else could have been, the judgements and the world behind it are needed.
The rules, the order of the month and the chance are those of `engine.simulate`, so that the acts come out the same. From
any month the same world can be sent into other futures: `futures` gives them, the chance of many runs from then on.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import xarray as xr

from simulation import inputs, step
from simulation.doctrines.deciding import deciders
from simulation.errors import ScenarioError, show
from simulation.months import Course, by_month, course, draws_of, months
from simulation.saying import say
from simulation.scenario import Scenario
from simulation.state import Array, Draws, Imposed, Observation, Record, World

STAGES = (step.INITIATIVE, step.RESPONSE)

#: what falls before a state answers its rival's move: the month's events, and the rival's initiative as it was read
BEFORE_THE_REPLY = (
    "u_leader", "n_leader", "u_abuse", "u_shock", "u_theatre", "u_size", "u_favour", "u_incident", "n_climate",
    "u_initiative", "u_consent", "n_initiative",
)  # fmt: skip


class Judged(NamedTuple):
    """One stage of a month: what every actor saw, and the log weights that it gave to every act `[action, pair, run]`."""

    view: Observation
    wish: Array


class Noted(NamedTuple):
    """What a doctrine's notes are made of at the end of a month: the rival's month as it was seen, and the own acts."""

    view: Observation
    own: Array  # [pair, run] Goldstein/10


class Month(NamedTuple):
    """One month of some runs: the world that it began with, the judgements by stage, what is reported, the world after it."""

    number: int  # 0 is the first month of the scenario
    before: World
    judged: dict[str, Judged]
    noted: Noted
    record: Record
    after: World


def walk(scenario: Scenario, world: World, draws: Draws, imposed: Imposed, first: int) -> Iterator[Month]:
    """Months `first` and on from `world`, as many as `draws` and `imposed` have on their month axis."""
    p, setting = inputs.parameters_of(scenario), inputs.setting_of(scenario)
    return _watched(Course(world, p, setting, by_month(imposed), by_month(draws)), first)


def retrace(scenario: Scenario, seed: int, runs: tuple[int, int]) -> Iterator[Month]:
    """All months of runs `runs[0]`..`runs[1] - 1` of a seed, as `simulate` has them."""
    return _watched(course(scenario, inputs.parameters_of(scenario), seed, runs), 0)


def _watched(given: Course, first: int) -> Iterator[Month]:
    """Every month of a course, with how acts were judged in it; the first is number `first`."""
    wishes, remembers = deciders(given.setting, given.p)
    judged: dict[str, Judged] = {}
    noted: list[Noted] = []

    def decide(begun: Observation) -> step.Judge:
        judge = wishes(begun)

        def heard(stage: str, view: Observation) -> Array:
            wish = judge(stage, view)
            judged[stage] = Judged(view, wish)
            return wish

        return heard

    def remember(notes: Array, view: Observation, own: Array) -> Array:
        noted.append(Noted(view, own))
        return remembers(notes, view, own)

    before = given.world
    for number, (world, record) in enumerate(months(given, decide, remember), first):
        yield Month(number, before, dict(judged), noted.pop(), record, world)
        before = world


def futures(
    scenario: Scenario, seed: int, run: int, month: int, horizon: int, count: int
) -> tuple[Draws, int]:
    """The chance of `horizon` months from `month` on: first of `run` itself, then of `count` other runs of the seed.

    What falls before the reply in `month` is that of `run` everywhere, so that all futures share the situation in which
    it is given. Fewer months where the scenario ends before; also returned: how many.
    """
    length = min(horizon, scenario.months - month)
    own = draws_of(scenario, seed, run, run + 1)
    others = draws_of(scenario, seed, 0, count + 1)
    keep = [k for k in range(count + 1) if k != run][:count]
    made = {}
    for name, mine, theirs in zip(Draws._fields, own, others, strict=True):
        kind = np.concatenate(
            [mine[month : month + length], theirs[month : month + length][..., keep]], axis=-1
        )
        if name in BEFORE_THE_REPLY:
            kind[0] = kind[0][..., :1]
        made[name] = kind
    return Draws(**made), length


def check_the_same(scenario: Scenario, result: xr.Dataset, run: int, months: list[Month]) -> None:
    """Refuse, with a ScenarioError, a result whose run comes out differently when it is gone through again."""
    lived = int((~result["war"].sel(run=run).to_numpy().astype(bool)).sum())
    for name in STAGES:
        recorded = result[name].sel(run=run).transpose("month", "pair").to_numpy()[:lived]
        again = np.stack([getattr(month.record, name)[:, 0] for month in months])[:lived]
        if not np.array_equal(recorded, again):
            when = scenario.month_text(int(np.argmax((recorded != again).any(axis=1))))
            whose = {"run": run, "scenario": show(scenario.name), "version": result.attrs.get("version")}
            raise ScenarioError(say("refusal_result.other_run", **whose, month=when))
