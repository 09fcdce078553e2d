"""The effect of a treatment against its control, run by run on the same chance; for rare events, a ratio."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import xarray as xr
from scipy.stats import t as student

from simulation.experiments.claims.measures import Runs
from simulation.experiments.ensembles import mean_difference

LARGEST = 99.0  # standard deviations beyond which an effect is no longer told apart


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


def effect_of(treatment: Runs, control: Runs, resampled: bool = True, ratio: bool = False) -> Effect:
    """The paired effect; NaN runs (no months to measure) are left out of both arms.

    The interval is a paired bootstrap's; with `resampled` false it is Student's t over the differences, which costs a
    thousandth and serves where there are many worlds with few runs each. `ratio` is for events that most runs have none
    of: `rate_ratio`.
    """
    known = np.isfinite(treatment) & np.isfinite(control)
    treatment, control = treatment[known], control[known]
    difference = treatment - control
    if len(difference) < 2:
        return Effect(np.nan, np.nan, np.nan, 0.0, len(difference), ratio)
    if ratio:
        return rate_ratio(treatment, control)
    mean, spread = float(np.mean(difference)), float(np.std(control))
    if resampled:
        found = mean_difference(xr.DataArray(difference, dims="run"))
        low, high = found.low, found.high
    else:
        half = float(
            student.ppf(0.975, len(difference) - 1) * np.std(difference, ddof=1) / len(difference) ** 0.5
        )
        low, high = mean - half, mean + half
    # a control that never varies has no standard deviation: any effect is then as large as one counts
    size = mean / spread if spread > 1e-12 else LARGEST * float(np.sign(mean))
    return Effect(mean, low, high, float(np.clip(size, -LARGEST, LARGEST)), len(difference))


def rate_ratio(treatment: Runs, control: Runs) -> Effect:
    """Rate under treatment over rate under control, with a 95 % interval by the delta method on the logarithm, paired.

    log R = log(mean t) - log(mean c); its variance is that of t_i / mean t - c_i / mean c over runs, by their number. Half
    an event is added to both where either arm has none (Haldane 1956). NaN without an event in either.
    """
    n = len(treatment)
    if not treatment.any() and not control.any():
        return Effect(np.nan, np.nan, np.nan, 0.0, n, True)
    one = float(
        min(values[values > 0].min() for values in (treatment, control) if values.any())
    )  # of one event
    extra = 0.5 * one / n if not (treatment.any() and control.any()) else 0.0
    above, below = float(treatment.mean()) + extra, float(control.mean()) + extra
    half = 1.959964 * float(np.std(treatment / above - control / below, ddof=1)) / n**0.5
    log = float(np.log(above / below))
    low, high = np.exp(log - half), np.exp(log + half)
    return Effect(above / below, float(low), float(high), float("nan"), n, True)
