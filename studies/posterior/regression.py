"""Approximate Bayesian computation: rejection with local-linear regression (Beaumont, Zhang & Balding 2002).

Of all simulated histories those nearest to a record are taken, and where each of their parameters would stand if the
history were the record itself is read off a regression. Nothing here knows what the parameters are.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from simulation.experiments.moments import Runs

SMALLEST = (
    1e-6  # of the unit interval: the log odds of what lies at its very end are finite (a rounding guard)
)


class Posterior(NamedTuple):
    """A weighted sample of a posterior, and how far from the record the farthest history lies that it is made of."""

    places: Runs  # [row, parameter]
    weights: Runs  # [row], summing to 1
    reach: float  # in the scaled figures

    def quantiles(self, levels: tuple[float, ...]) -> Runs:
        """Quantiles of each parameter alone, `[level, parameter]`."""
        found = [
            np.quantile(column, levels, weights=self.weights, method="inverted_cdf")
            for column in self.places.T
        ]
        return np.array(found).T

    def correlations(self) -> Runs:
        """Pearson's r of each two parameters, `[parameter, parameter]`."""
        covariance = np.cov(self.places.T, aweights=self.weights)
        spread = np.sqrt(np.diag(covariance))
        return np.asarray(covariance / np.outer(spread, spread))


class Scaled(NamedTuple):
    """Histories ready to be compared: figures centred on their median, in median absolute deviations."""

    figures: Runs  # [history, figure]
    middle: Runs  # [figure]
    step: Runs  # [figure]

    def of(self, record: Runs) -> Runs:
        """A record on the same scale."""
        return np.asarray((record - self.middle) / self.step)


def scaled(figures: Runs) -> Scaled:
    """Figures `[history, figure]` on one scale; a figure that hardly ever differs is left as it is."""
    middle = np.median(figures, axis=0)
    spread = np.median(np.abs(figures - middle), axis=0)
    step = np.where(spread > 0, spread, 1.0)
    return Scaled((figures - middle) / step, middle, step)


def posterior(record: Runs, places: Runs, histories: Scaled, accepted: int) -> Posterior:
    """The posterior of parameters, given one record.

    record    `[figure]`
    places    parameters of each history, `[history, parameter]`, on the whole real line
    accepted  so many histories, those nearest to the record, are regressed on

    theta* = m(y) + (theta - m(s)) sigma(y) / sigma(s), m(s) = a + B (s - y) by least squares with Epanechnikov's weights
    1 - (d / d_max)^2, and log sigma(s)^2 by the same regression of the log squared residuals (Blum & Francois 2010, whose
    networks are lines here): spread may hang on the figures too. d is Euclid's distance of the scaled figures.
    """
    off = histories.figures - histories.of(record)
    squared = np.einsum("hf,hf->h", off, off)
    near = np.argpartition(squared, accepted - 1)[:accepted]
    reach = float(np.sqrt(squared[near].max()))
    weights = np.maximum(1.0 - squared[near] / max(reach**2, np.finfo(float).tiny), 0.0)
    used = near[weights > 0]
    weights = weights[weights > 0] / weights.sum()
    regressors = np.column_stack([np.ones(len(used)), off[used]])
    weighted = (regressors * weights[:, None]).T
    squares = weighted @ regressors

    def fitted(values: Runs) -> tuple[Runs, Runs]:
        """At the record, and at each history."""
        coefficients = np.linalg.lstsq(squares, weighted @ values, rcond=None)[0]
        return coefficients[0], regressors @ coefficients

    mean_there, mean = fitted(places[used])
    left = places[used] - mean
    size_there, size = fitted(np.log(np.maximum(left**2, np.finfo(float).tiny)))
    return Posterior(mean_there + left * np.exp(0.5 * (size_there - size)), weights, reach)


def in_unit(record: Runs, unit: Runs, histories: Scaled, accepted: int) -> Posterior:
    """The same for parameters in the unit cube, by their log odds, so that no sample leaves it (Hamilton et al. 2005)."""
    kept = np.clip(unit, SMALLEST, 1.0 - SMALLEST)
    found = posterior(record, np.log(kept / (1.0 - kept)), histories, accepted)
    return found._replace(places=1.0 / (1.0 + np.exp(-found.places)))
