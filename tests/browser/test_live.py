"""A made-up page that is told what changes, in a browser: dropped, offline, frozen, behind an old proxy."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import expect
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from tests.liveness import Between, Served, running

#: a phone's patience, made short
TIMES = (
    "{ every: 200, silent: 1000, opening: 1000, probe: 300, lost: 400, first: 50, last: 400, again: 1500 }"
)
PAGE = """<!DOCTYPE html><html lang="en"><title>made up</title><script type="module" src="/made_up.js"></script>
<body><main id="main"></main><p id="state" role="status" data-lost="The line is lost." data-back="Back." data-over="Over."
data-elsewhere="Open elsewhere." data-refused="Not for you."></p><a href="/other">Other</a></body></html>"""
SCRIPT = """import { listen } from "/static/live.js";
const main = document.getElementById("main"), state = document.getElementById("state");
window.said = [];
window.live = listen(location.pathname, {
  times: TIMES,
  onState({ html, rev }) { main.innerHTML = html; said.push(rev); },
  onStatus(status) { state.textContent = state.dataset[status]; said.push(status); },
});
""".replace("TIMES", TIMES)


async def _page(request: Request) -> Response:
    name = request.path_params["name"]
    answer = HTMLResponse(PAGE)
    if "stranger" not in request.query_params:
        answer.set_cookie("token", name, httponly=True, samesite="strict", path=f"/seat/{name}")
    return answer


async def _script(request: Request) -> Response:
    return Response(SCRIPT, media_type="text/javascript")


async def _other(request: Request) -> Response:
    return HTMLResponse("<!DOCTYPE html><title>other</title><p>other</p>")


ROUTES = [Route("/seat/{name}", _page), Route("/made_up.js", _script), Route("/other", _other)]
Open = Callable[..., Any]


@pytest.fixture
def pages(browser: Any) -> Iterator[Open]:
    """Opens pages of one browser; no fault of a script may be left, and nothing refused by the page's own policy."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    context.set_default_timeout(10_000)
    wrong: list[str] = []

    def hear(said: Any) -> None:
        if said.type == "error" and "policy" in said.text.lower():
            wrong.append(said.text)

    def opened(host: str, seat: str = "a", query: str = "") -> Any:
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", hear)
        page.goto(f"http://{host}/seat/{seat}{query}")
        return page

    yield opened
    context.close()
    assert wrong == []


@contextmanager
def between(here: Served) -> Iterator[Between]:
    made = Between(here.port)
    try:
        yield made
    finally:
        made.close()


def shows(page: Any, rev: int, within: float = 3) -> None:
    expect(page.locator("#main")).to_have_text(str(rev), timeout=within * 1000)


def way(page: Any) -> str:
    return str(page.evaluate("live.way"))


def heard_by(page: Any, what: str, within: float = 5) -> None:
    end = time.monotonic() + within
    while way(page) != what:
        assert time.monotonic() < end
        time.sleep(0.02)


def change(here: Served, **about: Any) -> int:
    here.do(here.sources["a"].change(**about))
    return here.sources["a"].rev


def test_it_is_told_at_once_and_after_a_drop_again_without_a_word(pages: Open) -> None:
    with running("a", more=ROUTES) as here, between(here) as network:
        page = pages(network.host)
        shows(page, 1)
        shows(page, change(here), within=1)
        for _ in range(5):
            network.cut()
            shows(page, change(here), within=1)
        assert way(page) == "socket"
        assert page.evaluate("said") == [
            1,
            2,
            3,
            4,
            5,
            6,
            7,
        ]  # and nothing of what lasted shorter than a moment
        page.evaluate("live.stop()")
        change(here)
        time.sleep(0.5)
        shows(page, 7)


def test_offline_is_said_and_afterwards_it_shows_the_newest(pages: Open) -> None:
    with running("a", more=ROUTES) as here, between(here) as network:
        page = pages(network.host)
        shows(page, 1)
        page.context.set_offline(True)
        network.cut()
        expect(page.locator("#state")).to_have_text("The line is lost.", timeout=3000)
        for _ in range(3):
            rev = change(here)
            time.sleep(1)
        page.context.set_offline(False)
        shows(page, rev, within=1)
        expect(page.locator("#state")).to_have_text("Back.")
        assert page.evaluate("said") == [1, "lost", "back", rev]


def test_a_line_that_is_frozen_is_given_up(pages: Open) -> None:
    """It looks open, as it does to a phone that has slept: by the silence, or at once when the page is looked at."""
    with running("a", more=ROUTES) as here, between(here) as network:
        page = pages(network.host)
        shows(page, 1)
        heard_by(page, "socket")
        network.freeze()
        rev = change(here)
        time.sleep(0.3)
        shows(page, 1)
        shows(page, rev, within=2)
        network.freeze()
        rev = change(here)
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        begun = time.monotonic()
        shows(page, rev, within=2)
        assert time.monotonic() - begun < 0.9  # sooner than by the silence


def test_where_no_websocket_gets_through_it_asks(pages: Open) -> None:
    with running("a", more=ROUTES) as here, between(here) as network:
        network.old = True
        page = pages(network.host)
        shows(page, 1)
        heard_by(page, "asking")
        for _ in range(3):
            shows(page, change(here), within=1)
        assert page.evaluate("said") == [1, 2, 3, 4]
        network.old = False  # and goes back to a line when there is one
        end = time.monotonic() + 8
        while way(page) != "socket":
            shows(page, change(here), within=1)
            assert time.monotonic() < end
        shows(page, change(here), within=1)
        assert "lost" not in page.evaluate("said")
    with running("a", more=ROUTES, sockets=False) as here:
        page = pages(here.host)
        shows(page, 1)
        shows(page, change(here), within=1)
        assert way(page) == "asking"


def test_when_the_server_begins_anew_the_page_shows_what_it_says(pages: Open) -> None:
    with running("a", more=ROUTES, begun=40) as here:
        page = pages(here.host)
        shows(page, 40)
    expect(page.locator("#state")).to_have_text("The line is lost.", timeout=3000)
    with running("a", more=ROUTES, begun=3, port=here.port):
        shows(page, 3)
        expect(page.locator("#state")).to_have_text("Back.")
        heard_by(page, "socket")


def test_the_oldest_of_too_many_tabs_says_so_until_it_is_looked_at(pages: Open) -> None:
    with running("a", more=ROUTES) as here:
        tabs = []
        for _ in range(here.live.limits.each + 1):
            tabs.append(pages(here.host))
            shows(tabs[-1], 1)
        expect(tabs[0].locator("#state")).to_have_text("Open elsewhere.")
        rev = change(here)
        for tab in tabs[1:]:
            shows(tab, rev)
        shows(tabs[0], 1)
        tabs[0].evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        shows(tabs[0], rev)
        expect(tabs[1].locator("#state")).to_have_text("Open elsewhere.")


def test_what_is_over_or_not_open_to_one_is_said_and_not_asked_for_again(pages: Open) -> None:
    with running("a", "b", more=ROUTES) as here:
        stranger = pages(here.host, "b", "?stranger")
        expect(stranger.locator("#state")).to_have_text("Not for you.")
        page = pages(here.host)
        shows(page, 1)
        change(here, over="finished")
        expect(page.locator("#state")).to_have_text("Over.")
        time.sleep(0.6)
        assert here.live.listening == 0


def test_back_to_the_page_shows_the_newest(pages: Open) -> None:
    with running("a", more=ROUTES) as here:
        page = pages(here.host)
        shows(page, 1)
        page.get_by_role("link").click()
        expect(page.locator("p")).to_have_text("other")
        rev = change(here)
        page.go_back()
        shows(page, rev)
        page.reload()
        shows(page, rev)
        assert page.evaluate("said") == [rev]
