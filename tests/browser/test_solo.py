"""The game for one in a browser: by mouse, keyboard and thumb, without a script; left, killed, and gone on with."""

from __future__ import annotations

import csv
import io
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pypdfium2
import pytest
from playwright.sync_api import expect

from simulation import stored
from simulation.catalogue import text
from simulation.play import seat_pages
from tests.browser.conftest import watched
from tests.browser.ways import LANGUAGES, grave, sideways, unfold
from tests.command_line import run as command
from tests.playing import Playing, playing

if TYPE_CHECKING:
    from tests.browser.conftest import Open

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
#: what is begun with, turn by turn: friendly, that there is something to talk about, and once not
ACTS = ("talk", "talk", "summit", "talk", "exchange", "threaten", "talk", "talk")
TALKS = 1  # the turn after which demands are moved
TABS = 90  # presses of the Tab key until something must have been reached


@pytest.fixture(scope="module")
def game(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Playing]:
    """A server whose programs do not think long, and that lets a seat send as fast as a script can press."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(seat_pages, "OFTEN", (1000, 1.0))
        with playing(tmp_path_factory.mktemp("matches")) as served:
            yield served


@pytest.fixture
def opens(browser: Any, game: Playing) -> Iterator[Open]:
    """Opens pages of it, each in a browser that was let in."""
    with watched(browser, f"http://127.0.0.1:{game.port}") as open_page:

        def let_in(path: str = "/", **settings: Any) -> Any:
            page = open_page(f"{path}{'&' if '?' in path else '?'}key={game.keys.key}", **settings)
            page.wait_for_url(lambda url: "key=" not in url)  # the key is not left in the address
            return page

        yield let_in


def stage(page: Any) -> str:
    return str(page.locator("#seat").get_attribute("data-stage"))


def goes_on(page: Any, before: str) -> str:
    """The stage that the page shows by itself after this one, when its player is asked again or all is over."""
    turn, what = before.split("-")
    expect(page.locator("#seat")).to_have_attribute(
        "data-stage", re.compile(rf"^(?!{turn}-({what}|waiting)$)\d+-(move|answer|over)$"), timeout=30_000
    )
    return stage(page)


def begin(page: Any, seed: str = "11", lang: str = "en") -> None:
    """Fill in where a match begins, and begin it."""
    page.locator(".pace summary").click()
    page.locator("#seed").fill(seed)
    page.get_by_role("button", name=text("play_solo.begin", lang)).click()
    page.wait_for_url("**/seat/**")


# --- three ways of doing the same -------------------------------------------------------------------------------------


def by_mouse(page: Any, what: str, act: str) -> None:
    """What a player does in a stage, with a pointer or a thumb."""
    choice = page.locator(f'[name="act-0"][value="{act}"]')
    group = page.locator("details.group").filter(has=choice)
    if group.count() and group.get_attribute("open") is None:
        group.locator("summary").click()
    choice.click()
    offer = page.locator('[name="consent-0"][value="yes"]:enabled')
    if offer.count():
        offer.click()
    elif page.locator('[name="consent-0"][value="no"]').count():
        page.locator('[name="consent-0"][value="no"]').click()
    slider = page.locator('.talks[open] input[type="range"]')
    if slider.count():  # in the middle between the red line and 90 %
        page.locator('[name="asks-0"]').last.check()  # by hand, and not step by step
        slider.first.click()
    speak = page.locator('[name="speak-0"][value="yes"]')
    if speak.count():
        speak.click()
    page.locator("[id^=say-] .send button").click()


def by_keys(page: Any, what: str, act: str) -> None:
    """The same with Tab, arrows, space and Enter, from the heading on which the stage begins."""
    choice = page.locator(f'[name="act-0"][value="{act}"]')
    group = page.locator("details.group").filter(has=choice)
    if group.count() and group.get_attribute("open") is None:
        reach(page, f"#{group.get_attribute('id')} > summary")
        page.keyboard.press("Enter")
    if not choice.is_checked():
        reach(page, '[name="act-0"]:checked', "Shift+Tab" if group.count() == 0 else None)
        for _ in range(12):
            if choice.is_checked():
                break
            page.keyboard.press("ArrowDown")
    assert choice.is_checked()
    offer = page.locator('[name="consent-0"]:enabled')
    if offer.count():
        reach(page, '[name="consent-0"]', "Shift+Tab")
        page.keyboard.press("Space")
    slider = page.locator('.talks[open] input[type="range"]')
    if slider.count():
        by_hand = page.locator('[name="asks-0"]').last  # and not step by step
        if not by_hand.is_checked():
            reach(page, '[name="asks-0"]')
            page.keyboard.press("ArrowDown")
        assert by_hand.is_checked()
        reach(page, '.talks[open] input[type="range"]')
        before = slider.first.input_value()
        page.keyboard.press("ArrowLeft")
        assert int(slider.first.input_value()) == int(before) - 1
    if page.locator('[name="speak-0"]').count():
        reach(page, '[name="speak-0"]')
        page.keyboard.press("Space")
    reach(page, "[id^=say-] .send button")
    page.keyboard.press("Enter")


def reach(page: Any, selector: str, back: str | None = None) -> None:
    """Press Tab until this has the focus, or first some way back."""
    for key in (back, "Tab") if back else ("Tab",):
        for _ in range(TABS):
            if page.evaluate("(what) => document.activeElement.matches(what)", selector):
                return
            page.keyboard.press(key)
    raise AssertionError(f"the keyboard does not reach {selector}")


def in_reach(page: Any, act: str) -> str:
    """The act, or holding where it is out of reach."""
    choice = page.locator(f'[name="act-0"][value="{act}"]')
    return act if choice.count() and choice.is_enabled() else "hold"


def play(
    page: Any, does: Callable[[Any, str, str], None], seen: Callable[[str], None] = lambda what: None
) -> int:
    """A whole match; `seen` is told each stage as it is there. The number of turns."""
    now = stage(page)
    while not now.endswith("over"):
        turn, what = now.split("-")
        seen(now)
        does(page, what, in_reach(page, ACTS[int(turn) % len(ACTS)] if what == "move" else "hold"))
        now = goes_on(page, now)
    seen(now)
    return int(now.split("-")[0])


# --- a whole match ---------------------------------------------------------------------------------------------------


def test_eight_turns_by_mouse_and_the_debrief_whose_files_run_by_the_command_line(
    opens: Open, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = opens("/?scenario=classroom&lang=en")
    begin(page)
    assert play(page, by_mouse) == 8
    page.locator("a[href*='/debrief']").first.click()
    page.locator(".debrief").wait_for()
    assert sideways(page) == []
    files = {}
    for name in ("match.toml", "match.csv"):
        with page.expect_download() as came:
            page.locator(f'a[href*="{name}"]').first.click()
        files[name] = tmp_path / name
        came.value.save_as(files[name])
    rows = list(csv.DictReader(io.StringIO(files["match.csv"].read_text(encoding="utf-8-sig"))))
    assert len(rows) == 24
    command("run", files["match.toml"], "--seed", "11", "--runs", "1", "--out", tmp_path / "run")
    capsys.readouterr()
    found = stored.read(next((tmp_path / "run").glob("*.nc")))
    ours = [float(row["tension"]) for row in rows]
    assert ours == pytest.approx(found["tension"].isel(run=0, pair=0, month=slice(24)).to_numpy(), rel=1e-5)
    page.emulate_media(media="print")
    assert len(pypdfium2.PdfDocument(page.pdf(format="A4", prefer_css_page_size=True))) == 2
    page.emulate_media(media="screen")
    unfold(page)
    assert [*grave(page), *sideways(page)] == []
    page.locator("form[action*='had'] button").click()
    page.wait_for_url("**/debrief/had**")
    page.locator("main table").first.wait_for()
    assert [*grave(page), *sideways(page)] == []


def test_eight_turns_by_keyboard_alone(opens: Open) -> None:
    page = opens("/?scenario=classroom&lang=en")
    page.locator("#seed").evaluate("(field) => { field.value = '11' }")
    reach(page, "form[action^='/begin'] .send button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/seat/**")
    assert play(page, by_keys) == 8


@pytest.mark.parametrize("lang", LANGUAGES)
def test_eight_turns_by_thumb_on_a_phone_where_axe_finds_nothing_grave(opens: Open, lang: str) -> None:
    """Every kind of stage, with all unfolded, also at 320 pixels and on a wide screen."""
    page = opens(f"/?scenario=classroom&lang={lang}", **PHONE)
    wrong: dict[str, Any] = {"begin": [*grave(page), *sideways(page)]}
    begin(page, lang=lang)
    looked = set[str]()

    def look(now: str) -> None:
        what = now.split("-")[1]
        later = "later" if int(now.split("-")[0]) > 2 else "first"
        if (name := f"{what} {later}") in looked:
            return
        looked.add(name)
        opened = page.evaluate("[...document.querySelectorAll('details[open]')].map((one) => one.id)")
        unfold(page)
        found: list[Any] = [*grave(page)]
        for width in (390, 320, 1280):
            page.set_viewport_size({"width": width, "height": 844})
            found += sideways(page)
        page.set_viewport_size(PHONE["viewport"])
        page.evaluate(
            "(ids) => { for (const one of document.querySelectorAll('details')) one.open = ids.includes(one.id) }",
            opened,
        )
        wrong[name] = found

    assert play(page, by_mouse, look) == 8
    assert len(looked) > 4
    assert {name: found for name, found in wrong.items() if found} == {}


def test_eight_turns_without_a_script(opens: Open) -> None:
    page = opens("/?scenario=classroom&lang=en", java_script_enabled=False)
    begin(page)
    for _ in range(80):
        now = stage(page)
        if now.endswith("over"):
            break
        if now.endswith("waiting"):
            page.wait_for_timeout(150)
            page.reload()
            continue
        by_mouse(page, now.split("-")[1], "hold")
    assert stage(page) == "8-over"


def test_forty_four_years_with_standing_policies(opens: Open) -> None:
    """Some thirty decisions, in which time stops where it matters."""
    page = opens("/?scenario=cold_war&lang=en")
    begin(page)
    assert 15 < play(page, by_mouse) < 60
    assert "/seat/" in page.url


# --- left, and come back to --------------------------------------------------------------------------------------------


def test_reload_back_and_a_second_tab_never_send_another_move(opens: Open) -> None:
    page = opens("/?scenario=classroom&lang=en")
    begin(page)
    by_mouse(page, "move", "talk")
    goes_on(page, "0-move")
    page.reload()
    assert stage(page) == "0-answer"
    second = page.context.new_page()
    second.goto(page.url)
    by_mouse(page, "answer", "hold")
    goes_on(page, "0-answer")
    assert goes_on(second, "0-answer") == "1-move"  # the other tab is told by itself
    by_mouse(second, "move", "hold")
    assert goes_on(second, "1-move") == "1-answer"
    assert goes_on(page, "1-move") == "1-answer"
    page.go_back()
    page.go_forward()
    assert stage(page) == "1-answer"


@contextmanager
def real(kept: Path, port: int) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The real command, and the address that it prints."""
    asked = ("play", "--solo", "--no-open", "--port", port, "--file", kept, "--lang", "en")
    with subprocess.Popen(
        [sys.executable, "-m", "simulation", *map(str, asked)], stdout=subprocess.PIPE, text=True
    ) as server:
        late = threading.Timer(60, server.kill)
        late.start()
        assert server.stdout is not None
        said = server.stdout.readline()
        late.cancel()
        try:
            yield server, said.split()[-1]
        finally:
            server.kill()


def test_killed_in_mid_turn_the_open_page_goes_on_by_itself(browser: Any, tmp_path: Path) -> None:
    """And what was sent before the kill is sent; with pauses as long as they are, and time to take a move back."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    with watched(browser, address) as open_page:
        with real(tmp_path / "journal", port) as (server, where):
            page = open_page(where.removeprefix(address), fails=True, **PHONE)
            begin(page)
            by_mouse(page, "move", "talk")
            expect(page.locator("#seat")).to_have_attribute("data-stage", "0-waiting")
            page.get_by_role("button", name=text("play_form.undo", "en")).click()
            expect(page.locator("#seat")).to_have_attribute("data-stage", "0-move")
            by_mouse(page, "move", "hold")
            expect(page.locator("#seat")).to_have_attribute("data-stage", "0-waiting")
            server.send_signal(signal.SIGKILL)
            expect(page.locator("#told")).to_have_text(text("play_line.lost", "en"), timeout=20_000)
        with real(tmp_path / "journal", port):
            assert goes_on(page, "0-move") == "0-answer"
            by_mouse(page, "answer", "hold")
            assert goes_on(page, "0-answer") == "1-move"
