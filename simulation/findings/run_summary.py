"""What a summary of an ensemble holds: the shape of `summary.json`, name by name."""

from __future__ import annotations

from typing import TypedDict

from simulation.findings.plain import Band, Dated, Share


class Detente(TypedDict):
    """Share of runs in which détente happened with its 95 % interval; of those: faded, there at the end, both, neither."""

    happened: float | None
    faded: float | None
    lasted: float | None
    again: float | None
    neither: float | None
    n: int
    low: float | None
    high: float | None


class Headline(TypedDict):
    """What was run, and how often détente and war came: what a title and a footing need. Months are "YYYY-MM"."""

    scenario: str
    title: str
    first: str
    last: str
    months: int
    runs: int
    seed: int
    version: str
    imposed: list[str]
    detente: Detente
    war: Share


class Cooperation(Band):
    """Cooperation of a pair in a period, and the mean of the record there, COPDAB points a month."""

    record: float | None


class PeriodSummary(TypedDict):
    """A span of years: means over its months by pair, events a year, share of months in détente."""

    first: str
    last: str
    runs_left: int
    cooperation: dict[str, Cooperation]
    tension: dict[str, Band]
    mutual_benefit: dict[str, Band]
    common_ground: dict[str, Band]
    crises_a_year: Band
    signed_a_year: Band
    detente: float | None


class Agreement(TypedDict):
    """Agreements on an issue: times signed and broken a run, share of runs that ever had one, share of months in force."""

    signed: Band
    ever: Share
    broken: Band
    in_force: Band


class Crises(TypedDict):
    """Crises a year and a run, near misses a run, and the share of runs with a near miss."""

    a_year: Band
    a_run: Band
    near_misses_a_run: Band
    near_miss: Share


class Recognition(TypedDict):
    """When each direction, by the label of its pair, and when both came to hold that confronting pays less."""

    by_state: dict[str, Dated]
    mutual: Dated


class StateLine(TypedDict):
    """What is followed of a state: over all months, over those of détente, and over the others of the same runs."""

    all: Band
    detente: Band
    otherwise: Band


class RunSummary(Headline):
    """Everything the report shows."""

    interval: str
    units: dict[str, str]
    periods: list[PeriodSummary]
    agreements: dict[str, Agreement]
    crises: Crises
    recognition: Recognition
    states: dict[str, dict[str, StateLine]]
    world: dict[str, Band]
