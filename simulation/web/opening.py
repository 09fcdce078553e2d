"""The server, begun: on addresses of this machine, on a port that is free, with limits on who dawdles."""

from __future__ import annotations

import asyncio
import logging
import socket
import threading
import webbrowser
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import h11
import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from simulation.catalogue import language, text
from simulation.web.doors import AT_ONCE, SAID

HERE = "127.0.0.1"
PORT, TRIES = 8731, 20  # the first port that is tried, and how many
DAWDLING = 10.0  # seconds from the first byte of a request to its last, and from one look at what is taken to the next
IDLE = 30.0  # seconds that a connection is kept between requests
ENDING = 0  # seconds that answers under way have when the server ends: whoever ends it waits for it
EACH = 32  # connections of one address of the local network
LONGEST_HEAD = 40 * 1024  # bytes of a request's head


class Watched:
    """A connection of which somebody sees that what waits to be taken is, time and again."""

    loop: asyncio.AbstractEventLoop
    transport: asyncio.Transport
    _taking: asyncio.TimerHandle | None = None

    def watch(self, before: int | None = None) -> None:
        """Look again in a while, if something waits; hang up, if it is no less than `before`."""
        self.unwatch()
        left = self.transport.get_write_buffer_size()
        if before is not None and left >= before:
            self.hang_up()
        elif left:
            self._taking = self.loop.call_later(DAWDLING, self.watch, left)

    def unwatch(self) -> None:
        """Look no more."""
        if self._taking is not None:
            self._taking.cancel()
            self._taking = None

    def hang_up(self) -> None:
        """What is done with whoever takes nothing."""
        raise NotImplementedError


class Prompt(Watched, H11Protocol):
    """As uvicorn's, but whoever takes its time is hung up on, and of too many the one that has been idle longest.

    Time is taken by sending a request byte by byte, the first or a later one, with its body if it has one, and by not
    taking what is answered.
    """

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.idle_since: float | None = self.loop.time()
        self._patience: asyncio.TimerHandle | None = self.loop.call_later(DAWDLING, self.hang_up)
        everybody = [one for one in self.connections if isinstance(one, Prompt)]
        _thin_out(everybody, AT_ONCE)
        if self.client is not None and self.client[0] != HERE:
            _thin_out([one for one in everybody if one.client and one.client[0] == self.client[0]], EACH)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.conn.their_state not in (h11.IDLE, h11.SEND_BODY):  # the request is here
            self._still()
        elif self._patience is None:
            self._patience = self.loop.call_later(DAWDLING, self.hang_up)
        if self.cycle is not None and not self.cycle.response_complete:
            self.idle_since = None

    def on_response_complete(self) -> None:
        self.idle_since = self.loop.time()
        super().on_response_complete()
        if self.cycle is not None and not self.cycle.response_complete:  # the next was here already
            self.idle_since = None

    def pause_writing(self) -> None:
        super().pause_writing()
        self.watch()

    def timeout_keep_alive_handler(self) -> None:
        super().timeout_keep_alive_handler()
        self.watch()

    def handle_websocket_upgrade(self, event: h11.Request) -> None:
        """From here on it is a WebSocket's connection (sockets.py)."""
        self._still()
        self.unwatch()
        super().handle_websocket_upgrade(event)

    def connection_lost(self, exc: Exception | None) -> None:
        self._still()
        self.unwatch()
        super().connection_lost(exc)

    def send_400_response(self, msg: str) -> None:
        """What is no HTTP is answered as everything is, with the same headers; nobody knows in which language."""
        said = text("doors.no_http", getattr(self.app, "lang", None) or language())
        headers = {"Content-Type": "text/plain; charset=utf-8", "Connection": "close", **SAID}
        head = h11.Response(status_code=400, headers=list(headers.items()), reason=b"Bad Request")
        for event in (head, h11.Data(data=said.encode()), h11.EndOfMessage()):
            self.transport.write(self.conn.send(event) or b"")
        self.transport.close()

    def _still(self) -> None:
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None

    def hang_up(self) -> None:
        self.connections.discard(self)
        self.transport.abort()


def _thin_out(connections: Sequence[Prompt], most: int) -> None:
    """Hang up on the one that has been idle longest, where there are more than so many."""
    idle = [one for one in connections if one.idle_since is not None]
    if len(connections) > most and idle:
        min(idle, key=lambda one: one.idle_since or 0.0).hang_up()


def listening(port: int | None, address: str = HERE) -> socket.socket:
    """A socket on a port of this machine, the first that is free if none is asked for; OSError where there is none."""
    tried = [port] if port is not None else [*range(PORT, PORT + TRIES), 0]
    for one in tried:
        try:
            return socket.create_server((address, one))
        except OSError:
            if one == tried[-1]:
                raise
    raise AssertionError("0 is any port")


def serve(
    doors: Sequence[socket.socket],
    app: ASGIApp,
    ready: Callable[[], None] = lambda: None,
    ends: threading.Event | None = None,
    *,
    sockets: type[asyncio.Protocol] | None = None,
    ending: Callable[[], Awaitable[None]] | None = None,
) -> None:
    """Answer until Ctrl-C, or until `ends` is set; `ready` is called once the page can be asked for.

    With `sockets` (sockets.Socket) WebSockets are spoken too; `ending` is what is said to them before the server ends
    (Live.close). No header is trusted about who calls.
    """
    # of a fault the page tells the terminal in one line; what the server says besides is nobody's concern
    logging.getLogger("uvicorn").setLevel(logging.CRITICAL)
    config = uvicorn.Config(
        app,
        http=Prompt,
        ws=sockets or "none",
        ws_ping_interval=None,  # a page asks by itself, where its script sees what is answered (live.py)
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=int(IDLE),
        timeout_graceful_shutdown=ENDING,
        h11_max_incomplete_event_size=LONGEST_HEAD,
    )
    _Server(config, ready, ends, ending).run(sockets=list(doors))


class _Server(uvicorn.Server):
    def __init__(
        self,
        config: uvicorn.Config,
        ready: Callable[[], None],
        ends: threading.Event | None,
        ending: Callable[[], Awaitable[None]] | None,
    ) -> None:
        super().__init__(config)
        self._ready, self._ends, self._ending = ready, ends, ending

    async def startup(self, sockets: Any = None) -> None:
        await super().startup(sockets)
        self._ready()

    async def shutdown(self, sockets: Any = None) -> None:
        if self._ending is not None:
            await self._ending()
        await super().shutdown(sockets)

    async def on_tick(self, counter: int) -> bool:
        """Ten times a second: whether it is time to end."""
        return bool(await super().on_tick(counter)) or (self._ends is not None and self._ends.is_set())


def open_browser(address: str) -> None:
    """Show an address in the reader's browser, without waiting for it."""
    threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
