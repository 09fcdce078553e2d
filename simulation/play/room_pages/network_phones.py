"""The phones with which a network is tried, and what came of it: kept for the life of the server, and nothing else of them.

A phone is a number, by which the teacher knows it, and a token, by which its page does. Neither its address nor what it
says of itself is kept. A page on the laptop itself is none: it says nothing of the network.
"""

from __future__ import annotations

import asyncio
import math
import secrets
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from simulation.errors import ScenarioError, choose, show
from simulation.play.network_fit import CHECKS, Line, line, speed
from simulation.saying import say

MOST = 100  # phones; whoever comes then is told so
OFTEN = 120  # messages of a phone a minute; one trial sends 20
NEW = 60  # phones a minute: a whole class may try at once
MINUTE = 60.0
LONGEST = 60.0  # seconds that a tap may have taken
TOLD = {check: outcomes for check, outcomes in CHECKS.items() if check != "reached"}  # what a phone tells


class Often(Exception):  # noqa: N818 - a refusal, and no fault
    """Too much of it in one minute."""


class Minute:
    """How often something was done in the last minute."""

    def __init__(self, most: int, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._times: deque[float] = deque(maxlen=most)

    def once_more(self) -> None:
        """Count one more. Raises Often when it was done as often as it may be."""
        now = self._clock()
        if len(self._times) == self._times.maxlen and now - self._times[0] < MINUTE:
            raise Often
        self._times.append(now)


@dataclass
class Phone:
    """One that was seen: a source of `web.live`, which shows how many messages came from it."""

    number: int | None  # by arrival; None for a page on the laptop itself
    minute: Minute
    outcomes: dict[str, str] = field(default_factory=dict)  # by check
    seconds: float = 0.0  # from a tap to its answer
    taps: int = 0
    _tapped: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def tap(self) -> int:
        """One message more, of which the line of this phone tells; the number of messages."""
        async with self._tapped:
            self.taps += 1
            self._tapped.notify_all()
            return self.taps

    async def snapshot(self) -> tuple[int, Mapping[str, Any]]:
        """The number of messages, which is all there is to be told."""
        return self.taps, {}

    async def changed(self, after: int) -> None:
        """Returns when there were more."""
        async with self._tapped:
            await self._tapped.wait_for(lambda: self.taps != after)

    def said(self, check: str, lang: str) -> Line | None:
        """What is said of a check; None as long as it was not made."""
        if check not in self.outcomes:
            return None
        return line(check, self.outcomes[check], lang, seconds=self.seconds)


class Phones:
    """Those that were seen."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._known: dict[str, Phone] = {}  # by token
        self._new = Minute(NEW, clock)

    def of(self, token: str) -> Phone | None:
        """The phone that has this token."""
        return self._known.get(token)

    def all(self) -> list[Phone]:
        """In the order in which they came."""
        return list(self._known.values())

    @property
    def count(self) -> int:
        """How many reached the laptop; pages on the laptop itself are not counted."""
        return sum(one.number is not None for one in self._known.values())

    def reached(self, lang: str) -> Line:
        """What is said of the first check."""
        return line("reached", "yes" if self.count else "none", lang, phones=self.count)

    def new(self, *, here: bool) -> str:
        """One more, by its token; `here` on the laptop itself. Raises Often, and ScenarioError when there are too many."""
        if len(self._known) >= MOST:
            raise ScenarioError(say("play_network.many", most=MOST))
        self._new.once_more()
        token = secrets.token_urlsafe(16)
        self._known[token] = Phone(None if here else self.count + 1, Minute(OFTEN, self._clock))
        return token


def take(phone: Phone, told: Mapping[str, str]) -> str:
    """What a phone tells of a check, kept, the newest only; the name of the check. Raises ScenarioError, one line.

    `told` has `check` and `outcome`, or for the speed `seconds`, of which this machine makes the outcome.
    """
    check, outcome = told.get("check", ""), told.get("outcome", "")
    if check not in TOLD:
        raise ScenarioError(say("play_network.unknown", found=show(check), hint=choose(check, TOLD, "key")))
    if check == "speed":
        phone.seconds = _seconds(told.get("seconds", ""))
        outcome = speed(phone.seconds)
    if outcome not in TOLD[check]:
        hint = choose(outcome, TOLD[check], "key")
        raise ScenarioError(say("play_network.unknown", found=show(outcome), hint=hint))
    phone.outcomes[check] = outcome
    return check


def _seconds(given: str) -> float:
    try:
        found = float(given)
    except ValueError:
        found = math.nan
    if not 0 <= found <= LONGEST:
        raise ScenarioError(say("play_network.no_seconds", found=show(given), most=LONGEST))
    return found
