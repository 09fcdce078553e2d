"""Is my network fit? and When phones cannot reach the laptop: their addresses.

/network              what a phone tries; /network/live and /network/wait tell it that something was sent, as in a class
/network/seen         POST: here is a phone; it gets a token, in a cookie of these addresses
/network/tap          POST: answered at once, and told by the line
/network/found        POST: what came of a check; answered by what is said of it
/connection           what to do when phones cannot reach the laptop
/teacher/network      address and code to try it with, and what came of it
/teacher/connection   the same text, beside it
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any, Protocol
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection, Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from simulation.catalogue import in_language, text
from simulation.play.network_fit import CHECKS, Line, line
from simulation.play.pages import render
from simulation.play.room_pages import connection
from simulation.play.room_pages.desk import Answer
from simulation.play.room_pages.network_phones import MOST, Often, Phone, Phones, take
from simulation.play.room_pages.network_table import LATER, row, to_do
from simulation.play.room_pages.qr import qr
from simulation.web.answers import sent_form
from simulation.web.doors import asked_language
from simulation.web.lan import is_local
from simulation.web.live import Limits, Live, Source
from simulation.web.pages import drawing

COOKIE = "detente_network"
STATIC = ("network.css", "network.js", "again.js")
Endpoint = Callable[[Request], Coroutine[Any, Any, Response]]


class Entrance(Protocol):
    """Where phones come in."""

    @property
    def code(self) -> str:
        """The letters that let them in."""

    @property
    def address(self) -> str | None:
        """ "http://192.168.1.7:8731"; None where they cannot reach this machine."""


class Own(Protocol):
    """What is the teacher's alone."""

    def of(self, answer: Answer) -> Endpoint:
        """An endpoint that answers the teacher, in a language, and nobody else."""


class NetworkPages:
    """The network tried by phones, and what the teacher sees of it. `lang` is for those who ask for no language."""

    def __init__(self, lessons: Entrance, desk: Own, lang: str) -> None:
        self._lessons, self._desk, self._lang = lessons, desk, lang
        self._phones = Phones()
        self.live = Live(self._admit, lang, Limits(each=2, most=MOST))

    def routes(self) -> list[BaseRoute]:
        """All their addresses."""
        own, posts = self._desk.of, ["POST"]
        return [
            Route("/network", self._of(self._try)),
            Route("/network/seen", self._of(self._seen), methods=posts),
            Route("/network/tap", self._of(self._tap), methods=posts),
            Route("/network/found", self._of(self._found), methods=posts),
            *self.live.routes("/network"),
            Route("/connection", self._of(partial(_connection, back="/network"))),
            Route("/teacher/network", own(self._teacher)),
            Route("/teacher/connection", own(partial(_connection, back="/teacher/network"))),
        ]

    # --- a phone ---------------------------------------------------------------------------------------------------------

    async def _try(self, request: Request, lang: str) -> Response:
        """The page that tries."""
        worst = {check: line(check, outcomes[-1], lang) for check, outcomes in CHECKS.items()}
        # without an answer there is no time to be told
        worst["speed"] = Line(worst["speed"].asked, text("play_network.unheard", lang), "")
        frame = _frame(lang, "/network")
        return HTMLResponse(render("network.html", lang, **frame, worst=worst, more=connection.title(lang)))

    async def _seen(self, request: Request, lang: str) -> Response:
        """A phone is there: one that was before, or a new one."""
        token = _token(request)
        if self._phones.of(token) is None:
            token = self._phones.new(here=is_here(request))
        answer = JSONResponse(self._phones.reached(lang)._asdict())
        answer.set_cookie(COOKIE, token, httponly=True, samesite="strict", path="/network")
        return answer

    async def _tap(self, request: Request, lang: str) -> Response:
        """Something sent, as a move is."""
        return JSONResponse({"rev": await self._phone(request).tap()})

    async def _found(self, request: Request, lang: str) -> Response:
        """What came of a check."""
        phone = self._phone(request)
        said = phone.said(take(phone, dict(await sent_form(request))), lang)
        assert said is not None, "it was taken"
        return JSONResponse(said._asdict())

    def _phone(self, request: Request) -> Phone:
        """Whose message it is, if it is not one too many."""
        phone = self._phones.of(_token(request))
        if phone is None:
            raise HTTPException(404)
        phone.minute.once_more()
        return phone

    async def _admit(self, asks: HTTPConnection) -> tuple[str, Source] | None:
        token = _token(asks)
        phone = self._phones.of(token)
        return None if phone is None else (token, phone)

    def _of(self, answer: Answer) -> Endpoint:
        async def endpoint(request: Request) -> Response:
            lang = asked_language(request.scope, self._lang)
            with in_language(lang):
                try:
                    return await answer(request, lang)
                except Often:
                    return PlainTextResponse(text("lan.share", lang), 429, {"Retry-After": "60"})

        return endpoint

    # --- the teacher -----------------------------------------------------------------------------------------------------

    async def _teacher(self, request: Request, lang: str) -> Response:
        """What to do with a phone, and what came of it."""
        address, code, phones = self._lessons.address, self._lessons.code, self._phones.all()
        body = render(
            "network_teacher.html", lang, **_frame(lang, "/teacher/network"),
            address=address, code=code,
            qr=drawing(_qr(address, code, lang)) if address else "",
            reached=self._phones.reached(lang),
            checks=LATER, rows=[row(one, lang) for one in phones],
            to_do=to_do(phones, lang), more=connection.title(lang), untried=drawing(connection.untried(lang)),
        )  # fmt: skip
        return HTMLResponse(body)


async def _connection(request: Request, lang: str, back: str) -> Response:
    frame = _frame(lang, request.url.path) | {"title": connection.title(lang)}
    return HTMLResponse(
        render("connection.html", lang, **frame, body=drawing(connection.body(lang)), back=back)
    )


def _qr(address: str, code: str, lang: str) -> str:
    link = f"{address}/network?{urlencode({'code': code, 'lang': lang})}"
    return qr(link, text("play_network.qr", lang, address=f"{address}/network"))


def is_here(request: Request) -> bool:
    """Whether the laptop asks itself, by whatever address of its own."""
    server, client = request.scope.get("server"), request.client
    return is_local(request.scope) or (server is not None and client is not None and client.host == server[0])


def _token(asks: HTTPConnection) -> str:
    return asks.cookies.get(COOKIE, "")


def _frame(lang: str, path: str) -> dict[str, str]:
    return {"title": text("play_network.title", lang), "here": "", "path": path, "query": ""}
