"""The one loop over months: from the start, from any world, held until somebody has answered."""

from __future__ import annotations

from itertools import islice
from queue import Queue
from threading import Thread
from typing import Any

import numpy as np
import pytest

from simulation import DetenteModel, Scenario, inputs, simulate
from simulation.actions import CODE
from simulation.errors import ScenarioError
from simulation.experiments.retracing import retrace
from simulation.months import Course, course, months
from simulation.scenario import Order
from simulation.state import FREE, Array, Observation, Record, World
from simulation.step import INITIATIVE, LEAVES, RESPONSE

RUNS, SEED, HELD = 5, 7, 3  # the month that is held, from 0


def begun(scenario: Scenario) -> Course:
    return course(scenario, inputs.parameters_of(scenario), SEED, (0, RUNS))


def assert_same(one: Any, other: Any) -> None:
    for name, left, right in zip(one._fields, one, other, strict=True):
        assert np.array_equal(left, right), name


def test_the_months_of_a_scenario_are_those_that_simulate_reports(three: Scenario):
    result = simulate(three, runs=RUNS, seed=SEED)
    records = [record for _, record in months(begun(three))]
    lived = ~result.war.values.any(axis=1)
    assert lived.any()
    for name in ("initiative", "tension", "mutual_benefit", "influence"):
        reported = result[name].transpose("month", ..., "run").values
        mine = np.stack([np.asarray(getattr(record, name)) for record in records])
        assert np.array_equal(reported[..., lived], mine[..., lived]), name


def test_a_course_can_begin_with_any_world(three: Scenario):
    whole = begun(three)
    every = list(months(whole))
    later = whole._replace(
        world=every[HELD][0], imposed=list(whole.imposed)[HELD + 1 :], draws=list(whole.draws)[HELD + 1 :]
    )
    for (world, record), (again, reported) in zip(every[HELD + 1 :], months(later), strict=True):
        assert_same(world, again)
        assert_same(record, reported)


class Desk:
    """A person who answers for the second state in one month, and is asked by questions and answers in two queues."""

    def __init__(self, row: int) -> None:
        self.row = row
        self.asked: Queue[tuple[str, Observation]] = Queue()
        self.answers: Queue[str] = Queue()
        self.months = 0

    def order(self, stage: str, view: Observation, codes: Array) -> Array:
        self.months += stage == INITIATIVE
        if (self.months - 1, stage) != (HELD, RESPONSE):
            return codes
        self.asked.put((stage, view))
        mine = np.array(codes)
        mine[self.row] = CODE[self.answers.get(timeout=20)]
        return mine


def ordered(scenario: Scenario, act: str) -> Scenario:
    """The same answer as an order that stands in the scenario."""
    date = scenario.month_text(HELD)
    order = Order(date=date, title="An answer", state="Bravo", towards="Alfa", act=act, stage="response")
    return scenario.changed(orders=(order,))


def test_a_month_waits_between_initiative_and_response_until_a_person_has_answered(two: Scenario):
    rows = {pair: row for row, pair in enumerate(two.pairs)}
    desk, found = Desk(rows["Bravo", "Alfa"]), list[tuple[World, Record]]()
    held = months(begun(two), order=desk.order)
    player = Thread(target=lambda: found.extend(held), daemon=True)
    player.start()
    stage, view = desk.asked.get(timeout=20)
    assert stage == RESPONSE
    free = list(months(begun(two)))  # others go on meanwhile
    assert player.is_alive()
    assert len(found) == HELD  # the months before; this one has not come to its end
    # the rival has moved, and the person sees what the state's own doctrine would have seen
    alone = next(islice(retrace(two, SEED, (0, RUNS)), HELD, None))
    assert_same(view, alone.judged[RESPONSE].view)
    desk.answers.put("denounce")
    player.join(timeout=20)
    assert (found[HELD][1].response[desk.row] == CODE["denounce"]).all()
    # what it answered is an order like any other: a match is its scenario, seed and orders
    for (world, record), (again, reported) in zip(
        found, months(begun(ordered(two, "denounce"))), strict=True
    ):
        assert_same(world, again)
        assert_same(record, reported)
    for early in range(HELD):
        assert_same(found[early][1], free[early][1])
    assert not np.array_equal(found[-1][0].tension, free[-1][0].tension)


def test_a_month_that_is_broken_off_can_be_gone_through_again(two: Scenario):
    class NotYetError(Exception):
        pass

    def wait(stage: str, view: Observation, codes: Array) -> Array:
        raise NotYetError

    whole = begun(two)
    *_, (world, _) = islice(months(whole), HELD)
    now = whole._replace(
        world=world, imposed=list(whole.imposed)[HELD:][:1], draws=list(whole.draws)[HELD:][:1]
    )
    before = [np.array(part) for part in world]
    with pytest.raises(NotYetError):
        next(months(now, order=wait))
    assert all(np.array_equal(part, was) for part, was in zip(world, before, strict=True))
    _, record = next(months(now))
    assert_same(record, next(islice(months(begun(two)), HELD, None))[1])


def test_mesa_waits_as_well_and_its_agents_know_what_was_ordered(two: Scenario):
    desk = Desk({pair: row for row, pair in enumerate(two.pairs)}["Bravo", "Alfa"])
    desk.answers.put("denounce")  # given beforehand, so that it does not wait for long
    model, twin = DetenteModel(two, rng=SEED), DetenteModel(ordered(two, "denounce"), rng=SEED)
    model.order = desk.order
    for _ in range(HELD + 1):
        model.step()
        twin.step()
    assert desk.asked.qsize() == 1
    assert_same(model.world, twin.world)
    assert model.agents[1].explain().text == twin.agents[1].explain().text
    assert "by order of the scenario" in model.agents[1].explain().text


def test_an_order_that_leaves_it_to_the_state_changes_nothing(two: Scenario):
    def free(stage: str, view: Observation, given: Array) -> Array:
        if stage == LEAVES:
            return np.zeros(given.shape, dtype=bool)
        return np.full((*given.shape[:-1], RUNS), FREE)

    for one, other in zip(months(begun(two)), months(begun(two), order=free), strict=True):
        assert_same(one[1], other[1])


@pytest.mark.parametrize("given", [-5, 1.5, 2.0, True, 99, None, "talk"])
def test_what_is_no_code_of_an_act_is_no_order(two: Scenario, given: Any):
    model = DetenteModel(two, rng=SEED)
    model.order = lambda stage, view, codes: np.full(codes.shape, given)
    with pytest.raises(ScenarioError, match="give codes of acts"):
        model.step()
