"""The claims of the article, as tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from simulation.experiments.claims.frontier import GOALS, MOTIVES
from simulation.findings.tables.rows import Row, Tables, about, scalars, table


def claims_tables(found: Mapping[str, Any]) -> Tables:
    """The claims of the article (`findings.claims.claims_json`); effects with their 95 % interval.

    claims      id, verdict, condition, effect, low, high, unit, measure, sign, ...
    aims        id, case, measure, window (blank: all months), effect, low, high, unit, says
    worlds      id, the world (family, payoffs, ...), effect, low, high, says
    frontier    the weights of each aim in a policy on the frontier, and what it reaches of each goal
    bilateral, probes, weighings, placebos: as they stand in the finding
    """
    claims = found["claims"]
    frontier = found["frontier"] or {"policies": [], "reached": []}
    return {
        "about": about(found),
        "claims": table(
            {**scalars(claim), **{f"frozen_{key}": value for key, value in (claim["frozen"] or {}).items()}}
            for claim in claims
        ),
        "aims": table(row for claim in claims for row in _aims(claim)),
        "worlds": table({"id": claim["id"], **world} for claim in claims for world in claim["worlds"]),
        "bilateral": table(map(dict, found["bilateral"])),
        "probes": table(map(dict, found["probes"])),
        "weighings": table(
            (
                {**scalars(one), **dict(zip(MOTIVES, one["mixture"], strict=True))}
                for one in found["weighings"]
            ),
            *("weighing", *MOTIVES, "single", "effect", "low", "high", "sd", "runs"),
        ),
        "frontier": table(
            (
                dict(zip((*MOTIVES, *GOALS), (*weights, *goals), strict=True))
                for weights, goals in zip(frontier["policies"], frontier["reached"], strict=True)
            ),
            *(*MOTIVES, *GOALS),
        ),
        "placebos": table({"placebo": name, "value": value} for name, value in found["placebos"].items()),
    }


def _aims(claim: Mapping[str, Any]) -> Iterable[Row]:
    building = {} if claim["building"] is None else {"building": claim["building"]}
    for case, own in {**claim["cases"], **building}.items():
        for aim in own["aims"]:
            row = {"id": claim["id"], "case": case, "window": "", **scalars(aim)}
            yield row
            for window, effect in aim["windows"].items():
                yield {**row, "window": window, "says": None, **effect}
