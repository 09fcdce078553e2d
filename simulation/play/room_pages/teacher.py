"""The teacher's page: who is there, what each plays, and what the teacher does with the class. Nothing of any world.

/teacher                what a class begins with, or the class that is open
/teacher/SOMETHING      POST: one of `Teacher.DOES`, and back to the page
/teacher/live, /wait    what stands on the page now
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, NamedTuple
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from simulation.catalogue import text
from simulation.errors import ScenarioError
from simulation.play.journal import LONGEST_KEY
from simulation.play.pages import render
from simulation.play.room import events as ev
from simulation.play.room.hosting import Hosting
from simulation.play.room.preview import told
from simulation.play.room.settings import LARGEST_TEAM
from simulation.play.room.state import Room
from simulation.play.room_pages.desk import Desk, back
from simulation.play.room_pages.event_form import ALL, KINDS, SIZE, TITLES, event_of
from simulation.play.room_pages.lesson_form import CLOCKS, SITS, TEAM, TURNS, settings_of, try_out
from simulation.play.room_pages.lessons import Before, Lessons
from simulation.play.seat_words import Words
from simulation.play.solo_form import LENGTH, MONTHS, NAMED, SEASON
from simulation.saying import say
from simulation.scenario import Scenario
from simulation.scenario.translated import title, translated
from simulation.web.answers import sent_form
from simulation.web.lan import Tries

PATH = "/teacher"
EXTENDED = 30  # seconds that one press gives
Fields = dict[str, str]
GUESSING = 10  # wrong codes in a minute, of which the teacher is told: nobody mistypes so often (assumption)
TRIED = 2  # seats of a try-out


class Told(NamedTuple):
    """What is said above all else on the page, and what an event would do."""

    refused: str = ""
    preview: str = ""


class Teacher:
    """The teacher's addresses. `let_in` joins a phone of this browser's own, for a try-out, and gives its cookies."""

    def __init__(
        self,
        lessons: Lessons,
        desk: Desk,
        scenarios: Mapping[str, Scenario],
        first: str,
        let_in: Callable[[Response, str, str], Awaitable[str]],
        tries: Tries,
    ) -> None:
        self._tries = tries
        self._lessons, self._desk, self._let_in = lessons, desk, let_in
        self._scenarios, self._first = scenarios, first
        self._tried = list[str]()  # phones of this browser's own
        self._beginning = asyncio.Lock()

    def routes(self) -> list[BaseRoute]:
        """All but those of `live`."""
        of = self._desk.of
        return [
            Route(PATH, of(self.page)),
            *(
                Route(f"{PATH}/{name}", of(self._does(does)), methods=["POST"])
                for name, does in self.DOES.items()
            ),
            Route(f"{PATH}/begin", of(self.begin), methods=["POST"]),
            Route(f"{PATH}/try", of(self.try_it), methods=["POST"]),
            Route(f"{PATH}/preview", of(self.preview), methods=["POST"]),
            Route(f"{PATH}/go", of(self.go), methods=["POST"]),
            Route(f"{PATH}/leave", of(self.leave), methods=["POST"]),
            Route(f"{PATH}/forget", of(self.forget), methods=["POST"]),
        ]

    # --- what is shown ---------------------------------------------------------------------------------------------------

    async def page(self, request: Request, lang: str) -> Response:
        """What a class begins with, or the class that is open."""
        wished = request.query_params.get("scenario", self._first)
        scenario = wished if wished in self._scenarios else self._first
        return HTMLResponse(await self._whole(lang, scenario))

    async def main(self, lang: str) -> str:
        """What stands in the `<main>` of the page."""
        return render("teacher_main.html", lang, **await self._shown(lang, self._first))

    async def _whole(self, lang: str, scenario: str = "", told: Told = Told()) -> str:  # noqa: B008 - immutable
        values = await self._shown(lang, scenario or self._first, told)
        return render(
            "teacher.html",
            lang,
            **values,
            here=PATH,
            path=PATH,
            query=urlencode({"scenario": values["wish"]}),
        )

    async def _shown(self, lang: str, wish: str, told: Told = Told()) -> dict[str, Any]:  # noqa: B008
        lessons, hosting = self._lessons, self._lessons.hosting
        rev, words = lessons.count, Words(lang)
        shown: dict[str, Any] = {
            "title": text("play_teacher.title", lang),
            "rev": rev,
            "key": secrets.token_urlsafe(12),
            "told": told,
            "words": words,
            "code": lessons.code,
            "address": lessons.address,
            "guessed": self._tries.count if self._tries.count >= GUESSING else 0,
            "wish": wish,
            "side": None,
            "before": [_before(one, lang) for one in await lessons.before()],
        }
        if hosting is None:
            scenario = translated(self._scenarios[wish], lang)
            return shown | {
                "scenario": scenario,
                "scenarios": [(name, translated(one, lang).title) for name, one in self._scenarios.items()],
                "states": self._scenarios[wish].labels,
                "sits": SITS, "named": NAMED, "months": MONTHS, "clocks": CLOCKS, "most": LARGEST_TEAM, "team": TEAM,
                "season": SEASON if wish in LENGTH else MONTHS[-1],
                "turns": TURNS if wish in LENGTH else -(-scenario.months // MONTHS[-1]),
            }  # fmt: skip
        side = hosting.teacher()
        return shown | {
            "side": side,
            "settings": hosting.room.settings,
            "played": hosting.room.settings.played,
            "kinds": [(kind, title(TITLES[kind], lang)) for kind in KINDS],
            "size": SIZE,
            "mine": self._tried,
            "all": ALL,
            "over": bool(side.tables) and all(table.stage == "over" for table in side.tables),
        }

    # --- what is done ----------------------------------------------------------------------------------------------------

    def _does(
        self, does: Callable[[Hosting, Fields, float], Awaitable[object]]
    ) -> Callable[[Request, str], Any]:
        async def answer(request: Request, lang: str) -> Response:
            fields = dict(await sent_form(request))
            try:
                await does(self._open(), fields, self._open().now())
            except ScenarioError as refused:
                return await self._refused(lang, refused)
            return back(PATH, lang)

        return answer

    def _open(self) -> Hosting:
        if self._lessons.hosting is None:
            raise ScenarioError(say("play_teacher.none_open"))
        return self._lessons.hosting

    async def _refused(self, lang: str, refused: ScenarioError) -> Response:
        """The page, with one line why nothing was done."""
        return HTMLResponse(await self._whole(lang, told=Told(" ".join(str(refused).split()))), 400)

    async def begin(self, request: Request, lang: str) -> Response:
        """A class, with its doors open."""
        fields = await sent_form(request)
        async with self._beginning:
            if self._lessons.hosting is not None:  # a second tap, or a page from before: its class is there
                return back(PATH, lang)
            try:
                await self._lessons.begin(settings_of(fields, self._scenarios, self._first))
            except ScenarioError as refused:
                return await self._refused(lang, refused)
        return back(PATH, lang)

    async def try_it(self, request: Request, lang: str) -> Response:
        """A class of this browser's own, begun: its seats are links on the page."""
        answer = back(PATH, lang)
        async with self._beginning:
            if self._lessons.hosting is None:
                await self._lessons.begin(try_out(self._scenarios[self._first]))
                self._tried = [
                    await self._let_in(answer, lang, secrets.token_urlsafe(16)) for _ in range(TRIED)
                ]
                await self._open().start()
        return answer

    async def preview(self, request: Request, lang: str) -> Response:
        """What an event would do, said on the page; nothing happens."""
        try:
            hosting = self._open()
            event = event_of(await sent_form(request), _scenario(hosting.room), hosting.now())
            said = told(await hosting.preview(event), lang)
        except ScenarioError as refused:
            return await self._refused(lang, refused)
        return HTMLResponse(await self._whole(lang, told=Told(preview=said)))

    async def go(self, request: Request, lang: str) -> Response:
        """To a class that is not open."""
        await self._lessons.go_on(dict(await sent_form(request)).get("name", ""))
        return back(PATH, lang)

    async def leave(self, request: Request, lang: str) -> Response:
        """Close the class that is open; it stays as it is."""
        await self._lessons.leave()
        return back(PATH, lang)

    async def forget(self, request: Request, lang: str) -> Response:
        """A class, deleted."""
        await self._lessons.forget(dict(await sent_form(request)).get("name", ""))
        return back(PATH, lang)

    #: what is done with the class that is open, by address
    DOES: Mapping[str, Callable[[Hosting, Fields, float], Awaitable[object]]] = {
        "start": lambda hosting, fields, now: hosting.start(),
        "pause": lambda hosting, fields, now: hosting.do(ev.Paused(at=now), _key(fields, "pause")),
        "resume": lambda hosting, fields, now: hosting.do(ev.Resumed(at=now), _key(fields, "resume")),
        "extend": lambda hosting, fields, now: hosting.do(
            ev.Extended(at=now, table=_table(fields), seconds=EXTENDED), _key(fields, "extend")
        ),
        "close": lambda hosting, fields, now: hosting.do(
            ev.Closed(at=now, table=_table(fields)), _key(fields, "close")
        ),
        "end": lambda hosting, fields, now: hosting.end(_table(fields)),
        "finish": lambda hosting, fields, now: hosting.do(ev.Finished(at=now), _key(fields, "finish")),
        "door": lambda hosting, fields, now: hosting.do(
            ev.Door(at=now, is_open=fields.get("door") == "open"), _key(fields, "door")
        ),
        "inject": lambda hosting, fields, now: hosting.inject(
            event_of(fields.items(), _scenario(hosting.room), now), _key(fields, "inject")
        ),
        "back": lambda hosting, fields, now: hosting.hand_back(_phone(fields)),
        "pin": lambda hosting, fields, now: hosting.show_pin(_phone(fields)),
        "remove": lambda hosting, fields, now: hosting.do(ev.Removed(at=now, phone=_phone(fields))),
        "place": lambda hosting, fields, now: hosting.do(
            ev.Placed(at=now, phone=_phone(fields), **_place(fields)), _key(fields, "place")
        ),
    }


def _scenario(room: Room) -> Scenario:
    return Scenario.from_toml(f"{room.settings.scenario}\n")


def _key(fields: Fields, what: str) -> str:
    """Of the message: the same page pressed twice does a thing once."""
    whom = fields.get("phone") or fields.get("table", "")
    return f"{fields.get('key') or secrets.token_urlsafe(12)}-{what}-{whom}"[:LONGEST_KEY]


def _phone(fields: Fields) -> str:
    return fields.get("phone", "")


def _table(fields: Fields) -> int | None:
    """A table, by its place; None for all."""
    given = fields.get("table", ALL)
    if given == ALL:
        return None
    if not given.isdecimal() or len(given) > 4:
        raise HTTPException(404)
    return int(given)


def _place(fields: Fields) -> dict[str, Any]:
    """Where a phone is placed: "3 Velmora", the table by its number."""
    number, _, state = fields.get("place", "").partition(" ")
    if not number.isdecimal() or len(number) > 4:
        raise HTTPException(404)
    return {"table": int(number), "state": state}


class Earlier(NamedTuple):
    """A class that is not open, in words."""

    name: str
    title: str
    said: str
    finished: bool


def _before(one: Before, lang: str) -> Earlier:
    room = one.room
    if room is None:
        return Earlier(one.name, text("play_solo.unread", lang), "", False)
    scenario = translated(_scenario(room), lang)
    turn = max((table.turn for table in room.tables), default=0)
    said = text(f"play_teacher.before_{room.phase}", lang, n=len(room.phones), turn=turn + 1)
    return Earlier(one.name, scenario.title, said, room.phase == "finished")
