"""The report on the claims as plain data, for `claims.json`."""

from __future__ import annotations

from typing import Any

from simulation.experiments.claims.effect import Effect
from simulation.experiments.claims.frontier import GOALS, MOTIVES, Frontier
from simulation.experiments.claims.measures import KEPT, MEASURES
from simulation.experiments.claims.result import Own, Result
from simulation.experiments.claims.running import Report
from simulation.findings.as_json import as_json
from simulation.findings.plain import six_digits


def claims_json(report: Report) -> dict[str, Any]:
    """The report as plain data: `{"claims": [{"id", "verdict", "effect", "low", "high", "unit", "runs", ...}]}`."""
    return {
        "runs": report.runs,
        "world_runs": report.world_runs,
        "seed": report.seed,
        "claims": [_claim(result) for result in report.results],
        "bilateral": [
            {**cell._asdict(), "unit": unit_of(cell.measure), **_numbers(cell.effect)}
            for cell in report.bilateral
        ],
        "probes": [
            {
                "probe": row.probe.name,
                "case": row.probe.case,
                "measure": row.probe.measure,
                "unit": unit_of(row.probe.measure),
                **_numbers(row.effect),
            }
            for row in report.probes
        ],
        "placebos": report.placebos._asdict(),
        "frontier": _frontier(report.frontier),
        "weighings": [
            {
                "weighing": one.name,
                "mixture": one.mixture.round(6).tolist(),
                "single": one.single,
                **_numbers(one.effect),
            }
            for one in report.weighings or ()
        ],
    }


def unit_of(measure: str) -> str:
    """The unit of a measure, by its name in `KEPT`; the score of the conclusion has one of its own."""
    return MEASURES[KEPT[measure][0]].unit if measure in KEPT else "share of the way from worst to best"


def _numbers(effect: Effect) -> dict[str, Any]:
    """Six digits, more than any interval bears; `ratio` stands where the numbers are ratios of rates."""
    found: dict[str, Any] = as_json(effect, six_digits)
    if not effect.ratio:
        del found["ratio"]
    return found


def own_json(own: Own) -> dict[str, Any]:
    """What an experiment says, aim by aim and window by window."""
    return {
        "says": own.says,
        "beside": {name: _numbers(effect) for name, effect in own.beside.items()},
        "aims": [
            {
                "measure": judged.aim.measure,
                "sign": judged.aim.sign,
                "unit": unit_of(judged.aim.measure),
                "says": judged.says,
                **_numbers(judged.effect),
                "windows": {window: _numbers(effect) for window, effect in judged.by_window.items()},
            }
            for judged in own.judged
        ],
    }


def _claim(result: Result) -> dict[str, Any]:
    claim = result.claim
    return {
        "id": claim.id,
        "verdict": result.verdict,
        "condition": result.condition,
        **_numbers(result.effect),
        "unit": unit_of(claim.measure),
        "measure": claim.measure,
        "sign": claim.sign,
        "says": result.says,
        "cases": {name: own_json(own) for name, own in result.cases.items()},
        "used_in_building": claim.used_in_building,
        "building": None if result.building is None else own_json(result.building),
        "frozen": as_json(result.frozen, six_digits),
        "mechanism": claim.mechanism,
        "switch": claim.switch,
        "borne_out": result.borne_out,
        "not_applicable": len(result.not_applicable),
        "worlds": [
            {
                **finding.world._asdict(),
                "family": str(finding.world.family),
                **_numbers(finding.effect),
                "says": finding.says,
            }
            for finding in result.findings
        ],
    }


def _frontier(frontier: Frontier | None) -> dict[str, Any] | None:
    if frontier is None:
        return None
    return {
        "motives": list(MOTIVES),
        "goals": list(GOALS),
        "policies": frontier.motives.round(6).tolist(),
        "reached": frontier.goals.round(6).tolist(),
        "best": frontier.best,
        "single": frontier.single,
        "single_reached": frontier.single_goals.round(6).tolist(),
        "effective_motives": frontier.spread,
        "worst": as_json(frontier.low, six_digits),
        "best_reached": as_json(frontier.high, six_digits),
    }
