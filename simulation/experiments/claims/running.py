"""`run_claims`: each claim's main experiment, the same in every world, what remains with frozen conduct, the verdict."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Any, NamedTuple

import numpy as np

from simulation.experiments.claims.article import CLAIMS
from simulation.experiments.claims.claim import Claim, Effect, Finding, effect_of, says, verdict
from simulation.experiments.claims.frontier import (
    GOALS,
    MOTIVES,
    Frontier,
    examine_conclusion,
    need_pymoo,
    search_frontier,
)
from simulation.experiments.claims.laboratory import Arm, Laboratory, Wanted
from simulation.experiments.claims.measures import MEASURES, Runs
from simulation.experiments.claims.placebos import Placebos, placebos
from simulation.experiments.claims.probes import MAIN, Row, probes
from simulation.experiments.claims.result import Result
from simulation.experiments.claims.weighing import Weighing, weighings
from simulation.experiments.claims.worlds import CALIBRATED, CHARACTERS, FAMILIES, PAYOFFS, World

WORLD_RUNS = 40  # runs an arm in each of the many worlds: the main experiment has as many as asked for
#: a coalition, a reciprocator that forgives, one that does not, a deterrer: three states cost thrice as much as two
THREE_STATE_FAMILIES = ("deliberate", "reciprocity", "tit_for_tat", "firm_deterrence")


class Report(NamedTuple):
    """All claims, the probes, and the placebos; with runs and seed."""

    results: list[Result]
    probes: list[Row]
    placebos: Placebos
    runs: int
    world_runs: int
    seed: int
    frontier: Frontier | None = None  # the search for the conclusion, Z1; None if it was not asked for
    weighings: list[Weighing] | None = None  # what its answer is by other notions of what is best


def worlds() -> list[World]:
    """Every world in which the claims are tried: families x payoffs x characters, and three states."""
    two = [World(*parts, 2) for parts in product(FAMILIES, PAYOFFS, CHARACTERS)]
    three = [
        World(family, payoffs, "security-seeking", 3)
        for family, payoffs in product(THREE_STATE_FAMILIES, PAYOFFS)
    ]
    return two + three


def _groups() -> list[World]:
    """The worlds but for their payoffs: one is simulated with all payoffs in one call."""
    return list(dict.fromkeys(world._replace(payoffs=CALIBRATED) for world in worlds()))


def paired(
    laboratory: Laboratory,
    world: World,
    claim: Claim,
    payoffs: tuple[str, ...],
    resampled: bool = True,
    frozen: bool = False,
) -> dict[str, Effect]:
    """The effect of a claim in a world, for each of some payoff worlds: treatment less control.

    For a claim with a probe, less the same difference without the probe. `frozen`: in the treatment the acts of the
    control are done again, so that nobody whose conduct is studied can react.
    """

    differences = _differences(claim)
    treatments = [t._replace(again=c) if frozen else t for t, c in differences]
    controls = [control for _, control in differences]

    def less_before(arms: list[Arm], name: str) -> Runs:
        found, *before = (laboratory.arms(world, arm, payoffs)[name][claim.measure] for arm in arms)
        return found - before[0] if before else found

    return {
        name: effect_of(less_before(treatments, name), less_before(controls, name), resampled)
        for name in payoffs
    }


def _differences(claim: Claim) -> list[tuple[Arm, Arm]]:
    """Treatment and control; and, for a claim with a probe, both without the probe."""
    return [(claim.treatment, claim.control), *([claim.before] if claim.before else [])]


def _frozen_share(laboratory: Laboratory, claim: Claim, own: Effect) -> float:
    """What of the effect remains when the acts of the control are done again: its part by definition, 0-1 or more.

    The natural direct effect of mediation analysis (Pearl 2001), as a share of the whole: what the subject does, or both do
    where both are alike, is what it was without the treatment; only whether it joins in what it is offered is left to it.
    """
    blind = paired(laboratory, MAIN, claim, (CALIBRATED,), frozen=True)[CALIBRATED]
    significant = not blind.low <= 0.0 <= blind.high
    return float(blind.effect / own.effect) if significant and own.effect else 0.0


def examine(claim: Claim, main: Laboratory, many: Laboratory) -> Result:
    """One claim from beginning to end."""
    own = paired(main, MAIN, claim, (CALIBRATED,))[CALIBRATED]
    frozen = _frozen_share(main, claim, own)
    findings = []
    for world in _groups():
        for payoffs, effect in paired(many, world, claim, PAYOFFS, resampled=False).items():
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
    """Examine all claims. `runs` is for the main experiments and probes, `world_runs` for each of the many worlds.

    `conclusion` asks for Z1, which needs pymoo; ScenarioError at once if it is not there. The same runs and seed give the
    same report. `progress` is called as progress(arms simulated, arms in all).
    """
    if conclusion:
        need_pymoo()
    differences = [both for claim in CLAIMS for both in _differences(claim)]
    arms = list(dict.fromkeys(arm for both in differences for arm in both))
    frozen = list(dict.fromkeys(treatment._replace(again=control) for treatment, control in differences))
    # the main experiments, the same with frozen conduct, every group of worlds, and about as many arms in probes
    total = len(arms) * (len(_groups()) + 2) + len(frozen)
    done = 0

    def tick() -> None:
        nonlocal done
        done += 1
        if progress is not None:
            progress(min(done, total), total)

    main, many = Laboratory(runs, seed, tick), Laboratory(world_runs, seed, tick)
    main.prepare([Wanted(MAIN, arm, (CALIBRATED,)) for arm in (*arms, *frozen)])
    many.prepare([Wanted(world, arm, PAYOFFS) for world in _groups() for arm in arms])
    results = [examine(claim, main, many) for claim in CLAIMS]
    probed = probes(main, CLAIMS)
    frontier = search_frontier(seed) if conclusion else None
    if frontier is not None:
        results.append(examine_conclusion(frontier, runs, seed, world_runs))
    weighed = None if frontier is None else weighings(frontier, runs, seed)
    return Report(results, probed, placebos(seed), runs, world_runs, seed, frontier, weighed)


def as_json(report: Report) -> dict[str, Any]:
    """The report as plain data: `{"claims": [{"id", "verdict", "effect", "low", "high", "unit", "runs", ...}]}`."""

    def plain(value: float) -> float | None:
        return round(float(value), 10) if np.isfinite(value) else None

    def numbers(effect: Effect) -> dict[str, float | int | None]:
        parts = {name: plain(getattr(effect, name)) for name in ("effect", "low", "high", "sd")}
        return {**parts, "runs": effect.runs}

    return {
        "runs": report.runs,
        "world_runs": report.world_runs,
        "seed": report.seed,
        "claims": [
            {
                "id": result.claim.id,
                "verdict": result.verdict,
                "condition": result.condition,
                **numbers(result.effect),
                "unit": unit_of(result.claim),
                "measure": result.claim.measure,
                "sign": result.claim.sign,
                "frozen_share": plain(result.frozen_share),
                "mechanism": result.claim.mechanism,
                "switch": result.claim.switch,
                "borne_out": result.borne_out,
                "worlds": [
                    {
                        **finding.world._asdict(),
                        **numbers(finding.effect),
                        "says": finding.says,
                    }
                    for finding in result.findings
                ],
            }
            for result in report.results
        ],
        "probes": [
            {
                "probe": row.probe.name,
                "case": row.probe.case,
                "measure": row.probe.measure,
                "unit": MEASURES[row.probe.measure].unit,
                **numbers(row.effect),
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
                **numbers(one.effect),
            }
            for one in report.weighings or ()
        ],
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
