"""Test 4, trade: is it what trade brings that makes kind, or the room for more of it?

Where every reason to cooperate fades as it is fulfilled, a world that can never trade is kinder than one that does, and
severing trade buys kindness. So: a world in which trade cannot grow is not kinder in 1971-91; three months of American
coercion in the autumn of 1973, where there was trade to lose, make the Soviet Union no kinder in the year after; and half
of what was severed is back no sooner than in two years (the grain embargo of 1980 outlived its end: Paarlberg 1985).

Model against model: the record, and what of it is held out, plays no part here.
"""

from __future__ import annotations

import math

import numpy as np
import xarray as xr
from numpy.typing import NDArray
from scipy.stats import quantile_test

from simulation.experiments.causal_story.measures import (
    Runs,
    Simulate,
    difference,
    measured,
    nothing,
    over,
)
from simulation.experiments.causal_story.row import Cell, Row, Rule
from simulation.experiments.outcomes import FEWEST
from simulation.scenario import Order, Scenario

#: "not kinder": with 95 % confidence not kinder by a 'small' effect (Cohen 1988). That it is not clear of 0 would not do:
#: few runs would always pass
MARGIN = 0.2
#: months: "half of the severed tie is back no sooner than in two years"
LEAST_MONTHS = 24
YEARS = ("1971-01", "1991-12")
COERCION = Order(
    date="1973-09",
    title="Three months of coercion",
    state="US",
    towards="USSR",
    act="coerce",
    months=3,
)
ENOUGH_TRADE = 0.4  # tie in August 1973 from which a run counts: there is something to sever
SEVERED = 0.1  # of potential: less is no severing, and half of nothing comes back at once


def rows(simulate: Simulate, scenario: Scenario, cold_war: xr.Dataset) -> list[Row]:
    """The rows of trade; `cold_war` is the result of `scenario` as it stands."""
    first, last = (scenario.month_index(date) for date in YEARS)
    still = simulate(without_growth(scenario))
    no_growth = difference(
        (), *(measured(one, "cooperation", (first, last + 1)) for one in (still, cold_war))
    )
    severed = simulate(with_coercion(scenario))
    kindness, recovery = sanction(scenario, cold_war, severed)
    return [
        Row("trade.no_growth", "copdab", Rule("not_more", MARGIN), (no_growth,)),
        Row("trade.sanction", "copdab", Rule("not_more", MARGIN), (kindness,)),
        Row("trade.recovery", "months", Rule("no_less", LEAST_MONTHS), (recovery,)),
    ]


def without_growth(scenario: Scenario) -> Scenario:
    """The scenario in which trade never grows."""
    return scenario.changed(parameters={"trade_growth": 0.0})


def with_coercion(scenario: Scenario) -> Scenario:
    """The scenario with the three months of coercion."""
    return scenario.changed(orders=(*scenario.orders, COERCION))


def sanction(scenario: Scenario, without: xr.Dataset, ordered: xr.Dataset) -> tuple[Cell, Cell]:
    """What the coercion did to Soviet cooperation in the year after, and how long half of the tie took to come back."""
    coerced, free, gap = year_after(scenario, without, ordered)
    if len(gap) < FEWEST:
        return nothing((), len(gap)), nothing((), len(gap))
    times = half_back(gap[gap[:, 0] >= SEVERED])
    return difference((), coerced, free), median((), times)


def year_after(
    scenario: Scenario, without: xr.Dataset, ordered: xr.Dataset
) -> tuple[Runs, Runs, NDArray[np.float64]]:
    """Soviet cooperation in the year after with and without the coercion, `[run]`, and what of the tie was severed, from
    its last month on, `[run, month]`: of the runs in which there was something to sever and that went on.
    """
    start = scenario.month_index(COERCION.date)
    end = start + COERCION.months  # the month after the last
    tie = {name: one.trade.isel(pair=0).to_numpy() for name, one in (("was", without), ("is", ordered))}
    chosen = np.flatnonzero((tie["was"][:, start - 1] >= ENOUGH_TRADE) & ~ordered.war.values[:, end])
    coerced, free = (
        over(one.cooperation.where(~one.war).sel(pair="USSR to US").isel(run=chosen), (end, end + 12))
        for one in (ordered, without)
    )
    return coerced, free, (tie["was"] - tie["is"])[chosen, end - 1 :]


def half_back(gap: NDArray[np.float64]) -> Runs:
    """Months until half of the gap `[run, month]`, which opens in its first month, has closed, `[run]`.

    The first k with gap(k) <= gap(0) / 2. A gap that does not close counts as long as it was watched.
    """
    closed = gap <= 0.5 * gap[:, :1]
    found = np.where(closed.any(axis=1), closed.argmax(axis=1), gap.shape[1])
    return np.asarray(found, dtype=float)


def median(name: tuple[str, ...], values: Runs) -> Cell:
    """The median with its exact 95 % interval of order statistics (Conover 1999); none where there are too few runs."""
    if len(values) < FEWEST:
        return nothing(name, len(values))
    low, high = quantile_test(values, p=0.5).confidence_interval(0.95)
    return Cell(name, float(np.median(values)), float(low), float(high), math.nan, len(values))
