"""The effect of a treatment against its control, run by run on the same chance; for rare events, a ratio."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import xarray as xr
from numpy.typing import NDArray
from scipy.stats import binomtest
from scipy.stats import t as student

from simulation.experiments.claims.measures import Runs
from simulation.experiments.ensembles import mean_difference

LARGEST = 99.0  # standard deviations beyond which an effect is no longer told apart
FEW_EVENTS = (
    10  # events in an arm below which the delta method is not trusted (assumption; Agresti 2013, ch. 3)
)
NORMAL = 1.959964  # the quantile of a 95 % interval


class Effect(NamedTuple):
    """Treatment less control: mean, 95 % interval, in standard deviations of the control, runs.

    With `ratio` the three are the rate under treatment over the rate under control, and nothing is 1 instead of 0.
    """

    effect: float
    low: float
    high: float
    sd: float
    runs: int
    ratio: bool = False

    @property
    def nothing(self) -> float:
        """The value of an effect that is none."""
        return 1.0 if self.ratio else 0.0

    @property
    def clear(self) -> bool:
        """Whether the interval leaves out that there is nothing."""
        return bool(np.isfinite(self.effect) and not self.low <= self.nothing <= self.high)


class Paired(NamedTuple):
    """The two arms of a comparison, `[run]`, run k of both on the same chance; runs without a number in either left out.

    `vector` `[run]` says which parameter vector a run has, where they differ, and `ground` where it started: runs with one
    vector are not independent of each other, nor those of several grounds, which meet the same chance.
    """

    treatment: Runs
    control: Runs
    vector: NDArray[np.intp] | None = None
    ground: NDArray[np.intp] | None = None

    def known(self) -> Paired:
        """Without the runs that have no number in one of the arms (no months to measure)."""
        here = np.isfinite(self.treatment) & np.isfinite(self.control)
        return Paired(*(None if part is None else part[here] for part in self))  # type: ignore[arg-type]


class Share(NamedTuple):
    """What of an effect remains when the acts of the control are done again, with its 95 % interval."""

    share: float
    low: float
    high: float


def effect_of(pairs: Paired, resampled: bool = True, ratio: bool = False) -> Effect:
    """The mean paired effect with its interval.

    A paired bootstrap's; with `resampled` false Student's t over the differences, which costs a thousandth and serves where
    there are many worlds with few runs each. Where runs differ in their parameter vectors, t over the means by vector: what
    is asked is whether the effect is there for vectors near the defaults. `ratio` is for events that most runs have none
    of: `rate_ratio`.
    """
    pairs = pairs.known()
    difference = pairs.treatment - pairs.control
    if len(difference) < 2:
        return Effect(np.nan, np.nan, np.nan, 0.0, len(difference), ratio)
    if ratio:
        return rate_ratio(pairs)
    mean, spread = float(np.mean(difference)), _spread(pairs)
    if resampled and pairs.vector is None:
        found = mean_difference(xr.DataArray(difference, dims="run"))
        low, high = found.low, found.high
    else:
        half = _half(difference, pairs.vector)
        low, high = mean - half, mean + half
    # a control that never varies has no standard deviation: any effect is then as large as one counts
    size = mean / spread if spread > 1e-12 else LARGEST * float(np.sign(mean))
    return Effect(mean, low, high, float(np.clip(size, -LARGEST, LARGEST)), len(difference))


def _half(values: Runs, vector: NDArray[np.intp] | None) -> float:
    """Half a 95 % interval of the mean by Student's t: over runs, or over the means of the vectors."""
    if vector is not None:
        values = np.array([values[vector == one].mean() for one in np.unique(vector)])
    if len(values) < 2:
        return float("inf")
    return float(student.ppf(0.975, len(values) - 1) * np.std(values, ddof=1) / len(values) ** 0.5)


def _spread(pairs: Paired) -> float:
    """Standard deviation of the control from run to run: within one vector and ground, where they differ."""
    if pairs.vector is None or pairs.ground is None:
        return float(np.std(pairs.control))
    cells = pairs.vector * (int(np.max(pairs.ground)) + 1) + pairs.ground
    parts = [pairs.control[cells == cell] for cell in np.unique(cells)]
    inside = [part.var(ddof=1) for part in parts if len(part) > 1]
    return float(np.mean(inside) ** 0.5) if inside else float(np.std(pairs.control))


def rate_ratio(pairs: Paired) -> Effect:
    """Rate under treatment over rate under control, with a 95 % interval.

    By the delta method on the logarithm, paired: the variance of log R is that of t_i / mean t - c_i / mean c over runs, by
    their number. With fewer than `FEW_EVENTS` events in an arm, the exact interval for two Poisson counts given their sum
    (Przyborowski & Wilenski 1940), which leaves the pairing aside and is rather too wide. NaN without an event in either.
    """
    treatment, control = pairs.treatment, pairs.control
    n = len(treatment)
    if not treatment.any() and not control.any():
        return Effect(np.nan, np.nan, np.nan, 0.0, n, True)
    one = float(
        min(np.min(values[values > 0]) for values in (treatment, control) if values.any())
    )  # of one event
    events = [round(float(values.sum()) / one) for values in (treatment, control)]
    if min(events) < FEW_EVENTS:
        share = binomtest(events[0], sum(events)).proportion_ci(0.95, "exact")
        low, high = (s / (1.0 - s) if s < 1.0 else float("inf") for s in (share.low, share.high))
        ratio = (events[0] + 0.5 * (min(events) == 0)) / (events[1] + 0.5 * (min(events) == 0))
        return Effect(ratio, float(low), float(high), float("nan"), n, True)
    ratio = float(treatment.mean() / control.mean())
    half = NORMAL * _error(_felt(pairs), pairs.vector)
    return Effect(ratio, float(ratio * np.exp(-half)), float(ratio * np.exp(half)), float("nan"), n, True)


def _felt(pairs: Paired) -> Runs:
    """What each run adds to the logarithm of the ratio of rates."""
    return np.asarray(pairs.treatment / pairs.treatment.mean() - pairs.control / pairs.control.mean())


def _error(values: Runs, vector: NDArray[np.intp] | None) -> float:
    """Standard error of a mean: over runs, or over the means of the vectors."""
    if vector is not None:
        values = np.array([values[vector == one].mean() for one in np.unique(vector)])
    return float(np.std(values, ddof=1) / len(values) ** 0.5) if len(values) > 1 else float("inf")


def remaining(whole: Paired, frozen: Paired, ratio: bool = False) -> Share:
    """The share of an effect that remains in the `frozen` treatment, against the same control, with its 95 % interval.

    s = mean(frozen - control) / mean(treatment - control), for rare events the same of logarithms of ratios; the delta
    method: each run adds (f_i - s w_i) / mean w to its error.
    """
    here = np.isfinite(whole.treatment) & np.isfinite(whole.control) & np.isfinite(frozen.treatment)
    whole, frozen = (
        Paired(*(None if part is None else part[here] for part in pairs))  # type: ignore[arg-type]
        for pairs in (whole, frozen)
    )
    if here.sum() < 2:
        return Share(np.nan, np.nan, np.nan)
    if ratio:
        if not (whole.treatment.any() and whole.control.any() and frozen.treatment.any()):
            return Share(np.nan, np.nan, np.nan)
        of_whole, of_frozen = _felt(whole), _felt(frozen)
        total = float(np.log(whole.treatment.mean() / whole.control.mean()))
        part = float(np.log(frozen.treatment.mean() / whole.control.mean()))
    else:
        of_whole, of_frozen = whole.treatment - whole.control, frozen.treatment - frozen.control
        total, part = float(of_whole.mean()), float(of_frozen.mean())
    if total == 0.0:
        return Share(np.nan, np.nan, np.nan)
    share = part / total
    half = NORMAL * _error((of_frozen - share * of_whole) / total, whole.vector)
    return Share(share, share - half, share + half)
