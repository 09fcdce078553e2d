"""`run_claims`: each claim's main experiment, the same in every world, what remains with frozen conduct, the verdict."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Any, NamedTuple

import numpy as np

from simulation.experiments.claims.article import CHANNELS, CLAIMS, HOLD
from simulation.experiments.claims.claim import Claim, Effect, Finding, Verdict, effect_of, says, verdict
from simulation.experiments.claims.laboratory import Arm, Laboratory
from simulation.experiments.claims.measures import MEASURES
from simulation.experiments.claims.placebos import Placebos, placebos
from simulation.experiments.claims.worlds import CALIBRATED, CHARACTERS, FAMILIES, PAYOFFS, World

MAIN = World()
WORLD_RUNS = 40  # runs an arm in each of the many worlds: the main experiment has as many as asked for
THREE_STATE_FAMILIES = ("deliberate",)


class Result(NamedTuple):
    """What came of one claim."""

    claim: Claim
    effect: Effect
    verdict: Verdict
    condition: str
    frozen_share: float  # share of the effect that remains with the subject's conduct frozen
    findings: list[Finding]

    @property
    def borne_out(self) -> int:
        """In how many worlds the claim is borne out."""
        return sum(finding.says == 1 for finding in self.findings)

    @property
    def fails(self) -> list[World]:
        """The worlds in which it is not."""
        return [finding.world for finding in self.findings if finding.says != 1]


class Report(NamedTuple):
    """All claims, the single channels of cooperation, and the placebos; with runs and seed."""

    results: list[Result]
    channels: dict[str, Effect]
    placebos: Placebos
    runs: int
    world_runs: int
    seed: int


def worlds() -> list[World]:
    """Every world in which the claims are tried: families x payoffs x characters, and three states."""
    two = [World(*parts, 2) for parts in product(FAMILIES, PAYOFFS, CHARACTERS)]
    three = [
        World(family, payoffs, "security-seeking", 3)
        for family, payoffs in product(THREE_STATE_FAMILIES, PAYOFFS)
    ]
    return two + three


def _paired(
    laboratory: Laboratory, world: World, claim: Claim, payoffs: tuple[str, ...], resampled: bool = True
) -> dict[str, Effect]:
    """The effect of a claim in a world, for each of some payoff worlds."""
    treated = laboratory.arms(world, claim.treatment, payoffs)
    control = laboratory.arms(world, claim.control, payoffs)
    return {
        name: effect_of(treated[name][claim.measure], control[name][claim.measure], resampled)
        for name in payoffs
    }


def _frozen_share(laboratory: Laboratory, claim: Claim, own: Effect) -> float:
    """What of the effect remains when the subject is blind to the treatment: its part by definition, 0-1 or more."""
    blind = _paired(laboratory, MAIN._replace(family=claim.frozen), claim, (CALIBRATED,))[CALIBRATED]
    significant = not blind.low <= 0.0 <= blind.high
    return float(blind.effect / own.effect) if significant and own.effect else 0.0


def examine(claim: Claim, main: Laboratory, many: Laboratory) -> Result:
    """One claim from beginning to end."""
    own = _paired(main, MAIN, claim, (CALIBRATED,))[CALIBRATED]
    frozen = _frozen_share(main, claim, own)
    findings = []
    tried = dict.fromkeys((world.family, world.character, world.states) for world in worlds())
    for family, character, states in tried:
        world = World(family, CALIBRATED, character, states)
        for payoffs, effect in _paired(many, world, claim, PAYOFFS, resampled=False).items():
            findings.append(Finding(world._replace(payoffs=payoffs), effect, says(effect, claim.sign)))
    word, condition = verdict(says(own, claim.sign), findings, frozen)
    return Result(claim, own, word, condition, frozen, findings)


def run_claims(
    runs: int = 500,
    seed: int = 0,
    progress: Callable[[int, int], None] | None = None,
    world_runs: int = WORLD_RUNS,
) -> Report:
    """Examine all claims. `runs` is for the main experiments, `world_runs` for each of the many worlds.

    The same runs and seed give the same report. `progress` is called as progress(arms simulated, arms in all).
    """
    arms: set[Arm] = {arm for claim in CLAIMS for arm in (claim.treatment, claim.control)}
    groups = len(dict.fromkeys((world.family, world.character, world.states) for world in worlds()))
    total = len(arms) * (groups + 1) + len(
        {(c.frozen, arm) for c in CLAIMS for arm in (c.treatment, c.control)}
    )
    total += len(CHANNELS)
    done = 0

    def tick() -> None:
        nonlocal done
        done += 1
        if progress is not None:
            progress(min(done, total), total)

    main, many = Laboratory(runs, seed, tick), Laboratory(world_runs, seed, tick)
    results = [examine(claim, main, many) for claim in CLAIMS]
    held = main.arms(MAIN, HOLD, (CALIBRATED,))[CALIBRATED]["later_provocations"]
    channels = {
        name: effect_of(main.arms(MAIN, arm, (CALIBRATED,))[CALIBRATED]["later_provocations"], held)
        for name, arm in CHANNELS.items()
    }
    return Report(results, channels, placebos(seed), runs, world_runs, seed)


def as_json(report: Report) -> dict[str, Any]:
    """The report as plain data: `{"claims": [{"id", "verdict", "effect", "low", "high", "unit", "runs", ...}]}`."""

    def plain(value: float) -> float | None:
        return round(float(value), 10) if np.isfinite(value) else None

    return {
        "runs": report.runs,
        "world_runs": report.world_runs,
        "seed": report.seed,
        "claims": [
            {
                "id": result.claim.id,
                "verdict": result.verdict,
                "condition": result.condition,
                "effect": plain(result.effect.effect),
                "low": plain(result.effect.low),
                "high": plain(result.effect.high),
                "sd": plain(result.effect.sd),
                "unit": MEASURES[result.claim.measure].unit,
                "measure": result.claim.measure,
                "sign": result.claim.sign,
                "runs": result.effect.runs,
                "frozen_share": plain(result.frozen_share),
                "mechanism": result.claim.mechanism,
                "switch": result.claim.switch,
                "borne_out": result.borne_out,
                "worlds": [
                    {
                        **finding.world._asdict(),
                        "effect": plain(finding.effect.effect),
                        "low": plain(finding.effect.low),
                        "high": plain(finding.effect.high),
                        "sd": plain(finding.effect.sd),
                        "says": finding.says,
                    }
                    for finding in result.findings
                ],
            }
            for result in report.results
        ],
        "channels": {
            name: {"effect": plain(effect.effect), "low": plain(effect.low), "high": plain(effect.high)}
            for name, effect in report.channels.items()
        },
        "placebos": report.placebos._asdict(),
    }
