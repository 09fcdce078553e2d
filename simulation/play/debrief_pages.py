"""The addresses of a debrief, below those of its seat: the page, one move changed, and the match as files.

There is none before all is over, for it tells what nobody may know until then, nor of a match that was ended before its
first month was: whoever asks is led to the seat.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections import OrderedDict
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from simulation.catalogue import text
from simulation.play.debrief.ended import ended
from simulation.play.debriefs import Debriefs
from simulation.play.guess import hidden
from simulation.play.match import Match
from simulation.play.pages import render
from simulation.play.seat_pages import GUESS, SeatPages, address, to_seat
from simulation.play.tickets import Ticket
from simulation.web.answers import kept
from simulation.web.pages import drawing
from simulation.web.workers import LONGEST

#: name of a file -> the work that makes it, its kind, and what of the match that work takes
FILES = {
    "match.toml": ("debrief_toml", "application/toml", ("ended", "lang")),
    "match.csv": ("debrief_csv", "text/csv", ("ended", "seat", "lang")),
}
MOVE = ("turn", "stage", "act", "rival")  # what says which move is changed, and into what
KEPT = 64  # matches that are over, as text; of 24 months one is 30 KB


def asked(ended: str, seat: str, lang: str, at: str) -> dict[str, Any]:
    """What all pages of a debrief ask for, and the first one with nothing but a guess beside it.

    `ended` is the match as text, `at` the address of the seat.
    """
    return {"ended": ended, "seat": seat, "lang": lang, "address": f"{at}/debrief"}


class DebriefPages:
    """Debriefs of the seats of some pages."""

    def __init__(self, seats: SeatPages, debriefs: Debriefs) -> None:
        self._seats, self._debriefs = seats, debriefs
        self._over: OrderedDict[str, str] = OrderedDict()

    def routes(self) -> list[BaseRoute]:
        """All addresses of debriefs."""
        at, of = "/seat/{id}/debrief", self._seats.of
        return [
            Route(at, of(self.page)),
            Route(f"{at}/had", of(self.had)),
            Route(f"{at}/{{name}}", of(self.keep)),
        ]

    async def page(self, request: Request, ticket: Ticket) -> Response:
        """What came of the match, and why."""
        match = await self._match(ticket)
        notes = await self._seats.tables.ask(self._seats.journal.notes, ticket.match, ticket.state)
        guessed = dict.fromkeys(hidden(match, ticket.state), notes[GUESS]) if GUESS in notes else {}
        return await self._shown(request, ticket, match, "debrief", {"guessed": guessed})

    async def had(self, request: Request, ticket: Ticket) -> Response:
        """What would have come of another act in place of a move."""
        tried = {name: request.query_params.get(name, "") for name in MOVE}
        return await self._shown(request, ticket, await self._match(ticket), "debrief_had", tried)

    async def keep(self, request: Request, ticket: Ticket) -> Response:
        """The match as a file."""
        name, lang, match = request.path_params["name"], self._lang(request), await self._match(ticket)
        if name not in FILES:
            raise HTTPException(404)
        if not match.can_be_told:
            return to_seat(ticket, lang)
        work, kind, takes = FILES[name]
        what = {"ended": await self._ended(ticket, match, lang), "seat": ticket.state, "lang": lang}
        return kept(await self._debriefs.found(work, {key: what[key] for key in takes}, LONGEST), kind, name)

    # --- within ----------------------------------------------------------------------------------------------------------

    async def _shown(
        self, request: Request, ticket: Ticket, match: Match, work: str, more: Mapping[str, Any]
    ) -> Response:
        """The page of a work; as long as it is not done, one that says how far it is and asks again."""
        lang, at = self._lang(request), address(ticket)
        if not match.can_be_told:
            return to_seat(ticket, lang)
        told = await self._ended(ticket, match, lang)
        found = await self._debriefs.found(work, {**asked(told, ticket.state, lang, at), **more})
        done = isinstance(found, str)
        pairs = [pair for pair in request.query_params.multi_items() if pair[0] != "lang"]
        body = render(
            "debrief_page.html", lang,
            title=text("play_solo.debrief", lang), here="", path=request.url.path, query=urlencode(pairs), at=at,
            body=drawing(found) if done else "", far=100 if done else round(100 * found),
        )  # fmt: skip
        return HTMLResponse(body, headers=None if done else {"Refresh": "1"})

    async def _match(self, ticket: Ticket) -> Match:
        return await self._seats.tables.match(ticket.match)

    async def _ended(self, ticket: Ticket, match: Match, lang: str) -> str:
        """A match that is over, as its debrief is worked out from it: what was ordered has a title in a language."""
        inputs = "".join(
            one.to_json() for one in match.inputs
        )  # an id may be another match's that was begun later
        key = hashlib.sha256(f"{match.game.to_json()}{inputs}{lang}".encode()).hexdigest()
        if key not in self._over:
            self._over[key] = await asyncio.to_thread(lambda: ended(match).to_json())
        while len(self._over) > KEPT:
            self._over.popitem(last=False)
        return self._over[key]

    def _lang(self, request: Request) -> str:
        return self._seats.asked_lang(request)
