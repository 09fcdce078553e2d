"""The article's six sentences: their claims, what the report found of each, and what an experiment run now gives."""

from __future__ import annotations

from typing import Any, NamedTuple, TypedDict

from simulation.experiments.claims.alone import BY_ID, Tried
from simulation.experiments.claims.reported import ClaimReported, reported
from simulation.findings.claims import own_json


class Sentence(NamedTuple):
    """A sentence of the story, the claims that it makes, and the one whose number stands beside it."""

    name: str
    claims: tuple[str, ...]
    told_by: str


SENTENCES = (
    Sentence("rivalry", ("B1", "B2", "B3"), "B3"),
    Sentence("dialogue", ("W1",), "W1"),
    Sentence("cooperation", ("W2",), "W2"),
    Sentence("peace", ("A1", "A2", "G1", "G2"), "A2"),
    Sentence("gain", ("G3", "G4"), "G3"),
    Sentence("price", ("K1", "K2", "K3", "K4", "Z1"), "K3"),
)


class AimFound(TypedDict):
    """What a claim says of a measure: that it rises (1) or falls (-1), over the run or in the years after (`later`)."""

    measure: str
    sign: int
    later: bool


class ClaimFound(ClaimReported):
    """A claim with what the report found of it, and what it says."""

    id: str
    aims: list[AimFound]


class SentenceFound(TypedDict):
    """A sentence by its name, `number` from 1, and its claims; runs, version and day are those of the report."""

    number: int
    name: str
    told_by: str
    claims: list[ClaimFound]
    runs: int
    world_runs: int
    version: str
    day: str


class ExperimentFound(TypedDict):
    """One experiment: claim, world, runs of each arm and seed; cases as in `claims.json`, each with its aims and windows.

    `says` is 1 where it bears the claim out, -1 where it is against it, 0 where it says neither, or its cases disagree.
    """

    claim: str
    world: dict[str, Any]
    runs: int
    seed: int
    says: int
    cases: dict[str, Any]


def sentence_found(number: int) -> SentenceFound:
    """One of the six sentences, counted from 1. Raises IndexError where there is none."""
    if not 1 <= number <= len(SENTENCES):
        raise IndexError(number)
    name, claims, told_by = SENTENCES[number - 1]
    kept = reported()
    return {
        "number": number,
        "name": name,
        "told_by": told_by,
        "claims": [_claim(claim, kept["claims"][claim]) for claim in claims],
        "runs": kept["runs"],
        "world_runs": kept["world_runs"],
        "version": kept["version"],
        "day": kept["day"],
    }


def sentences_found() -> list[SentenceFound]:
    """All six."""
    return [sentence_found(number) for number in range(1, len(SENTENCES) + 1)]


def experiment_found(tried: Tried) -> ExperimentFound:
    """What came of an experiment (`experiments.claims.alone`), as plain data."""
    return {
        "claim": tried.claim.id,
        "world": {**tried.world._asdict(), "family": str(tried.world.family)},
        "runs": tried.runs,
        "seed": tried.seed,
        "says": tried.says,
        "cases": {case: own_json(own) for case, own in tried.cases.items()},
    }


def _claim(claim: str, found: ClaimReported) -> ClaimFound:
    aims: list[AimFound] = [
        {"measure": aim.measure, "sign": aim.sign, "later": bool(aim.windows)} for aim in BY_ID[claim].aims
    ]
    return {**found, "id": claim, "aims": aims}
