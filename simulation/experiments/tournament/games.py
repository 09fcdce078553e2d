"""Games played side by side: hundreds of pairs of doctrines in one pass through the months, and what they score."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from simulation import inputs, step
from simulation.actions import ACTIONS
from simulation.columns import HOSTILE
from simulation.doctrines import Doctrine
from simulation.doctrines.deciding import judge_of
from simulation.experiments.tournament.grounds import sides
from simulation.months import Course, by_month, months, side_by_side
from simulation.parameters import Parameters
from simulation.rules import learning, ties
from simulation.rules.arrays import looked_up
from simulation.scenario import Scenario
from simulation.state import Array, Draws, Observation, World

YEARS = 10  # what counts of events refer to

#: measure -> unit, and whether more of it is better
MEASURES: dict[str, tuple[str, bool]] = {
    "own": ("utility a month", True),
    "mutual": ("% of GDP a year", True),
    "war": ("% in ten years", False),
    "crises": ("crises in ten years", False),
    "influence": ("points of share in ten years", True),
}

Numbers = NDArray[np.float64]
Game = tuple[Doctrine, Doctrine]  # of the first side, of the second


def play(scenario: Scenario, p: Parameters, games: Sequence[Game], drawn: Draws, runs: int) -> Numbers:
    """Play the games side by side: `MEASURES` by side, as `[measure, side, game, run]`."""
    doctrines, actors = cast(scenario, games, runs)
    setting = inputs.setting_of(scenario)
    joins_in = np.array([doctrine.receptive for doctrine in doctrines])[actors]
    setting = setting._replace(receptive=joins_in[setting.reverse])
    many = len(games) * runs
    course = Course(
        inputs.starting_world(scenario, p, many),
        p,
        setting,
        by_month(inputs.imposed_on(scenario)),
        (side_by_side(month, len(games)) for month in by_month(drawn)),
    )
    decide, remember = deciders(doctrines, actors, p)
    pairs = inputs.pairs_of(scenario.labels)
    one, other = sides(scenario)
    rows = [pairs.index((one, other)), pairs.index((other, one))]
    states = [scenario.labels.index(one), scenario.labels.index(other)]
    total, lived = np.zeros((len(MEASURES), 2, many)), np.zeros(many)
    before = course.world
    for world, record in months(course, decide, remember):
        alive = ~before.over
        hostility = 0.5 * (looked_up(HOSTILE, record.initiative) + looked_up(HOSTILE, record.response))
        moved = (world.influence - before.influence)[states]
        worth = learning.month_payoff(
            moved,
            ties.mean(world.ties)[rows],
            hostility[rows[::-1]],
            record.severity[rows],
            (before.fear * world.vulnerability)[rows],
            1.0,  # vulnerability is in the fear already
            p,
        )
        risk = 100.0 * war_chance(record.instability, world, p)
        of_month = (worth, record.mutual_benefit[rows], [risk, risk], record.crisis[rows], 100.0 * moved)
        total += np.stack(of_month) * alive
        lived += alive
        before = world
    mean = total / lived
    mean[list(MEASURES).index("war") :] *= 12 * YEARS  # the events: from a month to ten years
    return mean.reshape(len(MEASURES), 2, len(games), runs)


def war_chance(instability: Array, world: World, p: Parameters) -> Array:
    """Chance that a crisis breaks out this month and ends in war, `[run]`, 0-1:  h P(severity = 1) w v.

    h from the reported instability 100 (1 - (1 - h)^12) (`rules.crisis.instability`); severity is Pareto from x0 with tail
    alpha, times 1 - c with a hotline, so P = min(1, ((1 - c) x0)^alpha) (`rules.crisis.severity`); severity 1 is a near
    miss, w the chance that it ends in war at full vulnerability v (`stages.crises.strike`).
    """
    hazard = 1.0 - (1.0 - instability / 100.0) ** (1.0 / 12.0)
    least = (1.0 - p.hotline_calm * world.hotline) * p.severity_scale
    near = np.minimum(1.0, least) ** p.severity_tail
    return hazard * p.war_risk * (near * world.vulnerability).mean(axis=0)


def cast(scenario: Scenario, games: Sequence[Game], runs: int) -> tuple[list[Doctrine], NDArray[np.int_]]:
    """Who acts by which doctrine: all that are played, and the place among them of the actor's, `[pair, game x run]`."""
    own = {state.name: state.doctrine for state in scenario.states}
    one, other = sides(scenario)
    dealt = [{**own, one: a, other: b} for a, b in games]
    place = {
        doctrine: k for k, doctrine in enumerate(dict.fromkeys(d for who in dealt for d in who.values()))
    }
    actors = [actor for actor, _ in inputs.pairs_of(scenario.labels)]
    by_game = [[place[who[actor]] for who in dealt] for actor in actors]
    return list(place), np.repeat(np.array(by_game), runs, axis=1)


def deciders(
    doctrines: Sequence[Doctrine], actors: NDArray[np.int_], p: Parameters
) -> tuple[step.Decide, step.Remember]:
    """`decide` and `remember` for `step.month`, where doctrines differ from game to game on the run axis (`cast`).

    Every doctrine is asked once for all the cells (pair, run) in which it acts, laid out as one pair with many runs.
    """
    cells = [(doctrine, np.flatnonzero(actors.ravel() == place)) for place, doctrine in enumerate(doctrines)]
    size = actors.size

    def at(x: Array, mine: Array) -> Array:
        return x if x.ndim < 2 else x.reshape(*x.shape[:-2], size)[..., None, mine]

    def decide(begun: Observation) -> step.Judge:
        judges = [
            judge_of(doctrine, Observation(*(at(x, mine) for x in begun)), p) for doctrine, mine in cells
        ]

        def judge(stage: str, o: Observation) -> Array:
            wish = np.zeros((len(ACTIONS), size))
            if stage != step.PROBE:  # the probe of softness is no part of the game, and nothing reads it back
                for one, (_, mine) in zip(judges, cells, strict=True):
                    wish[:, mine] = one(at(o.seen, mine), o.answering)[1][:, 0]
            return wish.reshape(len(ACTIONS), *actors.shape)

        return judge

    def remember(notes: Array, o: Observation, act: Array) -> Array:
        kept = notes.reshape(len(notes), size).copy()
        for doctrine, mine in cells:
            seen = Observation(*(at(x, mine) for x in o))
            kept[:, mine] = doctrine.remember(at(notes, mine), seen, at(act, mine), p)[:, 0]
        return kept.reshape(notes.shape)

    return decide, remember
