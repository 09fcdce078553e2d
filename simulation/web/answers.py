"""What all pages answer alike: our own files, a file to keep, a refusal in one line, and nothing to whoever has left."""

from __future__ import annotations

import asyncio
import logging
import math
from collections.abc import Callable, Coroutine
from importlib.resources import files
from typing import Any
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from simulation.catalogue import in_language, text
from simulation.errors import ScenarioError
from simulation.saying import say
from simulation.web.doors import JSON, asked_language
from simulation.web.pages import Render
from simulation.web.rates import Rate
from simulation.web.workers import BusyError, printable, where

LINES = "application/x-ndjson"
#: what is said where a page says no more than the status
PLAIN = {403: "play_doors.key", 404: "explore.no_page", 405: "doors.method", 429: "play_doors.rate"}
GONE = 499  # what nobody hears, since whoever asked has hung up
FIELDS = 256  # that a form may have
KINDS = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
SHARED = ("look.css", "icon.svg", "live.js", "morph.js")
_faults = logging.getLogger("simulation.web")


def static(folder: str, *names: str) -> Callable[[Request], Coroutine[Any, Any, Response]]:
    """The files that a browser gets as they are: these of a folder, and those of all; no other name leads anywhere."""
    places = dict.fromkeys(SHARED, "simulation.web") | dict.fromkeys(names, folder)

    async def endpoint(request: Request) -> Response:
        name = request.path_params["name"]
        if name not in places:
            raise HTTPException(404)
        body = (files(places[name]) / "static" / name).read_bytes()
        kind = KINDS[name.rpartition(".")[2]]
        return Response(body, media_type=kind, headers={"Cache-Control": "no-cache"})

    return endpoint


def kept(body: str | bytes, kind: str, name: str) -> Response:
    """A file to be kept."""
    return Response(body, media_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def held_to(rate: Rate, key: str) -> None:
    """Count a call. Raises HTTPException (429) for one too many."""
    if rate.spent(key):
        raise HTTPException(429, headers={"Retry-After": str(math.ceil(rate.seconds))})


async def sent_form(request: Request) -> list[tuple[str, str]]:
    """The fields of a form that was sent, in their order. Raises ScenarioError, one line, for what is no form.

    How long it may be, and that it says so beforehand, the doors have seen to.
    """
    try:
        body = (await request.body()).decode("ascii")
        return parse_qsl(
            body, keep_blank_values=True, strict_parsing=True, errors="strict", max_num_fields=FIELDS
        )
    except ValueError:
        raise ScenarioError(say("play_doors.no_form")) from None


async def while_there(request: Request, answering: Coroutine[Any, Any, Response]) -> Response:
    """What is answered; when the asker hangs up before, the work for it ends, and the answer reaches nobody."""

    async def gone() -> None:
        while (await request.receive())["type"] != "http.disconnect":
            pass

    answer, left = asyncio.ensure_future(answering), asyncio.ensure_future(gone())
    try:
        await asyncio.wait((answer, left), return_when=asyncio.FIRST_COMPLETED)
        return answer.result() if answer.done() else Response(status_code=GONE)
    finally:
        answer.cancel()
        left.cancel()
        await asyncio.gather(answer, left, return_exceptions=True)


async def refused(lang: str, render: Render, request: Request, error: Exception) -> Response:
    """One line, in the reader's language, and no more than that."""
    if isinstance(error, ClientDisconnect):  # in the middle of what was sent: nobody is there to be told
        return Response(status_code=GONE)
    spoken = asked_language(request.scope, lang)
    if isinstance(error, ScenarioError):
        with in_language(spoken):  # in which what is refused is named, when it is said
            status, said = 400, " ".join(str(error).split())
    elif isinstance(error, BusyError):
        status, said = 503, text("explore.busy", spoken)
    elif isinstance(error, HTTPException) and error.status_code in PLAIN:
        status, said = error.status_code, text(PLAIN[error.status_code], spoken)
    else:
        status, said = 500, text("explore.failed", spoken)
        if not isinstance(error, HTTPException):  # of which the terminal has been told already
            _faults.error("%s", printable(where(error)))
    more = getattr(error, "headers", None)
    accepts = request.headers.get("accept", "")
    if LINES in accepts or JSON in accepts or request.url.path.startswith(("/static", "/keep")):
        return PlainTextResponse(said, status, more)
    body = render("refused.html", spoken, title=said, here="", path="/", query="", said=said)
    return HTMLResponse(body, status, more)
