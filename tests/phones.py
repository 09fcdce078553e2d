"""Phones of a class that listen and send as the script of their page does, many in one loop; and lose their line.

    phone = Phone(port, random.Random(7))
    await phone.comes()
    await phone.plays({3: UNHEARD})  # its fourth message is sent, the answer is not heard, and it is sent again

Nothing is known to them but the pages: stage, number and forms are read as they stand there.
"""

from __future__ import annotations

import asyncio
import json
import random
import re
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import NamedTuple
from urllib.parse import urlencode

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from tests.playing import Form, forms_to

HERE = "127.0.0.1"
EVERY, SILENT, HELD = 4.0, 10.0, 12.0  # seconds: as live.js has them
FIRST, LAST = 0.25, 8.0  # from try to try, doubled each time, as there
#: how a line is lost: while its owner thinks, with a message under way whose answer is not heard, or when it was heard
THINKING, UNHEARD, SENT = "thinking", "unheard", "sent"
UNDER_WAY = 0.08  # seconds at most until that line is lost: some messages are taken by then, some are not
PAGE = re.compile(r'data-stage="(?:(\d+)-)?([a-z]+)" data-rev="(\d+)" data-life="(\w+)"')


class Came(NamedTuple):
    """What was answered."""

    status: int
    headers: dict[str, str]
    body: str


class Message(NamedTuple):
    """What a phone sent for a stage: the fields of its form, when it first did, and when it heard that it is taken."""

    turn: int
    stage: str
    fields: Mapping[str, str]
    sent: float
    heard: float


class Phone:
    """A phone. It thinks for between `thinks` seconds; one that `asks` has a network that carries no WebSockets.

    seen      by turn and stage, when its page first showed that it is asked there; or that all is over
    rejoined  of each line that had something to tell at once, seconds from opening it until it did
    back      when it was first told so by each life of the server
    """

    def __init__(
        self, port: int, chance: random.Random, thinks: tuple[float, float] = (0.5, 3.0), asks: bool = False
    ) -> None:
        self._port, self._chance, self._thinks, self._asks = port, chance, thinks, asks
        self._tries = random.Random(
            chance.random()
        )  # for what hangs on time, so that what is played does not
        self.id, self.html, self.dropped = "", "", 0
        self.messages, self.rejoined = list[Message](), list[float]()
        self.seen, self.back = dict[tuple[int, str], float](), dict[str, float]()
        self._cookie, self._rev, self._life = "", -1, ""
        self._turned, self._cut = asyncio.Event(), None

    _cut: Callable[[], None] | None  # ends the line that is open, without a word

    # --- what it does -------------------------------------------------------------------------------------------------

    async def comes(self) -> None:
        """In, by the form of the first page."""
        first = await self._asked("GET", "/?lang=en")
        (form,) = forms_to(first.body, "join")
        came = await self._asked("POST", form.action, form.fields)
        assert came.status == 303, came
        self.id = came.headers["location"].partition("?")[0].rpartition("/")[2]
        self._cookie = came.headers["cookies"]

    async def plays(self, drops: Mapping[int, str]) -> None:
        """Its match to the end, from the lobby on. `drops` says of which of its messages the line is lost, and how."""
        async with asyncio.TaskGroup() as doing:  # so that a fault in what is heard is not silence
            listening = doing.create_task(self._asks_again() if self._asks else self._listens())
            asked: tuple[int, str] | None = None
            while (asked := await self._next(asked))[1] != "over":
                how = drops.get(len(self.messages), "")
                thinks = self._chance.uniform(*self._thinks)
                if how == THINKING:
                    await asyncio.sleep(thinks / 2)
                    self._loses_its_line()
                    thinks /= 2
                await asyncio.sleep(thinks)
                self.messages.append(await self._sends(*asked, how))
                if how == SENT:
                    self._loses_its_line()
            listening.cancel()

    async def _next(self, answered: tuple[int, str] | None) -> tuple[int, str]:
        """The stage in which it is asked, once that is another than it has answered."""
        while True:
            self._turned.clear()
            if self.seen and (newest := list(self.seen)[-1]) != answered:
                return newest
            await self._turned.wait()

    async def _sends(self, turn: int, stage: str, how: str) -> Message:
        """A message, as often as it takes until somebody has heard that it counts."""
        (form,) = forms_to(self.html, "say")
        assert (form.fields["turn"], form.fields["stage"]) == (str(turn), stage)
        fields, sent, came = form.fields | chosen(form, self._chance), time.monotonic(), None
        if how == UNHEARD:
            self._loses_its_line()
            with suppress(OSError):
                await self._asked("POST", form.action, fields, self._tries.uniform(0, UNDER_WAY))
        while came is None:
            try:
                came = await self._asked("POST", form.action, fields)
            except OSError:
                await asyncio.sleep(self._tries.uniform(0.1, 0.4))
        assert came.status == 303, came
        heard = time.monotonic()
        with suppress(OSError):  # then the line tells
            self._shows((await self._asked("GET", came.headers["location"])).body)
        return Message(turn, stage, fields, sent, heard)

    def _loses_its_line(self) -> None:
        """Whatever is open is no more, and half the time nor is the page, which is asked for anew."""
        self.dropped += 1
        if self._tries.random() < 0.5:
            self._rev, self._life = -1, ""
        if self._cut is not None:
            self._cut()

    # --- what it sees -------------------------------------------------------------------------------------------------

    def _shows(self, html: str) -> None:
        """A page, if it is newer than what is shown."""
        found = PAGE.search(html)
        assert found, html[:500]
        turn, stage, rev, life = int(found[1] or 0), found[2], int(found[3]), found[4]
        if life == self._life and rev <= self._rev:
            return
        self._rev, self._life, self.html = rev, life, html
        if stage in ("move", "answer", "over") and (turn, stage) not in self.seen:
            self.seen[turn, stage] = time.monotonic()
            self._turned.set()

    def _hears(self, said: Mapping[str, str]) -> None:
        assert said["type"] in ("state", "pong", "bye"), said
        if said["type"] == "state":
            self.back.setdefault(said["life"], time.monotonic())
            self._shows(said["html"])
        elif said["type"] == "bye":
            assert said["why"] == "ends", said

    def _address(self, what: str) -> str:
        known = {"rev": self._rev, "life": self._life} if self._life else {}
        return f"/seat/{self.id}/{what}?{urlencode({'lang': 'en'} | known)}"

    async def _listens(self) -> None:
        """By WebSocket, again and again."""
        tries, host = 0, f"{HERE}:{self._port}"
        while True:
            begun, fresh = time.monotonic(), True
            with suppress(OSError, WebSocketException, TimeoutError):
                async with connect(
                    f"ws://{host}{self._address('live')}",
                    origin=f"http://{host}",  # type: ignore[arg-type]
                    additional_headers={"Cookie": self._cookie},
                    compression=None,
                    ping_interval=None,
                    close_timeout=1,
                    open_timeout=5,
                    max_size=2**22,
                ) as line:
                    self._cut = line.transport.abort
                    pinging = asyncio.ensure_future(pings(line))
                    try:
                        while True:
                            async with asyncio.timeout(SILENT):
                                said = json.loads(await line.recv())
                            if fresh and said["type"] == "state":
                                self.rejoined.append(time.monotonic() - begun)
                            fresh = False
                            self._hears(said)
                            tries = 0
                    finally:
                        self._cut = None
                        pinging.cancel()
            tries = await self._pauses(tries)

    async def _asks_again(self) -> None:
        """By asking again and again."""
        tries = 0
        while True:
            try:
                begun, fresh = time.monotonic(), not self._life
                said = json.loads((await self._asked("GET", self._address("wait"), listens=True)).body)
                if fresh:
                    self.rejoined.append(time.monotonic() - begun)
                self._hears(said)
                tries = 0
            except OSError:
                tries = await self._pauses(tries)

    async def _pauses(self, tries: int) -> int:
        """Wait longer from try to try, and never as long as another phone."""
        await asyncio.sleep(min(LAST, FIRST * 2**tries) * self._tries.uniform(0.5, 1.0))
        return tries + 1

    # --- HTTP ---------------------------------------------------------------------------------------------------------

    async def _asked(
        self,
        method: str,
        path: str,
        fields: Mapping[str, str] | None = None,
        cut: float | None = None,
        listens: bool = False,
    ) -> Came:
        """An answer. Raises OSError where none came whole; with `cut` the line is lost after so many seconds."""
        body, host = urlencode(fields or {}), f"{HERE}:{self._port}"
        head = [f"{method} {path} HTTP/1.1", f"Host: {host}", "Connection: close", "Accept: text/html"]
        if self._cookie:
            head.append(f"Cookie: {self._cookie}")
        if method == "POST":
            kind = "application/x-www-form-urlencoded"
            head += [f"Origin: http://{host}", f"Content-Type: {kind}", f"Content-Length: {len(body)}"]
        reading, writing = await asyncio.open_connection(HERE, self._port, limit=2**22)
        try:
            if listens:
                self._cut = writing.transport.abort
            writing.write("\r\n".join([*head, "", body]).encode())
            if cut is not None:
                await asyncio.sleep(cut)
                writing.transport.abort()
                raise ConnectionAbortedError
            async with asyncio.timeout(HELD):
                return _read(await reading.read())
        finally:
            if listens:
                self._cut = None
            writing.close()


def chosen(form: Form, chance: random.Random) -> dict[str, str]:
    """One of the things that a form lets its reader choose, for each of its questions; agreements are not left."""
    asked = {
        name: may for name, may in form.may.items() if not name.startswith(("accept-", "leave-", "sure-"))
    }
    return {name: chance.choice(may) for name, may in asked.items()}


def _read(raw: bytes) -> Came:
    head, _, body = raw.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    pairs = [(name.lower(), value) for name, _, value in (line.partition(": ") for line in lines)]
    headers = dict(pairs)
    if len(body) != int(headers.get("content-length", -1)):
        raise ConnectionResetError
    headers["cookies"] = "; ".join(value.partition(";")[0] for name, value in pairs if name == "set-cookie")
    return Came(int(first.split()[1]), headers, body.decode())


async def pings(line: ClientConnection) -> None:
    """Say every few seconds that there is somebody, as long as there is a line."""
    with suppress(OSError, WebSocketException):
        while True:
            await line.send('{"type": "ping"}')
            await asyncio.sleep(EVERY)
