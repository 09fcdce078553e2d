"""What a phone, the teacher and the projector see of a room: the own team, and of the rival nothing that is its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import reduce
from typing import Any

import pytest

from simulation import ScenarioError, catalogue, load_scenario
from simulation.play.match import Match, begun, looked_at, play
from simulation.play.room import events as ev
from simulation.play.room.events import Event
from simulation.play.room.room import happen
from simulation.play.room.side import RoomSide, projector_side, room_side, teacher_side
from simulation.play.room.state import DOVE, ENVOY, HAWK, LEADER, PRESS, ROLES, Room
from simulation.play.seat_view import View, view
from simulation.play.seats import Input, Said
from tests.classes import of_role, started
from tests.players import played
from tests.test_match_secrets import WORLDS

CLASSROOM = load_scenario("classroom")
OWN, RIVAL = CLASSROOM.labels
NOW = 300.0
ROOMS: dict[str, Callable[[], Room]] = {
    "a pair": lambda: started(CLASSROOM, 2),
    "one of two tables": lambda: started(CLASSROOM, 4),
    "teams of six": lambda: started(CLASSROOM, 12, sits="teams", size=6, clock=60.0),
    "teams at two tables": lambda: started(CLASSROOM, 16, sits="teams", size=4),
}
Got = tuple[RoomSide, View | None]


def matches(room: Room) -> dict[int, Match]:
    return {number: begun(room.settings.game(number)) for number in range(len(room.tables))}


def got(room: Room, there: Mapping[int, Match], key: str) -> Got:
    """All that a phone gets."""
    place = room.phones[key].place
    return room_side(room, key, there, NOW), None if place is None else view(there[place[0]], place[1])


def of_own(room: Room, there: Mapping[int, Match]) -> dict[str, Got]:
    """What every phone of one team gets."""
    return {key: got(room, there, key) for key in room.members((0, OWN))}


def deeds_of(room: Room, state: str) -> dict[str, Event]:
    """What a team can do on its own, one after the other; each tells something to its own members."""
    now: dict[str, Any] = {"at": 200.0, "turn": 0, "stage": "move"}
    (first, *_), leader = room.members((0, state)), of_role(room, LEADER, state)
    other = OWN if state == RIVAL else RIVAL
    done: dict[str, Event] = {
        "advice": ev.Advised(**now, phone=first, acts={other: "denounce"}, consents={}),
        "away": ev.Left(at=201.0, phone=leader),
        "back": ev.Returned(at=202.0, phone=leader),
        "a PIN": ev.PinShown(at=203.0, phone=leader, pin="0427"),
        "prediction": ev.Predicted(at=204.0, phone=first, figures={"tension": 10.0}),
        "language": ev.Spoke(at=205.0, phone=first, lang="id"),
        "another phone": ev.PinTried(at=206.0, phone=leader, pin="0427"),
    }
    roles = {phone.role: key for key, phone in room.members((0, state)).items()}
    if HAWK in roles:
        done["threats"] = ev.Used(**now, phone=roles[HAWK], power="allow")
    if ENVOY in roles:
        done["no summit"] = ev.Used(**now, phone=roles[ENVOY], power="ban")
    done["gone"] = ev.Removed(at=207.0, phone=leader)
    return done


@pytest.mark.parametrize("which", ROOMS)
def test_what_the_rivals_team_does_on_its_own_changes_nothing_that_a_phone_gets(which: str) -> None:
    room = ROOMS[which]()
    there = matches(room)
    room = happen(
        room, ev.Spoke(at=207.0, phone=next(iter(room.phones)), lang="en")
    )  # at the latest of these times
    before = of_own(room, there)
    for event in deeds_of(room, RIVAL).values():
        room = happen(room, event)
        assert of_own(room, there) == before
    empty = reduce(happen, [ev.Removed(at=207.0, phone=key) for key in room.members((0, RIVAL))], room)
    assert of_own(empty, there) == before  # a program sits there now


@pytest.mark.parametrize("which", ROOMS)
def test_what_the_own_team_does_is_seen(which: str) -> None:
    """So the test above can fail."""
    room = ROOMS[which]()
    there = matches(room)
    for name, event in deeds_of(room, OWN).items():
        seen = set(room.members((0, OWN)))
        before, room = of_own(room, there), happen(room, event)
        after = of_own(room, there)
        if name not in ("a PIN", "another phone"):  # which are the teacher's and the pupil's
            assert {key: after.get(key) for key in seen} != before, name


@pytest.mark.parametrize("which", ROOMS)
def test_that_the_rival_has_sent_is_not_told(which: str) -> None:
    room = ROOMS[which]()
    there = matches(room)
    sent = {0: play(there[0], Input(0, "move", RIVAL, {OWN: Said(act="talk")}))}
    assert of_own(room, there | sent) == of_own(room, there)
    assert {one[0].thinking for one in of_own(room, there | sent).values()} == {None}
    if 1 in there:  # who waits is told how many think at other tables
        waits = {0: play(there[0], Input(0, "move", OWN, {RIVAL: Said(act="talk")}))}
        elsewhere = {1: play(there[1], Input(0, "move", RIVAL, {OWN: Said(act="talk")}))}
        assert {one[0].thinking for one in of_own(room, there | waits).values()} == {2}
        assert {one[0].thinking for one in of_own(room, there | waits | elsewhere).values()} == {1}


@pytest.mark.parametrize("which", ROOMS)
def test_the_rivals_private_world_changes_nothing_that_anybody_gets(which: str) -> None:
    room = ROOMS[which]()
    there = matches(room)
    for change in WORLDS.values():
        other = looked_at(replace(there[0], world=change(there[0].world, [1])))
        assert of_own(room, there | {0: other}) == of_own(room, there)
        assert projector_side(room, there | {0: other}, NOW) == projector_side(room, there, NOW)
        assert teacher_side(room, there | {0: other}, NOW) == teacher_side(room, there, NOW)
        rivals = {key: got(room, there | {0: other}, key) for key in room.members((0, RIVAL))}
        assert rivals != {key: got(room, there, key) for key in room.members((0, RIVAL))}


def test_a_hidden_program_is_told_by_nothing() -> None:
    def all_of(doctrine: str | None) -> list[Got]:
        room = started(CLASSROOM, 4, sits="doctrine", size=2, doctrine=doctrine, hidden=True)
        there = matches(room)
        return [got(room, there, key) for key in room.phones]

    assert all_of("hawk") == all_of("grit") == all_of(None)


def test_the_press_of_the_class_sees_no_team() -> None:
    room = happen(started(CLASSROOM, 4), ev.Joined(at=207.0, phone="late"))
    there = matches(room)
    before = got(room, there, "late")
    for event in (*deeds_of(room, RIVAL).values(), *deeds_of(room, OWN).values()):
        room = happen(room, event)
    assert got(room, there, "late") == before
    assert before[0].card is not None
    assert (before[0].state, before[0].members, before[0].powers, before[0].card.role) == (
        None,
        (),
        {},
        PRESS,
    )


def test_the_projector_shows_no_votes_and_no_persons() -> None:
    room = ROOMS["teams of six"]()
    there = matches(room)
    before = projector_side(room, there, NOW)
    for state in (OWN, RIVAL):
        for name, event in deeds_of(room, state).items():
            room = happen(room, event)
            after = projector_side(room, there, NOW)
            assert after == before or name == "gone"
            before = after
    assert (before.names, before.phones, before.thinking) == ((), 10, 2)


def test_a_member_sees_its_team_its_card_and_what_it_can_still_do() -> None:
    room = ROOMS["teams of six"]()
    hawk = of_role(room, HAWK, OWN)
    room = happen(room, ev.Advised(at=120.0, phone=hawk, turn=0, stage="move", acts={RIVAL: "hold"}))
    room = happen(room, ev.Staged(at=150.0, table=0, turn=0, stage="answer"))
    room = happen(room, ev.Used(at=160.0, phone=hawk, turn=0, stage="answer", power="veto", rival=RIVAL))
    side = room_side(room, hawk, matches(room), 160.0)
    assert (side.state, side.stage, side.turn, side.turns, side.left) == (OWN, "answer", 0, 8, 50.0)
    assert (side.powers, side.vetoed, side.sends) == ({"veto": 1, "allow": None}, (RIVAL,), False)
    assert sorted(member.role or "" for member in side.members) == sorted(ROLES)
    assert [member.role for member in side.members if member.self] == [HAWK]
    assert side.card is not None
    for lang in catalogue.languages():
        assert all(catalogue.text(key, lang) for key in side.card[1:])
    assert all(room_side(room, key, matches(room), 160.0).card for key in room.phones)
    pair = ROOMS["a pair"]()
    assert [room_side(pair, key, {}, 160.0).card for key in pair.phones] == [None, None]
    with pytest.raises(ScenarioError, match="'nobody' is not in this class"):
        room_side(room, "nobody", {}, 160.0)


def test_the_teacher_sees_who_has_sent_and_who_is_away() -> None:
    room = ROOMS["teams at two tables"]()
    there = matches(room)
    there[1] = play(there[1], Input(0, "move", RIVAL, {OWN: Said(act="talk")}))
    gone = of_role(room, DOVE, OWN)
    room = happen(room, ev.Left(at=200.0, phone=gone))
    room = happen(room, ev.PinShown(at=201.0, phone=gone, pin="0427"))
    side = teacher_side(room, there, NOW)
    assert [[seat.sent for seat in row.seats] for row in side.tables] == [[False, False], [False, True]]
    assert [[seat.by for seat in row.seats] for row in side.tables] == [["persons", "persons"]] * 2
    (row,) = [one for one in side.tables[0].seats[0].members if one.key == gone]
    assert (row.away_for, row.pin is not None and row.pin.digits) == (100.0, "0427")
    assert (side.here, side.away, side.thinking) == (15, 1, 3)
    odd = teacher_side(started(CLASSROOM, 1), {}, NOW).tables[0].seats
    assert sorted(seat.by for seat in odd) == ["persons", "program"]


def test_headlines_tell_deeds_of_a_turn_that_is_over() -> None:
    room = started(CLASSROOM, 12, sits="teams", size=6)
    match = played(begun(room.settings.game(0)), 2)
    room = happen(room, ev.Staged(at=150.0, table=0, turn=2, stage="move"))
    press = of_role(room, PRESS, OWN)
    room = happen(room, ev.Announced(at=160.0, phone=press, table=0, turn=1, month=match.last))
    (told,) = projector_side(room, {0: match}, NOW).headlines
    assert (told.table, told.date) == (0, CLASSROOM.month_text(3))
    past = view(match, OWN).past[0].met[0]
    assert told.acts == ((OWN, RIVAL, past.initiative), (RIVAL, OWN, past.rival_initiative))
    assert room_side(room, press, {0: match}, NOW).headlines == (told,)
