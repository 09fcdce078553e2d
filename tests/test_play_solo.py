"""The game for one over HTTP, without a browser: a whole match, what is lost and comes back, and each attack of the list.

The numbers are those of the list of attacks; beside each stands what a friend gets.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from simulation import Scenario, ScenarioError
from simulation.catalogue import in_language, languages, words
from simulation.play import guess, seat_pages, solo
from simulation.play.journal import Journal
from simulation.play.match import begun, restored
from simulation.play.seats import Game, Input, Seat
from simulation.play.solo_form import NAMED, Wish, game_of, wish_of
from simulation.play.tables import Tables
from simulation.web import doors, opening
from simulation.web.answers import SHARED
from tests.payloads import PAYLOADS, allowed
from tests.playing import SHIPPED, Answer, Browser, Playing, moved_on, playing, seat_of, stage_of

ROOT = Path(__file__).parents[1]
IN_A_FILE = [said for said in dict.fromkeys(allowed(one) for one in PAYLOADS) if said.strip()]


@pytest.fixture(scope="module")
def game(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Playing]:
    with playing(tmp_path_factory.mktemp("game")) as served:
        yield served


@pytest.fixture(scope="module")
def slow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Playing]:
    """A game whose programs never send."""
    with playing(tmp_path_factory.mktemp("slow"), pause=lambda *due: 3600.0) as served:
        yield served


def moves(browser: Browser, page: Answer, act: str = "talk") -> Answer:
    """How a turn begins: the page to answer on."""
    form, before = page.form("say"), stage_of(page)
    assert browser.send(form, act_0=act if act in form.may["act-0"] else "hold").status == 200
    return moved_on(browser, seat_of(page), before)


def ends(browser: Browser, page: Answer) -> Answer:
    """How a turn ends, with a yes to what can be accepted: the page that comes."""
    form = page.form("say")
    more: dict[str, Any] = {"consent-0": form.may["consent-0"][0]} if "consent-0" in form.may else {}
    more |= {"speak-0": "no"} if "speak-0" in form.may else {}
    sent = browser.send(form, act_0="hold", **more)
    assert sent.status == 200
    return sent


def answers(browser: Browser, page: Answer) -> Answer:
    """How a turn ends: the page of the next."""
    before = stage_of(page)
    ends(browser, page)
    return moved_on(browser, seat_of(page), before)


def listed(browser: Browser) -> list[str]:
    """The matches begun before, the newest first."""
    return list(dict.fromkeys(re.findall(r'name="match" value="([\w-]+)"', browser.get("/").text)))


def to_the_end(browser: Browser, page: Answer) -> list[Answer]:
    """The pages with which the turns begin, and the last."""
    pages = [page]
    while not stage_of(pages[-1]).endswith("over"):
        pages.append(answers(browser, moves(browser, pages[-1])))
    return pages


def one_line(answer: Answer, status: int, said: str) -> None:
    """A refusal of a page: one line in it, and the headers of every answer."""
    assert answer.status == status, answer.text
    assert f"<p>{said}</p>" in answer.text or answer.text == said
    for name, value in doors.SAID.items():
        assert answer.headers[name] == value


# --- a whole match ---------------------------------------------------------------------------------------------------


def worked_out(browser: Browser, path: str) -> Answer:
    """A page that is worked out, once it is: until then it says how far it is."""
    page = browser.get(path)
    while "Refresh" in page.headers:
        assert "<progress" in page.text
        time.sleep(0.2)
        page = browser.get(path)
    return page


def test_a_whole_match_from_the_first_page_to_the_files(game: Playing):
    browser, page = game.begun(rival="hidden", seed="7")
    seat = seat_of(page)
    assert browser.get(f"{seat}/debrief").path == f"{seat}?lang=en"  # it is not over yet
    pages = to_the_end(browser, page)
    assert [stage_of(one) for one in pages] == [*(f"{turn}-move" for turn in range(8)), "8-over"]
    told = pages[-1].form("guess")
    assert len(set(told.may["doctrine"])) == guess.CHOICES
    guessed = told.may["doctrine"][1]
    after = browser.send(told, doctrine=guessed)
    assert not after.has("guess")
    assert words()[f"doctrine.{guessed}"] in after.text
    assert (
        browser.send(told, doctrine=told.may["doctrine"][0]).text.count(words()[f"doctrine.{guessed}"]) == 1
    )
    page = worked_out(browser, f"{seat}/debrief")
    assert 'class="debrief"' in page.text
    kept = browser.get(f"{seat}/debrief/match.toml")
    assert kept.headers["Content-Disposition"] == 'attachment; filename="match.toml"'
    assert Scenario.from_toml(kept.text).months == 48
    assert browser.get(f"{seat}/debrief/match.csv").text.count("\n") == 1 + 24
    assert worked_out(browser, f"{seat}/debrief/had?turn=2&stage=move&act=summit&lang=id").status == 200
    assert worked_out(browser, f"{seat}/debrief/had?turn=2000&stage=move&act=summit").status == 400
    listed = browser.get("/")
    assert words()["play_solo.look_back"] in listed.text


@pytest.mark.parametrize("lang", languages())
def test_three_states_and_a_standing_policy(game: Playing, lang: str):
    browser = game.browser()
    form = browser.get(f"/?scenario=triangle_1971&lang={lang}").form("begin")
    page = browser.send(form, seat="China", rival="grit")
    assert f'lang="{lang}"' in page.text
    form = page.form("say")
    page = browser.send(form, act_0="talk", act_1="hold")
    assert stage_of(page) in ("0-waiting", "0-answer")  # programs are quick here
    page = moved_on(browser, seat_of(page), "0-move")
    form = page.form("say")
    yes: dict[str, Any] = {name: values[0] for name, values in form.may.items() if name.startswith("consent")}
    assert browser.send(form, act_0="hold", act_1="hold", **yes).status == 200
    assert stage_of(moved_on(browser, seat_of(page), "0-answer")) == "1-move"


@pytest.mark.parametrize("name", SHIPPED)
def test_every_scenario_can_be_begun(name: str):
    wish = wish_of([("scenario", name)], SHIPPED, "classroom")
    made = game_of(wish, SHIPPED)
    assert sum(seat.person for seat in made.seats.values()) == 1
    assert (made.months, made.stops, made.length) == (
        (3, False, 24) if name == "classroom" else (24, True, None)
    )
    for _, values in (("rival", (*NAMED, "own", "hidden")),):
        for rival in values:
            seats = game_of(wish._replace(rival=rival), SHIPPED).seats.values()
            assert {seat.hidden for seat in seats if not seat.person} == {rival == "hidden"}
        assert game_of(wish._replace(seed="12"), SHIPPED).seed == 12


def test_hidden_doctrines_are_drawn_and_can_be_guessed(two: Scenario):
    assert {guess.drawn() for _ in range(400)} == set(guess.HIDDEN)
    places = set()
    for doctrine in guess.HIDDEN:
        for seed in range(8):
            seats = {"Alfa": Seat(), "Bravo": Seat(False, doctrine, hidden=True)}
            match = begun(Game(two.to_toml(), seats, seed=seed))
            among = guess.guesses(match, "Alfa")
            assert doctrine in among
            assert len(set(among)) == guess.CHOICES
            places.add(among.index(doctrine))
    assert places == {0, 1, 2, 3}
    assert guess.guesses(begun(Game(two.to_toml(), {"Alfa": Seat(), "Bravo": Seat(False)})), "Alfa") == ()


# --- what is sent again, too late, or by two at once -----------------------------------------------------------------


def test_03_what_is_sent_again_counts_once(slow: Playing):
    browser, page = slow.begun()
    form = page.form("say")
    first = browser.send(form, act_0="talk")
    for _ in range(3):
        assert stage_of(browser.send(form, act_0="talk")) == "0-waiting"
    assert stage_of(browser.send(form, act_0="threaten")) == "0-waiting"  # the message of that key has come
    assert browser.send(form, act_0="talk").text.count("data-rev") == first.text.count("data-rev")
    (talk,) = re.findall(r'data-rev="(\d+)"', browser.get(seat_of(first)).text)
    assert talk == "1"


def test_a_move_is_taken_back_until_all_have_sent(slow: Playing):
    browser, page = slow.begun()
    for act in ("talk", "visit"):
        sent = browser.send(page.form("say"), act_0=act)
        assert stage_of(sent) == "0-waiting"
        undo = sent.form("undo")
        page = browser.send(undo)
        assert stage_of(page) == "0-move"
        assert stage_of(browser.send(undo)) == "0-move"  # twice is once
    late = browser.send(page.form("say") and undo, key="another")
    assert late.status == 409
    assert words()["play_solo.late"] in late.text


def test_an_undo_of_the_stage_before_takes_nothing_back(tmp_path: Path):
    """Left open in another tab while the match went on to the answer, and that was sent."""
    with playing(tmp_path, pause=lambda seed, turn, stage, seat: {"move": 0.5}.get(stage, 3600.0)) as game:
        browser, page = game.begun()
        left_open = browser.send(page.form("say"), act_0="talk")
        assert stage_of(left_open) == "0-waiting"
        sent = ends(browser, moved_on(browser, seat_of(page), "0-move"))
        assert stage_of(sent) == "0-waiting"
        late = browser.send(left_open.form("undo"))
        assert (late.status, stage_of(late)) == (409, "0-waiting")
        assert words()["play_solo.late"] in late.text
        assert stage_of(browser.send(sent.form("undo"))) == "0-answer"


def test_04_a_page_from_before_moves_nothing(game: Playing):
    """The back button, or a second tab that was left open: the present page, never a wrong move."""
    browser, page = game.begun()
    left_open = browser.get(seat_of(page))
    now = moves(browser, page)
    for old in (left_open, page):
        form = old.form("say")
        form.fields["key"] += "x"  # a page that never sent
        late = browser.send(form, act_0="threaten")
        assert late.status == 409
        assert words()["play_solo.late"] in late.text
        assert stage_of(late) == stage_of(now) == "0-answer"
    assert late.form("say").fields["stage"] == "answer"
    again = answers(browser, late)  # with which one can go on
    assert stage_of(again) == "1-move"


def test_04_after_the_end_nothing_moves(tmp_path: Path):
    with playing(tmp_path) as game:
        browser, page = game.begun(months="24")
        left_open = page
        page = to_the_end(browser, page)[-1]
        form = left_open.form("say")
        form.fields["key"] += "x"
        for stage in ("move", "answer", "over"):
            assert browser.send(form, act_0="talk", stage=stage).status == 409
        assert (
            browser.post(f"{seat_of(page)}/guess", {"key": "k", "doctrine": "hawk"}).status == 409
        )  # none hides


def test_of_a_match_that_was_ended_early_there_is_a_debrief_once_a_month_was_lived(game: Playing):
    for turns in (0, 1):
        browser, page = game.begun()
        if turns:
            page = answers(browser, moves(browser, page))
        game.journal.take(listed(browser)[0], f"end-{turns}", Input(turns, "end", by="teacher"))
        over = browser.get(seat_of(page))
        assert stage_of(over) == f"{turns}-over"
        debrief = f"{seat_of(page)}/debrief"
        assert (debrief in over.text) == (turns == 1)
        for what in ("", "/had", "/match.toml"):
            there = browser.get(f"{debrief}{what}?turn=1&stage=move&rival=Velmora&act=hold", follow=False)
            assert there.status == (200 if turns else 303), what


def test_10_of_two_tabs_that_race_one_moves(slow: Playing):
    browser, page = slow.begun()
    seat = seat_of(page)
    tabs = [browser.get(seat).form("say") for _ in range(8)]
    assert len({tab.fields["key"] for tab in tabs}) == 8
    with ThreadPoolExecutor(8) as racing:
        sent = list(
            racing.map(
                lambda k: browser.send(tabs[k], act_0=("talk", "threaten")[k % 2], follow=False), range(8)
            )
        )
    assert sorted(one.status for one in sent) == [303] + [409] * 7
    assert {stage_of(one) for one in sent if one.status == 409} == {"0-waiting"}
    assert re.findall(r'data-rev="(\d+)"', browser.get(seat).text) == ["1"]


def test_a_match_is_begun_once(game: Playing):
    browser = game.browser()
    form = browser.get("/").form("begin")
    first, second = browser.send(form, seed=""), browser.send(form, seed="")
    assert seat_of(first) == seat_of(second)
    other = browser.send(browser.get("/").form("begin"))
    assert seat_of(other) != seat_of(first)


# --- whose it is -----------------------------------------------------------------------------------------------------


def test_01_02_08_without_the_token_there_is_nothing(game: Playing):
    """Another's seat, a seat that there is not, a guessed token, one that is valid no more: one answer, for reading too."""
    browser, page = game.begun()
    other, elsewhere = game.begun()
    mine, theirs = seat_of(page), seat_of(elsewhere)
    token = browser.cookies["detente_seat", mine]
    stranger = Browser(game.port)
    form = page.form("say")
    nowhere = stranger.get("/nowhere").text
    wrong = ["", "detente_seat=", "detente_seat=x", f"detente_seat={token[:-1]}", f"detente_seat={token}0",
        "detente_seat=\xe9",
             f"detente_seat={other.cookies['detente_seat', theirs]}", f"other={token}"]  # fmt: skip
    for where in (mine, "/seat/" + "a" * 22):
        for cookie in wrong:
            for what in ("", "/debrief", "/debrief/match.toml", "/debrief/had"):
                found = stranger.get(f"{where}{what}", cookie=cookie)
                assert (found.status, found.text) == (404, nowhere.replace("/nowhere", where + what)), what
    for cookie in wrong:
        sent = stranger.post(f"{mine}/say", form.fields | {"act-0": "threaten"}, cookie=cookie)
        assert sent.status == 404
        assert stranger.get(f"{mine}/wait?rev=0", cookie=cookie).status == 403
    assert stage_of(browser.get(mine)) == "0-move"
    assert stage_of(stranger.get(mine, cookie=f"detente_seat={token}")) == "0-move"
    latest = browser.post(
        "/go", {"match": listed(browser)[0]}
    )  # opened anew: the token before opens nothing any more
    was = {theirs: other.cookies["detente_seat", theirs], mine: token}[seat_of(latest)]
    assert stranger.get(seat_of(latest), cookie=f"detente_seat={was}").status == 404
    assert stage_of(latest) == "0-move"


def test_06_15_matches_are_listed_for_whoever_has_the_key_alone(game: Playing):
    """Another user of this machine, or whoever has a seat: cannot list, begin, take over or delete."""
    browser, page = game.begun()
    form = browser.get("/").form("begin")
    match = listed(browser)[0]
    seat = seat_of(page)
    player = Browser(game.port)
    player.cookies["detente_seat", seat] = browser.cookies["detente_seat", seat]
    assert player.get(seat).status == 200
    said = words()["play_doors.key"]
    (name,) = [name for name, where in browser.cookies if where == "/"]
    for cookie in (
        "",
        f"{name}=",
        f"{name}=x",
        f"{name}={browser.cookies[name, '/'][:-1]}",
    ):
        for key in ("", "?key=", "?key=x", f"?key={game.keys.key[:-1]}"):
            one_line(player.get(f"/{key}", cookie=cookie), 403, said)
        for what, fields in (("begin", form.fields), ("go", {"match": match}), ("forget", {"match": match})):
            one_line(player.post(f"/{what}", fields, cookie=cookie), 403, said)
    before = game.keys.key
    let_in = player.get(f"/?key={before}")
    assert (let_in.status, "Refresh" in let_in.headers) == (200, True)
    one_line(Browser(game.port).get(f"/?key={before}"), 403, said)  # a key opens once
    assert player.get("/").status == player.get(f"/?key={before}").status == 200
    for given in (let_in, browser.post("/go", {"match": match}, follow=False)):
        (cookie,) = given.headers.get_all("Set-Cookie") or []
        assert {"HttpOnly", "SameSite=strict"} <= set(cookie.split("; "))


def test_what_is_deleted_is_gone(game: Playing):
    browser, page = game.begun()
    newest = listed(browser)[0]
    assert browser.post("/forget", {"match": newest}).path.startswith("/?")
    assert newest not in browser.get("/").text
    assert browser.get(seat_of(page)).status == 404
    assert browser.post("/go", {"match": newest}).status == 404
    assert browser.post("/forget", {"match": newest}).status == 200  # twice is once


def test_07_no_page_tells_who_hides(slow: Playing):
    """With only the hidden doctrine changed, all that a seat gets is equal to the byte, its length too."""
    seen = []
    for doctrine in ("hawk", "firm_deterrence"):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("simulation.play.solo_form.drawn", lambda name=doctrine: name)
            browser, page = slow.begun(rival="hidden", seed="7")
        sent = browser.send(page.form("say"), act_0="talk")
        told = browser.get(f"{seat_of(page)}/wait?rev=0")
        refused = browser.send(page.form("say"), act_0="trade", key="other")
        seen.append([re.sub(r"[\w-]{22}", "?", one.text) for one in (page, sent, told, refused)])
        assert json.loads(told.text)["rev"] == 1
    assert seen[0] == seen[1]
    named = slow.begun(rival="hawk", seed="7")[1]
    assert words()["doctrine.hawk"] in named.text
    assert words()["doctrine.hawk"] not in seen[0][0]


# --- what is sent at the door ----------------------------------------------------------------------------------------


WRONG: list[dict[str, str]] = [
    {"act-0": "trade"}, {"act-0": "NaN"}, {"act-0": ""}, {"act-0": "1e999"}, {"act-0": "['talk']"}, {"turn": "-1"},
    {"turn": "99999999999999999999"}, {"turn": "NaN"}, {"turn": "0x0"}, {"turn": "\u0660"}, {"key": ""}, {"key": "k" * 65},
    {"seat": "Velmora"}, {"by": "doctrine"}, {"act-1": "talk"}, {"consent-0": "yes"}, {"ask-0-arms": "50"},
    {"leave-0-arms": "on"}, {"act-0": "talk\x00"}, {"__proto__": "x"}, {"act-0": "talk", "": "x"},
]  # fmt: skip


@pytest.fixture
def patient(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Playing]:
    """A game that takes as many messages as come."""
    monkeypatch.setattr(seat_pages, "OFTEN", (1000, 10.0))
    with playing(tmp_path, pause=lambda *due: 3600.0) as served:
        yield served


@pytest.mark.parametrize("lang", languages())
def test_05_what_no_page_offers_is_refused_in_one_line(patient: Playing, lang: str):
    browser = patient.browser()
    page = browser.send(browser.get(f"/?lang={lang}").form("begin"))
    form = page.form("say")
    for wrong in WRONG:
        answer = browser.post(form.action, form.fields | {"act-0": "talk"} | wrong)
        assert answer.status == 400, (wrong, answer.text)
        (said,) = re.findall(r"<p>(.+)</p>\n<p><a", answer.text)
        assert 10 < len(said) < 400
    twice = [*(form.fields | {"act-0": "talk"}).items(), ("act-0", "hold")]
    assert browser.post(form.action, twice).status == 400
    for body in (b"", b"act-0", b"\xff=1", b"a=%ff", b"&".join(b"a%d=1" % k for k in range(500))):
        assert browser.ask("POST", form.action, body).status == 400, body
    for body in (b"", b"[]", b"7", b"null", b'"x"', b"{", b"[" * 3000, b'{"key": 7}', b'{"act-0": NaN}', b"\xff\xfe",
                 b'{"act-0": "talk", "act-0": "talk"}', b'{"key": "' + b"9" * 9999 + b'"}'):  # fmt: skip
        assert browser.ask("POST", form.action, body, content_type="application/json").status == 400, body
    assert stage_of(browser.get(seat_of(page))) == "0-move"
    good = json.dumps(form.fields | {"act-0": "talk"}).encode()
    assert (
        stage_of(browser.ask("POST", form.action, good, content_type="application/json; charset=utf-8"))
        == "0-waiting"
    )


@pytest.mark.parametrize("lang", languages())
def test_27_a_seat_that_sends_too_often_waits_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lang: str
):
    monkeypatch.setattr(seat_pages, "OFTEN", (3, 60.0))
    with playing(tmp_path, lang=lang, pause=lambda *due: 3600.0) as game:
        browser, page = game.begun()
        form, seat = page.form("say"), seat_of(page)
        for _ in range(5):  # a stranger's tries are none of the seat's
            assert browser.post(f"{seat}/say", form.fields, cookie="detente_seat=x").status == 404
        sent = browser.send(form, act_0="talk")
        browser.send(sent.form("undo"))
        assert browser.post(f"{seat}/guess", {"key": "k", "doctrine": "hawk"}).status == 409
        for what in ("say", "undo", "guess"):
            late = browser.post(f"{seat}/{what}", form.fields | {"act-0": "talk"})
            one_line(late, 429, words(lang)["play_doors.rate"])
            assert late.headers["Retry-After"] == "60"
        assert stage_of(browser.get(seat)) == "0-move"  # to look costs nothing
        other, elsewhere = game.begun()
        assert stage_of(other.send(elsewhere.form("say"), act_0="talk")) == "0-waiting"


@pytest.mark.parametrize("what", ["say", "undo", "guess", "begin", "go", "forget"])
def test_16_nobody_else_can_send(slow: Playing, what: str):
    """With all cookies, as a browser would send them for a page elsewhere, were SameSite not there."""
    browser, page = slow.begun()
    at = f"/{what}" if what in ("begin", "go", "forget") else f"{seat_of(page)}/{what}"
    fields = {"key": "k", "turn": "0", "stage": "move", "act-0": "talk"}
    here = f"http://127.0.0.1:{slow.port}"
    for origin in ("", "null", "http://evil.test", f"https://127.0.0.1:{slow.port}", "http://127.0.0.1",
        f"{here}.evil.test",
                   f"http://127.0.0.1:{slow.port + 1}", f"http://localhost:{slow.port}", f"{here}/",
                   f"{here} {here}"):  # fmt: skip
        sent = browser.post(at, fields, origin=origin)
        assert (sent.status, sent.text) == (403, words()["doors.elsewhere"]), origin
    for site in ("cross-site", "same-site", "none", "x"):
        led = {"sec_fetch_mode": "navigate", "sec_fetch_dest": "document"}
        assert browser.post(at, fields, sec_fetch_site=site, **led).status == 403
    assert stage_of(browser.get(seat_of(page))) == "0-move"
    assert browser.post(at, fields, sec_fetch_site="same-origin").status not in (403, 405)
    assert browser.get(at).status == 405


def test_18_another_name_gets_nothing(slow: Playing):
    browser, page = slow.begun()
    for host in (
        "evil.test",
        f"evil.test:{slow.port}",
        "127.0.0.1.evil.test",
        "127.0.0.1@evil.test",
        "0.0.0.0",
    ):
        assert browser.get(seat_of(page), host=host).status == 400
        sent = browser.post(f"{seat_of(page)}/say", {}, host=host, origin=f"http://{host}")
        assert (sent.status, sent.text) == (400, words()["doors.host"])
    name = f"localhost:{slow.port}"
    assert browser.get(seat_of(page), host=name).status == 200
    fields = page.form("say").fields | {"act-0": "talk"}
    assert browser.post(page.form("say").action, fields, host=name, origin=f"http://{name}").status == 200


def test_29_what_is_sent_says_what_it_is_and_no_more_than_that(slow: Playing):
    browser, page = slow.begun()
    at, said = page.form("say").action, words()
    here = f"127.0.0.1:{slow.port}"
    head = f"POST {at} HTTP/1.1\r\nHost: {here}\r\nOrigin: http://{here}\r\nConnection: close\r\n"
    kind = "Content-Type: application/x-www-form-urlencoded\r\n"

    def raw(rest: str, body: bytes = b"") -> tuple[int, str]:
        with socket.create_connection(("127.0.0.1", slow.port), timeout=10) as line:
            line.sendall((head + rest + "\r\n").encode() + body)
            came = b""
            with contextlib.suppress(OSError):
                while more := line.recv(65536):
                    came += more
        top, _, words_of_it = came.decode().partition("\r\n\r\n")
        return int(top.split()[1]), words_of_it

    assert raw(kind) == (411, said["play_doors.length"])
    assert raw(f"{kind}Transfer-Encoding: chunked\r\n", b"0\r\n\r\n") == (411, said["play_doors.length"])
    assert raw(f"{kind}Content-Length: 16385\r\n") == (413, said["play_doors.big"])
    assert raw(f"{kind}Content-Length: {'9' * 20}\r\n")[0] in (400, 413)
    assert raw(f"{kind}Content-Length: 5\r\nContent-Length: 6\r\n")[0] == 400
    for other in (
        "",
        "text/plain",
        "multipart/form-data; boundary=x",
        "application/xml",
        "application/jsonx",
    ):
        named = f"Content-Type: {other}\r\n" if other else ""
        assert raw(f"{named}Content-Length: 3\r\n", b"a=b") == (415, said["play_doors.kind"])
    assert raw(f"{kind}Content-Length: 16384\r\n", b"a=" + b"b" * 16382)[0] == 404  # heard, of a stranger
    for method in ("PUT", "DELETE", "PATCH", "OPTIONS"):
        refused = browser.ask(method, at, b"")
        assert (refused.status, refused.headers["Allow"]) == (405, "GET, HEAD, POST")


def test_28_whoever_sends_slowly_is_hung_up_on(
    slow: Playing, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
):
    browser, page = slow.begun()
    monkeypatch.setattr(opening, "DAWDLING", 0.3)
    cookie = "; ".join(f"{name}={value}" for (name, _), value in browser.cookies.items())
    head = (
        f"POST {page.form('say').action} HTTP/1.1\r\nHost: 127.0.0.1:{slow.port}\r\nOrigin: http://127.0.0.1:{slow.port}\r\n"
        f"Cookie: {cookie}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 900\r\n\r\n"
    )
    begun_at = time.monotonic()
    with socket.create_connection(("127.0.0.1", slow.port), timeout=0.05) as line:
        line.sendall(head.encode())
        for _ in range(100):
            try:
                line.sendall(b"a")
                if not line.recv(100):
                    break
            except TimeoutError:
                continue
            except OSError:
                break
        else:
            pytest.fail("it did not hang up")
    assert 0.2 < time.monotonic() - begun_at < 5
    assert stage_of(browser.send(page.form("say"), act_0="talk")) == "0-waiting"
    assert "".join(capfd.readouterr()) == ""


def test_17_26_only_the_seat_itself_can_listen(slow: Playing):
    browser, page = slow.begun()
    seat = seat_of(page)
    cookie = f"detente_seat={browser.cookies['detente_seat', seat]}"

    def shaken(origin: str, cookie: str, then: bytes = b"") -> bytes:
        shake = (
            f"GET {seat}/live HTTP/1.1\r\nHost: 127.0.0.1:{slow.port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            f"Origin: {origin}\r\nCookie: {cookie}\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        )
        with socket.create_connection(("127.0.0.1", slow.port), timeout=2) as line:
            line.sendall(shake.encode())
            return line.recv(4096)

    here = f"http://127.0.0.1:{slow.port}"
    assert b" 101 " in shaken(here, cookie)
    assert b" 403 " in shaken("http://evil.test", cookie)
    assert b" 403 " in shaken(here, "detente_seat=x")
    assert b" 403 " in shaken(here, "")


@pytest.mark.parametrize(
    "way",
    ["/static/../solo.py", "/static/%2e%2e/solo.py", "/static/..%5csolo.py", "/static//etc/passwd",
        "/static/%2fetc%2fpasswd",
     "/static/play.css%00.js", "/static/\\\\host\\x", "/static/PLAY.CSS", "/static-evil/play.css",
     "/static/explore.js", "/journal",
     "/seat/", "/seat/..", "/seat/%2e%2e/%2e%2e/etc/passwd", "/begin/", "//evil.test/", "/debug", "/console"],
)  # fmt: skip
def test_22_20_no_name_leads_elsewhere(slow: Playing, way: str):
    found = slow.browser().get(way, follow=False)
    assert found.status in (400, 404, 405)
    assert "Location" not in found.headers
    assert slow.browser().get("/static/play.css").headers["Content-Type"] == "text/css; charset=utf-8"


def test_23_a_debrief_keeps_two_files_and_no_other(slow: Playing):
    browser, page = slow.begun()
    seat = seat_of(page)
    for name in (
        "scenario.toml",
        "..",
        "%2e%2e%2fmatches.sqlite",
        "match.toml.bak",
        "match.toml%00",
        "MATCH.TOML",
    ):
        assert browser.get(f"{seat}/debrief/{name}", follow=False).status == 404
    for name in ("match.toml", "match.csv"):
        led = browser.get(f"{seat}/debrief/{name}", follow=False)  # it is not over
        assert (led.status, led.headers["Location"]) == (303, f"{seat}?lang=en")


@pytest.mark.parametrize(
    ("wrong", "line"),
    [
        ({"scenario": "../../etc/passwd"}, "there is no such world"), ({"seat": "Nobody"}, "Nobody"),
        ({"rival": "scripted"}, "cannot be decided for in this way"), ({"months": "0"}, "choose one of 1, 3, 6, 12, 24"),
        ({"months": "1e1"}, "choose one of"), ({"seed": "-1"}, "whole number"), ({"seed": "9" * 19}, "whole number"),
        ({"seed": "NaN"}, "whole number"), ({"key": "x"}, "key"), ({"more": "x"}, "more"),
    ],
)  # fmt: skip
def test_05_a_wish_that_cannot_be_is_refused_in_one_line(wrong: dict[str, str], line: str):
    with pytest.raises(ScenarioError, match=re.escape(line)) as refused:
        wish_of(wrong.items(), SHIPPED, "classroom")
    assert "\n" not in str(refused.value)
    with pytest.raises(ScenarioError, match="twice"):
        wish_of([("seed", "1"), ("seed", "2")], SHIPPED, "classroom")
    assert wish_of([("seed", " 12 ")], SHIPPED, "classroom") == Wish(seat="Kastara", months=3, seed="12")


def test_30_there_is_an_end_to_matches(game: Playing, monkeypatch: pytest.MonkeyPatch):
    browser, page = game.begun()
    monkeypatch.setattr(solo, "MOST", 1)
    one_line(
        browser.send(browser.get("/").form("begin")), 400, words()["play_solo.many"].replace("{most}", "1")
    )
    assert browser.get(seat_of(page)).status == 200


def test_31_32_a_fault_is_one_line_here_and_there(
    game: Playing,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
):
    browser, page = game.begun()

    def wrong(*given: Any) -> None:
        raise RuntimeError("secret\n\x1b[31mof ours")

    monkeypatch.setattr("simulation.play.seat_pages.seat_html", wrong)
    one_line(browser.get(seat_of(page)), 500, words()["explore.failed"])
    (told,) = [one.getMessage() for one in caplog.records]
    assert "\n" not in told
    assert "\x1b" not in told
    monkeypatch.undo()
    browser.get(f"{seat_of(page)}?x=%0a%1b[31m", user_agent="a\tb")
    assert browser.get(seat_of(page)).status == 200
    assert "".join(capfd.readouterr()) == ""


# --- 13: words that try to be more -----------------------------------------------------------------------------------


def test_13_words_of_a_file_are_words_on_every_page(tmp_path: Path, two: Scenario):
    """A user's own file with such words wherever it may have any: title, summary, states, events."""
    from tests.test_web_doors import NAME, Read, saying

    own = saying(IN_A_FILE, "hostile", two)
    with playing(tmp_path, {"hostile": own}, first="hostile") as game:
        browser = game.browser()
        first = browser.get("/")
        page = browser.send(first.form("begin"), months="12")
        pages = [first, *to_the_end(browser, page), browser.get("/")]
    assert pages[-2].text.count("data-stage") == 1
    for one in pages:
        read = Read(one.text)
        assert {"comment", "instruction", "base", "iframe", "object", "embed", "img", "foreignobject"} & set(
            read.tags
        ) == set()
        assert [name for _, name, _ in read.attributes if name.startswith("on") or name == "style"] == []
        scripts = [value for tag, name, value in read.attributes if (tag, name) == ("script", "src")]
        assert read.tags["script"] == len(scripts)
        assert set(scripts) <= {"/static/play.js"}
        for _, name, value in read.attributes:
            if name in ("href", "src", "action", "formaction"):
                assert re.match(r"/(?![/\\])|#", value), value
    shown = " ".join(Read(pages[0].text).words.split())
    for said in IN_A_FILE:
        assert " ".join(said.split()) in shown
    assert NAME in Read(pages[1].text).words


# --- killed ----------------------------------------------------------------------------------------------------------


@contextmanager
def command(folder: Path, port: int, kept: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """`detente play --solo`, as anybody begins it, and the address that it shows. Nothing is left running."""
    told = {**os.environ, "PYTHONPATH": str(ROOT), "DETENTE_LANG": "en"}
    asked = [
        sys.executable,
        "-m",
        "simulation",
        "play",
        "--solo",
        "--no-open",
        f"--port={port}",
        f"--file={kept}",
    ]
    with subprocess.Popen(
        asked, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=told, cwd=folder
    ) as server:
        try:
            assert server.stdout is not None
            yield server, server.stdout.readline().strip()
        finally:
            server.kill()


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_killed_in_the_middle_of_a_turn_it_goes_on_where_it_was(tmp_path: Path):
    """The real command, twice; the tab that was open all the while, and a new browser. A second server is refused."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    kept, browser = tmp_path / "my matches", Browser(port)
    with command(tmp_path, port, kept) as (server, said):
        browser.get(said.partition(str(port))[2])
        page = moves(browser, browser.send(browser.get("/").form("begin"), seed="11"))
        form = page.form("say")
        no: dict[str, Any] = {"consent-0": "no"} if "consent-0" in form.may else {}
        with command(tmp_path, 0, kept) as (other, said):
            assert said == f"detente: {words()['play_command.in_use']}".replace("{file}", str(kept))
            assert other.wait(30) == 2
        assert stage_of(browser.send(form, act_0="hold", **no)) == "0-waiting"
        server.send_signal(signal.SIGKILL)
    with command(tmp_path, port, kept) as (server, said):
        assert stage_of(browser.get(seat_of(page))) == "0-waiting"  # the tab of before
        page = moved_on(browser, seat_of(page), "0-answer")
        assert stage_of(page) == "1-move"
        later = Browser(port)
        later.get(said.partition(str(port))[2])
        assert stage_of(later.post("/go", {"match": listed(later)[0]})) == "1-move"
        assert browser.get(seat_of(page)).status == 404  # its token counts no more
        server.send_signal(signal.SIGINT)
        assert server.wait(20) == 130  # as the shell has it of what Ctrl-C ended
    with Journal(kept) as journal:
        (name,) = journal.matches()
        match_now = journal.match(name)
        assert [one.by for one in match_now.inputs] == ["person", "doctrine"] * 2
        assert restored(match_now.game, match_now.inputs) == match_now


# --- what a breaker found --------------------------------------------------------------------------------------------


def test_an_undo_takes_back_what_its_page_showed_and_nothing_else(tmp_path: Path):
    with playing(tmp_path, pause=lambda *due: 60.0) as game:
        browser, page = game.begun()
        seat = seat_of(page)
        shown = browser.send(page.form("say"), act_0="talk")
        stale = shown.form("undo")
        browser.send(browser.get(seat).form("undo"))
        assert browser.send(browser.get(seat).form("say"), act_0="threaten").status == 200
        assert browser.send(stale).status == 409
        assert stage_of(browser.get(seat)) == "0-waiting"
        assert browser.send(browser.get(seat).form("undo")).status == 200
        assert stage_of(browser.get(seat)) == "0-move"


def test_the_key_of_another_message_is_not_acknowledged(game: Playing):
    browser, page = game.begun()
    form = page.form("say")
    assert browser.send(form, act_0="talk", follow=False).status == 303
    assert browser.send(form, act_0="talk", follow=False).status == 303  # the same, sent again
    assert browser.send(form, act_0="threaten").status == 409


def test_two_taps_on_begin_are_one_match(game: Playing):
    browser = game.browser()
    before, form = listed(browser), browser.get("/").form("begin")
    with ThreadPoolExecutor(2) as pool:
        came = list(pool.map(lambda _: browser.send(form, follow=False), range(2)))
    assert [one.status for one in came] == [303, 303]
    assert len({one.headers["Location"] for one in came}) == 1
    assert len(listed(browser)) == len(before) + 1


def test_a_match_that_cannot_be_read_closes_no_list_and_can_be_deleted(tmp_path: Path):
    with playing(tmp_path) as game:
        game.begun()
        browser, _ = game.begun()
        broken, _ = listed(browser)
    with contextlib.closing(sqlite3.connect(tmp_path / "journal")) as file, file:
        file.execute("UPDATE match SET game = '{' WHERE id = ?", (broken,))
    with playing(tmp_path) as game:
        browser = game.browser()
        page = browser.get("/")
        assert words()["play_solo.unread"] in page.text
        assert len(listed(browser)) == 2
        assert browser.post("/go", {"match": broken}).status == 400
        assert browser.post("/forget", {"match": broken}).status == 200
        assert broken not in listed(browser)
        assert len(listed(browser)) == 1


def test_the_matches_of_a_class_are_not_in_the_list_of_one(tmp_path: Path):
    with playing(tmp_path) as game:
        browser, _ = game.begun()
        of_class = Game(SHIPPED["classroom"].to_toml(), {"Kastara": Seat(), "Velmora": Seat()})
        game.journal.begin("K7M3PQ-0", of_class)
        assert len(listed(browser)) == 1


def test_what_is_forgotten_is_in_no_file_of_a_match_of_the_same_name(game: Playing):
    browser = game.browser()
    form = browser.get("/").form("begin")
    for seed in ("1", "2"):
        page = browser.send(form, seed=seed, months="24")
        to_the_end(browser, page)
        assert f"seed {seed}" in browser.get(f"{seat_of(page)}/debrief/match.toml").text
        browser.post("/forget", {"match": listed(browser)[0]})


def test_a_refusal_of_the_journal_is_in_the_language_of_who_reads_it(tmp_path: Path):
    async def asks() -> None:
        with Journal(tmp_path / "journal") as journal:
            tables = Tables(journal)
            for lang in languages():
                said = re.escape(words(lang)["refusal_journal.no_match"].partition("{")[0])
                with in_language(lang), pytest.raises(ScenarioError, match=said):
                    await tables.match("nothing")
            await tables.close()

    asyncio.run(asks())


def test_a_key_that_no_file_can_hold_is_refused(game: Playing):
    browser, page = game.begun()
    body = json.dumps({"key": "\ud800", "turn": "0", "stage": "move", "act-0": "hold"}).encode()
    sent = browser.ask("POST", f"{seat_of(page)}/say", body, content_type="application/json")
    assert sent.status == 400


def test_the_database_of_another_program_is_left_alone(tmp_path: Path):
    other = tmp_path / "mail.sqlite"
    with contextlib.closing(sqlite3.connect(other)) as file, file:
        file.execute("CREATE TABLE letters (said TEXT)")
    before = other.read_bytes()
    with pytest.raises(ScenarioError, match="another program"):
        Journal(other)
    assert other.read_bytes() == before
    with Journal(tmp_path / "new"), pytest.raises(ScenarioError):
        Journal(tmp_path / "new")
    Journal(tmp_path / "new").close()  # ours is opened again


def test_a_page_that_was_let_in_by_an_older_token_is_sent_away(game: Playing):
    browser, page = game.begun()
    seat, match = seat_of(page), listed(browser)[0]
    with ThreadPoolExecutor(1) as pool:
        rev = re.search(r'data-rev="(\d+)" data-life="(\w+)"', page.text)
        assert rev
        waiting = pool.submit(browser.get, f"{seat}/wait?rev={rev[1]}&life={rev[2]}")
        time.sleep(0.3)
        game.browser().post("/go", {"match": match})
        assert waiting.result(5).text == '{"type":"bye","why":"ends"}'
    assert browser.get(seat).status == 404


def test_all_that_a_page_s_script_imports_is_served():
    """A module that is missing ends the whole script, and nobody is told."""
    script = (files("simulation.play") / "static" / "play.js").read_text()
    imported = re.findall(r'from "/static/([\w.]+)"', script)
    assert imported
    assert set(imported) <= {*solo.STATIC, *SHARED}


def test_a_message_that_differs_in_anything_is_another(game: Playing):
    browser, page = game.begun()
    form = moves(browser, page, "visit").form("say")
    form.fields.pop("accept-0-talk", None)
    more = {"consent-0": form.may["consent-0"][0]} if "consent-0" in form.may else {}
    assert browser.send(form, act_0="hold", **more, follow=False).status == 303
    assert browser.send(form, act_0="hold", **more, follow=False).status == 303  # the same, sent again
    other = {**more, "accept-0-talk": "on"}
    assert browser.send(form, act_0="hold", **other, follow=False).status == 409


@pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be deleted there")
def test_nothing_is_acknowledged_that_goes_into_a_file_that_is_deleted(tmp_path: Path, two: Scenario):
    kept = tmp_path / "journal"
    with Journal(kept) as journal:
        journal.begin("there", Game(two.to_toml(), {"Alfa": Seat(), "Bravo": Seat(person=False)}))
        kept.rename(tmp_path / "elsewhere")
        with pytest.raises(ScenarioError, match="deleted or moved"):
            journal.take("there", "key", Input(0, "move", "Bravo", by="doctrine"))
        assert not journal.match("there").inputs
        (tmp_path / "elsewhere").rename(kept)
        assert journal.take("there", "key", Input(0, "move", "Bravo", by="doctrine")).inputs


def test_a_note_on_what_was_forgotten_is_refused_by_its_name(tmp_path: Path, two: Scenario):
    with Journal(tmp_path / "journal") as journal:
        journal.begin("there", Game(two.to_toml(), {"Alfa": Seat(), "Bravo": Seat(person=False)}))
        assert journal.note("there", "Alfa", "doctrine", "said") == "said"
        journal.forget("there")
        with pytest.raises(ScenarioError, match="there is no match 'there'"):
            journal.note("there", "Alfa", "doctrine", "said")


def test_a_seat_of_another_version_is_refused_in_one_line(two: Scenario):
    written = Game(two.to_toml(), {"Alfa": Seat(), "Bravo": Seat(person=False)}).to_json()
    assert Game.from_json(written).to_json() == written
    with pytest.raises(ScenarioError, match="no message of a player"):
        Game.from_json(written.replace('"person"', '"human"'))


@pytest.mark.parametrize("field", ["seat", "scenario", "rival", "key"])
def test_a_refusal_names_a_field_once(field: str):
    with pytest.raises(ScenarioError) as refused:
        wish_of([(field, "<script>")], SHIPPED, "classroom")
    assert not str(refused.value).startswith((f"{field} {field}", f"{field} the", f"{field} '{field}'"))
    assert "; " in str(refused.value)


def test_half_a_sign_is_nowhere_taken(game: Playing):
    browser, page = game.begun()
    for body in (b'{"doctrine": "\\ud800"}', b'{"\\udfff": "x"}'):
        sent = browser.ask("POST", f"{seat_of(page)}/say", body, content_type="application/json")
        assert sent.status == 400
        assert words()["refusal_seat.no_object"] in sent.text
