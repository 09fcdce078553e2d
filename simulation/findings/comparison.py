"""Two futures side by side: what differs in the inputs, what that reaches, and what comes of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple, NotRequired, TypedDict

import xarray as xr

from simulation.doctrines import Doctrine
from simulation.experiments.input_changes import Change, changes, first_month, ordered_until, other_words
from simulation.experiments.outcomes import Compared, Verdict, Window, compared, touched
from simulation.findings.parted import PartedRun
from simulation.findings.plain import six_digits
from simulation.scenario import Part, Scenario

#: Months after the change that are looked at by themselves: what a change does at first has often faded by the end.
NEAR = 24
#: A run must go on for this many months more for that to be worth a look of its own (assumption).
WORTH = 12


class Labels(NamedTuple):
    """What the two futures are called in tables and figures."""

    a: str
    b: str


# --- what is found; months are "YYYY-MM" ------------------------------------------------------------------------


class Future(TypedDict):
    """One of the two: what it is called here, and its scenario's name and title."""

    label: str
    name: str
    title: str


class ChangeFound(TypedDict):
    """An input that differs (`input_changes.Change`), its values as a scenario file holds them."""

    part: str
    name: str
    field: str
    before: Any
    after: Any
    date: str


class Dates(TypedDict):
    """Median and 90 % band of the months in which an act first differs."""

    low: str
    median: str
    high: str


class Reached(TypedDict):
    """Runs in which anything differs that is done or felt, those in which an act does, and when it first does."""

    runs: int
    runs_with_another_act: int
    first_act: Dates | None


class Outcome(TypedDict):
    """An outcome in both futures, the mean of paired differences with its 95 % interval, and how sure that is."""

    outcome: str
    state: str | None
    a: float | None
    b: float | None
    difference: float | None
    low: float | None
    high: float | None
    pairs: int
    pairs_that_differ: int
    in_spreads: float | None
    verdict: Verdict


class WindowFound(TypedDict):
    """All outcomes over some months; `ordered` says that the futures differ in them by order."""

    first: str
    last: str
    outcomes: list[Outcome]
    ordered: bool


_From = TypedDict("_From", {"from": str})  # a word of Python's own, which a class cannot hold


class Comparison(_From):
    """Everything that report and figures show; `from` is the first month in which a change can matter."""

    a: Future
    b: Future
    states: list[str]
    first: str
    last: str
    runs: int
    seed: int
    version: str
    interval: str
    changes: list[ChangeFound]
    words_differ: bool
    reached: Reached
    windows: list[WindowFound]
    run: PartedRun | None
    counterfactual: NotRequired[str | None]


# --- counting -------------------------------------------------------------------------------------------------


def compare_summary(
    scenarios: tuple[Scenario, Scenario], labels: Labels, before: xr.Dataset, after: xr.Dataset
) -> Comparison:
    """What comes of two scenarios, of which `before` and `after` are the results.

    Raises ScenarioError for scenarios that cannot be compared, or results that are no twins.
    """
    a, b = scenarios
    found = changes(a, b)
    first, until = first_month(a, found), ordered_until(a, b)
    reached = touched(before, after)
    first_act: Dates | None = None
    if reached.first is not None:
        low, median, high = reached.first
        first_act = {"low": low, "median": median, "high": high}
    return {
        "a": {"label": labels.a, "name": a.name, "title": a.title},
        "b": {"label": labels.b, "name": b.name, "title": b.title},
        "states": list(a.labels),
        "first": a.start,
        "last": a.end,
        "runs": int(before.attrs["runs"]),
        "seed": int(before.attrs["seed"]),
        "version": str(before.attrs["version"]),
        "interval": "95% interval of the mean of paired differences (bootstrap over pairs of runs; shares of runs: "
        "Newcombe 1998, method 10); months after a war in either run of a pair are left out of both",
        "changes": changes_found(found),
        "words_differ": other_words(a, b),
        "from": a.month_text(first),
        "reached": {
            "runs": reached.anything,
            "runs_with_another_act": reached.acts,
            "first_act": first_act,
        },
        "windows": [
            {
                "first": a.month_text(window.start),
                "last": a.month_text(window.stop - 1),
                "outcomes": [_outcome(row) for row in compared(before, after, window)],
                "ordered": until is not None and window.stop <= until,
            }
            for window in windows(a, first, until)
        ],
        "run": None,
    }


def windows(scenario: Scenario, first: int, until: int | None = None) -> list[Window]:
    """The first two years from a month on, if the run goes on well beyond them; and everything from that month on.

    What differs from the beginning has no moment after which to look, so there is only the whole. Where the futures
    differ in orders alone, which hold for two years or more, `until` a month before the end: the months after it,
    which come first because they are what counts, and the ordered months apart, in which conduct differs by order.
    """
    if until is not None and until - first >= NEAR and scenario.months - until >= WORTH:
        return [Window(until, scenario.months), Window(first, until)]
    whole = Window(first, scenario.months)
    if first == 0 or scenario.months - first < NEAR + WORTH:
        return [whole]
    return [Window(first, first + NEAR), whole]


def _outcome(row: Compared) -> Outcome:
    return {
        "outcome": row.outcome,
        "state": row.state,
        "a": six_digits(row.before),
        "b": six_digits(row.after),
        "difference": six_digits(row.difference.mean),
        "low": six_digits(row.difference.low),
        "high": six_digits(row.difference.high),
        "pairs": row.difference.n,
        "pairs_that_differ": row.moved,
        "in_spreads": six_digits(row.in_spreads),
        "verdict": row.verdict,
    }


def changes_found(changes: Sequence[Change]) -> list[ChangeFound]:
    """Inputs that differ, as plain data."""
    return [_change(one) for one in changes]


def _change(change: Change) -> ChangeFound:
    def data(value: Any) -> Any:
        if isinstance(value, Part):
            return value.model_dump(exclude_none=True)
        if isinstance(value, Doctrine):
            return value.name
        return list(value) if isinstance(value, tuple) else value

    return {
        "part": change.part,
        "name": change.name,
        "field": change.field,
        "before": data(change.before),
        "after": data(change.after),
        "date": change.date,
    }


def marks(found: Comparison) -> Sequence[tuple[str, str]]:
    """The dates of the changes that have one, with the name of what changes, in order: what a figure marks."""
    dated = [one for one in found["changes"] if one["part"] in ("leaders", "events", "orders")]
    return list(dict.fromkeys((one["date"], one["name"]) for one in dated))
