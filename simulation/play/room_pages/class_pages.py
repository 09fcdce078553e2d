"""The debrief of the class that is open: the teacher's page with its files, and what a projector shows of it.

It is worked out by a process of its own, so that nobody's debrief, of thirty that are asked for at once, stands before that
of the class. Those of the pupils are made here, too, as soon as all matches are over: whoever asks for one finds it.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from contextlib import suppress
from importlib.util import find_spec
from typing import Any
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from simulation.catalogue import in_language, text
from simulation.errors import ScenarioError
from simulation.play.class_debrief.answers import MOST_LETTERS, typed
from simulation.play.class_debrief.beginning import begin
from simulation.play.class_debrief.live import Bands
from simulation.play.class_debrief.together import together
from simulation.play.class_debrief.told import as_json, told
from simulation.play.debrief.ended import ended
from simulation.play.debrief_pages import asked
from simulation.play.debriefs import PATIENCE, Debriefs
from simulation.play.match import OVER
from simulation.play.pages import render
from simulation.play.room.hosting import Hosting
from simulation.play.room_pages.desk import Desk, back
from simulation.play.room_pages.lessons import Lessons
from simulation.saying import say
from simulation.web.answers import kept, sent_form
from simulation.web.pages import drawing
from simulation.web.workers import LONGEST, BusyError

AT = "/teacher/debrief"
ANSWERS = "answers"  # what a note of a room is about, and the field of the form
WORKBOOK = "class.xlsx"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: as `class_debrief.tables.class_tables`, which the server does not load, calls them
TABLES = ("matches", "months", "differs", "predictions", "predicted", "answers", "learnt", "about")
VARIABLES = ("tension", "mutual_benefit")  # of which a projector shows a figure
LASTS = (
    10.0  # seconds for which something that was begun is waited for, though the class has played on meanwhile
)


class ClassPages:
    """Debriefs of the class that is open. `debriefs` are those of the pupils, which their own pages ask for."""

    def __init__(self, lessons: Lessons, desk: Desk, debriefs: Debriefs) -> None:
        self._lessons, self._desk, self._debriefs = lessons, desk, debriefs
        self._work = Debriefs(start=begin)
        self._begun: dict[tuple[str, ...], tuple[Mapping[str, Any], float]] = {}
        self._prepared: str | None = None  # the class whose debriefs are there

    def routes(self) -> list[BaseRoute]:
        """All addresses of a class's debrief."""
        of = self._desk.of
        return [
            Route(AT, of(self.page)),
            Route(f"{AT}/answers", of(self.answers), methods=["POST"]),
            Route(f"{AT}/{{name}}", of(self.keep)),
        ]

    async def close(self) -> None:
        """End what is under way, and the process."""
        await self._work.close()

    # --- the teacher's page ----------------------------------------------------------------------------------------------

    async def page(self, request: Request, lang: str) -> Response:
        """What came of the class; as long as that is not there, a page that says how far it is and asks again."""
        answers = await self._answers()
        found = await self._found("class_page", lang, answers=answers)
        done = isinstance(found, str)
        body = self._html(lang, found if done else "", answers, far=0 if done else round(100 * found))
        return HTMLResponse(body, headers=None if done else {"Refresh": "1"})

    async def answers(self, request: Request, lang: str) -> Response:
        """What pupils answered, kept with the class; what cannot be read stands in the form again, and is not kept."""
        hosting = self._hosting()
        given = dict(await sent_form(request)).get(ANSWERS, "").replace("\r\n", "\n")
        try:
            typed(given)
        except ScenarioError as refused:
            found = await self._found("class_page", lang, patience=0, answers=await self._answers())
            shown = found if isinstance(found, str) else ""
            said = " ".join(str(refused).split())
            return HTMLResponse(self._html(lang, shown, given, refused=said), 400)
        await self._lessons.tables.ask(self._lessons.ledger.note, hosting.name, ANSWERS, given)
        return back(AT, lang)

    async def keep(self, request: Request, lang: str) -> Response:
        """A table as CSV, or all of them as a workbook."""
        name = request.path_params["name"]
        table = name.removesuffix(".csv")
        if name != WORKBOOK and (table == name or table not in TABLES):
            raise HTTPException(404)
        if name == WORKBOOK and find_spec("openpyxl") is None:
            raise ScenarioError(say("play_class_page.no_openpyxl"))
        key = await self._lessons.tables.ask(self._lessons.ledger.secret, self._hosting().name)
        more = {"lang": lang, "key": key, "answers": await self._answers()}
        if name == WORKBOOK:
            made = await self._work.found("class_workbook", self._class(None) | more, LONGEST)
            return kept(made, SHEET, name)
        made = await self._work.found("class_csv", self._class(None) | more | {"table": table}, LONGEST)
        if not made:
            raise ScenarioError(say("play_class_page.no_table", file=name))
        return kept(made, "text/csv", name)

    # --- for a projector -------------------------------------------------------------------------------------------------

    async def figure(self, lang: str, variable: str = VARIABLES[0]) -> str | float:
        """Every match on one figure, with its words, as a piece of a page; or how far it is, 0-1.

        Raises ScenarioError where no match has a month behind it.
        """
        found: str | float = await self._found("class_figure", lang, variable=variable)
        return found

    def band(self) -> Bands | None:
        """The runs that nobody plays, for the live lines of the class: at once, and None until they are there."""
        hosting = self._lessons.hosting
        if hosting is None or not hosting.matches:
            return None
        match = hosting.matches[min(hosting.matches)]
        scenario = match.ground.scenario
        months = match.game.length or scenario.months
        what = {"scenario": scenario.to_toml(), "seed": match.game.seed, "months": months}
        found: Bands | None = self._work.there("class_band", what)
        return found

    # --- in the background -----------------------------------------------------------------------------------------------

    async def follow(self) -> None:
        """Prepare each class when it is over, as long as the server runs."""
        while True:
            seen = self._lessons.count
            await self.prepare()
            await self._lessons.changed(seen)

    async def prepare(self) -> None:
        """Once all matches are over, the figures of the class, and then the debriefs of its pupils, two at a time.

        Where something fails, whoever asks for it is told why. Harmless before, and after.
        """
        hosting = self._lessons.hosting
        if hosting is None or hosting.name == self._prepared or not _over(hosting):
            return
        languages = sorted({self._desk.lang, *(phone.lang for phone in hosting.room.phones.values())})
        for lang in languages:
            for variable in VARIABLES:
                with suppress(BusyError):
                    await _tried(self._found("class_figure", lang, LONGEST, variable=variable))

        async def make(what: Mapping[str, Any]) -> None:
            await _tried(self._debriefs.found("debrief", what, LONGEST))

        if hosting.room.phase == "playing":  # when the lesson is over, no phone is let in any more
            await together(make, await asyncio.to_thread(_pupils, hosting))
        self._prepared = hosting.name

    # --- within ----------------------------------------------------------------------------------------------------------

    def _hosting(self) -> Hosting:
        if self._lessons.hosting is None:
            raise ScenarioError(say("play_class.nothing"))
        return self._lessons.hosting

    async def _answers(self) -> str:
        hosting = self._hosting()
        return await self._lessons.tables.ask(self._lessons.ledger.noted, hosting.name, ANSWERS)

    def _class(self, lang: str | None) -> dict[str, Any]:
        """The class as its debrief takes it: matches are called by their numbers, and with a language in its words."""
        hosting = self._hosting()

        def name(table: int) -> str:
            return str(table + 1) if lang is None else text("play_class_page.match", lang, n=table + 1)

        matches = as_json(told(match, name(table)) for table, match in hosting.matches.items())
        if not matches:
            raise ScenarioError(say("play_class.nothing"))
        expected = [
            {"pupil": key, "match": name(phone.place[0]), "figures": dict(phone.predicted.figures)}
            for key, phone in hosting.room.phones.items()
            if phone.predicted is not None and phone.place is not None
        ]
        return {"matches": matches, "expected": expected}

    async def _found(self, work: str, lang: str, patience: float = PATIENCE, **more: str) -> Any:
        """What a work gives of the class as it is, or how far it is.

        What was begun a moment ago is waited for: were each question about the class of that moment, a class that plays
        would never have an answer.
        """
        key = (work, lang, self._hosting().name, *more.values())
        what, then = self._begun.pop(key, ({}, 0.0))
        now = time.monotonic()
        if not what or now - then > LASTS:
            what = self._class(lang) | {"lang": lang} | more
            if work == "class_figure":
                del what["expected"]
        found = await self._work.found(work, what, patience)
        if isinstance(found, float):
            self._begun[key] = what, time.monotonic()
        return found

    def _html(self, lang: str, found: str, answers: str, *, far: int = 0, refused: str = "") -> str:
        hosting, query = self._hosting(), urlencode({"lang": lang})
        files = [
            (f"{AT}/{name}?{query}", text(f"play_class_page.{key}", lang, file=name))
            for name, key in ((WORKBOOK, "workbook"), *((f"{table}.csv", table) for table in TABLES))
        ]
        return render(
            "class_page.html", lang,
            title=text("play_class_page.title", lang), here="", path=AT, query="",
            body=drawing(found), far=far, refused=refused, so_far=not _over(hosting),
            answers=answers, most=MOST_LETTERS, files=files,
        )  # fmt: skip


def _over(hosting: Hosting) -> bool:
    """Whether nothing more is played: every match is over, or the lesson."""
    over = all(match.stage == OVER for match in hosting.matches.values())
    return hosting.room.phase == "finished" or (bool(hosting.matches) and over)


def _pupils(hosting: Hosting) -> list[list[dict[str, Any]]]:
    """What the pages of phones ask for when the matches are over, those of a seat together: they share its debrief."""
    made = []
    for table, match in hosting.matches.items():
        written = dict[str, str]()  # by language: what was ordered has a title in it
        for state in hosting.room.settings.played:
            phones = hosting.room.members((table, state))
            for lang in {phone.lang for phone in phones.values()} - set(written):
                with in_language(lang):
                    written[lang] = ended(match).to_json()
            made.append(
                [
                    {**asked(written[phone.lang], state, phone.lang, f"/seat/{key}"), "guessed": {}}
                    for key, phone in phones.items()
                ]
            )
    return made


async def _tried(doing: Any) -> None:
    try:
        await doing
    except (ScenarioError, HTTPException):
        return
