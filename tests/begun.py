"""A command that serves until it is ended: begun as a reader would, asked for its page, and ended."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from urllib.request import urlopen

ROOT = Path(__file__).parents[1]


def page_of(words: Sequence[str]) -> str:
    """What the page of `detente explore ...` says at the address that the command prints. Nothing is left running."""
    command = [sys.executable, "-m", "simulation", *words, "--no-open", "--port", "0"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as begun:
        try:
            assert begun.stdout is not None
            found = next(found for line in begun.stdout if (found := re.search(r"http://\S+", line)))
            with urlopen(found[0], timeout=60) as answer:
                page: str = answer.read().decode("utf-8")
        finally:
            if sys.platform == "win32":
                begun.terminate()
            else:
                begun.send_signal(signal.SIGINT)  # as Ctrl-C does
            begun.wait(30)
    assert sys.platform == "win32" or begun.returncode in (0, 130)  # ended, or stopped by Ctrl-C
    return page
