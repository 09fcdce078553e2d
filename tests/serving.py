"""The explorer's page, served for a test on a free port of this machine, and asked as any program would ask it."""

from __future__ import annotations

import threading
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from email.message import Message
from typing import NamedTuple

from simulation.explorer.server import app
from simulation.scenario import Scenario
from simulation.web.opening import listening, serve


class Answer(NamedTuple):
    """What came back."""

    status: int
    headers: Message
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")


class Page:
    """A page that is being served, by its address."""

    def __init__(self, address: str) -> None:
        self.address = address

    def get(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """What the page answers; a refusal is an answer too. `accept_language=` becomes Accept-Language."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        asked = urllib.request.Request(self.address + path, headers=named, method=method)
        try:
            with urllib.request.urlopen(asked, timeout=60) as answer:
                return Answer(answer.status, answer.headers, answer.read())
        except urllib.error.HTTPError as refused:
            with refused:
                return Answer(refused.code, refused.headers, refused.read())


@contextmanager
def served(scenarios: Mapping[str, Scenario], lang: str = "en") -> Iterator[Page]:
    """The page with these scenarios beside the project's own, as `detente explore` serves it."""
    door = listening(0)
    ready, ends = threading.Event(), threading.Event()
    server = threading.Thread(target=serve, args=([door], app(scenarios, lang), ready.set, ends), daemon=True)
    server.start()
    assert ready.wait(60)
    try:
        yield Page(f"http://127.0.0.1:{door.getsockname()[1]}")
    finally:
        ends.set()
        server.join(20)
        assert not server.is_alive()
