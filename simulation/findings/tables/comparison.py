"""Two futures side by side, as tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simulation.findings.comparison import Comparison
from simulation.findings.tables.rows import Row, Tables, about, in_a_cell, of, table


def comparison_tables(found: Comparison) -> Tables:
    """Two futures side by side (`findings.comparison.compare_summary`).

    changes     part, name, field, before, after (as JSON, if it is more than a number or a word), date
    outcomes    first, last, ordered, outcome, state, a, b, difference (b - a) with its 95 % interval, pairs, verdict
    spans       of the run that was asked for, if one was: first, last, future, and what it was like over these months
    """
    two: Mapping[str, Any] = found
    futures = {f"{side}_{key}": two[side][key] for side in ("a", "b") for key in two[side]}
    one = found["run"]
    tables = {
        "about": about({**found, **futures}, "interval"),
        "changes": table(
            (
                {**change, "before": in_a_cell(change["before"]), "after": in_a_cell(change["after"])}
                for change in found["changes"]
            ),
            *("part", "name", "field", "before", "after", "date"),
        ),
        "outcomes": table(
            {**of(window, "first", "last", "ordered"), **outcome}
            for window in found["windows"]
            for outcome in window["outcomes"]
        ),
    }
    if one is not None:
        rows: list[Row] = []
        for span in one["spans"]:
            for side, seen in (("a", span["a"]), ("b", span["b"])):
                rows.append({"run": one["run"], **of(span, "first", "last"), "future": side, **seen})
        tables["spans"] = table(rows)
    return tables
