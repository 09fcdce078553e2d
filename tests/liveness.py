"""Something that changes, made up, and pages that listen to it, as scripts of ours and as scripts that are none."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import threading
from collections.abc import Awaitable, Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.routing import Route
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


def application(live: Live, page: Callable[..., Awaitable[Response]] | None = None) -> ASGIApp:
    """What is live, below /seat/NAME, behind the doors of every page."""
    routes = [
        *live.routes("/seat/{name}"),
        Route("/static/{name}", static("simulation.web")),
        *([Route("/seat/{name}", page)] if page else []),
    ]
    return Guarded(Starlette(routes=routes), "en")


@contextmanager
def running(
    *names: str,
    limits: Limits = Limits(),  # noqa: B008 - immutable
    port: int = 0,
    begun: int = 1,
    sockets: bool = True,
    page: Any = None,
) -> Iterator[Served]:
    """A server with a source for each of these seats."""
    sources = {name: Number(begun) for name in names}
    here = Served(Live(by_cookie(sources), "en", limits), sources)
    inner = application(here.live, page)

    async def app(scope: Any, receive: Any, send: Any) -> None:
        here.loop = asyncio.get_running_loop()
        await inner(scope, receive, send)

    door = listening(port)
    here.port = door.getsockname()[1]
    ready, ends = threading.Event(), threading.Event()
    here.end = ends.set
    more: dict[str, Any] = {"sockets": Socket, "ending": here.live.close} if sockets else {}
    thread = threading.Thread(target=serve, args=([door], app, ready.set, ends), kwargs=more, daemon=True)
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
