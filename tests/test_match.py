"""A match: stages and turns, what is refused, what a turn of several months does, and that it is a scenario."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Literal

import numpy as np
import pytest

from simulation import Scenario, ScenarioError, load_scenario, simulate
from simulation.actions import CODE
from simulation.catalogue import words
from simulation.play.class_debrief.told import as_json, told
from simulation.play.debrief.ended import ended
from simulation.play.match import Match, begun, play, restored, scenario_of
from simulation.play.seat_view import view
from simulation.play.seats import Game, Input, Said, Seat
from simulation.play.tables import rev
from simulation.scenario import Event, Order
from simulation.state import ISSUES
from simulation.variables import VARIABLES, reported
from tests.players import coming, facing, game, joined, plain, played, sends

PERSON, PROGRAM, HIDDEN = Seat(), Seat(person=False, doctrine="grit"), Seat(False, "hawk", hidden=True)
CLASH = Event(date="1960-11", kind="incident", title="Two ships collide", size=0.9)
ARREST = Event(date="1961-01", kind="rights", title="A trial", size=1.0, state="Bravo", months=3)


def with_events(match: Match) -> Match:
    """Some turns, and then something that a teacher brings in."""
    match = played(match, 2)
    for event in (CLASH, ARREST):
        match = play(match, Input(match.turn, "event", by="teacher", event=event))
    return played(match, 100)


def same_world(one: Match, other: Match) -> bool:
    return one == other and all(
        np.array_equal(a, b) and a.dtype == b.dtype for a, b in zip(one.world, other.world, strict=True)
    )


@pytest.mark.parametrize("months", [1, 3])
@pytest.mark.parametrize(
    ("states", "seats"),
    [
        ("two", {"Alfa": PERSON, "Bravo": PROGRAM}),
        ("two", {"Alfa": PERSON, "Bravo": PERSON}),
        ("two", {"Alfa": HIDDEN, "Bravo": PERSON}),
        ("three", {"Alfa": PERSON, "Bravo": PERSON, "Charlie": PROGRAM}),
        ("three", {"Alfa": HIDDEN, "Bravo": PERSON, "Charlie": PROGRAM}),
    ],
)
def test_a_match_is_a_scenario(
    states: str, seats: dict[str, Seat], months: int, request: pytest.FixtureRequest
):
    """Persons, doctrines and events that were brought in: played, run again from its file, and restored."""
    match = with_events(begun(game(request.getfixturevalue(states), seats, run=2, months=months)))
    assert match.stage == "over"
    scenario = scenario_of(match)
    assert Scenario.from_toml(scenario.to_toml()) == scenario
    assert all(order.chosen for order in scenario.orders)
    assert {order.state for order in scenario.orders} == {state for state in seats if seats[state].person}
    again = simulate(Scenario.from_toml(scenario.to_toml()), runs=3, seed=7).isel(run=2)
    lived = int((~again.war.values).sum())
    assert lived >= 24
    for name, about in VARIABLES.items():
        was = np.stack([reported(month.record)[name][..., 0] for month in match.lived[:lived]])
        was = np.moveaxis(was, 1, -1) if len(about.axes) == 2 else was
        assert np.array_equal(was, again[name].values[:lived]), name
    sent = [Input.from_json(one.to_json()) for one in match.inputs]
    assert same_world(restored(Game.from_json(match.game.to_json()), sent), match)


def test_what_is_played_makes_a_difference(two: Scenario):
    match = played(begun(game(two, {"Alfa": PERSON, "Bravo": PROGRAM})), 100)
    free = simulate(two.changed(doctrines={"Bravo": "grit"}), runs=1, seed=7).isel(run=0)
    acts = np.stack([month.record.initiative[:, 0] for month in match.lived])
    assert not np.array_equal(free.initiative.values[: len(acts)], acts)
    orders = scenario_of(match).orders
    for power in ("act", "accepts", "declines", "asks", "leaves"):
        assert any(getattr(order, power) for order in orders), power
    assert any(order.speaks is not None for order in orders)


def test_what_the_scenario_orders_is_done_whatever_is_sent(two: Scenario):
    premise = Order(date="1960-01", title="A premise", state="Alfa", act="talk", months=4)
    match = begun(game(two.changed(orders=(premise,)), {"Alfa": PERSON, "Bravo": PROGRAM}))
    (rival,) = facing(match, "Alfa")
    assert rival.bound == "talk"
    match = plain(match, ["hold"] * 5)
    acts = [int(month.record.initiative[0, 0]) for month in match.lived]
    assert acts == [CODE["talk"]] * 4 + [CODE["hold"]]
    assert scenario_of(match).orders[0] == premise


def test_a_stage_waits_for_all_who_are_asked_and_a_month_for_its_answers(two: Scenario):
    match = begun(game(two, {"Alfa": PERSON, "Bravo": HIDDEN}))
    assert (match.stage, match.awaited) == ("move", ("Alfa", "Bravo"))
    move = Input(0, "move", "Alfa", {"Bravo": Said(act="talk")})
    match = play(match, move)
    assert (match.stage, match.awaited, view(match, "Alfa").stage) == ("move", ("Bravo",), "waiting")
    back = play(match, Input(0, "undo", "Alfa"))
    assert (back.awaited, view(back, "Alfa").stage) == (("Alfa", "Bravo"), "move")
    match = play(match, Input(0, "move", "Bravo", by="doctrine"))
    assert (match.stage, match.month, match.awaited) == ("answer", 0, ("Alfa", "Bravo"))
    assert view(match, "Alfa").moved == move.said
    (rival,) = facing(match, "Alfa")
    assert rival.read is not None
    answer = Said(act="hold", consent=None if rival.offer is None else False)
    match = play(match, Input(0, "answer", "Alfa", {"Bravo": answer}))
    assert match.month == 0
    match = play(match, Input(0, "answer", "Bravo", by="doctrine"))
    assert (match.stage, match.turn, match.month) == ("move", 1, 1)
    (past,) = view(match, "Alfa").past
    assert (past.met[0].initiative, past.met[0].response) == ("talk", "hold")


def test_what_an_answer_saw_is_what_the_month_then_is(two: Scenario):
    """The month is gone through again with the answers; what was seen before them stays, where nothing was declined."""
    looked = 0
    match = begun(game(two, {"Alfa": PERSON, "Bravo": PROGRAM}))
    for after in coming(match, 30):
        if after.month > match.month and not after.lived[-1].record.refused[1, 0]:
            assert facing(match, "Alfa")[0].read == view(after, "Alfa").past[-1].met[0].read
            looked += 1
        match = after
    assert looked > 10


@pytest.mark.parametrize("states", ["two", "three"])
def test_a_red_line_is_the_one_that_the_month_then_has(states: str, request: pytest.FixtureRequest):
    """Shown before the month is played, in either stage, it is what its talks find, for each rival."""
    others = {"Charlie": PROGRAM} if states == "three" else {}
    match = begun(game(request.getfixturevalue(states), {"Alfa": PERSON, "Bravo": PROGRAM, **others}))
    for after in coming(match, 20):
        shown = [np.mean([issue.red_line for issue in rival.issues]) for rival in facing(match, "Alfa")]
        if after.month > match.month:
            assert shown == pytest.approx(
                after.lived[-1].record.reservation[: len(shown), 0].tolist(), abs=1e-12
            )
        match = after
    assert match.month == 20


def test_a_deal_is_struck_at_the_red_line_and_not_below(two: Scenario):
    """Who asks for its own red line can sign; who asks for less than that cannot, though the rival would give it."""
    apart = tuple(one.model_copy(update={"agreements": ()}) for one in two.rivalries)
    scenario = two.changed(rivalries=apart, parameters={"ratification": 0.0, "reservation": 0.0})
    match = begun(game(scenario, {"Alfa": PERSON, "Bravo": PERSON}))
    lines = [[issue.red_line for issue in facing(match, seat)[0].issues] for seat in ("Alfa", "Bravo")]
    ground = tuple(issue for issue, own, rival in zip(ISSUES, *lines, strict=True) if own + rival < 1)
    assert 0 < len(ground) < len(ISSUES)
    signed = {}
    for less in (0.0, 0.02):
        match = begun(match.game)
        for seat, rival in scenario.pairs:
            match = play(match, Input(0, "move", seat, {rival: Said(act="summit")}))
        for seat, rival in scenario.pairs:
            (seen,) = facing(match, seat)
            asks = {one.issue: one.red_line - less * (seat == "Alfa") for one in seen.issues}
            match = play(match, Input(0, "answer", seat, {rival: Said(act="hold", consent=True, asks=asks)}))
        signed[less] = view(match, "Alfa").past[0].met[0].signed
    assert signed == {0.0: ground, 0.02: ()}


def test_whoever_is_away_is_decided_for_by_the_doctrine(two: Scenario):
    """All stages left to it: the months are those that nobody plays."""
    match = begun(game(two, {"Alfa": PERSON, "Bravo": PROGRAM}, months=6))
    while match.stage != "over":
        match = play(match, sends(match, match.awaited[0], away=True))
    free = simulate(two.changed(doctrines={"Bravo": "grit"}), runs=1, seed=7).isel(run=0)
    assert np.array_equal(np.stack([one.record.tension[:, 0] for one in match.lived]), free.tension.values)
    assert scenario_of(match).orders == ()


def test_a_long_turn_repeats_the_act_and_answers_by_rule(two: Scenario):
    provoker = {"Alfa": PERSON, "Bravo": Seat(False, "hawk")}
    ways = {}
    both: tuple[Literal["hold", "in_kind"], ...] = ("hold", "in_kind")
    for provoked in both:
        match = begun(game(two, provoker, months=24))
        match = joined(match, Input(0, "move", "Alfa", {"Bravo": Said(act="talk")}))
        offer = facing(match, "Alfa")[0].offer
        said = Said(
            act="hold", consent=None if offer is None else False, provoked=provoked, accepts=("talk",)
        )
        match = joined(match, Input(0, "answer", "Alfa", {"Bravo": said}))
        assert match.month == 24
        assert all(month.record.initiative[0, 0] == CODE["talk"] for month in match.lived)
        ways[provoked] = [int(month.record.response[0, 0]) for month in match.lived[1:]]
    assert set(ways["hold"]) == {CODE["hold"]}
    assert min(ways["in_kind"]) < CODE["hold"]


def test_a_long_turn_stops_when_something_happens():
    seats = {"US": PERSON, "USSR": PROGRAM}
    match = begun(game(load_scenario("cold_war"), seats, months=24, stops=True))
    ends, in_force = [], match.world.term > 0
    for after in coming(match, 8):
        happened = []
        for month in after.lived[match.month :]:
            record = month.record
            changed = (record.agreement != in_force).any()
            in_force = record.agreement
            happened.append(bool(changed or record.near_miss.any() or record.severity.max() > 0.3))
        if happened:
            assert not any(happened[:-1])
            assert happened[-1] or len(happened) == 24
            ends.append(len(happened))
        match = after
    assert len(ends) == 8
    assert min(ends) < 24


def said(**fields: Any) -> Input:
    return Input(0, "move", "Alfa", {"Bravo": Said(**fields)})


@pytest.mark.parametrize(
    ("given", "line"),
    [
        (replace(said(act="talk"), turn=1), "the match is in turn 1: how to begin"),
        (replace(said(act="talk"), stage="answer"), "the match is in turn 1: how to begin"),
        (replace(said(act="talk"), seat="Bravo"), "'Bravo' is not decided for in this way"),
        (replace(said(act="talk"), seat="Nobody"), "'Nobody' is not asked"),
        (replace(said(act="talk"), by="teacher"), "'Alfa' is not decided for in this way"),
        (replace(said(act="talk"), by="doctrine"), "the state's doctrine decides here"),
        (replace(said(act="talk"), said={}), "say something to each rival, and to nobody else: Bravo"),
        (said(), "nothing is chosen towards Bravo"),
        (said(act="trade"), "trade towards Bravo is out of reach"),
        (said(act="talk", consent=True), "Bravo has offered nothing"),
        (said(act="talk", leaves=("culture",)), "a turn begins with an act alone"),
        (Input(0, "undo", "Alfa"), "there is nothing to take back"),
        (Input(0, "event", by="teacher"), "that is no event"),
        (
            Input(0, "event", by="teacher", event=CLASH.model_copy(update={"date": "1960-01"})),
            "after 1960-01",
        ),
        (Input(0, "event", by="teacher", event=CLASH.model_copy(update={"date": "1990-01"})), "1990-01"),
        (Input(0, "event", by="person", event=CLASH), "that is no event"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(two: Scenario, given: Input, line: str):
    match = begun(game(two, {"Alfa": PERSON, "Bravo": PROGRAM}))
    with pytest.raises(ScenarioError) as refused:
        play(match, given)
    assert line in str(refused.value)
    assert "\n" not in str(refused.value)
    assert joined(match, said(act="talk")).stage == "answer"


@pytest.mark.parametrize(
    ("wrong", "line"),
    [
        ({"act": "trade"}, "trade towards Bravo is out of reach"),
        ({"leaves": ("trade",)}, "no agreement with Bravo to leave: trade"),
        ({"asks": {"culture": 0.5}}, "nothing can be demanded of Bravo on culture"),
        ({"accepts": ("hold",)}, "'hold', which needs no consent"),
    ],
)
def test_answers_that_cannot_be_are_refused(two: Scenario, wrong: dict[str, Any], line: str):
    match = joined(begun(game(two, {"Alfa": PERSON, "Bravo": PROGRAM})), said(act="talk"))
    right = sends(match, "Alfa").said["Bravo"]
    with pytest.raises(ScenarioError, match=line):
        play(match, Input(0, "answer", "Alfa", {"Bravo": right.model_copy(update=wrong)}))
    assert joined(match, Input(0, "answer", "Alfa", {"Bravo": right})).turn == 1


def test_an_offer_wants_yes_or_no(two: Scenario):
    match = begun(game(two, {"Alfa": PERSON, "Bravo": PERSON}))
    match = play(match, said(act="talk"))
    match = play(match, Input(0, "move", "Bravo", {"Alfa": Said(act="visit")}))
    with pytest.raises(ScenarioError, match="Bravo has offered: visit; say yes or no"):
        play(match, Input(0, "answer", "Alfa", {"Bravo": Said(act="hold")}))
    outcomes = []
    for yes in (True, False):
        after = play(match, Input(0, "answer", "Alfa", {"Bravo": Said(act="hold", consent=yes)}))
        with pytest.raises(ScenarioError, match="has been sent already"):
            play(after, Input(0, "answer", "Alfa", {"Bravo": Said(act="hold", consent=yes)}))
        after = play(after, Input(0, "answer", "Bravo", {"Alfa": Said(act="hold", consent=False)}))
        outcomes.append(view(after, "Alfa").past[0].met[0].declined)
    assert outcomes == [(), ("visit",)]


@pytest.mark.parametrize(
    "text",
    [
        "", "[]", "7", "null", '{"turn": true, "stage": "move"}', '{"turn": 1e9, "stage": "move"}', "[" * 3000,
        '{"turn": 0, "stage": "jump"}', '{"turn": 0, "stage": "move", "seat": 7}',
        '{"turn": 0, "stage": "move", "said": [1]}', '{"turn": 0, "stage": "move", "said": {"B": {"act": 3}}}',
        '{"turn": 0, "stage": "move", "said": {"B": {"asks": {"trade": NaN}}}}',
        '{"turn": 0, "stage": "move", "said": {"B": {"asks": {"trade": 7}}}}',
        '{"turn": 0, "stage": "move", "said": {"B": {"secret": 7}}}', '{"turn": 0, "stage": "move", "more": 1}',
        '{"turn": 0, "stage": "event", "event": {"kind": "rain"}}', '{"turn": 0, "stage": "event", "event": 7}',
    ],
)  # fmt: skip
def test_what_is_no_input_is_refused_in_one_line(text: str):
    with pytest.raises(ScenarioError) as refused:
        Input.from_json(text)
    assert 10 < len(str(refused.value).splitlines()[0]) == len(str(refused.value)) < 400


def test_a_match_may_end_before_its_world(two: Scenario):
    """After so many months, a turn cut short for it; as a scenario it goes on, and its months are those played."""
    seats = {"Alfa": PERSON, "Bravo": PROGRAM}
    match = played(begun(game(two, seats, months=3, length=8)), 100)
    assert (match.stage, match.turn, match.month) == ("over", 3, 8)
    seen = view(match, "Alfa")
    assert (seen.stage, seen.months, seen.month) == ("over", 8, 7)
    longer = restored(game(two, seats, months=3), match.inputs[:-2])
    assert all(
        np.array_equal(a, b) for a, b in zip(match.lived[5].record, longer.lived[5].record, strict=True)
    )
    again = simulate(scenario_of(match), runs=1, seed=7).isel(run=0)
    assert again.sizes["month"] == two.months > 8
    tension = np.stack([one.record.tension[:, 0] for one in match.lived])
    assert np.array_equal(tension, again.tension.values[:8])


@pytest.mark.parametrize("stage", ["move", "answer"])
@pytest.mark.parametrize("turns", [0, 2])
def test_a_match_is_ended_early_with_the_months_that_it_has(two: Scenario, turns: int, stage: str):
    """In either stage, where some have sent and some have not: what they sent comes to nothing."""
    seats = {"Alfa": PERSON, "Bravo": replace(PROGRAM, hidden=True)}
    before = played(begun(game(two, seats, months=3)), turns)
    inside = before if stage == "move" else joined(before, sends(before, "Alfa"))
    for at in (inside, play(inside, sends(inside, "Alfa"))):
        assert at.stage == stage
        after = play(at, Input(turns, "end", by="teacher"))
        assert (after.stage, after.turn, after.month, after.awaited) == ("over", turns, 3 * turns, ())
        assert (after.sent, after.moves) == ({}, {})
        assert rev(after, "Alfa") > rev(at, "Alfa")
        seen = view(after, "Alfa")
        assert (seen.stage, seen.now, seen.month) == ("over", None, max(0, 3 * turns - 1))
        assert scenario_of(after) == scenario_of(before)
        assert ended(after)[1:] == ended(before)[1:]
        assert after.can_be_told == (turns > 0)
        assert as_json([told(after, "1")]) == as_json([told(before, "1")])
        sent = [Input.from_json(one.to_json()) for one in after.inputs]
        assert same_world(restored(after.game, sent), after)
        assert rev(restored(after.game, sent), "Alfa") == rev(after, "Alfa")
        for late in (after.inputs[-1], Input(turns, "undo", "Alfa"), sends(before, "Alfa")):
            with pytest.raises(ScenarioError, match=": over"):
                play(after, late)


@pytest.mark.parametrize(
    "wrong", [{"by": "person"}, {"by": "doctrine"}, {"seat": "Alfa"}, {"event": CLASH}, {"said": {"Bravo": Said()}}]
)  # fmt: skip
def test_nobody_else_ends_a_match(two: Scenario, wrong: dict[str, Any]):
    match = begun(game(two, {"Alfa": PERSON, "Bravo": PROGRAM}))
    right = Input(0, "end", by="teacher")
    with pytest.raises(ScenarioError, match="that is no end of a match"):
        play(match, replace(right, **wrong))
    with pytest.raises(ScenarioError, match="this cannot be sent now"):
        play(match, replace(right, turn=1))
    assert play(match, right).stage == "over"


@pytest.mark.parametrize(
    ("wrong", "line"),
    [
        ({"length": 0}, "months"),
        ({"length": 37}, "months"),
        ({"seats": {"Alfa": PERSON}}, "Bravo has no seat"),
        ({"seats": {"Alfa": PROGRAM, "Bravo": HIDDEN}}, "no person plays"),
        ({"seats": {"Alfa": PERSON, "Bravo": PROGRAM, "Echo": PERSON}}, "'Echo' is no state"),
        ({"seats": {"Alfa": PERSON, "Bravo": Seat(False, "dove_of_peace")}}, "dove_of_peace"),
        ({"months": 25}, "25"),
        ({"seed": -1}, "seed"),
        ({"scenario": "/etc/passwd"}, "TOML"),
    ],
)
def test_a_game_that_cannot_be_is_refused(two: Scenario, wrong: dict[str, Any], line: str):
    right = game(two, {"Alfa": PERSON, "Bravo": PROGRAM})
    with pytest.raises(ScenarioError, match=line):
        replace(right, **wrong)


def test_every_key_of_a_view_has_its_words(two: Scenario):
    match = begun(game(two, {"Alfa": PERSON, "Bravo": PROGRAM}))
    (rival,) = facing(match, "Alfa")
    keys = {key for choice in rival.choices for key in (choice.does, *choice.needs, choice.out) if key}
    assert "match_out.agreement" in keys
    assert {key for key in keys if key not in words()} == set()
    assert [choice.out is None for choice in rival.choices if choice.act in ("talk", "trade")] == [
        True,
        False,
    ]
