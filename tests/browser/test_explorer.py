"""Every control of the explorer by mouse and by keyboard, and what a reader must not lose: focus, place, way back, language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode, urlsplit

if TYPE_CHECKING:
    from conftest import Open

NIXON = "leaders.Richard_Nixon.disposition"
HARVEST = "events.A_bad_Soviet_harvest_grain_can_be_bought.happens"
RUNS = {"runs": "8"}  # as many as are asked for, so that nothing is refined afterwards
LANGUAGES = ("en", "id")


def path(scenario: str = "detente_1969", at: str = "/", lang: str = "en", **pairs: str) -> str:
    return f"{at}?{urlencode({'scenario': scenario, **RUNS, **pairs, 'lang': lang})}"


def changed(lang: str = "en", at: str = "/", **more: str) -> str:
    """The view with one harder leader in 1969."""
    return path(at=at, lang=lang, **{NIXON: "-0.8", **more})


def shows(page: Any, **pairs: str | None) -> None:
    """Waits until the page shows what came of these pairs, and checks that its address says the same."""
    from playwright.sync_api import expect

    seen = page.locator("#result > div")
    for key, value in pairs.items():
        pattern = f"(^|&){re.escape(key)}="
        if value is None:
            expect(seen).not_to_have_attribute("data-query", re.compile(pattern), timeout=30_000)
        else:
            ended = re.escape(urlencode({"": value})[1:])
            expect(seen).to_have_attribute(
                "data-query", re.compile(pattern + ended + "(&|$)"), timeout=30_000
            )
    given = parse_qs(urlsplit(page.url).query)
    assert {key: given.get(key, [None])[0] for key in pairs} == pairs


def by_id(page: Any, key: str) -> Any:
    return page.locator(f'[id="{key}"]')


def unfold(page: Any) -> None:
    """Opens whatever can be unfolded, the long list of parameters as well."""
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    if page.locator("[data-more]").count():
        by_id(page, "parameters.act_scale").wait_for()
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")


# --- by mouse -------------------------------------------------------------------------------------------------------------------


def test_each_control_by_mouse(opened: Open) -> None:
    """A slider, a choice, a tick, a month, a number and what is shown: each is asked, marked, and in the address."""
    page = opened(path())
    before = page.locator(".finding").inner_text()
    slider = by_id(page, NIXON)
    box = slider.bounding_box()
    page.mouse.click(box["x"] + 0.1 * box["width"], box["y"] + box["height"] / 2)
    row = page.locator(".row", has=slider)
    assert "changed" in row.get_attribute("class")
    page.wait_for_function  # noqa: B018  # fails under the policy of the page: what is waited for is an attribute
    value = slider.input_value()
    assert -1 <= float(value) < -0.6
    shows(page, **{NIXON: value})
    assert page.locator(".finding").inner_text() != before

    by_id(page, "states.USSR.doctrine").select_option("tit_for_tat")
    shows(page, **{NIXON: value, "states.USSR.doctrine": "tit_for_tat"})
    page.locator("[data-group=events] > summary").click()
    by_id(page, HARVEST).click()
    shows(page, **{HARVEST: "off"})
    by_id(page, HARVEST).click()
    shows(page, **{HARVEST: None})

    page.locator(".part", has=slider).locator("summary").click()
    by_id(page, "leaders.Richard_Nixon.since").fill("1969-06")
    shows(page, **{"leaders.Richard_Nixon.since": "1969-06"})
    page.get_by_label("Cooperation").click()
    shows(page, shown="cooperation")
    page.locator("[data-group=chance] > summary").click()
    by_id(page, "seed").fill("7")
    shows(page, seed="7")
    by_id(page, "run").fill("3")
    shows(page, run="3")

    page.locator("#reset").click()
    shows(page, **{NIXON: None, "seed": None, "shown": None})
    assert page.locator(".row.changed").count() == 0


def test_all_parameters_come_on_request(opened: Open) -> None:
    page = opened(path())
    key = "parameters.act_scale"
    assert by_id(page, key).count() == 0
    page.locator("[data-group=more] > summary").click()
    by_id(page, key).wait_for()
    by_id(page, key).focus()
    page.keyboard.press("End")
    shows(page, **{key: by_id(page, key).input_value()})
