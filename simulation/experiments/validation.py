"""Model against record: the pattern table. What was calibrated and what was held out is said of every row."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import xarray as xr

from simulation.errors import ScenarioError
from simulation.experiments import moments
from simulation.history import patterns
from simulation.scenario import Scenario

#: first months of the regimes found in the COPDAB series (literature 3.2, P1), as months from January 1948
REGIMES = (0, 63, 179, 280, 335)
END = 372


class PatternRow(NamedTuple):
    """One pattern: the record's figure (or its range), the model's median and 90 % band over runs, hit or miss."""

    pattern: str
    key: str
    name: str
    unit: str
    role: str
    record: float | None
    record_low: float | None
    record_high: float | None
    median: float
    low: float
    high: float
    hit: bool


Measure = Callable[[moments.Runs], moments.Runs]


def _regime(number: int) -> Measure:
    ends = (*REGIMES[1:], END)
    return lambda x: moments.regime_mean(x, REGIMES[number], ends[number])


def _regime_sd(x: moments.Runs) -> moments.Runs:
    """Mean over regimes of the dyad's standard deviation within a regime."""
    y = moments.dyad(x)
    ends = (*REGIMES[1:], END)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        spreads = [np.nanstd(y[first:last], axis=0) for first, last in zip(REGIMES, ends, strict=True)]
        return np.asarray(np.nanmean(spreads, axis=0))


def _excess_kurtosis(x: moments.Runs) -> moments.Runs:
    y = moments.dyad(x)
    z = (y - np.nanmean(y, axis=0)) / np.nanstd(y, axis=0)
    return np.asarray(np.nanmean(z**4, axis=0) - 3.0)


#: how each monthly pattern is measured; keys are those of the record's table. x is [direction, month, run], US first
MEASURES: dict[str, Measure] = {
    **{f"regime_mean_{number + 1}": _regime(number) for number in range(5)},
    "regime_sd": _regime_sd,
    "reciprocity": moments.same_month_reciprocity,
    "reciprocity_within": lambda x: moments.within_regimes(x, REGIMES),
    "cross_us_to_ussr": lambda x: moments.vector_autoregression(x)[1, 0],
    "cross_ussr_to_us": lambda x: moments.vector_autoregression(x)[0, 1],
    "inertia_us": lambda x: moments.vector_autoregression(x)[0, 0],
    "inertia_ussr": lambda x: moments.vector_autoregression(x)[1, 1],
    **{f"acf_{lag}": (lambda x, lag=lag: moments.autocorrelation(x, lag)) for lag in (1, 3, 6, 12, 24)},  # type: ignore[misc]
    "between_year_share": moments.between_year_share,
    "hostile": lambda x: moments.hostile_shares(x)[0],
    "both_hostile": lambda x: moments.hostile_shares(x)[1],
    "both_cooperative": lambda x: moments.hostile_shares(x)[2],
    "excess_kurtosis": _excess_kurtosis,
}


def ways_of(result: xr.Dataset) -> list[str]:
    """The two directions, US first; ScenarioError for a result without both, month by month."""
    ways = ["US to USSR", "USSR to US"]
    if not set(ways) <= set(result.pair.values) or "month" not in result.dims:
        raise ScenarioError(
            f"scenario '{result.attrs.get('scenario_name', '?')}' cannot be held against the record; "
            "run one with US and USSR and keep='all', for example cold_war"
        )
    return ways


def _trade(result: xr.Dataset) -> xr.DataArray:
    tie: xr.DataArray = result.trade.where(~result.war).sel(pair="US to USSR")
    return tie.groupby("month.year").mean()


def _trade_leap(result: xr.Dataset) -> moments.Runs:
    """Mean tie 1972-74 over mean tie 1969-71 (P17); ties below one percent of potential count as one percent."""
    trade = _trade(result)
    early, late = (
        trade.sel(year=slice(1969, 1971)).mean("year"),
        trade.sel(year=slice(1972, 1974)).mean("year"),
    )
    return np.asarray(late / np.maximum(early, 0.01))


def _trade_peak(result: xr.Dataset) -> moments.Runs:
    """The USSR's highest yearly share of all US trade, percent (P17)."""
    share = Scenario.from_toml(result.attrs["scenario"]).rivalry("US", "USSR").trade_share[0]
    return np.asarray(100.0 * share * _trade(result).max("year"))


def _first_exchange(result: xr.Dataset) -> moments.Runs:
    """Year of the first agreement on culture (P18); NaN in runs without one."""
    signed = result.signed.sel(pair="US to USSR", issue="culture")
    year = result.month.dt.year.values[signed.argmax("month").values].astype(float)
    return np.where(signed.any("month").values, year, np.nan)


def _shift(result: xr.Dataset, low: float, high: float) -> moments.Runs:
    """Mean change of the dyad's cooperation after crises with low <= severity < high, in its standard deviations (P14).

    24 months after less 12 before, the month of the crisis left out; NaN in runs without such a crisis.
    """
    x = moments.dyad(monthly_conduct(result))
    severity = (
        result.severity.sel(pair="US to USSR").isel(month=slice(0, END)).transpose("month", "run").values
    )
    found = np.full(x.shape[1], np.nan)
    for run in range(x.shape[1]):
        months = np.flatnonzero((severity[:, run] >= low) & (severity[:, run] < high))
        shifts = [
            np.mean(x[month + 1 : month + 25, run]) - np.mean(x[month - 12 : month, run])
            for month in months
            if 12 <= month < len(x) - 25
        ]
        known = [shift for shift in shifts if np.isfinite(shift)]  # a war may have ended the months after
        if known:
            found[run] = np.mean(known) / np.nanstd(x[:, run])
    return found


#: patterns that are not of monthly conduct alone
OTHER_MEASURES: dict[str, Callable[[xr.Dataset], moments.Runs]] = {
    "cuba_shift": lambda result: _shift(result, 0.9, np.inf),
    "ordinary_crisis_shift": lambda result: _shift(result, 0.01, 0.3),
    "trade_leap": _trade_leap,
    "trade_peak": _trade_peak,
    "exchanges_first": _first_exchange,
}


def monthly_conduct(result: xr.Dataset) -> moments.Runs:
    """Both directions' monthly cooperation 1948-78, `[direction, month, run]`, US first; NaN after a war.

    Raises ScenarioError for a result that does not hold the months of January 1948 to December 1978 of US and USSR.
    """
    ways = ways_of(result)
    dates = result.month.values.astype("datetime64[M]")
    if len(dates) < END or str(dates[0]) != "1948-01":
        raise ScenarioError(
            f"scenario '{result.attrs.get('scenario_name', '?')}' cannot be held against the record's monthly patterns; "
            "run one with US and USSR from 1948-01 to 1978-12 or later, keep='all', for example cold_war"
        )
    points = result.cooperation.where(~result.war).sel(pair=ways).isel(month=slice(0, END))
    return np.asarray(points.transpose("pair", "month", "run").values, dtype=float)


def pattern_rows(result: xr.Dataset) -> list[PatternRow]:
    """The pattern table of a result, in the record's order.

    A row is a hit if the record's figure lies within the model's 90 % band over runs; where the record has a range, if
    the model's median lies in it. One run of the model is one history, as the record is one: the band is of runs, and
    not of their mean.
    """
    x = monthly_conduct(result)
    rows = []
    for key, row in patterns().iterrows():
        if key not in MEASURES and key not in OTHER_MEASURES:
            continue  # nothing in the model stands for it
        with warnings.catch_warnings(), np.errstate(divide="ignore", invalid="ignore"):
            # a run that ends at once, or that never moves, has no such figure: NaN, and left out
            warnings.simplefilter("ignore", RuntimeWarning)
            values = MEASURES[str(key)](x) if key in MEASURES else OTHER_MEASURES[str(key)](result)
        known = values[np.isfinite(values)]
        low, median, high = (
            (float(q) for q in np.quantile(known, (0.05, 0.5, 0.95))) if len(known) else (np.nan,) * 3
        )
        target, least, most = (None if np.isnan(row[k]) else float(row[k]) for k in ("target", "low", "high"))
        if target is not None:
            hit = low <= target <= high
        else:
            hit = (least is None or median >= least) and (most is None or median <= most)
        rows.append(
            PatternRow(
                str(row["pattern"]),
                str(key),
                str(row["name"]),
                str(row["unit"]),
                str(row["role"]),
                target,
                least,
                most,
                median,
                low,
                high,
                hit,
            )
        )
    return rows
