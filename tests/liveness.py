"""Something that changes, made up, and pages that listen to it, as scripts of ours and as scripts that are none."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import threading
from collections.abc import Awaitable, Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.requests import HTTPConnection
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp

from simulation.web.answers import static
from simulation.web.doors import Guarded
from simulation.web.live import Admit, Limits, Live, Over, Source
from simulation.web.opening import listening, serve
from simulation.web.sockets import Socket


class Number:
    """A source that shows its own number, and whatever else it is given."""

    def __init__(self, rev: int = 1, **more: Any) -> None:
        self.rev, self.more = rev, more
        self.over = self.fault = ""
        self._waiting = asyncio.Condition()

    async def snapshot(self) -> tuple[int, Mapping[str, Any]]:
        if self.over:
            raise Over(self.over)
        if self.fault:
            raise RuntimeError(self.fault)
        return self.rev, {"html": f"<p>{self.rev}</p>", **self.more}

    async def changed(self, after: int) -> None:
        async with self._waiting:
            await self._waiting.wait_for(lambda: self.rev != after or self.over)

    async def change(self, rev: int | None = None, over: str = "") -> None:
        async with self._waiting:
            self.rev, self.over = self.rev + 1 if rev is None else rev, over
            self._waiting.notify_all()


class Served:
    """A server in a thread of its own, with its loop."""

    def __init__(self, live: Live, sources: dict[str, Number]) -> None:
        self.live, self.sources = live, sources
        self.loop: asyncio.AbstractEventLoop | None = None
        self.port = 0
        self.end: Callable[[], None] = lambda: None  # the server's, as Ctrl-C has it

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def do(self, work: Awaitable[Any]) -> Any:
        """Something done in the server's own loop."""
        assert self.loop is not None

        async def doing() -> Any:
            return await work

        return asyncio.run_coroutine_threadsafe(doing(), self.loop).result(10)


def by_cookie(sources: Mapping[str, Source]) -> Admit:
    """A seat is its path; whoever brings the cookie `token=NAME` may see the seat of that name."""

    async def admit(asks: HTTPConnection) -> tuple[Hashable, Source] | None:
        name = asks.path_params["name"]
        return (name, sources[name]) if name in sources and asks.cookies.get("token") == name else None

    return admit


def application(live: Live, more: Sequence[BaseRoute] = ()) -> ASGIApp:
    """What is live, below /seat/NAME, behind the doors of every page."""
    routes = [
        *live.routes("/seat/{name}"),
        Route("/static/{name}", static("simulation.web")),
        *more,
    ]
    return Guarded(Starlette(routes=routes), "en")


@contextmanager
def running(
    *names: str,
    limits: Limits = Limits(),  # noqa: B008 - immutable
    port: int = 0,
    begun: int = 1,
    sockets: bool = True,
    more: Sequence[BaseRoute] = (),
) -> Iterator[Served]:
    """A server with a source for each of these seats."""
    sources = {name: Number(begun) for name in names}
    here = Served(Live(by_cookie(sources), "en", limits), sources)
    inner = application(here.live, more)

    async def app(scope: Any, receive: Any, send: Any) -> None:
        here.loop = asyncio.get_running_loop()
        await inner(scope, receive, send)

    door = listening(port)
    here.port = door.getsockname()[1]
    ready, ends = threading.Event(), threading.Event()
    here.end = ends.set
    spoken: dict[str, Any] = {"sockets": Socket, "ending": here.live.close} if sockets else {}
    thread = threading.Thread(target=serve, args=([door], app, ready.set, ends), kwargs=spoken, daemon=True)
    thread.start()
    assert ready.wait(10)
    try:
        yield here
    finally:
        ends.set()
        thread.join(10)
        assert not thread.is_alive()


class Apart:
    """A server in a process of its own, which can be killed."""

    def __init__(self, *names: str, limits: Limits = Limits(), begun: int = 1, port: int = 0) -> None:  # noqa: B008
        about = json.dumps([names, limits, begun, port])
        command = [sys.executable, "-c", f"from tests.liveness import apart; apart({about!r})"]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[1]
        )
        self.pid = self._process.pid
        self.port = int(self.asked("port"))

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def asked(self, what: str) -> str:
        """What the process answers to one word: how many are listening, say."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(what + "\n")
        self._process.stdin.flush()
        return self._process.stdout.readline().strip()

    def kill(self) -> None:
        """As kill -9 does."""
        self._process.kill()
        self._process.wait(10)

    def __enter__(self) -> Apart:
        return self

    def __exit__(self, *about: object) -> None:
        self.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()


def apart(about: str) -> None:
    """What such a process does: it serves, and answers one word with another."""
    names, limits, begun, port = json.loads(about)
    with running(*names, limits=Limits(*limits), begun=begun, port=port) as here:
        for word in sys.stdin:
            print({"port": here.port, "listening": here.live.listening}[word.strip()], flush=True)


class Between:
    """What stands between a page and its server: a network that can go, and a proxy that knows no WebSockets."""

    def __init__(self, port: int) -> None:
        self.to, self.old = port, False
        self._lines: set[asyncio.StreamWriter] = set()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), daemon=True)
        self._thread.start()
        assert self._ready.wait(5)

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def freeze(self) -> None:
        """Whatever is open stays open, and carries nothing any more; what is opened now carries."""
        self._do(self._freeze)

    def cut(self) -> None:
        """Whatever is open ends, without a word."""
        self._do(self._abort)

    def close(self) -> None:
        self._do(self._ends.set)
        self._thread.join(5)

    def _do(self, what: Callable[[], None]) -> None:
        done = threading.Event()
        self._loop.call_soon_threadsafe(what)
        self._loop.call_soon_threadsafe(done.set)
        assert done.wait(5)

    def _abort(self) -> None:
        for one in list(self._lines):
            one.transport.abort()

    def _freeze(self) -> None:
        self._era += 1

    async def _serve(self) -> None:
        self._loop, self._ends, self._era = asyncio.get_running_loop(), asyncio.Event(), 0
        server = await asyncio.start_server(self._carry, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._ends.wait()
        server.close()
        self._abort()
        await asyncio.sleep(0.05)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            there = await asyncio.open_connection("127.0.0.1", self.to)
        except OSError:
            writer.transport.abort()
            return
        self._lines |= {writer, there[1]}
        await asyncio.gather(self._way(reader, there[1]), self._way(there[0], writer))
        self._lines -= {writer, there[1]}

    async def _way(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        era = self._era
        with suppress(OSError):
            while data := await reader.read(65536):
                if self.old and b"/live?" in data.split(b"\r\n", 1)[0]:
                    break
                if era == self._era:
                    writer.write(data)
        if era == self._era:
            writer.transport.abort()
