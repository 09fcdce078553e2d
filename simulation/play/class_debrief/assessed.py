"""Six questions before the game and after it: who was right, question by question, of those who answered both times.

No class without the game stands beside it, and whoever has seen a question once does better the second time: so a rise is
what the lesson, the game and the repetition came to together. Only those who changed say anything about change, so they
are counted, too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from simulation.errors import ScenarioError, show
from simulation.experiments import ensembles
from simulation.play.class_debrief.differs import Difference, mean
from simulation.saying import say

#: what is right, by question: the key in the teaching pack (assessment-key)
RIGHT = ("c", "a", "d", "b", "c", "b")
LETTERS, NOTHING = "abcd", "-"
MOST_LETTERS = 20_000  # of what a teacher has typed


class Answers(NamedTuple):
    """What one pupil chose, by question; None where nothing was chosen. `pupil` is a code, never a name."""

    pupil: str
    before: tuple[str | None, ...]
    after: tuple[str | None, ...]


class Learnt(NamedTuple):
    """A question, counted from 0, or None for the number of right answers of six: means before and after, n pupils.

    Of a question these are shares, and the difference has Newcombe's paired interval; of the number, Student's. `more` are
    the pupils who were right, or right more often, after and not before, `less` those of whom it is the other way round.
    """

    question: int | None
    before: float
    after: float
    differs: Difference | None
    more: int
    less: int
    n: int


def typed(text: str) -> list[Answers]:
    """What a teacher has typed: a line a pupil with its code, and six letters twice, before and after; "-" for none.

        K7M2 cadbcb cadbcb

    A spreadsheet's cells may stand for the blanks. Raises ScenarioError, one line, for the first line that is none.
    """
    if len(text) > MOST_LETTERS:
        raise ScenarioError(say("play_class_learnt.too_long", most=MOST_LETTERS))
    found = dict[str, Answers]()
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        code, *letters = [part for part in re.split(r"[\s,;]+", line.strip().casefold()) if part]
        both = "".join(letters)
        if len(both) != 2 * len(RIGHT) or set(both) - {*LETTERS, NOTHING}:
            wanted = {"n": len(RIGHT), "letters": ", ".join(LETTERS)}
            raise ScenarioError(
                say("play_class_learnt.no_line", line=number, found=show(line[:60]), **wanted)
            )
        if code in found:
            raise ScenarioError(say("play_class_learnt.twice", line=number, found=show(code)))
        chosen = tuple(None if one == NOTHING else one for one in both)
        found[code] = Answers(code, chosen[: len(RIGHT)], chosen[len(RIGHT) :])
    return list(found.values())


def assessed(answers: Sequence[Answers], key: Sequence[str]) -> list[Learnt]:
    """The number of right answers, and every question; only pupils that answered a question both times count in it.

    For the number only those count who answered all of them both times.
    """
    if not answers:
        return []
    was = np.array([_marks(one.before, key) for one in answers])
    now = np.array([_marks(one.after, key) for one in answers])
    both = np.isfinite(was) & np.isfinite(now)
    whole = both.all(axis=1)
    rows = list[Learnt]()
    if whole.any():
        first, last = was[whole].sum(axis=1), now[whole].sum(axis=1)
        rows.append(_row(None, first, last, mean(last - first)))
    for place in range(len(key)):
        first, last = (side[both[:, place], place] for side in (was, now))
        if len(first):
            gap = Difference(*ensembles.share_difference(first, last))
            rows.append(_row(place, first, last, gap))
    return rows


def _row(question: int | None, first: np.ndarray, last: np.ndarray, gap: Difference | None) -> Learnt:
    moved = int((last > first).sum()), int((last < first).sum())
    return Learnt(question, float(first.mean()), float(last.mean()), gap, *moved, len(first))


def _marks(given: Sequence[str | None], key: Sequence[str]) -> list[float]:
    """1 for right, 0 for wrong, NaN for no answer."""
    return [np.nan if one is None else float(one == right) for one, right in zip(given, key, strict=True)]
