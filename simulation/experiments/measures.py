"""How each pattern of the record is measured in the model: one number a run, from what two states did month by month.

The keys of `MEASURES` are those of the record's table (`simulation/data/moments.csv`). A measure asks a `Course`, plain
arrays, so that a result of `simulate` and the search for parameters are measured by the same lines.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import xarray as xr

from simulation.errors import ScenarioError
from simulation.experiments import ensembles, moments
from simulation.experiments.moments import Runs
from simulation.results import scenario_of
from simulation.saying import say

WAYS = ("US to USSR", "USSR to US")
#: first months of the regimes found in the COPDAB series (least squares, four breaks), as months from January 1948
REGIMES = (0, 63, 179, 280, 335)
END = 372  # months to December 1978, where the monthly record ends
BEFORE_1971 = 276  # months from January 1948
FIRST_YEAR = 1948
LEAST_TRADE = (
    0.01  # share of potential: ties below it count as so much where they are divided by (assumption)
)


class Course(NamedTuple):
    """What two states did, month by month from January 1948, `[month, run]`; NaN from the month of a war on."""

    conduct: Runs  # [direction, month, run], COPDAB points, the first state first
    trade: Runs  # share of potential
    crisis: Runs  # 1 in a month in which a crisis begins
    severity: Runs  # of the crisis that begins, 0-1
    exchange: Runs  # 1 in a month in which an agreement on culture is signed
    burden: Runs  # [state, month, run], military spending, share of GDP
    potential: float  # trade of full ties, percent of the first state's trade

    def yearly(self, values: Runs, first: int, last: int) -> Runs:
        """Means over the months of the years first..last, `[year, run]`; NaN where a run has none."""
        start, stop = 12 * (first - FIRST_YEAR), 12 * (last + 1 - FIRST_YEAR)
        months = np.full((stop - start, values.shape[-1]), np.nan)
        known = values[start:stop]
        months[: len(known)] = known
        return _mean(months.reshape(last + 1 - first, 12, -1), 1)


class Measure(NamedTuple):
    """What is measured of a run, and which quantile over runs stands for the model: the median but where said."""

    of: Callable[[Course], Runs]
    quantile: float = 0.5


def _mean(values: Runs, axis: int = 0) -> Runs:
    """Mean over what is known; NaN where nothing is."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        return np.asarray(np.nanmean(values, axis=axis))


# --- conduct --------------------------------------------------------------------------------------------------


def _regime(number: int) -> Measure:
    ends = (*REGIMES[1:], END)
    return Measure(lambda c: moments.regime_mean(c.conduct, REGIMES[number], ends[number]))


def _monthly(measure: Callable[[Runs], Runs]) -> Measure:
    """A moment of the monthly conduct of 1948-78."""
    return Measure(lambda c: measure(c.conduct[:, :END]))


def _regime_sd(x: Runs) -> Runs:
    """Mean over regimes of the dyad's standard deviation within a regime."""
    y = moments.dyad(x)
    ends = (*REGIMES[1:], END)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        spreads = [np.nanstd(y[first:last], axis=0) for first, last in zip(REGIMES, ends, strict=True)]
        return np.asarray(np.nanmean(spreads, axis=0))


def _excess_kurtosis(x: Runs) -> Runs:
    y = moments.dyad(x)
    z = (y - np.nanmean(y, axis=0)) / np.nanstd(y, axis=0)
    return np.asarray(np.nanmean(z**4, axis=0) - 3.0)


def _soviet_less(c: Course) -> Runs:
    """Mean cooperation of the second state less that of the first, 1948-70 (P20)."""
    us, ussr = _mean(c.conduct[:, :BEFORE_1971], 1)
    return np.asarray(ussr - us)


def _rise(before: tuple[int, int], after: tuple[int, int]) -> Measure:
    """Mean cooperation of the dyad in the years `after` less that in the years `before` (P23)."""

    def of(c: Course) -> Runs:
        early, late = (_mean(c.yearly(moments.dyad(c.conduct), *years)) for years in (before, after))
        return np.asarray(late - early)

    return Measure(of)


# --- crises, trade, exchanges, burdens -------------------------------------------------------------------------


def _disputes(c: Course) -> Runs:
    """Crises begun a year, 1948-78, months after a war left out (P12)."""
    return 12.0 * _mean(c.crisis[:END])


def _shift(low: float, high: float) -> Measure:
    """Mean change of the dyad's cooperation after crises with low <= severity < high, in its standard deviations (P14).

    24 months after less 12 before, the month of the crisis left out; NaN in runs without such a crisis.
    """

    def of(c: Course) -> Runs:
        x, severity = moments.dyad(c.conduct[:, :END]), c.severity[:END]
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

    return Measure(of)


def _trade_ratio(before: tuple[int, int], after: tuple[int, int]) -> Measure:
    """Mean tie of the years `after` over that of the years `before` (P17)."""

    def of(c: Course) -> Runs:
        early, late = (_mean(c.yearly(c.trade, *years)) for years in (before, after))
        return np.asarray(late / np.maximum(early, LEAST_TRADE))

    return Measure(of)


def _trade_peak(c: Course) -> Runs:
    """The highest yearly share of the first state's trade, percent (P17)."""
    last = FIRST_YEAR + len(c.trade) // 12 - 1
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # a run that ends at once
        return np.asarray(c.potential * np.nanmax(c.yearly(c.trade, FIRST_YEAR, last), axis=0))


def _trade_level(c: Course) -> Runs:
    """Mean over 1950-70 of the yearly share of the first state's trade, percent (P21)."""
    return c.potential * _mean(c.yearly(c.trade, 1950, 1970))


def _first_exchange(c: Course) -> Runs:
    """Year of the first agreement on culture (P18); NaN in runs without one."""
    signed = c.exchange > 0
    year = (FIRST_YEAR + signed.argmax(axis=0) // 12).astype(float)
    return np.where(signed.any(axis=0), year, np.nan)


def _burden(state: int, before: int, after: int) -> Measure:
    """A state's military share of GDP in one year over that of another (P22)."""

    def of(c: Course) -> Runs:
        early, late = (c.yearly(c.burden[state], year, year)[0] for year in (before, after))
        return np.asarray(late / early)

    return Measure(of)


MEASURES: dict[str, Measure] = {
    **{f"regime_mean_{number + 1}": _regime(number) for number in range(5)},
    "regime_sd": _monthly(_regime_sd),
    "reciprocity": _monthly(moments.same_month_reciprocity),
    "reciprocity_within": _monthly(lambda x: moments.within_regimes(x, REGIMES)),
    "cross_us_to_ussr": _monthly(lambda x: moments.vector_autoregression(x)[1, 0]),
    "cross_ussr_to_us": _monthly(lambda x: moments.vector_autoregression(x)[0, 1]),
    "inertia_us": _monthly(lambda x: moments.vector_autoregression(x)[0, 0]),
    "inertia_ussr": _monthly(lambda x: moments.vector_autoregression(x)[1, 1]),
    **{
        f"acf_{lag}": _monthly(lambda x, lag=lag: moments.autocorrelation(x, lag))  # type: ignore[misc]
        for lag in (1, 3, 6, 12, 24)
    },
    "between_year_share": _monthly(moments.between_year_share),
    "hostile": _monthly(lambda x: moments.hostile_shares(x)[0]),
    "both_hostile": _monthly(lambda x: moments.hostile_shares(x)[1]),
    "both_cooperative": _monthly(lambda x: moments.hostile_shares(x)[2]),
    "excess_kurtosis": _monthly(_excess_kurtosis),
    "soviet_less": Measure(_soviet_less),
    "rise_1972": _rise((1966, 1970), (1972, 1975)),
    "fall_1980": _rise((1972, 1975), (1980, 1983)),
    "rise_1989": _rise((1948, 1950), (1989, 1991)),
    "disputes": Measure(_disputes),
    "cuba_shift": _shift(0.9, np.inf),
    "ordinary_crisis_shift": _shift(0.01, 0.3),
    "trade_mean": Measure(_trade_level),
    "trade_lower": Measure(_trade_level, 0.25),
    "trade_upper": Measure(_trade_level, 0.75),
    "trade_leap": _trade_ratio((1969, 1971), (1972, 1974)),
    "trade_fall": _trade_ratio((1979, 1979), (1980, 1980)),
    "trade_peak": Measure(_trade_peak),
    "exchanges_first": Measure(_first_exchange),
    "burden_us_1970": _burden(0, 1954, 1970),
    "burden_us_1979": _burden(0, 1970, 1979),
    "burden_ussr_1979": _burden(1, 1970, 1979),
}


# --- from a result of `simulate` -------------------------------------------------------------------------------


def living_conduct(result: xr.Dataset) -> xr.DataArray:
    """Cooperation of the two directions `[pair, month, run]`, US first, NaN from the month of a war on.

    Raises ScenarioError for a result that does not hold both directions month by month from January 1948 to December
    1978 or later.
    """
    name = result.attrs.get("scenario_name", "?")
    if not set(WAYS) <= set(result.pair.values) or "month" not in result.dims:
        raise ScenarioError(say("refusal_record.other_states", scenario=name))
    dates = result.month.values.astype("datetime64[M]")
    if len(dates) < END or str(dates[0]) != f"{FIRST_YEAR}-01":
        raise ScenarioError(say("refusal_record.other_months", scenario=name))
    points = ensembles.at_peace(result, "cooperation").sel(pair=list(WAYS))
    return points.transpose("pair", "month", "run")


def course(result: xr.Dataset) -> Course:
    """The course of a result; refuses what `living_conduct` refuses."""
    conduct = living_conduct(result).values

    def plain(values: xr.DataArray, **where: object) -> Runs:
        chosen = values.sel({"pair": WAYS[0], **where})
        return np.asarray(chosen.transpose("month", "run").values, dtype=float)

    burden = ensembles.at_peace(result, "arms").sel(state=[way.split()[0] for way in WAYS])
    share = scenario_of(result).rivalry("US", "USSR").trade_share[0]
    return Course(
        conduct=conduct,
        trade=plain(ensembles.at_peace(result, "trade")),
        crisis=plain(ensembles.counted(result, "crisis")),
        severity=plain(ensembles.counted(result, "severity")),
        exchange=plain(ensembles.counted(result, "signed"), issue="culture"),
        burden=np.asarray(burden.transpose("state", "month", "run").values, dtype=float),
        potential=100.0 * share,
    )
