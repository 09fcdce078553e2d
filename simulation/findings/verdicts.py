"""The report on the claims in short, as the package keeps it: made from `claims.json`, nothing by hand."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from simulation.experiments.claims.reported import (
    ClaimReported,
    EffectReported,
    Reported,
    SearchReported,
    WorldReported,
)
from simulation.experiments.claims.reserved import SEED
from simulation.experiments.claims.worlds import World


def verdicts(found: Mapping[str, Any], version: str, day: str) -> Reported:
    """What is kept of a whole report, `found` as in `claims.json`, made with a version of the package on a day.

    Raises KeyError for a report without the conclusion, Z1.
    """
    return {
        "runs": found["runs"],
        "world_runs": found["world_runs"],
        "seed": found["seed"],
        "version": version,
        "day": day,
        "claims": {claim["id"]: _claim(claim, found["seed"]) for claim in found["claims"]},
        "search": _search(found),
    }


def most_clearly_not(worlds: list[dict[str, Any]], sign: int) -> dict[str, Any] | None:
    """Of worlds that do not bear a claim out, the one that says so most clearly; None if all bear it out.

    One that is against the claim comes before one that says neither yes nor no; of those alike, the one whose effect lies
    furthest on the wrong side, in half widths of its own 95 % interval (of a ratio, its logarithm); the first of equals.
    """
    failed = [world for world in worlds if world["says"] != 1 and world["effect"] is not None]
    return min(failed, key=lambda world: (world["says"], _side(world, sign)), default=None)


def _side(world: Mapping[str, Any], sign: int) -> float:
    """How far an effect lies on the claim's side of nothing, half widths of its interval; below 0 on the other."""
    effect, low, high = (world[name] for name in ("effect", "low", "high"))
    if low is None or high is None:
        return 0.0  # an interval without an end says nothing of a side
    if world.get("ratio"):
        effect, low, high = (math.log(max(value, 1e-9)) for value in (effect, low, high))
    half = (high - low) / 2.0
    return float(sign * effect / half) if half > 0.0 else 0.0


def _effect(found: Mapping[str, Any]) -> EffectReported:
    return {
        "effect": found["effect"],
        "low": found["low"],
        "high": found["high"],
        "sd": found["sd"],
        "runs": found["runs"],
        "ratio": bool(found.get("ratio", False)),
        "says": found["says"],
    }


def _claim(claim: Mapping[str, Any], seed: int) -> ClaimReported:
    fails = most_clearly_not(claim["worlds"], claim["sign"])
    where: WorldReported | None = None
    if fails is not None:
        # the conclusion is tried on draws that its search has not seen
        used = seed + 1 if claim["id"] == "Z1" else seed
        where = {**_effect(fails), "world": {name: fails[name] for name in World._fields}, "seed": used}
    return {
        **_effect(claim),
        "verdict": claim["verdict"],
        "condition": claim["condition"],
        "measure": claim["measure"],
        "sign": claim["sign"],
        "seed": seed + (SEED if claim["used_in_building"] else 1 if claim["id"] == "Z1" else 0),
        "reserved": claim["used_in_building"],
        "worlds": len(claim["worlds"]),
        "borne_out": claim["borne_out"],
        "not_applicable": claim["not_applicable"],
        "own": _own(claim["building"]),
        "fails": where,
    }


def _own(building: Mapping[str, Any] | None) -> EffectReported | None:
    """What is quoted of the laboratory's own world: the effect on the first aim, and what all say."""
    return None if building is None else _effect({**building["aims"][0], "says": building["says"]})


def _search(found: Mapping[str, Any]) -> SearchReported:
    frontier = found["frontier"]
    return {
        "worst": frontier["worst"],
        "best": frontier["best_reached"],
        "weighings": {
            one["weighing"]: {"mixture": one["mixture"], "single": one["single"]}
            for one in found["weighings"]
        },
    }
