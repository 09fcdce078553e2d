"""The network tried by phones: what is kept of them, what is refused, who may see what, in both languages."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape

import pytest
from starlette.requests import Request

from simulation.catalogue import languages, text
from simulation.play.network_fit import CHECKS, SHORTEST, SLOW, line
from simulation.play.room_pages import connection
from simulation.play.room_pages.network import is_here
from simulation.play.room_pages.network_phones import LONGEST, MINUTE, MOST, NEW, OFTEN, Often, Phones
from simulation.play.room_pages.qr import qr
from simulation.reports.teaching_pack import source
from tests.playing import Answer, Browser
from tests.trying import CODE, LAN, Trial, trying

OURS = {"accept": "application/json"}


@pytest.fixture(scope="module")
def trial() -> Iterator[Trial]:
    with trying() as served:
        yield served


def seen(trial: Trial, lang: str = "en") -> Browser:
    """A phone that has told that it is there."""
    phone = trial.phone()
    assert phone.post(f"/network/seen?lang={lang}", {"there": "yes"}, **OURS).status == 200
    return phone


def told(phone: Browser, lang: str = "en", **fields: str) -> Answer:
    return phone.post(f"/network/found?lang={lang}", fields, **OURS)


def words(answer: Answer) -> str:
    """What a page says, without its marks."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", answer.text)).split())


def last_row(trial: Trial, lang: str) -> list[str]:
    page = Browser(trial.port).get(f"/teacher/network?lang={lang}").text
    return re.findall(r"<t[hd][^>]*>([^<]*)</t[hd]>", page.split("<tr>")[-1])


@pytest.mark.parametrize("lang", languages())
def test_what_came_of_a_phone_is_said_to_it_and_to_the_teacher(trial: Trial, lang: str) -> None:
    phone = trial.phone()
    page = phone.get(f"/network?lang={lang}").text
    assert f'<html lang="{lang}">' in page
    for check in CHECKS:
        assert line(check, CHECKS[check][0], lang).asked in unescape(page)
    first = json.loads(phone.post(f"/network/seen?lang={lang}", {}, **OURS).body)
    (count,) = re.findall(r"[0-9]+", first["found"])
    assert first == line("reached", "yes", lang, phones=int(count))._asdict()
    assert last_row(trial, lang) == [
        text("play_network.phone", lang, n=count), *3 * [text("play_network.not_tried", lang)],
    ]  # fmt: skip

    # the newest counts, and of a time this machine makes the outcome
    outcomes = ({"check": "live", "outcome": "none"}, {"check": "live", "outcome": "poll"},
                {"check": "speed", "seconds": str(3 * SLOW)}, {"check": "sleep", "outcome": "back"})  # fmt: skip
    came = [json.loads(told(phone, lang, **one).body) for one in outcomes]
    said = [line("live", "none", lang), line("live", "poll", lang),
            line("speed", "slow", lang, seconds=3 * SLOW), line("sleep", "back", lang)]  # fmt: skip
    assert came == [one._asdict() for one in said]
    assert last_row(trial, lang)[1:] == [one.found for one in said[1:]]
    page = words(Browser(trial.port).get(f"/teacher/network?lang={lang}"))
    assert [one.then in page for one in said] == [False, True, True, False]
    assert line("reached", "yes", lang, phones=int(count)).found in page


def test_a_phone_that_loads_its_page_again_is_the_same_phone(trial: Trial) -> None:
    phone = seen(trial)
    before = phone.post("/network/seen", {}, **OURS).body
    assert phone.post("/network/seen", {}, **OURS).body == before
    assert seen(trial).post("/network/seen", {}, **OURS).body != before


@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"check": "reached", "outcome": "yes"},
        {"check": "live", "outcome": "back"},
        {"check": "live"},
        {"check": "<b>", "outcome": "socket"},
        {"check": "speed", "outcome": "quick"},
        *({"check": "speed", "seconds": one} for one in ("nan", "inf", "-1", f"{LONGEST + 1}", "soon")),
    ],
)
def test_an_outcome_that_is_none_of_ours_is_refused_in_one_line(
    trial: Trial, lang: str, fields: dict[str, str]
) -> None:
    phone = seen(trial)
    before = last_row(trial, lang)
    answer = told(phone, lang, **fields)
    assert answer.status == 400
    assert len(answer.text.splitlines()) == 1
    key = "no_seconds" if fields.get("check") == "speed" else "unknown"
    assert (
        text(f"play_network.{key}", lang, found="|", hint="", most=LONGEST).split("|")[1].strip("; ")
        in answer.text
    )
    assert last_row(trial, lang) == before


def test_a_message_is_answered_and_told_by_the_line_of_its_phone_alone(trial: Trial) -> None:
    phone, other = seen(trial), seen(trial)
    state = json.loads(phone.get("/network/wait").body)
    assert state["type"] == "state"
    rev = json.loads(phone.post("/network/tap", {}, **OURS).body)["rev"]
    assert rev == state["rev"] + 1
    known = f"rev={state['rev']}&life={state['life']}&now=1"
    assert json.loads(phone.get(f"/network/wait?{known}").body)["rev"] == rev
    assert json.loads(other.get(f"/network/wait?{known}").body) == {"type": "pong"}


def test_who_may_not(trial: Trial) -> None:
    stranger = Browser(trial.port)
    assert stranger.get("/network").status == 401  # no code, no page
    assert CODE not in stranger.get("/network").text
    unseen = trial.phone()
    assert unseen.get("/network/wait").status == 403
    for what in ("tap", "found"):
        assert unseen.post(f"/network/{what}", {"check": "live", "outcome": "socket"}).status == 404
        assert unseen.get(f"/network/{what}").status == 405
    assert unseen.post("/network/seen", {}, origin="http://elsewhere.example").status == 403
    for page in ("network", "connection"):
        assert stranger.get(f"/teacher/{page}").status == 200
        assert stranger.get(f"/teacher/{page}?stranger=1").status == 403


def test_whoever_is_led_here_with_the_code_comes_in_here(trial: Trial) -> None:
    phone = Browser(trial.port)
    assert phone.get(f"/network?code={CODE}&lang=id").headers["Refresh"] == "0; url=/network?lang=id"
    typed = Browser(trial.port).get("/network?lang=id")
    assert typed.status == 401
    assert '<form action="/network" method="get"' in typed.text
    for elsewhere in ("//elsewhere.example", "/seat/x", "/network/"):
        assert Browser(trial.port).get(f"{elsewhere}?code={CODE}").headers["Refresh"] == "0; url=/?"


@pytest.mark.parametrize("caller", ["127.0.0.1", "::1"])
def test_a_page_on_the_laptop_itself_is_no_phone(caller: str) -> None:
    with trying() as trial:
        trial.caller = caller
        here = Browser(trial.port)
        said = json.loads(here.post("/network/seen", {}, **OURS).body)
        assert said == line("reached", "none", "en")._asdict()
        assert last_row(trial, "en")[0] == text("play_network.here", "en")
        trial.caller = LAN
        assert json.loads(trial.phone().post("/network/seen", {}, **OURS).body)["found"].startswith("Yes: 1 ")
        assert last_row(trial, "en")[0] == "Phone 1"


def test_the_laptop_is_known_by_its_own_address_in_the_network_too() -> None:
    def asks(client: str) -> Request:
        return Request({"type": "http", "client": (client, 1), "server": ("192.168.7.1", 8731)})

    assert [is_here(asks(one)) for one in ("192.168.7.1", "127.0.0.1", LAN)] == [True, True, False]


def test_there_is_an_end_to_phones_and_to_what_one_sends() -> None:
    now = [0.0]
    phones = Phones(lambda: now[0])
    tokens = [phones.new(here=False) for _ in range(NEW)]
    with pytest.raises(Often):
        phones.new(here=False)
    now[0] += MINUTE
    tokens += [phones.new(here=False) for _ in range(MOST - NEW)]
    now[0] += MINUTE
    with pytest.raises(ValueError, match=f"^{MOST} "):
        phones.new(here=False)
    made = [one for token in tokens if (one := phones.of(token)) is not None]
    assert [one.number for one in made] == list(range(1, MOST + 1))
    assert made == phones.all()

    one, other, *_ = made
    for _ in range(OFTEN):
        one.minute.once_more()
    with pytest.raises(Often):
        one.minute.once_more()
    other.minute.once_more()
    now[0] += MINUTE
    one.minute.once_more()


def test_too_much_of_one_phone_is_refused_in_one_line(trial: Trial) -> None:
    phone = seen(trial)
    statuses = [phone.post("/network/tap", {}, **OURS).status for _ in range(OFTEN + 1)]
    assert statuses == [200] * OFTEN + [429]
    answer = told(phone, "id", check="live", outcome="socket")
    assert (answer.status, answer.text) == (429, text("lan.share", "id"))


@pytest.mark.parametrize("lang", languages())
def test_the_teacher_is_shown_the_way_in_or_that_there_is_none(trial: Trial, lang: str) -> None:
    teacher = Browser(trial.port)
    page = teacher.get(f"/teacher/network?lang={lang}").text
    address = f"{trial.lessons.address}/network"
    assert qr(f"{address}?code={CODE}&lang={lang}", text("play_network.qr", lang, address=address)) in page
    assert address in page.replace("<wbr>", "")
    assert f"<dd>{CODE}</dd>" in page
    trial.lessons.address = None
    try:
        page = teacher.get(f"/teacher/network?lang={lang}").text
    finally:
        trial.lessons.address = "http://192.168.7.1:8731"
    assert text("play_network.no_lan", lang) in page
    assert "<svg" not in page


def test_a_code_has_a_white_rim_and_no_style() -> None:
    made = qr("http://192.168.7.1:8731", 'a "label" & more')
    assert 'role="img"' in made
    assert '<title>a "label" &amp; more</title>' in made
    side = int(re.findall(r'viewBox="0 0 (\d+) \1"', made)[0])
    assert f'fill="#fff" d="M0 0h{side}v{side}h-{side}z"' in made  # all of it, and the first black 4 in
    assert 'stroke="#000" d="M4 4.5h7' in made
    assert "style" not in made


@pytest.mark.parametrize("lang", languages())
def test_what_to_do_is_the_text_of_the_pack_for_phones_and_teacher(trial: Trial, lang: str) -> None:
    heading, *parts = re.findall(r"^#+ (.+)$", source(lang, "connection.md"), re.MULTILINE)
    for browser, path, back in (
        (trial.phone(), "/connection", "/network"),
        (Browser(trial.port), "/teacher/connection", "/teacher/network"),
    ):
        page = browser.get(f"{path}?lang={lang}")
        assert f"<h1>{heading}</h1>" in page.text
        assert re.findall(r"<h2>(.+)</h2>", page.text) == parts
        assert f'href="{back}?lang={lang}"' in page.text
    assert f"<h2>{parts[-1]}</h2>" in connection.untried(lang)
    assert "<h2>" not in connection.untried(lang).replace(f"<h2>{parts[-1]}</h2>", "")
    assert connection.untried(lang).strip() in Browser(trial.port).get(f"/teacher/network?lang={lang}").text


def test_no_time_is_said_to_be_nothing() -> None:
    assert line("speed", "quick", "en", seconds=0.004) == line("speed", "quick", "en", seconds=SHORTEST)


def test_a_page_has_no_word_of_its_own(trial: Trial) -> None:
    """Its script takes them from the page: what is said in one language is not said in another."""
    script = Browser(trial.port).get("/static/network.js").text
    code = re.sub(r"//.*", "", script)
    assert [one for one in re.findall(r'"([^"]*)"', code) if " " in one and not one.startswith("use ")] == []
