"""What follows from a room and its matches: whom a program plays now, whose votes decide, who is silent, what is closed.

Pure, and asked again after everything that happens: so nothing that was due is lost when the service dies in between.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from simulation.play.match import OVER, Match
from simulation.play.room.events import Closed, Event, Left, Returned, Staged
from simulation.play.room.powers import all_voted
from simulation.play.room.state import LEADER, Place, Room

#: seconds without a sign of life until somebody is away; and so many more until a team no longer waits for all votes
SILENCE = 20.0


class Owed(NamedTuple):
    """A seat that its leader does not play now: its doctrine does, at once or after a pause, or its team's votes."""

    place: Place
    by: Literal["program", "doctrine", "votes"]


def owed(room: Room, matches: Mapping[int, Match], now: float) -> list[Owed]:
    """The seats that are waited for and that their phones do not play now."""
    if room.phase != "playing" or room.paused is not None:
        return []
    found = list[Owed]()
    for place in room.places():
        match = matches.get(place[0])
        if match is not None and match.stage != OVER and place[1] in match.awaited:
            how = _player(room, place, now)
            if how is not None:
                found.append(Owed(place, how))
    return found


def by_program(room: Room, place: Place) -> bool:
    """Whether nobody who is here plays a seat."""
    return not room.here(place)


def stages(room: Room, matches: Mapping[int, Match]) -> list[Event]:
    """What the room has not yet been told of its matches."""
    told = list[Event]()
    for number, table in enumerate(room.tables):
        match = matches.get(number)
        if match is not None and (match.turn, match.stage) != (table.turn, table.stage):
            told.append(Staged(at=room.now, table=number, turn=match.turn, stage=match.stage))
    return told


def heard_of(room: Room, heard: Mapping[str, float], now: float) -> list[Event]:
    """Who is away now, and who is back, by when each was last heard of. In a pause everybody may sleep."""
    if room.phase != "playing" or room.paused is not None:
        return []
    found = list[Event]()
    for key, phone in room.phones.items():
        silent = now - heard.get(key, -SILENCE) >= SILENCE
        if silent != phone.away:
            found.append((Left if silent else Returned)(at=now, phone=key))
    return found


def run_down(room: Room, now: float) -> list[Event]:
    """The tables whose clock has run down."""
    if room.phase != "playing" or room.paused is not None:
        return []
    return [
        Closed(at=now, table=number)
        for number, table in enumerate(room.tables)
        if not table.closing and room.left(number, now) == 0.0
    ]


def _player(room: Room, place: Place, now: float) -> Literal["program", "doctrine", "votes"] | None:
    here, table = room.here(place), room.tables[place[0]]
    if not here:
        return "doctrine" if table.closing and room.members(place) else "program"
    leader = next((phone for phone in room.members(place).values() if phone.role == LEADER), None)
    if leader is None or leader.away_since is None:
        return "doctrine" if table.closing else None
    voted = any(key in here for key in table.teams[place[1]].votes)
    waited = now - max(leader.away_since, table.since) >= SILENCE
    if voted and (all_voted(room, place) or waited or table.closing):
        return "votes"
    return "doctrine" if table.closing else None
