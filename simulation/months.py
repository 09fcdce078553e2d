"""The one loop over months: from a scenario's start, or from any world, month after month. Who decides comes from outside.

    for world, record in months(course(scenario, p, seed=7, runs=(0, 100))):
        ...

Everything of a month but who decides is data: the world that it begins with, what is imposed, and chance. So a course can
begin anywhere, with any chance, and gone through twice it is the same.

A month can be held. `decide` and `order` are asked within it, first for the initiatives, then for yes or no to what
was offered, then, when these are done and seen, for the responses, and at last for what is demanded, left and spoken
up about; the month waits for as long as they take, and what they see is what a state could see. A person answers
through `order`; a game that cannot wait breaks off there by an exception, keeps the orders given so far, and goes
through the month again when the person has answered: nothing has changed, since worlds do not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

import numpy as np

from simulation import decided, inputs, step
from simulation import draws as chance
from simulation.doctrines.deciding import deciders
from simulation.errors import ScenarioError, in_python
from simulation.fields import check_seed
from simulation.parameters import Parameters
from simulation.saying import say
from simulation.scenario import Scenario
from simulation.state import Array, Draws, Imposed, Observation, Record, Setting, World

BUFFER = 512  # elements: NumPy first copies rows shorter than its buffer together, at twice the cost of the sum itself

Given = TypeVar("Given", Draws, Imposed)


@dataclass(frozen=True)
class Chance:
    """The chance of runs that meet the worlds of these numbers, month by month; a span of months is made at a time."""

    scenario: Scenario
    seed: int
    worlds: Array  # [run]

    def __iter__(self) -> Iterator[Draws]:
        pairs = inputs.pairs_of(self.scenario.labels)
        made = chance.spans(int(self.seed), self.scenario.labels, pairs, self.scenario.months, self.worlds)
        for span in made:
            yield from by_month(span)


class Course(NamedTuple):
    """What months are made of: the world before the first, and what is given, month by month; as many as there are."""

    world: World
    p: Parameters
    setting: Setting
    imposed: Iterable[Imposed]  # [month]
    draws: Iterable[Draws]  # [month]


def course(scenario: Scenario, p: Parameters, seed: int, runs: tuple[int, int]) -> Course:
    """Runs `runs[0]`..`runs[1] - 1` of a seed, from the scenario's start to its end. Raises ScenarioError for no runs."""
    check_seed(seed)
    try:
        first, last = runs
        check_seed(first)
        check_seed(last)
    except (TypeError, ValueError):  # a ScenarioError is one
        first = last = 0
    if not first < last:
        raise ScenarioError(say("refusal_argument.runs", found=in_python(runs)))
    return Course(
        inputs.starting_world(scenario, p, last - first),
        p,
        inputs.setting_of(scenario),
        by_month(inputs.imposed_on(scenario)),
        Chance(scenario, seed, np.arange(first, last)),
    )


def months(
    given: Course,
    decide: step.Decide | None = None,
    remember: step.Remember | None = None,
    order: step.Order = step.as_imposed,
) -> Iterator[tuple[World, Record]]:
    """The world after each month, and what is reported of the month.

    decide, remember  who judges and takes notes, all pairs at once; every state's own doctrine where they are left out
    order             what is no state's own to choose (`step.Order`); what the scenario orders unless said otherwise
    """
    wishes, notes = deciders(given.setting, given.p)
    decide, remember = decide or wishes, remember or notes
    asked = order if order is step.as_imposed else _checked(order)
    world = given.world
    for imposed, draws in zip(given.imposed, given.draws, strict=True):
        with np.errstate():  # which also puts the buffer back
            np.setbufsize(BUFFER)
            world, record = step.month(world, given.p, given.setting, imposed, draws, decide, remember, asked)
        yield world, record


def _checked(order: step.Order) -> step.Order:
    """The same orders; whoever gives what cannot be ordered is told so before the month goes on."""

    def asked(stage: str, observation: Observation, given: Array) -> Array:
        found = np.asarray(order(stage, observation, given))
        whole = (*given.shape[:-1], observation.tension.shape[-1])
        fits = found.shape in (given.shape, whole)
        if not fits or not decided.plain(stage, found) or not decided.sound(stage, found):
            wanted = {"wanted": decided.wanted(stage), "shape": whole}
            raise ScenarioError(say("refusal_decided.order", stage=stage, found=found.tolist(), **wanted))
        return found

    return asked


def by_month(given: Given) -> list[Given]:
    """What has a month axis in front, month by month; views, not copies."""
    return [type(given)(*kinds) for kinds in zip(*given, strict=True)]


def draws_of(scenario: Scenario, seed: int, first: int, last: int) -> Draws:
    """The chance of runs first..last-1, with a month axis in front."""
    pairs = inputs.pairs_of(scenario.labels)
    return chance.draws(int(seed), scenario.labels, pairs, scenario.months, first, last)


def side_by_side(draws: Draws, count: int) -> Draws:
    """The same chance for `count` blocks of runs that lie one after the other on the run axis: `[..., count x run]`."""
    return Draws(*(np.tile(kind, (1,) * (kind.ndim - 1) + (count,)) for kind in draws))
