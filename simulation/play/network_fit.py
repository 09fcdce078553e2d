"""Is my network fit? What a teacher tries with one phone on the day before, what may come of it, and what to do then.

The page that tries it gives the outcomes; what is said of them stands here, and in the teaching pack.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from simulation.catalogue import number, text

#: what is tried, in this order, and the outcomes of each, the best first
CHECKS: dict[str, tuple[str, ...]] = {
    "reached": ("yes", "none"),
    "live": ("socket", "poll", "none"),
    "speed": ("quick", "slow"),
    "sleep": ("back", "lost"),
}
SLOW = 0.5  # seconds from a tap to its answer, from which on a class notices
SHORTEST = 0.1  # seconds; what is quicker is said to be this, since 0.0 would look like a mistake


class Line(NamedTuple):
    """One check: what is asked, what came of it, and what to do."""

    asked: str
    found: str
    then: str


def line(check: str, outcome: str, lang: str, *, phones: int = 0, seconds: float = 0.0) -> Line:
    """What is said of an outcome; `phones` that were seen so far, `seconds` from a tap to its answer."""
    values = {"n": number(phones, lang, 0), "seconds": number(max(seconds, SHORTEST), lang, 1)}
    keys = (
        f"play_network.{check}",
        f"play_network.{check}_{outcome}",
        f"play_network.{check}_{outcome}_then",
    )
    return Line(*(text(key, lang, **values) for key in keys))


def speed(seconds: float) -> Literal["quick", "slow"]:
    """The outcome of the check of that name."""
    return "quick" if seconds < SLOW else "slow"
