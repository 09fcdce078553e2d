"""The atlas opened as a file in a browser: all controls by keyboard, both languages, a narrow screen, nothing asked for."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from simulation.catalogue import languages
from simulation.explorer.atlas import atlas
from simulation.explorer.atlas_page import page
from simulation.explorer.atlas_plans import levers
from simulation.explorer.inputs import inputs, read
from simulation.explorer.view import View
from simulation.explorer.worlds import shipped
from simulation.scenario import load_scenario


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
def tab(browser: Any, file: Path) -> Iterator[Any]:
    """The page, on a screen as narrow as WCAG 2 wants it read. Its test fails if it complains, or asks for more."""
    context = browser.new_context(viewport={"width": 320, "height": 640})
    asked: list[str] = []
    complaints: list[str] = []
    context.on("request", lambda request: asked.append(request.url.partition("#")[0]))
    tab = context.new_page()
    tab.on("console", lambda said: complaints.append(said.text))
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    tab.goto(file.as_uri())
    yield tab
    context.close()
    assert complaints == []
    assert set(asked) == {file.as_uri()}


def data_of(tab: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(tab.locator("#worlds").text_content() or "")
    return found


def shown(tab: Any) -> list[str]:
    """The paths that are drawn."""
    found: list[str] = tab.eval_on_selector_all("[data-path]", "all => all.map(one => one.getAttribute('d'))")
    return found


def text_of(tab: Any) -> str:
    """The text by which the explorer shows the same world."""
    said: str = tab.locator("#explorer code").text_content()
    return said.removeprefix("detente explore ")


def changes_of(data: dict[str, Any], *places: int) -> dict[str, Any]:
    """What is changed where the levers stand at these places."""
    known = inputs(load_scenario(data["scenario"]))
    return {
        one["key"]: read(known[one["key"]], one["values"][place]["written"])
        for one, place in zip(data["levers"], places, strict=True)
        if place != one["was"]
    }


def test_every_control_moves_by_the_keyboard_and_the_world_follows(tab: Any) -> None:
    from playwright.sync_api import expect

    data = data_of(tab)
    first, second = data["levers"]
    counts = [len(one["values"]) for one in (first, second)]
    slider = tab.locator("#lever-0")
    slider.focus()
    for _ in range(counts[0]):
        slider.press("ArrowLeft")
    for place in range(counts[0]):
        for other in range(counts[1]):
            world = data["worlds"][place * counts[1] + other]
            expect(tab.locator("#finding")).to_have_text(world["said"]["en"]["finding"])
            assert shown(tab) == world["paths"]
            assert tab.locator("figcaption").all_text_contents() == world["said"]["en"]["lines"]
            rows = tab.locator("#outcomes tbody tr").all()
            assert [row.locator("th, td").all_text_contents() for row in rows] == world["said"]["en"]["rows"]
            assert View.from_text(text_of(tab), shipped()).changes == changes_of(data, place, other)
            tab.locator("[name=lever-1]:checked").press(
                "ArrowDown"
            )  # to the next, and from the last to the first
        assert slider.get_attribute("aria-valuetext") == first["values"][place]["said"]["en"]
        slider.press("ArrowRight")
    tab.locator("#reset").press("Enter")
    assert shown(tab) == data["worlds"][data["was"]]["paths"]


def test_the_tab_key_reaches_all_that_can_be_done_in_the_order_of_the_page(tab: Any) -> None:
    reached: list[str] = []
    for _ in range(12):
        tab.keyboard.press("Tab")
        reached.append(
            tab.evaluate(
                "(one => one.id || one.name || one.dataset.lang || one.className || one.tagName)(document.activeElement)"
            )
        )
    assert reached[:4] == ["skip", "en", "id", "SUMMARY"]
    assert [one for one in reached if one in ("lever-0", "lever-1", "reset")] == [
        "lever-0",
        "lever-1",
        "reset",
    ]


def test_all_that_is_read_changes_with_the_language(tab: Any) -> None:
    tab.goto(f"{tab.url.partition('#')[0]}#1")
    data = data_of(tab)
    words = {}
    for lang in ("id", "en"):
        tab.locator(f"button[data-lang={lang}]").press("Enter")
        said = data["worlds"][0]["said"][lang]
        assert tab.locator("html").get_attribute("lang") == lang
        assert tab.title().startswith(data["titles"][lang])
        assert tab.locator("#finding").inner_text() == said["finding"]
        assert tab.locator("#lever-0").get_attribute("aria-label") == data["levers"][0]["said"][lang]
        visible = tab.locator(".said").evaluate_all(
            "all => all.filter(one => one.checkVisibility()).map(one => one.getAttribute('lang'))"
        )
        assert set(visible) == {lang}
        words[lang] = tab.locator("main").inner_text()
    assert not re.search(r"\b(the|average|tension|changes)\b", words["id"])
    assert set(words) == set(languages())


def test_a_number_in_the_address_and_in_the_table_opens_its_world(tab: Any) -> None:
    data = data_of(tab)
    tab.locator(".all > summary").press("Enter")
    tab.locator(".all a").nth(4).press("Enter")
    assert shown(tab) == data["worlds"][4]["paths"]
    tab.go_back()
    assert shown(tab) == data["worlds"][data["was"]]["paths"]
    tab.go_forward()
    assert shown(tab) == data["worlds"][4]["paths"]
    address = tab.url
    tab.reload()
    assert tab.url == address
    assert shown(tab) == data["worlds"][4]["paths"]
    assert tab.locator("[name=lever-1]:checked").input_value() == "0"
    for other in ("#0", "#999", "#x", "#1.5"):
        tab.goto(address.partition("#")[0] + other)
        assert shown(tab) == data["worlds"][4]["paths"]  # as it was


@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize("width", [320, 1280])
def test_nobody_is_shut_out(tab: Any, width: int, lang: str) -> None:
    """No finding of axe but for the smallest, and no page that is wider than the screen."""
    from axe_playwright_python.sync_playwright import Axe

    tab.set_viewport_size({"width": width, "height": 800})
    tab.locator(f"button[data-lang={lang}]").click()
    tab.locator("#lever-0").press("ArrowLeft")
    for summary in tab.locator("summary").all():
        summary.press("Enter")
    tab.wait_for_timeout(100)
    found = Axe().run(tab).response["violations"]
    assert [
        (one["id"], one["impact"], one["nodes"][0]["html"]) for one in found if one["impact"] != "minor"
    ] == []
    assert tab.evaluate("document.documentElement.scrollWidth") <= width


def test_without_scripts_it_can_be_read(browser: Any, file: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
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


def test_on_a_narrow_screen_what_comes_of_a_lever_is_seen_beside_it(tab: Any) -> None:
    data = data_of(tab)
    slider, short = tab.locator("#lever-0"), tab.locator("#short")
    for _ in data["levers"][0]["values"]:
        slider.press("ArrowLeft")
    assert short.inner_text() == data["worlds"][0]["said"]["en"]["short"]
    box, edge = short.bounding_box(), slider.bounding_box()
    assert edge["y"] + edge["height"] <= box["y"] <= box["y"] + box["height"] <= 640
    short.click()
    assert tab.evaluate("document.activeElement.id") == "finding"
    assert 0 <= tab.locator("#finding").bounding_box()["y"] < 320
    tab.set_viewport_size({"width": 1280, "height": 800})
    assert not short.is_visible()


def test_it_prints_what_is_chosen(tab: Any) -> None:
    tab.locator("#lever-0").press("ArrowLeft")
    tab.emulate_media(media="print")
    assert not tab.locator(".levers").is_visible()
    chosen = tab.locator("#chosen").inner_text()
    assert data_of(tab)["levers"][0]["said"]["en"] in chosen
