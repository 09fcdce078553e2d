"""What the whole report on the claims found, in short: kept in the package, since making it takes minutes.

`data/verdicts.json` is made from `claims.json` by `python -m docs.verdicts` (`findings.verdicts`); nothing in it is written
by hand, and a test compares it with the report in `docs/claims`.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any, TypedDict

from simulation.experiments.claims.worlds import World

FILE = "verdicts.json"


class EffectReported(TypedDict):
    """An effect as `effect.Effect` has it, six digits; None where there is none; and what it says of the claim."""

    effect: float | None
    low: float | None
    high: float | None
    sd: float | None
    runs: int
    ratio: bool
    says: int


class WorldReported(EffectReported):
    """The effect in one world, whose fields are those of `worlds.World`, on this seed."""

    world: dict[str, Any]
    seed: int


class ClaimReported(EffectReported):
    """A claim's verdict with its condition, its main experiment's effect on `measure`, and the other worlds.

    `own` is the effect in the laboratory's own world where the verdict is from `reserved` ones, else None. `fails` is the
    world in which it is most clearly not borne out, None if it is borne out in all that were tried.
    """

    verdict: str
    condition: str
    measure: str
    sign: int
    seed: int
    reserved: bool
    worlds: int
    borne_out: int
    not_applicable: int
    own: EffectReported | None
    fails: WorldReported | None


class MixtureReported(TypedDict):
    """What Z1 compares by one weighing: shares of twice the default of each motive, and the motive that does best alone."""

    mixture: list[float]
    single: str


class SearchReported(TypedDict):
    """What the search for Z1 found: by weighing, and the worst and best of each goal that put them on one scale."""

    worst: list[float]
    best: list[float]
    weighings: dict[str, MixtureReported]


class Reported(TypedDict):
    """The report in short: runs of the main experiments and of each of the many worlds, seed, version, day."""

    runs: int
    world_runs: int
    seed: int
    version: str
    day: str
    claims: dict[str, ClaimReported]
    search: SearchReported


@cache
def reported() -> Reported:
    """What is kept of the report. A `KeyError` is a claim that it does not have."""
    found: Reported = json.loads((files("simulation") / "data" / FILE).read_text(encoding="utf-8"))
    return found


def failing(claim: str) -> World | None:
    """The world of the report in which a claim is most clearly not borne out; None if it is in all."""
    fails = reported()["claims"][claim]["fails"]
    return None if fails is None else World(**fails["world"])
