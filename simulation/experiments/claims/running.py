"""`run_claims`: each claim's main experiment, the same in every world, what remains with frozen conduct, the verdict."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Any, NamedTuple

import numpy as np

from simulation.experiments.claims.article import CHANNELS, CLAIMS, HOLD
from simulation.experiments.claims.claim import Claim, Effect, Finding, effect_of, says, verdict
from simulation.experiments.claims.frontier import (
    GOALS,
    MOTIVES,
    Frontier,
    examine_conclusion,
    search_frontier,
)
from simulation.experiments.claims.laboratory import Arm, Laboratory
from simulation.experiments.claims.measures import MEASURES
from simulation.experiments.claims.placebos import Placebos, placebos
from simulation.experiments.claims.result import Result
from simulation.experiments.claims.worlds import CALIBRATED, CHARACTERS, FAMILIES, PAYOFFS, World

MAIN = World()
WORLD_RUNS = 40  # runs an arm in each of the many worlds: the main experiment has as many as asked for
THREE_STATE_FAMILIES = ("deliberate",)


class Report(NamedTuple):
    """All claims, the single channels of cooperation, and the placebos; with runs and seed."""

    results: list[Result]
    channels: dict[str, Effect]
    placebos: Placebos
    runs: int
    world_runs: int
    seed: int
    frontier: Frontier | None = None  # the search for the conclusion, Z1; None if it was not asked for


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
    conclusion: bool = True,
) -> Report:
    """Examine all claims. `runs` is for the main experiments, `world_runs` for each of the many worlds.

    `conclusion` asks for Z1, which needs pymoo. The same runs and seed give the same report. `progress` is called as
    progress(arms simulated, arms in all).
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
    frontier = search_frontier(seed) if conclusion else None
    if frontier is not None:
        results.append(examine_conclusion(frontier, runs, seed, world_runs))
    return Report(results, channels, placebos(seed), runs, world_runs, seed, frontier)


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
                "unit": unit_of(result.claim),
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
        "frontier": _frontier(report.frontier),
    }


def unit_of(claim: Claim) -> str:
    """The unit of a claim's effect."""
    known = MEASURES.get(claim.measure)
    return known.unit if known is not None else "share of the way from worst to best"


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
    }
