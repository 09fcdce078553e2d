"""How a phone comes in, and its page: a seat's (../seat_pages.py), with its team around it.

/            what the code of the class leads to: in, back to the own seat, or with a PIN to the seat of another phone
/join, /pin  POST: in; and to the page of a seat, with a token that this browser keeps for it
/seat/ID     the page of a phone: the seat that it plays, or what it waits for; and below it what it sends
"""

from __future__ import annotations

import secrets
from collections.abc import Hashable
from typing import Any, NamedTuple
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from simulation.catalogue import in_language, text
from simulation.errors import ScenarioError, show
from simulation.play.class_debrief.asked import RIGHT
from simulation.play.frame import Frame
from simulation.play.journal import Journal
from simulation.play.match import Match
from simulation.play.pages import render
from simulation.play.room import events as ev
from simulation.play.room.hosting import Hosting
from simulation.play.room_pages.lessons import Lessons
from simulation.play.seat_form import Head, checked_key, head, said
from simulation.play.seat_page import LINE
from simulation.play.seat_pages import COOKIE, Fields, SeatPages, address, fields_of, with_cookie
from simulation.play.seat_words import Words
from simulation.play.seats import ANSWER, MOVE, Input
from simulation.play.tickets import Ticket
from simulation.saying import say
from simulation.web.answers import held_to, sent_form
from simulation.web.lan import is_local
from simulation.web.live import Over
from simulation.web.rates import Rate

#: of one address of the network, in so many seconds: a class behind one address comes in within a minute or two, and one
#: phone in a loop does not fill the lobby before its teacher shuts the door (assumption)
JOINS = (30, 60.0)
LATE = (5, 60.0)  # once the class plays, where each may begin a match: who is late comes alone (assumption)
MINE = "detente_phone"  # which phone this browser was last: an id, which opens nothing
#: what is predicted of the own match when the class stops: question -> the most that can be said, in whole numbers
PREDICTED = {"tension": 100, "crises": 99, "in_force": 9}
assert PREDICTED.keys() == RIGHT.keys()


class PhonePages(SeatPages):
    """The phones of the class that is open. A ticket's id is the phone's; its match is "" while the phone plays none."""

    def __init__(self, lessons: Lessons, journal: Journal, lang: str) -> None:
        super().__init__(lessons.tables, journal, lang)
        self._lessons, self._joins, self._joins_late = lessons, Rate(*JOINS), Rate(*LATE)

    def routes(self) -> list[BaseRoute]:
        """All addresses of phones."""
        at = "/seat/{id}"
        return [
            Route("/", self._spoken(self.entry)),
            Route("/join", self._spoken(self.join), methods=["POST"]),
            Route("/pin", self._spoken(self.pin), methods=["POST"]),
            Route(f"{at}/advise", self.of(self.advise), methods=["POST"]),
            Route(f"{at}/use", self.of(self.use), methods=["POST"]),
            Route(f"{at}/predict", self.of(self.predict), methods=["POST"]),
            Route(f"{at}/announce", self.of(self.announce), methods=["POST"]),
            *super().routes(),
        ]

    # --- in --------------------------------------------------------------------------------------------------------------

    async def entry(self, request: Request) -> Response:
        """What the code leads to."""
        return self._entry(request)

    def _entry(self, request: Request, status: int = 200, told: str = "") -> Response:
        lang, hosting = self.asked_lang(request), self._lessons.hosting
        room, words = None if hosting is None else hosting.room, Words(lang)
        mine = request.cookies.get(MINE, "")
        body = render(
            "entry.html", lang,
            title=text("play_entry.title", lang), here="/", path="/", query="", told=told,
            key=secrets.token_urlsafe(16), room=room,
            mine=mine if room is not None and mine in room.phones and room.phase != "finished" else "",
            changed=[] if room is None else [
                (phone, words.envoy(one.name)) for phone, one in room.phones.items() if one.pin is not None
            ],
        )  # fmt: skip
        return HTMLResponse(body, status, headers={} if room is not None else {"Refresh": "5"})

    async def join(self, request: Request) -> Response:
        """In, to wherever there is a place; the same message again leads there again."""
        lang, fields = self.asked_lang(request), dict(await sent_form(request))
        hosting = self._lessons.hosting
        self._hold(request, self._joins_late if hosting and hosting.room.phase == "playing" else self._joins)
        answer = RedirectResponse("/", 303)
        try:
            phone = await self.let_in(answer, lang, fields.get("key", ""))
        except ScenarioError as refused:
            return self._entry(request, 400, _one_line(refused))
        answer.headers["location"] = f"/seat/{phone}?{urlencode({'lang': lang})}"
        return answer

    async def let_in(self, answer: Response, lang: str, key: str) -> str:
        """Join a phone, and give its cookies to who is answered; its id. Raises ScenarioError."""
        entry = await self._open().join(lang, checked_key(key or secrets.token_urlsafe(16)))
        self._keep(answer, entry.phone, entry.token)
        return entry.phone

    async def pin(self, request: Request) -> Response:
        """To the seat of another phone, with the PIN that the teacher shows."""
        lang, fields = self.asked_lang(request), dict(await sent_form(request))
        self._hold(request, self._joins)
        phone, pin = fields.get("phone", ""), fields.get("pin", "").strip()
        try:
            if phone not in self._open().room.phones:
                raise ScenarioError(say("refusal_room.no_phone", found=show(phone)))
            token = await self._open().try_pin(phone, pin[:12])
        except ScenarioError as refused:
            return self._entry(request, 400, _one_line(refused))
        if token is None:
            return self._entry(request, 403, text("play_entry.wrong_pin", lang))
        self.live.part(phone)  # the phone of before sees nothing more of it
        answer = RedirectResponse(f"/seat/{phone}?{urlencode({'lang': lang})}", 303)
        self._keep(answer, phone, token)
        return answer

    def _hold(self, request: Request, rate: Rate) -> None:
        """Hold an address of the network to its share; this machine itself is held to nothing. Raises HTTPException."""
        if not is_local(request.scope):
            held_to(rate, request.client.host if request.client else "")

    def _keep(self, answer: Response, phone: str, token: str) -> None:
        with_cookie(answer, Ticket(phone, "", "", ""), token)
        answer.set_cookie(MINE, phone, httponly=True, samesite="strict", path="/")

    # --- who asks --------------------------------------------------------------------------------------------------------

    async def ticket(self, asks: HTTPConnection) -> Ticket | None:
        """The phone that is asked for, if whoever asks has its token; with the match and the state that it plays now."""
        hosting, phone = self._lessons.hosting, asks.path_params["id"]
        if hosting is None or not await hosting.knows(phone, asks.cookies.get(COOKIE, "")):
            return None
        hosting.hear(phone)
        return Ticket(phone, *(hosting.seat(phone) or ("", "")), "")

    def heard(self, seat: Hashable) -> None:
        """A sign of life of a phone."""
        if self._lessons.hosting is not None:
            self._lessons.hosting.hear(str(seat))

    def _open(self) -> Hosting:
        if self._lessons.hosting is None:
            raise ScenarioError(say("play_entry.none"))
        return self._lessons.hosting

    def _spoken(self, answer: Any) -> Any:
        async def endpoint(request: Request) -> Response:
            with in_language(self.asked_lang(request)):
                made: Response = await answer(request)
                return made

        return endpoint

    # --- what is shown ---------------------------------------------------------------------------------------------------

    async def rev(self, ticket: Ticket) -> int:
        """The number of what a phone sees, of its match and of its team."""
        return self._here(ticket).rev(ticket.id)

    async def changed(self, ticket: Ticket, after: int) -> None:
        """Returns when that number is another."""
        await self._here(ticket).changed(ticket.id, after)

    def _here(self, ticket: Ticket) -> Hosting:
        """The class of a phone. Raises Over for one that is in no class any more."""
        hosting = self._lessons.hosting
        if hosting is None or ticket.id not in hosting.room.phones:
            raise Over("forgotten")
        if hosting.room.phase == "finished":
            raise Over("finished")
        return hosting

    def _now(self, ticket: Ticket) -> Ticket:
        """The ticket with the seat that the phone has now: a line that is open lives longer than a seat."""
        return Ticket(ticket.id, *(self._here(ticket).seat(ticket.id) or ("", "")), "")

    async def frame(self, ticket: Ticket) -> Frame:
        """All that a phone's page shows of its seat, and of the room."""
        frame = await super().frame(ticket)
        return frame._replace(room=self._here(ticket).side(ticket.id))

    async def html(self, ticket: Ticket, lang: str, told: str = "") -> str:
        """The page of a phone."""
        ticket = self._now(ticket)
        if ticket.match:
            return await super().html(ticket, lang, told)
        return render(
            "phone.html", lang, **self._waits(ticket, lang), path=address(ticket), query="", told=told
        )

    async def main(self, ticket: Ticket, lang: str) -> tuple[int, str]:
        """What stands in the `<main>` of that page, and its number."""
        ticket = self._now(ticket)
        if ticket.match:
            return await super().main(ticket, lang)
        shown = self._waits(ticket, lang)
        return shown["frame"].rev, render("phone_main.html", lang, **shown, told="")

    def _waits(self, ticket: Ticket, lang: str) -> dict[str, Any]:
        """What the page of a phone shows that plays no state: in the lobby, or as the press of the whole class."""
        hosting, words = self._here(ticket), Words(lang)
        return {
            "frame": Waiting(
                hosting.rev(ticket.id), self.live.life, hosting.side(ticket.id), secrets.token_urlsafe(16)
            ),
            "words": words,
            "at": address(ticket),
            "title": text("play_phone.title", lang),
            "line": {name: words.say(f"play_line.{name}") for name in LINE},
            "tables": [
                (number, match.turn)
                for number, match in hosting.matches.items()
                if match.turn > 0
            ],
        }  # fmt: skip

    # --- what is sent ----------------------------------------------------------------------------------------------------

    async def take(self, ticket: Ticket, key: str, given: Input) -> Match:
        """What a leader sends, or takes back. Raises ScenarioError."""
        return await self._here(ticket).take(ticket.id, key, given)

    async def advise(self, request: Request, ticket: Ticket) -> Response:
        """What one of a team advises: the same form as the leader's, of which act and yes or no count."""
        fields = await fields_of(request)
        page, frame = self._page_of(fields), await self.frame(ticket)
        if (page.turn, page.stage) != (frame.view.turn, frame.view.stage):
            return await self._late(request, ticket)
        decided = said(fields, frame)
        event = ev.Advised(
            **self._stamp(ticket, page),
            acts={rival: str(one.act) for rival, one in decided.items()},
            consents={rival: one.consent for rival, one in decided.items() if one.consent is not None},
        )
        await self._here(ticket).decide(event, page.key)
        return await self._accepted(request, ticket)

    async def use(self, request: Request, ticket: Ticket) -> Response:
        """A power of the own card, used."""
        fields = dict(await fields_of(request))
        page = self._page_of([(name, fields.get(name, "")) for name in Head._fields])
        event = ev.Used(
            **self._stamp(ticket, page),
            power=fields.get("power", ""),
            rival=fields.get("rival") or None,
            yes=fields.get("yes", "yes") == "yes",
        )
        await self._here(ticket).decide(event, page.key)
        return await self._accepted(request, ticket)

    async def predict(self, request: Request, ticket: Ticket) -> Response:
        """What is expected of the own match, before the first turn is over; sent again it replaces what was said."""
        fields, hosting = dict(await fields_of(request)), self._here(ticket)
        figures = dict[str, float]()
        for name, most in PREDICTED.items():
            written = str(fields.get(name, "")).strip()
            if not written.isascii() or not written.isdecimal() or len(written) > 3 or int(written) > most:
                raise ScenarioError(say("play_phone.no_figure", found=show(written), most=most))
            figures[name] = float(written)
        event = ev.Predicted(
            at=hosting.now(), phone=ticket.id, figures=figures, words=str(fields.get("words", "")).strip()
        )
        await hosting.do(event, self._key(fields))
        return await self._accepted(request, ticket)

    async def announce(self, request: Request, ticket: Ticket) -> Response:
        """The turn of a table that has just been over, put on the projector by the press."""
        fields = dict(await fields_of(request))
        table = str(fields.get("table", ""))
        if not table.isascii() or not table.isdecimal() or len(table) > 4:
            raise HTTPException(404)
        await self._here(ticket).announce(ticket.id, self._key(fields), int(table))
        return await self._accepted(request, ticket)

    # --- within ----------------------------------------------------------------------------------------------------------

    def _page_of(self, fields: Fields) -> Head:
        """Which page sent this. Raises ScenarioError for one whose stage decides nothing."""
        page = head(fields)
        if page.stage not in (MOVE, ANSWER):
            raise ScenarioError(say("refusal_room.not_now"))
        return page

    def _stamp(self, ticket: Ticket, page: Head) -> dict[str, Any]:
        at = self._here(ticket).now()
        return {"at": at, "phone": ticket.id, "turn": page.turn, "stage": page.stage}

    def _key(self, fields: dict[str, Any]) -> str:
        return checked_key(str(fields.get("key") or secrets.token_urlsafe(16)))

    def _same(self, known: Input, given: Input, acts: list[str]) -> bool:
        """As alone, but the acts may be others: cards of the team change what its leader sends."""
        return super()._same(known, given, [str(one.act) for one in known.said.values()])


class Waiting(NamedTuple):
    """What the page of a phone is made from that plays no state."""

    rev: int
    life: str
    room: Any
    key: str


def _one_line(refused: ScenarioError) -> str:
    return " ".join(str(refused).split())
