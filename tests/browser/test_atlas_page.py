"""The atlas opened as a file in a browser: all controls by keyboard, both languages, a narrow screen, nothing asked for."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Request, expect, sync_playwright

from simulation.catalogue import languages
from simulation.play.atlas import atlas
from simulation.play.atlas_page import page
from simulation.play.atlas_plans import levers
from simulation.scenario import load_scenario

CHROMIUM = shutil.which("chromium")
QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium"),
]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Eight worlds of 1969-75, by both kinds of control: a slider and a choice."""
    scenario = load_scenario("detente_1969")
    nixon, _, war = levers(scenario)
    few = nixon._replace(values=nixon.values[::2])
    path = tmp_path_factory.mktemp("stick") / "page.html"
    path.write_text(page(atlas(scenario, [few, war], runs=24), "en", "detente atlas"), encoding="utf-8")
    return path


@pytest.fixture
def asked() -> list[str]:
    """What a page has asked for."""
    return []


@pytest.fixture
def opened(chromium: Browser, file: Path, asked: list[str]) -> Iterator[Page]:
    """The page, on a screen as narrow as WCAG 2 wants it read. A page that complains fails its test."""
    context = chromium.new_context(viewport={"width": 320, "height": 640})
    tab = context.new_page()
    complaints: list[str] = []
    tab.on("request", lambda request: _note(request, asked))
    tab.on("console", lambda said: complaints.append(said.text))
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    tab.goto(file.as_uri())
    yield tab
    context.close()
    assert complaints == []
    assert set(asked) == {file.as_uri()}


def _note(request: Request, asked: list[str]) -> None:
    asked.append(request.url.partition("#")[0])


def data_of(tab: Page) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(tab.locator("#worlds").text_content() or "")
    return found


def shown(tab: Page) -> list[str]:
    """The paths that are drawn."""
    found: list[str] = tab.eval_on_selector_all("[data-path]", "all => all.map(one => one.getAttribute('d'))")
    return found


def test_every_control_moves_by_the_keyboard_and_the_world_follows(opened: Page) -> None:
    data = data_of(opened)
    first, second = data["levers"]
    counts = [len(one["values"]) for one in (first, second)]
    slider = opened.locator("#lever-0")
    slider.focus()
    for _ in range(counts[0]):
        slider.press("ArrowLeft")
    for place in range(counts[0]):
        for other in range(counts[1]):
            world = data["worlds"][place * counts[1] + other]
            expect(opened.locator("#finding")).to_have_text(world["said"]["en"]["finding"])
            assert shown(opened) == world["paths"]
            assert opened.locator("figcaption").all_text_contents() == world["said"]["en"]["lines"]
            rows = opened.locator("#outcomes tbody tr").all()
            assert [row.locator("th, td").all_text_contents() for row in rows] == world["said"]["en"]["rows"]
            opened.locator("[name=lever-1]:checked").press(
                "ArrowDown"
            )  # to the next, and from the last to the first
        assert slider.get_attribute("aria-valuetext") == first["values"][place]["said"]["en"]
        slider.press("ArrowRight")
    opened.locator("#reset").press("Enter")
    assert shown(opened) == data["worlds"][data["was"]]["paths"]


def test_the_tab_key_reaches_all_that_can_be_done_in_the_order_of_the_page(opened: Page) -> None:
    reached: list[str] = []
    for _ in range(12):
        opened.keyboard.press("Tab")
        reached.append(
            opened.evaluate(
                "(one => one.id || one.name || one.dataset.lang || one.className || one.tagName)(document.activeElement)"
            )
        )
    assert reached[:4] == ["skip", "en", "id", "SUMMARY"]
    assert [one for one in reached if one in ("lever-0", "lever-1", "reset")] == [
        "lever-0",
        "lever-1",
        "reset",
    ]


def test_all_that_is_read_changes_with_the_language(opened: Page) -> None:
    opened.goto(f"{opened.url.partition('#')[0]}#1")
    data = data_of(opened)
    words = {}
    for lang in ("id", "en"):
        opened.locator(f"button[data-lang={lang}]").press("Enter")
        said = data["worlds"][0]["said"][lang]
        assert opened.locator("html").get_attribute("lang") == lang
        assert opened.title().startswith(data["titles"][lang])
        expect(opened.locator("#finding")).to_have_text(said["finding"])
        assert opened.locator("#lever-0").get_attribute("aria-label") == data["levers"][0]["said"][lang]
        visible = opened.locator(".said").evaluate_all(
            "all => all.filter(one => one.checkVisibility()).map(one => one.getAttribute('lang'))"
        )
        assert set(visible) == {lang}
        words[lang] = opened.locator("main").inner_text()
    assert not re.search(r"\b(the|average|tension|changes)\b", words["id"])
    assert set(words) == set(languages())


def test_a_number_in_the_address_and_in_the_table_opens_its_world(opened: Page) -> None:
    data = data_of(opened)
    opened.locator(".all > summary").press("Enter")
    opened.locator(".all a").nth(4).press("Enter")
    assert shown(opened) == data["worlds"][4]["paths"]
    address = opened.url
    opened.reload()
    assert opened.url == address
    assert shown(opened) == data["worlds"][4]["paths"]
    assert opened.locator("[name=lever-1]:checked").input_value() == "0"
    for other in ("#0", "#999", "#x", "#1.5"):
        opened.goto(address.partition("#")[0] + other)
        assert shown(opened) == data["worlds"][4]["paths"]  # as it was


@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize("width", [320, 1280])
def test_nobody_is_shut_out(opened: Page, width: int, lang: str) -> None:
    """No finding of axe but for the smallest, and no page that is wider than the screen."""
    opened.set_viewport_size({"width": width, "height": 800})
    opened.locator(f"button[data-lang={lang}]").click()
    opened.locator("#lever-0").press("ArrowLeft")
    for summary in opened.locator("summary").all():
        summary.press("Enter")
    opened.wait_for_timeout(100)
    found = Axe().run(opened).response["violations"]
    assert [
        (one["id"], one["impact"], one["nodes"][0]["html"]) for one in found if one["impact"] != "minor"
    ] == []
    assert opened.evaluate("document.documentElement.scrollWidth") <= width


def test_without_scripts_it_can_be_read(chromium: Browser, file: Path) -> None:
    context = chromium.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(file.as_uri())
    data = data_of(tab)
    was = data["worlds"][data["was"]]
    assert was["said"]["en"]["finding"] in tab.locator("#finding").inner_text()
    assert not tab.locator(".levers").is_visible()
    assert tab.locator("noscript").inner_text()
    tab.locator(".all > summary").click()
    assert tab.locator(".all tbody tr").count() == len(data["worlds"])
    assert data["worlds"][0]["said"]["en"]["rows"][0][-1] in tab.locator(".all").inner_text()
    context.close()


def test_it_prints_what_is_chosen(opened: Page) -> None:
    opened.locator("#lever-0").press("ArrowLeft")
    opened.emulate_media(media="print")
    assert not opened.locator(".levers").is_visible()
    chosen = opened.locator("#chosen").inner_text()
    assert data_of(opened)["levers"][0]["said"]["en"] in chosen
