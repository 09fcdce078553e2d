"""What is measured in the laboratory: one number a run, of the subject A and what lies between A and B.

Claims are judged by what the mechanism in question does not move itself: by the subject's acts, by crises, by gains.
Months after a war are left out.
"""

from __future__ import annotations

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


class Measure(NamedTuple):
    """A measure: its unit and how it is taken."""

    unit: str
    of: Callable[[xr.Dataset], Runs]


def _living(result: xr.Dataset, name: str) -> xr.DataArray:
    ended = result.war.shift(month=1, fill_value=False)
    return result[name].astype(float).where(~ended)


def _of_subject(name: str) -> Callable[[xr.Dataset], Runs]:
    return lambda result: np.asarray(_living(result, name).sel(state="A").mean("month"))


def _between(name: str, pair: str = "A to B", first: float = 0.0) -> Callable[[xr.Dataset], Runs]:
    def mean(result: xr.Dataset) -> Runs:
        series = _living(result, name).sel(pair=pair)
        return np.asarray(series.isel(month=slice(int(first * series.sizes["month"]), None)).mean("month"))

    return mean


def _provocations(first: float = 0.0) -> Callable[[xr.Dataset], Runs]:
    """The subject's provocations of B a year, initiatives and responses, from a fraction of the run on."""

    def count(result: xr.Dataset) -> Runs:
        months = slice(int(first * result.sizes["month"]), None)
        begun, answered = (
            (result[stage].sel(pair="A to B") <= LAST_PROVOCATION).astype(float).isel(month=months)
            for stage in ("initiative", "response")
        )
        total = begun + answered
        alive = ~result.war.shift(month=1, fill_value=False).isel(month=months)
        return np.asarray(12.0 * total.where(alive).mean("month"))

    return count


def _crises(least: float) -> Callable[[xr.Dataset], Runs]:
    """Crises between A and B in ten years whose severity is at least `least`."""
    return lambda result: np.asarray(
        120.0 * (_living(result, "severity").sel(pair="A to B") > least).mean("month")
    )


def _lesser_growth(result: xr.Dataset) -> Runs:
    """Mean growth of the state that grows less of A and B, % a year."""
    return np.asarray(_living(result, "growth").sel(state=["A", "B"]).mean("month").min("state"))


def _lesser_jobs(result: xr.Dataset) -> Runs:
    return np.asarray(_living(result, "jobs").sel(state=["A", "B"]).mean("month").min("state"))


def _unanswered(result: xr.Dataset) -> Runs:
    """Share of the standard provocations by B that A lets pass: its answer in the same month provokes not."""
    answers = result.response.sel(pair="A to B", month=[f"{month}-01" for month in PROVOKED])
    return np.asarray((answers > LAST_PROVOCATION).mean("month").astype(float))


def _criticised(result: xr.Dataset) -> Runs:
    """Share of the rights events in B that A criticises in the month in which they happen."""
    spoken = result.criticised.sel(pair="A to B", month=[f"{month}-01" for month in RIGHTS_EVENTS])
    return np.asarray(spoken.mean("month").astype(float))


def _accepted(result: xr.Dataset) -> Runs:
    """The least that A would accept, mean over issues and the twelve months from the threat on, share of the surplus."""
    first = int(np.flatnonzero(result.month.values == np.datetime64(f"{THREATENED}-01"))[0])
    return np.asarray(
        _living(result, "reservation").sel(pair="A to B").isel(month=slice(first, first + 12)).mean("month")
    )


def _recognised(result: xr.Dataset) -> Runs:
    return np.asarray((~np.isnat(recognition_dates(result).values)).astype(float))


def _signed(result: xr.Dataset) -> Runs:
    return np.asarray(result.signed.sel(pair="A to B").sum(("month", "issue")).astype(float))


MEASURES: dict[str, Measure] = {
    "conduct": Measure("COPDAB points", _between("cooperation")),
    "provocations": Measure("provocations a year", _provocations()),
    "later_provocations": Measure("provocations a year, last third", _provocations(2 / 3)),
    "tension": Measure("points", _between("tension", "B to A", 1 / 2)),
    "crises": Measure("crises in ten years", _crises(0.0)),
    "severe_crises": Measure("severe crises in ten years", _crises(SEVERE)),
    "benefit": Measure("% of GDP a year", _between("mutual_benefit", first=1 / 2)),
    "growth": Measure("% a year", _lesser_growth),
    "jobs": Measure("thousand jobs", _lesser_jobs),
    "agreements": Measure("agreements signed", _signed),
    "recognised": Measure("share of runs", _recognised),
    "unanswered": Measure("share of provocations", _unanswered),
    "accepted": Measure("share of the surplus", _accepted),
    "criticised": Measure("share of rights events", _criticised),
    "softness": Measure("probability", _of_subject("softness")),
    "dependence": Measure("index 0-1", _of_subject("dependence")),
    "rights_criticism": Measure("probability", _of_subject("rights_criticism")),
    "global_attention": Measure("share of attention", _of_subject("global_attention")),
    "backlog": Measure("index", lambda result: np.asarray(_living(result, "global_backlog").mean("month"))),
}


def measured(result: xr.Dataset) -> dict[str, Runs]:
    """All measures of a result, one number a run each."""
    return {name: measure.of(result) for name, measure in MEASURES.items()}
