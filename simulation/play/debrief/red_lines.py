"""The talks of a match with both red lines shown: where there was common ground, whether it was found, what was asked.

A red line is a reservation value, the least that a state accepts. Between that of one side and what the other would leave
at most, 1 less its own red line, lies the zone of possible agreement (Raiffa 1982, The Art and Science of Negotiation;
titik temu). Red lines move from month to month with fear, trust, hawks and chance, and no side sees the other's.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from simulation.experiments.retracing import Month
from simulation.play.at_table import at_table
from simulation.play.debrief.again import Again
from simulation.rules import negotiation
from simulation.stages import talks
from simulation.state import ISSUES, Array


class Talks(NamedTuple):
    """One issue with one rival, month by month `[month]`; shares of what there is to divide, the own side's or the rival's.

    `open`: it could be talked about; `talked`: it was. `ground`: demands at both red lines would have fitted together.
    """

    rival: str
    issue: str
    line: Array
    rival_line: Array
    asked: Array  # after the month's talks
    rival_asked: Array
    open: Array  # bool
    talked: Array  # bool
    ground: Array  # bool, only where it is open
    signed: Array  # bool
    share: Array  # the own share in the agreement in force, NaN without one

    @property
    def on_table(self) -> Array:
        """Whether there is something to show of demands, bool `[month]`: talks then, or demands that still stand."""
        return self.talked | (self.open & (np.minimum(self.asked, self.rival_asked) < talks.WHOLE))

    @property
    def unfound(self) -> bool:
        """Whether there was common ground in some month, and never an agreement."""
        return bool(self.ground.any() and not self.signed.any())

    @property
    def widest(self) -> int:
        """The month in which the common ground was widest, among those with talks if there were any."""
        at = self.ground & self.talked if (self.ground & self.talked).any() else self.ground
        return int(np.argmax(np.where(at, 1.0 - self.line - self.rival_line, -np.inf)))

    @property
    def nearest(self) -> int | None:
        """The month of talks on common ground in which both demands lay nearest to each other; None without such talks."""
        at = self.ground & self.talked & ~self.signed
        return int(np.argmin(np.where(at, self.asked + self.rival_asked, np.inf))) if at.any() else None


def red_lines(once: Again, seat: str) -> list[Talks]:
    """The talks of a seat with each rival on each issue that was open in some month."""
    months: list[tuple[Array, ...]] = [_month(once, month) for month in once.months]
    found = []
    for row, back, rival in once.ended.rows(seat):
        for at, issue in enumerate(ISSUES):
            kinds = list(zip(*months, strict=True))
            line, asked, is_open, talked, signed, share = (_of(kind, at, row) for kind in kinds)
            theirs, their_asked = (_of(kind, at, back) for kind in kinds[:2])
            if is_open.any():
                ground = is_open & negotiation.compatible(line, theirs)
                made = line, theirs, asked, their_asked, is_open, talked, ground, signed.astype(bool), share
                found.append(Talks(rival, issue, *made))
    return found


def _of(months: Sequence[Array], issue: int, row: int) -> Array:
    """One issue and pair, `[month]`."""
    return np.array([one[issue, row, 0] for one in months])


def _month(once: Again, month: Month) -> tuple[Array, ...]:
    """Of a month red lines, what was asked, whether it was open, talked about and signed, the share; `[issue, pair, 1]`."""
    given = once.imposed[month.number]
    line: Array = talks.red_lines(month.before, once.p, once.setting, given, once.draws[month.number])
    table = at_table(month.before, month.after, line, given.asks)
    is_open = ~(negotiation.running(month.before.term) | negotiation.running(month.before.silence))
    share: Array = np.where(negotiation.running(month.after.term), month.after.share, np.nan)
    return line, table.asked, is_open, table.talked, month.record.signed, share
