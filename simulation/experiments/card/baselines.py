"""Simple ways of guessing what comes, fitted to what came before and to nothing else.

Each takes `known`, the record's periods up to where the guessing begins, `[period, direction]`, and gives normal
distributions for the next `steps` periods, `[period, direction]`. None is given what lies beyond; the line through the
leaders has their dispositions, as the model does.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import lsq_linear

from simulation.experiments.card.predictive import Normal

Floats = NDArray[np.float64]


def climatology(known: Floats, steps: int) -> Normal:
    """Every period is as those before it were, y = m + e: their mean and their spread."""
    return _regression(known, np.ones((len(known) + steps, 1)))


def trend(known: Floats, steps: int) -> Normal:
    """The straight line through time goes on, y = m + k t + e."""
    return leaders(known, np.arange(len(known) + steps, dtype=float))


def leaders(known: Floats, sums: Floats) -> Normal:
    """The line through the sum of the imposed leaders' dispositions, y = m + k s + e.

    `sums` `[period]` begins with the first known period and goes on as far as is to be guessed: no rule of the model has a
    part in it, so what it does as well as the model is no merit of the rules.
    """
    return _regression(known, np.column_stack([np.ones_like(sums), sums]))


def _regression(known: Floats, drivers: Floats) -> Normal:
    """Least squares of each direction on `drivers` `[period, driver]`, which go on beyond `known`.

    The distribution is that of a new observation, the coefficients' own error included: s^2 (1 + x (X'X)^-1 x').
    """
    from statsmodels.regression.linear_model import OLS  # an extra: only the card needs it

    past, future = drivers[: len(known)], drivers[len(known) :]
    found = [OLS(direction, past).fit().get_prediction(future) for direction in known.T]
    return Normal(
        np.column_stack([one.predicted_mean for one in found]), np.column_stack([one.se_obs for one in found])
    )


def ar(known: Floats, steps: int) -> Normal:
    """Each direction by itself, x(t+1) = c + a x(t) + e: AR(1), maximum likelihood given the first period."""
    from statsmodels.tsa.api import AutoReg

    ends = len(known), len(known) + steps - 1
    found = [AutoReg(direction, lags=1).fit().get_prediction(*ends) for direction in known.T]
    return Normal(
        np.column_stack([one.predicted_mean for one in found]),
        np.sqrt(np.column_stack([one.var_pred_mean for one in found])),
    )


def var(known: Floats, steps: int) -> Normal:
    """Both directions together, x(t+1) = c + A x(t) + e: VAR(1), least squares.

    One lag: on 1948-70, by year and by quarter, Schwarz's criterion chooses it among one to four.
    """
    from statsmodels.tsa.api import VAR

    found = VAR(known).fit(1)
    spread = np.diagonal(found.forecast_cov(steps), axis1=1, axis2=2)
    return Normal(found.forecast(known[-1:], steps), np.sqrt(spread))


def richardson(known: Floats, steps: int) -> Normal:
    """Richardson's two equations of mood, x' = a y - b x + g and y' = c x - d y + h, a step a period, with chance added.

    Least squares of the changes with a, b, c, d >= 0, reaction and fatigue as he has them (Richardson 1960); grievances g
    and h are free. Where no sign binds this is the VAR(1) written otherwise.
    """
    changes, before = np.diff(known, axis=0), known[:-1]
    step, drift, rest = np.eye(2), np.zeros(2), []
    for own, other in ((0, 1), (1, 0)):
        columns = np.column_stack([before[:, other], -before[:, own], np.ones(len(before))])
        fit = lsq_linear(columns, changes[:, own], bounds=([0, 0, -np.inf], np.inf))
        reaction, fatigue, grievance = fit.x
        step[own, other], step[own, own], drift[own] = reaction, 1.0 - fatigue, grievance
        rest.append(changes[:, own] - columns @ fit.x)
    noise = np.array(rest) @ np.array(rest).T / (len(before) - 3)
    mean, covariance, means, spreads = known[-1], np.zeros((2, 2)), [], []
    for _ in range(steps):
        mean, covariance = drift + step @ mean, step @ covariance @ step.T + noise
        means.append(mean)
        spreads.append(np.sqrt(np.diagonal(covariance)))
    return Normal(np.array(means), np.array(spreads))


def persistence(known: Floats, steps: int) -> Normal:
    """It stays as it is now; the spread at h periods is the root mean square of all changes over h periods so far."""
    changes = [known[ahead:] - known[:-ahead] for ahead in range(1, steps + 1)]
    spread = np.array([np.sqrt(np.mean(change**2, axis=0)) for change in changes])
    return Normal(np.repeat(known[-1:], steps, axis=0), spread)
