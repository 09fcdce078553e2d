"""What the persons of each match did, as one number a match for each measure; NaN where there was no occasion for it.

Only what a person chose with its occasion before it counts: the first month of a turn, and not those in which it goes on
as a standing rule; nothing that a doctrine decided for one who was away, and no act that the scenario orders.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from simulation import step
from simulation.actions import ACTIONS, CODE
from simulation.play.class_debrief.again import Again
from simulation.state import FREE, YES, Array

TALKS = [code for code, act in enumerate(ACTIONS) if act.kind == "talk"]
HOLD = CODE["hold"]


class Occasions:
    """Acts of matches over some of their months, and which of them persons chose; arrays are `[month, pair, run]`."""

    def __init__(self, again: Again, until: Array) -> None:
        """`until` `[run]` is the number of months that count."""
        result, self.again = again.result, again
        self.began, self.answered = (
            result[stage].transpose("month", "pair", "run").to_numpy().astype(int)
            for stage in (step.INITIATIVE, step.RESPONSE)
        )
        pairs = again.scenario.pairs
        self.back = [pairs.index((rival, state)) for state, rival in pairs]
        persons = np.array([[state in one.persons for one in again.matches] for state, _ in pairs])
        first = np.zeros((len(self.began), 1, len(again.matches)), dtype=bool)
        for run, one in enumerate(again.matches):
            first[[month for month in one.turns if month < until[run]], 0, run] = True
        self.counts = first & persons
        self.moved = self.counts & (again.decided[step.INITIATIVE] != FREE) & ~again.bound
        self.replied = self.counts & (again.decided[step.RESPONSE] != FREE)

    def share(self, of: Array, where: Array) -> Array:
        """The share of occasions, `where`, in which something is so, `[run]`."""
        axes = tuple(range(of.ndim - 1))
        return _ratio((of & where).sum(axes), where.sum(axes))


def talks(seen: Occasions) -> Array:
    """Own moves that were talks or a summit, share."""
    return seen.share(np.isin(seen.began, TALKS), seen.moved)


def friendly(seen: Occasions) -> Array:
    """Own moves that were friendly, as they were done, share."""
    return seen.share(seen.began > HOLD, seen.moved)


def hostile(seen: Occasions) -> Array:
    """Own moves that were provocations, share."""
    return seen.share(seen.began < HOLD, seen.moved)


def answered(seen: Occasions) -> Array:
    """Own friendly moves that the rival answered with a friendly act, share."""
    return seen.share(seen.answered[:, seen.back] > HOLD, seen.moved & (seen.began > HOLD))


def accepted(seen: Occasions) -> Array:
    """Offers of the rival that were accepted, in either stage of a month, share of those that a person answered."""
    said = np.stack([seen.again.decided[stage] for stage in (step.CONSENT, step.CONSENT_RESPONSE)])
    return seen.share(said == YES, (said != FREE) & seen.counts)


def in_kind(seen: Occasions) -> Array:
    """Provocations of the rival, as they were done, that were answered with one, share."""
    return seen.share(seen.answered < HOLD, seen.replied & (seen.began[:, seen.back] < HOLD))


def above_red_line(seen: Occasions) -> Array:
    """How far demands lay above the own red line, mean over issues and months in which something was demanded, points of
    100 of what there is to share.
    """
    asks = seen.again.decided[step.ASKS]
    made = (asks != FREE) & seen.counts[:, None]
    gap = np.where(made, 100.0 * (asks - seen.again.red_lines), 0.0)
    return _ratio(gap.sum((0, 1, 2)), made.sum((0, 1, 2)))


#: by name, in the order in which they are shown
MEASURES: dict[str, Callable[[Occasions], Array]] = {
    "talks": talks,
    "friendly": friendly,
    "hostile": hostile,
    "answered": answered,
    "accepted": accepted,
    "in_kind": in_kind,
    "above_red_line": above_red_line,
}
SHARES = tuple(name for name in MEASURES if name != "above_red_line")


def conduct(again: Again, until: Array) -> dict[str, Array]:
    """Every measure over the first `until` `[run]` months of each match, `[run]`."""
    seen = Occasions(again, until)
    return {name: measure(seen) for name, measure in MEASURES.items()}


def _ratio(part: Array, whole: Array) -> Array:
    return np.divide(part, whole, out=np.full(np.shape(part), np.nan), where=whole > 0)
