"""`run_claims`: each claim's main experiment, the same in every world, what remains with frozen conduct, the verdict."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product
from typing import NamedTuple

import numpy as np

from simulation.doctrines import DOCTRINES, Doctrine
from simulation.doctrines.named import by_name
from simulation.engine import MOST_RUNS
from simulation.experiments.claims.arm import Arm
from simulation.experiments.claims.article import CLAIMS
from simulation.experiments.claims.bilateral import Cell, bilateral
from simulation.experiments.claims.claim import Claim
from simulation.experiments.claims.comparing import compared, differences, judged, paired, quoted, rare
from simulation.experiments.claims.conclusion import examine_conclusion
from simulation.experiments.claims.effect import Paired, Share, remaining
from simulation.experiments.claims.feeling import feels
from simulation.experiments.claims.frontier import Frontier, need_pymoo, search_frontier
from simulation.experiments.claims.laboratory import Laboratory, Wanted
from simulation.experiments.claims.placebos import Placebos, placebos
from simulation.experiments.claims.probes import MAIN, Row, probes
from simulation.experiments.claims.reserved import GROUNDS, NEARBY, SEED, used_in_building
from simulation.experiments.claims.result import Own, Result
from simulation.experiments.claims.verdict import Finding, verdict
from simulation.experiments.claims.weighing import Weighing
from simulation.experiments.claims.worlds import CALIBRATED, CHARACTERS, FAMILIES, PAYOFFS, World
from simulation.fields import Whole, argument, check_seed

WORLD_RUNS = 40  # runs an arm in each of the many worlds: the main experiment has as many as asked for
#: a coalition, a reciprocator that forgives, one that does not, a deterrer: three states cost thrice as much as two
THREE_STATE_FAMILIES = ("deliberate", "reciprocity", "tit_for_tat", "firm_deterrence")
RESERVED = tuple(World(ground=ground) for ground in GROUNDS)


class Report(NamedTuple):
    """All claims, the tables beside them, and the placebos; with runs and seed."""

    results: list[Result]
    bilateral: list[Cell]
    probes: list[Row]
    placebos: Placebos
    runs: int
    world_runs: int
    seed: int
    frontier: Frontier | None = None  # the search for the conclusion, Z1; None if it was not asked for
    weighings: list[Weighing] | None = None  # its answers by what is called best


class Bench(NamedTuple):
    """The laboratories that a claim is examined in."""

    main: Laboratory  # the laboratory's own world, with as many runs as asked for
    many: Laboratory  # the many worlds
    reserved: Laboratory  # the reserved grounds and parameter vectors, on a seed of their own
    families: Sequence[str | Doctrine] = FAMILIES  # of the many worlds


def worlds(families: Sequence[str | Doctrine] = FAMILIES) -> list[World]:
    """Every world in which the claims are tried: families x payoffs x characters, and three states.

    Of ours only some are tried with three states; a family that is not ours is.
    """
    two = [World(*parts, 2) for parts in product(families, PAYOFFS, CHARACTERS)]
    left_out = set(FAMILIES) - set(THREE_STATE_FAMILIES)
    three = [
        World(family, payoffs, "security-seeking", 3)
        for family, payoffs in product([one for one in families if one not in left_out], PAYOFFS)
    ]
    return two + three


def _groups(families: Sequence[str | Doctrine]) -> list[World]:
    """The worlds but for their payoffs: one is simulated with all payoffs in one call."""
    return list(dict.fromkeys(world._replace(payoffs=CALIBRATED) for world in worlds(families)))


def _says(laboratory: Laboratory, where: Sequence[World], claim: Claim, control: Arm, payoffs: str) -> Own:
    """What the laboratory's own world says, or the reserved grounds together with the reserved parameter vectors."""
    pairs = differences(claim, control)
    return judged(claim, compared(laboratory, where, pairs, (payoffs,), True)[payoffs])


def frozen_share(laboratory: Laboratory, where: Sequence[World], claim: Claim, payoffs: str) -> Share:
    """What of the effect remains when the acts of the control are done again: its part by definition, 0-1 or more.

    The natural direct effect of mediation analysis (Pearl 2001), as a share of the whole. What is ordered stands; what is
    done otherwise is what was done without the treatment; only whether a state joins in what it is offered is left to it.
    Of several aims the one of which least remains: a claim is no finding only if all that it says is definition.
    """

    def runs(measure: str, frozen: bool) -> Paired:
        pairs = differences(claim, claim.control, frozen)
        return paired(laboratory, where, pairs, (payoffs,), payoffs, measure)

    shares = [remaining(runs(name, False), runs(name, True), rare(name)) for name in quoted(claim)]
    return min(shares, key=lambda share: share.low if np.isfinite(share.low) else -np.inf)


def examine(claim: Claim, bench: Bench) -> Result:
    """One claim from beginning to end. One that was used in building takes its verdict from what is reserved."""
    laboratory, where, payoff = (
        (bench.reserved, RESERVED, NEARBY) if claim.used_in_building else (bench.main, (MAIN,), CALIBRATED)
    )
    cases = {name: _says(laboratory, where, claim, control, payoff) for name, control in claim.cases.items()}
    findings, deaf = [], []
    for group in _groups(bench.families):
        if claim.felt and not feels(group.family, claim.felt):
            deaf += [group._replace(payoffs=name) for name in PAYOFFS]
            continue
        for case, control in claim.cases.items():
            found = compared(bench.many, [group], differences(claim, control), PAYOFFS, False)
            for payoffs, effect in found.items():
                world = group._replace(payoffs=payoffs, case=case)
                if claim.used_in_building and used_in_building(world):
                    continue
                own = judged(claim, effect)
                if own.nothing_to_fall:
                    deaf.append(world)
                else:
                    findings.append(Finding(world, own.effect, own.says))
    share = frozen_share(laboratory, where, claim, payoff)
    whole = Result(claim, cases, "not supported", "", share, findings)  # its verdict comes next
    word, condition = verdict(whole.says, findings, share)
    building = (
        _says(bench.main, (MAIN,), claim, claim.control, CALIBRATED) if claim.used_in_building else None
    )
    return whole._replace(verdict=word, condition=condition, building=building, not_applicable=tuple(deaf))


def _wanted(
    claims: Sequence[Claim], families: Sequence[str | Doctrine]
) -> tuple[list[Wanted], list[Wanted], list[Wanted]]:
    """What the main, the many and the reserved laboratories have to simulate for some claims."""
    main, many, reserved = list[Wanted](), list[Wanted](), list[Wanted]()
    for claim in claims:
        plain = [
            arm for control in claim.cases.values() for pair in differences(claim, control) for arm in pair
        ]
        frozen = [arm for pair in differences(claim, claim.control, frozen=True) for arm in pair]
        main += [Wanted(MAIN, arm, (CALIBRATED,)) for arm in plain]
        grounds = RESERVED if claim.used_in_building else ()
        main += [] if grounds else [Wanted(MAIN, arm, (CALIBRATED,)) for arm in frozen]
        reserved += [Wanted(ground, arm, (NEARBY,)) for ground in grounds for arm in (*plain, *frozen)]
        many += [
            Wanted(group, arm, PAYOFFS)
            for group in _groups(families)
            if not claim.felt or feels(group.family, claim.felt)
            for arm in plain
        ]
    return main, many, reserved


def run_claims(
    runs: int = 500,
    seed: int = 0,
    progress: Callable[[int, int], None] | None = None,
    world_runs: int = WORLD_RUNS,
    conclusion: bool = True,
    families: Sequence[str | Doctrine] = FAMILIES,
) -> Report:
    """Examine all claims. `runs` is for the main experiments and probes, `world_runs` for each of the many worlds.

    `conclusion` asks for Z1, which needs pymoo; ScenarioError at once if it is not there. `families` are the doctrines of
    the many worlds, by name, or a `Doctrine` of one's own: `(*FAMILIES, mine)`. The same runs and seed give the
    same report. `progress` is called as progress(arms simulated, arms in all).
    """
    for name, asked_for in (("runs", runs), ("world_runs", world_runs)):
        argument(name, Whole(2, MOST_RUNS), asked_for)  # one pair of runs has no interval
    check_seed(seed)
    if conclusion:
        need_pymoo()
    # ours by name, as they stand in the report
    known = by_name(families, "families")
    families = [name if DOCTRINES.get(name) == one else one for name, one in known.items()]
    wanted = _wanted(CLAIMS, families)
    # the main experiments, the many worlds, what is reserved, and about as many arms in tables and probes
    total = sum(len({one.key() for one in each}) for each in wanted) + 60
    done = 0

    def tick() -> None:
        nonlocal done
        done += 1
        if progress is not None:
            progress(min(done, total), total)

    bench = Bench(
        Laboratory(runs, seed, tick),
        Laboratory(world_runs, seed, tick),
        Laboratory(max(2, runs // len(RESERVED)), seed + SEED, tick),
        families,
    )
    for laboratory, asked in zip(bench[:3], wanted, strict=True):
        laboratory.prepare(asked)
    results = [examine(claim, bench) for claim in CLAIMS]
    cells, probed = bilateral(bench.main), probes(bench.main, CLAIMS)
    frontier, weighed = search_frontier(seed) if conclusion else None, None
    if frontier is not None:
        z1, weighed = examine_conclusion(frontier, runs, seed, world_runs)
        results.append(z1)
    return Report(results, cells, probed, placebos(seed), runs, world_runs, seed, frontier, weighed)
