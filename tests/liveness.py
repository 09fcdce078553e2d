"""Something that changes, made up, and pages that listen to it, as scripts of ours and as scripts that are none."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
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
        self.over = ""
        self._waiting = asyncio.Condition()

    async def snapshot(self) -> tuple[int, Mapping[str, Any]]:
        if self.over:
            raise Over(self.over)
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
