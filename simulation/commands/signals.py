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


@contextmanager
def ending_clean() -> Iterator[list[int]]:
    """Within it, a signal that asks to end interrupts as Ctrl-C does, and its number is in the list.

    In a thread of a notebook nothing is changed.
    """
    asked: list[int] = []
    if threading.current_thread() is not threading.main_thread():
        yield asked
        return

    def interrupt(number: int, frame: FrameType | None) -> NoReturn:
        asked.append(number)
        raise KeyboardInterrupt

    # what is ignored (nohup) stays ignored
    before = {
        number: signal.getsignal(number) for number in ASKED if signal.getsignal(number) is not signal.SIG_IGN
    }
    for number in before:
        signal.signal(number, interrupt)
    try:
        yield asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler or signal.SIG_DFL)


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Within it, what asks the process to end waits until the end of it: for a moment that must not be cut in two.

    In a thread of a notebook, which gets no signals, nothing is changed.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []
    numbers = [signal.SIGINT, *ASKED]
    before = {number: signal.getsignal(number) for number in numbers}
    caught = [number for number in numbers if before[number] not in (signal.SIG_IGN, None)]
    for number in caught:
        signal.signal(number, lambda number, frame: came.append(number))
    try:
        yield
    finally:
        for number in caught:
            signal.signal(number, before[number])
        if came:
            signal.raise_signal(came[0])
