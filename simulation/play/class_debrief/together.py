"""Much work of one kind, so much at once: the debriefs of a whole class, in the background.

All of it at once would stand before whoever asks for something now, and one by one would leave a core idle.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import Any, TypeVar

from simulation.web.workers import BusyError

PATIENCE = 1.0  # seconds before it is tried again where too much waits

_T = TypeVar("_T")


async def together(
    make: Callable[[_T], Awaitable[Any]], groups: Iterable[Iterable[_T]], at_once: int = 2
) -> None:
    """Let everything be made. What is in one group is made one after the other, since it shares what was worked out."""
    left = iter(groups)

    async def hand() -> None:
        for group in left:
            for one in group:
                while True:
                    try:
                        await make(one)
                        break
                    except BusyError:
                        await asyncio.sleep(PATIENCE)

    async with asyncio.TaskGroup() as hands:
        for _ in range(at_once):
            hands.create_task(hand())
