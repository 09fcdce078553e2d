"""Six questions before the game and after it: who was right, question by question, of those who answered both times.

No class without the game stands beside it, and whoever has seen a question once does better the second time: so a rise is
what the lesson, the game and the repetition came to together. Only those who changed say anything about change, so they
are counted, too.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from simulation.experiments import ensembles
from simulation.play.class_debrief.answers import Answers
from simulation.play.class_debrief.differs import Difference, mean


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
