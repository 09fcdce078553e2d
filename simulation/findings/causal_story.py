"""The tests of the causal story as plain data, for `story.json`."""

from __future__ import annotations

from typing import Any

from simulation.catalogue import text
from simulation.experiments.causal_story import Report
from simulation.experiments.causal_story.row import Cell, Row, judge
from simulation.findings.as_json import as_json


def story_json(report: Report) -> dict[str, Any]:
    """The report as plain data: `{"rows": [{"id", "sentence", "holds", "value", "low", "high", "unit", "rule", ...}]}`."""
    causes, made = report.causes, {"runs": report.runs, "seed": report.seed}
    found = {
        **made,
        "rows": [{**_row(row), **made} for row in report.rows],
        "fading": {
            "as_it_is": _cell(causes.as_it_is),
            "off_alone": {name: _cell(cell) for name, cell in causes.off_alone.items()},
            "on_alone": {name: _cell(cell) for name, cell in causes.on_alone.items()},
            "all_off": _cell(causes.all_off),
            "faded": causes.faded,
        },
    }
    return {**as_json(found, lambda value: round(value, 10)), "learnt_in_detente": as_json(report.learnt)}


def _row(row: Row) -> dict[str, Any]:
    kind, bound, upper = row.rule
    key = row.id.replace(".", "_")
    return {
        "id": row.id,
        "sentence": text(f"causal_story_row.{key}"),
        "holds": row.holds,
        **_cell(row.deciding),
        "unit": row.unit,
        "rule": {"kind": kind, "bound": bound, **({"upper": upper} if kind == "between" else {})},
        "one_is_enough": row.one_is_enough,
        "holding": row.holding,
        "cells": [{**_cell(cell), "holds": judge(row.rule, cell)} for cell in row.cells],
        "beside": [_cell(cell) for cell in row.beside],
        "missing": row.missing,
    }


def _cell(cell: Cell) -> dict[str, Any]:
    name, *numbers = cell
    return {"cell": name, **dict(zip(cell._fields[1:], numbers, strict=True))}
