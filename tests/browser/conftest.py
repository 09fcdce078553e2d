"""The explorer as a reader has it: the real command, asked by the Chromium that the distribution brings.

Both are started once. A page that is opened here is watched to its end: nothing may be written to its console, nothing
refused by its own policy, and nothing asked of another host.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome")
#: nothing of its own accord: no sandbox where the tests run as root, no look for updates, no network but ours
SWITCHES = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
HERE = Path(__file__).parent
#: what the browser notes of itself where a server is gone, or refuses
FAILED = ("Failed to load resource", "WebSocket connection to")
PATIENCE = 20_000  # milliseconds until something that was asked for is given up

Open = Callable[..., Any]  # (path, **settings of a browser's context) -> Page


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever stands in this folder is a test of the browser."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where Chromium is. Without it, a failure of one line on Linux, where a package brings it; elsewhere a skip."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        said = "there is no Chromium, which the tests of the page need; on Debian: apt-get install chromium"
        if sys.platform == "linux":
            pytest.fail(said, pytrace=False)
        pytest.skip(said)
    return found


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """Where `detente explore` says that its page is; the command ends with the tests."""
    command = [sys.executable, "-m", "simulation", "explore", "--no-open", "--port", "0", "--lang", "en"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        late = threading.Timer(120, process.kill)
        late.start()
        assert process.stdout is not None
        said = process.stdout.readline()
        late.cancel()
        assert "http://127.0.0.1:" in said, f"the command said {said!r}"
        split = urlsplit(said.split()[-1])
        yield f"{split.scheme}://{split.netloc}"
        process.terminate()
        process.wait(30)


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Any]:
    """One browser. It is closed with the module, since its loop of events would be in the way of other tests' own."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=list(SWITCHES))
        yield running
        running.close()


@contextmanager
def watched(browser: Any, address: str) -> Iterator[Open]:
    """Opens pages of an address, each in a context of its own, and sees to it that they keep to themselves."""
    contexts: list[Any] = []
    wrong: list[str] = []

    def listen(page: Any, fails: bool) -> None:
        def hear(said: Any) -> None:
            if not (fails and said.text.startswith(FAILED)):  # the browser's own note
                wrong.append(f"{said.type}: {said.text}")

        page.on("console", hear)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("websocket", lambda line: asks(line.url.replace("ws://", "http://", 1)))

    def asks(url: str) -> None:
        if not url.startswith((address + "/", "blob:", "data:")):
            wrong.append(f"asked {url}")

    def open_page(path: str, expected: int = 200, fails: bool = False, **settings: Any) -> Any:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 800}, **settings})
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        context.on("page", lambda page: listen(page, fails or expected != 200))
        context.on("request", lambda request: asks(request.url))
        page = context.new_page()
        answer = page.goto(address + path)
        assert answer.status == expected, path
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert wrong == []


@pytest.fixture
def opened(browser: Any, address: str) -> Iterator[Open]:
    """Opens pages of the explorer."""
    with watched(browser, address) as open_page:
        yield open_page
