"""One run in two futures: when and by which move they part, and both from then on, in a few spans."""

from __future__ import annotations

from typing import TypedDict

import xarray as xr

from simulation.experiments import ensembles
from simulation.experiments.detente import dyads
from simulation.experiments.parting import Deed, Parting
from simulation.findings.plain import six_digits
from simulation.scenario import Scenario

#: spans in which the run is told
SPANS = 12


class DeedFound(TypedDict):
    """A move that differs (`parting.Deed`); `why` holds the reasons in A and in B, or nothing."""

    state: str
    rival: str
    stage: str
    before: str
    after: str
    ordered: bool
    why: list[str]


class SpanFound(TypedDict):
    """One run in one future over some months: means in peace, crises, agreements in force at the end, whether war came."""

    tension: float | None
    cooperation: float | None
    mutual_benefit: float | None
    crises: int
    agreements: float | None
    war: bool


class SpanOfBoth(TypedDict):
    """Some months of one run in both futures."""

    first: str
    last: str
    a: SpanFound
    b: SpanFound


class PartedRun(TypedDict):
    """One run of both futures: how long they are one, when and by which moves they part, and both from the change on."""

    run: int
    together: int
    parts: str | None
    differs: list[str]
    first_act: str | None
    deeds: list[DeedFound]
    spans: list[SpanOfBoth]


def run_summary(
    scenario: Scenario, since: str, before: xr.Dataset, after: xr.Dataset, parted: Parting
) -> PartedRun:
    """One run of both futures: when and by which move they part, and both from then on, in a few spans.

    `since` is the month "YYYY-MM" from which on it is told if the two never part.
    """
    place = scenario.month_index(parted.month or since)
    one, other = (result.isel(run=[parted.run], month=slice(place, None)) for result in (before, after))
    spans = [] if parted.month is None else ensembles.periods(one, SPANS)
    return {
        "run": parted.run,
        "together": parted.months,
        "parts": parted.month,
        "differs": list(parted.felt),
        "first_act": parted.acts,
        "deeds": [_deed(one) for one in parted.deeds],
        "spans": [
            {
                "first": f"{period.first:%Y-%m}",
                "last": f"{period.last:%Y-%m}",
                "a": _span(one, period),
                "b": _span(other, period),
            }
            for period in spans
        ],
    }


def _span(result: xr.Dataset, period: ensembles.Period) -> SpanFound:
    part = result.isel(run=0, month=slice(period.start, period.stop))
    once = [first for first, _ in dyads(result)]
    peace = ~part["war"].astype(bool)

    def mean(name: str) -> float | None:
        return six_digits(part[name].where(peace).mean())

    in_force = part["agreement"].isel(pair=once, month=-1).astype(float).sum(["pair", "issue"])
    return {
        "tension": mean("tension"),
        "cooperation": mean("cooperation"),
        "mutual_benefit": mean("mutual_benefit"),
        "crises": int(part["crisis"].isel(pair=once).sum()),
        "agreements": six_digits(in_force),
        "war": bool(part["war"].isel(month=-1)),
    }


def _deed(deed: Deed) -> DeedFound:
    return {
        "state": deed.state,
        "rival": deed.rival,
        "stage": deed.stage,
        "before": deed.before,
        "after": deed.after,
        "ordered": deed.ordered,
        "why": list(deed.why or ()),
    }
