"""A command that is told to end (SIGTERM, a closed window) ends as by Ctrl-C: nothing is left half-written."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

#: those that ask a process to end, where the system has them; SIGBREAK is a closed window on Windows
ASKED = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name)]


class Asked(KeyboardInterrupt):
    """The process was asked to end; `code` is its exit code, 128 and the signal's number."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.code = 128 + number


def _raise(number: int, frame: FrameType | None) -> NoReturn:
    raise Asked(number)


@contextmanager
def ending_clean() -> Iterator[None]:
    """Within it, a signal that asks to end is raised as `Asked`; in a thread of a notebook nothing is changed."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    # what is ignored (nohup) stays ignored
    before = {
        number: signal.getsignal(number) for number in ASKED if signal.getsignal(number) is not signal.SIG_IGN
    }
    for number in before:
        signal.signal(number, _raise)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler or signal.SIG_DFL)
