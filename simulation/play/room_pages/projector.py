"""What all see: how to come in, how far the class is, its lines of tension and benefit, and at the end every match."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from simulation.catalogue import text
from simulation.play.class_debrief.live import Bands, live
from simulation.play.match import Match
from simulation.play.pages import render
from simulation.play.room.hosting import Hosting
from simulation.play.room_pages.desk import Desk
from simulation.play.room_pages.lessons import Lessons
from simulation.play.room_pages.qr import qr
from simulation.play.seat_words import Words
from simulation.web.opening import HERE
from simulation.web.pages import drawing

PATH = "/projector"
FEWEST = 3  # matches of which lines are drawn: of one or two everybody knows whose they are
#: the figure of all matches in a language, once all is over; or how far it is, 0-1
Figure = Callable[[str], Awaitable[str | float]]
#: the runs that nobody plays, where they are there already
Ground = Callable[[str], Bands | None]


class Projector:
    """The projector's page. `figure` is of a class that is over, `ground` for its lines until then."""

    def __init__(self, lessons: Lessons, desk: Desk, figure: Figure, ground: Ground) -> None:
        self._lessons, self._desk, self._figure, self._ground = lessons, desk, figure, ground

    def routes(self) -> list[BaseRoute]:
        """All but those of `live`."""
        return [Route(PATH, self._desk.of(self.page))]

    async def page(self, request: Request, lang: str) -> Response:
        """The page."""
        values = await self._shown(lang)
        return HTMLResponse(render("projector.html", lang, **values, here=PATH, path=PATH, query=""))

    async def main(self, lang: str) -> str:
        """What stands in its `<main>`."""
        return render("projector_main.html", lang, **await self._shown(lang))

    async def _shown(self, lang: str) -> dict[str, Any]:
        hosting, words = self._lessons.hosting, Words(lang)
        shown: dict[str, Any] = {
            "title": text("play_projector.title", lang), "rev": self._lessons.count, "words": words, "side": None,
            "over": False, "lines": "", "figure": "", "few": False, "news": [],
        }  # fmt: skip
        if hosting is None:
            return shown
        side = hosting.projector()
        shown |= {"side": side, "over": bool(side.tables) and side.over == side.tables}
        if side.phase == "lobby":
            leads = self._lessons.address or f"http://{HERE}"
            link = f"{self._lessons.address}/?code={self._lessons.code}"
            return shown | {
                "address": self._lessons.address,
                "leads": leads,
                "code": self._lessons.code,
                "qr": drawing(qr(link, text("play_projector.qr", lang))) if self._lessons.address else "",
                "names": [words.envoy(name) for name in side.names],
            }
        matches = list(hosting.matches.values())
        told = shown["over"] and any(match.month for match in matches)
        figure = await self._figure(lang) if told else 0.0
        return shown | {
            "figure": drawing(figure) if isinstance(figure, str) else "",
            "lines": await self._lines(hosting, matches, lang),
            "few": len(matches) < FEWEST,
            "news": _news(matches, words),
        }

    async def _lines(self, hosting: Hosting, matches: list[Match], lang: str) -> str:
        if len(matches) < FEWEST or not any(match.month for match in matches):
            return ""
        months = max(match.length for match in matches)
        return drawing(await asyncio.to_thread(live, matches, lang, months, self._ground(lang)))


def _news(matches: list[Match], words: Words) -> list[str]:
    """What the teacher has brought in, where it has happened: the newest last."""
    told = dict[str, None]()
    for match in matches:
        for one in match.inputs:
            scenario = match.ground.scenario
            if one.event is not None and scenario.month_index(one.event.date) <= match.month:
                told[one.event.title] = None
    return [words.heading(title) for title in told]
