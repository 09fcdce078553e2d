"""Whether the intervals can be believed: the same inference from synthetic records, of which the parameters are known."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from scipy.stats import binomtest, t

from simulation.experiments.moments import Runs
from simulation.state import Array
from studies.posterior.bank import Bank, of_one_run
from studies.posterior.regression import Posterior, Scaled, in_unit, scaled

ENDS = (0.05, 0.95)  # of a 90 % interval
NOMINAL = ENDS[1] - ENDS[0]
GROUPS = 10  # parts of the bank, each left out once


class Histories(NamedTuple):
    """The runs of a bank that can be compared with the record, one after the other."""

    vector: Array  # [history], the number of the vector
    unit: Runs  # [history, parameter]
    figures: Scaled  # [history, figure], of the rows that say something of one run


class Intervals(NamedTuple):
    """90 % intervals for some records, in the unit cube of the prior, and how far the bank had to be searched."""

    low: Runs  # [record, parameter]
    high: Runs  # [record, parameter]
    reach: Runs  # [record]

    @property
    def width(self) -> Runs:
        """Width of the interval over that of the prior, `[record, parameter]`: 1 is nothing learnt."""
        return (self.high - self.low) / NOMINAL

    def holds(self, truth: Runs) -> Array:
        """Whether the parameters of each record lie within, `[record, parameter]`."""
        inside: Array = (self.low <= truth) & (truth <= self.high)
        return inside


class Share(NamedTuple):
    """A share and its 95 % interval."""

    share: float
    low: float
    high: float


def told(bank: Bank) -> tuple[Array, Array]:
    """Which runs could be the record, as numbers of vectors and of their runs: no war by 1978, and every figure."""
    figures = bank.figures[..., of_one_run()]
    vector, run = np.nonzero((bank.war == 0) & np.isfinite(figures).all(axis=-1))
    return vector, run


def histories(bank: Bank) -> Histories:
    """The histories of a bank. The record had no war: so a run that ended in one is no candidate."""
    vector, run = told(bank)
    return Histories(vector, bank.unit[vector], scaled(bank.figures[vector, run][:, of_one_run()]))


def inferred(record: Runs, known: Histories, accepted: int) -> Posterior:
    """The posterior of a record, `[figure]`."""
    return in_unit(record, known.unit, known.figures, accepted)


def intervals(
    records: Runs, known: Histories, accepted: int, progress: Callable[[int], None] = lambda done: None
) -> Intervals:
    """The 90 % intervals of every record, `[record, figure]`."""
    ends, reach = [], []
    for done, record in enumerate(records, 1):
        found = inferred(record, known, accepted)
        ends.append(found.quantiles(ENDS))
        reach.append(found.reach)
        progress(done)
    low, high = np.moveaxis(np.array(ends), 1, 0)
    return Intervals(low, high, np.array(reach))


def of_parameter(holds: Array) -> Share:
    """The share of records whose parameter lies within, `[record]`, with Wilson's interval."""
    found = binomtest(int(holds.sum()), len(holds))
    low, high = found.proportion_ci(method="wilson")
    return Share(float(found.statistic), float(low), float(high))


def of_all(holds: Array) -> Share:
    """The share of all parameters of all records, `[record, parameter]`, with Student's interval over records.

    The parameters of one record are not independent, so the interval is not that of so many draws.
    """
    each = holds.mean(axis=1)
    half = float(t.ppf(0.975, len(each) - 1) * each.std(ddof=1) / np.sqrt(len(each)))
    return Share(float(each.mean()), float(each.mean()) - half, float(each.mean()) + half)


def widths(record: Runs, known: Histories, accepted: int) -> list[Share]:
    """Width of each parameter's interval over that of the prior; 95 % intervals say how far the bank itself is luck.

    Delete-a-group jackknife over vectors (Kott 2001): each of so many groups is left out once.
    """
    whole = intervals(record[None], known, accepted).width[0]
    group = known.vector % GROUPS
    without = []
    for left_out in range(GROUPS):
        kept = group != left_out
        part = Histories(
            known.vector[kept],
            known.unit[kept],
            known.figures._replace(figures=known.figures.figures[kept]),
        )
        without.append(intervals(record[None], part, round(accepted * (1.0 - 1.0 / GROUPS))).width[0])
    each = np.array(without)
    variance = (GROUPS - 1) / GROUPS * ((each - each.mean(axis=0)) ** 2).sum(axis=0)
    half = t.ppf(0.975, GROUPS - 1) * np.sqrt(variance)
    return [Share(float(w), float(w - h), float(w + h)) for w, h in zip(whole, half, strict=True)]
