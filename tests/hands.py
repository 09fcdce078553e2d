"""Work for the processes behind the page that is none, so that how they are led can be tried: light to import."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

Tell = Callable[[float], None]


def table() -> dict[str, Callable[..., Any]]:
    """What the processes of a test can be asked for."""
    return {"who": who, "long": long, "note": note, "fail": fail}


def who(*, tell: Tell) -> int:
    """The number of the process."""
    return os.getpid()


def long(*, seconds: float, tell: Tell) -> int:
    """Work that tells how far it is a hundred times a second."""
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        tell(1 - left / seconds)
        time.sleep(0.01)
    return os.getpid()


def note(*, file: str, seconds: float, tell: Tell) -> str:
    """Leaves a line in a file when it begins."""
    with Path(file).open("a", encoding="utf-8") as kept:
        kept.write("begun\n")
    long(seconds=seconds, tell=tell)
    return "noted"


def fail(*, said: str, tell: Tell) -> None:
    """A fault of ours."""
    raise RuntimeError(said)
