"""One claim's experiment by itself, in one world, in a second or two: what a reader starts to see it with own eyes."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from simulation.engine import MOST_RUNS
from simulation.experiments.claims import conclusion
from simulation.experiments.claims.article import CLAIMS
from simulation.experiments.claims.claim import Claim
from simulation.experiments.claims.comparing import compared, differences, judged
from simulation.experiments.claims.effect import Paired, effect_of
from simulation.experiments.claims.frontier import MOTIVES, Floats, goals_in
from simulation.experiments.claims.laboratory import Laboratory, Wanted
from simulation.experiments.claims.reported import reported
from simulation.experiments.claims.result import Judged, Own
from simulation.experiments.claims.weighing import weighed
from simulation.experiments.claims.worlds import World
from simulation.fields import Whole, argument, check_seed

#: claim -> its experiment, the conclusion too
BY_ID: dict[str, Claim] = {claim.id: claim for claim in (*CLAIMS, conclusion.CLAIM)}
Progress = Callable[[int, int], None]


class Tried(NamedTuple):
    """What came of one experiment: by case what it says, as in the report; runs of each arm and seed."""

    claim: Claim
    world: World
    cases: dict[str, Own]
    runs: int
    seed: int

    @property
    def says(self) -> int:
        """What all cases say, or 0 where they disagree."""
        marks = {own.says for own in self.cases.values()}
        return marks.pop() if len(marks) == 1 else 0


def experiment(
    claim: str, world: World | None = None, runs: int = 100, seed: int = 0, progress: Progress | None = None
) -> Tried:
    """A claim's own main experiment, treatment against control on the same chance, in a world.

    Without one, in the laboratory's own, which is not among the reserved ones from which the report takes some verdicts;
    with one, such as `reported.failing(claim)`, only in the case that it names, if any. `progress` is called as
    progress(arms done, arms in all), and stops the experiment by raising; no other process takes part. Raises KeyError for
    a claim that is none, ScenarioError for other arguments.
    """
    argument("runs", Whole(2, MOST_RUNS), runs)  # one pair of runs has no interval
    check_seed(seed)
    asked, where = BY_ID[claim], world or World()
    tell = progress or (lambda done, total: None)
    if asked is conclusion.CLAIM:
        return Tried(asked, where, _weighed(where, runs, seed, tell), runs, seed)
    controls = {case: arm for case, arm in asked.cases.items() if where.case in ("", case)}
    pairs = {case: differences(asked, control) for case, control in controls.items()}
    arms = list(dict.fromkeys(arm for each in pairs.values() for pair in each for arm in pair))
    laboratory = Laboratory(runs, seed)
    payoffs = (where.payoffs,)
    tell(0, len(arms))
    for done, arm in enumerate(arms, 1):
        laboratory.prepare([Wanted(where, arm, payoffs)])  # one at a time: so nothing is forked
        tell(done, len(arms))
    cases = {
        case: judged(asked, compared(laboratory, [where], each, payoffs, True)[where.payoffs])
        for case, each in pairs.items()
    }
    return Tried(asked, where, cases, runs, seed)


def _weighed(world: World, runs: int, seed: int, tell: Progress) -> dict[str, Own]:
    """The conclusion by each weighing: the report's best mixture against its best single aim, on these draws."""
    search = reported()["search"]
    weighings = {name: one for name, one in search["weighings"].items() if world.case in ("", name)}
    worst, best = np.array(search["worst"]), np.array(search["best"])
    cases = {}
    tell(0, 2 * len(weighings))
    for place, (name, one) in enumerate(weighings.items()):
        worth: list[Floats] = []
        for policy in (np.array(one["mixture"]), np.eye(len(MOTIVES))[MOTIVES.index(one["single"])]):
            goals = goals_in(policy, world, (world.payoffs,), runs, seed)[0]
            worth.append(weighed(name, goals, worst, best))
            tell(2 * place + len(worth), 2 * len(weighings))
        effect = effect_of(Paired(worth[0], worth[1]), resampled=False)
        cases[name] = Own((Judged(conclusion.CLAIM.aims[0], effect, {}),))
    return cases
