"""Who sits where: dealt at the start, by the room's chance; found for who comes late; and how a team's cards go round."""

from __future__ import annotations

from dataclasses import replace

from simulation.draws import of_design
from simulation.play.room.settings import AGAINST, LARGEST_TEAM
from simulation.play.room.state import LEADER, PRESS, ROLES, Phone, Place, Room, Table, Team


def new_table(room: Room) -> Table:
    """A table of which nothing has been played."""
    clock = room.settings.clock
    return Table(
        teams={state: Team() for state in room.settings.played},
        since=room.now,
        ends=None if clock is None else room.now + clock,
    )


def dealt(room: Room) -> Room:
    """Everybody at a table, of which there are as few as can be; teams are even, and what is left over is a program's."""
    states, size, count = room.settings.played, room.settings.size, len(room.phones)
    tables = -(-count // (size * len(states)))
    room = replace(room, tables=tuple(new_table(room) for _ in range(tables)))
    places = list(room.places())
    order = of_design(room.settings.seed, "room: seats").permutation(count)
    phones, ids = dict(room.phones), list(room.phones)
    for nth, which in enumerate(order):
        key, place, role = ids[int(which)], places[nth % len(places)], ROLES[nth // len(places)]
        phones[key] = replace(phones[key], place=place, role=role)
    return replace(room, phones=phones)


def found(room: Room, phone: Phone) -> tuple[Room, Phone]:
    """A place for who comes late: in the smallest team that has room, which may be a program's seat; at a table of its
    own, where everybody plays against a program; or among the press of the whole class."""
    counts = {place: len(room.members(place)) for place in room.places()}
    open_to = [
        place
        for place in counts
        if counts[place] < room.settings.size and room.tables[place[0]].stage != "over"
    ]
    if open_to:
        place = min(open_to, key=counts.__getitem__)
        return room, seated(room, phone, place)
    if room.settings.sits == AGAINST:
        room = replace(room, tables=(*room.tables, new_table(room)))
        own = (len(room.tables) - 1, room.settings.played[0])
        return room, replace(phone, place=own, role=LEADER, came="own")
    return room, replace(phone, place=None, role=PRESS, came="press")


def seated(room: Room, phone: Phone, place: Place) -> Phone:
    """The phone with the first card of a team that nobody holds."""
    taken = {other.role for other in room.members(place).values()}
    role = next(role for role in ROLES if role not in taken)
    return replace(phone, place=place, role=role, came="team" if taken else "program")


def has_room(room: Room, place: Place) -> bool:
    """Whether the teacher can seat one more there."""
    most = 1 if room.settings.size == 1 else LARGEST_TEAM
    return len(room.members(place)) < most


def vacated(room: Room, key: str, place: Place | None) -> Room:
    """The room after a phone has left a team: its vote is gone, and if it led, the next leads."""
    if place is None:
        return room
    number, state = place
    table = room.tables[number]
    team = table.teams[state]
    votes = {other: vote for other, vote in team.votes.items() if other != key}
    room = with_team(room, place, replace(team, votes=votes))
    members = room.members(place)
    if members and LEADER not in {phone.role for phone in members.values()}:
        heir = next(iter(room.here(place) or members))
        room = replace(room, phones={**room.phones, heir: replace(room.phones[heir], role=LEADER)})
    return room


def rotated(room: Room, place: Place) -> Room:
    """The leader's card goes on to the next who is here; the two change cards."""
    members = list(room.members(place))
    leader = next((at for at, key in enumerate(members) if room.phones[key].role == LEADER), None)
    if leader is None:
        return room
    behind = members[leader + 1 :] + members[:leader]
    heir = next((key for key in behind if not room.phones[key].away), None)
    if heir is None:
        return room
    led = members[leader]
    cards = {
        led: replace(room.phones[led], role=room.phones[heir].role),
        heir: replace(room.phones[heir], role=LEADER),
    }
    return replace(room, phones={**room.phones, **cards})


def with_table(room: Room, number: int, table: Table) -> Room:
    """The room with another table in the place of one."""
    return replace(room, tables=(*room.tables[:number], table, *room.tables[number + 1 :]))


def with_team(room: Room, place: Place, team: Team) -> Room:
    """The room with another team in the place of one."""
    number, state = place
    table = room.tables[number]
    return with_table(room, number, replace(table, teams={**table.teams, state: team}))
