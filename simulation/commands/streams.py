"""Words on streams that cannot show every sign: cp1252 behind `> file` on Windows, ASCII under LC_ALL=C.

What an encoding lacks is written plainly and never ends a command: a true minus sign as -, an ellipsis as .., é as e.
"""

from __future__ import annotations

import codecs
import logging
import os
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TextIO

PLAIN = {
    "\N{MINUS SIGN}": "-", "\N{EN DASH}": "-", "\N{EM DASH}": "-", "\N{HORIZONTAL ELLIPSIS}": "..", "\N{BULLET}": "*",
    "\N{RIGHTWARDS ARROW}": "->", "\N{LEFTWARDS ARROW WITH HOOK}": "<-", "\N{MULTIPLICATION SIGN}": "x",
    "\N{GREATER-THAN OR EQUAL TO}": ">=", "\N{LESS-THAN OR EQUAL TO}": "<=", "\N{PLUS-MINUS SIGN}": "+-",
    "\N{LEFT DOUBLE QUOTATION MARK}": '"', "\N{RIGHT DOUBLE QUOTATION MARK}": '"',
    "\N{LEFT SINGLE QUOTATION MARK}": "'", "\N{RIGHT SINGLE QUOTATION MARK}": "'", "\N{BOX DRAWINGS LIGHT HORIZONTAL}": "-",
    "\N{NO-BREAK SPACE}": " ", "\N{NARROW NO-BREAK SPACE}": " ", "\N{MIDDLE DOT}": ".", "\N{SUPERSCRIPT TWO}": "2",
}  # fmt: skip


def plain(sign: str) -> str:
    """A sign in ASCII: its own plain form, its letter without marks, or a question mark."""
    return PLAIN.get(sign) or unicodedata.normalize("NFKD", sign).encode("ascii", "ignore").decode() or "?"


def _plainly(error: UnicodeError) -> tuple[str | bytes, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(map(plain, error.object[error.start : error.end])), error.end


codecs.register_error("detente.plain", _plainly)


def open_closed() -> None:
    """Have what was started with closed streams (`>&-`, a program without a window) write to nowhere.

    Else a file opened next would take the closed one's number, and whatever writes to that number would write into it.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115


@contextmanager
def errors_alone(library: str = "matplotlib") -> Iterator[None]:
    """Within it, a library says on the error stream what it cannot do, and not that its cache has no place of its own."""
    log = logging.getLogger(library)
    before = log.level
    log.setLevel(max(before, logging.ERROR))
    try:
        yield
    finally:
        log.setLevel(before)


def silence(stream: TextIO) -> None:
    """Have what is still to be written go nowhere: on leaving, Python would try once more."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def say_beside(line: str) -> None:
    """A line on the error stream, if that takes it: what is said of an error must not become another."""
    try:
        print(line, file=sys.stderr, flush=True)
    except OSError:
        with suppress(OSError):  # a stream of a test has no number
            silence(sys.stderr)


def write_plainly() -> None:
    """From now on what the streams of this process cannot show is written plainly."""
    for stream in (sys.stdout, sys.stderr):
        _reconfigured(stream)


def _reconfigured(stream: TextIO) -> None:
    reconfigure = getattr(
        stream, "reconfigure", None
    )  # a notebook's stream, or a test's, has none, and shows everything
    if reconfigure is not None:
        reconfigure(errors="detente.plain")
