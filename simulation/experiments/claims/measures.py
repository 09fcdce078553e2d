"""What is measured in the laboratory: one number a run, of the subject A and what lies between A and B.

Claims are judged by what the mechanism in question does not move itself: by the subject's acts, by crises, by gains.
Months after a war are left out.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from simulation.actions import CODE
from simulation.experiments.claims.worlds import PROVOKED, RIGHTS_EVENTS, THREATENED
from simulation.experiments.recognition import recognition_dates

Runs = NDArray[np.float64]
LAST_PROVOCATION = CODE["hold"] - 1
SEVERE = (
    0.3  # severity from which a crisis counts as a larger conflict, three times an ordinary one (assumption)
)


class Living:
    """A result as plain arrays `[run, month]`, with NaN in the months after a war."""

    def __init__(self, result: xr.Dataset) -> None:
        self.result = result
        war = result.war.values
        self.ended = np.zeros_like(war)
        self.ended[:, 1:] = war[:, :-1]

    def of(self, name: str, who: str) -> Runs:
        """A variable of a directed pair ("A to B") or of a state ("A")."""
        axis = "pair" if " to " in who else "state"
        place = self.result[axis].values.tolist().index(who)
        return np.where(self.ended, np.nan, self.result[name].values[:, :, place])

    def months(self, dates: tuple[str, ...]) -> NDArray[np.intp]:
        """The places of some months, "YYYY-MM"."""
        return np.flatnonzero(np.isin(self.result.month.values.astype("datetime64[M]").astype(str), dates))


class Measure(NamedTuple):
    """A measure: its unit and how it is taken."""

    unit: str
    of: Callable[[Living], Runs]


def _mean(values: Runs, first: float = 0.0) -> Runs:
    """Mean over the months lived, from a fraction of the run on; NaN where none was lived."""
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore", RuntimeWarning
        )  # a run without a month lived has no mean: NaN says so
        return np.asarray(np.nanmean(values[:, int(first * values.shape[1]) :], axis=1))


def _of_subject(name: str) -> Callable[[Living], Runs]:
    return lambda living: _mean(living.of(name, "A"))


def _between(name: str, pair: str = "A to B", first: float = 0.0) -> Callable[[Living], Runs]:
    return lambda living: _mean(living.of(name, pair), first)


def _provocations(first: float = 0.0) -> Callable[[Living], Runs]:
    """The subject's provocations of B a year, initiatives and responses, from a fraction of the run on."""

    def count(living: Living) -> Runs:
        begun, answered = (living.of(stage, "A to B") for stage in ("initiative", "response"))
        total = 1.0 * (begun <= LAST_PROVOCATION) + (answered <= LAST_PROVOCATION)
        return 12.0 * _mean(np.where(living.ended, np.nan, total), first)

    return count


def _crises(least: float) -> Callable[[Living], Runs]:
    """Crises between A and B in ten years whose severity is at least `least`."""

    return lambda living: 120.0 * np.asarray((living.of("severity", "A to B") > least).mean(axis=1))


def _lesser(name: str) -> Callable[[Living], Runs]:
    """The mean of a variable in that of the states A and B in which it is less."""
    return lambda living: np.minimum(_mean(living.of(name, "A")), _mean(living.of(name, "B")))


def _unanswered(living: Living) -> Runs:
    """Share of the standard provocations by B that A lets pass: its answer in the same month provokes not."""
    answers = living.of("response", "A to B")[:, living.months(PROVOKED)]
    return _mean(np.where(np.isnan(answers), np.nan, answers > LAST_PROVOCATION))


def _criticised(living: Living) -> Runs:
    """Share of the rights events in B that A criticises in the month in which they happen."""
    return _mean(living.of("criticised", "A to B")[:, living.months(RIGHTS_EVENTS)])


def _accepted(living: Living) -> Runs:
    """The least that A would accept, mean over issues and the twelve months from the threat on, share of the surplus."""
    first = int(living.months((THREATENED,))[0])
    return _mean(living.of("reservation", "A to B")[:, first : first + 12])


def _recognised(living: Living) -> Runs:
    return np.asarray((~np.isnat(recognition_dates(living.result).values)).astype(float))


def _signed(living: Living) -> Runs:
    signed = living.result.signed.values[:, :, living.result.pair.values.tolist().index("A to B")]
    return np.asarray(signed.sum(axis=(1, 2)).astype(float))


MEASURES: dict[str, Measure] = {
    "conduct": Measure("COPDAB points", _between("cooperation")),
    "provocations": Measure("provocations a year", _provocations()),
    "later_provocations": Measure("provocations a year, last third", _provocations(2 / 3)),
    "tension": Measure("points", _between("tension", "B to A", 1 / 2)),
    "crises": Measure("crises in ten years", _crises(0.0)),
    "severe_crises": Measure("severe crises in ten years", _crises(SEVERE)),
    "benefit": Measure("% of GDP a year", _between("mutual_benefit", first=1 / 2)),
    "growth": Measure("% a year", _lesser("growth")),
    "jobs": Measure("thousand jobs", _lesser("jobs")),
    "agreements": Measure("agreements signed", _signed),
    "recognised": Measure("share of runs", _recognised),
    "unanswered": Measure("share of provocations", _unanswered),
    "accepted": Measure("share of the surplus", _accepted),
    "criticised": Measure("share of rights events", _criticised),
    "softness": Measure("probability", _of_subject("softness")),
    "dependence": Measure("index 0-1", _of_subject("dependence")),
    "rights_criticism": Measure("probability", _of_subject("rights_criticism")),
    "global_attention": Measure("share of attention", _of_subject("global_attention")),
    "backlog": Measure(
        "index", lambda living: _mean(np.where(living.ended, np.nan, living.result.global_backlog.values))
    ),
}


def measured(result: xr.Dataset) -> dict[str, Runs]:
    """All measures of a result, one number a run each."""
    living = Living(result)
    return {name: measure.of(living) for name, measure in MEASURES.items()}
