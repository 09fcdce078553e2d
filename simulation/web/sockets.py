"""The server's end of a WebSocket: no more in memory, and no longer on the line, than a page of ours needs.

What is said over it is not looked at here (see live.py); what uvicorn leaves open is closed:
a handshake that is none, frames without end, and whoever does not take what is sent.
"""

from __future__ import annotations

import socket
from collections import deque
from contextlib import suppress
from time import monotonic
from typing import Any

from uvicorn.protocols.utils import ClientDisconnected
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.http11 import Response
from websockets.server import ServerProtocol

from simulation.catalogue import language, text
from simulation.web import opening
from simulation.web.doors import SAID

LONGEST_MESSAGE = 4096  # bytes; a longer one ends the line (1009)
MOST, SECOND = 20, 1.0  # frames of any kind, pings of the protocol among them, in so many seconds (1008)
#: bytes that the kernel holds for a socket that takes nothing; what is here beside it is one message
KERNEL = 64 * 1024
GOODBYE = 2.0  # seconds that a close has to be answered


class Strict(ServerProtocol):
    """As the library's, but it refuses as every page does, and hears no more frames than a page sends."""

    said = ""
    too_many = False

    def __init__(self, *about: Any, **more: Any) -> None:
        super().__init__(*about, **more)
        self._times: deque[float] = deque(maxlen=MOST)

    def reject(self, status: Any, text: str) -> Response:
        """A refusal of the handshake, with the headers of every answer."""
        response = super().reject(status, self.said)
        for name, value in {**SAID, "Cache-Control": "no-store"}.items():
            response.headers[name] = value
        return response

    def events_received(self) -> list[Any]:
        """What came, up to where it is too much."""
        came, now = super().events_received(), monotonic()
        for k in range(len(came)):
            if len(self._times) == MOST and now - self._times[0] < SECOND:
                self.too_many = True
                return came[:k]
            self._times.append(now)
        return came


class Socket(opening.Watched, WebSocketsSansIOProtocol):
    """As uvicorn's, but whoever sends too much, or does not take what is sent, is hung up on."""

    def __init__(self, config: Any, server_state: Any, app_state: dict[str, Any], _loop: Any = None) -> None:
        super().__init__(config, server_state, app_state, _loop)
        # nothing is compressed: of a few bytes nobody can make many
        self.conn: Strict = Strict(extensions=[], max_size=LONGEST_MESSAGE, logger=self.logger)
        self.conn.said = text("doors.no_http", getattr(self.app, "lang", None) or language())
        self.close_timeout = GOODBYE

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        transport.set_write_buffer_limits(0)  # so that whoever sends waits until it is taken
        with suppress(OSError, AttributeError):
            transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, KERNEL)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if not self.handshake_initiated:
            # the library reads no handshake in it, and uvicorn would wait for another
            self.transport.write(b"".join(self.conn.data_to_send()) or self._no_handshake())
            self._end()
        elif self.conn.too_many and not self.transport.is_closing():
            self.queue.put_nowait({"type": "websocket.disconnect", "code": 1008})
            self.conn.fail(1008)
            self.transport.write(b"".join(self.conn.data_to_send()))
            self._end()

    async def send(self, message: Any) -> None:
        if self.conn.too_many:  # it is hung up on already: what was on its way is for nobody
            raise ClientDisconnected
        await super().send(message)

    def pause_writing(self) -> None:
        super().pause_writing()
        self.watch()

    def connection_lost(self, exc: Exception | None) -> None:
        self.unwatch()
        super().connection_lost(exc)

    def hang_up(self) -> None:
        self.transport.abort()

    def _no_handshake(self) -> bytes:
        response = self.conn.reject(400, "")
        return response.serialize()

    def _end(self) -> None:
        self.close_sent = True
        self.transport.close()
