"""What is measured in the laboratory: one number a run, of the subject A or of the rivals A and B together.

Claims are judged by what the mechanism in question does not move itself: by acts, by crises, by gains. Insults are counted
apart from threats and coercion. Months after a war are left out.
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
from simulation.experiments.conducted import AFTER, DURING
from simulation.experiments.monthly import FORCE, PROVOKING, WORDS
from simulation.experiments.recognition import recognition_dates

Runs = NDArray[np.float64]
LAST_PROVOCATION = CODE["hold"] - 1
#: what a measure can be restricted to, as months from the start; "after" is all that follows ordered conduct
WINDOWS: dict[str, tuple[int, int]] = {
    "during": DURING,
    **AFTER,
    "after": (min(first for first, _ in AFTER.values()), max(last for _, last in AFTER.values())),
}
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


Months = NDArray[np.intp]  # places of months in the run
Taken = Callable[[Living, Months], Runs]  # one number a run


class Measure(NamedTuple):
    """A measure: its unit, how it is taken of some months, from which part of the run on, and of which windows too."""

    unit: str
    of: Taken
    since: float = 0.0  # where the whole run is meant: from this fraction of it on
    windows: bool = False  # taken of each window as well
    rare: bool = False  # events that most runs have none of: arms are compared by the ratio of their rates


def _mean(values: Runs) -> Runs:
    """Mean over the months lived; NaN where none was lived."""
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore", RuntimeWarning
        )  # a run without a month lived has no mean: NaN says so
        return np.asarray(np.nanmean(values, axis=1))


def _of(name: str, *who: str) -> Taken:
    """The mean of a variable over months, and over those in `who`: pairs or states."""
    return lambda living, months: np.asarray(
        np.mean([_mean(living.of(name, one)[:, months]) for one in who], axis=0)
    )


def _acts(codes: tuple[int, ...], *ways: str) -> Taken:
    """Acts with one of some codes a year, initiatives and responses, mean of the ways."""

    def count(living: Living, months: Months) -> Runs:
        total = sum(
            1.0 * np.isin(living.of(stage, way)[:, months], codes)
            for way in ways
            for stage in ("initiative", "response")
        )
        return 12.0 / len(ways) * _mean(np.where(living.ended[:, months], np.nan, total))

    return count


def _crises(least: float) -> Taken:
    """Crises between A and B in ten years whose severity is at least `least`, of those there are."""

    def count(living: Living, months: Months) -> Runs:
        severity = living.of("severity", "A to B")[:, months]
        begun = (severity > 0.0) & (severity >= least)
        return 120.0 * _mean(np.where(np.isnan(severity), np.nan, begun))

    return count


def _severity(living: Living, months: Months) -> Runs:
    """The severities of all crises between A and B in ten years, summed: how many, and how bad."""
    return 120.0 * _mean(living.of("severity", "A to B")[:, months])


def _lesser(name: str) -> Taken:
    """The mean of a variable in that of the states A and B in which it is less."""
    return lambda living, months: np.minimum(
        _mean(living.of(name, "A")[:, months]), _mean(living.of(name, "B")[:, months])
    )


def _occasions(name: str, dates: tuple[str, ...]) -> Taken:
    """The mean of a variable from A to B over those of some occasions that fall in the months."""

    def share(living: Living, months: Months) -> Runs:
        return _mean(living.of(name, "A to B")[:, np.intersect1d(living.months(dates), months)])

    return share


def _unanswered(living: Living, months: Months) -> Runs:
    """Share of the standard provocations by B that A lets pass: its answer in the same month provokes not."""
    when = np.intersect1d(living.months(PROVOKED), months)
    answers = living.of("response", "A to B")[:, when]
    return _mean(np.where(np.isnan(answers), np.nan, answers > LAST_PROVOCATION))


def _accepted(living: Living, months: Months) -> Runs:
    """The least that A would accept, mean over issues and the twelve months from the threat on, share of the surplus."""
    first = int(living.months((THREATENED,))[0])
    return _mean(living.of("reservation", "A to B")[:, first : first + 12])


def _recognised(living: Living, months: Months) -> Runs:
    return np.asarray((~np.isnat(recognition_dates(living.result).values)).astype(float))


def _signed(living: Living, months: Months) -> Runs:
    """Agreements signed between A and B in ten years, on any issue."""
    pair = living.result.pair.values.tolist().index("A to B")
    signed = living.result.signed.values[:, :, pair].sum(axis=-1)
    return 120.0 * _mean(np.where(living.ended, np.nan, signed)[:, months])


def _backlog(living: Living, months: Months) -> Runs:
    return _mean(np.where(living.ended, np.nan, living.result.global_backlog.values)[:, months])


WAYS = ("A to B", "B to A")
MEASURES: dict[str, Measure] = {
    # of the subject, or of what a switch moves
    "conduct": Measure("COPDAB points", _of("cooperation", "A to B")),
    "provocations": Measure("provocations a year", _acts(PROVOKING, "A to B")),
    "tension": Measure("points", _of("tension", "B to A"), 1 / 2),
    "growth": Measure("% a year", _lesser("growth")),
    "jobs": Measure("thousand jobs", _lesser("jobs")),
    "agreements": Measure("agreements signed in ten years", _signed),
    "recognised": Measure("share of runs", _recognised),
    "accepted": Measure("share of the surplus", _accepted),
    "dependence": Measure("index 0-1", _of("dependence", "A")),
    "rights_criticism": Measure("probability", _of("rights_criticism", "A")),
    "global_attention": Measure("share of attention", _of("global_attention", "A")),
    "backlog": Measure("index", _backlog),
    # between both, also window by window
    "tension_both": Measure("points", _of("tension", *WAYS), windows=True),
    "benefit": Measure("% of GDP a year", _of("mutual_benefit", "A to B"), 1 / 2, windows=True),
    "cooperation": Measure("COPDAB points", _of("cooperation", *WAYS), windows=True),
    "force": Measure("threats and coercion a year", _acts(FORCE, *WAYS), windows=True),
    "insults": Measure("denunciations a year", _acts(WORDS, *WAYS), windows=True),
    "crises": Measure("crises in ten years", _crises(0.0), windows=True),
    "severe_crises": Measure("severe crises in ten years", _crises(SEVERE), windows=True, rare=True),
    "severity": Measure("severity of crises in ten years, summed", _severity, windows=True),
    "in_force": Measure("share of issues", _of("common_ground", "A to B"), windows=True),
    # of the subject while it conducts détente, and after
    "unanswered": Measure("share of provocations", _unanswered, windows=True),
    "softness": Measure("probability", _of("softness", "A"), windows=True),
    "criticised": Measure("share of rights events", _occasions("criticised", RIGHTS_EVENTS), windows=True),
}


def places(months: int, since: float, window: str = "") -> Months:
    """The places of the months that a measure is taken of, in a run of so many months."""
    first, last = WINDOWS[window] if window else (int(since * months), months)
    return np.arange(first, min(last, months))


def named(measure: str, window: str = "") -> str:
    """The name under which a measure is kept: itself, or with a window, "force@3-5"."""
    return f"{measure}@{window}" if window else measure


#: everything that is kept of a run, and the measure and window behind it
KEPT: dict[str, tuple[str, str]] = {
    named(name, window): (name, window)
    for name, measure in MEASURES.items()
    for window in ("", *(WINDOWS if measure.windows else ()))
}


def measured(result: xr.Dataset) -> dict[str, Runs]:
    """All measures of a result by their names in `KEPT`, one number a run each."""
    living, months = Living(result), result.sizes["month"]
    return {
        name: MEASURES[measure].of(living, places(months, MEASURES[measure].since, window))
        for name, (measure, window) in KEPT.items()
    }
