"""Every doctrine against every doctrine, itself included: who gains, who gains together, who lives dangerously.

Axelrod's (1984) round robin, played in the whole model. The games stand side by side on the run axis, so that one pass
through the months plays hundreds of them; run k has the same chance in every game, so that all comparisons are paired.

What is scored, one number a game and run, months after a war left out:

- *own* benefit, utility a month: what the month was worth to the state by the rule from which states learn
  (`rules.learning.month_payoff`: influence won or lost, ties, hostility met with, crises), with what the rival really did
  in place of what was perceived. The prices are the model's own, so nothing is priced for the tournament;
- *mutual* benefit, % of GDP a year: the smaller of the two gains from ties;
- *war* risk, % in ten years: the chance, at each month's hazard, of a crisis severe enough to end in war, and of its doing
  so (`war_chance`). An expectation, far less noisy than a count of wars. With more than two states: anywhere among them;
- *crises* and *influence* won, both in ten years, to explain the others.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from typing import Any, NamedTuple

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from simulation import draws as chance
from simulation import inputs, step
from simulation.actions import ACTIONS
from simulation.columns import HOSTILE
from simulation.doctrines import DOCTRINES, preference
from simulation.errors import ScenarioError, choose, show
from simulation.experiments.claims.worlds import World as LaboratoryWorld
from simulation.experiments.claims.worlds import laboratory_scenario
from simulation.experiments.ensembles import mean_interval
from simulation.games import PAYOFF_WORLDS
from simulation.parameters import Parameters
from simulation.rules import learning
from simulation.rules.arrays import looked_up
from simulation.scenario import Rivalry, Scenario, load_scenario
from simulation.state import Array, Draws, Observation, World

MONTHS = 120  # ten years, two terms of an agreement
CELLS = 2048  # games times runs in one pass: enough to make the doctrines' small arrays worth their calls
MOST_RUNS = 1000  # a game: every game's runs are kept until the standings are made
YEARS = 10  # what counts of events refer to

#: measure -> unit, and whether more of it is better
MEASURES: dict[str, tuple[str, bool]] = {
    "own": ("utility a month", True),
    "mutual": ("% of GDP a year", True),
    "war": ("% in ten years", False),
    "crises": ("crises in ten years", False),
    "influence": ("points of share in ten years", True),
}
#: by these doctrines are ranked
RANKED = ("own", "mutual", "war")

Numbers = NDArray[np.float64]
Game = tuple[str, str]  # doctrine of the first side, doctrine of the second


# --- the scenarios ------------------------------------------------------------------------------------------


def default_scenarios() -> tuple[Scenario, ...]:
    """Three grounds, few and unlike, so that no single one decides.

    *laboratory*: equals without a history, prices as calibrated. *high_stakes*: the same where an unanswered provocation
    wins much (the prisoner's dilemma of `simulation.games`). *cold_war*: the unequal rivals of the record, with its
    events, and without its leaders, whose dispositions would be a second, hidden doctrine.
    """
    laboratory = laboratory_scenario(LaboratoryWorld(), None)
    high = laboratory.changed(
        name="high_stakes",
        title="The laboratory, where provoking wins much",
        parameters=PAYOFF_WORLDS["Prisoner's Dilemma"],
    )
    return laboratory, high, load_scenario("cold_war").changed(leaders=())


def shortened(scenario: Scenario, months: int) -> Scenario:
    """The scenario's first `months` months, with what is dated in them; as it is if it is no longer than that."""
    if scenario.months <= months:
        return scenario
    last = scenario.changed(months=months, events=(), leaders=()).end
    return scenario.changed(
        months=months,
        events=[_cut(event, scenario, months) for event in scenario.events if event.date <= last],
        leaders=[leader for leader in scenario.leaders if leader.since <= last],
    )


def _cut(event: Any, scenario: Scenario, months: int) -> Any:
    """An event that ends with the scenario at the latest."""
    left = months - scenario.month_index(event.date)
    return event if event.months <= left else type(event)(**{**dict(event), "months": left})


def sides(scenario: Scenario) -> tuple[str, str]:
    """Who plays the doctrines: the states of the first rivalry, or else the first two. Others keep their own."""
    if scenario.rivalries:
        return scenario.rivalries[0].between
    return scenario.labels[0], scenario.labels[1]


def mirrored(scenario: Scenario) -> bool:
    """Whether the two sides could change places and nothing would be different, so that one order of play does."""
    if len(scenario.states) != 2 or scenario.events or scenario.leaders:
        return False
    labels = {"name", "title", "source", "doctrine"}
    first, second = ({k: v for k, v in dict(s).items() if k not in labels} for s in scenario.states)
    rivalry = scenario.rivalries[0] if scenario.rivalries else Rivalry(between=sides(scenario))
    there, back = (dict(rivalry.seen_from(name)) for name in sides(scenario))
    return first == second and {**there, "between": ()} == {**back, "between": ()}


# --- the games ----------------------------------------------------------------------------------------------


def tournament(
    doctrines: Sequence[str] | None = None,
    scenarios: Sequence[Scenario] | None = None,
    *,
    runs: int = 30,
    seed: int = 0,
    months: int = MONTHS,
    noise: float | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> xr.Dataset:
    """Play all against all; `MEASURES` of the row doctrine as `[scenario, doctrine, opponent, run]`.

    doctrines  names in DOCTRINES, at least two; all of them by default
    scenarios  the grounds; `default_scenarios()` by default. No longer than `months`
    noise      sd of the error in reading an act (parameter perception_noise); the scenario's own by default
    progress   called as progress(games done, games)

    A doctrine plays both sides. Raises ScenarioError for what cannot be played.
    """
    names = tuple(DOCTRINES) if doctrines is None else tuple(doctrines)
    for name in names:
        if name not in DOCTRINES:
            raise ScenarioError(f"doctrine is {show(name)}; {choose(name, DOCTRINES, 'doctrine')}")
    if len(names) < 2 or len(set(names)) < len(names):
        raise ScenarioError("doctrines must be two or more, each named once")
    if not 2 <= runs <= MOST_RUNS:
        raise ScenarioError(f"runs is {runs}; a tournament needs 2 (for an interval) to {MOST_RUNS} a game")
    grounds = tuple(shortened(s, months) for s in (scenarios or default_scenarios()))
    if len({ground.name for ground in grounds}) < len(grounds):
        raise ScenarioError("scenarios must have different names")
    overrides = {} if noise is None else {"perception_noise": noise}
    jobs = [
        (ground, inputs.parameters_of(ground, overrides), games)
        for ground in grounds
        for games in _blocks(_games(names, mirrored(ground)), max(1, CELLS // runs))
    ]
    drawn = {ground.name: _draws(ground, seed, runs) for ground in grounds}
    scored: dict[tuple[str, Game], Numbers] = {}
    done, total = 0, sum(len(games) for _, _, games in jobs)

    def one(job: tuple[Scenario, Parameters, list[Game]]) -> Numbers:
        ground, p, games = job
        return play(ground, p, games, drawn[ground.name], runs)

    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        found = pool.map(one, jobs)
        for (ground, _, games), scores in zip(jobs, found, strict=True):
            scored |= {(ground.name, game): scores[:, :, k] for k, game in enumerate(games)}
            done += len(games)
            if progress is not None:
                progress(done, total)
    table = np.array([[[_of_row(scored, g.name, a, b) for b in names] for a in names] for g in grounds])
    axes = ("scenario", "doctrine", "opponent", "run")
    return xr.Dataset(
        {
            measure: (axes, table[:, :, :, place], {"units": unit})
            for place, (measure, (unit, _)) in enumerate(MEASURES.items())
        },
        coords={
            "scenario": [g.name for g in grounds],
            "doctrine": list(names),
            "opponent": list(names),
            "run": np.arange(runs),
        },
        attrs={
            "runs": runs,
            "seed": seed,
            "months": max(g.months for g in grounds),
            "noise": "as in the scenario" if noise is None else noise,
        },
    )


def _games(names: Sequence[str], mirrored: bool) -> list[Game]:
    """All ordered games, or one order of each where the other would be the same."""
    place = {name: k for k, name in enumerate(names)}
    return [(a, b) for a, b in product(names, names) if not mirrored or place[a] <= place[b]]


def _blocks(games: list[Game], size: int) -> list[list[Game]]:
    return [games[first : first + size] for first in range(0, len(games), size)]


def _of_row(scored: dict[tuple[str, Game], Numbers], ground: str, row: str, column: str) -> Numbers:
    """What the row doctrine had against the column doctrine, `[measure, run]`: mean over the sides it played."""
    seats = [
        scored[ground, game][:, side]
        for side, game in enumerate(((row, column), (column, row)))
        if (ground, game) in scored
    ]
    return np.asarray(np.mean(seats, axis=0))


def _draws(scenario: Scenario, seed: int, runs: int) -> Draws:
    return chance.draws(seed, scenario.labels, inputs.pairs_of(scenario.labels), scenario.months, 0, runs)


def play(scenario: Scenario, p: Parameters, games: Sequence[Game], drawn: Draws, runs: int) -> Numbers:
    """Play the games side by side: `MEASURES` by side, as `[measure, side, game, run]`."""
    actors = cast(scenario, games, runs)
    setting = inputs.setting_of(scenario)
    joins_in = np.vectorize(lambda name: DOCTRINES[name].receptive)(actors)
    setting = setting._replace(receptive=joins_in[setting.reverse])
    imposed = inputs.imposed_on(scenario)
    many = len(games) * runs
    world = inputs.starting_world(scenario, p, many)
    decide, remember = deciders(actors, p)
    pairs = inputs.pairs_of(scenario.labels)
    one, other = sides(scenario)
    there = [pairs.index((one, other)), pairs.index((other, one))]
    states = [scenario.labels.index(one), scenario.labels.index(other)]
    total, lived = np.zeros((len(MEASURES), 2, many)), np.zeros(many)
    for month in range(scenario.months):
        before, alive = world, ~world.over
        world, record = step.month(
            world,
            p,
            setting,
            inputs.month_of(imposed, month),
            _side_by_side(chance.month_of(drawn, month), len(games)),
            decide,
            remember,
        )
        hostility = 0.5 * (looked_up(HOSTILE, record.initiative) + looked_up(HOSTILE, record.response))
        moved = (world.influence - before.influence)[states]
        worth = learning.month_payoff(
            moved,
            (world.trade + world.culture + world.science)[there] / 3.0,
            hostility[there[::-1]],
            record.severity[there],
            p.payoff_influence,
            p.payoff_ties,
            p.payoff_hostility * (1.0 + p.payoff_danger * (before.fear * world.vulnerability)[there]),
            p.payoff_crisis,
            p.loss_aversion,
        )
        risk = 100.0 * war_chance(record.instability, world, p)
        month_of = (worth, record.mutual_benefit[there], [risk, risk], record.crisis[there], 100.0 * moved)
        total += np.stack(month_of) * alive
        lived += alive
    mean = total / lived
    mean[list(MEASURES).index("war") :] *= 12 * YEARS  # the events: from a month to ten years
    return mean.reshape(len(MEASURES), 2, len(games), runs)


def war_chance(instability: Array, world: World, p: Parameters) -> Array:
    """Chance that a crisis breaks out this month and ends in war, `[run]`, 0-1:  h P(severity >= n) w v.

    h from the reported instability 100 (1 - (1 - h)^12) (`rules.crisis.instability`); severity is Pareto from x0 with tail
    alpha, times 1 - c with a hotline, so P = min(1, ((1 - c) x0 / n)^alpha) (`rules.crisis.severity`); n is where a near
    miss begins, w the chance that it ends in war at full vulnerability v (`stages.crises.strike`).
    """
    hazard = 1.0 - (1.0 - instability / 100.0) ** (1.0 / 12.0)
    least = (1.0 - p.hotline_calm * world.hotline) * p.severity_scale
    near = np.minimum(1.0, least / p.near_miss) ** p.severity_tail
    return hazard * p.war_risk * (near * world.vulnerability).mean(axis=0)


def _side_by_side(month: Draws, games: int) -> Draws:
    """The same chance for every game: `[..., run] -> [..., game x run]`."""
    return Draws(*(np.tile(kind, (1,) * (kind.ndim - 1) + (games,)) for kind in month))


Decide = Callable[[str, Observation], Array]
Remember = Callable[[Array, Observation, Array], Array]


def cast(scenario: Scenario, games: Sequence[Game], runs: int) -> NDArray[np.str_]:
    """Who acts by which doctrine: the actor's, by `[pair, game x run]`."""
    own = {state.name: state.doctrine for state in scenario.states}
    one, other = sides(scenario)
    actors = [actor for actor, _ in inputs.pairs_of(scenario.labels)]
    by_game = [[{**own, one: a, other: b}[actor] for a, b in games] for actor in actors]
    return np.repeat(np.array(by_game), runs, axis=1)


def deciders(actors: NDArray[np.str_], p: Parameters) -> tuple[Decide, Remember]:
    """`decide` and `remember` for `step.month`, where doctrines differ from game to game on the run axis (`cast`).

    Every doctrine is asked once for all the cells (pair, run) in which it acts, laid out as one pair with many runs.
    """
    cells = {str(name): np.flatnonzero(actors.ravel() == name) for name in np.unique(actors)}
    size = actors.size

    def at(x: Array, mine: Array) -> Array:
        return x if x.ndim < 2 else x.reshape(*x.shape[:-2], size)[..., None, mine]

    def decide(stage: str, o: Observation) -> Array:
        wish = np.zeros((len(ACTIONS), size))
        if stage != step.PROBE:  # the probe of softness is no part of the game, and nothing reads it back
            for name, mine in cells.items():
                seen = Observation(*(at(x, mine) for x in o))
                wish[:, mine] = preference(DOCTRINES[name].reasons(seen, p))[:, 0]
        return wish.reshape(len(ACTIONS), *actors.shape)

    def remember(notes: Array, o: Observation, act: Array) -> Array:
        kept = notes.reshape(len(notes), size).copy()
        for name, mine in cells.items():
            seen = Observation(*(at(x, mine) for x in o))
            kept[:, mine] = DOCTRINES[name].remember(at(notes, mine), seen, at(act, mine), p)[:, 0]
        return kept.reshape(notes.shape)

    return decide, remember


# --- the standings ------------------------------------------------------------------------------------------


class Score(NamedTuple):
    """A doctrine by one measure: mean over scenarios and opponents with 95 % interval over runs, and its place.

    `distance` is how much worse it is than the best, run by run on the same chance, with its interval; `clear` says that
    the interval leaves zero out. `rank_low` to `rank_high` are its ranks when any one opponent is left out of the field.
    """

    mean: float
    low: float
    high: float
    rank: int
    rank_low: int
    rank_high: int
    distance: float
    distance_low: float
    distance_high: float
    clear: bool


def standings(result: xr.Dataset) -> dict[str, dict[str, Score]]:
    """measure -> doctrine -> `Score`, best first; all scenarios and opponents count alike."""
    return {measure: _scores(result[measure], MEASURES[measure][1]) for measure in MEASURES}


def _scores(values: xr.DataArray, more_is_better: bool) -> dict[str, Score]:
    sign = 1.0 if more_is_better else -1.0
    by_opponent = values.mean("scenario")  # [doctrine, opponent, run]
    by_run = by_opponent.mean("opponent")
    mean = mean_interval(by_run)
    ranks = _ranks(sign * by_run.mean("run").to_numpy())
    best = int(np.argmin(ranks))
    distance = mean_interval(sign * (by_run.isel(doctrine=best) - by_run))
    worth = sign * by_opponent.mean("run").to_numpy()
    without = [_ranks(np.delete(worth, k, axis=1).mean(axis=1)) for k in range(worth.shape[1])]
    scores = {}
    for k in np.argsort(ranks):
        middle, least, most = (float(bound) for bound in mean.isel(doctrine=k))
        far, low, high = (float(bound) for bound in distance.isel(doctrine=k))
        scores[str(values.doctrine.values[k])] = Score(
            mean=middle,
            low=least,
            high=most,
            rank=int(ranks[k]),
            rank_low=int(min(one[k] for one in without)),
            rank_high=int(max(one[k] for one in without)),
            distance=far,
            distance_low=low,
            distance_high=high,
            clear=low > 0.0,
        )
    return scores


def _ranks(worth: Numbers) -> NDArray[np.int_]:
    """1 for the largest; equals in the order in which they stand."""
    order = np.argsort(-worth, kind="stable")
    ranks = np.empty(len(worth), dtype=int)
    ranks[order] = np.arange(1, len(worth) + 1)
    return ranks


def tournament_summary(result: xr.Dataset, version: str = "unknown") -> dict[str, Any]:
    """Everything that table and figure show, ready for JSON: numbers with six significant digits."""
    scores = standings(result)
    names = [str(name) for name in result.doctrine.values]
    ranks: dict[str, dict[str, NDArray[np.int_]]] = {measure: {} for measure in RANKED}
    for measure, ground in product(RANKED, result.scenario.values):
        worth = result[measure].sel(scenario=ground).mean(("opponent", "run")).to_numpy()
        ranks[measure][str(ground)] = _ranks(worth if MEASURES[measure][1] else -worth)
    return {
        "runs": int(result.attrs["runs"]),
        "seed": int(result.attrs["seed"]),
        "months": int(result.attrs["months"]),
        "noise": result.attrs["noise"],
        "version": version,
        "scenarios": [str(ground) for ground in result.scenario.values],
        "interval": "95% over runs (bootstrap); distances to the best paired run by run, not corrected for their number",
        "units": {measure: unit for measure, (unit, _) in MEASURES.items()},
        "standings": [
            {"doctrine": name, **{measure: _rounded(scores[measure][name]) for measure in MEASURES}}
            for name in scores["own"]
        ],
        "ranks_by_scenario": {
            measure: {
                ground: {name: int(rank) for name, rank in zip(names, found, strict=True)}
                for ground, found in grounds.items()
            }
            for measure, grounds in ranks.items()
        },
        "matrix": {
            measure: {
                row: {
                    column: _six(result[measure].sel(doctrine=row, opponent=column).mean())
                    for column in names
                }
                for row in names
            }
            for measure in RANKED
        },
    }


def _six(value: Any) -> float:
    return float(f"{float(value):.6g}")


def _rounded(score: Score) -> dict[str, Any]:
    return {name: _six(v) if isinstance(v, float) else v for name, v in score._asdict().items()}
