"""Six questions before the game and after it: who was right, question by question, of those who answered both times.

No class without the game stands beside it, and whoever has seen a question once does better the second time: so a rise is
what the lesson, the game and the repetition came to together.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from simulation.experiments import ensembles
from simulation.play.class_debrief.differs import Difference, mean

QUESTIONS = 6


class Answers(NamedTuple):
    """What one pupil chose, by question; None where nothing was chosen. `pupil` is a code, never a name."""

    pupil: str
    before: Sequence[str | None]
    after: Sequence[str | None]


class Learnt(NamedTuple):
    """A question, counted from 0, or None for the number of right answers of six: means before and after, n pupils.

    Of a question these are shares, and the difference has Newcombe's paired interval; of the number, Student's.
    """

    question: int | None
    before: float
    after: float
    differs: Difference | None


def assessed(answers: Sequence[Answers], key: Sequence[str]) -> list[Learnt]:
    """The number of right answers, and every question; only pupils that answered a question both times count in it.

    For the number only those count who answered all of them both times.
    """
    was, now = (np.array([_marks(one, key) for one in side]) for side in _sides(answers))
    if not len(was):
        return []
    both = np.isfinite(was) & np.isfinite(now)
    whole = both.all(axis=1)
    sums = was[whole].sum(axis=1), now[whole].sum(axis=1)
    rows = list[Learnt]()
    if whole.any():
        rows.append(Learnt(None, float(sums[0].mean()), float(sums[1].mean()), mean(sums[1] - sums[0])))
    for place in range(len(key)):
        one, other = (side[both[:, place], place] == 1 for side in (was, now))
        if len(one):
            gap = ensembles.share_difference(one, other)
            rows.append(Learnt(place, float(one.mean()), float(other.mean()), Difference(*gap)))
    return rows


def _sides(answers: Sequence[Answers]) -> tuple[list[Sequence[str | None]], list[Sequence[str | None]]]:
    return [one.before for one in answers], [one.after for one in answers]


def _marks(given: Sequence[str | None], key: Sequence[str]) -> list[float]:
    """1 for right, 0 for wrong, NaN for no answer."""
    return [
        np.nan if place >= len(given) or given[place] is None else float(given[place] == right)
        for place, right in enumerate(key)
    ]
