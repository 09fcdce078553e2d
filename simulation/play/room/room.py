"""A room after what happened in it: `happen(room, event)`, or a refusal of one line.

    room = Room(Settings(toml, sits="teams", size=6))
    room = happen(room, Joined(at=0.0, phone="k3"))
    room = happen(room, Started(at=60.0))

Pure: a room is the fold of `happen` over its events, and time enters by them alone. Of the matches it knows what `Staged`
says; what was sent in them is in the matches. Nobody is in two seats, since where somebody sits is said by the phone alone.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import reduce
from typing import Any

from simulation.errors import ScenarioError, show
from simulation.play.room import events as ev
from simulation.play.room.events import Event
from simulation.play.room.names import free_name
from simulation.play.room.powers import check_use, used
from simulation.play.room.seating import (
    dealt,
    found,
    has_room,
    rotated,
    seated,
    vacated,
    with_table,
    with_team,
)
from simulation.play.room.settings import Settings
from simulation.play.room.state import (
    PRESS,
    Advice,
    Brought,
    Headline,
    Phone,
    Pin,
    Place,
    Prediction,
    Room,
    Table,
    Team,
)
from simulation.saying import say

#: seconds between two events of a room after which it was broken off, and goes on only when the teacher says so
BROKEN_OFF = 300.0
MOST_FIGURES = 8  # of a prediction


def happen(room: Room, event: Event) -> Room:
    """The room after one more event. Raises ScenarioError, one line, for one that cannot be."""
    if room.phase == "finished":
        raise ScenarioError(say("refusal_room.finished"))
    before, now = room.now, max(room.now, event.at)
    room = replace(room, now=now)
    if isinstance(event, ev.Reopened):
        return _reopened(room, before)
    if isinstance(event, ev.OfPhone) and not isinstance(event, ev.Joined):
        if event.phone not in room.phones:
            raise ScenarioError(say("refusal_room.no_phone", found=show(event.phone)))
        if isinstance(event, _BY_ITSELF):  # whoever does something is here
            room = _with_phone(room, event.phone, away_since=None)
    return _HAPPENS[type(event)](room, event)


def restored(settings: Settings, happened: Iterable[Event]) -> Room:
    """The room after all these events."""
    return reduce(happen, happened, Room(settings))


# --- phones ----------------------------------------------------------------------------------------------------------


def _joined(room: Room, event: ev.Joined) -> Room:
    if event.phone in room.phones or event.phone in room.gone:
        raise ScenarioError(say("refusal_room.here", found=show(event.phone)))
    if not room.door:
        raise ScenarioError(say("refusal_room.door"))
    name = free_name(room.settings.seed, [phone.name for phone in room.phones.values()])
    phone = Phone(lang=event.lang, name=name)
    if room.phase == "playing":
        room, phone = found(room, phone)
    return replace(room, phones={**room.phones, event.phone: phone})


def _spoke(room: Room, event: ev.Spoke) -> Room:
    return _with_phone(room, event.phone, lang=event.lang)


def _left(room: Room, event: ev.Left) -> Room:
    away = room.phones[event.phone].away
    return room if away else _with_phone(room, event.phone, away_since=room.now)


def _returned(room: Room, event: ev.Returned | ev.HandedBack) -> Room:
    return _with_phone(room, event.phone, away_since=None)


def _removed(room: Room, event: ev.Removed) -> Room:
    place = room.phones[event.phone].place
    phones = {key: phone for key, phone in room.phones.items() if key != event.phone}
    return vacated(replace(room, phones=phones, gone=room.gone | {event.phone}), event.phone, place)


def _placed(room: Room, event: ev.Placed) -> Room:
    phone, place = room.phones[event.phone], (event.table, event.state)
    table = _table(room, event.table)
    if event.state not in table.teams:
        raise ScenarioError(
            say("refusal_room.no_place", state=show(event.state), names=", ".join(table.teams))
        )
    if phone.place == place:
        return room
    if not has_room(room, place):
        raise ScenarioError(say("refusal_room.full_team", table=event.table + 1, state=event.state))
    sits = replace(seated(room, replace(phone, place=None), place), came="placed")
    return vacated(replace(room, phones={**room.phones, event.phone: sits}), event.phone, phone.place)


def _pin_shown(room: Room, event: ev.PinShown) -> Room:
    digits = {other.pin.digits for key, other in room.phones.items() if other.pin and key != event.phone}
    if event.pin in digits:
        raise ScenarioError(say("refusal_room.pin_twice"))
    return _with_phone(room, event.phone, pin=Pin(event.pin))


def _pin_tried(room: Room, event: ev.PinTried) -> Room:
    phone = room.phones[event.phone]
    if phone.pin is None:
        raise ScenarioError(say("refusal_room.no_pin"))
    if hmac.compare_digest(phone.pin.digits.encode(), event.pin.encode()):
        return _with_phone(room, event.phone, pin=None, holder=phone.holder + 1, away_since=None)
    left = replace(phone.pin, tries=phone.pin.tries - 1)
    return _with_phone(room, event.phone, pin=left if left.tries else None)


def _predicted(room: Room, event: ev.Predicted) -> Room:
    place = room.phones[event.phone].place
    turns = [room.tables[place[0]].turn] if place else [table.turn for table in room.tables]
    if any(turns):
        raise ScenarioError(say("refusal_room.too_late"))
    if event.words and not room.settings.text:
        raise ScenarioError(say("refusal_room.figures_only"))
    if not 0 < len(event.figures) <= MOST_FIGURES:
        raise ScenarioError(say("refusal_room.figures", most=MOST_FIGURES))
    return _with_phone(room, event.phone, predicted=Prediction(event.figures, event.words))


# --- in teams --------------------------------------------------------------------------------------------------------


def _advised(room: Room, event: ev.Advised) -> Room:
    place = _in_stage(room, event)
    rivals = [state for state in room.settings.states if state != place[1]]
    for rival in {*event.acts, *event.consents}:
        if rival not in rivals:
            raise ScenarioError(say("refusal_room.no_rival", found=show(rival), names=", ".join(rivals)))
    team = _team(room, place)
    votes = {**team.votes, event.phone: Advice(event.acts, event.consents)}
    return with_team(room, place, replace(team, votes=votes))


def _used(room: Room, event: ev.Used) -> Room:
    place = _in_stage(room, event)
    check_use(room, place, event)
    return with_team(room, place, used(_team(room, place), event))


def _announced(room: Room, event: ev.Announced) -> Room:
    phone, table = room.phones[event.phone], _table(room, event.table)
    if phone.role != PRESS or (phone.place is not None and phone.place[0] != event.table):
        raise ScenarioError(say("refusal_room.press_only"))
    if event.turn != table.turn - 1:
        raise ScenarioError(say("refusal_room.no_news"))
    headline = Headline(event.table, event.turn, event.month)
    known = headline in room.headlines
    return room if known else replace(room, headlines=(*room.headlines, headline))


# --- the teacher -----------------------------------------------------------------------------------------------------


def _started(room: Room, event: ev.Started) -> Room:
    if room.phase != "lobby":
        raise ScenarioError(say("refusal_room.started"))
    if not room.phones:
        raise ScenarioError(say("refusal_room.nobody"))
    return dealt(replace(room, phase="playing"))


def _paused(room: Room, event: ev.Paused) -> Room:
    _playing(room)
    return room if room.paused is not None else replace(room, paused=room.now)


def _resumed(room: Room, event: ev.Resumed) -> Room:
    _playing(room)
    if room.paused is None:
        return room
    return replace(_clocks(room, range(len(room.tables)), room.now - room.paused), paused=None)


def _extended(room: Room, event: ev.Extended) -> Room:
    return _clocks(room, _concerned(room, event), event.seconds)


def _closed(room: Room, event: ev.Closed) -> Room:
    return _marked(room, event, closing=True)


def _ended(room: Room, event: ev.Ended) -> Room:
    return _marked(room, event, ending=True)


def _injected(room: Room, event: ev.Injected) -> Room:
    tables = tuple(_concerned(room, event))
    states = room.settings.states
    for state in (event.state, *(event.between or ())):
        if state is not None and state not in states:
            raise ScenarioError(say("refusal_room.no_place", state=show(state), names=", ".join(states)))
    event.imposed("2000-01")  # of whatever month: refuses what is no event
    return replace(room, injected=(*room.injected, Brought(event, tables)))


def _door(room: Room, event: ev.Door) -> Room:
    return replace(room, door=event.is_open)


def _finished(room: Room, event: ev.Finished) -> Room:
    def bare(phone: Phone) -> Phone:
        predicted = phone.predicted and Prediction(phone.predicted.figures)
        return replace(phone, name=None, pin=None, predicted=predicted)

    return replace(
        room, phase="finished", door=False, phones={key: bare(phone) for key, phone in room.phones.items()}
    )


# --- the service -----------------------------------------------------------------------------------------------------


def _staged(room: Room, event: ev.Staged) -> Room:
    table = _table(room, event.table)
    order = ("move", "answer", "over")
    if (event.turn, order.index(event.stage)) <= (table.turn, order.index(table.stage)):
        raise ScenarioError(say("refusal_room.not_now"))
    new_turn, clock = event.turn > table.turn, room.settings.clock
    started = room.now if room.paused is None else room.paused
    teams = {
        state: Team(used=team.used, banned=team.banned and not new_turn)
        for state, team in table.teams.items()
    }
    table = Table(
        teams=teams,
        turn=event.turn,
        stage=event.stage,
        since=room.now,
        ends=None if clock is None or event.stage == "over" else started + clock,
        ending=table.ending,
    )
    room = with_table(room, event.table, table)
    if new_turn and event.stage != "over" and room.settings.rotating:
        for state in teams:
            room = rotated(room, (event.table, state))
    return room


def _reopened(room: Room, before: float) -> Room:
    """What was left on a clock before is left now; after a long while nothing goes on by itself."""
    if room.phase != "playing" or room.paused is not None:
        return room
    if room.now - before > BROKEN_OFF:
        return replace(room, paused=before)
    return _clocks(room, range(len(room.tables)), room.now - before)


# --- within ----------------------------------------------------------------------------------------------------------


def _with_phone(room: Room, key: str, **values: Any) -> Room:
    return replace(room, phones={**room.phones, key: replace(room.phones[key], **values)})


def _playing(room: Room) -> None:
    if room.phase != "playing":
        raise ScenarioError(say("refusal_room.not_begun"))


def _table(room: Room, number: int) -> Table:
    _playing(room)
    if number >= len(room.tables):
        raise ScenarioError(say("refusal_room.no_table", found=number + 1, most=len(room.tables)))
    return room.tables[number]


def _team(room: Room, place: Place) -> Team:
    return room.tables[place[0]].teams[place[1]]


def _concerned(room: Room, event: ev.OfTable) -> Iterable[int]:
    """The tables that an event concerns."""
    _playing(room)
    if event.table is None:
        return range(len(room.tables))
    _table(room, event.table)
    return (event.table,)


def _marked(room: Room, event: ev.OfTable, **values: Any) -> Room:
    """The room with these values at the tables that an event concerns, where all is not over."""
    for number in _concerned(room, event):
        if room.tables[number].stage != "over":
            room = with_table(room, number, replace(room.tables[number], **values))
    return room


def _in_stage(room: Room, event: ev.InStage) -> Place:
    """Where a phone plays; refuses what comes too late, in a pause, or from somebody who plays nothing."""
    _playing(room)
    place = room.phones[event.phone].place
    if place is None:
        raise ScenarioError(say("refusal_room.plays_nothing"))
    if room.paused is not None:
        raise ScenarioError(say("refusal_room.paused"))
    table = room.tables[place[0]]
    if (event.turn, event.stage) != (table.turn, table.stage):
        raise ScenarioError(say("refusal_room.not_now"))
    return place


def _clocks(room: Room, numbers: Iterable[int], seconds: float) -> Room:
    """The room with so many seconds more at these tables."""
    for number in numbers:
        table = room.tables[number]
        if table.ends is not None:
            room = with_table(room, number, replace(table, ends=table.ends + seconds))
    return room


#: what only a phone that is here can do
_BY_ITSELF = (ev.Spoke, ev.Advised, ev.Used, ev.Announced, ev.Predicted)

_HAPPENS: Mapping[type[Event], Callable[[Room, Any], Room]] = {
    ev.Joined: _joined, ev.Spoke: _spoke, ev.Advised: _advised, ev.Used: _used, ev.Announced: _announced,
    ev.Predicted: _predicted, ev.PinTried: _pin_tried, ev.Started: _started, ev.Paused: _paused, ev.Resumed: _resumed,
    ev.Extended: _extended, ev.Closed: _closed, ev.Ended: _ended, ev.Injected: _injected, ev.HandedBack: _returned,
    ev.Placed: _placed,
    ev.Removed: _removed, ev.PinShown: _pin_shown, ev.Door: _door, ev.Finished: _finished, ev.Left: _left,
    ev.Returned: _returned, ev.Staged: _staged,
}  # fmt: skip
