"""The doors of a class: what each attack of the list gets from a phone, from the network and from another site.

The numbers are those of the list of attacks; beside each stands what a friend gets. The true application is served, and
whoever says so calls from an address of the local network.
"""

from __future__ import annotations

import csv
import io
import json
import re
import socket
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from starlette.requests import Request
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Receive, Scope, Send
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection
from websockets.sync.client import connect as connect_now

from simulation import Scenario, cli
from simulation.catalogue import languages, words
from simulation.play import journal as journals
from simulation.play import seat_pages
from simulation.play.match import looked_at
from simulation.play.room.names import MOST, called
from simulation.play.room_pages import phones as phone_pages
from simulation.play.seats import Game
from simulation.web import doors, lan, opening
from simulation.web.lan import Door, Tries
from simulation.web.sockets import LONGEST_MESSAGE
from simulation.web.sockets import MOST as MOST_FRAMES
from tests.attending import Attended, Phone, attended
from tests.payloads import PAYLOADS, allowed
from tests.playing import Answer, Browser, soon, stage_of
from tests.test_match_secrets import PAIRS, WORLDS, dictated, strangers
from tests.test_web_doors import NAME, Read, saying

LAN, OTHER = "192.168.7.20", "192.168.7.21"
HERE = "192.168.7.1"  # of this machine on that network
HOST = f"{HERE}:8731"
NOWHERE = "a" * 22  # a phone that there is not
DESK = ("/teacher", "/projector", "/teacher/debrief", "/teacher/debrief/class.xlsx", "/teacher/debrief/matches.csv",
        "/teacher/network", "/teacher/connection", "/teacher/wait", "/projector/wait",
        "/teacher/wait?rev=0&now=1")  # fmt: skip
DOES = ("begin", "try", "preview", "go", "leave", "forget", "start", "pause", "resume", "extend", "close", "end", "finish",
        "door", "inject", "back", "pin", "remove", "place", "debrief/answers")  # fmt: skip
SENDS = ("say", "undo", "guess", "advise", "use", "predict", "announce")
IN_A_FILE = [said for said in dict.fromkeys(allowed(one) for one in PAYLOADS) if said.strip()]


# --- who calls -------------------------------------------------------------------------------------------------------


def from_elsewhere(app: ASGIApp) -> ASGIApp:
    """The application, for which whoever says X-From calls from that address."""

    async def called_from(scope: Scope, receive: Receive, send: Send) -> None:
        for name, value in scope.get("headers", ()):
            if name == b"x-from":
                scope = {**scope, "client": (value.decode(), 50000)}
        await app(scope, receive, send)

    return called_from


class Elsewhere(Browser):
    """A browser on another machine of the network."""

    def __init__(self, port: int, at: str = LAN) -> None:
        super().__init__(port)
        self.at = at

    def ask(
        self, method: str, path: str, body: bytes | None = None, follow: bool = True, **more: str
    ) -> Answer:
        given = {"host": HOST, "x_from": self.at}
        given |= {"origin": f"http://{HOST}"} if method == "POST" else {}
        return super().ask(method, path, body, follow, **given | more)


@contextmanager
def on_the_network(path: Path, **more: Any) -> Iterator[Attended]:
    """A class that phones of the network reach."""
    known: dict[str, Any] = {
        "address": f"http://{HOST}",
        "hosts": (*doors.LOCAL, HERE),
        "through": from_elsewhere,
    }
    with attended(path, **known | more) as lesson:
        yield lesson


@pytest.fixture
def lesson(tmp_path: Path) -> Iterator[Attended]:
    """A class of which nobody's program sends."""
    with on_the_network(tmp_path, pause=lambda *due: 3600.0) as made:
        yield made


def let_in(lesson: Attended, at: str = LAN) -> Elsewhere:
    """A browser of the network that has given the code."""
    made = Elsewhere(lesson.port, at)
    assert made.get(f"/?code={lesson.game.code}").status == 200
    return made


def comes(browser: Browser) -> Phone:
    """It comes in."""
    return Phone(browser, browser.send(browser.get("/").form("join")))


def seat_of(phone: Phone) -> str:
    """The address of a phone's seat."""
    found = re.match(r"/seat/[\w-]{22}", phone.page.path)
    assert found, phone.page.path
    return found[0]


def pair(lesson: Attended, **settings: Any) -> tuple[Phone, Phone]:
    """A class of two, on the network, that plays."""
    settings = {"scenario": "classroom", "seed": "7", "key": ""} | settings
    assert lesson.does("begin", **settings).status == 200
    made = comes(let_in(lesson)), comes(let_in(lesson, OTHER))
    assert lesson.does("start").status == 200
    for one in made:
        one.look()
    return made


def shaken(lesson: Attended, way: str, browser: Browser | None = None, **changed: str) -> tuple[int, bytes]:
    """The status of a WebSocket's handshake, and what came with it; `origin=""` leaves one out."""
    elsewhere = isinstance(browser, Elsewhere)
    host = HOST if elsewhere else f"127.0.0.1:{lesson.port}"
    headers = {
        "host": host, "connection": "Upgrade", "upgrade": "websocket", "origin": f"http://{host}",
        "sec_websocket_version": "13", "sec_websocket_key": "dGhlIHNhbXBsZSBub25jZQ==",
        "cookie": "" if browser is None else browser._cookies(way), "x_from": browser.at if elsewhere else "",  # type: ignore[union-attr]
        **changed,
    }  # fmt: skip
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in headers.items() if value]
    came = b""
    with socket.create_connection(("127.0.0.1", lesson.port), timeout=10) as made:
        made.sendall("\r\n".join([f"GET {way} HTTP/1.1", *lines, "", ""]).encode())
        with suppress(OSError):
            while b" 101 " not in came and (more := made.recv(65536)):
                came += more
    return int(came.split(b" ")[1]), came


def line(lesson: Attended, phone: Phone) -> ClientConnection:
    """The line of a phone's page."""
    here, way = f"127.0.0.1:{lesson.port}", f"{seat_of(phone)}/live"
    cookie = {"Cookie": phone.browser._cookies(way)}
    given: Any = {"origin": f"http://{here}", "additional_headers": cookie}
    made: ClientConnection = connect_now(f"ws://{here}{way}", compression=None, close_timeout=1, **given)
    return made


def heard(on: ClientConnection) -> Any:
    return json.loads(on.recv(10))


def last_words(on: ClientConnection) -> tuple[Any, int]:
    """The last that is said on a line, and the code with which it ends."""
    said = None
    try:
        while True:
            said = json.loads(on.recv(10))
    except ConnectionClosed as ended:
        return said, ended.rcvd.code if ended.rcvd else 1006


def assert_headers(answer: Answer) -> None:
    for name, value in doors.SAID.items():
        assert answer.headers[name] == value
    assert answer.headers["Cache-Control"] in ("no-store", "no-cache")


def assert_one_line(answer: Answer, status: int, said: str = "") -> None:
    """A refusal: one line of words, no trace, and the headers of all answers."""
    assert answer.status == status, answer.text
    assert said in Read(answer.text).words or said in answer.text
    for secret in ("Traceback", "Error(", ".py", "simulation/", "sqlite"):
        assert secret not in answer.text
    assert_headers(answer)


def assert_tame(page: str) -> Read:
    """Nothing in a page can run, load or lead elsewhere."""
    read = Read(page)
    strange = {"comment", "instruction", "base", "iframe", "object", "embed", "img", "video", "foreignobject"}
    assert strange & set(read.tags) == set()
    assert [(tag, name) for tag, name, _ in read.attributes if name.startswith("on") or name == "style"] == []
    scripts = [value for tag, name, value in read.attributes if (tag, name) == ("script", "src")]
    assert read.tags["script"] == len(scripts)
    assert [value for tag, name, value in read.attributes if tag == "meta" and name == "content" and "=" in value] in (
        [], ["width=device-width, initial-scale=1"],
    )  # fmt: skip  # nothing that leads on, but to the page itself
    for _, name, value in read.attributes:
        if name in ("href", "src", "action", "formaction", "xlink:href", "data", "srcset", "poster"):
            assert re.match(r"/(?![/\\])|#", value), (name, value)
    return read


def all_posts(routes: list[BaseRoute]) -> list[str]:
    """Every address to which something can be sent."""
    return [one.path for one in routes if isinstance(one, Route) and "POST" in (one.methods or ())]


def routes_of(lesson: Attended) -> list[BaseRoute]:
    app: Any = lesson.game.app
    while not hasattr(app, "routes"):
        app = app.app
    found: list[BaseRoute] = app.routes
    return found


# --- 1, 2, 8: whose seat it is ---------------------------------------------------------------------------------------


def test_01_02_08_a_token_opens_its_own_seat_and_no_other(lesson: Attended) -> None:
    """Another's seat, one that there is not, a guessed token: one answer, for reading, sending and listening."""
    mine, theirs = pair(lesson)
    stranger = Elsewhere(lesson.port, "192.168.7.66")
    token, other_token = (
        next(value for (name, _), value in one.browser.cookies.items() if name == "detente_seat")
        for one in (mine, theirs)
    )
    wrong = ["", "detente_seat=", "detente_seat=x", f"detente_seat={token[:-1]}", f"detente_seat={token}0",
             "detente_seat=\xe9", f"detente_seat={other_token}", f"other={token}"]  # fmt: skip
    form = mine.page.form("say")
    nowhere = stranger.get(f"/seat/{NOWHERE}").text
    assert mine.browser.get(seat_of(theirs)).status == 404  # with its own cookies
    for where in (seat_of(mine), f"/seat/{NOWHERE}"):
        for cookie in wrong:
            for what in ("", "/debrief", "/debrief/match.toml", "/debrief/had"):
                found = stranger.get(f"{where}{what}", cookie=cookie)
                assert (found.status, found.text) == (404, nowhere), (where, what, cookie)
            assert stranger.get(f"{where}/wait?rev=0", cookie=cookie).status == 403
        for what in SENDS:
            sent = stranger.post(f"{where}/{what}", form.fields | {"act-0": "threaten"}, cookie=wrong[-2])
            assert (sent.status, sent.text) == (404, nowhere), what
        assert shaken(lesson, f"{where}/live", stranger, cookie=wrong[-2])[0] == 403
    assert stage_of(mine.look()) == "0-move"
    assert stranger.get(seat_of(mine), cookie=f"detente_seat={token}").status == 200
    assert shaken(lesson, f"{seat_of(mine)}/live", mine.browser)[0] == 101


def test_01_a_move_goes_to_the_seat_of_its_token_whatever_else_it_says(lesson: Attended) -> None:
    mine, theirs = pair(lesson)
    form = mine.page.form("say")
    for more in ({"seat": theirs.state}, {"phone": seat_of(theirs)}, {"match": "0"}, {"by": "teacher"}):
        assert mine.browser.post(form.action, form.fields | {"act-0": "talk"} | more).status == 400
    other = form.action.replace(seat_of(mine), seat_of(theirs))
    assert mine.browser.post(other, form.fields | {"act-0": "talk"}).status == 404
    assert {stage_of(one.look()) for one in (mine, theirs)} == {"0-move"}
    assert stage_of(mine.send("say", act_0="talk")) == "0-waiting"
    assert stage_of(theirs.look()) == "0-move"


def test_02_a_token_ends_with_its_seat(lesson: Attended) -> None:
    """A phone that is removed, a class put away, a lesson that is over: nothing is opened, and open lines are told."""
    mine, theirs = pair(lesson)
    with line(lesson, mine) as gone, line(lesson, theirs) as stays:
        assert heard(gone)["type"] == heard(stays)["type"] == "state"
        lesson.does("remove", phone=seat_of(mine).rpartition("/")[2])
        assert last_words(gone) == ({"type": "bye", "why": "forgotten"}, 1000)
        stays.send('{"type": "ping"}')
        while (said := heard(stays)["type"]) == "state":
            pass
        assert said == "pong"
    form = mine.page.form("say")
    assert mine.look().status == mine.browser.post(form.action, form.fields).status == 404
    assert shaken(lesson, f"{seat_of(mine)}/live", mine.browser)[0] == 403
    assert theirs.look().status == 200
    lesson.does("leave")
    assert theirs.look().status == 404
    name = re.search(r'name="name" value="([\w-]+)"', lesson.teacher.get("/teacher").text)
    assert name
    lesson.does("go", name=name[1])
    assert theirs.look().status == 200
    with line(lesson, theirs) as open_line:
        assert heard(open_line)["type"] == "state"
        lesson.does("finish")
        assert last_words(open_line) == ({"type": "bye", "why": "finished"}, 1000)
    assert theirs.look().status == 404
    assert_one_line(theirs.browser.post("/join", {"key": "k"}), 400, words()["refusal_room.finished"])


def test_02_a_pin_opens_once_after_ten_tries_never_and_the_phone_of_before_is_out(lesson: Attended) -> None:
    mine, theirs = pair(lesson)
    phone = seat_of(mine).rpartition("/")[2]
    assert not lesson.teacher.get("/").has("pin")  # none is shown

    def shown() -> str:
        said = re.search(r"PIN (\d{4})", lesson.does("pin", phone=phone).text)
        assert said
        return said[1]

    guesser, friend = let_in(lesson, "192.168.7.66"), let_in(lesson, "192.168.7.67")
    pin = shown()
    assert pin not in guesser.get("/").text
    wrong = [f"{n:04d}" for n in range(20) if f"{n:04d}" != pin]
    for tried in wrong[:10]:
        assert guesser.post("/pin", {"phone": phone, "pin": tried}).status == 403
    for tried in (wrong[10], pin):
        assert_one_line(guesser.post("/pin", {"phone": phone, "pin": tried}), 400)  # there is none any more
    assert mine.look().status == 200
    pin = shown()
    for odd in ("", " ", f"{pin}0", "%", "\u0660" * 4, "x" * 999, f"{pin[:3]}"):
        assert friend.post("/pin", {"phone": phone, "pin": odd}).status in (400, 403), odd
    for whom in (NOWHERE, "", "../x", seat_of(theirs).rpartition("/")[2]):
        assert friend.post("/pin", {"phone": whom, "pin": pin}).status == 400, whom
    with line(lesson, mine) as before:
        assert heard(before)["type"] == "state"
        taken = friend.post("/pin", {"phone": phone, "pin": pin})
        assert (taken.status, stage_of(taken)) == (200, "0-move")
        assert last_words(before)[0]["type"] == "bye"
    assert mine.look().status == 404
    assert guesser.post("/pin", {"phone": phone, "pin": pin}).status == 400
    assert friend.get(f"/seat/{phone}").status == theirs.look().status == 200


def test_12_who_guesses_pins_is_held_to_the_share_of_its_address(
    lesson: Attended, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, _ = pair(lesson)
    phone = seat_of(mine).rpartition("/")[2]
    guesser = let_in(lesson, "192.168.7.66")
    most = phone_pages.JOINS[0]
    statuses = [guesser.post("/pin", {"phone": phone, "pin": "0000"}).status for _ in range(most + 1)]
    assert statuses == [*[400] * most, 429]  # no PIN is shown
    pin = re.search(r"PIN (\d{4})", lesson.does("pin", phone=phone).text)
    assert pin
    assert let_in(lesson, "192.168.7.67").post("/pin", {"phone": phone, "pin": pin[1]}).status == 200


# --- 3: what is sent again -------------------------------------------------------------------------------------------


def test_03_a_key_is_of_one_message_of_one_phone(lesson: Attended) -> None:
    mine, theirs = pair(lesson)
    form, other = mine.page.form("say"), theirs.page.form("say")
    assert stage_of(mine.browser.send(form, act_0="talk")) == "0-waiting"
    for _ in range(3):
        assert stage_of(mine.browser.send(form, act_0="talk")) == "0-waiting"  # again
    assert (
        stage_of(mine.browser.send(form, act_0="threaten")) == "0-waiting"
    )  # the message of that key has come
    stolen = theirs.browser.send(other, act_0="threaten", key=form.fields["key"])
    assert (stolen.status, stage_of(stolen)) == (409, "0-move")  # nothing was sent, and it is said
    assert stage_of(mine.look()) == "0-waiting"
    theirs.look()
    assert stage_of(theirs.send("say", act_0="talk")) == "0-answer"


def test_03_no_phone_can_send_under_a_key_of_the_rooms_own_before_it_does(lesson: Attended) -> None:
    """Whoever knows the code of the class knows what its matches are called: not the keys by which it ends them."""
    mine, theirs = pair(lesson, months="1")
    code = lesson.game.code
    mine.send("say", act_0="talk", key=f"{code}-0-end")
    theirs.send("say", act_0="talk", key=f"{code}-0-event-0")
    asked = {"kind": "incident", "size": "90", "table": "all", "title": "", "state": "Kastara"}
    assert "1 so far" in lesson.does("inject", **asked).text
    for one in (mine, theirs):
        one.look()
        more: dict[str, Any] = {"consent_0": "no"} if "consent-0" in one.page.form("say").may else {}
        assert one.send("say", act_0="hold", **more).status == 200
    assert "Shots at the border" in mine.look().text
    assert lesson.does("end").status == 200
    assert stage_of(mine.look()).endswith("over")


def test_03_advice_and_predictions_are_of_one_phone_too(lesson: Attended) -> None:
    lesson.does("begin", scenario="classroom", seed="7", key="", text="on")
    mine, theirs = comes(let_in(lesson)), comes(let_in(lesson, OTHER))
    said = {"tension": "40", "crises": "1", "in_force": "0", "words": "calm"}
    form = mine.page.form("predict")
    for _ in range(2):
        assert mine.browser.post(form.action, form.fields | said).status == 200
    stolen = theirs.browser.post(theirs.page.form("predict").action, form.fields | said)
    assert_one_line(stolen, 400, words()["refusal_journal.other_input"])
    assert "1 prediction" in lesson.teacher.get("/teacher").text
    theirs.look()
    own = theirs.page.form("predict")
    assert theirs.browser.post(own.action, own.fields | said).status == 200
    assert "2 predictions" in lesson.teacher.get("/teacher").text


def test_03_who_joins_twice_is_one_and_the_key_of_another_is_none(lesson: Attended) -> None:
    lesson.does("begin", scenario="classroom", seed="7", key="")
    browser = let_in(lesson)
    form = browser.get("/").form("join")
    came = [browser.send(form, follow=False).headers["Location"] for _ in range(3)]
    assert len(set(came)) == 1
    assert let_in(lesson, OTHER).get("/").form("join").fields["key"] != form.fields["key"]
    for key in ("k" * 65, "\x00"):
        assert_one_line(browser.post("/join", {"key": key}), 400)
    assert "1 phone" in lesson.teacher.get("/teacher").text


# --- 4, 5: what no page offers ---------------------------------------------------------------------------------------


def test_04_too_early_too_late_in_a_pause_and_after_the_end_nothing_moves(lesson: Attended) -> None:
    lesson.does("begin", scenario="classroom", seed="7", key="", months="1")
    early = comes(let_in(lesson))
    fields = {"key": "k", "turn": "0", "stage": "move", "act-0": "talk"}
    for what in ("say", "undo", "advise", "use"):
        assert early.browser.post(f"{seat_of(early)}/{what}", fields).status in (400, 409), what
    late = comes(let_in(lesson, OTHER))
    lesson.does("start")
    early.look()
    late.look()
    form = early.page.form("say")
    for more in ({"turn": "1"}, {"stage": "answer"}, {"turn": "0", "stage": "over"}, {"stage": "x"}):
        sent = early.browser.post(form.action, form.fields | {"act-0": "talk", "key": "n"} | more)
        assert (sent.status, stage_of(sent)) == (409, "0-move"), more
    lesson.does("pause")
    assert_one_line(early.browser.send(form, act_0="talk"), 400, words()["refusal_room.paused"])
    lesson.does("resume")
    assert stage_of(early.browser.send(form, act_0="talk", key="m")) == "0-waiting"
    lesson.does("end")
    for what in ("say", "undo", "advise", "use", "predict"):
        after = early.browser.post(
            f"{seat_of(early)}/{what}", form.fields | {"act-0": "talk", "key": f"z{what}"}
        )
        assert after.status in (400, 409), what
    assert stage_of(early.look()).endswith("over")


WRONG: list[Mapping[str, object]] = [
    {"act-0": "trade"}, {"act-0": "NaN"}, {"act-0": ""}, {"act-0": 1e999}, {"act-0": ["talk"]}, {"act-0": {"a": 1}},
    {"act-0": None}, {"act-0": True}, {"turn": -1}, {"turn": "-1"}, {"turn": "9" * 20}, {"turn": 0}, {"turn": "NaN"},
    {"turn": "0x0"}, {"turn": "\u0660"}, {"key": ""}, {"key": "k" * 65}, {"key": "\ud800"}, {"key": 7}, {"key": "a\x00"},
    {"act-1": "talk"}, {"consent-0": "yes"}, {"ask-0-arms": "50"}, {"__proto__": "x"}, {"": "x"}, {"stage": ["move"]},
]  # fmt: skip
#: of each address what it takes beside a key, a turn and a stage, and what it does not
TAKES: Mapping[str, tuple[Mapping[str, object], list[Mapping[str, object]]]] = {
    "advise": ({"act-0": "talk"}, [*WRONG, {"act-0": "talk", "phone": NOWHERE}]),
    "use": ({"power": "allow", "rival": "", "yes": "yes"},
            [{"power": "launch"}, {"power": ["veto"]}, {"power": None}, {"power": "veto", "rival": "Nobody"},
             {"power": "veto", "rival": 7}, {"power": "veto", "rival": "\ud800"}, {"turn": "9" * 20}, {"key": "\ud800"},
             {"turn": 0}, {"key": "k" * 65}, {"power": "allow\x00"}, ]),
    "predict": ({"tension": "40", "crises": "1", "in_force": "0", "words": "calm"},
                [{"tension": "NaN"}, {"tension": "1e1"}, {"tension": "-1"}, {"tension": "101"}, {"tension": "9" * 400},
                 {"tension": "\u0664"}, {"tension": None}, {"tension": [1]}, {"crises": 1e999}, {"words": "x" * 201},
                 {"words": "\ud800"}, {"words": "a\nb"}, {"words": {"a": 1}, "crises": "x"},
                 {"key": "\ud800"}, {"key": "k" * 65}]),
    "announce": ({"table": "0"}, [{"table": "1"}, {"table": "9" * 20}, {"table": "-1"}, {"table": "\u0660"}, {"table": [0]},
                                  {"key": "\ud800"}, {"key": "k" * 65}]),
}  # fmt: skip
BODIES = (
    b"", b"[]", b"7", b"null", b'"x"', b"{", b"[" * 3000, b"{" * 3000, b'{"a":' * 3000, b"\xff\xfe", b'{"key": NaN}',
    b'{"key": "k", "key": "k"}', b'{"turn": ' + b"9" * 9999 + b"}",
)  # fmt: skip


@pytest.fixture
def patient(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Attended]:
    """A class that takes as many messages as come."""
    monkeypatch.setattr(seat_pages, "OFTEN", (10_000, 10.0))
    monkeypatch.setattr(phone_pages, "JOINS", (10_000, 10.0))
    monkeypatch.setattr(phone_pages, "LATE", (10_000, 10.0))
    with on_the_network(tmp_path, pause=lambda *due: 3600.0) as made:
        yield made


@pytest.mark.parametrize("lang", languages())
def test_05_what_no_page_offers_is_refused_in_one_line(patient: Attended, lang: str) -> None:
    patient.does("begin", scenario="classroom", seed="7", key="", sits="teams", size="2", text="on")
    came = [comes(let_in(patient, f"192.168.7.{n}")) for n in range(20, 24)]
    predicts = came[0]
    _refuses(predicts, "predict", lang)
    patient.does("start")
    for one in came:
        one.look()
    leads, advises = (next(one for one in came if one.page.has(what)) for what in ("say", "advise"))
    _refuses(advises, "advise", lang)
    _refuses(advises, "use", lang)
    for wrong in WRONG:
        sent = _sent(leads, "say", {"act-0": "talk", **wrong}, lang)
        assert_one_line(sent, 409 if "stage" in wrong and isinstance(wrong["stage"], str) else 400)
    assert stage_of(leads.look()) == "0-move"
    assert _sent(leads, "say", {"act-0": "talk"}, lang).status == 200
    _refuses(leads, "announce", lang, good=400)  # it is no press


def _sent(phone: Phone, what: str, fields: Mapping[str, object], lang: str) -> Answer:
    head = {"key": f"{what}-{time.monotonic_ns()}", "turn": "0", "stage": "move"}
    body = json.dumps({**head, **fields}).encode()
    return phone.browser.ask(
        "POST", f"{seat_of(phone)}/{what}?lang={lang}", body, content_type="application/json"
    )


def _refuses(phone: Phone, what: str, lang: str, good: int = 200) -> None:
    takes, wrong = TAKES[what]
    for one in wrong:
        answer = _sent(phone, what, {**takes, **one}, lang)
        assert answer.status in (400, 404), (what, one, answer.status)
        assert_one_line(answer, answer.status)
    for body in BODIES:
        sent = phone.browser.ask("POST", f"{seat_of(phone)}/{what}", body, content_type="application/json")
        assert_one_line(sent, sent.status)
        assert sent.status in (400, 404), (what, body[:20])
    assert _sent(phone, what, takes, lang).status == good, what


def test_05_what_the_door_is_sent_is_a_form_or_nothing(patient: Attended) -> None:
    """`/join` with bad JSON was a fault of the prototype."""
    patient.does("begin", scenario="classroom", seed="7", key="")
    browser = let_in(patient)
    for way in ("/join", "/pin", "/network/seen", "/network/found", "/network/tap"):
        for body in (
            *BODIES,
            b"key=%ff",
            b"key=%ed%a0%80",
            b"key",
            b"&".join(b"a%d=1" % k for k in range(500)),
            b"\xff",
        ):
            for kind in ("application/json", "application/x-www-form-urlencoded"):
                answer = browser.ask("POST", way, body, content_type=kind)
                assert answer.status < 500, (way, body[:20])
    for way in (
        "/teacher/begin",
        "/teacher/inject",
        "/teacher/place",
        "/teacher/remove",
        "/teacher/debrief/answers",
    ):
        for body in (
            *BODIES,
            b"key=%ff",
            b"key",
            b"table=\xd9\xa0",
            b"table=9999&phone=%00&place=9999+x&name=%22",
        ):
            for kind in ("application/json", "application/x-www-form-urlencoded"):
                answer = patient.teacher.ask("POST", way, body, content_type=kind)
                told = (
                    200 if (way, body) == ("/teacher/begin", b"") else answer.status
                )  # what is left out is as it was
                assert_one_line(answer, told)
                assert told in (200, 400, 404), (way, body[:20])
    assert (
        "0 phones" in patient.teacher.get("/teacher").text or "phone" in patient.teacher.get("/teacher").text
    )
    assert comes(browser).stage == "lobby"


@pytest.mark.parametrize("what", [one for one in DOES if one != "try"])
def test_05_whatever_the_teachers_page_is_sent_is_answered(lesson: Attended, what: str) -> None:
    pair(lesson)
    for fields in ({"table": "99"}, {"table": "\u0663"}, {"table": "-1"}, {"phone": "../x"}, {"phone": NOWHERE},
                   {"place": "0 Nowhere"}, {"place": "99 Kastara"}, {"place": "\u00b2 x"}, {"name": "../../x"},
                   {"kind": "x"},
                   {"kind": "rights", "size": "1e9"}, {"kind": "rights", "title": "a\nb"}, {"key": "k" * 99},
                   {"months": "NaN"},
                   {"kind": "incident", "table": "99"}, {"scenario": "../../etc/passwd"}):  # fmt: skip
        answer = lesson.does(what, **fields)
        assert answer.status in (200, 400, 404), (fields, answer.status)
        assert "Traceback" not in answer.text
    assert lesson.teacher.get("/teacher").status == 200


# --- 6, 9: teacher, adviser, press -----------------------------------------------------------------------------------


def test_06_to_the_network_there_is_no_teacher(lesson: Attended) -> None:
    """Not for a phone, not with the teacher's own cookie, nor its key: by no method and as no WebSocket."""
    mine, _ = pair(lesson)
    with_all = let_in(lesson)
    with_all.cookies |= lesson.teacher.cookies | mine.browser.cookies
    nowhere = with_all.get("/nowhere")
    assert nowhere.status == 404
    for way in DESK:
        for asked in (way, f"{way}{'&' if '?' in way else '?'}key={lesson.keys.key}"):
            found = with_all.get(asked)
            assert (found.status, found.text) == (404, nowhere.text), asked
    for way in (*DESK, *(f"/teacher/{one}" for one in DOES)):
        for method in ("GET", "HEAD", "POST"):
            assert with_all.ask(method, way, b"" if method == "POST" else None).status == 404, (method, way)
        for header in ("x_forwarded_for", "x_real_ip", "forwarded", "client_ip"):
            assert with_all.get(way, **{header: "127.0.0.1"}).status == 404
    for way in ("/teacher/live", "/projector/live"):
        assert shaken(lesson, way, with_all)[0] == shaken(lesson, "/nowhere/live", with_all)[0] == 404
        assert shaken(lesson, way, lesson.teacher)[0] == 101
    assert "The class plays" in lesson.teacher.get("/teacher").text  # and of all that nothing was done
    assert lesson.teacher.get(f"/teacher?key={lesson.keys.key}").status == 200
    for way in ("/teacher", "/projector", "/teacher/network"):
        assert lesson.teacher.get(way).status == 200
    outside = Elsewhere(lesson.port, "192.168.7.66")  # without the code
    assert {outside.get(way).status for way in ("/teacher", "/projector", "/nowhere")} == {401}


def test_06_on_this_machine_the_teacher_has_the_key(lesson: Attended) -> None:
    mine, _ = pair(lesson)
    (name,) = [
        name for name, where in lesson.teacher.cookies if where == "/" and name.startswith("detente_play")
    ]
    true = lesson.teacher.cookies[name, "/"]
    other = Browser(lesson.port)
    other.cookies |= mine.browser.cookies
    for cookie in ("", f"{name}={true[:-1]}", f"detente={true}"):
        for way in DESK:
            assert other.get(way, **({"cookie": cookie} if cookie else {})).status == 403, way
        for what in DOES:
            assert other.post(f"/teacher/{what}", {"key": "k"}, cookie=cookie).status == 403, what
        assert shaken(lesson, "/teacher/live", cookie=cookie)[0] == 403
    for key in ("", "x", lesson.keys.key[:-1]):
        assert other.get(f"/teacher?key={key}").status == 403
    assert "The class plays" in lesson.teacher.get("/teacher").text
    key = lesson.keys.key
    assert other.get(f"/teacher?key={key}").status == other.get("/teacher").status == 200
    assert Browser(lesson.port).get(f"/teacher?key={key}").status == 403  # it opens once


def test_09_who_advises_or_looks_on_sends_nothing(lesson: Attended) -> None:
    lesson.does("begin", scenario="classroom", seed="7", key="", sits="teams", size="2")
    came = [comes(let_in(lesson, f"192.168.7.{n}")) for n in range(20, 24)]
    lesson.does("start")
    press = comes(let_in(lesson, "192.168.7.30"))
    for one in came:
        one.look()
    leads = [one for one in came if one.page.has("say")]
    hawks = [one for one in came if one.page.has("advise")]
    assert (len(leads), len(hawks), press.stage) == (2, 2, "playing")
    form = leads[0].page.form("say")
    for one in (*hawks, press):
        for what in ("say", "undo"):
            sent = one.browser.post(
                f"{seat_of(one)}/{what}", form.fields | {"act-0": "talk", "key": f"x{what}"}
            )
            assert sent.status in (400, 409), what
    fields = {"key": "p", "turn": "0", "stage": "move"}
    for power in ("veto", "hold", "ban", "speak"):  # of other cards than the hawk's before the answer
        for one in (*hawks, leads[0], press):
            tried = one.browser.post(
                f"{seat_of(one)}/use", fields | {"key": power, "power": power, "rival": "Velmora"}
            )
            assert tried.status == 400, power
    assert leads[0].browser.post(f"{seat_of(leads[0])}/use", fields | {"power": "allow"}).status == 400
    assert leads[0].browser.post(f"{seat_of(leads[0])}/announce", fields | {"table": "0"}).status == 400
    assert {stage_of(one.look()) for one in came} == {"0-move"}
    assert (
        hawks[0].browser.post(f"{seat_of(hawks[0])}/use", fields | {"power": "allow", "key": "q"}).status
        == 200
    )
    assert stage_of(leads[0].send("say", act_0="talk")) == "0-waiting"


def test_10_of_two_tabs_that_race_one_moves(lesson: Attended) -> None:
    mine, theirs = pair(lesson)
    tabs = [mine.look().form("say") for _ in range(8)]
    with ThreadPoolExecutor(8) as racing:
        sent = list(
            racing.map(
                lambda k: mine.browser.send(tabs[k], act_0=("talk", "threaten")[k % 2], follow=False),
                range(8),
            )
        )
    assert sorted(one.status for one in sent) == [303] + [409] * 7
    assert stage_of(mine.look()) == "0-waiting"
    assert stage_of(theirs.look()) == "0-move"


# --- 7: what nobody is told ------------------------------------------------------------------------------------------

TEAM = 6


class Told:
    """All that is sent to each kind of seat of a class, from its lobby to its second turn."""

    def __init__(self, lesson: Attended) -> None:
        self.lesson, self.ours, self.theirs = lesson, dict[str, list[str]](), dict[str, list[str]]()
        lesson.does(
            "begin", scenario="two", seed="7", key="", sits="teams", size=str(TEAM), months="1", turns="2"
        )
        came = [lesson.comes() for _ in range(2 * TEAM)]
        self.ours["lobby"] = [_bare(lesson, came[0].page.text)]
        lesson.does("start")
        press = lesson.comes()
        for one in came:
            one.look()
        self.alfa = [one for one in came if one.state.startswith("Alfa")]
        self.bravo = [one for one in came if one not in self.alfa]
        assert len(self.alfa) == len(self.bravo) == TEAM
        self.press = press
        self.look()
        for act in ("talk", "hold"):
            for team in (self.alfa, self.bravo):
                (leader,) = [one for one in team if one.page.has("say")]
                form = leader.page.form("say")
                more: dict[str, Any] = {"consent_0": "no"} if "consent-0" in form.may else {}
                sent = leader.browser.send(form, act_0=act if team is self.alfa else "hold", **more)
                assert sent.status == 200, sent.text
                self.look()

    def look(self) -> None:
        for team, told, name in ((self.alfa, self.ours, "alfa"), (self.bravo, self.theirs, "bravo"),
                                 ([self.press], self.ours, "press of the class")):  # fmt: skip
            for n, one in enumerate(team):
                page = one.look().text
                waits = one.browser.get(f"{one.page.path.partition('?')[0]}/wait?rev=none").text
                told.setdefault(f"{name} {n}", []).extend(_bare(self.lesson, said) for said in (page, waits))
        for way in ("/teacher", "/projector", "/teacher/wait?rev=none", "/projector/wait?rev=none"):
            said = _bare(self.lesson, self.lesson.teacher.get(way).text)
            self.ours.setdefault(way, []).append(said)


def _bare(lesson: Attended, page: str) -> str:
    """A page without what is drawn anew for each."""
    page = re.sub(r'data-rev=\\?"\d+|"rev":\d+', "", page.replace(lesson.game.code, "CODE!!"))
    return re.sub(r"[\w-]{22,}|(?<![\w-])([\w-]{16}|[0-9a-f]{8})(?![\w-])", "?", page)


def test_07_no_seat_is_told_of_a_private_world(
    tmp_path: Path, two: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With only Bravo's private world changed, what Alfa's six, press, teacher and projector get is equal."""
    own: Any = journals
    begun, scenario = own.begun, dictated(strangers(two), "hold")
    monkeypatch.setattr(seat_pages, "OFTEN", (1000, 1.0))
    told = dict[str, Told]()
    others = {"as it is": (), "another": ("harder lines", "more hawks", "other beliefs")}
    for name, changes in others.items():

        def other(game: Game, changes: tuple[str, ...] = changes) -> Any:
            match = begun(game)
            for change in changes:
                match = replace(match, world=WORLDS[change](match.world, PAIRS[2]))
            return looked_at(match)

        monkeypatch.setattr(journals, "begun", other)
        (tmp_path / name).mkdir()
        with attended(tmp_path / name, scenarios={"two": scenario}, first="two") as lesson:
            told[name] = Told(lesson)
    first = told.pop("as it is")
    assert len(first.ours) == 1 + TEAM + 1 + 4
    pages = sum(map(len, first.ours.values()))
    assert pages > 80
    roles = [words()[f"play_role.{role}_title"] for role in ("hawk", "dove", "trade", "envoy", "press")]
    for role in roles:
        assert any(
            role in page for name, seen in first.ours.items() if name.startswith("alfa") for page in seen
        ), role
    for name, one in told.items():
        for seat, seen in one.ours.items():
            for one_page, other_page in zip(seen, first.ours[seat], strict=True):
                assert one_page.splitlines() == other_page.splitlines(), (name, seat)
        assert one.theirs != first.theirs, name  # whose world it is does see it


def test_07_who_the_other_is_nobody_is_told(lesson: Attended) -> None:
    mine, theirs = pair(lesson)
    names = {called(n, "en") for n in range(MOST)}
    shown = [Read(one.page.text).words for one in (mine, theirs)]
    assert all(sum(name in page for name in names) <= 1 for page in shown)
    assert sum(name in Read(lesson.teacher.get("/teacher").text).words for name in names) == 2


# --- 11, 12: the code of the class -----------------------------------------------------------------------------------


def test_11_the_code_is_nowhere_before_it_is_given(lesson: Attended) -> None:
    code = lesson.game.code
    assert re.fullmatch(f"[{lan.SIGNS}]{{{lan.LETTERS}}}", code)
    outside = Elsewhere(lesson.port)
    for way in (
        "/",
        "/join",
        "/pin",
        "/teacher",
        "/projector",
        "/network",
        "/connection",
        "/nowhere",
        "/static/play.js",
    ):
        assert code not in outside.get(way).text, way
        assert outside.get(way).status == (200 if way.startswith("/static") else 401), way
    for way in ("/join", "/pin", "/network/seen"):
        assert outside.post(way, {"key": "k", "phone": "x", "pin": "0000"}).status == 401
    assert shaken(lesson, "/network/live", outside)[0] == 401
    mine = comes_after_begin(lesson)
    assert code not in mine.page.text
    assert code in lesson.teacher.get("/projector").text


def comes_after_begin(lesson: Attended) -> Phone:
    lesson.does("begin", scenario="classroom", seed="7", key="")
    return comes(let_in(lesson))


def test_12_ten_wrong_codes_a_minute_of_an_address_and_then_none_is_looked_at(lesson: Attended) -> None:
    guesser, friend = Elsewhere(lesson.port, "192.168.7.66"), Elsewhere(lesson.port, "192.168.7.67")
    for k in range(lan.WRONG_EACH):
        assert guesser.get(f"/?code=WRONG{k}").status == 403
    for tried in ("WRONG", lesson.game.code):
        assert_one_line(guesser.get(f"/?code={tried}"), 429, words()["lan.too_many"])
    assert friend.get(f"/?code={lesson.game.code}").status == 200
    pair(lesson)
    assert "Somebody guesses at the code: 10 wrong tries" in lesson.teacher.get("/teacher").text


def test_12_a_hundred_thousand_guesses_at_the_door_find_nothing(lesson: Attended) -> None:
    """At the door of the class itself, from 250 addresses in a quarter of an hour, by a clock of our own."""
    app: Any = lesson.game.app
    door: Door = app.app
    now = [0.0]
    door._tries = Tries(lambda: now[0])

    def tries(code: str, at: str) -> int:
        scope = {
            "type": "http",
            "method": "GET",
            "path": "/",
            "query_string": f"code={code}".encode(),
            "headers": [],
        }
        answer = door._asks_in(Request({**scope, "client": (at, 1)}), at)
        assert answer is not None
        return answer.status_code

    looked_at = 0
    for k in range(100_000):
        now[0] += 0.01
        guess, at = "".join(lan.SIGNS[k // 31**place % 31] for place in range(4)) + "ZZ", f"10.0.{k % 250}.1"
        if not door._tries.barred(at):
            assert tries(guess, at) == 403
            looked_at += 1
        elif k % 1000 == 999:  # not even the right one is looked at
            assert tries(door._code, at) == 429
    assert 100 <= looked_at <= lan.WRONG_IN_ALL * (1 + 1000 / 60)
    now[0] += 61
    assert tries(door._code, "10.0.0.1") == 200


# --- 13, 21: words that try to be more -------------------------------------------------------------------------------


def packed(said: list[str], most: int) -> list[str]:
    """These words in as few texts of so many signs as they go into."""
    found = [""]
    for one in said:
        one = one[:most].strip()
        found[-1:] = [f"{found[-1]} {one}".strip()] if len(found[-1]) + len(one) < most else [found[-1], one]
    return found


@pytest.mark.parametrize("lang", languages())
def test_13_21_words_of_files_teachers_and_pupils_are_words(tmp_path: Path, two: Scenario, lang: str) -> None:
    own = saying(IN_A_FILE, "hostile", two)
    said = IN_A_FILE if lang == "en" else IN_A_FILE[::6]
    titles = packed(said, 120)
    with on_the_network(
        tmp_path, scenarios={"hostile": own}, first="hostile", lang=lang, pause=soon
    ) as lesson:
        pages = [lesson.teacher.get("/teacher").text]
        lesson.does("begin", scenario="hostile", seed="7", key="", months="1", turns="2", text="on")
        mine, theirs = comes(let_in(lesson)), comes(let_in(lesson, OTHER))
        figures = {"tension": "40", "crises": "1", "in_force": "0"}
        for one in packed(said, 200):
            sent = mine.browser.post(
                mine.page.form("predict").action, {"key": f"w{hash(one)}", **figures, "words": one}
            )
            assert sent.status == 200, (one, sent.text)
            pages.append(sent.text)
        lesson.does("start")
        for n, one in enumerate(titles):
            event = {"key": f"e{n}", "kind": "technology", "size": "1", "table": "all", "title": one}
            answer = lesson.teacher.post("/teacher/inject", event, follow=n == len(titles) - 1)
            assert answer.status in (200, 303), (one, answer.text)
            pages.append(answer.text)
        for _ in range(2):
            for phone in (mine, theirs):
                form = phone.look().form("say")
                more = {
                    name.replace("-", "_"): "no" for name in form.may if name.startswith(("consent", "speak"))
                }
                pages += [phone.page.text, phone.send("say", act_0="hold", **more).text]
        for phone in (mine, theirs):
            pages += [
                phone.look().text,
                json.loads(phone.browser.get(f"{seat_of(phone)}/wait?rev=x").text)["html"],
            ]
        lines = [
            json.loads(lesson.teacher.get(f"{way}/wait?rev=x").text)["html"]
            for way in ("/teacher", "/projector")
        ]
        pages += [*lines, lesson.teacher.get("/teacher").text, lesson.teacher.get("/projector").text]
        pages += [mine.browser.get("/").text, lesson.teacher.get("/projector?lang=en").text]
        kept = lesson.teacher.get("/teacher/debrief/matches.csv") if lang == "en" else None
    for page in pages:
        assert_tame(page)
    shown = " ".join(Read(pages[-1]).words.split())
    for one in titles:
        assert " ".join(one.split()) in shown, one  # all there, to be read
    assert NAME in Read(mine.page.text).words
    if kept is None:  # cells are no words of a language
        return
    assert kept.status == 200
    for cell in {cell for row in csv.reader(io.StringIO(kept.body.decode("utf-8-sig"))) for cell in row}:
        assert not cell.startswith(("=", "+", "@", "\t", "\r")), cell
        assert not cell.startswith("-") or float(cell.replace(",", ".")) < 0


def test_13_nobody_types_a_name_and_what_settings_refuse_is_words(lesson: Attended) -> None:
    names = {called(n, "en") for n in range(MOST)}
    lesson.does("begin", scenario="classroom", seed="7", key="")
    browser = let_in(lesson)
    for payload in PAYLOADS[::9]:
        sent = browser.post(
            "/join", {"key": f"k{hash(payload)}", "name": payload, "nick": payload, "lang": payload}
        )
        found = re.search(r"<h1>(.*?)</h1>", sent.text)
        assert found
        assert found[1] in names
        assert_tame(sent.text)
        assert payload not in sent.text
    lesson.does("leave")
    for payload in PAYLOADS[::11]:
        for field in (
            "scenario",
            "sits",
            "size",
            "state",
            "rival",
            "months",
            "turns",
            "clock",
            "seed",
            payload,
        ):
            refused = lesson.does(
                "begin", **{"scenario": "classroom", "sits": "doctrine", field: payload, "key": ""}
            )
            assert refused.status in (200, 400), field
            assert_tame(refused.text)
        for way in (f"/teacher?scenario={quote(payload)}", f"/?lang={quote(payload)}", f"/seat/{quote(payload, safe='')}",
                    f"/projector?x={quote(payload)}"):  # fmt: skip
            assert_tame(lesson.teacher.get(way).text)
        for fields in ({"phone": payload, "pin": "0000"}, {"phone": "x", "pin": payload}):
            assert_tame(lesson.teacher.post("/pin", fields).text)
        for what, field in (
            ("pin", "phone"),
            ("go", "name"),
            ("inject", "kind"),
            ("inject", "title"),
            ("preview", "state"),
        ):
            assert_tame(lesson.does(what, **{"kind": "rights", field: payload}).text)


# --- 14 to 20: a browser that another site leads ---------------------------------------------------------------------


def test_14_19_every_answer_has_the_headers(lesson: Attended) -> None:
    mine, _ = pair(lesson)
    phone, teacher, outside = mine.browser, lesson.teacher, Elsewhere(lesson.port, "192.168.7.66")
    seat = seat_of(mine)
    answers = {
        200: [phone.get("/"), phone.get(seat), phone.get(f"{seat}/wait?rev=x"), phone.get("/static/play.js"),
              teacher.get("/teacher"), teacher.get("/projector"), phone.get("/network"), teacher.ask("HEAD", "/teacher")],
        303: [phone.get(f"{seat}/debrief", follow=False), teacher.post("/teacher/pause", {"key": "a"}, follow=False),
              phone.send(phone.get("/").form("join"), follow=False)],
        400: [phone.get("/", host="evil.test"), phone.post(f"{seat}/say", {"key": "k"}),
              phone.post("/join", {"key": "k" * 99})],
        401: [outside.get("/"), outside.get("/teacher")],
        403: [phone.get("/", sec_fetch_site="cross-site"), Browser(lesson.port).get("/teacher"), outside.get("/?code=X"),
              phone.post("/join", {}, origin="http://evil.test"), outside.get(f"{seat}/wait")],
        404: [phone.get("/teacher"), phone.get("/nowhere"), outside.get(f"{seat}x"), phone.get("/static/x")],
        405: [phone.get("/join"), phone.ask("PUT", seat)],
        413: [phone.post("/join", {"key": "k" * 20_000})],
        414: [phone.get(f"/?{'x' * doors.LONGEST}")],
        415: [phone.ask("POST", "/join", b"x", content_type="text/plain")],
    }  # fmt: skip
    for status, found in answers.items():
        for answer in found:
            assert answer.status == status, (status, answer.path)
            assert_headers(answer)
            assert "access-control-allow-origin" not in {name.lower() for name in answer.headers}
    policy = doors.SAID["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert {"default-src 'none'", "frame-ancestors 'none'", "script-src 'self'"} <= set(policy.split("; "))


def test_15_cookies_are_for_no_script_and_no_other_site(lesson: Attended) -> None:
    lesson.does("begin", scenario="classroom", seed="7", key="")
    browser = Elsewhere(lesson.port)
    given = browser.get(f"/?code={lesson.game.code}")
    joined = browser.send(browser.get("/").form("join"), follow=False)
    seat = joined.headers["Location"].partition("?")[0]
    seen = browser.ask("POST", "/network/seen", b"", follow=False)
    let = Browser(lesson.port).get(f"/teacher?key={lesson.keys.key}")
    said = [
        one for answer in (given, joined, seen, let) for one in answer.headers.get_all("Set-Cookie") or []
    ]
    assert [re.sub("_[0-9a-f]{6}$", "_", one.partition("=")[0]) for one in said] == [
        "detente_", "detente_seat", "detente_phone", "detente_network", "detente_play_",
    ]  # fmt: skip
    for cookie in said:
        parts = {part.lower() for part in cookie.split("; ")[1:]}
        assert {"httponly", "samesite=strict"} <= parts
        assert not any(part.startswith("domain") for part in parts)
        assert lesson.game.code not in cookie
        if cookie.startswith("detente_seat="):
            assert f"path={seat}".lower() in parts  # sent to that seat alone
    token = browser.cookies["detente_seat", seat]
    assert token not in browser.get(seat).text
    for (_, _), value in browser.cookies.items():
        assert value in (seat.rpartition("/")[2],) or value not in browser.get("/").text


def test_16_nobody_else_can_send(lesson: Attended) -> None:
    """To every address that takes anything: with all cookies, as were SameSite not there."""
    mine, _ = pair(lesson)
    ways = all_posts(routes_of(lesson))
    assert len(ways) >= 30
    assert {f"/teacher/{one}" for one in DOES} < set(ways)
    here = f"http://{HOST}"
    own = f"http://127.0.0.1:{lesson.port}"
    for way in ways:
        of_desk = way.startswith("/teacher")
        browser, ours = (lesson.teacher, own) if of_desk else (mine.browser, here)
        at = way.replace("/seat/{id}", seat_of(mine))
        for origin in ("", "null", "http://evil.test", ours.replace("http", "https"), f"{ours}.evil.test", f"{ours}/",
                       f"{ours} {ours}", own if ours == here else here, "http://127.0.0.1"):  # fmt: skip
            sent = browser.post(at, {"key": "k", "act-0": "talk"}, origin=origin)
            assert (sent.status, sent.text) == (403, words()["doors.elsewhere"]), (way, origin)
        for site in ("cross-site", "same-site", "none"):
            led = {"sec_fetch_mode": "navigate", "sec_fetch_dest": "document", "sec_fetch_site": site}
            assert browser.post(at, {"key": "k"}, **led).status == 403, way
    assert stage_of(mine.look()) == "0-move"
    assert "The class plays" in lesson.teacher.get("/teacher").text
    for browser, at in ((lesson.teacher, "/teacher/pause"), (mine.browser, f"{seat_of(mine)}/undo")):
        assert browser.post(at, {"key": "k"}, sec_fetch_site="same-origin").status not in (403, 405)


def test_17_only_our_own_pages_can_listen(lesson: Attended) -> None:
    mine, _ = pair(lesson)
    here, own = f"http://{HOST}", f"http://127.0.0.1:{lesson.port}"
    for way, browser, ours in ((f"{seat_of(mine)}/live", mine.browser, here), ("/teacher/live", lesson.teacher, own),
                               ("/projector/live", lesson.teacher, own)):  # fmt: skip
        assert shaken(lesson, way, browser)[0] == 101
        for origin in ("", "null", "http://evil.test", f"{ours}.evil.test", ours.replace("http", "https"), f"{ours}/",
                       own if ours == here else here):  # fmt: skip
            assert shaken(lesson, way, browser, origin=origin)[0] == 403, (way, origin)
        assert shaken(lesson, way, browser, sec_fetch_site="cross-site")[0] == 403
        assert shaken(lesson, way, browser, host="evil.test", origin="http://evil.test")[0] == 400
        status, came = shaken(lesson, way, browser, cookie="detente_seat=x")
        assert status == 403
        assert b"Traceback" not in came


def test_18_another_name_gets_nothing(lesson: Attended) -> None:
    """`Host: evil.test` was answered by the prototype."""
    mine, _ = pair(lesson)
    for host in ("evil.test", "evil.test:8731", "127.0.0.1.evil.test", f"{HERE}.evil.test", f"{HERE}@evil.test", "0.0.0.0",
                 "192.168.7.2", f"{HERE}, evil.test", "2130706433", "localhost."):  # fmt: skip
        for browser, way in ((mine.browser, "/"), (mine.browser, seat_of(mine)), (lesson.teacher, "/teacher"),
                             (lesson.teacher, "/projector"), (mine.browser, "/static/play.js")):  # fmt: skip
            assert_one_line(browser.get(way, host=host), 400, words()["doors.host"])
        sent = mine.browser.post("/join", {"key": "k"}, host=host, origin=f"http://{host}")
        assert (sent.status, sent.text) == (400, words()["doors.host"])
        assert mine.browser.get("/", host=host, x_forwarded_host=HERE).status == 400
    assert mine.browser.get("/", host=HERE).status == mine.browser.get("/", host=f"{HERE}:1").status == 200
    assert lesson.teacher.get("/teacher", host="localhost").status == 200


def test_20_nothing_leads_elsewhere(lesson: Attended) -> None:
    mine, _ = pair(lesson)
    evil = (
        "//evil.test",
        "/\\evil.test",
        "https://evil.test",
        "javascript:alert(1)",
        "%0d%0aLocation:%20//x",
    )
    for bad in evil:
        for browser, way, fields in (
            (
                mine.browser,
                f"/join?lang={quote(bad)}&next={quote(bad)}",
                {"key": f"k{hash(bad)}", "next": bad},
            ),
            (lesson.teacher, f"/teacher/pause?lang={quote(bad)}&to={quote(bad)}", {"key": "a", "to": bad}),
            (mine.browser, f"{seat_of(mine)}/undo?lang={quote(bad)}", {"key": "k"}),
        ):
            where = browser.post(way, fields, follow=False).headers["Location"]
            assert where is None or re.fullmatch(r"/(teacher|seat/[\w-]{22})?\?lang=(en|id)", where), where
        for way in (
            f"/{bad}",
            f"/seat/{quote(bad, safe='')}",
            f"/?next={quote(bad)}",
            f"/teacher?to={quote(bad)}",
        ):
            found = lesson.teacher.get(way, follow=False)
            assert found.status in (200, 400, 404)
            assert found.headers["Location"] is None
            assert_tame(found.text)
        given = Elsewhere(lesson.port, "192.168.7.66").get(f"/?code={lesson.game.code}&x={quote(bad)}")
        assert given.headers["Refresh"].startswith("0; url=/?x=")


# --- 22 to 24: other files -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("folder", ["/static", "/teacher/debrief", "/seat"])
def test_22_23_no_name_leads_to_another_file(lesson: Attended, folder: str) -> None:
    mine, _ = pair(lesson)
    seats = f"{seat_of(mine)}/debrief"
    at = seats if folder == "/seat" else folder
    browser = lesson.teacher if folder == "/teacher/debrief" else mine.browser
    for name in ("../served.py", "..%2fserved.py", "%2e%2e/served.py", "..%5cserved.py", "..\\x", "%252e%252e%252fx",
                 "....//x", "/etc/passwd", "%2fetc%2fpasswd", "//etc/passwd", "C:%5cwindows%5cwin.ini", "%5c%5cevil%5cx",
                 "file:///etc/passwd", "play.css%00.js", "%00", "..%c0%afx", "play.css/", "play.css/../../x", "..", "~root",
                 "../static-evil/play.css", "PLAY.CSS", "play.css.", "play.css::$DATA", "explore.js", "journal",
                 "matches.sqlite", "matches.csv.bak", "matches.csv%00", "class.xlsx/..", "match.toml.bak",
                 "other.csv"):  # fmt: skip
        found = browser.get(f"{at}/{name}", follow=False)
        assert found.status in (400, 404), name
        assert b"import" not in found.body
        assert b"root:" not in found.body
        assert "SQLite" not in found.text
    there = {"/static": "play.css", "/teacher/debrief": "matches.csv", "/seat": "match.toml"}[folder]
    good = browser.get(
        f"{at}/{there}", follow=False
    )  # no month is over of which a table or a file could tell
    assert good.status == {"/static": 200, "/teacher/debrief": 400, "/seat": 303}[folder], good.text
    assert folder != "/teacher/debrief" or words()["play_class.nothing"] in good.text


def test_24_nothing_is_uploaded_and_a_class_begins_with_a_world_that_is_known(lesson: Attended) -> None:
    for kind in (
        "multipart/form-data; boundary=x",
        "application/toml",
        "application/zip",
        "application/octet-stream",
    ):
        for way in all_posts(routes_of(lesson)):
            at = way.replace("{id}", NOWHERE)
            assert lesson.teacher.ask("POST", at, b"x=1", content_type=kind).status == 415, way
    for name in (
        "../../etc/passwd",
        "/etc/passwd",
        "classroom.toml",
        "file:///x",
        "\\\\host\\x",
        "classroom\x00",
        "",
    ):
        assert lesson.does("begin", scenario=name, key="").status == 400, name
    assert lesson.does("begin", scenario="classroom", key="").status == 200


# --- 26 to 32: too much, and what goes wrong -------------------------------------------------------------------------


def test_26_27_what_a_line_is_sent_is_a_message_or_the_lines_own_end(lesson: Attended) -> None:
    """JSON that is a list, a number or three thousand deep ended the prototype's handler."""
    mine, theirs = pair(lesson)
    with line(lesson, mine) as on, line(lesson, theirs) as other:
        assert heard(on)["type"] == heard(other)["type"] == "state"
        refused = {"type": "refused", "said": words()["play_live.no_message"]}
        odd = (
            "[]",
            "7",
            "null",
            '"x"',
            "{",
            "[" * 3000,
            '{"a":' * 600,
            "9" * 4000,
            '{"type": ["ping"]}',
            '{"type": "move"}',
        )
        for said in odd:
            on.send(said)
            assert heard(on) == refused, said[:20]
        on.send(b"\xff\x00")
        assert heard(on) == refused
        on.send('{"type": "ping"}')
        assert heard(on) == {"type": "pong"}
        time.sleep(1.1)
        on.send("x" * (LONGEST_MESSAGE + 1))
        assert last_words(on)[1] == 1009
        other.send('{"type": "ping"}')
        assert heard(other) == {"type": "pong"}
        with suppress(ConnectionClosed):
            for _ in range(3 * MOST_FRAMES):
                other.send('{"type": "ping"}')
        assert last_words(other)[1] == 1008
    assert mine.look().status == theirs.look().status == 200


def test_27_a_phone_that_sends_too_often_waits_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seat_pages, "OFTEN", (5, 60.0))
    with on_the_network(tmp_path, pause=lambda *due: 3600.0) as lesson:
        mine, theirs = pair(lesson)
        form = mine.page.form("say")
        for what in SENDS[:5]:
            assert mine.browser.post(f"{seat_of(mine)}/{what}", {"key": "k"}).status in (400, 409)
        for what in SENDS:
            late = mine.browser.post(f"{seat_of(mine)}/{what}", form.fields | {"act-0": "talk"})
            assert_one_line(late, 429, words()["play_doors.rate"])
        assert mine.look().status == 200  # to look costs nothing
        assert stage_of(theirs.send("say", act_0="talk")) == "0-waiting"


def test_28_whoever_sends_slowly_is_hung_up_on(lesson: Attended, monkeypatch: pytest.MonkeyPatch) -> None:
    lesson.does("begin", scenario="classroom", seed="7", key="")
    browser = let_in(lesson)
    monkeypatch.setattr(opening, "DAWDLING", 0.3)
    head = (
        f"POST /join HTTP/1.1\r\nHost: {HOST}\r\nOrigin: http://{HOST}\r\nX-From: {LAN}\r\n"
        f"Cookie: {browser._cookies('/join')}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 900\r\n\r\n"
    )
    began = time.monotonic()
    with socket.create_connection(("127.0.0.1", lesson.port), timeout=0.05) as slow:
        slow.sendall(head.encode())
        for _ in range(100):
            try:
                slow.sendall(b"a")
                if not slow.recv(100):
                    break
            except TimeoutError:
                continue
            except OSError:
                break
        else:
            pytest.fail("it did not hang up")
    assert 0.2 < time.monotonic() - began < 5
    assert comes(browser).stage == "lobby"


def test_28_idle_callers_keep_nobody_out(lesson: Attended) -> None:
    """More than there is room for say nothing, and half of a handshake; a phone plays all the same."""
    mine, _ = pair(lesson)
    lines = [
        socket.create_connection(("127.0.0.1", lesson.port), timeout=5) for _ in range(doors.AT_ONCE + 44)
    ]
    try:
        for one in lines[::3]:
            with suppress(OSError):
                one.sendall(b"GET /seat/x/live HTTP/1.1\r\nUpgrade: websocket\r\n")
        assert mine.look().status == 200
        assert stage_of(mine.send("say", act_0="talk")) == "0-waiting"
        assert shaken(lesson, f"{seat_of(mine)}/live", mine.browser)[0] == 101
        assert lesson.teacher.get("/teacher").status == 200
    finally:
        for one in lines:
            one.close()


def test_30_one_phone_cannot_fill_a_class_with_matches(lesson: Attended) -> None:
    """Thirty matches were one phone's to open in the prototype: it comes in so often a minute, and late still less."""
    lesson.does("begin", scenario="classroom", seed="7", key="", sits="doctrine")
    browser, friend = let_in(lesson), let_in(lesson, OTHER)
    mine = comes(friend)
    lesson.does("start")
    statuses = [browser.post("/join", {"key": f"late-{k}"}, follow=False).status for k in range(30)]
    most = phone_pages.LATE[0]
    assert statuses == [*[303] * most, *[429] * (30 - most)]
    tables = len(re.findall(r'data-table="|<tr', lesson.teacher.get("/teacher").text))
    assert tables <= most + 3
    assert comes(let_in(lesson, "192.168.7.70")).stage == "0-move"  # another is late, too
    mine.look()
    for what in ("begin", "new", "match", "start", "go"):  # and no seat begins anything
        for at in (f"/{what}", f"{seat_of(mine)}/{what}", f"/teacher/{what}"):
            assert friend.post(at, {"key": "k", "scenario": "classroom"}).status == 404, at


def test_30_a_lobby_is_held_to_a_share_an_address_and_to_its_names(lesson: Attended) -> None:
    lesson.does("begin", scenario="classroom", seed="7", key="")
    browser = let_in(lesson)
    most = phone_pages.JOINS[0]
    statuses = [browser.post("/join", {"key": f"k{k}"}, follow=False).status for k in range(most + 5)]
    assert statuses == [*[303] * most, *[429] * 5]
    for n in range(most, MOST):  # this machine itself is held to nothing
        assert lesson.teacher.post("/join", {"key": f"n{n}"}, follow=False).status == 303
    full = let_in(lesson, OTHER).post("/join", {"key": "one-more"})
    assert_one_line(full, 400, words()["refusal_room.full"].replace("{most}", str(MOST)))
    assert lesson.does("remove", phone=lesson.teacher.cookies["detente_phone", "/"]).status == 200
    assert comes(let_in(lesson, OTHER)).stage == "lobby"
    assert words()["play_teacher.open_door"] in lesson.does("door", door="shut").text
    shut = let_in(lesson, "192.168.7.80").post("/join", {"key": "shut"})
    assert_one_line(shut, 400, words()["refusal_room.door"])


def test_31_32_a_fault_is_one_line_here_and_there(
    lesson: Attended,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    mine, _ = pair(lesson)
    for payload in PAYLOADS[::8]:
        mine.browser.get(
            f"/?x={quote(payload)}", user_agent=allowed(payload).encode("ascii", "ignore").decode() or "x"
        )

    def wrong(*given: Any) -> None:
        raise RuntimeError("secret\n\x1b[31mof ours")

    for name in ("seat_html", "seat_main"):
        monkeypatch.setattr(f"simulation.play.seat_pages.{name}", wrong)
    monkeypatch.setattr("simulation.play.room_pages.phones.called", wrong, raising=False)
    for answer in (mine.look(), mine.browser.get(f"{mine.page.path}&x=1")):
        assert_one_line(answer, 500, words()["explore.failed"])
        assert "secret" not in answer.text
    with line(lesson, mine) as on:
        assert last_words(on)[0] == {"type": "bye", "why": "failed"}
    monkeypatch.undo()
    assert mine.browser.get(seat_of(mine)).status == 200
    told = [one.getMessage() for one in caplog.records if one.name == "simulation.web"]
    assert len(told) == 3
    assert all(one.isprintable() for one in told)
    assert "".join(capfd.readouterr()) == ""


# --- 33 to 35: who is reached, and what is reached -------------------------------------------------------------------


@pytest.mark.parametrize("lang", languages())
def test_33_everywhere_at_once_is_no_address(
    lang: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for typed in ("0.0.0.0", "127.0.0.1", "::", "x\x1b[31m", "203.0.113.77"):
        asked = [
            "play",
            "--no-open",
            "--lan",
            "--address",
            typed,
            "--lang",
            lang,
            "--file",
            str(tmp_path / "kept"),
        ]
        assert cli.main(asked) == 2
        said = capsys.readouterr()
        assert said.out == ""
        assert len(said.err.splitlines()) == 1
        assert said.err.rstrip("\n").isprintable()


def test_33_without_the_network_only_this_machine_is_answered(tmp_path: Path) -> None:
    with attended(tmp_path, through=from_elsewhere) as lesson:
        outside = Elsewhere(lesson.port)
        assert (
            outside.get("/").status == outside.get("/teacher").status == 400
        )  # by that name it is not called
        assert lesson.does("begin", scenario="classroom", key="").status == 200
        assert lesson.comes().stage == "lobby"
        assert outside.get("/teacher", host="127.0.0.1").status == 404


def test_34_there_is_no_console_and_no_count_of_anything(lesson: Attended) -> None:
    """`/stats` was open in the prototype."""
    inside = let_in(lesson)
    for way in ("/stats", "/console", "/debug", "/admin", "/__debug__/", "/metrics", "/status", "/docs", "/openapi.json",
                "/ws", "/state", "/room", "/rooms", "/matches", "/seats", "/seat", "/seat/", "/.git/config",
                "/journal", "/teacher/", "/teacher/debrief/", "/projector/", "/export", "/served.py"):  # fmt: skip
        assert inside.get(way).status == 404, way
        assert lesson.teacher.get(way).status == 404, way
    app: Any = lesson.game.app
    while not hasattr(app, "routes"):
        app = app.app
    assert app.debug is False
    assert inside.get("/").status == 200


def test_35_no_page_asks_any_other_machine(lesson: Attended) -> None:
    mine, _ = pair(lesson)
    pages = [mine.page, mine.browser.get("/"), mine.browser.get("/network"), mine.browser.get("/connection"),
             lesson.teacher.get("/teacher"), lesson.teacher.get("/projector"), lesson.teacher.get("/teacher/network"),
             Elsewhere(lesson.port).get("/")]  # fmt: skip
    for page in pages:
        read = Read(page.text)
        assert read.tags["link"] >= 1
        for tag, name, value in read.attributes:
            if (tag, name) in (("link", "href"), ("script", "src")):
                found = mine.browser.get(value)
                assert found.status == 200, value
                assert re.search(r"(?<!xmlns=.)https?://(?!www\.w3\.org/)", found.text) is None, value


# --- 2, 15: after the server was gone --------------------------------------------------------------------------------


def test_15_after_a_restart_a_seat_is_open_to_its_token_and_the_door_is_shut(tmp_path: Path) -> None:
    """The door's cookie is gone with the server; the seat goes on, by page and by line."""
    with on_the_network(tmp_path, pause=lambda *due: 3600.0) as lesson:
        mine, theirs = pair(lesson)
        mine.send("say", act_0="talk")
        code, before = lesson.game.code, lesson.keys.key
        form = theirs.page.form("say")
    with on_the_network(tmp_path, pause=lambda *due: 3600.0) as lesson:
        assert lesson.game.code == code  # it hangs on the wall
        for phone in (mine, theirs):
            phone.browser.port = lesson.port
            assert phone.browser.get("/").status == 401
            assert phone.look().status == 200
            assert shaken(lesson, f"{seat_of(phone)}/live", phone.browser)[0] == 101
        assert shaken(lesson, f"{seat_of(mine)}/live", theirs.browser)[0] == 403
        assert stage_of(mine.page) == "0-waiting"
        assert stage_of(theirs.browser.send(form, act_0="talk")) == "0-answer"  # a page of before still sends
        old = Browser(lesson.port)
        assert old.get(f"/teacher?key={before}").status == 403
        assert mine.browser.get(f"/?code={code}").status == 200
        assert stage_of(mine.browser.get(seat_of(mine))) == "0-answer"


def test_02_what_is_deleted_is_in_no_file(tmp_path: Path) -> None:
    """No token is written down, not even of a class that plays; names and words go with the lesson."""
    with on_the_network(tmp_path, pause=lambda *due: 3600.0) as lesson:
        lesson.does("begin", scenario="classroom", seed="7", key="", text="on")
        mine = comes(let_in(lesson))
        said = {"tension": "40", "crises": "1", "in_force": "0", "words": "Budi thinks calm"}
        mine.browser.post(f"{seat_of(mine)}/predict", {"key": "b", **said})
        (token,) = [value for (name, _), value in mine.browser.cookies.items() if name == "detente_seat"]

    written = (tmp_path / "journal").read_bytes()
    assert b"Budi thinks calm" in written
    assert token.encode() not in written
    with on_the_network(tmp_path, pause=lambda *due: 3600.0) as lesson:
        lesson.does("finish")
        mine.browser.port = lesson.port
        assert mine.browser.get(seat_of(mine)).status == 404
    assert b"Budi thinks calm" not in (tmp_path / "journal").read_bytes()
