"""A class, served for a test on a free port of this machine: its teacher, and phones that read their forms."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from starlette.types import ASGIApp

from simulation.play.journal import Journal
from simulation.play.keys import Keys
from simulation.play.room_pages.served import Served, served
from simulation.scenario import Scenario
from simulation.web.opening import listening, serve
from simulation.web.sockets import Socket
from tests.playing import SHIPPED, Answer, Browser, soon, stage_of


@dataclass
class Phone:
    """A phone that came in, and its last page."""

    browser: Browser
    page: Answer

    def look(self) -> Answer:
        """Its page now."""
        self.page = self.browser.get(self.page.path)
        return self.page

    def send(self, what: str, **fields: Any) -> Answer:
        """A form of its page, sent."""
        self.page = self.browser.send(self.page.form(what), **fields)
        return self.page

    @property
    def stage(self) -> str:
        return stage_of(self.page)

    @property
    def state(self) -> str:
        """The state that it plays."""
        found = re.search(r"<h1>(.*?)</h1>", self.page.text)
        assert found
        return found[1]


@dataclass
class Attended:
    """A class that is served, and its teacher's browser."""

    port: int
    keys: Keys
    teacher: Browser
    game: Served
    count: int = field(default=0)

    def does(self, what: str, **fields: Any) -> Answer:
        """Something that the teacher does; each time from a page of its own."""
        self.count += 1
        return self.teacher.post(f"/teacher/{what}", {"key": f"test-{self.count}", **fields})

    def comes(self, lang: str = "en") -> Phone:
        """A phone that comes in."""
        browser = Browser(self.port)
        return Phone(browser, browser.send(browser.get(f"/?lang={lang}").form("join")))

    def begun(self, phones: int, **settings: Any) -> list[Phone]:
        """A class in which so many phones play."""
        assert self.does("begin", **{"scenario": "classroom", "seed": "7"} | settings, key="").status == 200
        came = [self.comes() for _ in range(phones)]
        assert self.does("start").status == 200
        for one in came:
            one.look()
        return came


@contextmanager
def attended(
    path: Path,
    pause: Any = soon,
    lang: str = "en",
    scenarios: Mapping[str, Scenario] = SHIPPED,
    through: Callable[[ASGIApp], ASGIApp] = lambda app: app,
    **more: Any,
) -> Iterator[Attended]:
    """A class with a journal in this folder, as `detente play` serves it; `through` stands before its application."""
    keys = Keys()
    with Journal(path / "journal") as journal:
        game = served(journal, scenarios, lang, keys=keys, pause=pause, **more)
        door = listening(0)
        ready, ends = threading.Event(), threading.Event()
        server = threading.Thread(
            target=serve,
            args=([door], through(game.app), ready.set, ends),
            kwargs={"sockets": Socket, "ending": game.ending},
            daemon=True,
        )
        server.start()
        assert ready.wait(60)
        try:
            teacher = Browser(door.getsockname()[1])
            assert teacher.get(f"/teacher?key={keys.key}").status == 200
            yield Attended(door.getsockname()[1], keys, teacher, game)
        finally:
            ends.set()
            server.join(20)
            assert not server.is_alive()


def forms(page: Answer) -> list[str]:
    """What the forms of a page lead to."""
    return [
        action.rpartition("/")[2].partition("?")[0]
        for action in re.findall(r'<form[^>]* action="([^"]*)"', page.text)
    ]
