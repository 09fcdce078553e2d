"""The class that is open, and those before it: in one journal, and one open at a time.

    lessons = Lessons(tables, ledger)       # its code is known from now on
    await lessons.adopt()                   # a class that was broken off goes on
    hosting = await lessons.begin(settings)

A class is called by the code that lets its phones in, so that the code that hangs on the wall is still the one after the
server was gone. What is shown of it at a desk has one number that rises, whichever class is open.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any, NamedTuple

from simulation.errors import ScenarioError, show
from simulation.play.room.hosting import Hosting
from simulation.play.room.ledger import Ledger
from simulation.play.room.settings import Settings
from simulation.play.room.state import Room
from simulation.play.tables import Tables
from simulation.saying import say
from simulation.web import lan

GATHERED = 1.0  # seconds in which changes are shown at once: sixty phones make more than anybody can read
MOST = 50  # classes in a journal; whoever begins one more is told to delete some


class Before(NamedTuple):
    """A class that is not open; without `room` one that cannot be read, as of another version."""

    name: str
    room: Room | None


class Lessons:
    """Classes of a journal. `address` is where phones reach this machine; None where none can."""

    def __init__(
        self,
        tables: Tables,
        ledger: Ledger,
        address: str | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.tables, self.ledger, self.address = tables, ledger, address
        self.hosting: Hosting | None = None
        self._clock, self._told, self._news = clock, 0, asyncio.Event()
        self._broken_off = self._last()
        self.code = lan.code() if self._broken_off is None else _code_of(self._broken_off)

    # --- which is open ---------------------------------------------------------------------------------------------------

    async def adopt(self) -> None:
        """Go on with the class that was open last and is not finished, if there is one."""
        if self._broken_off is not None:
            await self.go_on(self._broken_off)

    async def begin(self, settings: Settings) -> Hosting:
        """A class of these settings, with its doors open. Raises ScenarioError."""
        await self.leave()
        known = await self.tables.ask(self.ledger.rooms)
        if len(known) >= MOST:
            raise ScenarioError(say("play_teacher.many", most=MOST))
        names = (f"{self.code}-{n}" if n else self.code for n in range(MOST + 1))
        return await self._open(next(name for name in names if name not in known), settings)

    async def go_on(self, name: str) -> Hosting:
        """A class that there is, as far as it has come. Raises ScenarioError for a name that there is not."""
        if name not in await self.tables.ask(self.ledger.rooms):
            raise ScenarioError(say("refusal_room.no_room", found=show(name)))
        if self.hosting is not None and self.hosting.name == name:
            return self.hosting
        await self.leave()
        return await self._open(name, None)

    async def leave(self) -> None:
        """Close the class that is open; nothing of it is lost."""
        if self.hosting is not None:
            left, self.hosting = self.hosting, None
            self._told += left.count + 1
            self._tell()
            await left.close()

    async def forget(self, name: str) -> None:
        """Delete a class with all its matches, for good. Raises ScenarioError for a name that there is not."""
        if name not in await self.tables.ask(self.ledger.rooms):
            raise ScenarioError(say("refusal_room.no_room", found=show(name)))
        if self.hosting is not None and self.hosting.name == name:
            await self.leave()
        for match in await self.tables.ask(self.ledger.matches, name):
            await self.tables.forget(match)
        await self.tables.ask(self.ledger.forget, name)

    async def before(self) -> list[Before]:
        """The classes that are not open, the last one first."""
        open_now = None if self.hosting is None else self.hosting.name
        rooms = await self.tables.ask(self._all)
        return [one for one in rooms if one.name != open_now]

    # --- what is seen of it at a desk ------------------------------------------------------------------------------------

    @property
    def count(self) -> int:
        """A number that rises with every change of the class that is open, and with every other class."""
        return self._told + (0 if self.hosting is None else self.hosting.count)

    async def changed(self, after: int) -> None:
        """Returns a moment after that number is another: what happens within it is shown at once."""
        while self.count == after:
            waits: list[asyncio.Future[Any]] = [asyncio.ensure_future(self._news.wait())]
            if self.hosting is not None:
                waits.append(asyncio.ensure_future(self.hosting.any_change(self.hosting.count)))
            try:
                await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for one in waits:
                    one.cancel()
        await asyncio.sleep(GATHERED)

    # --- within ----------------------------------------------------------------------------------------------------------

    async def _open(self, name: str, settings: Settings | None) -> Hosting:
        hosting = Hosting(self.tables, self.ledger, name, self._clock)
        await hosting.open(settings)
        self.hosting = hosting
        self._told += 1
        self._tell()
        return hosting

    def _tell(self) -> None:
        self._news.set()
        self._news = asyncio.Event()

    def _all(self) -> list[Before]:
        found = [Before(name, self._room(name)) for name in self.ledger.rooms()]
        return sorted(found, key=lambda one: one.room.now if one.room else 0.0, reverse=True)

    def _room(self, name: str) -> Room | None:
        try:
            return self.ledger.room(name)
        except (ScenarioError, ValueError):  # what is written there is none of ours
            return None

    def _last(self) -> str | None:
        return next((one.name for one in self._all() if one.room and one.room.phase != "finished"), None)


def _code_of(name: str) -> str:
    return name.partition("-")[0]
