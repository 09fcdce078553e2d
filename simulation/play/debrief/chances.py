"""What another answer would have brought, in the months with which a match's turns began.

`experiments.missed_chances` asks it of every act within reach: the situation as it was, 256 courses of chance from that
month on, the rival's later acts as it played where a person did, and else as its doctrine answers.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from simulation.experiments.missed_chances import LEAST_LEFT, Chance, missed_chances
from simulation.play.debrief.again import Again, around
from simulation.play.debrief.turns import Turned, most_tense

MONTHS = 8  # that are looked at: all turns of a lesson's match; of a longer one the tensest (a fifth of a second each)


class Chances(NamedTuple):
    """The answers that were looked at, by month."""

    looked_at: tuple[Chance, ...]

    @property
    def missed(self) -> tuple[Chance, ...]:
        """Those of which another would have lowered tension beyond chance, the largest first."""
        found = [one for one in self.looked_at if one.missed]
        return tuple(sorted(found, key=lambda one: one.best.tension.mean if one.best else 0.0))


def chances(
    once: Again, turned: list[Turned], seat: str, tell: Callable[[float], None] = lambda share: None
) -> Chances:
    """A seat's own answers in up to eight months: those in which the relation turned for the worse, then the tensest."""
    ended = once.ended
    worse = [one.point.month for one in turned if one.point.side < 0 and one.point.month in ended.turns]
    enough = [
        month
        for month in dict.fromkeys([*worse, *most_tense(once, around(ended, seat), len(ended.turns))])
        if ended.played.months - month >= LEAST_LEFT
    ][:MONTHS]
    own = tuple(row for row, _, _ in ended.rows(seat))
    found = list[Chance]()
    for done, month in enumerate(sorted(enough)):
        # a row alone where it is asked for a dyad: the other side is not asked what it missed
        when = [(month, (row,)) for row in own]
        found += missed_chances(ended.played, ended.seed, ended.run, once.months, when, kept=(1,))
        tell((done + 1) / len(enough))
    return Chances(tuple(found))
