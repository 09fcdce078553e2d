"""What the card is held against: two tables of net cooperation and the pattern targets, and the model cut the same way."""

from __future__ import annotations

import warnings
from typing import NamedTuple

import numpy as np
import pandas as pd
import xarray as xr
from numpy.typing import NDArray

from simulation.experiments.measures import FIRST_YEAR, living_conduct
from simulation.fields import month_number
from simulation.history import Frequency, cooperation, patterns
from simulation.scenario import Scenario

Floats = NDArray[np.float64]
PER_YEAR: dict[Frequency, int] = {"yearly": 1, "quarterly": 4}


class Table(NamedTuple):
    """Net cooperation from January 1948, period by period without a gap: `values[period, direction]`, COPDAB points."""

    values: Floats
    per_year: int

    def at(self, first: int, last: int) -> slice:
        """The periods of the years first..last."""
        return slice(self.per_year * (first - FIRST_YEAR), self.per_year * (last + 1 - FIRST_YEAR))


class Record(NamedTuple):
    """The record that a card is held against. Tests make one up, so that they never open the true one."""

    yearly: Table
    quarterly: Table
    targets: pd.DataFrame  # as `history.patterns` gives them


def opened() -> Record:
    """The true record, held-out years included: only `detente validate` calls this, and logs that it did."""
    yearly, quarterly = (
        Table(cooperation(name).transpose("time", "pair").values, PER_YEAR[name])
        for name in ("yearly", "quarterly")
    )
    return Record(yearly, quarterly, patterns())


def members(result: xr.Dataset, per_year: int) -> Floats:
    """The runs as histories: mean cooperation by period, `[period, direction, run]`.

    A period's mean is over its months before a war; NaN in the periods after. Months that fill no period are left out.
    """
    months = living_conduct(result).values  # [direction, month, run]
    length = 12 // per_year
    whole = months[:, : months.shape[1] // length * length]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # a period after a war has no month
        means = np.nanmean(whole.reshape(len(months), -1, length, months.shape[2]), axis=2)
    return np.asarray(means.swapaxes(0, 1))


def dispositions(scenario: Scenario, per_year: int) -> Floats:
    """The sum over states of the imposed leaders' dispositions, mean by period, `[period]`; no leader counts as 0."""
    leaders = [
        [scenario.leader_at(state, month) for state in scenario.labels] for month in range(scenario.months)
    ]
    sums = np.array([sum(leader.disposition for leader in both if leader) for both in leaders], dtype=float)
    length = 12 // per_year
    assert month_number(scenario.start) % 12 == 0  # `members` has refused what does not begin in a January
    return np.asarray(sums[: len(sums) // length * length].reshape(-1, length).mean(axis=1))
