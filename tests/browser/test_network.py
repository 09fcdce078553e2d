"""The network tried by a phone: a Chromium on the laptop, taken for one, whose screen is said to be dark."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from simulation.catalogue import text
from simulation.play.network_fit import line
from simulation.play.room_pages import connection
from tests.browser.conftest import watched
from tests.browser.ways import LANGUAGES, grave, sideways
from tests.trying import CODE, Trial, trying

if TYPE_CHECKING:
    from tests.browser.conftest import Open

PHONE = {"viewport": {"width": 320, "height": 640}, "has_touch": True, "is_mobile": True}
#: the page is hidden, and looked at again after so many seconds of its own clock
DARK = """(seconds) => {
  const look = (state) => {
    Object.defineProperty(document, "visibilityState", { value: state, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  };
  const now = Date.now;
  look("hidden");
  Date.now = () => now() + 1000 * seconds;
  look("visible");
  Date.now = now;
}"""


@pytest.fixture(scope="module")
def trial() -> Iterator[Trial]:
    with trying() as served:
        yield served


@pytest.fixture
def opens(browser: Any, trial: Trial) -> Iterator[Open]:
    with watched(browser, f"http://127.0.0.1:{trial.port}") as open_page:
        yield open_page


def led_in(opens: Open, lang: str, **settings: Any) -> Any:
    """A phone that took the address from the teacher's square."""
    page = opens(f"/network?code={CODE}&lang={lang}", **PHONE, **settings)
    page.wait_for_url(lambda url: "code=" not in url)
    return page


def says(page: Any, check: str, outcome: str, lang: str, seconds: float = 0.0) -> None:
    """Waits until a check says what came of it, and what to do."""
    said, place = line(check, outcome, lang, seconds=seconds), page.locator(f'[data-check="{check}"]')
    expect(place.locator(".then")).to_have_text(said.then, timeout=40_000)
    if check != "reached":  # how many there were before
        expect(place.locator(".found")).to_have_text(said.found)


def looks_right(page: Any) -> None:
    assert sideways(page) == []
    assert grave(page) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_phone_tries_all_four_and_the_teacher_sees_it(opens: Open, lang: str) -> None:
    teacher = opens(f"/teacher/network?lang={lang}", viewport={"width": 320, "height": 640})
    phone = led_in(opens, lang)
    says(phone, "reached", "yes", lang)
    says(phone, "speed", "quick", lang)
    phone.evaluate(DARK, 5)
    asked = phone.locator('[data-check="sleep"] .found')
    expect(asked).to_have_text(text("play_network.short", lang))
    phone.evaluate(DARK, 30)
    says(phone, "sleep", "back", lang)
    says(phone, "live", "socket", lang)
    looks_right(phone)

    row = teacher.locator("tbody tr").last
    for check, outcome in (("live", "socket"), ("speed", "quick"), ("sleep", "back")):
        cell = row.locator("td.fit", has_text=line(check, outcome, lang).found)
        expect(cell.first).to_be_visible(timeout=10_000)  # by itself, within three seconds
    looks_right(teacher)
    teacher.get_by_role("link").filter(has_text=connection.title(lang)).click()
    looks_right(teacher)


def test_where_lines_are_cut_it_asks_again_and_where_nothing_gets_through_it_says_so(
    opens: Open, trial: Trial
) -> None:
    trial.sockets = False
    try:
        phone = led_in(opens, "en", fails=True)
        says(phone, "live", "poll", "en")
        phone.context.set_offline(True)
        phone.evaluate(DARK, 30)
        says(phone, "sleep", "lost", "en")
        phone.context.set_offline(False)
        teacher = opens("/teacher/network?lang=en")
        cells = teacher.locator("tbody tr").last.locator("td.unfit")
        expect(cells).to_have_text([line("live", "poll", "en").found, line("sleep", "lost", "en").found])
        expect(teacher.locator("#again")).to_contain_text(line("sleep", "lost", "en").then)
    finally:
        trial.sockets = True


def test_without_a_script_a_phone_is_told_so_and_the_teacher_sees_all(opens: Open, trial: Trial) -> None:
    phone = led_in(opens, "id", java_script_enabled=False)
    expect(phone.locator("noscript p")).to_have_text(text("play_network.no_script", "id"))
    expect(phone.locator("noscript p")).to_be_visible()
    assert text("play_network.trying", "id") not in phone.locator("main").inner_text()

    teacher = opens("/teacher/network?lang=id", java_script_enabled=False)
    rows = teacher.locator("tbody tr")
    before = rows.count()
    assert trial.phone().post("/network/seen", {}).status == 200
    expect(rows).to_have_count(before + 1, timeout=10_000)  # by itself
