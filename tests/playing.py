"""The game for one, served for a test on a free port of this machine, and players that read its forms as a browser does."""

from __future__ import annotations

import http.client
import re
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from simulation.play.journal import Journal
from simulation.play.keys import Keys
from simulation.play.solo import served
from simulation.scenario import Scenario, load_scenario, scenario_names
from simulation.web.opening import listening, serve
from simulation.web.sockets import Socket

SHIPPED: Mapping[str, Scenario] = {name: load_scenario(name) for name in scenario_names()}


@dataclass
class Form:
    """A form of a page: where it leads, the fields that it has, and what each may be."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)  # as they stand
    may: dict[str, list[str]] = field(default_factory=dict)  # of choices, those that are not out of reach


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found = list[Form]()
        self.open: Form | None = None
        self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        if tag == "form" and has.get("method") == "post":
            self.open = Form(has["action"])
            self.found.append(self.open)
        if self.open is None or (not has.get("name") and tag != "option") or "disabled" in has:
            return
        name, value = has.get("name", ""), has.get("value", "on")
        if tag == "select":
            self.select = name
        elif tag == "option":
            if "selected" in has:
                self.open.fields[self.select] = value
        elif tag == "input" and has.get("type") in ("radio", "checkbox"):
            self.open.may.setdefault(name, []).append(value)
            if "checked" in has:
                self.open.fields[name] = value
        elif tag == "input":
            self.open.fields[name] = "" if "value" not in has else value

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.open = None


def forms_to(html: str, what: str) -> list[Form]:
    """The forms of a page that lead to an address with this end."""
    read = _Forms()
    read.feed(html)
    return [one for one in read.found if one.action.partition("?")[0].endswith(f"/{what}")]


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes
    path: str = ""  # where it came from in the end

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")

    def form(self, what: str) -> Form:
        """The form that leads to an address with this end."""
        (found,) = forms_to(self.text, what)
        return found

    def has(self, what: str) -> bool:
        return bool(forms_to(self.text, what))


class Browser:
    """Keeps cookies by their paths, follows what leads on, and says where a form comes from, as browsers do."""

    def __init__(self, port: int) -> None:
        self.port, self.cookies = port, dict[tuple[str, str], str]()

    def ask(
        self, method: str, path: str, body: bytes | None = None, follow: bool = True, **more: str
    ) -> Answer:
        """`more` are headers; `accept_language=` becomes Accept-Language, and "" leaves one out."""
        host = f"127.0.0.1:{self.port}"
        headers = {"Host": host, "Cookie": self._cookies(path)}
        if method == "POST":
            headers |= {"Origin": f"http://{host}", "Content-Type": "application/x-www-form-urlencoded"}
        headers |= {name.replace("_", "-").title(): value for name, value in more.items()}
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            line.request(method, path, body, {name: said for name, said in headers.items() if said})
            came = line.getresponse()
            answer = Answer(came.status, came.headers, came.read(), path)
        finally:
            line.close()
        for said in answer.headers.get_all("Set-Cookie") or []:
            pair, *rest = said.split("; ")
            name, _, value = pair.partition("=")
            where = next(one.partition("=")[2] for one in rest if one.lower().startswith("path="))
            self.cookies[name, where] = value
        if follow and answer.status == 303:
            return self.ask("GET", answer.headers["Location"])
        return answer

    def _cookies(self, path: str) -> str:
        path = path.partition("?")[0]
        mine = [
            f"{name}={value}"
            for (name, where), value in self.cookies.items()
            if where == "/" or path == where or path.startswith(f"{where}/")
        ]
        return "; ".join(mine)

    def get(self, path: str, **headers: Any) -> Answer:
        return self.ask("GET", path, **headers)

    def post(self, path: str, fields: Mapping[str, str] | Sequence[tuple[str, str]], **more: Any) -> Answer:
        return self.ask("POST", path, urlencode(fields).encode(), **more)

    def send(self, form: Form, follow: bool = True, **changes: Any) -> Answer:
        """A form as it stands, with these changes; `act_0=` becomes act-0."""
        changed = {name.replace("_", "-"): value for name, value in changes.items()}
        return self.post(form.action, form.fields | changed, follow=follow)


@dataclass
class Playing:
    """A game that is served, and how to come in."""

    port: int
    keys: Keys
    journal: Journal

    def browser(self) -> Browser:
        """A browser that was let in."""
        made = Browser(self.port)
        assert made.get(f"/?key={self.keys.key}").status == 200
        return made

    def begun(self, **wish: Any) -> tuple[Browser, Answer]:
        """A browser with a match, and its first page."""
        made = self.browser()
        scenario = wish.pop("scenario", "classroom")
        form = made.get(f"/?scenario={scenario}").form("begin")
        return made, made.send(form, **wish)


def soon(seed: int, turn: int, stage: str, seat: str) -> float:
    return 0.01


@contextmanager
def playing(
    path: Path,
    scenarios: Mapping[str, Scenario] = SHIPPED,
    lang: str = "en",
    pause: Any = soon,
    first: str = "classroom",
) -> Iterator[Playing]:
    """The game for one with a journal in this folder, as `detente play --solo` serves it."""
    keys = Keys()
    with Journal(path / "journal") as journal:
        game = served(journal, scenarios, lang, keys=keys, pause=pause, first=first)
        door = listening(0)
        ready, ends = threading.Event(), threading.Event()
        server = threading.Thread(
            target=serve,
            args=([door], game.app, ready.set, ends),
            kwargs={"sockets": Socket, "ending": game.ending},
            daemon=True,
        )
        server.start()
        assert ready.wait(60)
        try:
            yield Playing(door.getsockname()[1], keys, journal)
        finally:
            ends.set()
            server.join(20)
            assert not server.is_alive()


def seat_of(page: Answer) -> str:
    """The address of the seat that a page is of."""
    found = re.match(r"/seat/[\w-]{22}", page.path)
    assert found, page.path
    return found[0]


def moved_on(browser: Browser, seat: str, stage: str) -> Answer:
    """The page of a seat once it shows another stage than this one: asked as a page without WebSockets asks."""
    for _ in range(200):
        page = browser.get(seat)
        shown = stage_of(page)
        if shown != stage and not shown.endswith("waiting"):
            return page
        rev = re.search(r'data-rev="(\d+)"', page.text)
        assert rev
        life = re.search(r'data-life="(\w*)"', page.text)
        assert life
        browser.get(f"{seat}/wait?rev={rev[1]}&life={life[1]}")
    raise AssertionError(stage)


def stage_of(page: Answer) -> str:
    found = re.search(r'data-stage="([\w-]+)"', page.text)
    assert found, page.text[:500]
    return found[1]
