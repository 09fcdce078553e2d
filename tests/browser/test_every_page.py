"""Every page in both languages: read by whoever cannot see it, on the narrowest screen, without a script, and on paper."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from simulation.catalogue import text
from tests.browser.ways import LANGUAGES, NIXON, by_id, changed, grave, path, shows, sideways, unfold

if TYPE_CHECKING:
    from tests.browser.conftest import Open

CHINA = "states.China.doctrine"


def pages(lang: str) -> list[str]:
    """An address of each kind of page."""
    return [
        changed(lang),
        path("triangle_1971", lang=lang, run="3", **{CHINA: "hawk"}),
        changed(lang, at="/month", month="1970-03"),
        changed(lang, at="/print"),
        *(f"{at}?lang={lang}" for at in ("/causes", "/causes/1", "/sentences", "/sentences/1")),
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_page_scrolls_sideways_and_axe_finds_nothing_that_is_serious(opened: Open, lang: str) -> None:
    """320 pixels of width, which is also 1280 at four times the size, then 640, which is 1280 at twice; all unfolded."""
    found = {}
    for address in pages(lang):
        page = opened(address, viewport={"width": 320, "height": 640})
        if by_id(page, "view").count():
            page.locator("#result > div").wait_for()
            page.locator("button[form=ask]").click()
            page.locator("#why").wait_for()
        unfold(page)
        found[address] = [*grave(page), *sideways(page)]
        for width in (640, 768, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            found[address] += sideways(page)
        page.context.close()
    assert {address: what for address, what in found.items() if what} == {}


def test_axe_finds_what_is_wrong_with_a_page(opened: Open) -> None:
    """The positive twin: a picture without words, and letters that cannot be told from their ground."""
    from axe_playwright_python.sync_playwright import Axe

    page = opened("/sentences?lang=en")
    page.evaluate(
        "document.body.append(document.createElement('img'), Object.assign(document.createElement('input')))"
    )
    assert {"image-alt", "label"} <= {one["id"] for one in Axe().run(page).response["violations"]}


def test_the_first_screen_holds_finding_figure_and_first_slider(opened: Open) -> None:
    page = opened(changed())
    for what in (page.locator(".finding"), page.locator(".drawing svg"), by_id(page, NIXON)):
        box = what.bounding_box()
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= 800


def test_on_a_phone_the_figure_is_drawn_for_it_and_the_finding_stays_in_sight(opened: Open) -> None:
    page = opened(changed(), viewport={"width": 390, "height": 844})
    narrow = page.locator(".drawing svg")
    page.wait_for_timeout(0)
    shows(page, **{NIXON: "-0.8"})
    page.locator("body:not(.busy)").wait_for()
    box = narrow.bounding_box()
    assert box["width"] <= 390
    assert box["height"] > 0.9 * box["width"]
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    finding = page.locator(".finding").bounding_box()
    assert 0 <= finding["y"] < 30
    for key in ("states.USSR.doctrine", NIXON):  # and covers nothing that has the keyboard
        by_id(page, key).focus()
        assert by_id(page, key).bounding_box()["y"] >= finding["y"] + finding["height"]


def test_without_a_script_the_same_view_is_reached_by_the_form(opened: Open) -> None:
    """The world by its own button, what is changed by the form's: all fields are sent, what differs is kept."""
    page = opened(path("classroom"), java_script_enabled=False)
    page.locator("#scenario").select_option("detente_1969")
    page.locator("#world button").click()
    by_id(page, NIXON).fill("-0.8")
    page.locator("[data-group=events] > summary").click()
    by_id(page, "events.War_in_Vietnam_goes_on.happens").click()
    page.locator("[data-group=chance] > summary").click()
    by_id(page, "runs").fill("8")
    page.locator("#view button[type=submit]").last.click()
    seen = page.locator("#result > div").get_attribute("data-query")
    kept = {key: value[0] for key, value in parse_qs(seen).items()}
    assert kept == {
        "scenario": "detente_1969",
        NIXON: "-0.8",
        "events.War_in_Vietnam_goes_on.happens": "off",
        "runs": "8",
    }
    page.locator("#month").select_option("1970-03")
    page.locator("button[form=ask]").click()
    assert "Mar 1970" in page.locator("main").inner_text()
    page.locator("[data-lang=id]").click()
    assert "Mar 1970" in page.locator("main").inner_text()
    assert page.locator("html").get_attribute("lang") == "id"


def test_the_form_of_the_largest_world_can_be_sent_whole(opened: Open) -> None:
    page = opened(path("cold_war", all="1"), java_script_enabled=False)
    page.locator("#view button[type=submit]").last.click()
    assert len(urlsplit(page.url).query) > 15_000
    assert page.locator("#result > div").get_attribute("data-query") == "scenario=cold_war&runs=8"


def test_nothing_moves_by_itself_for_whoever_asked_for_that(opened: Open) -> None:
    page = opened(path(), reduced_motion="reduce")
    by_id(page, NIXON).focus()
    page.keyboard.press("Home")
    shows(page, **{NIXON: "-1"})
    assert page.evaluate("document.getAnimations().length") == 0
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("scenario", "key", "value"), [("detente_1969", NIXON, "-0.8"), ("triangle_1971", CHINA, "hawk")]
)
def test_the_printed_view_is_two_pages_of_paper(
    opened: Open, lang: str, scenario: str, key: str, value: str
) -> None:
    page = opened(path(scenario, at="/print", lang=lang, **{key: value}))
    paper = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 2


def test_a_refusal_is_a_page_of_one_line(opened: Open) -> None:
    page = opened("/?scenario=atlantis&lang=id", expected=400)
    assert "atlantis" in page.locator("main p").first.inner_text()
    page.locator("main a.button").click()
    assert page.locator("h1").inner_text() == text("explore_page.do", "id")
