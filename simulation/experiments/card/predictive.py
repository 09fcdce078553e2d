"""What a forecast is: a distribution for each period and direction, either a normal one or the runs themselves.

Both are judged by the continuous ranked probability score (Gneiting & Raftery 2007), E|X - y| - E|X - X'| / 2 in the units
of the record: 0 is perfect, and for a single guess it is the absolute error. Arrays are `[period, direction]`.
"""

from __future__ import annotations

import warnings
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

Floats = NDArray[np.float64]


class Predictive(Protocol):
    """A distribution for each period and direction."""

    def crps(self, found: Floats) -> Floats:
        """The score of each cell against what was found, 0 or more, lower is better."""

    def quantile(self, level: float) -> Floats:
        """The value that is not exceeded with probability `level`."""

    def part(self, periods: slice) -> Predictive:
        """The same, of some periods only."""


class Normal(NamedTuple):
    """Normal distributions."""

    mean: Floats
    sd: Floats

    def crps(self, found: Floats) -> Floats:
        """The closed form (Gneiting et al. 2005)."""
        from scoringrules import crps_normal  # an extra: only the card needs it

        return np.asarray(crps_normal(found, self.mean, self.sd, backend="numpy"))

    def quantile(self, level: float) -> Floats:
        """mean + z sd."""
        return np.asarray(self.mean + norm.ppf(level) * self.sd)

    def part(self, periods: slice) -> Normal:
        """Some periods only."""
        return Normal(self.mean[periods], self.sd[periods])


class Runs(NamedTuple):
    """The runs of an ensemble, `[period, direction, run]`; NaN where a run has ended, which leaves it out there."""

    members: Floats

    def crps(self, found: Floats) -> Floats:
        """By probability-weighted moments: the fair estimate (Ferro 2014), which does not punish an ensemble for being
        small, without comparing every run with every other. NaN below two runs.
        """
        from scoringrules import crps_ensemble

        scores = np.full(found.shape, np.nan)
        for cell in np.ndindex(found.shape):
            living = self.members[cell][np.isfinite(self.members[cell])]
            if len(living) > 1:
                scores[cell] = crps_ensemble(found[cell], living, estimator="pwm", backend="numpy")
        return scores

    def quantile(self, level: float) -> Floats:
        """Of the runs that are left."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)  # none is
            return np.asarray(np.nanquantile(self.members, level, axis=-1))

    def part(self, periods: slice) -> Runs:
        """Some periods only."""
        return Runs(self.members[periods])
