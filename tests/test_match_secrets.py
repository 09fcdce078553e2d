"""What a seat sees tells nothing of a rival's private world, nor who sits there, until the rival acts.

A match is gone through several times with nothing changed but what only the rival knows, or who plays it: every frame, the
view after every message, is equal until the rival has done something else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import pytest

from simulation import Scenario, ScenarioError
from simulation.play.match import Match, begun, looked_at, play
from simulation.play.seat_view import View, view
from simulation.play.seats import Game, Input, Said, Seat
from simulation.scenario import Order
from simulation.scenario.imposed import OFFERS
from simulation.state import World
from tests.players import facing, sends

PERSON = Seat()


def hidden(doctrine: str | None) -> Seat:
    return Seat(person=False, doctrine=doctrine, hidden=True)


#: rows of Bravo in the world of two states, and of three
STATE, PAIRS = 1, {2: [1], 3: [2, 3]}


def changed(
    world: World, field: str, add: float, rows: list[int], least: float = 0.0, most: float = 1.0
) -> World:
    """The world with something else in Bravo's rows, the last axis but one."""
    values = getattr(world, field).copy()
    values[..., rows, :] = np.clip(values[..., rows, :] + add, least, most)
    return world._replace(**{field: values})


def softer_lines(world: World, pairs: list[int]) -> World:
    return changed(world, "private", -0.3, pairs, -1.0)


def harder_lines(world: World, pairs: list[int]) -> World:
    """Harder than anything that is on the table, on some issues."""
    return changed(world, "private", 1.5, pairs, most=2.0)


def more_hawks(world: World, pairs: list[int]) -> World:
    return changed(changed(world, "hawks", 0.5, [STATE]), "grievance", 1.0, [STATE])


def other_beliefs(world: World, pairs: list[int]) -> World:
    for field, add, most in (
        ("trust", 0.5, 0.99), ("tension", -30.0, 100.0), ("fear", 1.0, 3.0), ("estimate", 0.4, 1.2),
        ("value_talking", 1.0, 3.0), ("remembered", 0.3, 1.0), ("notes", 1.0, 9.0),
    ):  # fmt: skip
        world = changed(world, field, add, pairs, -3.0, most)
    return changed(changed(world, "leader", 1.0, [STATE], -1.0), "concerns", -1.0, [STATE], -9.0)


WORLDS: dict[str, Callable[[World, list[int]], World]] = {
    "softer lines": softer_lines, "harder lines": harder_lines, "more hawks": more_hawks, "other beliefs": other_beliefs,
}  # fmt: skip
SEATS = {"hawk": hidden("hawk"), "grit": hidden("grit"), "its own": hidden(None), "person": PERSON}


def rivals_of(scenario: Scenario) -> Iterator[tuple[str, Match]]:
    """The same match with another Bravo: other private worlds, other players."""
    others = {"Charlie": Seat(person=False, doctrine="grit")} if len(scenario.labels) == 3 else {}
    for name, seat in SEATS.items():
        yield name, begun(Game(scenario.to_toml(), {"Alfa": PERSON, "Bravo": seat, **others}, seed=7))
    for name, change in WORLDS.items():
        match = begun(Game(scenario.to_toml(), {"Alfa": PERSON, "Bravo": hidden("hawk"), **others}, seed=7))
        yield name, looked_at(replace(match, world=change(match.world, PAIRS[len(scenario.labels)])))


def frames(match: Match, turns: int, last: str = "") -> list[View]:
    """What Alfa sees after every message; Alfa sends first. `last` is the stage, of the last turn, in which to end."""
    seen = [view(match, "Alfa")]
    while match.stage != "over" and match.turn < turns and (match.stage != last or match.turn < turns - 1):
        person = match.game.seats[match.awaited[0]].person
        given = sends(match, match.awaited[0])
        if match.awaited[0] == "Bravo" and person:  # the scenario orders the rest
            says = {
                rival.name: Said(act="hold", consent=False if rival.offer else None)
                for rival in facing(match, "Bravo")
            }
            given = replace(given, said=says)
        match = play(match, given)
        seen.append(view(match, "Alfa"))
    return seen


def dictated(scenario: Scenario, act: str) -> Scenario:
    """Bravo does this in both its moves, declines everything and says nothing, whoever plays it."""
    orders = [
        Order(date=scenario.start, months=scenario.months, title="Told", state="Bravo", **told)
        for told in (
            {"act": act, "stage": "both", "declines": OFFERS},
            {"speaks": False},
        )
    ]
    return scenario.changed(orders=tuple(orders))


def strangers(scenario: Scenario) -> Scenario:
    """Without agreements, which Bravo might leave, and where arms, which all can see, are not felt."""
    apart = tuple(one.model_copy(update={"agreements": ()}) for one in scenario.rivalries)
    return scenario.changed(rivalries=apart, parameters={"tension_arms": 0.0})


@pytest.mark.parametrize("states", ["two", "three"])
def test_frames_are_equal_until_the_rival_acts(states: str, request: pytest.FixtureRequest):
    """The beginning, and when the own move was sent and the rival's was not: by whatever it will do."""
    seen = {}
    for name, match in rivals_of(request.getfixturevalue(states)):
        sent = play(match, sends(match, "Alfa"))
        taken_back = play(sent, Input(0, "undo", "Alfa"))
        seen[name] = [view(one, "Alfa") for one in (match, sent, taken_back)]
    first, *others = seen.values()
    assert [one.stage for one in first] == ["move", "waiting", "move"]
    assert all(other == first for other in others)


@pytest.mark.parametrize("act", ["hold", "talk", "denounce"])
@pytest.mark.parametrize("states", ["two", "three"])
def test_no_frame_tells_a_doctrine_or_a_person(states: str, act: str, request: pytest.FixtureRequest):
    """By the same deeds, months on, talks and all, the frames are those of any doctrine and of a person."""
    scenario = dictated(request.getfixturevalue(states), act)
    first, *others = [frames(match, 8) for name, match in rivals_of(scenario) if name in SEATS]
    assert len(first) == 1 + 8 * 2 * len(scenario.labels)
    assert all(other == first for other in others)


@pytest.mark.parametrize("act", ["hold", "denounce"])
@pytest.mark.parametrize("states", ["two", "three"])
def test_no_frame_tells_a_private_world(states: str, act: str, request: pytest.FixtureRequest):
    """Red lines, hawks and beliefs change no frame while what all can see, deeds and arms, is the same."""
    scenario = dictated(strangers(request.getfixturevalue(states)), act)
    first, *others = [frames(match, 8) for _, match in rivals_of(scenario)]
    assert len(others) == len(SEATS) + len(WORLDS) - 1
    assert all(other == first for other in others)


def test_talks_tell_no_red_line_that_lies_beyond_the_whole(two: Scenario):
    """When talks have failed, a demand in the world is the red line itself where that is above 1; it is never shown so."""
    (match,) = [match for name, match in rivals_of(two) if name == "harder lines"]
    world = match.world._replace(demand=match.world.demand + 0.0)
    world.demand[:, 1] = 1.17
    plain, told = (facing(looked_at(replace(match, world=one)), "Alfa") for one in (match.world, world))
    assert plain == told
    assert [issue.rival_asked for issue in told[0].issues] == [1.0] * 4


def test_refusals_tell_nothing_either(two: Scenario):
    """Whatever Alfa tries in vain, it is told the same."""

    wrong = [
        *(Input(0, "move", "Alfa", {"Bravo": Said(act=act)}) for act in ("trade", None)),
        Input(0, "move", "Alfa", {"Bravo": Said(act="talk", consent=True)}),
        Input(0, "answer", "Alfa", {"Bravo": Said(act="talk")}),
        Input(1, "move", "Alfa", {"Bravo": Said(act="talk")}),
        Input(0, "undo", "Alfa"),
    ]

    def tried(match: Match) -> Iterator[str]:
        for given in wrong:
            with pytest.raises(ScenarioError) as refused:
                play(match, given)
            yield str(refused.value)

    first, *others = [list(tried(match)) for _, match in rivals_of(two)]
    assert len(set(first)) >= 5
    assert all(other == first for other in others)


def test_the_tests_above_can_fail(two: Scenario):
    """What Bravo itself sees does differ; and so does what Alfa sees, once Bravo does what it likes."""
    person = {"Alfa": PERSON, "Bravo": PERSON}
    match = begun(Game(two.to_toml(), person, seed=7))
    own = [
        view(looked_at(replace(match, world=change(match.world, PAIRS[2]))), "Bravo")
        for change in WORLDS.values()
    ]
    assert all(other != view(match, "Bravo") for other in own)
    free = {name: frames(match, 8) for name, match in rivals_of(two)}
    assert all(
        free[name] != free["hawk"] for name in ("grit", "its own", "person", "more hawks", "other beliefs")
    )
    at_the_table = {name: frames(match, 8) for name, match in rivals_of(dictated(two, "talk"))}
    assert all(at_the_table[name] != at_the_table["hawk"] for name in ("softer lines", "harder lines"))


def test_a_doctrine_that_hides_nothing_is_named(two: Scenario):
    for seat, name in (
        (Seat(False, "grit"), "grit"),
        (Seat(False), "deliberate"),
        (hidden("grit"), None),
        (PERSON, None),
    ):
        match = begun(Game(two.to_toml(), {"Alfa": PERSON, "Bravo": seat}))
        assert facing(match, "Alfa")[0].doctrine == name
    with pytest.raises(ScenarioError, match="'Bravo' is not asked"):
        view(begun(Game(two.to_toml(), {"Alfa": PERSON, "Bravo": hidden("hawk")})), "Bravo")
