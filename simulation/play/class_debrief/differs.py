"""What those that found détente did differently: a plain difference of means between two groups of matches.

It is no experiment: nobody dealt the groups out, the matches fell into them by what happened. Intervals are Welch's (1947),
as a group may be very small: with three matches on one side a bootstrap's leaves out the true difference in some twenty of
a hundred made-up classes (tests/test_class_debrief.py). Nothing is said of fewer than three.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.stats import t as student

from simulation.play.class_debrief.came import Came
from simulation.play.class_debrief.conduct import MEASURES

FEWEST = 3  # matches on a side of which anything is said
CHANCE = 0.05  # that an interval leaves 0 out though nothing differs
ALIKE = 1e-24  # variance of a mean below which all numbers are one and the same, but for rounding

Numbers = Sequence[float] | NDArray[np.float64]


class Difference(NamedTuple):
    """A mean with its 95 % interval; None where all numbers are one and the same, and no interval can be had."""

    mean: float
    low: float | None
    high: float | None
    n: int

    @property
    def clear(self) -> bool:
        """Whether 0 lies outside the interval."""
        return self.low is not None and self.high is not None and not self.low <= 0.0 <= self.high


class Row(NamedTuple):
    """A measure (`conduct.MEASURES`): its mean in both groups with the number of matches that had occasion for it.

    `differs` is that of those that found détente less that of the others, and `first_half` the same in the first half of
    the months, which hardly is the fruit of détente; None where a side has fewer than `FEWEST`.
    """

    measure: str
    found: float
    n_found: int
    others: float
    n_others: int
    differs: Difference | None
    first_half: Difference | None


class Parted(NamedTuple):
    """Both groups; no rows where one is too small to say anything of it."""

    found: int
    others: int
    rows: tuple[Row, ...]

    @property
    def by_chance(self) -> float:
        """The chance that an interval or more leaves 0 out though nothing differs, were the measures independent."""
        return 1.0 - (1.0 - CHANCE) ** sum(row.differs is not None for row in self.rows)


def parted(matches: Sequence[Came]) -> Parted:
    """The matches in two groups, and what differs between what their persons did."""
    found, others = ([one for one in matches if one.detente is way] for way in (True, False))
    if min(len(found), len(others)) < FEWEST:
        return Parted(len(found), len(others), ())
    return Parted(len(found), len(others), tuple(_row(name, found, others) for name in MEASURES))


def _row(name: str, found: Sequence[Came], others: Sequence[Came]) -> Row:
    sides = [_known([one.acts[name] for one in group]) for group in (found, others)]
    early = [_known([one.first_half[name] for one in group]) for group in (found, others)]
    means = [float(side.mean()) if len(side) else np.nan for side in sides]
    return Row(name, means[0], len(sides[0]), means[1], len(sides[1]), between(*sides), between(*early))


def between(one: Numbers, other: Numbers) -> Difference | None:
    """Mean of the first less mean of the second, with Welch's interval; None with fewer than `FEWEST` on a side.

    se^2 = s^2/n + s'^2/n', with se^4 / (s^4/(n^2 (n - 1)) + s'^4/(n'^2 (n' - 1))) degrees of freedom.
    """
    sides = [_known(one), _known(other)]
    if min(map(len, sides)) < FEWEST:
        return None
    parts = [float(side.var(ddof=1)) / len(side) for side in sides]
    gap, n = float(sides[0].mean() - sides[1].mean()), len(sides[0]) + len(sides[1])
    if sum(parts) < ALIKE:
        return Difference(gap, None, None, n)
    freedom = sum(parts) ** 2 / sum(
        part**2 / (len(side) - 1) for part, side in zip(parts, sides, strict=True)
    )
    half = float(student.ppf(1 - CHANCE / 2, freedom)) * sum(parts) ** 0.5
    return Difference(gap, gap - half, gap + half, n)


def mean(values: Numbers) -> Difference | None:
    """The mean of some numbers with Student's interval; None with fewer than `FEWEST`."""
    known = _known(values)
    if len(known) < FEWEST:
        return None
    middle, n = float(known.mean()), len(known)
    part = float(known.var(ddof=1)) / n
    if part < ALIKE:
        return Difference(middle, None, None, n)
    half = float(student.ppf(1 - CHANCE / 2, n - 1)) * part**0.5
    return Difference(middle, middle - half, middle + half, n)


def _known(values: Numbers) -> NDArray[np.float64]:
    found = np.asarray(values, dtype=float)
    known: NDArray[np.float64] = found[np.isfinite(found)]
    return known
