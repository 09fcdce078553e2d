"""Callers from the local network: let in by a code, shown what comes with the project, and held to their share.

Whoever calls from this machine itself (loopback) needs no code and is held to nothing. The line is not encrypted: who can
listen on the network can read what is shown and the code, and with it see and try as everybody there may, no more.
"""

from __future__ import annotations

import re
import secrets
import socket
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from ipaddress import AddressValueError, IPv4Address, ip_address
from urllib.parse import urlencode

from starlette.requests import HTTPConnection, Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from simulation.catalogue import in_language, text
from simulation.errors import Problem, ScenarioError, show
from simulation.saying import say
from simulation.web.doors import asked_language
from simulation.web.pages import Render
from simulation.web.rates import Rate

SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # 31 that nobody takes for another: no 0 and O, no 1, I and L
LETTERS = 6  # 31 ** 6 is 887,503,681
MINUTE = 60.0
WRONG_EACH, WRONG_IN_ALL = 10, 100  # wrong codes a minute, of an address and of all
#: requests of an address: a figure, what refines it, and what has been left and is about to end
AT_ONCE_EACH = 4
COOKIE = "detente"  # and what parts one server's from another's: ports do not
_PAGE = re.compile(r"/[a-z]*")  # one slash: of what begins with two, a browser makes another machine
FREE = ("/static/",)  # how the form at the door looks
#: a documentation address (RFC 5737): which of our own would lead there is asked of the routing table, and nothing is sent
_ELSEWHERE = ("192.0.2.1", 9)


def code() -> str:
    """A code that nobody can guess, for people to read aloud and to type."""
    return "".join(secrets.choice(SIGNS) for _ in range(LETTERS))


def is_local(scope: Scope) -> bool:
    """Whether this machine itself calls."""
    try:
        return ip_address((scope.get("client") or ("",))[0]).is_loopback
    except ValueError:
        return False


def own_addresses() -> list[str]:
    """The IPv4 addresses at which other machines may reach this one, the one that leads furthest first."""
    found: list[str] = []
    # no way out of here: an island may still have a name
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as way:
        way.connect(_ELSEWHERE)
        found.append(way.getsockname()[0])
    with suppress(OSError):
        found += [str(one[4][0]) for one in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)]
    return [one for one in dict.fromkeys(found) if _reaches(IPv4Address(one))]


def chosen_address(asked: str | None, own: list[str]) -> str:
    """The address to be reached at: the one that is asked for, or the only one there is. Raises ScenarioError."""
    if asked is None:
        if len(own) != 1:
            said = say("lan.several", known=", ".join(own)) if own else say("lan.none")
            raise ScenarioError([Problem((), said)])
        return own[0]
    try:
        address = IPv4Address(asked)
    except AddressValueError:
        known = ", ".join(own) or "192.168.1.7"
        raise ScenarioError([Problem((), say("lan.no_address", found=show(asked), known=known))]) from None
    if not _reaches(address):
        raise ScenarioError([Problem((), say("lan.no_one", found=show(asked)))])
    return str(address)


def _reaches(address: IPv4Address) -> bool:
    return not (address.is_loopback or address.is_unspecified or address.is_multicast or address.is_reserved)


class Tries:
    """Wrong codes of the last minute; beyond so many, no code is looked at any more, right ones neither."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._each, self._all = (Rate(most, MINUTE, clock) for most in (WRONG_EACH, WRONG_IN_ALL))

    def barred(self, address: str) -> bool:
        """Whether this address, or everybody, has to wait."""
        return not (self._each.left(address) and self._all.left(""))

    @property
    def count(self) -> int:
        """How many there were in the last minute."""
        return self._all.most - self._all.left("")

    def wrong(self, address: str) -> None:
        """One more."""
        self._each.spent(address)
        self._all.spent("")


class Door:
    """Lets callers from the local network in by a code, given once: by a link that holds it, or typed.

    What lies below the `free` paths needs no code and takes nothing of an address's share: there is no secret in it, or it
    has a lock of its own.
    """

    def __init__(
        self,
        app: ASGIApp,
        lang: str,
        code: str,
        render: Render,
        tries: Tries | None = None,
        free: tuple[str, ...] = FREE,
    ) -> None:
        self.app, self.lang, self._render, self._free = app, lang, render, free
        self._code, self._tries = code, tries or Tries()
        self._let_in = secrets.token_urlsafe(16)  # in the cookie: not the code, and gone with this server
        self.cookie = f"{COOKIE}_{secrets.token_hex(3)}"
        self._underway: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan" or is_local(scope) or scope["path"].startswith(self._free):
            await self.app(scope, receive, send)
            return
        if (
            scope["type"] == "websocket"
        ):  # of a page that is in already; what it holds is counted where it leads
            let_in = _same(HTTPConnection(scope).cookies.get(self.cookie, ""), self._let_in)
            shut = PlainTextResponse(text("lan.title", asked_language(scope, self.lang)), 401)
            await (self.app if let_in else shut)(scope, receive, send)
            return
        request = Request(scope)
        address = request.client.host if request.client else ""
        answer = self._asks_in(request, address)
        if answer is None and self._underway[address] >= AT_ONCE_EACH:
            answer = self._refused(request, 429, "lan.share")
        if answer is not None:
            await answer(scope, receive, send)
            return
        self._underway[address] += 1
        try:
            await self.app(scope, receive, send)
        finally:
            self._underway[address] -= 1
            self._underway += Counter()  # forgets who has nothing under way

    def _asks_in(self, request: Request, address: str) -> Response | None:
        """What is answered at the door; None for whoever is in."""
        given = request.query_params.get("code")
        if _same(request.cookies.get(self.cookie, ""), self._let_in) and given is None:
            return None
        lang = asked_language(request.scope, self.lang)
        if given is None:
            return self._form(request, 401, "")
        if self._tries.barred(address):
            return self._refused(request, 429, "lan.too_many")
        if not _same(typed(given), self._code):
            self._tries.wrong(address)
            return self._form(request, 403, "lan.wrong")
        # A page that goes on by itself, and no redirection: after a link on another site, a browser would not send the
        # cookie along (SameSite=Strict), and ask for the code of somebody who has just given it.
        pairs = [(key, value) for key, value in request.query_params.multi_items() if key != "code"]
        at = _at(request)
        on = f"{at}?{urlencode(pairs)}"
        answer = HTMLResponse(
            self._render("let_in.html", lang, **_frame(lang, at), on=on), headers={"Refresh": f"0; url={on}"}
        )
        answer.set_cookie(self.cookie, self._let_in, httponly=True, samesite="strict", path="/")
        return answer

    def _form(self, request: Request, status: int, key: str) -> Response:
        lang = asked_language(request.scope, self.lang)
        said, frame = text(key, lang) if key else "", _frame(lang, _at(request))
        return HTMLResponse(self._render("code.html", lang, **frame, said=said, letters=LETTERS), status)

    def _refused(self, request: Request, status: int, key: str) -> Response:
        lang = asked_language(request.scope, self.lang)
        with in_language(lang):
            return PlainTextResponse(text(key, lang), status, {"Retry-After": "60"})


def typed(given: str) -> str:
    """A code as it was meant: in capitals, without what people put between."""
    return "".join(sign for sign in given.upper() if sign.isalnum())[: 4 * LETTERS]


def _same(one: str, other: str) -> bool:
    """Whether both are the same, in a time that does not tell how much of them is."""
    return secrets.compare_digest(one.encode(), other.encode())


def _at(request: Request) -> str:
    """Where whoever is let in was going, if it is a page that a name alone leads to."""
    path = request.url.path
    return path if request.method == "GET" and _PAGE.fullmatch(path) else "/"


def _frame(lang: str, at: str) -> dict[str, str]:
    return {"title": text("lan.title", lang), "here": "", "path": at, "query": ""}
