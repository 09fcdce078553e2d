"""Many pieces of work for the processes behind the page, so many at once: the debriefs of a whole class, in the background.

All of them at once would stand before whoever asks for something now, and one by one would leave a core idle. What has been
made is kept for whoever asks for it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

from simulation.web.workers import BusyError, Workers

PATIENCE = 1.0  # seconds before it is tried again where too much waits


class Together:
    """Work of one kind, for many matches that are over, each under a name of its own."""

    def __init__(self, workers: Workers, work: str, at_once: int = 2) -> None:
        self._workers, self._work, self._at_once = workers, work, at_once
        self.made: dict[str, Any] = {}  # what came of it, by match
        self.failed: dict[str, str] = {}  # why nothing did
        self._under_way: dict[str, asyncio.Task[Any]] = {}

    async def all(
        self, asked: Mapping[str, Mapping[str, Any]], tell: Callable[[int, int], None] = lambda done, of: None
    ) -> None:
        """Everything that is asked, by match, in its order; `tell` hears how many of how many are there."""
        waiting = [name for name in asked if name not in self.made]
        done = len(asked) - len(waiting)
        tell(done, len(asked))

        left = iter(waiting)

        async def hand() -> None:
            nonlocal done
            for name in left:
                while True:
                    try:
                        await self.one(name, asked[name])
                        break
                    except BusyError:
                        await asyncio.sleep(PATIENCE)
                done += 1
                tell(done, len(asked))

        async with asyncio.TaskGroup() as group:
            for _ in range(self._at_once):
                group.create_task(hand())

    async def one(self, name: str, what: Mapping[str, Any]) -> Any:
        """What came of one match; made now where it is not there yet, once for all who ask. None: it failed."""
        if name in self.made:
            return self.made[name]
        if name not in self._under_way:
            self._under_way[name] = asyncio.ensure_future(self._make(name, what))
        return await asyncio.shield(self._under_way[name])

    async def _make(self, name: str, what: Mapping[str, Any]) -> Any:
        try:
            said = [one async for one in self._workers.ask(self._work, what)][-1]
            if said[0] == "done":
                self.made[name] = said[1]
                self.failed.pop(name, None)
                return said[1]
            self.failed[name] = str(said[1] or "")
            return None
        finally:
            del self._under_way[name]
