"""Which inputs of two scenarios differ, from when on, and until when by order."""

from __future__ import annotations

from typing import Any

import pytest

from simulation.engine import simulate
from simulation.errors import ScenarioError
from simulation.experiments.input_changes import changes, first_month, ordered_until, other_words
from simulation.experiments.outcomes import touched
from simulation.scenario import Event, Leader, Order, Rivalry, Scenario, load_scenario


def said(a: Scenario, b: Scenario) -> list[tuple[object, ...]]:
    return [change[:3] for change in changes(a, b)]


def test_every_kind_of_input_is_found(two: Scenario) -> None:
    states = (two.states[0].model_copy(update={"doctrine": "hawk", "hawks": 0.9}), two.states[1])
    rivalry = two.rivalries[0].model_copy(update={"trust": (0.9, 0.25)})
    first, second = two.leaders
    changed = two.changed(
        states=states,
        rivalries=(rivalry,),
        leaders=(first, second.model_copy(update={"disposition": -0.5})),
        events=(
            two.events[0].model_copy(update={"size": 0.3}),
            *two.events[2:],
            Event(date="1962-01", kind="incident", title="A mistake", size=1.0),
        ),
        orders=(Order(date="1961-03", title="Talk", state="Bravo", act="talk"),),
        parameters={"trust_gain": 0.5},
    )
    assert said(two, changed) == [
        ("parameters", "trust_gain", "value"),
        ("states", "Alfa", "doctrine"),
        ("states", "Alfa", "hawks"),
        ("rivalries", "Alfa \N{EN DASH} Bravo", "trust"),
        ("events", "A coup abroad", "size"),
        ("events", "A bad harvest", ""),
        ("orders", "Talk", ""),
        ("leaders", "Second", "disposition"),
        ("events", "A mistake", ""),
    ]
    found = {change.name: change for change in changes(two, changed)}
    assert (found["A coup abroad"].before, found["A coup abroad"].after) == (0.8, 0.3)
    assert found["A bad harvest"].after is None
    assert found["A mistake"].before is None
    assert found["Talk"].date == "1961-03"


def test_concerns_are_compared_one_by_one(two: Scenario) -> None:
    weights = {"security": 0.3, "prosperity": 0.4, "standing": 0.2, "conscience": 0.1}
    spec = two.states[1].model_copy(
        update={"concerns": two.states[1].concerns.model_copy(update=weights)},
    )
    assert said(two, two.changed(states=(two.states[0], spec))) == [
        ("states", "Bravo", "security"),
        ("states", "Bravo", "prosperity"),
    ]


def test_what_the_model_does_not_read_is_no_input(two: Scenario) -> None:
    told = two.changed(
        title="Other words",
        summary="Other words",
        leaders=tuple(leader.model_copy(update={"name": f"Dr {leader.name}"}) for leader in two.leaders),
        events=tuple(event.model_copy(update={"title": f"The {event.title}"}) for event in two.events),
    )
    assert changes(two, told) == ()
    assert other_words(two, told)
    was, now = (simulate(one, runs=3, seed=1) for one in (two, told))
    assert touched(was, now) == (3, 0, 0, None)


def test_a_rivalry_seen_from_the_other_side_is_the_same(two: Scenario) -> None:
    turned = two.changed(rivalries=(two.rivalries[0].seen_from("Bravo"),))
    assert turned != two
    assert changes(two, turned) == ()
    bare = two.changed(rivalries=())
    assert changes(bare, two.changed(rivalries=(Rivalry(between=("Bravo", "Alfa")),))) == ()


def test_an_event_that_moves_in_time_is_one_change(two: Scenario) -> None:
    moved = two.changed(events=(two.events[0].model_copy(update={"date": "1960-02"}), *two.events[1:]))
    (change,) = changes(two, moved)
    assert (change.name, change.field, change.before, change.after) == (
        "A coup abroad",
        "date",
        "1960-04",
        "1960-02",
    )
    assert first_month(two, [change]) == 1


def test_of_events_with_one_title_the_nearest_is_meant() -> None:
    cold_war = load_scenario("cold_war")
    late = [event for event in cold_war.events if event.title == "Bad harvest"][-1]
    softer = tuple(
        event.model_copy(update={"size": 0.2}) if event == late else event for event in cold_war.events
    )
    (change,) = changes(cold_war, cold_war.changed(events=softer))
    assert (change.field, change.before, change.after, change.date) == ("size", 0.5, 0.2, late.date)


def test_a_leader_from_before_the_start_matters_from_the_start(two: Scenario) -> None:
    other = Leader(state="Bravo", name="Third", since="1950-01", disposition=1.0)
    found = changes(two, two.changed(leaders=(*two.leaders, other)))
    assert first_month(two, found) == 0


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"months": 24}, "their months differ (1960-01 to 1962-12 against 1960-01 to 1961-12)"),
        ({"start": "1960-02"}, "their months differ"),
        ({"swap": True}, "their states stand in another order (Alfa, Bravo against Bravo, Alfa)"),
    ],
)
def test_what_cannot_be_compared_is_refused(two: Scenario, changed: dict[str, Any], message: str) -> None:
    if changed.pop("swap", False):
        other = two.changed(states=two.states[::-1])
    else:
        other = two.changed(**changed, events=(), leaders=())
    with pytest.raises(ScenarioError) as error:
        changes(two, other)
    assert message in str(error.value)


def test_other_states_cannot_be_compared(two: Scenario, three: Scenario) -> None:
    with pytest.raises(
        ScenarioError, match=r"their states differ \(Alfa, Bravo against Alfa, Bravo, Charlie\)"
    ):
        changes(two, three)


def order(date: str, months: int, act: str = "talk") -> Order:
    return Order(date=date, months=months, title=f"{act} from {date}", state="Alfa", act=act)


def test_until_when_two_futures_differ_by_order(two: Scenario) -> None:
    first, second = order("1960-01", 6), order("1961-01", 12, "hold")
    one, other = two.changed(orders=(first,)), two.changed(orders=(first, second))
    assert ordered_until(two, one) == 6
    assert ordered_until(one, other) == 24  # the order that both have does not count
    assert ordered_until(other, two.changed(orders=(second,))) == 6
    assert ordered_until(two, two.changed(orders=(order("1962-01", 600),))) == two.months
    assert ordered_until(two, two) is None
    assert ordered_until(two, other.changed(parameters={"trust_gain": 1.0})) is None
