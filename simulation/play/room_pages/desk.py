"""Teacher and projector: pages that only this machine itself is answered, and only who has the key that its terminal shows.

So what the teacher can do never crosses the network, whoever listens there; to everybody else these pages do not exist.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping
from typing import Any
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Receive, Scope, Send

from simulation.catalogue import in_language, text
from simulation.play.keys import KEY, Keys
from simulation.play.pages import render
from simulation.play.room_pages.lessons import Lessons
from simulation.web.doors import asked_language
from simulation.web.lan import is_local
from simulation.web.live import Live

Answer = Callable[[Request, str], Coroutine[Any, Any, Response]]
#: the `<main>` of a page in a language
Main = Callable[[str], Coroutine[Any, Any, str]]


class Here:
    """To whoever calls from elsewhere, addresses of a desk lead nowhere, by whatever method, nor as a WebSocket."""

    def __init__(self, app: ASGIApp, *paths: str) -> None:
        self.app, self._paths = app, paths

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        hidden = scope["type"] != "lifespan" and not is_local(scope) and self._leads(scope["path"])
        await self.app({**scope, "path": ""} if hidden else scope, receive, send)

    def _leads(self, path: str) -> bool:
        return any(path == one or path.startswith(f"{one}/") for one in self._paths)


class Desk:
    """Who may see the pages of a desk, in which language."""

    def __init__(self, keys: Keys, lang: str) -> None:
        self._keys, self.lang = keys, lang

    def of(self, answer: Answer) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """An endpoint for this machine and whoever has the key; `answer` gets the language, too."""

        async def endpoint(request: Request) -> Response:
            if not is_local(request.scope):
                raise HTTPException(404)
            lang = asked_language(request.scope, self.lang)
            if not self._keys.is_in(request):
                if request.method != "POST" and KEY in request.query_params and self._keys.opens(request):
                    return self._let_in(request, lang)
                raise HTTPException(403)
            with in_language(lang):
                return await answer(request, lang)

        return endpoint

    def admits(self, asks: HTTPConnection) -> bool:
        """Whether whoever asks may see these pages."""
        return is_local(asks.scope) and self._keys.is_in(asks)

    def _let_in(self, request: Request, lang: str) -> Response:
        # a page that goes on by itself, and no redirection: see lan.Door
        pairs = [pair for pair in request.query_params.multi_items() if pair[0] not in ("lang", KEY)]
        on = f"{request.url.path}?{urlencode([*pairs, ('lang', lang)])}"
        body = render(
            "let_in.html",
            lang,
            title=text("lan.title", lang),
            here="",
            path=request.url.path,
            query="",
            on=on,
        )
        return self._keys.let_in(HTMLResponse(body, headers={"Refresh": f"0; url={on}"}))


class DeskLive:
    """Tells the pages of a desk what stands in their `<main>` now: whatever changes in the class that is open."""

    def __init__(self, lessons: Lessons, desk: Desk, mains: Mapping[str, Main]) -> None:
        self._lessons, self._desk = lessons, desk
        self.lives = {path: Live(self._admit(path, main), desk.lang) for path, main in mains.items()}

    def routes(self) -> list[BaseRoute]:
        """`.../live` and `.../wait` below each path."""
        return [route for path, live in self.lives.items() for route in live.routes(path)]

    async def close(self) -> None:
        """Say bye to everybody."""
        for live in self.lives.values():
            await live.close()

    def _admit(self, path: str, main: Main) -> Any:
        async def admit(asks: HTTPConnection) -> Any:
            if not self._desk.admits(asks):
                return None
            return path, _Shown(self._lessons, main, asked_language(asks.scope, self._desk.lang))

        return admit


class _Shown:
    """A page of a desk, as `live` tells it."""

    def __init__(self, lessons: Lessons, main: Main, lang: str) -> None:
        self._lessons, self._main, self._lang = lessons, main, lang

    async def snapshot(self) -> tuple[int, Mapping[str, Any]]:
        number = self._lessons.count
        with in_language(self._lang):
            return number, {"html": await self._main(self._lang)}

    async def changed(self, after: int) -> None:
        await self._lessons.changed(after)


def back(path: str, lang: str) -> Response:
    """To a page of a desk, after something was sent."""
    return RedirectResponse(f"{path}?{urlencode({'lang': lang})}", 303)
