"""A match that was played, in held months, is a scenario: run again it gives the same months, to the bit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pytest

from simulation import DetenteModel, Scenario, ScenarioError, inputs, simulate
from simulation.actions import CODE
from simulation.catalogue import in_language
from simulation.months import by_month, course, months
from simulation.played import Said, orders_of, title_of
from simulation.scenario import Event, Order
from simulation.scenario.imposed import OFFERS
from simulation.state import FREE, ISSUES, NO, YES, Array, Observation, Record
from simulation.step import ASKS, CONSENT, CONSENT_RESPONSE, INITIATIVE, LEAVES, ORDERED, RESPONSE, SPEAKS
from simulation.variables import VARIABLES, reported

SEED = 7
INJECTED = 10  # the month from which on something happens that a teacher brings in
CLASH = Event(date="1960-11", kind="incident", title="Two ships collide", size=0.9)
ARREST = Event(date="1961-01", kind="rights", title="A trial", size=1.0, state="Bravo", months=3)


class Person:
    """Who plays some pairs by what is seen and by the month, as no doctrine does, and keeps what is decided."""

    def __init__(self, rows: Sequence[int]) -> None:
        self.rows, self.decided = rows, list[dict[str, Array]]()

    def order(self, stage: str, view: Observation, given: Array) -> Array:
        if stage == INITIATIVE:
            self.decided.append({})
        mine = np.array(np.broadcast_to(given, (*given.shape[:-1], view.tension.shape[-1])))
        for row in self.rows:
            mine[..., row, :] = self.choose(stage, view, row, len(self.decided) - 1)
        self.decided[-1][stage] = mine
        return mine

    def choose(self, stage: str, view: Observation, row: int, month: int) -> Any:
        turn = 5 * month + 3 * row
        if stage in (INITIATIVE, RESPONSE):
            if turn % 7 == 0:
                return FREE  # leaves it to the state
            hostile = view.seen[row] < 0
            return np.where(
                hostile, CODE["denounce" if turn % 3 else "threaten"], CODE["talk" if turn % 4 else "summit"]
            )
        if stage == ASKS:
            return np.where(view.trust[row] > 0.1, 0.45 + 0.01 * (turn % 10), FREE) * np.ones(
                (len(ISSUES), 1)
            )
        if stage == LEAVES:
            return (np.arange(len(ISSUES)) == turn % 20)[:, None]
        if stage == SPEAKS:
            return np.where(view.abuse[row] > 0, turn % 2, FREE)
        return np.where(view.offered[row] == FREE, FREE, NO if turn % 3 == 0 else YES)


def live(scenario: Scenario, person: Person, run: int, injected: Sequence[Event] = ()) -> Iterator[Record]:
    """The months as they are played; from one on more happens than the scenario had foreseen."""
    begun = course(scenario, inputs.parameters_of(scenario), SEED, (run, run + 1))
    foreseen = list(begun.imposed)
    if injected:
        more = scenario.changed(events=(*scenario.events, *injected))
        foreseen[INJECTED:] = by_month(inputs.imposed_on(more))[INJECTED:]
    for _, record in months(begun._replace(imposed=foreseen), order=person.order):
        yield record


def assert_same_months(scenario: Scenario, records: Sequence[Record], run: int) -> None:
    """Played again as a scenario among other runs, and as a file."""
    assert Scenario.from_toml(scenario.to_toml()) == scenario
    again = simulate(scenario, runs=run + 2, seed=SEED).isel(run=run)
    lived = int((~again.war.values).sum())
    for name, about in VARIABLES.items():
        played = np.stack([reported(record)[name][..., 0] for record in records])[:lived]
        if len(about.axes) == 2:  # the issue or concern stands first
            played = np.moveaxis(played, 1, -1)
        assert np.array_equal(played, again[name].values[:lived]), name


@pytest.mark.parametrize("run", [0, 3])
@pytest.mark.parametrize("who", [("Alfa",), ("Alfa", "Bravo")])
@pytest.mark.parametrize("states", ["two", "three"])
def test_a_played_match_is_a_scenario(
    states: str, who: Sequence[str], run: int, request: pytest.FixtureRequest
):
    scenario: Scenario = request.getfixturevalue(states)
    scenario = scenario.changed(doctrines={"Bravo": "grit"})
    person = Person([row for row, (actor, _) in enumerate(scenario.pairs) if actor in who])
    records = list(live(scenario, person, run, (CLASH, ARREST)))
    events = (*scenario.events, CLASH, ARREST)
    orders = orders_of(scenario, person.decided, records)
    assert all(order.chosen and order.state in who for order in orders)
    for field in ("act", "accepts", "declines", "asks", "leaves"):
        assert any(getattr(order, field) for order in orders), field
    assert_same_months(scenario.changed(orders=orders, events=events), records, run)
    # without what was decided they are other months: the test could fail
    free = simulate(scenario.changed(events=events), runs=run + 1, seed=SEED).isel(run=run)
    assert not np.array_equal(free.initiative, np.stack([record.initiative[:, 0] for record in records]))


def test_a_match_that_is_played_on_mesa_beside_orders_of_the_scenario(two: Scenario):
    premise = Order(date="1960-02", title="A premise", state="Bravo", act="talk", months=4)
    scenario = two.changed(orders=(premise,))
    model, person = DetenteModel(scenario, rng=SEED), Person([0])
    model.order = person.order
    decided, records = [], list[Record]()
    while model.running:
        model.step()
        assert model.record is not None
        decided.append(dict(model.ordered))
        records.append(model.record)
    assert set(decided[0]) == set(ORDERED)
    orders = orders_of(scenario, decided, records)
    assert {order.state for order in orders} == {"Alfa"}
    assert_same_months(scenario.changed(orders=(premise, *orders)), records, 0)


def test_what_is_decided_for_several_runs_at_once_is_of_each_its_own(two: Scenario):
    begun = course(two, inputs.parameters_of(two), SEED, (0, 4))
    person = Person([1])
    records = [record for _, record in months(begun, order=person.order)]
    found = [orders_of(two, person.decided, records, run) for run in (1, 3)]
    assert found[0] != found[1]
    alone = [Record(*(kind[..., 3:4] for kind in record)) for record in records]
    assert_same_months(two.changed(orders=found[1]), alone, 3)


def test_a_policy_that_is_kept_up_is_one_order(two: Scenario):
    decided = [{INITIATIVE: np.array([[CODE["talk"]], [FREE]])}] * 12
    records = [record for _, record in months(course(two, inputs.parameters_of(two), SEED, (0, 1)))][:12]
    (order,) = orders_of(two, decided, records)
    assert (order.date, order.months, order.act, order.stage) == ("1960-01", 12, "talk", "initiative")
    assert (order.state, order.towards, order.title) == ("Alfa", "Bravo", "talk")
    assert orders_of(two, [{}] * 12, records) == ()


def test_what_is_decided_against_the_scenario_is_no_order(two: Scenario):
    scenario = two.changed(orders=(Order(date="1960-01", title="A premise", state="Alfa", act="talk"),))
    records = [record for _, record in months(course(two, inputs.parameters_of(two), SEED, (0, 1)))][:1]
    for code in (FREE, CODE["hold"]):
        with pytest.raises(ScenarioError, match="in 1960-01 initiative was decided against an order"):
            orders_of(scenario, [{INITIATIVE: np.array([[code], [FREE]])}], records)
    assert orders_of(scenario, [{INITIATIVE: np.array([[CODE["talk"]], [FREE]])}], records) == ()


def test_an_act_that_the_scenario_bars_is_noted_as_what_came_of_it(two: Scenario):
    bar = Order(date="1960-03", title="No summits", state="Alfa", never=("summit",), months=4)
    asks = Order(date="1960-01", title="Summits", state="Bravo", act="summit", stage="both", months=12)
    scenario = two.changed(orders=(bar, asks))
    begun = course(scenario, inputs.parameters_of(scenario), SEED, (0, 1))
    decided = list[dict[str, Array]]()

    def summits(stage: str, view: Observation, given: Array) -> Array:
        """Alfa calls a summit every month, and says yes to every one that it is offered."""
        if stage == INITIATIVE:
            decided.append({})
        mine = np.array(np.broadcast_to(given, (*given.shape[:-1], 1)))
        if stage in (INITIATIVE, RESPONSE):
            mine[0] = CODE["summit"]
        elif stage in (CONSENT, CONSENT_RESPONSE) and view.offered[0] != FREE:
            mine[0] = YES
        decided[-1][stage] = mine
        return mine

    records = [record for _, record in months(begun, order=summits)]
    orders = orders_of(scenario, decided, records)
    told = [(one.date, one.act, one.accepts, one.declines) for one in orders if one.stage == "initiative"]
    assert told[:3] == [
        ("1960-01", "summit", ("summit",), ()),
        ("1960-03", "hold", (), ("summit",)),
        ("1960-07", "summit", ("summit",), ()),
    ]
    assert_same_months(scenario.changed(orders=(*scenario.orders, *orders)), records, 0)


def test_the_title_says_what_was_decided_in_the_language_in_use():
    said = Said("talk", ("summit",), (), (("trade", 0.55),), ("arms",), False)
    told = "talk; yes to: summit; asks for 55% of trade; leaves: arms; keeps silent on rights"
    assert title_of(said) == told
    with in_language("id"):
        assert "meminta 55% dari" in title_of(said)
    assert len(title_of(said._replace(accepts=OFFERS, declines=OFFERS))) == 120
