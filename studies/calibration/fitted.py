"""What the record asks of a vector: the patterns that are marked *fitted*, and a few plain facts; nothing held out."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np
import xarray as xr

from simulation.actions import CODE
from simulation.experiments import ensembles
from simulation.experiments.detente import lasting
from simulation.experiments.distance import goal
from simulation.experiments.measures import END, MEASURES, course
from simulation.experiments.moments import Runs
from simulation.experiments.recognition import AT_LEAST
from simulation.history import patterns
from studies.calibration import yearly

#: what has to be kept of the runs for it
KEPT = (
    "cooperation", "initiative", "crisis", "severity", "war", "signed", "trade", "tension", "recognition", "arms",
)  # fmt: skip


class Fact(NamedTuple):
    """A plain fact to be roughly right about, with a tolerance, so that no optimum is reached by absurd conduct."""

    target: float
    tolerance: float
    source: str


_MIX = "assumption: order of magnitude in COPDAB and WEIS counts, talks the commonest friendly act"
PLAUSIBLE: dict[str, Fact] = {
    "mean US to USSR": Fact(-2.91, 1.2, "computed from monthly COPDAB 1948-78 (Azar 1980)"),
    "mean USSR to US": Fact(-5.17, 1.2, "computed from monthly COPDAB 1948-78 (Azar 1980)"),
    "sd US to USSR": Fact(8.56, 1.2, "computed from monthly COPDAB 1948-78 (Azar 1980)"),
    "sd USSR to US": Fact(8.46, 1.2, "computed from monthly COPDAB 1948-78 (Azar 1980)"),
    "threaten": Fact(0.04, 0.02, _MIX),
    "coerce": Fact(0.08, 0.04, _MIX),
    "talk": Fact(0.18, 0.06, _MIX),
    "visit": Fact(0.07, 0.04, _MIX),
    "sale": Fact(0.06, 0.04, _MIX),
    "tension 1948-52": Fact(
        65, 5, "assumption: the tension that the scenario starts with is no passing state"
    ),
    "friendly spell": Fact(0.7, 0.15, "assumption: détente neither certain nor impossible"),
    "agreements": Fact(6, 3, "assumption: of the four kinds, with renewals, by 1978"),
    "recognised by 1960": Fact(0.15, 0.1, "assumption: recognition is late (claim B3)"),
    "recognised by 1972": Fact(0.6, 0.1, "assumption: recognition is late, and not certain (claim B3)"),
    "yearly score": Fact(
        1.9, 0.15, "a line through the leaders' dispositions fitted to the same years has 1.89"
    ),
    "yearly within 50 %": Fact(0.5, 0.1, "what the word says"),
    "yearly within 90 %": Fact(0.9, 0.05, "what the word says"),
}

#: a row is a hit if the record's figure lies within the runs' 90 % band, 5 % of them beyond it: as much again to spare
AMONG, OUTSIDE = 0.1, 0.05
OF_RUNS = "{} among the runs"


class Goal(NamedTuple):
    """What one figure should be, how far off counts as one step, and how much it weighs."""

    target: float
    tolerance: float
    weight: float


def goals() -> Iterator[tuple[str, Goal]]:
    """The plain facts and the fitted rows of the record; regime means weigh twice, for they are the story's outline."""
    for key, fact in PLAUSIBLE.items():
        yield key, Goal(fact.target, fact.tolerance, 1.0)
    for key, row in patterns("fitted").iterrows():
        target, tolerance = goal(row)
        if np.isfinite(row["target"]):  # a figure, and no range
            yield OF_RUNS.format(key), Goal(AMONG, OUTSIDE, 1.0)
        yield str(key), Goal(target, tolerance, 2.0 if str(key).startswith("regime_mean") else 1.0)


def measured(result: xr.Dataset) -> dict[str, float]:
    """The fitted patterns by their medians (or quartiles) over runs, and the plain facts, of `cold_war` 1948-78.

    NaN for what no run has a number of.
    """
    result = result.isel(month=slice(0, END))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # nothing to take a mean or a median of: NaN
        return _patterns(result) | _facts(result) | yearly.measured(result)


def _patterns(result: xr.Dataset) -> dict[str, float]:
    happened, found = course(result), {}
    for key, target in patterns("fitted").target.items():
        measure = MEASURES[str(key)]
        values = measure.of(happened)
        found[str(key)] = float(np.nanquantile(values, measure.quantile))
        if np.isfinite(target):
            found[OF_RUNS.format(key)] = beyond(values, float(target))
    return found


def beyond(values: Runs, target: float) -> float:
    """The share of runs, of those that have a figure, beyond the record's on the side of the fewer, at most `AMONG`."""
    known = values[np.isfinite(values)]
    return (
        min(float((known >= target).mean()), float((known <= target).mean()), AMONG) if len(known) else np.nan
    )


def _facts(result: xr.Dataset) -> dict[str, float]:
    lived = ensembles.alive(result)

    def share(*names: str) -> float:
        return float(result.initiative.isin([CODE[name] for name in names]).where(lived).mean())

    conduct = ensembles.at_peace(result, "cooperation")
    both = result.cooperation.mean("pair").transpose("run", "month").to_numpy()
    total = np.cumsum(np.hstack([np.zeros((len(both), 1)), both]), axis=1)
    known = lasting(result.recognition.all("pair").transpose("run", "month").to_numpy(), AT_LEAST)
    first = np.where(known.any(axis=1), known.argmax(axis=1), END)
    return {
        **{
            f"{name} {way}": float(getattr(conduct.sel(pair=way), of)("month").median())
            for name, of in (("mean", "mean"), ("sd", "std"))
            for way in ("US to USSR", "USSR to US")
        },
        "threaten": share("threaten"),
        "coerce": share("coerce"),
        "talk": share("talk", "summit"),
        "visit": share("visit"),
        "sale": share("sale"),
        "tension 1948-52": float(result.tension.isel(month=slice(0, 60)).mean(("month", "pair")).median()),
        "friendly spell": float(lasting((total[:, 12:] - total[:, :-12]) > 0, 24).any(axis=1).mean()),
        "agreements": float(result.signed.isel(pair=0).sum(("month", "issue")).median()),
        "recognised by 1960": float((first < 144).mean()),
        "recognised by 1972": float((first < 288).mean()),
    }


def missed(found: Mapping[str, float]) -> dict[str, tuple[float, float]]:
    """By goal, how many tolerances the figure lies off (NaN where there is none), and the goal's weight."""
    return {key: (abs(found[key] - goal.target) / goal.tolerance, goal.weight) for key, goal in goals()}
