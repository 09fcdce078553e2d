"""The addresses of a seat, the same alone and in a class: `/seat/ID` and what lies below it.

Which seat it is says the address; whether it is one's own, a token in a cookie that belongs to that address alone. Whoever
has no such token gets the same answer as for a seat that there is not. A message is answered after it is committed, and
leads to the page; one of a page that shows what is past changes nothing, and is answered (409) by the present page. What
the server has to tell comes by `live` or `wait`: what stands in the page's `<main>` now.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Coroutine, Hashable, Mapping
from typing import Any, Literal
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from simulation.catalogue import in_language, say
from simulation.errors import ScenarioError, choose
from simulation.play.frame import Frame, frame_of, mine
from simulation.play.guess import guesses
from simulation.play.journal import Journal
from simulation.play.match import Match
from simulation.play.seat_form import Head, head, pairs_of_json, plainly, said
from simulation.play.seat_page import seat_html, seat_main
from simulation.play.seats import ANSWER, MOVE, UNDO, Input
from simulation.play.tables import Tables, rev
from simulation.play.tickets import Ticket
from simulation.web.answers import held_to, sent_form
from simulation.web.doors import JSON, asked_language
from simulation.web.live import Live, Over
from simulation.web.rates import Rate

COOKIE = "detente_seat"
KEPT = 180 * 24 * 3600  # seconds that a browser keeps a token: a lesson that was broken off goes on
KEPT_FRAMES = 128  # more than a class of ninety has seats
OFTEN = (20, 10.0)  # messages of a seat, in so many seconds
GUESS = "doctrine"  # what a note of a seat is about: which doctrine the hidden one was taken for
Endpoint = Callable[[Request], Coroutine[Any, Any, Response]]
Fields = list[tuple[str, Any]]


def with_cookie(answer: Response, ticket: Ticket, token: str) -> Response:
    """An answer that gives the token of a seat to the browser: for the addresses of that seat, and for no script."""
    answer.set_cookie(
        COOKIE, token, max_age=KEPT, path=address(ticket), httponly=True, samesite="strict", secure=False
    )
    return answer


def address(ticket: Ticket) -> str:
    """Where the pages of a seat are."""
    return f"/seat/{ticket.id}"


def to_seat(ticket: Ticket, lang: str) -> Response:
    """To the page of a seat."""
    return RedirectResponse(f"{address(ticket)}?{urlencode({'lang': lang})}", 303)


class SeatPages:
    """Seats of the matches of a journal. `lang` is for those who ask for no language."""

    def __init__(self, tables: Tables, journal: Journal, lang: str) -> None:
        self.tables, self.journal, self.lang = tables, journal, lang
        self._sent = Rate(*OFTEN)
        self._frames = dict[tuple[str, str], tuple[Match, Frame]]()
        self.live = Live(self._admit, lang, heard=self.heard)

    def routes(self) -> list[BaseRoute]:
        """All addresses of seats."""
        at = "/seat/{id}"
        return [
            Route(at, self.of(self.page)),
            Route(f"{at}/say", self.of(self.say), methods=["POST"]),
            Route(f"{at}/undo", self.of(self.undo), methods=["POST"]),
            Route(f"{at}/guess", self.of(self.guess), methods=["POST"]),
            *self.live.routes(at),
        ]

    # --- who asks --------------------------------------------------------------------------------------------------------

    async def ticket(self, asks: HTTPConnection) -> Ticket | None:
        """The ticket of the seat that is asked for, if whoever asks has its token."""
        found = await self.tables.ask(self.journal.ticket, asks.path_params["id"])
        return found if found is not None and found.opens(asks.cookies.get(COOKIE, "")) else None

    def of(self, answer: Callable[[Request, Ticket], Coroutine[Any, Any, Response]]) -> Endpoint:
        """An endpoint for whoever has the token; everybody else gets the answer that there is no such page."""

        async def endpoint(request: Request) -> Response:
            ticket = await self.ticket(request)
            if ticket is None:
                raise HTTPException(404)
            if request.method == "POST":
                held_to(self._sent, ticket.id)
            with in_language(asked_language(request.scope, self.lang)):
                return await answer(request, ticket)

        return endpoint

    async def _admit(self, asks: HTTPConnection) -> tuple[str, _Seen] | None:
        ticket = await self.ticket(asks)
        return None if ticket is None else (ticket.id, _Seen(self, ticket, self.asked_lang(asks)))

    def asked_lang(self, asks: HTTPConnection) -> str:
        """The language that an address asks for, or else the server's."""
        return asked_language(asks.scope, self.lang)

    # --- what is shown ---------------------------------------------------------------------------------------------------

    async def rev(self, ticket: Ticket) -> int:
        """The number of what a seat sees."""
        return rev(await self.tables.match(ticket.match), ticket.state)

    async def changed(self, ticket: Ticket, after: int) -> None:
        """Returns when that number is another."""
        await self.tables.changed(ticket.match, ticket.state, after)

    def heard(self, seat: Hashable) -> None:
        """Told of every sign of life of a seat's pages, by the id of its ticket."""

    async def frame(self, ticket: Ticket) -> Frame:
        """All that a seat's page shows, with a key of its own."""
        number = await self.rev(ticket)  # first: what changes meanwhile is then told once more
        match, seat = await self.tables.match(ticket.match), ticket.state
        over = match.can_be_told
        notes = await self.tables.ask(self.journal.notes, ticket.match, seat) if over else {}
        names = guesses(match, seat) if over else ()
        key, life = secrets.token_urlsafe(16), self.live.life
        of, kept = self._frames.get((ticket.match, seat), (None, None))
        if kept is not None and of is match:  # asked again, as after a redirection and by a line that listens
            return kept._replace(key=key, rev=number, life=life)
        frame = await asyncio.to_thread(frame_of, match, seat, key, number, life, names, notes.get(GUESS))
        if not over:  # then it follows from the match alone
            self._frames[ticket.match, seat] = match, frame
            while len(self._frames) > KEPT_FRAMES:
                self._frames.pop(next(iter(self._frames)))
        return frame

    async def html(self, ticket: Ticket, lang: str, told: str = "") -> str:
        """The page of a seat; `told` is said above all else."""
        frame = await self.frame(ticket)
        return await asyncio.to_thread(seat_html, frame, lang, address(ticket), told)

    async def main(self, ticket: Ticket, lang: str) -> tuple[int, str]:
        """What stands in the `<main>` of that page, and its number."""
        frame = await self.frame(ticket)
        return frame.rev, await asyncio.to_thread(seat_main, frame, lang, address(ticket))

    async def page(self, request: Request, ticket: Ticket) -> Response:
        """The page of a seat."""
        return await self._page(request, ticket)

    async def _page(self, request: Request, ticket: Ticket, status: int = 200, told: str = "") -> Response:
        return HTMLResponse(await self.html(ticket, self.asked_lang(request), told), status)

    # --- what is sent ----------------------------------------------------------------------------------------------------

    async def say(self, request: Request, ticket: Ticket) -> Response:
        """What a seat decides in a stage."""
        fields = await fields_of(request)
        page = head(fields)
        frame = await self.frame(ticket)
        now = frame.view.turn, frame.view.stage
        stage: Literal["move", "answer"] = MOVE if page.stage == MOVE else ANSWER
        if (before := await self._taken(ticket, page, stage, fields)) is not None:
            return await (self._accepted if before else self._late)(request, ticket)
        if (page.turn, page.stage) != now:
            return await self._late(request, ticket)
        decided = said(fields, frame)
        return await self._send(request, ticket, page.key, Input(page.turn, stage, ticket.state, decided))

    async def undo(self, request: Request, ticket: Ticket) -> Response:
        """What a seat has sent in the stage of its page, taken back while the match is in it."""
        fields = await fields_of(request)
        page, match = head(fields), await self.tables.match(ticket.match)
        if (before := await self._taken(ticket, page, UNDO, fields)) is not None:
            return await (self._accepted if before else self._late)(request, ticket)
        shown = dict(fields).get("mine"), page.turn, page.stage
        if (
            shown != (str(mine(match, ticket.state)), match.turn, match.stage)
            or ticket.state not in match.sent
        ):
            return await self._late(request, ticket)
        return await self._send(request, ticket, page.key, Input(page.turn, UNDO, ticket.state))

    async def guess(self, request: Request, ticket: Ticket) -> Response:
        """Which doctrine the hidden one is taken for, once, when all is over."""
        match = await self.tables.match(ticket.match)
        named, known = dict(await fields_of(request)).get(GUESS, ""), guesses(match, ticket.state)
        if not match.can_be_told or not known:
            return await self._late(request, ticket)
        if named not in known:
            raise ScenarioError(say("play_solo.no_guess", hint=choose(str(named), known, "key")))
        await self.tables.ask(self.journal.note, ticket.match, ticket.state, GUESS, named)
        return await self._accepted(request, ticket)

    async def take(self, ticket: Ticket, key: str, given: Input) -> Match:
        """The match after a message of this seat, committed. Raises ScenarioError."""
        return await self.tables.say(ticket.match, key, given)

    async def _send(self, request: Request, ticket: Ticket, key: str, given: Input) -> Response:
        try:
            await self.take(ticket, key, given)
        except ScenarioError as refused:
            now = await self.tables.match(ticket.match)
            if (now.turn, now.stage) == (given.turn, given.stage) and ticket.state not in now.sent:
                raise refused
            return await self._late(request, ticket)  # another page of this seat was faster
        return await self._accepted(request, ticket)

    async def _taken(
        self, ticket: Ticket, page: Head, stage: Literal["move", "answer", "undo"], fields: Fields
    ) -> bool | None:
        """Whether this message came before: whoever sends again has not heard that it did; False: its key was another's."""
        known = await self.tables.ask(self.journal.taken, ticket.match, page.key)
        if known is None:
            return None
        pairs = (await self.tables.match(ticket.match)).ground.scenario.pairs
        rivals = [rival for state, rival in pairs if state == ticket.state and stage != UNDO]
        return self._same(known, Input(page.turn, stage, ticket.state, plainly(fields, rivals)))

    def _same(self, known: Input, given: Input) -> bool:
        """Whether what is sent is what was taken."""
        return known == given

    async def _accepted(self, request: Request, ticket: Ticket) -> Response:
        return to_seat(ticket, self.asked_lang(request))

    async def _late(self, request: Request, ticket: Ticket) -> Response:
        return await self._page(request, ticket, 409, say("play_solo.late"))


class _Seen:
    """What a seat sees, as `live` tells it."""

    def __init__(self, pages: SeatPages, ticket: Ticket, lang: str) -> None:
        self._pages, self._ticket, self._lang = pages, ticket, lang

    async def snapshot(self) -> tuple[int, Mapping[str, Any]]:
        try:
            number, main = await self._pages.main(self._ticket, self._lang)
        except ScenarioError:
            raise Over("forgotten") from None
        return number, {"html": main}

    async def changed(self, after: int) -> None:
        try:
            await self._pages.changed(self._ticket, after)
        except ScenarioError:
            raise Over("forgotten") from None


async def fields_of(request: Request) -> Fields:
    """The fields of a page that were sent, as its form or as one object of JSON."""
    if request.headers.get("content-type", "").startswith(JSON):
        return pairs_of_json(await request.body())
    return list(await sent_form(request))
