"""All addresses of a class: the desk's on this machine alone, those of phones behind the code of the class."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping
from contextlib import asynccontextmanager
from functools import partial
from time import time
from typing import Any, NamedTuple

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from simulation.draws import pause as drawn_pause
from simulation.errors import ScenarioError
from simulation.play.debrief_pages import DebriefPages
from simulation.play.debriefs import Debriefs
from simulation.play.journal import Journal
from simulation.play.keys import Keys
from simulation.play.pages import render
from simulation.play.room.ledger import Ledger
from simulation.play.room_pages import network, projector, teacher
from simulation.play.room_pages.class_pages import ClassPages
from simulation.play.room_pages.desk import Desk, DeskLive, Here
from simulation.play.room_pages.lessons import Lessons
from simulation.play.room_pages.phones import PhonePages
from simulation.play.solo_form import FIRST
from simulation.play.tables import Pause, Tables
from simulation.scenario import Scenario
from simulation.web.answers import refused, static
from simulation.web.doors import LOCAL, Guarded
from simulation.web.lan import Door, Tries
from simulation.web.live import Over
from simulation.web.workers import BusyError

FREE = ("/static/", "/seat/")  # a seat's lock is its token, which outlives this server
STATIC = (
    "play.css", "play.js", "solo.css", "debrief.css", "class.css", "room.css", "clock.js", "desk.js",
    *network.STATIC,
)  # fmt: skip


class Served(NamedTuple):
    """The application, what is said to its pages before it ends, and the code that lets phones in."""

    app: ASGIApp
    ending: Callable[[], Awaitable[None]]
    code: str


def served(
    journal: Journal,
    scenarios: Mapping[str, Scenario],
    lang: str,
    *,
    keys: Keys | None = None,
    first: str = FIRST,
    address: str | None = None,
    hosts: Collection[str] = LOCAL,
    pause: Pause = drawn_pause,
    clock: Callable[[], float] = time,
) -> Served:
    """Classes over a journal; the one that was broken off goes on. `address` is where phones reach this machine."""
    tables = Tables(journal, pause)
    lessons = Lessons(tables, Ledger(journal), address, clock)
    desk, debriefs = Desk(keys or Keys(), lang), Debriefs(2)
    phones = PhonePages(lessons, journal, lang)
    tries = Tries()
    teachers = teacher.Teacher(lessons, desk, scenarios, first, phones.let_in, tries)
    of_class = ClassPages(lessons, desk, debriefs)
    shown = projector.Projector(lessons, desk, of_class.figure, lambda lang: of_class.band())
    tried = network.NetworkPages(lessons, desk, lang)
    lives = DeskLive(lessons, desk, {teacher.PATH: teachers.main, projector.PATH: shown.main})

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        await lessons.adopt()
        following = asyncio.create_task(of_class.follow())
        try:
            yield
        finally:
            following.cancel()
            await lessons.leave()
            await tables.close()
            await debriefs.close()
            await of_class.close()

    async def ending() -> None:
        await phones.live.close()
        await tried.live.close()
        await lives.close()

    routes = [
        *teachers.routes(),
        *shown.routes(),
        *lives.routes(),
        *phones.routes(),
        *tried.routes(),
        *of_class.routes(),
        *DebriefPages(phones, debriefs).routes(),
        Route("/static/{name}", static("simulation.play", *STATIC)),
    ]
    refusal = partial(refused, lang, render)

    async def gone(request: Request, error: Exception) -> Response:
        return await refusal(request, HTTPException(404))

    handlers: Any = dict.fromkeys((ScenarioError, BusyError, HTTPException, Exception), refusal)
    made = Starlette(routes=routes, exception_handlers={**handlers, Over: gone}, lifespan=lifespan)
    made.router.redirect_slashes = False  # nothing leads anywhere by itself
    shut = Here(made, teacher.PATH, projector.PATH)
    within: ASGIApp = shut if address is None else Door(shut, lang, lessons.code, render, tries, FREE)
    return Served(Guarded(within, lang, hosts, posts=True), ending, lessons.code)
