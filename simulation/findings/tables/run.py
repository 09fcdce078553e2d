"""What came of an ensemble, as tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from simulation.findings.run_summary import RunSummary
from simulation.findings.tables.rows import Row, Tables, about, of, table

BY_PAIR = ("cooperation", "tension", "mutual_benefit", "common_ground")
#: what a row says of numbers that no pair has
A_YEAR, OF_MONTHS, A_RUN = "a year", "share of months", "a run"


def run_tables(found: RunSummary) -> Tables:
    """What came of an ensemble (`findings.run.summary`).

    periods     first, last, runs_left, pair, variable, unit, n, median, low, high, mean, record (of cooperation)
    shares      outcome, subject, share of n runs with its 95 % interval; faded and lasted are of those with détente
    counts      outcome, subject, unit, n, median, low, high, mean
    dates       outcome, subject, n, median, low, high: months, of the n runs that have one
    states      state (blank: the world), variable, unit, months (all, detente, otherwise), n, median, low, high, mean
    """
    return {
        "about": about(found, "interval"),
        "periods": table(_periods(found)),
        "shares": table(_shares(found)),
        "counts": table(_counts(found)),
        "dates": table(
            {"outcome": outcome, "subject": subject, **of(dated, "n", "median", "low", "high")}
            for outcome, subject, dated in _recognised(found)
        ),
        "states": table(_states(found)),
    }


def _periods(found: RunSummary) -> Iterable[Row]:
    for one in found["periods"]:
        when = of(one, "first", "last", "runs_left")
        by_pair: Mapping[str, Any] = one
        for name in BY_PAIR:
            for pair, band in by_pair[name].items():
                yield {**when, "pair": pair, "variable": name, "unit": found["units"][name], **band}
        yield {**when, "variable": "crises", "unit": A_YEAR, **one["crises_a_year"]}
        yield {**when, "variable": "signed", "unit": A_YEAR, **one["signed_a_year"]}
        yield {**when, "variable": "detente", "unit": OF_MONTHS, "mean": one["detente"]}


def _shares(found: RunSummary) -> Iterable[Row]:
    detente = found["detente"]
    happened = detente["happened"] or 0.0
    yield {
        "outcome": "detente",
        "subject": None,
        "share": detente["happened"],
        **of(detente, "low", "high", "n"),
    }
    for name in ("faded", "lasted", "again", "neither"):
        part: Mapping[str, Any] = detente
        yield {"outcome": f"detente_{name}", "share": part[name], "n": round(happened * detente["n"])}
    yield {"outcome": "war", **found["war"]}
    yield {"outcome": "near_miss", **found["crises"]["near_miss"]}
    for issue, one in found["agreements"].items():
        yield {"outcome": "signed", "subject": issue, **one["ever"]}
    for outcome, subject, dated in _recognised(found):
        yield {"outcome": outcome, "subject": subject, **dated["ever"]}


def _counts(found: RunSummary) -> Iterable[Row]:
    crises = found["crises"]
    yield {"outcome": "crises", "subject": None, "unit": A_YEAR, **crises["a_year"]}
    yield {"outcome": "crises", "unit": A_RUN, **crises["a_run"]}
    yield {"outcome": "near_misses", "unit": A_RUN, **crises["near_misses_a_run"]}
    for issue, one in found["agreements"].items():
        yield {"outcome": "signed", "subject": issue, "unit": A_RUN, **one["signed"]}
        yield {"outcome": "broken", "subject": issue, "unit": A_RUN, **one["broken"]}
        yield {"outcome": "in_force", "subject": issue, "unit": OF_MONTHS, **one["in_force"]}


def _recognised(found: RunSummary) -> list[tuple[str, str | None, Any]]:
    recognition = found["recognition"]
    each: list[tuple[str, str | None, Any]] = [
        ("recognition", pair, dated) for pair, dated in recognition["by_state"].items()
    ]
    return [("recognition_by_both", None, recognition["mutual"]), *each]


def _states(found: RunSummary) -> Iterable[Row]:
    for state, lines in found["states"].items():
        for name, line in lines.items():
            parts: Mapping[str, Any] = line
            for months, band in parts.items():
                yield {
                    "state": state,
                    "variable": name,
                    "unit": found["units"][name],
                    "months": months,
                    **band,
                }
    for name, band in found["world"].items():
        yield {"state": None, "variable": name, "unit": found["units"][name], "months": "all", **band}
