"""The explorer's doors: what each attack of the list gets in place of what it wants, and beside it what a friend gets.

Words that try to be more (XSS, formulas, terminals), names and headers of other sites, ways to other files, numbers that
are none, callers that dawdle, and callers from the local network.
"""

from __future__ import annotations

import asyncio
import contextlib
import csv
import io
import json
import re
import select
import socket
import threading
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import contextmanager
from email.message import Message as Headers
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote, urlencode
from xml.etree import ElementTree

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message

from simulation import cli
from simulation.catalogue import languages, words
from simulation.errors import ScenarioError
from simulation.explorer import server, work, worlds
from simulation.explorer.inputs import inputs
from simulation.explorer.pages import render
from simulation.scenario import Event, Leader, Scenario, StateSpec
from simulation.web import doors, lan, opening
from simulation.web.answers import LINES
from simulation.web.doors import LONGEST, Guarded
from simulation.web.lan import Door, Tries
from simulation.web.opening import listening, serve
from simulation.web.workers import SOON, BusyError, Heard
from tests.payloads import PAYLOADS, allowed
from tests.serving import Answer, Page, served

SHIPPED = worlds.shipped()
IN_A_FILE = [said for said in dict.fromkeys(allowed(one) for one in PAYLOADS) if said.strip()]
HARMLESS = [f"word number {k}" for k in range(len(IN_A_FILE))]
DATE = "events.A_civil_war_in_a_third_country.date"  # of the classroom
NAME = "Al'fa & (Co.)"  # the signs that the name of a state may have
LAN, OTHER = "192.168.7.20", "192.168.7.21"


# --- what is tried on -------------------------------------------------------------------------------------------------


def saying(said: list[str], name: str, two: Scenario) -> Scenario:
    """A scenario of a user's own that has these words wherever a file may have any."""
    event = {"kind": "theatre", "size": 0.2, "state": NAME}
    return two.changed(
        name=name,
        title=said[0],
        summary="\n".join(said),
        look_for=tuple(said[:20]),
        questions=tuple(said[20:40]),
        months=24,
        states=tuple(
            one.model_copy(update={"name": (NAME, "Bravo")[k], "title": said[k], "source": said[k + 2]})
            for k, one in enumerate(two.states)
        ),
        rivalries=(two.rivalries[0].model_copy(update={"between": (NAME, "Bravo"), "source": said[4]}),),
        leaders=tuple(
            Leader(state=NAME, name=one[:60], since=f"{1900 + k}-01", source=one)
            for k, one in enumerate(said[: len(said) // 2])
        ),
        events=tuple(
            Event(date="1960-04", title=one, source=said[-k], **event)  # type: ignore[arg-type]
            for k, one in enumerate(said)
        ),
    )


@pytest.fixture(scope="module")
def hostile(two: Scenario) -> Scenario:
    return saying(IN_A_FILE, "hostile", two)


@pytest.fixture(scope="module")
def page(hostile: Scenario, two: Scenario) -> Iterator[Page]:
    with served({"hostile": hostile, "harmless": saying(HARMLESS, "harmless", two)}) as here:
        yield here


class Read(HTMLParser):
    """What a browser makes of a page: its elements, their attributes, and its words."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: Counter[str] = Counter()
        self.attributes: list[tuple[str, str, str]] = []
        self.said: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.said.append(data)

    def handle_comment(self, data: str) -> None:
        self.tags["comment"] += 1

    def handle_pi(self, data: str) -> None:
        self.tags["instruction"] += 1

    @property
    def words(self) -> str:
        return " ".join(self.said)


LEADS = ("href", "src", "action", "formaction", "xlink:href", "data", "srcset", "poster")


def assert_tame(page: str) -> Read:
    """Nothing in a page can run, load, lead elsewhere, or look other than our style sheet has it."""
    read = Read(page)
    strange = {"comment", "instruction", "base", "iframe", "object", "embed", "img", "video", "foreignobject"}
    assert strange & set(read.tags) == set()
    assert [(tag, name) for tag, name, _ in read.attributes if name.startswith("on") or name == "style"] == []
    scripts = [value for tag, name, value in read.attributes if (tag, name) == ("script", "src")]
    assert read.tags["script"] == len(scripts) <= 1
    assert set(scripts) <= {"/static/explore.js"}
    assert [value for tag, name, value in read.attributes if name == "http-equiv"] == []
    for _, name, value in read.attributes:
        if name in LEADS:
            assert re.match(r"/(?![/\\])|#", value), value
    return read


class Fake:
    """In the place of the processes: has done everything at once, or never, and remembers who asked and who left."""

    def __init__(self, *about: Any) -> None:
        self.asked: list[tuple[str, Mapping[str, Any]]] = []
        self.left: list[str] = []
        self.never = False
        self.wrong = False
        self.full = False

    async def ask(self, name: str, what: Mapping[str, Any], urgency: int = SOON) -> AsyncIterator[Heard]:
        if self.full:
            raise BusyError
        if self.wrong:
            raise RuntimeError("secret\n\x1b[31mof ours")
        self.asked.append((name, what))
        try:
            while self.never:
                yield "at", 0.1
                await asyncio.sleep(0.05)
            yield "done", "<p>done</p>"
        finally:
            self.left.append(name)

    def close(self) -> None:
        pass


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Fake:
    made = Fake()
    monkeypatch.setattr(server, "Workers", lambda *about: made)
    return made


def asked(
    app: ASGIApp,
    path: str = "/",
    client: str = "127.0.0.1",
    method: str = "GET",
    host: str = "127.0.0.1",
    **more: str,
) -> Answer:
    """What an application answers a caller from an address; `sec_fetch_site=` becomes Sec-Fetch-Site."""
    where, _, query = path.partition("?")
    headers = [(b"host", host.encode())] if host else []
    headers += [(name.replace("_", "-").encode(), value.encode()) for name, value in more.items()]
    scope = {
        "type": "http", "http_version": "1.1", "method": method, "path": where, "raw_path": where.encode(),
        "root_path": "", "scheme": "http", "query_string": query.encode(), "headers": headers,
        "client": (client, 50000), "server": (host, 80), "state": {},
    }  # fmt: skip
    sent: list[Message] = []
    came = iter([{"type": "http.request", "body": b"", "more_body": False}])

    async def receive() -> Message:
        one = next(came, None)
        if one is None:
            await asyncio.sleep(3600)
        return one or {}

    async def send(message: Message) -> None:
        sent.append(message)

    async def scene() -> None:
        if isinstance(app, Starlette):
            await app(scope, receive, send)
            return
        begins, ends = asyncio.Event(), asyncio.Event()

        async def life() -> Message:
            if not begins.is_set():
                begins.set()
                return {"type": "lifespan.startup"}
            await ends.wait()
            return {"type": "lifespan.shutdown"}

        there = asyncio.Event()

        async def told(message: Message) -> None:
            there.set()

        living: asyncio.Future[None] = asyncio.ensure_future(
            app({"type": "lifespan", "state": {}}, life, told)
        )
        await there.wait()
        try:
            await app(scope, receive, send)
        finally:
            ends.set()
            await living

    asyncio.run(asyncio.wait_for(scene(), 30))
    given = Headers()
    for name, value in sent[0]["headers"]:
        given[name.decode()] = value.decode()
    body = b"".join(one.get("body", b"") for one in sent[1:])
    return Answer(sent[0]["status"], given, body)


async def _hello(request: Request) -> Response:
    return PlainTextResponse("hello")


PLAIN = Starlette(
    routes=[Route(path, _hello) for path in ("/", "/static/look.css", "/seat/7", "/seat/7/wait", "/seats")]
)


def guarded(lang: str = "en") -> ASGIApp:
    return Guarded(PLAIN, lang)


def one_line(answer: Answer, status: int, lang: str, key: str) -> None:
    """A refusal is one line, in the reader's language, under the right number, with the headers of all answers."""
    assert (answer.status, answer.text) == (status, words(lang)[key])
    assert_headers(answer)


def assert_headers(answer: Answer) -> None:
    for name, value in doors.SAID.items():
        assert answer.headers[name] == value
    assert answer.headers["Cache-Control"] in ("no-store", "no-cache")


# --- 13, 21: words that try to be more --------------------------------------------------------------------------------


def test_13_there_are_enough_of_them() -> None:
    assert len(PAYLOADS) >= 60
    assert len(IN_A_FILE) >= 60


@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize("way", ["/", "/print", "/month"])
def test_13_words_of_a_file_are_words_on_every_page(
    page: Page, hostile: Scenario, way: str, lang: str
) -> None:
    key = next(key for key, one in inputs(hostile).items() if one.kind == "happens")
    query = urlencode({key: "off", "runs": "4", "lang": lang, "month": "1960-04"})
    answer = page.get(f"{way}?scenario=hostile&{query}")
    assert answer.status == 200, answer.text
    read = assert_tame(answer.text)
    said = {"/": IN_A_FILE, "/print": IN_A_FILE[:1], "/month": []}[way]
    for one in said:  # and it is all there to be read
        assert " ".join(one.split()) in " ".join(read.words.split()), one
    harmless = Read(page.get(f"{way}?scenario=harmless&runs=4&lang={lang}&month=1960-04").text)
    assert set(read.tags) <= set(harmless.tags) | TABLE


#: of the table that there is where something was changed
TABLE = {
    "figcaption",
    "details",
    "summary",
    "div",
    "table",
    "caption",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "strong",
}


def test_13_a_figure_of_such_words_is_a_figure(page: Page, hostile: Scenario) -> None:
    for begins in ("$x^2$", "{{7*191}}", "<svg><a xlink"):
        key = next(
            key for key, one in inputs(hostile).items() if one.kind == "happens" and one.of.startswith(begins)
        )
        kept = page.get(f"/keep/figure.svg?scenario=hostile&runs=2&{urlencode({key: 'off'})}")
        assert kept.status == 200
        assert kept.headers["Content-Disposition"] == 'attachment; filename="hostile.svg"'
        root = ElementTree.fromstring(kept.text)
        names = {one.tag.rpartition("}")[2] for one in root.iter()}
        assert names <= {"svg", "g", "path", "text", "tspan", "defs", "use", "clipPath", "rect", "title"}
        for one in root.iter():
            assert [name for name in one.attrib if name.startswith("on") or name == "style"] == []
            assert one.attrib.get("href", "#").startswith("#")


def test_13_a_world_is_kept_to_the_letter(page: Page, hostile: Scenario) -> None:
    kept = page.get("/keep/scenario.toml?scenario=hostile")
    assert Scenario.from_toml(kept.text) == hostile


@pytest.mark.parametrize("lang", languages())
def test_13_words_of_an_address_are_words_in_what_refuses_them(page: Page, lang: str) -> None:
    known = page.get(f"/?scenario=classroom&states.Kastara.hawks=9&lang={lang}")
    assert known.status == 400
    twin = Read(known.text)
    for payload in PAYLOADS if lang == "en" else PAYLOADS[::9]:
        one = quote(payload)
        changes = (f"{one}=1", f"states.Kastara.hawks={one}", f"shown={one}", f"seed={one}", f"{DATE}={one}")
        for query in (f"scenario={one}", *(f"scenario=classroom&{change}" for change in changes)):
            answer = page.get(f"/?lang={lang}&{query}")
            assert answer.status == 400, query
            read = assert_tame(answer.text)
            assert read.tags == twin.tags, query
        assert_tame(page.get(f"/?lang={one}").text)
        assert page.get(f"/month?month={one}&lang={lang}").status == 400
        assert page.get(f"/experiment?claim={one}&lang={lang}").status == 400


def test_13_what_is_refused_in_a_line_of_json_is_one_line(page: Page) -> None:
    for payload in PAYLOADS[::10]:
        answer = page.get(f"/futures?{quote(payload)}=1", accept=LINES)
        assert answer.status == 400
        assert answer.headers["Content-Type"].startswith("text/plain")
        assert len(answer.text.splitlines()) == 1
    told = page.get("/futures?scenario=classroom&runs=2", accept=LINES)
    assert "html" in json.loads(told.text.splitlines()[-1])


def test_21_no_cell_of_a_table_is_a_formula(page: Page) -> None:
    kept = page.get("/keep/outcomes.csv?scenario=hostile&states.Al_fa_Co.hawks=0.9&runs=4")
    rows = list(csv.reader(io.StringIO(kept.text)))
    assert {NAME, "Bravo"} <= {cell for row in rows for cell in row}
    for cell in {cell for row in rows for cell in row}:
        assert not cell.startswith(("=", "+", "@", "\t", "\r"))
        if cell.startswith("-"):
            float(cell)


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@x", " =1", "\t=1", "a=1", "a\r\n=1"])
def test_21_no_state_can_be_called_by_a_formula(two: Scenario, name: str) -> None:
    """State names are the one thing of a user's own that a table has cells of."""
    one = two.states[0].model_dump()
    assert StateSpec(**{**one, "name": "Charlie"}).name == "Charlie"
    with pytest.raises(ScenarioError):
        StateSpec(**{**one, "name": name})


# --- 14, 15, 16, 17, 18, 19, 20: a browser that another site leads ----------------------------------------------------


def test_14_19_every_answer_has_the_headers(page: Page) -> None:
    answers = [
        page.get("/?runs=2"), page.get("/futures?runs=2"), page.get("/static/explore.js"), page.get("/form"),
        page.get("/keep/scenario.toml"), page.get("/nowhere"), page.get("/keep/nothing"), page.get("/static/nothing"),
        page.get("/?lang=xx"), page.get("/", method="POST"), page.get("/", host="evil.test"),
        page.get(f"/?{'x' * LONGEST}"), page.get("/", sec_fetch_site="cross-site"), page.get("/", method="HEAD"),
    ]  # fmt: skip
    assert [one.status for one in answers] == [
        200,
        200,
        200,
        200,
        200,
        404,
        404,
        404,
        400,
        405,
        400,
        414,
        403,
        200,
    ]
    for answer in answers:
        assert_headers(answer)
    policy = answers[0].headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


def test_14_what_is_no_http_is_answered_with_the_headers(page: Page) -> None:
    for bad in (b"BLAH\r\n\r\n", b"GET / HTTQ/1.1\r\n\r\n",
                b"GET / HTTP/1.1\r\n\r\n", b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.test\r\n\r\n",
                b"GET / HTTP/1.1\r\nConnection: close\r\nHost: 127.0.0.1\r\n folded: x\r\n\r\n",
                b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -1\r\n\r\n",
                b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
                b"GET /\xff HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", b"GET  / HTTP/1.1\r\n\r\n"):  # fmt: skip
        answer = raw(page, bad)
        assert answer.startswith(b"HTTP/1.1 400 "), bad
        for name in doors.SAID:
            assert name.lower().encode() in answer.lower(), bad
        assert len(answer.split(b"\r\n\r\n", 1)[1].splitlines()) == 1
        assert b"Traceback" not in answer
    giant = raw(page, b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + 90_000 * b"x")
    assert giant.startswith(b"HTTP/1.1 400 ") or giant == b"", "hung up on in the middle"
    good = raw(page, b"GET /static/look.css HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
    assert good.startswith(b"HTTP/1.1 200 ")


def test_15_the_page_sets_no_cookies(page: Page) -> None:
    for way in ("/?runs=2", "/nowhere", "/static/look.css", "/keep/scenario.toml"):
        assert page.get(way, cookie="detente=x; session=y").headers["Set-Cookie"] is None


@pytest.mark.parametrize(
    "method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "get"]
)
def test_16_nothing_is_done_that_could_be_forged(method: str) -> None:
    for lang in languages():
        for way in ("/", "/keep/scenario.toml", "/nowhere"):
            answer = asked(guarded(), f"{way}?lang={lang}", method=method)
            one_line(answer, 405, lang, "doors.method")
            assert answer.headers["Allow"] == "GET, HEAD"
    assert asked(guarded()).text == "hello"


def test_16_another_site_can_lead_here_but_not_set_this_machine_to_work() -> None:
    for site in ("cross-site", "same-site", "x"):
        for more in ({}, {"sec_fetch_mode": "no-cors", "sec_fetch_dest": "image"},
                     {"sec_fetch_mode": "navigate", "sec_fetch_dest": "iframe"}, {"sec_fetch_mode": "cors"}):  # fmt: skip
            one_line(asked(guarded("id"), sec_fetch_site=site, **more), 403, "id", "doors.elsewhere")
        led = {"sec_fetch_mode": "navigate", "sec_fetch_dest": "document"}
        assert asked(guarded(), sec_fetch_site=site, **led).status == 200
    for site in ("same-origin", "none"):
        assert asked(guarded(), sec_fetch_site=site).status == 200


def test_17_there_is_no_other_language_to_be_spoken(page: Page) -> None:
    shake = (
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\n"
        b"Origin: http://evil.test\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    )
    assert b" 101 " not in raw(page, shake).split(b"\r\n")[0]
    assert "access-control-allow-origin" not in {
        name.lower() for name in page.get("/form", origin="http://evil.test").headers
    }


@pytest.mark.parametrize("lang", languages())
def test_18_another_name_for_this_machine_gets_no_page(lang: str) -> None:
    for host in ("evil.test", "evil.test:8731", "127.0.0.1.evil.test", "localhost.evil.test", "evil-localhost", "",
                 "127.0.0.1@evil.test", "127.0.0.1:80:80", "127.0.0.1:x", "0.0.0.0", "127.0.0.2", "localhost.", "[::2]",
                 "127.0.0.1/x", "127.0.0.1, evil.test", "2130706433", "192.168.7.1"):  # fmt: skip
        one_line(asked(guarded(), f"/?lang={lang}", host=host), 400, lang, "doors.host")
    for host in ("127.0.0.1", "127.0.0.1:8731", "localhost", "LocalHost:1", "[::1]:8731"):
        assert asked(guarded(), host=host).status == 200


def test_18_no_other_header_says_who_is_asked(page: Page) -> None:
    assert page.get("/", host="evil.test", x_forwarded_host="127.0.0.1").status == 400
    assert page.get("/form", x_forwarded_host="evil.test", forwarded="host=evil.test").status == 200


def test_20_no_address_leads_elsewhere(page: Page) -> None:
    for way in ("//evil.test", "/\\evil.test", "/%2f%2fevil.test", "/https://evil.test", "//evil.test/..", "/static/",
                "/?next=//evil.test", "/?url=https://evil.test", "/keep/", "/form/", "/%0d%0aLocation:%20//x"):  # fmt: skip
        answer = page.get(way)
        assert answer.status in (400, 404), way
        assert answer.headers["Location"] is None
        if "<html" in answer.text:
            assert_tame(answer.text)
    raw_answer = raw(page, b"GET http://evil.test/ HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
    assert b" 404 " in raw_answer.split(b"\r\n")[0]


# --- 22, 23, 24: other files ------------------------------------------------------------------------------------------

WAYS = (
    "../server.py", "..%2fserver.py", "%2e%2e/server.py", "%2e%2e%2fserver.py", "..%5cserver.py", "..\\server.py",
    "%252e%252e%252fserver.py", "....//server.py", "..;/server.py", "/etc/passwd", "%2fetc%2fpasswd", "//etc/passwd",
    "C:%5cwindows%5cwin.ini", "%5c%5cevil.test%5cshare%5cx", "file:///etc/passwd", "look.css%00.png", "%00", "look.css%00",
    "..%c0%afserver.py", "%uff0e%uff0e/server.py", "look.css/", "look.css/..", "look.css/../../server.py", ".", "..", "~",
    "~root", "../static-evil/look.css", "look.css-evil", "LOOK.CSS", "look.css%20", "look.css.", "look.css::$DATA", "CON",
    "../../../../../../../../etc/passwd", "..%2f..%2f..%2f..%2fetc%2fpasswd", "scenario.toml/../../x", "explore.js.map",
)  # fmt: skip


@pytest.mark.parametrize("folder", ["static", "keep"])
def test_22_23_no_name_leads_to_another_file(page: Page, folder: str) -> None:
    for name in WAYS:
        answer = raw(
            page, f"GET /{folder}/{name} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode()
        )
        assert answer.split(b"\r\n")[0].split()[1] in (b"404", b"400"), name
        assert b"import" not in answer
        assert b"root:" not in answer
    there = {"static": "look.css", "keep": "scenario.toml"}[folder]
    assert page.get(f"/{folder}/{there}").status == 200


def test_23_what_is_kept_is_called_by_us(page: Page) -> None:
    answer = page.get("/keep/scenario.toml?scenario=hostile")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="hostile.toml"'
    with pytest.raises(ScenarioError):
        SHIPPED["classroom"].changed(name='x"; filename="evil.exe')


# --- 28, 29: dawdlers, crowds and giants ------------------------------------------------------------------------------


@contextmanager
def plain_page(app: ASGIApp) -> Iterator[Page]:
    """An application served as the explorer is, without its processes."""
    door = listening(0)
    ready, ends = threading.Event(), threading.Event()
    thread = threading.Thread(target=serve, args=([door], app, ready.set, ends), daemon=True)
    thread.start()
    assert ready.wait(10)
    try:
        yield Page(f"http://127.0.0.1:{door.getsockname()[1]}")
    finally:
        ends.set()
        thread.join(10)
        assert not thread.is_alive()


def connected(page: Page) -> socket.socket:
    host, port = page.address.removeprefix("http://").split(":")
    made = socket.create_connection((host, int(port)), timeout=10)
    return made


def raw(page: Page, sent: bytes) -> bytes:
    """What comes back for these bytes until the server hangs up."""
    with connected(page) as line:
        line.sendall(sent)
        return all_of(line)


def all_of(line: socket.socket) -> bytes:
    came = []
    with contextlib.suppress(ConnectionResetError):
        while more := line.recv(65536):
            came.append(more)
    return b"".join(came)


def greeted(line: socket.socket) -> bool:
    came = b""
    while b"hello" not in came and (more := line.recv(65536)):
        came += more
    return b"hello" in came


def hung_up_after(line: socket.socket, dribble: bytes = b"") -> float:
    """Seconds until the server hangs up on somebody who sends one byte now and then."""
    begun = time.monotonic()
    line.settimeout(0.05)
    for k in range(200):
        try:
            if dribble:
                line.sendall(dribble[k % len(dribble) :][:1])
            if not line.recv(65536):
                break
        except TimeoutError:
            continue
        except OSError:
            break
    else:
        pytest.fail("it did not hang up")
    return time.monotonic() - begun


ASK = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


def test_28_whoever_dawdles_is_hung_up_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "DAWDLING", 0.3)
    with plain_page(guarded()) as page:
        with connected(page) as line:  # says nothing
            assert 0.2 < hung_up_after(line) < 8
        with connected(page) as line:  # a request byte by byte
            line.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n")
            assert 0.2 < hung_up_after(line, b"X-Slow: aaaaaaaa\r\n") < 8
        with connected(page) as line:  # a later request of a connection byte by byte
            line.sendall(ASK)
            assert greeted(line)
            line.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n")
            assert 0.2 < hung_up_after(line, b"X-Slow: aaaaaaaa\r\n") < 8
        with connected(page) as line:  # a body byte by byte
            line.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100000\r\n\r\n")
            assert 0.2 < hung_up_after(line, b"aaaaaaaaaaa") < 8
        with connected(page) as line:  # and whoever does not, is not, although it asks for longer than that
            for _ in range(5):
                line.sendall(ASK)
                assert greeted(line)
                time.sleep(0.1)


def test_28_whoever_does_not_take_its_answer_is_hung_up_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "DAWDLING", 0.3)
    ended = threading.Event()

    async def long(request: Request) -> Response:
        return PlainTextResponse("x" * 16 * 2**20)

    async def over(scope: Any, receive: Any, send: Any) -> None:
        await Starlette(routes=[Route("/", long)])(scope, receive, send)
        ended.set()

    with plain_page(over) as page:
        with connected(page) as line:
            line.sendall(ASK)
            time.sleep(1.0)
            try:
                came = all_of(line)
            except TimeoutError:
                pytest.fail("it did not hang up")
            assert len(came) < 16 * 2**20
        assert len(raw(page, ASK.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))) > 16 * 2**20


def test_28_idle_callers_keep_nobody_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "AT_ONCE", 20)
    with plain_page(guarded()) as page, contextlib.ExitStack() as idle:
        lines = [idle.enter_context(connected(page)) for _ in range(100)]
        assert page.get("/").text == "hello"
        lines[-1].sendall(ASK)  # and the last of them is still on the line
        assert greeted(lines[-1])
        hung_up_on, _, _ = select.select(lines, [], [], 1)
        assert hung_up_on == lines[: len(hung_up_on)], "of too many, those that were idle longest"
        assert 80 <= len(hung_up_on) <= 82


def test_28_half_of_a_connection_is_none(page: Page) -> None:
    with connected(page) as line:
        line.sendall(b"GET / HTTP/1.1\r\nHo")
        line.shutdown(socket.SHUT_WR)
        assert all_of(line) == b""


def test_28_more_at_once_than_there_is_room_for_are_told_to_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doors, "AT_ONCE", 0)
    one_line(asked(guarded("id")), 503, "id", "explore.busy")
    monkeypatch.setattr(doors, "AT_ONCE", 1)
    assert asked(guarded("id")).status == 200


@pytest.mark.parametrize("lang", languages())
def test_29_what_is_too_long_is_refused_at_once(page: Page, lang: str) -> None:
    for way in (
        f"/?lang={lang}&{'x' * LONGEST}",
        f"/?lang={lang}&{'&'.join(f'k{k}=1' for k in range(3500))}",
    ):
        begun = time.process_time()  # the server's and ours
        assert page.get(way).status == 414
        assert time.process_time() - begun < 0.5
    one_line(asked(guarded(lang), f"/{'x' * 200}"), 414, lang, "doors.long")
    for way in (f"/causes/{'9' * 100}", f"/sentences/{'9' * 100}", f"/?{'x' * 8000}=1",
                f"/?scenario={'x' * 8000}", "/?" + "&".join(f"a{k}=" for k in range(1000))):  # fmt: skip
        begun = time.process_time()
        assert page.get(way).status in (400, 404), way[:30]
        assert time.process_time() - begun < 0.5
    assert page.get(f"/form?lang={lang}&seed={'9' * 18}").status == 200


NO_NUMBERS = (
    "nan", "NaN", "inf", "-inf", "Infinity", "1e400", "-1e400", "9" * 5000, "0x1", "1_0", "1,0", "1e", "--1", "", " ",
    "true", "null", "[1]", "{}", "0.1\x00", "\u0663", "\uff11", "\u00b2", "\u2167", "1\u00a0000", "1e-5000000000x",
)  # fmt: skip


def test_29_numbers_that_are_none_are_refused(page: Page) -> None:
    for typed in NO_NUMBERS:
        for key in ("states.Kastara.gdp", "seed", "runs", "run"):
            if typed == "" and key in ("runs", "run"):  # a field of the form that is left empty
                continue
            answer = page.get(f"/form?scenario=classroom&{key}={quote(typed)}")
            assert answer.status == 400, (key, typed)
            assert "Traceback" not in answer.text
    for typed in ("2", "2.5", "1e1"):
        assert page.get(f"/form?scenario=classroom&states.Kastara.gdp={typed}").status == 200


# --- 31, 32, 34: what is told of what goes wrong ----------------------------------------------------------------------


def test_31_32_what_goes_wrong_is_told_in_one_line_and_no_more(
    fake: Fake, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    fake.wrong = True
    with served({}) as page:
        for lang in languages():
            for way in ("/", "/month?scenario=classroom&month=1960-05"):
                joined = f"{way}{'&' if '?' in way else '?'}lang={lang}"
                answer = page.get(joined)
                assert answer.status == 500
                assert words(lang)["explore.failed"] in answer.text
                for secret in ("secret", "RuntimeError", "Traceback", "simulation/", ".py"):
                    assert secret not in answer.text
                assert_headers(answer)
        fake.wrong = False
        assert page.get("/").status == 200
    lines = [one.getMessage() for one in caplog.records if one.name == "simulation.web"]
    assert len(lines) == 4
    assert all(one.isprintable() and one.startswith("RuntimeError: secret") for one in lines)
    told = "".join(capfd.readouterr())
    assert "Traceback" not in told
    assert "\x1b" not in told


def test_31_no_address_is_written_to_the_terminal(page: Page, capfd: pytest.CaptureFixture[str]) -> None:
    for payload in PAYLOADS[::5]:
        page.get(
            f"/?{quote(payload)}=1", user_agent=allowed(payload).encode("ascii", "ignore").decode() or "x"
        )
    raw(page, b"BLAH\x1b[31m\r\n\r\n")
    assert "".join(capfd.readouterr()) == ""


def test_34_there_is_no_console(page: Page) -> None:
    for way in ("/console", "/debug", "/admin", "/__debug__/", "/metrics", "/status", "/docs", "/openapi.json", "/ws",
                "/stats", "/.git/config", "/.env", "/favicon.ico", "/robots.txt", "/pages.py"):  # fmt: skip
        assert page.get(way).status == 404
    made: Any = server.app({}, "en")
    assert made.app.debug is False


# --- whoever hangs up -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "way",
    ["/", "/futures", "/month?scenario=classroom&month=1960-05", "/print", "/keep/outcomes.csv", "/causes"],
)
def test_work_ends_when_its_asker_hangs_up(fake: Fake, way: str) -> None:
    fake.never = True
    with served({}) as page:
        with connected(page) as line:
            line.sendall(f"GET {way} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
            wait_for(lambda: len(fake.asked) == 1)
            assert fake.left == []
        wait_for(lambda: fake.left == [fake.asked[0][0]])


def wait_for(true: Any) -> None:
    end = time.monotonic() + 5
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)


# --- 11, 12, 15, 20, 33: callers from the local network ---------------------------------------------------------------

CODE = "K7M3PQ"


def from_the_network(
    tries: Tries | None = None, lang: str = "en", free: tuple[str, ...] = lan.FREE
) -> ASGIApp:
    return Guarded(Door(PLAIN, lang, CODE, render, tries, free), lang, (*doors.LOCAL, "192.168.7.1"))


def test_11_a_code_cannot_be_guessed() -> None:
    assert len(set(lan.SIGNS)) == 31
    assert set("0O1IL") & set(lan.SIGNS) == set()
    codes = [lan.code() for _ in range(2000)]
    assert {len(one) for one in codes} == {6}
    assert len(set(codes)) >= 1998  # of so many two are alike once in four hundred times
    assert set("".join(codes)) == set(lan.SIGNS)
    assert 31**6 == 887_503_681


@pytest.mark.parametrize("lang", languages())
def test_33_without_the_code_there_is_a_form_and_nothing_else(lang: str) -> None:
    app = from_the_network()
    for way in ("/", "/futures", "/keep/scenario.toml", "/nowhere"):
        answer = asked(app, f"{way}?lang={lang}", client=LAN, host="192.168.7.1:8731")
        assert answer.status == 401
        assert words(lang)["lan.enter"] in answer.text
        assert "hello" not in answer.text
        assert CODE not in answer.text
        assert_tame(answer.text)
        assert_headers(answer)
    assert (
        asked(app, "/static/look.css", client=LAN, host="192.168.7.1").text == "hello"
    )  # how the form looks
    assert asked(app, "/").text == "hello"  # whoever sits here needs none


def test_33_what_has_a_lock_of_its_own_needs_no_code_and_nothing_beside_it_is_open() -> None:
    """A phone's seat outlives the server, and with it the cookie of its door."""
    with_seats = from_the_network(free=(*lan.FREE, "/seat/"))
    for way in ("/seat/7", "/seat/7/wait?rev=1", f"/seat/7?code={CODE}", "/seat/7?code=WRONG"):
        answer = asked(with_seats, way, client=LAN, host="192.168.7.1")
        assert (answer.text, answer.headers["Set-Cookie"]) == ("hello", None), way
    assert asked(with_seats, "/static/look.css", client=LAN, host="192.168.7.1").text == "hello"
    assert (
        asked(from_the_network(), "/seat/7", client=LAN, host="192.168.7.1").status == 401
    )  # unless it is said
    for way in ("/", "/seats", "/seat", "//seat/7", "/SEAT/7", "/x/seat/7", "/%2e/seat/7"):
        assert asked(with_seats, way, client=LAN, host="192.168.7.1").status == 401, way
    assert (
        asked(with_seats, "/seat/../", client=LAN, host="192.168.7.1").status == 404
    )  # a way is taken as it stands
    assert (
        asked(with_seats, "/seat/7", client=LAN, host="evil.test").status == 400
    )  # of this lock alone it is free


@pytest.mark.parametrize("typed", [CODE, CODE.lower(), "k7m 3pq", " K7M-3PQ "])
def test_15_20_the_code_is_given_once(typed: str) -> None:
    app = from_the_network()
    more = urlencode({"code": typed, "seed": "3", "lang": "id"})
    answer = asked(app, f"/?{more}", client=LAN, host="192.168.7.1")
    assert answer.status == 200
    assert answer.headers["Refresh"] == "0; url=/?seed=3&lang=id"
    assert CODE not in answer.text
    cookie = answer.headers["Set-Cookie"]
    for word in ("HttpOnly", "SameSite=strict", "Path=/"):
        assert word in cookie
    assert "Domain" not in cookie
    assert CODE not in cookie
    given = cookie.partition(";")[0]
    assert asked(app, "/", client=LAN, host="192.168.7.1", cookie=given).text == "hello"
    assert asked(app, "/", client=OTHER, host="192.168.7.1", cookie=given).text == "hello"
    for other in (
        "detente=",
        "detente=x",
        f"detente={CODE}",
        given[:-1],
        given + "x",
        "detente=\u0663",
        given.upper(),
    ):
        assert asked(app, "/", client=LAN, host="192.168.7.1", cookie=other).status == 401
    assert (
        asked(from_the_network(), "/", client=LAN, host="192.168.7.1", cookie=given).status == 401
    )  # of another day


def test_20_the_way_on_after_the_code_is_ours() -> None:
    ways = dict.fromkeys(("//evil.test/", "/\\evil.test", "/https://evil.test"), "/") | {
        "/futures": "/futures"
    }
    for way, on in ways.items():
        answer = asked(
            from_the_network(), f"{way}?code={CODE}&x=//evil.test%0d%0aX:y", client=LAN, host="192.168.7.1"
        )
        assert answer.headers["Refresh"] == f"0; url={on}?x=%2F%2Fevil.test%0D%0AX%3Ay"
        assert answer.headers["Location"] is None
        assert answer.headers["X"] is None


def test_12_after_ten_wrong_codes_a_minute_none_is_looked_at() -> None:
    now = [0.0]
    app = from_the_network(Tries(lambda: now[0]))
    for k in range(10):
        assert asked(app, f"/?code=WRONG{k}", client=LAN, host="192.168.7.1").status == 403
    for tried in ("WRONG", CODE):
        answer = asked(app, f"/?code={tried}", client=LAN, host="192.168.7.1")
        one_line(answer, 429, "en", "lan.too_many")
        assert answer.headers["Retry-After"] == "60"
    assert asked(app, f"/?code={CODE}", client=OTHER, host="192.168.7.1").status == 200
    now[0] = 61
    assert asked(app, f"/?code={CODE}", client=LAN, host="192.168.7.1").status == 200


def test_12_after_a_hundred_wrong_codes_a_minute_everybody_waits_but_who_is_in() -> None:
    now = [0.0]
    app = from_the_network(Tries(lambda: now[0]))
    let_in = (
        asked(app, f"/?code={CODE}", client=OTHER, host="192.168.7.1").headers["Set-Cookie"].partition(";")[0]
    )
    for k in range(100):
        assert (
            asked(app, "/?code=WRONG", client=f"192.168.7.{30 + k // 10}", host="192.168.7.1").status == 403
        )
    assert asked(app, f"/?code={CODE}", client=LAN, host="192.168.7.1").status == 429
    assert asked(app, "/", client=OTHER, host="192.168.7.1", cookie=let_in).text == "hello"
    assert asked(app, "/").text == "hello"
    now[0] = 61
    assert asked(app, f"/?code={CODE}", client=LAN, host="192.168.7.1").status == 200


def test_12_a_hundred_thousand_guesses_find_nothing_and_cost_nothing() -> None:
    now = [0.0]
    tries = Tries(lambda: now[0])
    looked = 0
    for k in range(100_000):
        now[0] += 0.01
        if not tries.barred(f"10.0.{k % 250}.1"):
            looked += 1
            tries.wrong(f"10.0.{k % 250}.1")
    assert 100 <= looked <= 100 * (1 + 1000 / 60)
    assert len(tries._each) <= 100
    assert len(tries._all) == 1


def test_30_an_address_has_its_share() -> None:

    async def scene() -> None:
        gate = asyncio.Event()

        async def slow(scope: Any, receive: Any, send: Any) -> None:
            await gate.wait()
            await PlainTextResponse("hello")(scope, receive, send)

        door = Door(slow, "en", CODE, render, free=("/seat/",))
        statuses: list[int] = []

        async def call(client: str, path: str = "/") -> None:
            async def send(message: Message) -> None:
                if message["type"] == "http.response.start":
                    statuses.append(message["status"])

            cookie = f"{door.cookie}={door._let_in}".encode()
            scope = {
                "type": "http", "method": "GET", "path": path, "query_string": b"", "headers": [(b"cookie", cookie)],
                "client": (client, 1),
            }  # fmt: skip
            await door(scope, None, send)  # type: ignore[arg-type]

        calls = [asyncio.create_task(call(LAN)) for _ in range(lan.AT_ONCE_EACH + 2)]
        calls += [asyncio.create_task(call(one)) for one in (OTHER, *(20 * ["127.0.0.1"]))]
        calls += [
            asyncio.create_task(call(LAN, "/seat/7/wait")) for _ in range(20)
        ]  # phones behind one address
        await asyncio.sleep(0.05)
        assert statuses == [429, 429]
        gate.set()
        await asyncio.gather(*calls)
        assert Counter(statuses) == {429: 2, 200: lan.AT_ONCE_EACH + 1 + 20 + 20}
        assert door._underway == Counter()
        await call(LAN)
        assert statuses[-1] == 200

    asyncio.run(scene())


def test_33_the_network_is_never_shown_a_file_of_the_host(fake: Fake, two: Scenario) -> None:
    mine = two.changed(name="mine", title="A plan of my own")
    shadow = two.changed(name="classroom", title="Not the classroom")
    app = server.app(
        {"mine": mine, "classroom": shadow}, "en", hosts=(*doors.LOCAL, "192.168.7.1"), code=CODE
    )
    let_in = (
        asked(app, f"/?code={CODE}", client=LAN, host="192.168.7.1").headers["Set-Cookie"].partition(";")[0]
    )

    def lan_gets(way: str) -> Answer:
        return asked(app, way, client=LAN, host="192.168.7.1", cookie=let_in)

    assert asked(app, "/?scenario=mine").status == 200
    assert fake.asked[-1][1]["own"] is True
    assert "A plan of my own" in asked(app, "/?scenario=mine").text
    for way in (
        "/?scenario=mine",
        "/keep/scenario.toml?scenario=mine",
        "/form?scenario=mine",
        "/print?scenario=mine",
    ):
        answer = lan_gets(way)
        assert answer.status == 400
        assert "A plan of my own" not in answer.text
    for way in ("/?scenario=classroom", "/form?scenario=classroom", "/keep/scenario.toml?scenario=classroom"):
        answer = lan_gets(way)
        assert answer.status == 200
        assert "A plan of my own" not in answer.text
        assert "Not the classroom" not in answer.text
        assert "Alfa" not in answer.text
    assert lan_gets("/?seed=5").status == 200
    assert fake.asked[-1][1]["own"] is False
    assert Scenario.from_toml(lan_gets("/keep/scenario.toml?scenario=classroom").text) == SHIPPED["classroom"]
    assert Scenario.from_toml(asked(app, "/keep/scenario.toml?scenario=classroom").text) == shadow

    def told(view: Any, scenarios: Any, lang: str) -> Any:
        return scenarios[view.scenario].title

    both = SHIPPED, {**SHIPPED, "classroom": shadow}
    titles = [
        work._of_a_view(told, both, pairs=[("scenario", "classroom")], lang="en", own=own)
        for own in (False, True)
    ]
    assert titles == [SHIPPED["classroom"].title, "Not the classroom"]


@pytest.mark.parametrize("lang", languages())
def test_28_where_too_much_waits_already_it_is_said(fake: Fake, lang: str) -> None:
    fake.full = True
    app = server.app({}, lang)
    for way in ("/futures", "/month?scenario=classroom&month=1960-05", "/keep/outcomes.csv"):
        one_line(asked(app, way, accept=LINES), 503, lang, "explore.busy")
    answer = asked(app, "/")
    assert answer.status == 503
    assert words(lang)["explore.busy"] in answer.text
    fake.full = False
    assert asked(app, "/futures", accept=LINES).status == 200


def test_30_the_network_cannot_keep_this_machine_long(fake: Fake) -> None:
    app = server.app({}, "en", hosts=(*doors.LOCAL, "192.168.7.1"), code=CODE)
    let_in = (
        asked(app, f"/?code={CODE}", client=LAN, host="192.168.7.1").headers["Set-Cookie"].partition(";")[0]
    )
    assert asked(app, "/?runs=501", client=LAN, host="192.168.7.1", cookie=let_in).status == 400
    assert asked(app, "/?runs=500", client=LAN, host="192.168.7.1", cookie=let_in).status == 200
    assert asked(app, "/?runs=2000").status == 200


def test_33_an_address_is_chosen_by_whoever_opens_the_page() -> None:
    assert lan.chosen_address(None, ["192.168.7.1"]) == "192.168.7.1"
    assert lan.chosen_address("10.0.0.2", ["192.168.7.1", "10.0.0.2"]) == "10.0.0.2"
    for asked_for, own in ((None, []), (None, ["10.0.0.2", "192.168.7.1"]), ("0.0.0.0", ["10.0.0.2"]),
                           ("127.0.0.1", ["10.0.0.2"]),
                           ("::", []), ("*", []), ("", []), ("224.0.0.1", []), ("255.255.255.255", []), ("example.org", []),
                           ("10.0.0.2:80", []), ("10.0.0.2/8", []), ("10.2", []), ("0x0a000002", [])):  # fmt: skip
        with pytest.raises(ScenarioError):
            lan.chosen_address(asked_for, own)
    for one in lan.own_addresses():
        assert re.fullmatch(r"\d+\.\d+\.\d+\.\d+", one)
        assert not one.startswith("127.")


@pytest.mark.parametrize("lang", languages())
def test_33_everywhere_at_once_is_no_address(lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    for typed in ("0.0.0.0", "127.0.0.1", "x\x1b[31m", "203.0.113.77"):
        assert cli.main(["explore", "--no-open", "--lan", "--address", typed, "--lang", lang]) == 2
        said = capsys.readouterr()
        assert said.out == ""
        assert len(said.err.splitlines()) == 1
        assert said.err.rstrip("\n").isprintable()


def test_33_only_this_machine_is_this_machine() -> None:
    for client in ("127.0.0.1", "127.9.9.9", "::1"):
        assert lan.is_local({"client": (client, 1)})
    for client in ("192.168.7.1", "10.0.0.1", "::2", "localhost", "", "0.0.0.0"):
        assert not lan.is_local({"client": (client, 1)})
    assert not lan.is_local({})
    app = from_the_network()
    for header in ("x_forwarded_for", "x_real_ip", "forwarded", "client_ip"):
        assert asked(app, "/", client=LAN, host="192.168.7.1", **{header: "127.0.0.1"}).status == 401


def test_33_the_page_is_at_this_machine_alone() -> None:
    door = listening(0)
    with door:
        assert door.getsockname()[0] == "127.0.0.1"
        for address in lan.own_addresses():
            with pytest.raises((ConnectionRefusedError, TimeoutError)):
                socket.create_connection((address, door.getsockname()[1]), timeout=1)
        socket.create_connection(("127.0.0.1", door.getsockname()[1]), timeout=1).close()
