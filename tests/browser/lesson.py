"""A class of the true command: a server that can be killed, frozen and begun again, the teacher's page, and phones."""

from __future__ import annotations

import queue
import re
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from playwright.sync_api import expect

from simulation.catalogue import text
from tests.browser.ways import grave, sideways

if TYPE_CHECKING:
    from tests.browser.conftest import Open

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
SCREEN = {"viewport": {"width": 1280, "height": 720}}
#: with it the third of three that come in is alone at its table
SEED = "6"
#: everything unfolded, groups that fold each other as well; and as it was before
UNFOLD = """() => {
  window.were = [...document.querySelectorAll("details")].map((one) => [one, one.name, one.open]);
  for (const [one] of window.were) { one.name = ""; one.open = true; }
}"""
FOLD = "() => { for (const [one, name, open] of window.were) { one.open = open; one.name = name; } }"


class Lesson:
    """The command, and what it prints: the key that opens the teacher's page now."""

    def __init__(self, kept: Path, port: int) -> None:
        self.kept, self.port, self.address = kept, port, f"http://127.0.0.1:{port}"
        self.begin()

    def begin(self) -> None:
        """Begun, or begun again on the same port."""
        asked = ("play", "--no-open", "--port", self.port, "--file", self.kept, "--lang", "en")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "simulation", *map(str, asked)], stdout=subprocess.PIPE, text=True
        )
        self._keys: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._hear, args=(self.process.stdout, self._keys), daemon=True).start()
        self._next = self._keys.get(timeout=60)  # it is there

    @staticmethod
    def _hear(said: Any, keys: queue.Queue[str]) -> None:
        for line in said:
            if found := re.search(r"key=(\S+)", line):
                keys.put(found[1])

    @property
    def key(self) -> str:
        """The key that opens now, which another follows."""
        self._next, now = "", self._next or self._keys.get(timeout=20)
        return now

    def sends(self, what: signal.Signals) -> None:
        """A signal: killed, frozen, or thawed."""
        self.process.send_signal(what)

    def kill(self) -> None:
        """In the middle of whatever it does."""
        self.process.kill()
        self.process.wait(20)
        self.process.stdout.close()  # type: ignore[union-attr]


class Desk:
    """The teacher's page."""

    def __init__(self, opens: Open, lesson: Lesson, lang: str = "en") -> None:
        self.lang = lang
        self.page = opens(f"/teacher?lang={lang}&key={lesson.key}", fails=True, **SCREEN)
        self.page.wait_for_url(lambda url: "key=" not in url)

    def presses(self, what: str, within: str = "#desk") -> None:
        """The button that does this, in what can be unfolded."""
        button = self.page.locator(f'{within} [formaction^="/teacher/{what}?"]').first
        shut = button.locator("xpath=ancestor::details[not(@open)]")
        while shut.count():
            shut.first.locator("> summary").click()
        button.click()

    def phase(self, is_now: str) -> None:
        """Waits until the class has come to this."""
        expect(self.page.locator("#desk")).to_have_attribute("data-phase", is_now, timeout=30_000)

    def opens_doors(self, sits: str = "pairs", **fields: str) -> None:
        """A class of these settings."""
        self.puts_away()
        self.page.locator(f'[name="sits"][value="{sits}"]').check()
        self.page.locator("details.pace > summary").click()
        for name, value in {"seed": SEED, **fields}.items():
            field = self.page.locator(f'#begin [name="{name}"]')
            field.select_option(value) if field.evaluate("(one) => one.tagName") == "SELECT" else field.fill(
                value
            )
        self.page.locator("#begin button.main").click()
        self.phase("lobby")

    def puts_away(self) -> None:
        """The class that is open, if there is one."""
        if self.page.locator("#leaving").count():
            self.presses("leave")
            self.phase("none")

    def starts(self) -> None:
        """The first turn."""
        self.presses("start")
        self.phase("playing")

    def of(self, page: Any) -> Any:
        """What stands about the phone of a page."""
        return self.page.locator(f'[id="phone-{id_of(page)}"]')


def comes_in(opens: Open, lang: str = "en", **settings: Any) -> Any:
    """A phone, let in."""
    page = opens(f"/?lang={lang}", fails=True, **{**PHONE, **settings})
    page.locator("form[action^='/join'] button").click()
    page.wait_for_url("**/seat/**")
    return page


def id_of(page: Any) -> str:
    """What the address of a phone's page calls it."""
    return str(urlsplit(page.url).path.rpartition("/")[2])


def at(page: Any, stage: str) -> None:
    """Waits until a phone's page shows this stage, and by itself."""
    expect(page.locator("#seat")).to_have_attribute("data-stage", stage, timeout=30_000)


def chooses(page: Any, act: str = "hold") -> None:
    """What is asked of a seat, filled in and not sent."""
    choice = page.locator(f'[name="act-0"][value="{act}"]')
    group = page.locator("details.group").filter(has=choice)
    if group.count() and group.get_attribute("open") is None:
        group.locator("summary").click()
    choice.check()
    for asked in ("consent-0", "speak-0"):
        field = page.locator(f'[name="{asked}"][value="no"]')
        if field.count():
            field.check()


def sends(page: Any, act: str = "hold") -> None:
    """What is asked of a seat, sent."""
    chooses(page, act)
    page.locator("[id^=say-] .send button").click()


def told(page: Any, key: str, lang: str, **values: str) -> None:
    """Waits until a page says this above all else."""
    expect(page.locator("#told")).to_have_text(text(key, lang, **values), timeout=25_000)


def faults(page: Any, *widths: int) -> list[Any]:
    """What is wrong with a screen, all unfolded: what axe finds grave, and what stands out sideways at these widths."""
    before = page.viewport_size
    page.evaluate(UNFOLD)
    found: list[Any] = [*grave(page)]
    for width in widths:
        page.set_viewport_size({"width": width, "height": before["height"]})
        found += [(width, one) for one in sideways(page)]
    page.set_viewport_size(before)
    page.evaluate(FOLD)
    return found
