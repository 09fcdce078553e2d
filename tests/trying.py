"""The pages that try a network, served for a test: with a lesson and a desk that are made up, and phones that are none."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from simulation.catalogue import in_language
from simulation.errors import ScenarioError
from simulation.play.pages import render
from simulation.play.room_pages.desk import Answer
from simulation.play.room_pages.network import STATIC, Endpoint, NetworkPages
from simulation.web.answers import refused, static
from simulation.web.doors import LOCAL, Guarded, asked_language
from simulation.web.lan import Door, is_local
from simulation.web.opening import listening, serve
from simulation.web.sockets import Socket
from tests.playing import Browser

CODE, LAN = "ABC234", "192.168.7.20"


@dataclass
class Lessons:
    """Where phones come in."""

    code: str = CODE
    address: str | None = "http://192.168.7.1:8731"


class Desk:
    """Lets in whoever calls from this machine, unless it says that it has no key."""

    def of(self, answer: Answer) -> Endpoint:
        async def endpoint(request: Request) -> Response:
            if not is_local(request.scope):
                raise HTTPException(404)
            if "stranger" in request.query_params:
                raise HTTPException(403)
            lang = asked_language(request.scope, "en")
            with in_language(lang):
                return await answer(request, lang)

        return endpoint


@dataclass
class Trial:
    """What is served."""

    port: int
    lessons: Lessons
    caller: str = LAN  # from where everybody calls who does not ask for the teacher's pages
    sockets: bool = True  # whether WebSockets get through

    def phone(self) -> Browser:
        """A phone that came in with the code."""
        made = Browser(self.port)
        assert made.get(f"/network?code={CODE}").status == 200
        return made


@contextmanager
def trying(lang: str = "en", door: bool = True) -> Iterator[Trial]:
    """The pages behind the doors of every page, and behind that of the local network."""
    pages = NetworkPages(Lessons(), Desk(), lang)
    listens = listening(0)
    trial = Trial(listens.getsockname()[1], pages._lessons)  # type: ignore[arg-type]
    routes = [*pages.routes(), Route("/static/{name}", static("simulation.play", *STATIC))]
    handlers: Any = dict.fromkeys((ScenarioError, HTTPException, Exception), partial(refused, lang, render))
    made: Any = Starlette(routes=routes, exception_handlers=handlers)
    guarded = Guarded(Door(made, lang, CODE, render) if door else made, lang, LOCAL, posts=True)

    async def app(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "websocket" and not trial.sockets:
            await receive()
            await send({"type": "websocket.close"})
            return
        if scope["type"] != "lifespan" and not scope["path"].startswith("/teacher"):
            scope["client"] = (trial.caller, 1)
        await guarded(scope, receive, send)

    ready, ends = threading.Event(), threading.Event()
    spoken: dict[str, Any] = {"sockets": Socket, "ending": pages.live.close}
    thread = threading.Thread(
        target=serve, args=([listens], app, ready.set, ends), kwargs=spoken, daemon=True
    )
    thread.start()
    assert ready.wait(20)
    try:
        yield trial
    finally:
        ends.set()
        thread.join(20)
        assert not thread.is_alive()
