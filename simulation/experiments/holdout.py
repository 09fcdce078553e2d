"""Model against record, year by year: the years that were fitted, the years that were held out, and a naive baseline.

The baseline is the input alone: the sum of both leaders' dispositions. Where it does as well as the model, the path is
the leaders', which are imposed, and no merit of the rules.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import xarray as xr
from scipy.stats import pearsonr

from simulation.experiments.validation import ways_of
from simulation.fields import month_number
from simulation.history import cooperation
from simulation.scenario import Scenario

PERIODS = (("fitted", 1948, 1970), ("held out", 1971, 1991))


class Agreement(NamedTuple):
    """How the mean of both directions' yearly cooperation agrees with the record over a period."""

    period: str
    first: int
    last: int
    correlation: float  # of the model's mean over runs with the record
    correlation_low: float  # 95 % interval (Fisher)
    correlation_high: float
    error: float  # root mean square of model mean less record, COPDAB points
    covered: float  # share of years in which the record lies within the model's 90 % band
    baseline: float  # correlation of the leaders' dispositions alone with the record


def yearly_agreement(result: xr.Dataset) -> list[Agreement]:
    """One row a period; years that the result does not reach are left out. Needs US and USSR, keep='all'."""
    points = result.cooperation.where(~result.war).sel(pair=ways_of(result)).mean("pair")
    yearly = points.groupby("month.year").mean()
    record = cooperation("yearly").mean("pair")
    record = record.assign_coords(time=record.time.dt.year).rename(time="year")
    leaning = _dispositions(Scenario.from_toml(result.attrs["scenario"]))
    rows = []
    for name, first, last in PERIODS:
        years = [
            year
            for year in range(first, last + 1)
            if year in yearly.year.values and year in record.year.values
        ]
        if len(years) < 4:  # no correlation to speak of
            continue
        model, found = yearly.sel(year=years), record.sel(year=years)
        mean = model.mean("run")
        low, high = model.quantile([0.05, 0.95], "run")
        fit = pearsonr(mean, found)
        interval = fit.confidence_interval(0.95)
        naive = np.array([leaning[year] for year in years])
        rows.append(
            Agreement(
                name,
                years[0],
                years[-1],
                float(fit.statistic),
                float(interval.low),
                float(interval.high),
                float(np.sqrt(((mean - found) ** 2).mean())),
                float(((found >= low) & (found <= high)).mean()),
                float(pearsonr(naive, found).statistic) if np.ptp(naive) > 0 else float("nan"),
            )
        )
    return rows


def _dispositions(scenario: Scenario) -> dict[int, float]:
    """The sum over states of the leaders' dispositions, mean of each year."""
    by_year: dict[int, list[float]] = {}
    start = month_number(scenario.start)
    for month in range(scenario.months):
        total = 0.0
        for state in scenario.labels:
            leader = scenario.leader_at(state, month)
            total += leader.disposition if leader is not None else 0.0
        by_year.setdefault((start + month) // 12, []).append(total)
    return {year: float(np.mean(values)) for year, values in by_year.items()}
