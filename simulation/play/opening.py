"""The server, begun: on this machine's own address, on a port that is free, with limits on who dawdles."""

from __future__ import annotations

import asyncio
import socket
import threading
import webbrowser
from collections.abc import Callable, Mapping
from typing import Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from simulation.play.server import app
from simulation.scenario import Scenario

HERE = "127.0.0.1"
PORT, TRIES = 8731, 20  # the first port that is tried, and how many
AT_ONCE = 256  # connections; whoever comes then is told to wait
DAWDLING = 10.0  # seconds from a connection to its first whole request


class Prompt(H11Protocol):
    """As uvicorn's, but for a caller that takes its time over its first request: it is hung up on."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._patience = self.loop.call_later(DAWDLING, self._hang_up)

    def _hang_up(self) -> None:
        if self.cycle is None and not self.transport.is_closing():
            self.transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        self._patience.cancel()
        super().connection_lost(exc)


def listening(port: int | None) -> socket.socket:
    """A socket on a port of this machine, the first that is free if none is asked for; OSError where there is none."""
    tried = [port] if port is not None else [*range(PORT, PORT + TRIES), 0]
    for one in tried:
        try:
            return socket.create_server((HERE, one))
        except OSError:
            if one == tried[-1]:
                raise
    raise AssertionError("0 is any port")


def serve(
    door: socket.socket,
    scenarios: Mapping[str, Scenario],
    lang: str,
    ready: Callable[[], None] = lambda: None,
    ends: threading.Event | None = None,
) -> None:
    """Answer until Ctrl-C, or until `ends` is set; `ready` is called once the page can be asked for."""
    config = uvicorn.Config(
        app(scenarios, lang),
        http=Prompt,
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        limit_concurrency=AT_ONCE,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=3,
        h11_max_incomplete_event_size=16 * 1024,
    )
    server = _Server(config, ready, ends)
    server.run(sockets=[door])


class _Server(uvicorn.Server):
    def __init__(
        self, config: uvicorn.Config, ready: Callable[[], None], ends: threading.Event | None
    ) -> None:
        super().__init__(config)
        self._ready, self._ends = ready, ends

    async def startup(self, sockets: Any = None) -> None:
        await super().startup(sockets)
        self._ready()

    async def on_tick(self, counter: int) -> bool:
        """Ten times a second: whether it is time to end."""
        return bool(await super().on_tick(counter)) or (self._ends is not None and self._ends.is_set())


def open_browser(address: str) -> None:
    """Show an address in the reader's browser, without waiting for it."""
    threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
