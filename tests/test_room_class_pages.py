"""The debrief of a class over HTTP: while it plays and after, with answers that are kept, and files without names."""

from __future__ import annotations

import asyncio
import io
import re
import threading
import time
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from starlette.applications import Starlette
from starlette.exceptions import HTTPException

from simulation import Scenario, ScenarioError
from simulation.play.debrief_pages import DebriefPages
from simulation.play.debriefs import Debriefs
from simulation.play.journal import Journal
from simulation.play.keys import Keys
from simulation.play.match import OVER
from simulation.play.pages import render
from simulation.play.room import events as ev
from simulation.play.room.hosting import Hosting
from simulation.play.room.ledger import Ledger
from simulation.play.room.names import called
from simulation.play.room.settings import Settings
from simulation.play.room_pages import class_pages
from simulation.play.room_pages.class_pages import AT, TABLES, ClassPages
from simulation.play.room_pages.desk import Desk
from simulation.play.room_pages.lessons import Lessons
from simulation.play.seat_pages import COOKIE, SeatPages
from simulation.play.seat_view import view
from simulation.play.seats import Input
from simulation.play.tables import Tables
from simulation.play.tickets import ticket
from simulation.web.answers import refused
from simulation.web.doors import Guarded
from simulation.web.opening import listening, serve
from tests.class_matches import KINDS, says
from tests.playing import Answer, Browser, soon

MATCHES, SEAT = 4, "Alfa"
ANSWERED = "K7M2 cadbcb cadbcb\nB4Q9 aaaaaa ccdbcb"


class Room:
    """A class that is served, and how to have something done in the loop of its server."""

    def __init__(self, path: Path) -> None:
        self.journal = Journal(path / "journal")
        self.keys, self.tables, self.debriefs = Keys(), Tables(self.journal, soon), Debriefs()
        self.lessons = Lessons(self.tables, Ledger(self.journal))
        self.pages = ClassPages(self.lessons, Desk(self.keys, "en"), self.debriefs)
        self.seats = SeatPages(self.tables, self.journal, "en")
        self.loop: Any = None
        self.door = listening(0)
        self.port = self.door.getsockname()[1]

    @property
    def hosting(self) -> Hosting:
        assert self.lessons.hosting is not None
        return self.lessons.hosting

    def do(self, doing: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(doing, self.loop).result(120)

    def teacher(self) -> Browser:
        """A browser that was let in."""
        made = Browser(self.port)
        assert made.get(f"{AT}?key={self.keys.key}").status == 200
        return made

    def app(self) -> Guarded:
        @asynccontextmanager
        async def lifespan(app: Starlette) -> AsyncIterator[None]:
            self.loop = asyncio.get_running_loop()
            try:
                yield
            finally:
                await self.lessons.leave()
                await self.tables.close()
                await self.debriefs.close()
                await self.pages.close()

        handlers: Any = dict.fromkeys(
            (ScenarioError, HTTPException, Exception), partial(refused, "en", render)
        )
        routes = [*self.pages.routes(), *DebriefPages(self.seats, self.debriefs).routes()]
        return Guarded(
            Starlette(routes=routes, exception_handlers=handlers, lifespan=lifespan), "en", posts=True
        )

    async def begin(self, scenario: Scenario) -> None:
        """A class, each of whom has a match of its own against a program, and has expected something."""
        settings = Settings(scenario.to_toml(), sits="doctrine", months=3, turns=2, seed=7)
        hosting = await self.lessons.begin(settings)
        for nth in range(MATCHES):
            entry = await hosting.join("id" if nth == 1 else "en", f"join-{nth}")
            expected = {"tension": 50.0, "crises": 2, "crises_sure": 90}
            await hosting.do(ev.Predicted(at=hosting.now(), phone=entry.phone, figures=expected))
        await hosting.start()

    async def play(self) -> None:
        """A turn at every table, with a player of another kind at each."""
        for table, begins in self.hosting.matches.items():
            while True:
                count, match = self.hosting.count, self.hosting.matches[table]
                if match.stage == OVER or match.turn > begins.turn:
                    break
                if SEAT not in match.awaited:  # the program's turn
                    await self.hosting.any_change(count)
                    continue
                seen = view(match, SEAT)
                assert seen.now is not None
                said = {rival.name: says(seen, rival, list(KINDS)[table]) for rival in seen.now.rivals}
                (phone,) = self.hosting.room.members((table, SEAT))
                given = Input(match.turn, seen.stage, SEAT, said)  # type: ignore[arg-type]
                await self.hosting.take(phone, f"{table}-{len(match.inputs)}", given)

    async def band(self) -> Any:
        return self.pages.band()

    async def let_in(self, phone: str) -> str:
        """A token for the page of a phone's seat."""
        placed = self.hosting.seat(phone)
        assert placed is not None
        mine, token = ticket(*placed, phone)
        await self.tables.ask(self.journal.give, mine)
        return token


@contextmanager
def room(path: Path) -> Iterator[Room]:
    made = Room(path)
    ready, ends = threading.Event(), threading.Event()
    server = threading.Thread(
        target=serve, args=([made.door], made.app(), ready.set, ends), daemon=True
    )  # fmt: skip
    server.start()
    assert ready.wait(60)
    try:
        yield made
    finally:
        ends.set()
        server.join(20)
        made.journal.close()
        assert not server.is_alive()


def there(browser: Browser, path: str) -> Answer:
    """The page once it is worked out: asked for again as a browser does that is told to."""
    ends = time.monotonic() + 100
    while time.monotonic() < ends:
        page = browser.get(path)
        if "Refresh" not in page.headers:
            return page
        assert '<progress max="100"' in page.text
        assert page.status == 200
        time.sleep(0.2)
    raise AssertionError(path)


def test_the_debrief_of_a_class_from_its_first_turn_to_its_files(tmp_path: Path, two: Scenario) -> None:
    with room(tmp_path) as school:
        assert Browser(school.port).get(AT).status == 403
        teacher = school.teacher()
        for begun in (False, True):
            if begun:
                school.do(school.begin(two))
            page = teacher.get(AT)
            assert (page.status, "No match has a month behind it yet" in page.text) == (400, True)
        with pytest.raises(ScenarioError, match="No match has a month"):
            school.do(school.pages.figure("en"))

        # while the class plays: as it stood when it was asked for, though it plays on meanwhile
        school.do(school.play())
        school.do(school.band())
        page = there(teacher, AT)
        assert "The class still plays" in page.text
        assert "of 4 matches ended calmer" in page.text
        assert "month 1 to 3 of" in page.text
        assert "What you expected, and what came" in page.text
        bands = school.do(school.band())
        assert [len(one) for one in bands["tension"].values()] == [6, 6, 6]

        # answers are kept, and what cannot be read is said where it was typed, and not lost
        bad = teacher.send(page.form("answers"), answers="Budi <b> cadbc\nK7M2 cadbcb cadbcb")
        assert bad.status == 400
        assert "line 1 is no pupil" in bad.text
        assert "Budi &lt;b&gt; cadbc\nK7M2 cadbcb cadbcb</textarea>" in bad.text
        teacher.send(page.form("answers"), answers=ANSWERED.replace("\n", "\r\n"))
        page = there(teacher, AT)
        assert "Six questions, before and after</h2>" in page.text
        assert "right answers of 6" in page.text
        assert f"{ANSWERED}</textarea>" in page.text

        # when it is over, in both languages, and with debriefs that are there before a phone asks
        school.do(school.pages.prepare())
        assert not school.pages._prepared
        school.do(school.play())
        assert {match.stage for match in school.hosting.matches.values()} == {OVER}
        phones = school.hosting.room.phones
        keys = list(phones)[:2]
        assert [phones[key].lang for key in keys] == ["en", "id"]
        school.do(school.pages.prepare())
        for key in keys:
            pupil = Browser(school.port)
            pupil.cookies[COOKIE, f"/seat/{key}"] = school.do(school.let_in(key))
            debrief = pupil.get(f"/seat/{key}/debrief?lang={phones[key].lang}")
            assert "Refresh" not in debrief.headers
            assert '<article class="debrief">' in debrief.text
        for lang, said in (
            ("en", "of 4 matches ended calmer"),
            ("id", "dari 4 permainan berakhir lebih tenang"),
        ):
            assert isinstance(school.do(school.pages.figure(lang, "mutual_benefit")), str)
            assert said in school.do(school.pages.figure(lang))
            page = there(teacher, f"{AT}?lang={lang}")
            assert said in page.text
            assert f'<html lang="{lang}">' in page.text
            assert "so-far" not in page.text
            assert (
                page.text.count('<div class="table" role="region" tabindex="0"')
                == page.text.count("<table")
                >= 3
            )
            assert not re.search(r"<(style|script)\b|\son\w+=|\sstyle=", page.text)

        # files: codes, the same in each of them, and no names
        book = teacher.get(f"{AT}/class.xlsx")
        sheets = openpyxl.load_workbook(io.BytesIO(book.body))
        files = {name: teacher.get(f"{AT}/{name}.csv") for name in sheets.sheetnames}
        assert set(files) <= set(TABLES)
        assert {"matches", "months", "predictions", "answers", "learnt", "about"} <= set(files)
        rows = {name: one.body.decode("utf-8-sig").splitlines() for name, one in files.items()}
        codes = [row.split(",")[0] for row in rows["matches"][1:]]
        assert (
            codes
            == [sheets["matches"].cell(row, 1).value for row in range(2, 6)]
            == ["M01", "M02", "M03", "M04"]
        )
        benefits = [row.split(",")[3] for row in rows["matches"][1:]]
        again = teacher.get(f"{AT}/matches.csv?lang=id").body.decode("utf-8-sig").splitlines()
        assert [row.split(";")[3].replace(",", ".") for row in again[1:]] == benefits
        assert files["matches"].headers["Content-Disposition"] == 'attachment; filename="matches.csv"'
        said = " ".join(one.body.decode("utf-8-sig") for one in files.values())
        said += " ".join(str(cell.value) for sheet in sheets for row in sheet.iter_rows() for cell in row)
        names = [
            called(phone.name, lang)
            for phone in phones.values()
            for lang in ("en", "id")
            if phone.name is not None
        ]
        for name in (*phones, *names, "K7M2", "B4Q9", "Table 1", school.lessons.code):
            assert name.casefold() not in said.casefold(), name
        empty = teacher.get(f"{AT}/differs.csv")
        assert (empty.status, "differs.csv would be empty" in empty.text) == (400, True)
        assert teacher.get(f"{AT}/other.csv").status == 404


def test_without_openpyxl_one_line_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(class_pages, "find_spec", lambda name: None)
    with room(tmp_path) as school:
        page = school.teacher().get(f"{AT}/class.xlsx")
        assert page.status == 400
        assert "run pip install &#34;.[xlsx]&#34;" in page.text
