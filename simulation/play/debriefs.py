"""Debriefs for the pages of a server: worked out by a process of its own, asked for again and again until they are there.

A debrief takes longer than anybody looks at a page that does not come. So what is asked for is begun, and goes on whoever
leaves; a page that is asked for meanwhile says how far it is and asks again by itself, without any script.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections import OrderedDict
from collections.abc import Callable, Mapping
from contextlib import aclosing
from typing import Any

from starlette.exceptions import HTTPException

from simulation.errors import Problem, ScenarioError
from simulation.play.debrief.beginning import begin
from simulation.web.workers import Work, Workers

#: answers: thirty matches of two seats in two languages, and some moves tried; of 24 months one is 0.3 MB
KEPT = 160
PATIENCE = 2.0  # seconds that a page waits before it says how far it is


class _Asked:
    """Something that was asked for: how far it is, 0-1, and what comes of it."""

    def __init__(self, workers: Workers, name: str, what: Mapping[str, Any]) -> None:
        self.far = 0.0
        self.answer = asyncio.ensure_future(self._heard(workers, name, what))

    async def _heard(self, workers: Workers, name: str, what: Mapping[str, Any]) -> Any:
        async with aclosing(workers.ask(name, what)) as hearing:
            async for kind, said in hearing:
                if kind == "done":
                    return said
                if kind == "refused":
                    raise ScenarioError([Problem((), said)])
                if kind == "at":
                    self.far = said
        raise HTTPException(500)


class Debriefs:
    """What is asked of so many processes behind a debrief, which begin, each with `start`, with the first question."""

    def __init__(self, count: int = 1, start: Callable[[], Mapping[str, Work]] = begin) -> None:
        self._count, self._start = count, start
        self._workers: Workers | None = None
        self._asked: OrderedDict[str, _Asked] = OrderedDict()

    async def found(self, name: str, what: Mapping[str, Any], patience: float = PATIENCE) -> Any:
        """What a work gave, or how far it is, a number 0-1, after so many seconds.

        Raises ScenarioError for what was refused, HTTPException for what failed, BusyError where too much waits.
        """
        key, asked = self._begun(name, what)
        await asyncio.wait([asked.answer], timeout=patience)
        if not asked.answer.done():
            return asked.far
        if asked.answer.exception() is not None:
            self._asked.pop(key, None)  # whoever asks again may have more luck
        done = [key for key, one in self._asked.items() if one.answer.done()]
        for oldest in done[: max(len(done) - KEPT, 0)]:
            del self._asked[oldest]
        return asked.answer.result()

    def there(self, name: str, what: Mapping[str, Any]) -> Any:
        """What a work gave, at once; None where it is not there yet, and then it is begun, or where it came to nothing."""
        _, asked = self._begun(name, what)
        done = asked.answer.done() and asked.answer.exception() is None
        return asked.answer.result() if done else None

    def _begun(self, name: str, what: Mapping[str, Any]) -> tuple[str, _Asked]:
        key = hashlib.sha256(json.dumps([name, what], sort_keys=True).encode()).hexdigest()
        if key not in self._asked:
            if self._workers is None:
                self._workers = Workers(self._start, self._count)
            self._asked[key] = _Asked(self._workers, name, what)
        self._asked.move_to_end(key)
        return key, self._asked[key]

    async def close(self) -> None:
        """End what is under way, and the processes."""
        for asked in self._asked.values():
            asked.answer.cancel()
        await asyncio.gather(*(asked.answer for asked in self._asked.values()), return_exceptions=True)
        if self._workers is not None:
            await asyncio.to_thread(self._workers.close)
