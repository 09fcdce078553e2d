"""A room, live: signs of life, clocks, who is away and back, whose votes decide, and what the teacher does.

    hosting = Hosting(tables, ledger, "kelas-7")
    await hosting.open(Settings(toml))          # or, when the server is there again, without settings
    entry = await hosting.join("id")            # a phone, and its token, which is told once
    await hosting.take(entry.phone, key, Input(0, "move", said={"Velmora": Said(act="talk")}))
    side = hosting.side(entry.phone)

Every event is on disk before it counts. What follows from it, a doctrine that plays, votes that decide, an event that
happens at thirty tables, is worked out anew from room and matches after everything that happens (`owed`): so a service that
dies in between has lost nothing, and does nothing twice.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Literal, NamedTuple

from simulation.errors import ScenarioError, show
from simulation.play.match import OVER, Match, play
from simulation.play.room import events as ev
from simulation.play.room.events import Event, Injected
from simulation.play.room.ledger import Ledger
from simulation.play.room.owed import Owed, heard_of, owed, run_down, stages
from simulation.play.room.powers import by_votes, check_sender, check_sense, under_powers
from simulation.play.room.preview import Preview, preview
from simulation.play.room.settings import Settings
from simulation.play.room.side import (
    ProjectorSide,
    RoomSide,
    TeacherSide,
    projector_side,
    room_side,
    teacher_side,
)
from simulation.play.room.state import Place, Room
from simulation.play.seat_view import View, view
from simulation.play.seats import ANSWER, DOCTRINE, END, MOVE, TEACHER, UNDO, Input
from simulation.play.tables import Tables, rev
from simulation.saying import say
from simulation.web.workers import printable

_faults = logging.getLogger("simulation.web")

TICK = 1.0  # seconds between two looks at clocks and at who is silent
SAMPLE = 5  # ticks between two counts of who still thinks, as phones see it: each changes the pages of those who wait


class Entry(NamedTuple):
    """A phone that is let in. The token is known to nobody else from here on."""

    phone: str
    token: str
    room: Room


class Hosting:
    """One room over the live matches of a journal. `clock` gives seconds that go on while no service runs."""

    def __init__(
        self, tables: Tables, ledger: Ledger, name: str, clock: Callable[[], float] = time.time
    ) -> None:
        self.tables, self.name = tables, name
        self._ledger, self._clock = ledger, clock
        self._matches: dict[int, Match] = {}
        self._sampled: dict[int, Match] = {}  # as phones are told of other tables
        self._thinking: dict[int, int] = {}  # states that were waited for then
        self._heard: dict[str, float] = {}
        self._away, self._held = set[Place](), set[int]()  # what the tables have been told
        self._injected = set[tuple[int, int]]()
        self._entries: dict[str, Entry] = {}  # by key: who joins twice by two taps is one
        self._shown: dict[str, tuple[tuple[object, ...], int]] = {}
        self._count, self._news = 0, asyncio.Event()
        self._untold = (
            False  # whether a match has come further: told with what the room says of it, not once before
        )
        self._lock, self._tasks = asyncio.Lock(), list[asyncio.Task[None]]()
        self._room: Room | None = None
        self._secret = ""

    # --- its life --------------------------------------------------------------------------------------------------------

    async def open(self, settings: Settings | None = None) -> Room:
        """The room, begun or gone on with: what was left on its clocks is left, and who was there has time to come back."""
        if settings is not None:
            room = await self.tables.ask(self._ledger.open, self.name, settings)
        else:
            room = await self.tables.ask(self._ledger.room, self.name)
        self._secret = await self.tables.ask(self._ledger.secret, self.name)
        async with self._lock:
            await self._lay(room)
            self._room = room
            if self.room.phase == "playing":
                await self._take(ev.Reopened(at=self.now()))
            self._hear_all()
            await self._settle()
        self._tasks.append(asyncio.ensure_future(self._ticks()))
        return self.room

    async def close(self) -> None:
        """Stop looking; nothing is lost."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks.clear()

    @property
    def room(self) -> Room:
        """The room as far as it has come."""
        assert self._room is not None  # it is open
        return self._room

    @property
    def matches(self) -> Mapping[int, Match]:
        """The matches by table, as far as they have come."""
        return self._matches

    def now(self) -> float:
        """The time that events have; never before that of the last."""
        return self._clock() if self._room is None else max(self._clock(), self._room.now)

    def match_name(self, table: int) -> str:
        """What the journal calls the match at a table."""
        return f"{self.name}-{table}"

    # --- phones ----------------------------------------------------------------------------------------------------------

    async def join(self, lang: str, key: str) -> Entry:
        """Let a phone in, to wherever there is a place; with the same key it is the same phone. Raises ScenarioError."""
        async with self._lock:
            if key not in self._entries:
                phone, token = secrets.token_urlsafe(16), secrets.token_urlsafe(16)
                self._heard[phone] = self.now()
                room = await self._take(ev.Joined(at=self.now(), phone=phone, lang=lang), key, token)
                if phone not in room.phones:  # the key is of a phone that joined before the server died
                    raise ScenarioError(say("refusal_room.here", found=show(key)))
                self._entries[key] = Entry(phone, token, room)
            await self._settle()
            return self._entries[key]._replace(room=self.room)

    async def try_pin(self, phone: str, pin: str) -> str | None:
        """The token for another phone that takes this one's place, if the PIN is right; or None. Raises ScenarioError."""
        token = secrets.token_urlsafe(16)
        async with self._lock:
            before = self.room
            after = await self._take(ev.PinTried(at=self.now(), phone=phone, pin=pin), token=token)
            taken = after.phones[phone].holder != before.phones[phone].holder
            if taken:
                self._heard[phone] = self.now()
            await self._settle()
        return token if taken else None

    async def knows(self, phone: str, token: str) -> bool:
        """Whether the token is this phone's."""
        return await self.tables.ask(self._ledger.of_token, phone, token) == self.name

    def hear(self, phone: str) -> None:
        """A sign of life of a phone: a message, a ping, a question for news."""
        if phone in self.room.phones:
            self._heard[phone] = self.now()

    def seat(self, phone: str) -> tuple[str, str] | None:
        """The match that a phone plays in and its state; None in the lobby and for the press of the whole class."""
        one = self.room.phones.get(phone)
        return None if one is None or one.place is None else (self.match_name(one.place[0]), one.place[1])

    async def take(self, phone: str, key: str, given: Input) -> Match:
        """What a leader sends or takes back, committed, as the cards of the team let it pass. Raises ScenarioError."""
        self.hear(phone)
        async with self._lock:
            place = check_sender(self.room, phone)
            match = self._matches[place[0]]
            given = replace(given, seat=place[1])
            if given.stage == match.stage:
                given = replace(given, said=under_powers(self.room, place, view(match, place[1]), given.said))
            after = await self._say(place[0], key, given)
            await self._settle()
            return after

    async def decide(self, event: ev.InStage, key: str | None = None) -> Room:
        """Advice or a power within a team; what the leader has sent against a power is taken back. Raises ScenarioError."""
        self.hear(event.phone)
        async with self._lock:
            one = self.room.phones.get(event.phone)
            place = None if one is None else one.place
            if isinstance(event, ev.Used) and place is not None:
                check_sense(self._undecided(place), event)
            await self._take(event, key)
            if isinstance(event, ev.Used) and place is not None:
                await self._hold_to_powers(place)
            await self._settle()
            return self.room

    async def announce(self, phone: str, key: str, table: int) -> Room:
        """The press puts the turn that has just been over on the projector. Raises ScenarioError."""
        match = self._matches.get(table)
        if match is None or match.turn == 0:
            raise ScenarioError(say("refusal_room.no_news"))
        given = {"table": table, "turn": match.turn - 1, "month": match.last}
        return await self.do(ev.Announced(at=self.now(), phone=phone, **given), key)

    async def do(self, event: Event, key: str | None = None) -> Room:
        """Anything else that happens, committed, with what follows from it. Raises ScenarioError."""
        if isinstance(event, ev.OfPhone):
            self.hear(event.phone)
        async with self._lock:
            await self._take(event, key)
            await self._settle()
            return self.room

    # --- what is seen ----------------------------------------------------------------------------------------------------

    def side(self, phone: str) -> RoomSide:
        """What a phone sees of the room. Raises ScenarioError for one that is not here."""
        one = self.room.phones.get(phone)
        own = {} if one is None or one.place is None else {one.place[0]: self._matches[one.place[0]]}
        return room_side(self.room, phone, {**self._sampled, **own}, self.now())

    def rev(self, phone: str) -> int:
        """A number that rises when what a phone sees has changed, of the room or of its match, and for nothing else."""
        shown = self._what_is_shown(phone)
        before, number = self._shown.get(phone, ((), 0))
        if shown != before:
            number += 1
            self._shown[phone] = shown, number
        return number

    def _what_is_shown(self, key: str) -> tuple[object, ...]:
        """What the side of a phone is made of: cheaper to compare than the side, for sixty phones after every message."""
        room, phone = self.room, self.room.phones.get(key)
        if phone is None:
            raise ScenarioError(say("refusal_room.no_phone", found=show(key)))
        of_all = room.phase, room.paused, room.headlines
        thinking = sum(self._thinking.values())
        if phone.place is None:
            return *of_all, phone, thinking
        number, state = phone.place
        table, match = room.tables[number], self._matches[number]
        waits = state in match.sent
        return (
            *of_all,
            phone,
            tuple(room.members(phone.place).values()),
            (table.turn, table.stage, table.ends, table.teams[state]),
            rev(match, state),
            thinking - self._thinking.get(number, 0) if waits else None,
        )

    async def changed(self, phone: str, after: int) -> int:
        """That number, once it is another. Raises ScenarioError when the phone is no longer here."""
        return await self._once(lambda: self.rev(phone), after)

    def teacher(self) -> TeacherSide:
        """What the teacher sees."""
        return teacher_side(self.room, self._matches, self.now())

    def projector(self) -> ProjectorSide:
        """What the projector shows."""
        return projector_side(self.room, self._matches, self.now())

    @property
    def count(self) -> int:
        """The number of changes so far, for teacher and projector."""
        return self._count

    async def any_change(self, after: int) -> int:
        """That number, once it is another."""
        return await self._once(lambda: self._count, after)

    # --- the teacher -----------------------------------------------------------------------------------------------------

    async def start(self) -> Room:
        """Deal the seats. Raises ScenarioError."""
        return await self.do(ev.Started(at=self.now()))

    async def show_pin(self, phone: str) -> str:
        """A PIN for a phone's seat, to be read out once. Raises ScenarioError."""
        shown = {one.pin.digits for one in self.room.phones.values() if one.pin}
        pin = next(one for one in iter(lambda: f"{secrets.randbelow(10_000):04d}", "") if one not in shown)
        async with self._lock:
            await self._take(ev.PinShown(at=self.now(), phone=phone, pin=pin))
            await self._settle()
        return pin

    async def hand_back(self, phone: str) -> Room:
        """A seat is its owner's again, now. Raises ScenarioError."""
        return await self.do(ev.HandedBack(at=self.now(), phone=phone))

    async def end(self, table: int | None = None) -> Room:
        """The match at a table, or all, over with the months that they have. Raises ScenarioError."""
        return await self.do(ev.Ended(at=self.now(), table=table))

    async def inject(self, event: Injected, key: str | None = None) -> Room:
        """An event happens where it can; where it can nowhere, it is refused as it is there. Raises ScenarioError."""
        async with self._lock:
            tables = [event.table] if event.table is not None else list(self._matches)
            refused = list[ScenarioError]()
            for table in tables:
                match = self._matches.get(table)
                try:
                    if match is not None:
                        play(match, _happening(match, event))
                        break
                except ScenarioError as one:
                    refused.append(one)
            else:
                raise refused[0] if refused else ScenarioError(say("refusal_room.not_begun"))
            await self._take(event, key)
            await self._settle()
            return self.room

    async def preview(self, event: Injected) -> Preview:
        """What an event would do at its table, or where it is for all, at the first at which the game goes on."""
        open_to = [number for number, match in self._matches.items() if match.stage != OVER]
        table = event.table if event.table is not None else next(iter(open_to), 0)
        if table not in self._matches:
            raise ScenarioError(say("refusal_room.not_begun"))
        return await asyncio.to_thread(preview, self._matches[table], event)

    async def forget(self) -> None:
        """Delete all of the room and its matches, for good."""
        await self.close()
        async with self._lock:
            for match in await self.tables.ask(self._ledger.matches, self.name):
                await self.tables.forget(match)
            await self.tables.ask(self._ledger.forget, self.name)

    # --- within ----------------------------------------------------------------------------------------------------------

    async def _once(self, number: Callable[[], int], after: int) -> int:
        while True:
            news = self._news
            if (now := number()) != after:
                return now
            await news.wait()

    def _tell(self) -> None:
        """Wake whoever waits for a change."""
        self._count, self._untold = self._count + 1, False
        self._news.set()
        self._news = asyncio.Event()

    def _hear_all(self) -> None:
        """Who was here counts as heard of now: a pause, or a service that was away, is nobody's silence."""
        for key, phone in self.room.phones.items():
            if not phone.away:
                self._heard[key] = self.now()

    def _undecided(self, place: Place) -> View:
        """What a team sees in the stage of now, as if it had not sent."""
        match = self._matches[place[0]]
        return view(match, place[1])._replace(stage=match.stage)

    async def _hold_to_powers(self, place: Place) -> None:
        """Take back what the leader has sent, if the cards of the team no longer let it pass so."""
        match = self._matches[place[0]]
        sent = match.sent.get(place[1])
        if sent is None or not sent.said:
            return
        with suppress(ScenarioError):
            if under_powers(self.room, place, self._undecided(place), sent.said) == sent.said:
                return
        await self._say(place[0], secrets.token_urlsafe(16), Input(match.turn, UNDO, place[1]))

    async def _take(self, event: Event, key: str | None = None, token: str | None = None) -> Room:
        room = await self.tables.ask(self._ledger.take, self.name, event, key, token)
        await self._lay(room)
        self._room = room
        if isinstance(event, ev.Resumed | ev.Started):
            self._hear_all()
        self._tell()
        return self._room

    async def _say(self, table: int, key: str, given: Input) -> Match:
        match = await self.tables.say(self.match_name(table), key, given)
        self._saw(table, match)
        return match

    def _saw(self, table: int, match: Match) -> None:
        known = self._matches.get(table)
        if known is None or len(match.inputs) > len(known.inputs):
            self._matches[table] = match
            self._untold = True

    async def _lay(self, room: Room) -> None:
        """Begin the matches of tables that a room has come to have: before anybody sees that there is a seat at them."""
        for number in range(len(self._matches), len(room.tables)):
            self._saw(number, await self.tables.begin(self.match_name(number), room.settings.game(number)))
            self._sample()
            self._tasks.append(asyncio.ensure_future(self._watch(number)))

    async def _settle(self) -> None:
        """Do what follows, until nothing does."""
        try:
            while await self._follows():
                pass
        finally:
            if self._untold:
                self._tell()

    async def _follows(self) -> bool:
        """Do what follows from how things stand; whether anything did."""
        if self.room.phase != "playing":
            return False
        told = stages(self.room, self._matches)
        for event in told:
            await self._take(event)
        done = await self._break_off() | await self._bring_in()
        due = owed(self.room, self._matches, self.now())
        await self._tell_tables(due)
        for one in due:
            done |= await self._play_for(one)
        return bool(told) or done

    async def _break_off(self) -> bool:
        """Bring matches that the teacher has ended to their end."""
        ending = [number for number, table in enumerate(self.room.tables) if table.ending]
        ending = [number for number in ending if self._matches[number].stage != OVER]
        for number in ending:
            match = self._matches[number]
            try:
                given = Input(match.turn, END, by=TEACHER)
                await self._say(number, self._own_key(number, "end"), given)
            except ScenarioError:
                now = await self.tables.match(self.match_name(number))
                if len(now.inputs) == len(match.inputs):  # it could not be written
                    raise
                self._saw(number, now)  # a program was faster: again, from where the match is now
        return bool(ending)

    async def _bring_in(self) -> bool:
        """Let what the teacher has brought in happen, at every table that it concerns; too late, it does not."""
        done = False
        for which, brought in enumerate(self.room.injected):
            for table in brought.tables:
                if (which, table) not in self._injected:
                    self._injected.add((which, table))
                    done |= await self._bring(which, brought.event, table)
        return done

    async def _bring(self, which: int, event: Injected, table: int) -> bool:
        match = self._matches[table]
        try:
            await self._say(table, self._own_key(table, f"event-{which}"), _happening(match, event))
        except ScenarioError:
            now = await self.tables.match(self.match_name(table))
            if len(now.inputs) > len(
                match.inputs
            ):  # a program was faster: at once again, from where the match is now
                self._saw(table, now)
                self._injected.discard((which, table))
                return True
            return False  # it cannot happen there, or did so before the server died
        return True

    def _own_key(self, table: int, what: str) -> str:
        """The key of a message of the room's own: the same after a restart, and none that a phone can have sent before."""
        return f"{self._secret}-{table}-{what}"

    async def _tell_tables(self, due: list[Owed]) -> None:
        """Tell the tables whose doctrine plays, and whether there is a pause."""
        empty = {place for place in self.room.places() if not self.room.here(place)}
        for place in sorted(empty - self._away):
            await self.tables.away(self.match_name(place[0]), place[1])
        for place in sorted(self._away - empty):
            await self.tables.back(self.match_name(place[0]), place[1])
        self._away = empty
        held = set(range(len(self.room.tables))) if self.room.paused is not None else set()
        for table in sorted(held ^ self._held):
            await self.tables.hold(self.match_name(table), table in held)
        self._held = held

    async def _play_for(self, one: Owed) -> bool:
        """Send for a seat that its leader does not play; programs are the tables' to send for."""
        (number, state), match = one.place, self._matches[one.place[0]]
        if one.by == "program":
            return False
        stage: Literal["move", "answer"] = MOVE if match.stage == MOVE else ANSWER
        if one.by == "doctrine":
            given = Input(match.turn, stage, state, by=DOCTRINE)
        else:
            given = Input(match.turn, stage, state, by_votes(self.room, one.place, view(match, state)))
        try:
            await self._say(number, secrets.token_urlsafe(16), given)
        except ScenarioError:  # it has sent after all
            self._saw(number, await self.tables.match(self.match_name(number)))
            return False
        return True

    async def _watch(self, number: int) -> None:
        """Follow a match: programs, too, bring it to its next stage."""
        while True:
            match = await self.tables.moved(self.match_name(number), len(self._matches[number].inputs))
            self._saw(number, match)
            await self._safely(self._settle)

    async def _ticks(self) -> None:
        """Look at clocks, and at who is silent; and count who still thinks."""
        sampled = 0
        while True:
            await asyncio.sleep(TICK)
            await self._safely(self.look)
            sampled += 1
            if sampled % SAMPLE == 0:
                self._sample()

    async def _safely(self, doing: Callable[[], Awaitable[None]]) -> None:
        """What nobody waits for: where it fails, as on a full disk, it is said in the log and tried again."""
        try:
            async with self._lock:
                await doing()
        except ScenarioError as refused:
            _faults.error("%s", printable(refused))

    def _sample(self) -> None:
        """Count who still thinks, as phones see it of other tables; teacher and projector see it as it is."""
        self._sampled = dict(self._matches)
        self._thinking = {number: len(match.awaited) for number, match in self._matches.items()}
        self._tell()

    async def look(self) -> None:
        """Who has fallen silent is away, who was heard of is back, whose clock has run down is closed; and what follows."""
        for event in (*heard_of(self.room, self._heard, self.now()), *run_down(self.room, self.now())):
            await self._take(event)
        await self._settle()


def _happening(match: Match, event: Injected) -> Input:
    """An event as a match takes it, in a month that nobody has seen yet. Raises ScenarioError."""
    scenario, month = match.ground.scenario, match.month + event.after
    if match.stage == OVER or month >= scenario.months:
        raise ScenarioError(say("refusal_match.no_event"))
    return Input(match.turn, "event", by="teacher", event=event.imposed(scenario.month_text(month)))
