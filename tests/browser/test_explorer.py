"""Every control of the explorer by mouse and by keyboard, and what a reader must not lose: focus, place, the way back."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from simulation.catalogue import text
from simulation.explorer.form import label, shown_value
from simulation.explorer.inputs import inputs
from simulation.explorer.view import View
from simulation.explorer.worlds import shipped
from simulation.scenario import Scenario, load_scenario
from tests.browser.ways import LANGUAGES, NIXON, by_id, changed, path, shows, unfold

if TYPE_CHECKING:
    from tests.browser.conftest import Open

VIETNAM = "events.War_in_Vietnam_goes_on.happens"


# --- by mouse -----------------------------------------------------------------------------------------------


def test_each_control_by_mouse(opened: Open) -> None:
    """A slider, a choice, a tick, a month, a number and what is shown: each is asked, marked, and in the address."""
    page = opened(path())
    before = page.locator(".finding").inner_text()
    slider = by_id(page, NIXON)
    box = slider.bounding_box()
    page.mouse.click(box["x"] + 0.1 * box["width"], box["y"] + box["height"] / 2)
    row = page.locator(".row", has=slider)
    assert "changed" in row.get_attribute("class")
    value = slider.input_value()
    assert -1 <= float(value) < -0.6
    shows(page, **{NIXON: value})
    assert page.locator(".finding").inner_text() != before

    by_id(page, "states.USSR.doctrine").select_option("tit_for_tat")
    shows(page, **{NIXON: value, "states.USSR.doctrine": "tit_for_tat"})
    page.locator("[data-group=events] > summary").click()
    by_id(page, VIETNAM).click()
    shows(page, **{VIETNAM: "off"})
    by_id(page, VIETNAM).click()
    shows(page, **{VIETNAM: None})

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
    key = "parameters.credulity"
    assert by_id(page, key).count() == 0
    page.locator("[data-group=more] > summary").click()
    by_id(page, key).wait_for()
    by_id(page, key).focus()
    page.keyboard.press("End")
    shows(page, **{key: by_id(page, key).input_value()})
    page.locator("#reset").click()
    shows(page, **{key: None})
    by_id(page, key).wait_for()
    page.locator("[data-lang=id]").click()
    page.locator("label", has_text=label(inputs(load_scenario("detente_1969"))[key], "id")).wait_for()


# --- by keyboard --------------------------------------------------------------------------------------------


def test_each_control_is_reached_by_the_tab_key(opened: Open) -> None:
    """Everything unfolded: whatever can be operated has the focus once, in the order of the page."""
    page = opened(changed())
    unfold(page)
    wanted = page.evaluate(
        """() => [...document.querySelectorAll("a[href], button, select, summary, input:not([type=hidden])")]
        .filter((one) => one.checkVisibility() && !(one.type === "radio" && !one.checked))
        .map((one, at) => one.dataset.at = at)"""
    )
    page.evaluate("document.activeElement.blur()")
    met: list[int] = []
    for _ in range(len(wanted) + 60):  # a month has parts, each of which the key stops at
        page.keyboard.press("Tab")
        at = page.evaluate("document.activeElement.dataset.at ?? null")
        if at is not None and (not met or met[-1] != int(at)):
            met.append(int(at))
        if len(met) == len(wanted):
            break
    assert met == wanted


def test_each_control_by_keyboard(opened: Open) -> None:
    page = opened(path())
    by_id(page, "states.USSR.doctrine").focus()
    page.keyboard.press("ArrowDown")
    shows(page, **{"states.USSR.doctrine": "reciprocity"})
    page.locator("[data-group=events] > summary").focus()
    page.keyboard.press("Enter")
    by_id(page, VIETNAM).focus()
    page.keyboard.press("Space")
    shows(page, **{VIETNAM: "off"})
    page.locator(".part", has=by_id(page, NIXON)).locator("summary").focus()
    page.keyboard.press("Space")
    by_id(page, "leaders.Richard_Nixon.since").focus()
    for key in ("0", "6", "ArrowRight", "1", "9", "7", "0", "Tab"):  # a month, a year, and on
        page.keyboard.press(key)
    shows(page, **{"leaders.Richard_Nixon.since": "1970-06"})
    page.locator("[name=shown]:checked").focus()
    page.keyboard.press("ArrowRight")
    shows(page, shown="common_ground")
    page.locator("[data-group=chance] > summary").focus()
    page.keyboard.press("Enter")
    by_id(page, "seed").focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("7")
    shows(page, seed="7")
    page.keyboard.type("-")  # what cannot be asked is not, and says why when it is left
    page.keyboard.press("Tab")
    page.locator("#state.refused", has_text=text("explore.seed")).wait_for()
    shows(page, seed="7")
    page.locator("#reset").focus()
    page.keyboard.press("Enter")
    shows(page, seed=None, shown=None, **{"states.USSR.doctrine": None})


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_slider_goes_by_its_step_and_its_value_is_written_as_the_server_writes_it(
    opened: Open, lang: str
) -> None:
    page = opened(path(lang=lang))
    one = inputs(load_scenario("detente_1969"))[NIXON]
    slider, output = by_id(page, NIXON), page.locator(f'output[for="{NIXON}"]')
    slider.focus()
    now = float(one.now)
    for key, value in (
        ("ArrowLeft", now - one.step), ("PageDown", now - 11 * one.step), ("Home", one.low),
        ("ArrowRight", one.low + one.step), ("End", one.high),
    ):  # fmt: skip
        page.keyboard.press(key)
        assert float(slider.input_value()) == pytest.approx(value), key
        assert (
            output.inner_text()
            == shown_value(one, round(value, 6), lang)
            == slider.get_attribute("aria-valuetext")
        )
    shows(page, **{NIXON: f"{one.high:g}"})
    page.keyboard.press("ArrowLeft")
    for _ in range(200):  # where it was is one of its steps, from either side
        if float(slider.input_value()) <= now:
            break
        page.keyboard.press("PageDown")
    assert float(slider.input_value()) == now
    shows(page, **{NIXON: None})


# --- what must not be lost ----------------------------------------------------------------------------------


def test_focus_scroll_and_what_is_unfolded_outlive_what_comes_back(opened: Open) -> None:
    """First 100 runs are shown, then 500: neither moves the page, folds anything up, or takes the keyboard away."""
    page = opened(changed(runs=""))
    page.locator(".finding", has_text="500").wait_for()
    page.locator("details.keep > summary").click()
    by_id(page, NIXON).scroll_into_view_if_needed()
    page.evaluate(
        "scrollTo(0, 120); document.querySelector('.seen').scrollTop = 90; document.getElementById('text').select()"
    )
    page.evaluate(
        "document.getElementById('asked-run').value = 5; document.getElementById('month').selectedIndex = 3"
    )
    slider = by_id(page, NIXON)
    slider.focus()
    page.keyboard.press("Home")
    shows(page, **{NIXON: "-1"})
    page.locator("#result > div[data-more-runs]").wait_for(state="detached")
    page.locator(".finding", has_text="500").wait_for()
    held = page.evaluate(
        """() => [document.activeElement.id, scrollY, document.querySelector(".seen").scrollTop,
        document.querySelector(".keep").open, document.getElementById("asked-run").value,
        document.getElementById("month").value]"""
    )
    assert held == [NIXON, 120, 90, True, "5", "1969-04"]
    page.locator("details.keep > summary").focus()
    page.evaluate("document.getElementById('view').requestSubmit()")
    page.get_by_label("Cooperation").evaluate(
        "(one) => { one.checked = true; one.dispatchEvent(new Event('input', {bubbles: true})) }"
    )
    shows(page, shown="cooperation")
    assert page.evaluate("document.activeElement.parentElement.className") == "keep"


def test_back_forward_and_reload_keep_the_view(opened: Open) -> None:
    page = opened(path())
    by_id(page, NIXON).focus()
    for _ in range(3):
        page.keyboard.press("ArrowLeft")
    value = by_id(page, NIXON).input_value()
    shows(page, **{NIXON: value})
    by_id(page, "states.US.doctrine").select_option("hawk")
    shows(page, **{NIXON: value, "states.US.doctrine": "hawk"})
    page.reload()
    shows(page, **{NIXON: value, "states.US.doctrine": "hawk"})
    page.go_back()
    shows(page, **{NIXON: value, "states.US.doctrine": None})
    assert by_id(page, "states.US.doctrine").input_value() == "deliberate"
    page.go_back()  # one control, one entry, however often it was moved
    shows(page, **{NIXON: None})
    assert page.locator(".row.changed").count() == 0
    page.go_forward()
    shows(page, **{NIXON: value})
    assert by_id(page, NIXON).input_value() == value
    page.locator("nav.pages a").nth(1).click()
    page.go_back()
    shows(page, **{NIXON: value})


def test_the_language_changes_at_any_time_and_nothing_else(opened: Open) -> None:
    page = opened(changed(shown="cooperation"))
    page.locator("[data-group=states] > summary").click()
    page.locator("[data-lang=id]").click()
    page.locator("h1", has_text=text("explore_page.do", "id")).wait_for()
    page.locator("#result > div[data-lang=id]").wait_for()
    assert page.locator("html").get_attribute("lang") == "id"
    assert page.locator("[data-group=states]").get_attribute("open") is not None
    given = parse_qs(urlsplit(page.url).query)
    assert (given["lang"], given[NIXON], given["shown"]) == (["id"], ["-0.8"], ["cooperation"])
    assert page.evaluate("document.activeElement.dataset.lang") == "id"
    page.go_back()
    page.locator("#result > div[data-lang=en]").wait_for()
    assert page.locator("h1").inner_text() == text("explore_page.do", "en")


def test_another_world_keeps_the_keyboard_where_it_was(opened: Open) -> None:
    """Three states: an input for each of them, and a figure of both futures."""
    page = opened(path("able_archer_1983"))
    page.locator("#scenario").focus()
    page.locator("#scenario").select_option("triangle_1971")
    shows(page, scenario="triangle_1971")
    assert page.evaluate("document.activeElement.id") == "scenario"
    assert by_id(page, "states.China.doctrine").count() == 1
    assert by_id(page, "leaders.Ronald_Reagan.disposition").count() == 0
    by_id(page, "states.China.doctrine").select_option("hawk")
    shows(page, **{"states.China.doctrine": "hawk"})
    assert page.locator(".drawing svg").count() == 1


# --- why, keep, stop ----------------------------------------------------------------------------------------


def test_why_is_asked_by_form_and_by_a_click_on_the_figure(opened: Open) -> None:
    page = opened(changed())
    page.locator("#month").select_option("1970-03")
    by_id(page, "asked-run").fill("2")
    page.locator("button[form=ask]").click()
    page.locator("#why h2, #why h3").first.wait_for()
    asked = page.locator("#reasons").inner_text()
    assert "Mar 1970" in asked
    assert page.evaluate("document.activeElement.id") == "why"
    page.locator("#close").focus()
    page.keyboard.press("Enter")
    assert page.locator("#why").is_hidden()
    assert page.evaluate("document.activeElement.form.id") == "ask"

    page.set_viewport_size({"width": 1280, "height": 500})  # too low for the figure's whole width
    told = page.locator(".drawing").evaluate(
        "(one) => [Number(one.dataset.left), Number(one.dataset.right), Number(one.dataset.months)]"
    )
    shape = page.locator(".drawing svg").evaluate(
        "(one) => one.viewBox.baseVal.width / one.viewBox.baseVal.height"
    )
    box = page.locator(".drawing svg").bounding_box()
    width = shape * box["height"]
    assert width < 0.9 * box["width"]
    along = told[0] + (told[1] - told[0]) * (14 + 0.5) / told[2]  # the fifteenth month that is drawn
    left = box["x"] + (box["width"] - width) / 2
    page.mouse.click(left + along * width, box["y"] + box["height"] / 3)
    page.locator("#reasons", has_text="Mar 1970").wait_for()
    assert page.locator("#month").input_value() == page.locator("#month option").nth(14).get_attribute(
        "value"
    )


def test_what_is_kept_is_the_view(opened: Open, tmp_path: Path) -> None:
    """Five ways to keep it: each link leads to the right file, and the text back to the view."""
    page = opened(changed())
    page.locator("details.keep > summary").click()
    kept = {}
    for link in page.locator("details.keep a[download]").all():
        with page.expect_download() as download:
            link.click()
        file = tmp_path / download.value.suggested_filename
        download.value.save_as(file)
        kept[file.suffix] = file
    assert sorted(kept) == [".csv", ".png", ".svg", ".toml"]
    made = Scenario.from_toml(kept[".toml"].read_text(encoding="utf-8"))
    assert {one.name: one.disposition for one in made.leaders}["Richard Nixon"] == -0.8
    assert tomllib.loads(kept[".toml"].read_text(encoding="utf-8"))
    assert kept[".csv"].read_text(encoding="utf-8").count("\n") > 5
    assert kept[".svg"].read_text(encoding="utf-8").startswith("<svg")
    assert kept[".png"].read_bytes().startswith(b"\x89PNG")
    view = View.from_text(by_id(page, "text").input_value(), shipped())
    assert (view.scenario, view.runs, view.changes) == ("detente_1969", 8, {NIXON: -0.8})


def test_long_work_is_shown_in_one_corner_and_stopped(opened: Open) -> None:
    page = opened(path("cold_war"))
    page.locator("[data-group=chance] > summary").click()
    place = "[document.querySelector('.drawing').getBoundingClientRect().top, document.body.scrollHeight, scrollY]"
    number = by_id(page, "runs")
    number.fill("2000")
    page.locator("#stop").wait_for()
    moved = page.evaluate(place)
    assert page.locator("progress").is_visible()
    assert page.locator("#state").inner_text() == text("explore.working")
    corner = page.locator(".far").bounding_box()
    assert corner["x"] + corner["width"] <= 1280
    assert corner["y"] + corner["height"] <= 800
    page.locator("#stop").click()
    page.locator("#state", has_text=text("explore_page.stopped")).wait_for()
    assert page.locator("#stop").is_hidden()
    assert page.evaluate(place) == moved
    number.fill("8")
    shows(page, runs="8")
    page.locator("#state:empty").wait_for(state="attached")


def test_a_program_that_is_gone_is_missed_in_one_line(opened: Open) -> None:
    page = opened(path(), fails=True)
    page.context.set_offline(True)
    by_id(page, NIXON).focus()
    page.keyboard.press("Home")
    page.locator("#state.refused", has_text=text("explore.lost")).wait_for()
    page.context.set_offline(False)
    page.keyboard.press("End")
    shows(page, **{NIXON: "1"})
    page.locator("#state:empty").wait_for(state="attached")


# --- what goes together -------------------------------------------------------------------------------------


def test_a_seed_is_the_same_on_the_page_and_in_the_command_or_refused(opened: Open) -> None:
    page = opened(path(seed=str(2**63 - 1)), fails=True)
    assert by_id(page, "seed").input_value() == str(2**63 - 1)
    by_id(page, "states.US.doctrine").select_option("hawk")
    shows(page, seed=str(2**63 - 1), **{"states.US.doctrine": "hawk"})
    page.locator("[data-group=chance] > summary").click()
    by_id(page, "seed").fill("9007199254740993")  # no number of a script's own
    shows(page, seed="9007199254740993")
    by_id(page, "seed").fill(str(2**63))
    page.locator("#state.refused", has_text=str(2**63 - 1)).wait_for()


def test_why_is_asked_of_the_history_that_is_drawn_and_again_after_a_change(opened: Open) -> None:
    page = opened(path(), fails=True)
    page.locator("#month").select_option("1970-03")
    by_id(page, "asked-run").fill("2")
    page.locator("button[form=ask]").click()
    page.locator("#reasons h2, #reasons h3").first.wait_for()
    page.locator("[data-group=chance] > summary").click()
    with page.expect_response(lambda answer: "/month?" in answer.url) as again:
        by_id(page, "run").fill("3")
        shows(page, run="3")
    assert parse_qs(urlsplit(again.value.url).query)["run"] == ["3"]
    assert by_id(page, "asked-run").input_value() == "3"
    with page.expect_response(lambda answer: "/month?" in answer.url) as again:
        by_id(page, "states.US.doctrine").select_option("hawk")
    assert parse_qs(urlsplit(again.value.url).query)["states.US.doctrine"] == ["hawk"]
    page.locator("#reasons", has_text=text("explore.as_changed")).wait_for()
    assert page.evaluate("document.activeElement.id") == "run"
    by_id(page, "run").fill("50")  # of eight
    page.locator("#state.refused", has_text="0 to 7").wait_for()


def test_who_chooses_quickly_gets_what_was_chosen_last(opened: Open) -> None:
    """The first world's page is the later one to come."""
    page = opened(path())
    slow = "**/?scenario=able_archer_1983*bare=1"
    page.route(slow, lambda route: (page.wait_for_timeout(700), route.continue_()))
    page.evaluate(
        """() => { const field = document.getElementById("scenario");
        for (const one of ["able_archer_1983", "triangle_1971"]) {
            field.value = one; field.dispatchEvent(new Event("change", { bubbles: true }));
        } document.querySelector("[data-lang=id][hreflang]").click(); }"""
    )
    page.locator("#result > div[data-lang=id]").wait_for()
    page.wait_for_timeout(1000)
    shows(page, scenario="triangle_1971")
    assert page.locator("#scenario").input_value() == "triangle_1971"
    assert page.locator("html").get_attribute("lang") == "id"


def test_a_look_at_another_page_leads_back_to_the_changed_world(opened: Open) -> None:
    page = opened(changed())
    page.locator("nav.pages a").nth(1).click()
    page.locator("[data-lang=id]").click()
    page.locator("html[lang=id]").wait_for()
    page.locator("nav.pages a").first.click()
    shows(page, **{NIXON: "-0.8"})
    assert page.locator("html").get_attribute("lang") == "id"
