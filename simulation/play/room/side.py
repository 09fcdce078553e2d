"""What a phone, the teacher and the projector may see of the room, beside a seat's own view of its match.

A phone sees its own team and nothing of the rival's: not who sits there, nor whether they are there, have sent or advised.
How many still think is said of other tables than its own. The teacher sees who has sent and who is away, but nothing of a
world; the projector what all may know. Plain values: a name is a place among the names (`names.called`), texts are keys of
the catalogue.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from simulation.actions import ACTIONS
from simulation.errors import ScenarioError, show
from simulation.play.match import OVER, Match
from simulation.play.room.owed import by_program
from simulation.play.room.powers import powers_of
from simulation.play.room.state import LEADER, PRESS, Advice, Headline, Phone, Pin, Place, Room
from simulation.saying import say


class Card(NamedTuple):
    """A role's card: keys of the catalogue. The worry is for its bearer alone."""

    role: str
    title: str
    aims: str
    powers: str
    worry: str
    begin: str


class Member(NamedTuple):
    """One of the own team."""

    name: int | None
    role: str | None
    away: bool
    self: bool
    advice: Advice | None  # what it advises in this stage


class RoomSide(NamedTuple):
    """What a phone sees of the room."""

    phase: Literal["lobby", "playing", "finished"]
    name: int | None
    lang: str
    came: str  # how it came to its seat: "lobby" (dealt), "team", "program", "own", "press", "placed"
    table: int | None  # at which it plays, by its place
    state: str | None  # the state it plays; None in the lobby and for the press of the whole class
    turn: int
    turns: int | None  # None where a turn ends when something happens
    stage: Literal["move", "answer", "over"] | None
    paused: bool
    left: float | None  # seconds left in the stage; None without a clock
    card: Card | None  # of a team
    members: tuple[Member, ...]  # of the own team, in the order in which they came
    sends: bool  # whether it is the one that sends
    leader_away: bool  # then votes decide
    powers: Mapping[str, int | None]  # what its card can still do: how often, None as often as it likes
    vetoed: tuple[str, ...]  # rivals whose offers are declined
    held: tuple[str, ...]  # rivals that are answered with holding
    banned: bool  # no summit this turn
    allowed: bool  # to threaten
    speaks: Mapping[str, bool]
    thinking: int | None  # states at other tables that have not sent, while its own waits for others
    predicted: Mapping[str, float] | None
    words: bool  # whether a prediction may be given in words
    headlines: tuple[Told, ...]  # what the press has announced, of all tables


class Told(NamedTuple):
    """A headline: what each did to each at the beginning of a turn that is over, as all may know."""

    table: int
    date: str
    acts: tuple[tuple[str, str, str], ...]  # (state, rival, act)


def room_side(room: Room, key: str, matches: Mapping[int, Match], now: float) -> RoomSide:
    """What a phone sees. Raises ScenarioError for one that is not here."""
    phone = room.phones.get(key)
    if phone is None:
        raise ScenarioError(say("refusal_room.no_phone", found=show(key)))
    place = phone.place
    table = None if place is None else room.tables[place[0]]
    team = None if table is None or place is None else table.teams[place[1]]
    mates = {} if place is None else room.members(place)
    return RoomSide(
        phase=room.phase,
        name=phone.name,
        lang=phone.lang,
        came=phone.came,
        table=None if place is None else place[0],
        state=None if place is None else place[1],
        turn=0 if table is None else table.turn,
        turns=room.settings.counted,
        stage=None if table is None else table.stage,
        paused=room.paused is not None,
        left=None if place is None else room.left(place[0], now),
        card=_card(room, phone),
        members=tuple(
            Member(
                name=other.name,
                role=other.role,
                away=other.away,
                self=other is phone,
                advice=None if team is None else team.votes.get(mate),
            )
            for mate, other in mates.items()
        ),
        sends=phone.role == LEADER,
        leader_away=any(other.away for other in mates.values() if other.role == LEADER),
        powers={} if team is None else powers_of(phone.role, team),
        vetoed=() if team is None else tuple(sorted(team.vetoed)),
        held=() if team is None else tuple(sorted(team.held)),
        banned=team is not None and team.banned,
        allowed=team is not None and team.allowed,
        speaks={} if team is None else dict(team.speaks),
        thinking=_thinking(matches, None if place is None else place[0]) if _waits(matches, place) else None,
        predicted=None if phone.predicted is None else dict(phone.predicted.figures),
        words=room.settings.text,
        headlines=headlines(room, matches),
    )


class SeatRow(NamedTuple):
    """A seat of a table as the teacher sees it."""

    state: str
    by: Literal["persons", "away", "program"]
    sent: bool
    members: tuple[PhoneRow, ...]


class PhoneRow(NamedTuple):
    """A phone as the teacher sees it."""

    key: str
    name: int | None
    role: str | None
    away_for: float | None  # seconds
    pin: Pin | None
    predicted: bool


class TableRow(NamedTuple):
    """A table as the teacher sees it."""

    table: int
    turn: int
    stage: Literal["move", "answer", "over"]
    date: str | None
    left: float | None
    closing: bool
    seats: tuple[SeatRow, ...]


class TeacherSide(NamedTuple):
    """What the teacher sees: everybody, and no private world."""

    phase: Literal["lobby", "playing", "finished"]
    door: bool
    paused: bool
    turns: int | None  # None where a turn ends when something happens
    here: int
    away: int
    thinking: int
    tables: tuple[TableRow, ...]
    others: tuple[PhoneRow, ...]  # in the lobby, and the press of the whole class
    injected: int
    predicted: int


def teacher_side(room: Room, matches: Mapping[int, Match], now: float) -> TeacherSide:
    """What the teacher sees of the room."""

    def phones(place: Place | None) -> tuple[PhoneRow, ...]:
        return tuple(
            PhoneRow(
                key=key,
                name=phone.name,
                role=phone.role,
                away_for=None if phone.away_since is None else now - phone.away_since,
                pin=phone.pin,
                predicted=phone.predicted is not None,
            )
            for key, phone in room.phones.items()
            if phone.place == place
        )

    def seat(place: Place) -> SeatRow:
        match, members = matches.get(place[0]), phones(place)
        by: Literal["persons", "away", "program"] = "away" if by_program(room, place) else "persons"
        sent = match is not None and place[1] in match.sent
        return SeatRow(place[1], by if members else "program", sent, members)

    return TeacherSide(
        phase=room.phase,
        door=room.door,
        paused=room.paused is not None,
        turns=room.settings.counted,
        here=sum(not phone.away for phone in room.phones.values()),
        away=sum(phone.away for phone in room.phones.values()),
        thinking=_thinking(matches, None),
        tables=tuple(
            TableRow(
                table=number,
                turn=table.turn,
                stage=table.stage,
                date=_date(matches.get(number)),
                left=room.left(number, now),
                closing=table.closing,
                seats=tuple(seat((number, state)) for state in table.teams),
            )
            for number, table in enumerate(room.tables)
        ),
        others=phones(None),
        injected=len(room.injected),
        predicted=sum(phone.predicted is not None for phone in room.phones.values()),
    )


class ProjectorSide(NamedTuple):
    """What all may see. Lines of tension and benefit are the class's figure, and not here."""

    phase: Literal["lobby", "playing", "finished"]
    names: tuple[int, ...]  # of all who are here, while the class gathers
    phones: int
    door: bool
    paused: bool
    tables: int
    over: int  # tables at which all is over
    turn: int  # that the slowest table is in
    turns: int | None  # None where a turn ends when something happens
    thinking: int
    left: float | None  # of the table that has the least
    headlines: tuple[Told, ...]


def projector_side(room: Room, matches: Mapping[int, Match], now: float) -> ProjectorSide:
    """What the projector shows of the room."""
    left = [room.left(number, now) for number in range(len(room.tables))]
    names = [phone.name for phone in room.phones.values() if phone.name is not None]
    return ProjectorSide(
        phase=room.phase,
        names=tuple(names) if room.phase == "lobby" else (),
        phones=len(room.phones),
        door=room.door,
        paused=room.paused is not None,
        tables=len(room.tables),
        over=sum(table.stage == "over" for table in room.tables),
        turn=min((table.turn for table in room.tables), default=0),
        turns=room.settings.counted,
        thinking=_thinking(matches, None),
        left=min((one for one in left if one is not None), default=None),
        headlines=headlines(room, matches),
    )


def headlines(room: Room, matches: Mapping[int, Match]) -> tuple[Told, ...]:
    """What the press has announced, as it happened: deeds, which all can see."""
    return tuple(
        _told(matches[one.table], one)
        for one in room.headlines
        if one.table in matches and one.month < matches[one.table].month
    )


def _told(match: Match, headline: Headline) -> Told:
    scenario, record = match.ground.scenario, match.lived[headline.month].record
    acts = tuple(
        (state, rival, ACTIONS[int(record.initiative[row, 0])].name)
        for row, (state, rival) in enumerate(scenario.pairs)
    )
    return Told(headline.table, scenario.month_text(headline.month), acts)


def _card(room: Room, phone: Phone) -> Card | None:
    if phone.role is None or (room.settings.size == 1 and phone.role != PRESS):
        return None
    keys = (f"play_role.{phone.role}_{part}" for part in ("title", "aims", "powers", "worry", "begin"))
    return Card(phone.role, *keys)


def _waits(matches: Mapping[int, Match], place: Place | None) -> bool:
    """Whether a phone has nothing to decide now: its state has sent, or it plays none."""
    return place is None or (place[0] in matches and place[1] in matches[place[0]].sent)


def _thinking(matches: Mapping[int, Match], but: int | None) -> int:
    """States that have not sent, whoever plays them, but for one table."""
    return sum(
        len(match.awaited) for number, match in matches.items() if number != but and match.stage != OVER
    )


def _date(match: Match | None) -> str | None:
    if match is None:
        return None
    return match.ground.scenario.month_text(match.shown)
