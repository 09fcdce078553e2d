"""`detente play` as a teacher begins it: a process of its own, which can be killed, and begun again where it was."""

from __future__ import annotations

import os
import re
import secrets
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

from tests.playing import Browser

ROOT = Path(__file__).parents[1]
PORTS = range(
    20_000, 32_000
)  # below those that systems give away: while it is killed nobody else is given its own


class Program:
    """The command with a file. What it says beside its addresses, which is only of faults, stands in `faults`."""

    def __init__(self, file: Path) -> None:
        self.port, self._file, self.faults = _free(), file, file.with_suffix(".faults")
        self._process: subprocess.Popen[str] | None = None

    def begin(self) -> None:
        """Begin it, on the port that it had before; returns once its page can be asked for."""
        what = "-m", "simulation", "play", "--no-open", "--port", str(self.port), "--file", str(self._file)
        search = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
        with self.faults.open("a") as faults:
            self._process = subprocess.Popen(
                [sys.executable, *what],
                stdout=subprocess.PIPE,
                stderr=faults,
                text=True,
                env={**os.environ, "PYTHONPATH": search},
            )
        assert self._process.stdout is not None
        said = self._process.stdout.readline()
        found = re.search(r"http://\S+", said)
        assert found, said + self.faults.read_text()
        self._address = urlsplit(found[0])

    def teacher(self) -> Browser:
        """The browser of its teacher, who has the key that the terminal shows; once each time it is begun."""
        browser = Browser(self.port)
        assert browser.get(f"{self._address.path}?{self._address.query}").status == 200
        return browser

    def kill(self) -> None:
        """As kill -9 does: nothing is said, nothing is finished."""
        assert self._process is not None
        self._process.kill()
        self._process.wait(10)
        assert self._process.stdout is not None
        self._process.stdout.close()

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def __enter__(self) -> Program:
        self.begin()
        return self

    def __exit__(self, *about: object) -> None:
        self.kill()


def _free() -> int:
    for _ in range(100):
        port = secrets.choice(PORTS)
        with socket.socket() as tried, suppress(OSError):
            tried.bind(("127.0.0.1", port))
            return port
    raise AssertionError("no port is free")
