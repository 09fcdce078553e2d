"""What a page is told without asking for it: whole snapshots of something that changes, each with a number that rises.

A page listens by WebSocket (`.../live`), or where that does not get through asks again and again (`.../wait?rev=`), and
gets the same objects of JSON by either:

    state{rev, life, ...}   all there is to see now; `life` is another whenever this server has begun anew
    pong                    I am here, and there is nothing new
    bye{why}                this was the last: `ends` (the server, or the right to see), `elsewhere` (too many pages of
                            one seat), `failed`, or what the source says is over
    refused{said}           that is no message

and says by WebSocket alone:

    ping                    every 4 seconds; whoever is silent for 10 is taken for dead, here as there
    hello{rev, life}        this is what I show (the same may stand in the address of either)

Nothing else is heard: whoever wants something done sends a form. Of what has changed meanwhile a slow reader gets the
newest; nothing is ever kept for it. What is shown, to whom, and what makes it change is the business of a `Source`.
"""

from __future__ import annotations

import asyncio
import json
import logging
import secrets
from collections.abc import Awaitable, Callable, Coroutine, Hashable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any, NamedTuple, Protocol

from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from simulation.catalogue import text
from simulation.web.answers import while_there
from simulation.web.doors import asked_language
from simulation.web.workers import printable, where

_faults = logging.getLogger("simulation.web")
BYE = 1000  # the code that a WebSocket is closed with after a bye


class Source(Protocol):
    """Something that is shown to one who may see it.

    Both may be asked often, and for several pages at once: a snapshot that costs something is kept by its number. Either
    raises `Over` when there is nothing to be shown to this one any more.
    """

    async def snapshot(self) -> tuple[int, Mapping[str, Any]]:
        """Its number, and all there is to see now, as JSON takes it."""

    async def changed(self, after: int) -> None:
        """Returns as soon as the number is another than this one: at once, if it is already."""


class Over(Exception):  # noqa: N818 - an end, and no error
    """There is nothing more to be shown, and why, in a word that a page's script knows."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


#: told of every message and question of a seat: it is alive
Heard = Callable[[Hashable], None]
#: who asks -> the name of the seat, by which its pages are counted, and what it may see; None for whoever may see nothing
Admit = Callable[[HTTPConnection], Awaitable[tuple[Hashable, Source] | None]]


class Limits(NamedTuple):
    """How much there may be of it."""

    each: int = 4  # pages of one seat that listen; the newest are told, and the oldest goes
    most: int = 256  # pages that listen
    silent: float = 10.0  # seconds after which whoever says nothing is dead
    held: float = 8.0  # seconds that a question waits for an answer; no answer tells that there is nobody
    farewell: float = 1.0  # seconds that the server's end may be put off


class Live:
    """Tells pages what their sources have to say."""

    def __init__(
        self,
        admit: Admit,
        lang: str,
        limits: Limits = Limits(),  # noqa: B008 - immutable
        heard: Heard | None = None,
    ) -> None:
        self._admit, self.lang, self.limits = admit, lang, limits
        self._heard: Heard = heard or (lambda seat: None)
        self.life = secrets.token_hex(4)
        self._places: dict[Hashable, list[asyncio.Future[str]]] = {}  # of each seat the oldest first
        self._ending = False

    def routes(self, path: str) -> list[BaseRoute]:
        """The two addresses below a path, which may have parameters."""
        return [
            WebSocketRoute(f"{path}/live", self.socket),
            Route(f"{path}/wait", self.wait, methods=["GET"]),
        ]

    @property
    def listening(self) -> int:
        """How many pages listen now."""
        return sum(map(len, self._places.values()))

    async def close(self, why: str = "ends") -> None:
        """Say bye to everybody, and let nobody in any more."""
        self._ending = True
        for places in self._places.values():
            for place in places:
                _settle(place, why)
        with suppress(TimeoutError):
            async with asyncio.timeout(self.limits.farewell):
                while self.listening:
                    await asyncio.sleep(0.01)

    def part(self, seat: Hashable) -> None:
        """Say bye to the pages of a seat: whoever may still see it comes at once, and is asked anew who it is."""
        for place in self._places.get(seat, []):
            _settle(place, "ends")

    # --- by WebSocket -------------------------------------------------------------------------------------------------

    async def socket(self, line: WebSocket) -> None:
        """Tell one page until it leaves, falls silent, or has to go."""
        seat, source, refused = await self._who(line)
        if refused is not None:
            await line.send_denial_response(refused)
            return
        with self._place(seat) as place:
            await line.accept()
            known = _Known.of(line.query_params.get("rev"), line.query_params.get("life"))
            telling = self._tell(line, source, known), self._hear(line, seat, source)
            why = await _first(place, *telling)
            if why in ("gone", "silent"):
                return  # the dead are not waited for
            with suppress(WebSocketDisconnect, OSError, RuntimeError, TimeoutError):
                async with asyncio.timeout(self.limits.farewell):
                    await line.send_json(_bye(why))
                    await line.close(BYE)

    async def _tell(self, line: WebSocket, source: Source, known: _Known) -> str:
        """Send the newest, and again whenever there is another and the last was taken."""
        while True:
            rev, state = await self._state(source)
            if known != _Known(rev, self.life):
                await line.send_json(state)
            known = _Known(rev, self.life)
            await source.changed(rev)

    async def _hear(self, line: WebSocket, seat: Hashable, source: Source) -> str:
        """Answer what is said, until nothing is."""
        while True:
            try:
                async with asyncio.timeout(self.limits.silent):
                    came = await line.receive()
            except TimeoutError:
                return "silent"
            if came["type"] == "websocket.disconnect":
                return "gone"
            self._heard(seat)
            said = _read(came.get("text"))
            if said.get("type") == "ping":
                await line.send_json(PONG)
            elif said.get("type") == "hello":
                rev, state = await self._state(source)
                new = _Known.of(said.get("rev"), said.get("life")) != _Known(rev, self.life)
                await line.send_json(state if new else PONG)
            else:
                lang = asked_language(line.scope, self.lang)
                await line.send_json({"type": "refused", "said": text("play_live.no_message", lang)})

    # --- by asking again and again ----------------------------------------------------------------------------------------

    async def wait(self, request: Request) -> Response:
        """The same as one answer: at once, if what the page shows is not the newest, or else when there is another."""
        seat, source, refused = await self._who(request)
        if refused is not None:
            return refused
        self._heard(seat)
        known = _Known.of(request.query_params.get("rev"), request.query_params.get("life"))

        now = "now" in request.query_params  # whoever does not know whether there is anybody does not wait

        async def answering() -> Response:
            with self._place(seat) as place:
                return JSONResponse(await self._newer(place, source, known, now))

        return await while_there(request, answering())

    async def _newer(
        self, place: asyncio.Future[str], source: Source, known: _Known, now: bool
    ) -> Mapping[str, Any]:
        found: list[Mapping[str, Any]] = []

        async def look() -> str:
            rev, state = await self._state(source)
            if known == _Known(rev, self.life):
                if now:
                    return "nothing"
                await source.changed(rev)
                _, state = await self._state(source)
            found.append(state)
            return "found"

        with suppress(TimeoutError):
            async with asyncio.timeout(self.limits.held):
                why = await _first(place, look())
                return found[0] if found else PONG if why == "nothing" else _bye(why)
        return PONG

    # --- both ------------------------------------------------------------------------------------------------------------

    async def _state(self, source: Source) -> tuple[int, Mapping[str, Any]]:
        rev, seen = await source.snapshot()
        return rev, {**seen, "type": "state", "rev": rev, "life": self.life}

    async def _who(self, asks: HTTPConnection) -> tuple[Hashable, Any, Response | None]:
        """The seat and what it may see, or a refusal in one line."""
        admitted = await self._admit(asks)
        lang = asked_language(asks.scope, self.lang)
        if admitted is None:
            return None, None, PlainTextResponse(text("play_live.not_yours", lang), 403)
        seat, source = admitted
        if self._ending or (self.listening >= self.limits.most and seat not in self._places):
            return None, None, PlainTextResponse(text("explore.busy", lang), 503, {"Retry-After": "5"})
        return seat, source, None

    @contextmanager
    def _place(self, seat: Hashable) -> Iterator[asyncio.Future[str]]:
        """A place among the pages of a seat; it says why, when its page has to go."""
        place: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        places = self._places.setdefault(seat, [])
        places.append(place)
        if len(places) > self.limits.each or (len(places) > 1 and self.listening > self.limits.most):
            _settle(places.pop(0), "elsewhere")
        try:
            yield place
        finally:
            if place in places:
                places.remove(place)
            if not places and self._places.get(seat) is places:
                del self._places[seat]


class _Known(NamedTuple):
    """What a page shows: a number, and of which life."""

    rev: int | None
    life: str | None

    @classmethod
    def of(cls, rev: object, life: object) -> _Known:
        """What a page says that it shows; what is no number is as nothing."""
        if isinstance(rev, str) and rev.isascii() and rev.isdigit() and len(rev) < 19:
            rev = int(rev)
        known = isinstance(rev, int) and not isinstance(rev, bool)
        return cls(rev if known else None, life if isinstance(life, str) else None)  # type: ignore[arg-type]


PONG: Mapping[str, Any] = {"type": "pong"}


def _bye(why: str) -> Mapping[str, Any]:
    return {"type": "bye", "why": why}


def _read(said: object) -> Mapping[str, Any]:
    """What a message says, if it is one."""
    try:
        read = json.loads(said) if isinstance(said, str) else None
    except (ValueError, RecursionError):
        return {}
    return read if isinstance(read, dict) else {}


def _settle(place: asyncio.Future[str], why: str) -> None:
    if not place.done():
        place.set_result(why)


async def _first(place: asyncio.Future[str], *doing: Coroutine[Any, Any, str]) -> str:
    """Why one of them ended, whichever did first; the others are ended with it."""
    tasks = [asyncio.ensure_future(one) for one in doing]
    try:
        await asyncio.wait((place, *tasks), return_when=asyncio.FIRST_COMPLETED)
        ended = next(one for one in (*tasks, place) if one.done())
        return ended.result()
    except Over as over:
        return over.why
    except (WebSocketDisconnect, OSError):
        return "gone"
    except Exception as error:
        _faults.error("%s", printable(where(error)))
        return "failed"
    finally:
        for one in tasks:
            one.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
