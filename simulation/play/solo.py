"""The game for one: its addresses.

/            what to play, and the matches begun before; for whoever was let in by the key (keys.py)
/begin       POST: a match, and its player is led to the seat
/go, /forget POST: go on with a match, or look back at it; delete it
/seat/...    the seat (seat_pages.py), for whoever has its token
"""

from __future__ import annotations

import asyncio
import json
import tomllib
from collections.abc import AsyncIterator, Callable, Collection, Coroutine, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from functools import lru_cache, partial
from typing import Any, NamedTuple
from urllib.parse import urlencode

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from simulation.catalogue import in_language, month, say, text
from simulation.draws import pause as drawn_pause
from simulation.errors import ScenarioError
from simulation.fields import month_number, month_text
from simulation.play.debrief_pages import DebriefPages
from simulation.play.debriefs import Debriefs
from simulation.play.journal import Journal, Made
from simulation.play.keys import KEY, Keys
from simulation.play.pages import render
from simulation.play.seat_pages import SeatPages, to_seat, with_cookie
from simulation.play.solo_form import FIRST, LENGTH, MONTHS, NAMED, STOPS_FROM, Wish, game_of, wish_of
from simulation.play.tables import Pause, Tables
from simulation.play.tickets import new_id, ticket
from simulation.scenario import Scenario
from simulation.scenario.translated import ours, state_names, translated
from simulation.web.answers import refused, sent_form, static
from simulation.web.doors import LOCAL, Guarded, asked_language
from simulation.web.workers import BusyError

MOST = 100  # matches in a journal; whoever begins one more is told to delete some
STATIC = ("play.css", "play.js", "clock.js", "solo.css", "debrief.css")


class Shown(NamedTuple):
    """A match in the list of those begun before."""

    id: str
    title: str
    said: str
    over: bool | None  # None: not known


class Solo:
    """What the addresses share."""

    def __init__(
        self,
        tables: Tables,
        journal: Journal,
        scenarios: Mapping[str, Scenario],
        first: str,
        keys: Keys,
        lang: str,
        part: Callable[[str], None],
    ) -> None:
        self._part = part  # with pages that were let in by the token of before
        self._tables, self._journal, self._keys, self._lang = tables, journal, keys, lang
        self._scenarios, self._first = scenarios, first
        self._beginning = asyncio.Lock()

    async def page(self, request: Request) -> Response:
        """What to play, and the matches begun before; or what is at the door."""
        lang = asked_language(request.scope, self._lang)
        pairs = [pair for pair in request.query_params.multi_items() if pair[0] not in ("lang", KEY)]
        if not self._keys.is_in(request):
            if KEY in request.query_params and self._keys.opens(request):
                # a page that goes on by itself, and no redirection: see lan.Door
                on = f"/?{urlencode([*pairs, ('lang', lang)])}"
                frame = {"title": text("lan.title", lang), "here": "", "path": "/", "query": ""}
                body = render("let_in.html", lang, **frame, on=on)
                return self._keys.let_in(HTMLResponse(body, headers={"Refresh": f"0; url={on}"}))
            raise HTTPException(403)
        wish = wish_of(pairs, self._scenarios, self._first)
        scenario = translated(self._scenarios[wish.scenario], lang)
        names = state_names(lang)
        body = render(
            "solo.html", lang,
            title=text("play_solo.title", lang), here="/", path="/", query=urlencode({"scenario": wish.scenario}),
            wish=wish, scenario=scenario, key=new_id(), named=NAMED, months=MONTHS, stops=STOPS_FROM,
            scenarios=[(name, translated(one, lang).title) for name, one in self._scenarios.items()],
            states=[(name, names.get(name, name)) for name in scenario.labels],
            own=_doctrines(scenario, lang), pace=_pace(wish, scenario, lang),
            matches=await self._shown(lang),
        )  # fmt: skip
        return HTMLResponse(body)

    async def begin(self, request: Request) -> Response:
        """A match, and to its seat; the same message again leads there again."""
        lang = self._enter(request)
        wish = wish_of(await sent_form(request), self._scenarios, self._first)
        name = wish.key or new_id()
        async with self._beginning:  # two taps are one match
            known = await self._tables.ask(self._journal.made)
            if name not in {one.id for one in known}:
                if len(known) >= MOST:
                    raise ScenarioError(say("play_solo.many", most=MOST))
                mine, token = ticket(name, wish.seat)
                await self._tables.begin(name, game_of(wish, self._scenarios), [mine])
                return with_cookie(to_seat(mine, lang), mine, token)
        return await self._to_seat(name, lang)

    async def go(self, request: Request) -> Response:
        """To the seat of a match begun before, with a new token: the one before opens nothing any more."""
        lang = self._enter(request)
        return await self._to_seat(dict(await sent_form(request)).get("match", ""), lang)

    async def forget(self, request: Request) -> Response:
        """A match, deleted."""
        lang = self._enter(request)
        await self._tables.forget(dict(await sent_form(request)).get("match", ""))
        return RedirectResponse(f"/?{urlencode({'lang': lang})}", 303)

    def _enter(self, request: Request) -> str:
        if not self._keys.is_in(request):
            raise HTTPException(403)
        return asked_language(request.scope, self._lang)

    async def _to_seat(self, name: str, lang: str) -> Response:
        tickets = await self._tables.ask(self._journal.tickets, name)
        if not tickets:
            raise HTTPException(404)
        mine, token = ticket(name, tickets[0].state, tickets[0].id)
        await self._tables.ask(self._journal.give, mine)
        self._part(mine.id)
        return with_cookie(to_seat(mine, lang), mine, token)

    async def _shown(self, lang: str) -> list[Shown]:
        """The matches begun before, the newest first."""
        made = await self._tables.ask(self._journal.made)
        return await asyncio.to_thread(lambda: [_stands(one, lang) for one in made])


def _stands(one: Made, lang: str) -> Shown:
    """A match in a line. One that cannot be read is there, too, to be deleted."""
    try:
        title, first, rivals = _of_game(one.game)
    except (ValueError, KeyError, TypeError, AttributeError):
        return Shown(
            one.id, text("play_solo.unread", lang), text("play_solo.begun", lang, day=_when(one)), None
        )
    state = state_names(lang).get(one.state, one.state)
    hidden = any(seat.get("hidden") for seat in rivals)
    named = [str(seat["doctrine"]) for seat in rivals if seat.get("doctrine")]
    rival = text("play_solo.hidden", lang) if hidden else ", ".join(_doctrine(name, lang) for name in named)
    said = text("play_solo.begun", lang, day=_when(one))
    if one.turn is not None and one.month is not None:
        said = text(
            "play_solo.ended" if one.over else "play_solo.stands", lang, state=state,
            turn=one.turn + (not one.over), day=_when(one),
            month=month(month_text(month_number(first) + max(one.month - bool(one.over), 0)), lang),
        )  # fmt: skip
    if rival:
        said = f"{said}; {text('play_solo.against', lang, rival=rival)}"
    return Shown(one.id, str(ours(lang).get(("title", title), title)), said, one.over)


def _when(one: Made) -> str:
    """The day and the hour at which a match was begun, by the clock of this machine."""
    return datetime.fromisoformat(one.made).astimezone().strftime("%Y-%m-%d %H:%M")


@lru_cache(maxsize=2 * MOST)
def _of_game(game: str) -> tuple[str, str, tuple[dict[str, Any], ...]]:
    """The title of a game's scenario, its first month, and the seats of programs. Raises ValueError and its like."""
    read = json.loads(game)
    scenario = tomllib.loads(read["scenario"])
    programs = tuple(seat for seat in read["seats"].values() if not seat["person"])
    return str(scenario["title"]), str(scenario["start"]), programs


def _doctrines(scenario: Scenario, lang: str) -> str:
    """What the scenario's own doctrines are, by state where they differ."""
    names = state_names(lang)
    found = {
        state: _doctrine(one.doctrine.name, lang)
        for state, one in zip(scenario.labels, scenario.states, strict=True)
    }
    if len(set(found.values())) == 1:
        name = scenario.states[0].doctrine.name
        meaning = text(f"doctrine_meaning.{name}", lang) if name in NAMED else ""
        return f"{next(iter(found.values()))}. {meaning}".strip()
    return ", ".join(f"{names.get(state, state)}: {said}" for state, said in found.items())


def _doctrine(name: str, lang: str) -> str:
    return text(f"doctrine.{name}", lang) if name in NAMED else name.replace("_", " ")


def _pace(wish: Wish, scenario: Scenario, lang: str) -> str:
    length = LENGTH.get(wish.scenario, scenario.months)
    if wish.months > STOPS_FROM:
        return text("play_solo.pace_stops", lang, n=wish.months, months=length)
    return text("play_solo.pace_turns", lang, turns=-(-length // wish.months), n=wish.months)


class Served(NamedTuple):
    """The application, and what is said to its pages before it ends."""

    app: ASGIApp
    ending: Callable[[], Coroutine[Any, Any, None]]


def served(
    journal: Journal,
    scenarios: Mapping[str, Scenario],
    lang: str,
    *,
    keys: Keys | None = None,
    first: str = FIRST,
    hosts: Collection[str] = LOCAL,
    pause: Pause = drawn_pause,
) -> Served:
    """The game for one over a journal. Its programs are begun by whoever asks first, and end with it."""
    tables = Tables(journal, pause)
    seats, debriefs = SeatPages(tables, journal, lang), Debriefs()
    solo = Solo(tables, journal, scenarios, first, keys or Keys(), lang, seats.live.part)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        try:
            yield
        finally:
            await tables.close()
            await debriefs.close()

    def of(answer: Callable[[Request], Coroutine[Any, Any, Response]]) -> Callable[[Request], Any]:
        async def endpoint(request: Request) -> Response:
            with in_language(asked_language(request.scope, lang)):
                return await answer(request)

        return endpoint

    routes = [
        Route("/", of(solo.page)),
        Route("/begin", of(solo.begin), methods=["POST"]),
        Route("/go", of(solo.go), methods=["POST"]),
        Route("/forget", of(solo.forget), methods=["POST"]),
        Route("/static/{name}", static("simulation.play", *STATIC)),
        *seats.routes(),
        *DebriefPages(seats, debriefs).routes(),
    ]
    refusal = partial(refused, lang, render)
    handlers: Any = dict.fromkeys((ScenarioError, BusyError, HTTPException, Exception), refusal)
    made = Starlette(routes=routes, exception_handlers=handlers, lifespan=lifespan)
    made.router.redirect_slashes = False  # nothing leads anywhere by itself
    return Served(Guarded(made, lang, hosts, posts=True), seats.live.close)
