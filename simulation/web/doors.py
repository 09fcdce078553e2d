"""What stands at the door of every address: headers that forbid a browser everything but this page, and limits."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from simulation.catalogue import languages, text

#: bytes of an address, and of what stands in it before the question mark; without a script the form of the largest world
#: sends 18,500
LONGEST, LONGEST_PATH = 24 * 1024, 128
LONGEST_BODY = 16 * 1024  # bytes of what is sent; the fields of a page of three states are 2,000
FORM, JSON = "application/x-www-form-urlencoded", "application/json"
AT_ONCE = 256  # requests; whoever comes then is told to wait
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
SAID = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # with less than that a browser calls the origin of a form null
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
LOCAL = ("127.0.0.1", "localhost", "[::1]")
_HOST = re.compile(r"([a-z0-9.-]+|\[[0-9a-f:.]+\])(:[0-9]{1,5})?", re.IGNORECASE)

#: why a request is refused: status, key of the words, and headers that belong to the status
Refusal = tuple[int, str, Mapping[str, str]]
Check = Callable[["Guarded", Scope, Headers], Refusal | None]


class Guarded:
    """Adds the headers to every answer, refusals among them, and refuses what no page of ours ever asks.

    `hosts` are the names that this machine may be asked by: a page elsewhere whose own name has been made to lead here
    (DNS rebinding) asks by that name. `lang` is for those who ask for no language. With `posts` our own pages may send
    something, too.
    """

    def __init__(
        self, app: ASGIApp, lang: str, hosts: Collection[str] = LOCAL, *, posts: bool = False
    ) -> None:
        self.app, self.lang, self.hosts = app, lang, hosts
        self.methods = ("GET", "HEAD", "POST") if posts else ("GET", "HEAD")
        self._underway = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await self._shake(scope, receive, send)
            return
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                _add_headers(message)
            await send(message)

        headers = Headers(scope=scope)
        refused = next((found for check in CHECKS if (found := check(self, scope, headers))), None)
        if refused is not None:
            status, key, more = refused
            words = PlainTextResponse(text(key, asked_language(scope, self.lang)), status, dict(more))
            await words(scope, receive, sending)
            return
        self._underway += 1
        try:
            await self.app(scope, receive, sending)
        finally:
            self._underway -= 1

    async def _shake(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The handshake of a WebSocket: one that no page of ours begins is refused as a request is, before it is one."""
        accepted = False

        async def sending(message: Message) -> None:
            nonlocal accepted
            accepted = accepted or message["type"] == "websocket.accept"
            if message["type"] == "websocket.close" and not accepted:  # it leads nowhere
                await refusing((404, "explore.no_page", {}))
                return
            if message["type"] == "websocket.http.response.start":
                _add_headers(message)
            await send(message)

        async def refusing(refused: Refusal) -> None:
            status, key, more = refused
            words = PlainTextResponse(text(key, asked_language(scope, self.lang)), status, dict(more))
            await words(scope, receive, sending)

        headers = Headers(scope=scope)
        refused = next((found for check in SHAKING if (found := check(self, scope, headers))), None)
        if refused is not None:
            await refusing(refused)
            return
        await self.app(scope, receive, sending)

    # --- what is looked at, in this order -------------------------------------------------------------------------------

    def _host(self, scope: Scope, headers: Headers) -> Refusal | None:
        named = _HOST.fullmatch(headers.get("host", ""))
        return None if named and named[1].lower() in self.hosts else (400, "doors.host", {})

    def _elsewhere(self, scope: Scope, headers: Headers) -> Refusal | None:
        # another site may lead somebody here, but not have its own pages set this machine to work, nor send anything
        site, sends = headers.get("sec-fetch-site", "same-origin"), scope.get("method") == "POST"
        led = headers.get("sec-fetch-mode") == "navigate" and headers.get("sec-fetch-dest") == "document"
        ours = site == "same-origin" or (not sends and (site == "none" or led))
        return None if ours else (403, "doors.elsewhere", {})

    def _origin(self, scope: Scope, headers: Headers) -> Refusal | None:
        # a browser lets any page send a form or open a WebSocket to anywhere, and says which page it was
        if scope["type"] == "http" and scope["method"] != "POST":
            return None
        scheme = {"ws": "http", "wss": "https"}.get(scope["scheme"], scope["scheme"])
        ours = f"{scheme}://{headers.get('host', '')}".lower()
        return (
            None
            if [one.lower() for one in headers.getlist("origin")] == [ours]
            else (403, "doors.elsewhere", {})
        )

    def _method(self, scope: Scope, headers: Headers) -> Refusal | None:
        known = scope["method"] in self.methods
        return None if known else (405, "doors.method", {"Allow": ", ".join(self.methods)})

    def _body(self, scope: Scope, headers: Headers) -> Refusal | None:
        # what is sent says beforehand how long it is and what
        if scope["method"] != "POST":
            return None
        length = headers.getlist("content-length")
        if "transfer-encoding" in headers or len(length) != 1 or not length[0].isdecimal():
            return 411, "play_doors.length", {}
        if len(length[0]) > 8 or int(length[0]) > LONGEST_BODY:
            return 413, "play_doors.big", {}
        kind = headers.get("content-type", "").partition(";")[0].strip().lower()
        return None if kind in (FORM, JSON) else (415, "play_doors.kind", {})

    def _length(self, scope: Scope, headers: Headers) -> Refusal | None:
        return (414, "doors.long", {}) if _too_long(scope) else None

    def _room(self, scope: Scope, headers: Headers) -> Refusal | None:
        return (503, "explore.busy", {"Retry-After": "5"}) if self._underway >= AT_ONCE else None


CHECKS: tuple[Check, ...] = (
    Guarded._host, Guarded._elsewhere, Guarded._method, Guarded._origin, Guarded._body, Guarded._length, Guarded._room,
)  # fmt: skip

#: of the handshake of a WebSocket; how many there may be, live.py sees to
SHAKING: tuple[Check, ...] = (Guarded._host, Guarded._origin, Guarded._elsewhere, Guarded._length)


def _add_headers(start: Message) -> None:
    headers = MutableHeaders(scope=start)
    for name, value in SAID.items():
        headers[name] = value
    headers.setdefault("Cache-Control", "no-store")


def asked_language(scope: Scope, lang: str) -> str:
    """The language that an address asks for, if it is one of ours and the address is not too long to be looked at."""
    if _too_long(scope):
        return lang
    given = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("lang", [lang])[-1]
    return given if given in languages() else lang


def _too_long(scope: Scope) -> bool:
    path = len(scope.get("raw_path") or b"")
    return path > LONGEST_PATH or path + len(scope.get("query_string", b"")) > LONGEST
