"""Live matches: what is sent is written down and played, programs answer after a pause, and whoever waits is told.

    tables = Tables(journal)
    match = await tables.say("kastara-1", key, Input(...))    # returns when it is committed
    match = await tables.changed("kastara-1", "Kastara", rev)  # when that seat sees something else

The journal is asked in one thread, in the order of asking, so that neither a slow disk nor a long turn keeps the server
waiting, and no two inputs of a match meet. Programs, and the doctrines of persons who are away, send when no person is
waited for any more, each after its drawn pause; what a person takes back before stops them. None of this is written down:
after a restart a match goes on where it was as soon as somebody asks for it, with its pauses begun anew.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Callable, Coroutine, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

from simulation import draws
from simulation.errors import ScenarioError
from simulation.play.journal import Journal
from simulation.play.match import OVER, Match
from simulation.play.seats import ANSWER, DOCTRINE, MOVE, Game, Input
from simulation.play.tickets import Ticket
from simulation.web.workers import printable, where

_T = TypeVar("_T")
_faults = logging.getLogger("simulation.web")

#: seed, turn, stage and seat -> seconds
Pause = Callable[[int, int, str, str], float]
Due = tuple[int, str, str]  # turn, stage and seat
AGAIN = 2.0  # seconds until what failed is tried again
_STAGES = (MOVE, ANSWER, OVER)


@dataclass
class _Table:
    """What is live of a match beside what the journal knows."""

    timers: dict[Due, asyncio.TimerHandle] = field(default_factory=dict)
    away: set[str] = field(default_factory=set)
    held: bool = False
    moved: asyncio.Event = field(
        default_factory=asyncio.Event
    )  # set, and another in its place, at every change


def rev(match: Match, seat: str) -> int:
    """A number that rises whenever what a seat sees has changed, and says nothing of its rivals.

    Stages that are over, and messages of the seat itself: the same after a restart, and in a match that is restored.
    """
    own = sum(one.seat == seat for one in match.inputs)
    return 2 * match.turn + _STAGES.index(match.stage) + own


class Tables:
    """The matches of a journal, live, in the loop of a server. `pause` is how long a program takes."""

    def __init__(self, journal: Journal, pause: Pause = draws.pause) -> None:
        self._journal, self._pause = journal, pause
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="journal")
        self._tables: dict[str, _Table] = {}
        self._under_way: set[asyncio.Task[Any]] = set()
        self._closed = False

    async def close(self) -> None:
        """Stop the programs, and finish what is being written."""
        self._closed = True
        for table in self._tables.values():
            _stop(table)
        await asyncio.gather(*self._under_way, return_exceptions=True)
        await asyncio.get_running_loop().run_in_executor(None, self._thread.shutdown)

    async def ask(self, work: Callable[..., _T], *given: Any) -> _T:
        """What the journal, or a function of matches, gives: in its thread, in turn, and in the asker's language."""
        here = copy_context()
        return await asyncio.get_running_loop().run_in_executor(self._thread, partial(here.run, work, *given))

    # --- what is done ---------------------------------------------------------------------------------------------------

    async def begin(self, name: str, game: Game, tickets: Iterable[Ticket] = ()) -> Match:
        """A match, written down with the tickets of its seats. Raises ScenarioError."""
        return await self._whole(self._begun(name, game, tuple(tickets)))

    async def match(self, name: str) -> Match:
        """The match as far as it has come. Raises ScenarioError for an id that there is not."""
        match = await self.ask(self._journal.match, name)
        if name not in self._tables:
            self._go_on(name, match)
        return match

    async def say(self, name: str, key: str, given: Input) -> Match:
        """The match after an input of whomever, committed: it may be acknowledged. As `Journal.take`.

        It is taken to its end even where nobody waits for the answer any more.
        """
        return await self._whole(self._taken(name, key, given))

    async def forget(self, name: str) -> None:
        """Delete all of a match; whoever waits for a change of it is told that there is none."""
        await self._whole(self._forgotten(name))

    # --- who is there ----------------------------------------------------------------------------------------------------

    async def away(self, name: str, seat: str) -> None:
        """The doctrine of a person's seat plays it, from this stage on."""
        await self._be(name, lambda table: table.away.add(seat))

    async def back(self, name: str, seat: str) -> None:
        """The person plays again: now, or from the next stage on where its doctrine has sent already."""
        await self._be(name, lambda table: table.away.discard(seat))

    async def hold(self, name: str, held: bool) -> None:
        """Whether programs wait, and with them doctrines of those who are away."""
        await self._be(name, lambda table: setattr(table, "held", held))

    # --- who waits --------------------------------------------------------------------------------------------------------

    async def changed(self, name: str, seat: str, after: int) -> Match:
        """The match, once its number for this seat is another. Raises ScenarioError when there is no match any more."""
        while True:
            moved = self._table(name).moved
            match = await self.match(name)
            if rev(match, seat) != after:
                return match
            await moved.wait()

    async def moved(self, name: str, inputs: int) -> Match:
        """The match, once it has more inputs than this, whosever they are: for who runs a class, and for no seat."""
        while True:
            moved = self._table(name).moved
            match = await self.match(name)
            if len(match.inputs) > inputs:
                return match
            await moved.wait()

    # --- within ----------------------------------------------------------------------------------------------------------

    def _table(self, name: str) -> _Table:
        return self._tables.setdefault(name, _Table())

    async def _whole(self, doing: Coroutine[Any, Any, _T]) -> _T:
        """What was begun is ended, even if whoever asked for it leaves."""
        task = asyncio.ensure_future(doing)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        return await asyncio.shield(task)

    async def _begun(self, name: str, game: Game, tickets: tuple[Ticket, ...]) -> Match:
        match = await self.ask(self._journal.begin, name, game, tickets)
        self._go_on(name, match)
        return match

    async def _taken(self, name: str, key: str, given: Input) -> Match:
        match = await self.ask(self._journal.take, name, key, given)
        self._go_on(name, match)
        return match

    async def _forgotten(self, name: str) -> None:
        await self.ask(self._journal.forget, name)
        if name in self._tables:
            table = self._tables.pop(name)
            _stop(table)
            table.moved.set()

    async def _be(self, name: str, change: Callable[[_Table], Any]) -> None:
        match = await self.match(name)
        change(self._table(name))
        self._go_on(name, match)

    def _go_on(self, name: str, match: Match) -> None:
        """See that whoever is due sends after its pause, and nobody else; wake whoever waits."""
        if self._closed:
            return
        table, loop = self._table(name), asyncio.get_running_loop()
        due = _due(match, table)
        for one in [one for one in table.timers if one not in due]:
            table.timers.pop(one).cancel()
        for one in due:
            if one not in table.timers:
                seconds = self._pause(match.game.seed, *one)
                table.timers[one] = loop.call_later(seconds, self._send, name, one)
        table.moved.set()
        table.moved = asyncio.Event()

    def _send(self, name: str, due: Due) -> None:
        task = asyncio.ensure_future(self._sent(name, due))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def _sent(self, name: str, due: Due) -> None:
        try:
            match = await self.ask(self._program, name, due)
        except ScenarioError:  # the match is gone
            return
        except Exception as error:  # said in one line, and tried again: a match must not stand still for good
            _faults.error("%s", printable(where(error)))
            if name in self._tables and not self._closed:
                again = asyncio.get_running_loop().call_later(AGAIN, self._send, name, due)
                self._tables[name].timers[due] = again
            return
        if name in self._tables:
            self._tables[name].timers.pop(due, None)
            self._go_on(name, match)

    def _program(self, name: str, due: Due) -> Match:
        """What a program sends. What could not be written is tried again, as long as it is due."""
        match, (turn, stage, seat) = self._journal.match(name), due
        if (match.turn, match.stage) != (turn, stage) or seat not in match.awaited:
            return match
        said = Input(turn, MOVE if stage == MOVE else ANSWER, seat, by=DOCTRINE)
        try:
            return self._journal.take(name, secrets.token_urlsafe(16), said)
        except ScenarioError as refused:
            _faults.error("%s", printable(refused))
            return match


def _due(match: Match, table: _Table) -> list[Due]:
    """Who sends by itself now: programs, and who is away, once no person who is there is waited for.

    Where all persons are away nobody does: a match does not play itself.
    """
    programs = {seat for seat, who in match.game.seats.items() if not who.person or seat in table.away}
    alone = programs == set(match.game.seats)
    if match.stage == OVER or table.held or alone or not programs.issuperset(match.awaited):
        return []
    return [(match.turn, match.stage, seat) for seat in match.awaited]


def _stop(table: _Table) -> None:
    for timer in table.timers.values():
        timer.cancel()
    table.timers.clear()
