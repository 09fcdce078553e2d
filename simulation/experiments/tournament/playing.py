"""The round robin: which games there are, played on every core, as one labelled table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import product

import numpy as np
import xarray as xr

from simulation import inputs, memory, parallel
from simulation.doctrines import DOCTRINES, Doctrine
from simulation.doctrines.named import by_name, version_of
from simulation.engine import WORTH
from simulation.errors import ScenarioError, show
from simulation.experiments.tournament.games import MEASURES, Numbers, play
from simulation.experiments.tournament.grounds import (
    default_scenarios,
    free_sides,
    mirrored,
    shortened,
    sides,
)
from simulation.fields import Whole, argument, check_seed
from simulation.months import draws_of
from simulation.saying import number, say
from simulation.scenario import Scenario
from simulation.scenario.imposed import MOST_MONTHS
from simulation.state import Array

MONTHS = 120  # ten years, two terms of an agreement
CELLS = 8192  # games times runs in one pass: a doctrine's arrays are small, and with 2048 all takes half as long again
MOST_RUNS = 1000  # a game: every game's runs are kept until the standings are made
Pairing = tuple[str, str]  # names, of the first side and of the second
ABSENT = ("scripted",)  # who does what it is told has no conduct to compare

DRAWN = 215  # bytes of chance that a month of a run takes for each pair; measured


def tournament(
    doctrines: Sequence[str | Doctrine] | None = None,
    scenarios: Sequence[Scenario] | None = None,
    *,
    runs: int = 30,
    seed: int = 0,
    months: int = MONTHS,
    noise: float | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> xr.Dataset:
    """Play all against all; `MEASURES` of the row doctrine as `[scenario, doctrine, opponent, run]`.

    doctrines  two or more, each a `Doctrine` or the name of one; all of ours but `ABSENT` by default
    scenarios  the grounds; `default_scenarios()` by default. No longer than `months`, and without orders to the two sides
    noise      sd of the error in reading an act (parameter perception_noise); the scenario's own by default
    progress   called as progress(games done, games)

    A doctrine plays both sides. Raises ScenarioError for what cannot be played.
    """
    wanted = [name for name in DOCTRINES if name not in ABSENT] if doctrines is None else doctrines
    field = by_name(wanted, "doctrines")
    names = tuple(field)
    _check(names, runs)
    argument("months", Whole(1, MOST_MONTHS, "months"), months)
    check_seed(seed)
    grounds = tuple(free_sides(shortened(s, months)) for s in (scenarios or default_scenarios()))
    if len({ground.name for ground in grounds}) < len(grounds):
        raise ScenarioError(say("refusal_run.same_scenarios"))
    games = {ground.name: _games(names, mirrored(ground)) for ground in grounds}
    scores = _played(grounds, field, games, runs, seed, noise, progress)
    table = np.array([_by_row(scores[ground.name], games[ground.name], names) for ground in grounds])
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
            "doctrine_title": ("doctrine", [one.title for one in field.values()]),
            "doctrine_version": ("doctrine", [version_of(one) for one in field.values()]),
            "run": np.arange(runs),
            "title": ("scenario", [g.title for g in grounds]),
            "first": ("scenario", [g.start for g in grounds]),
            "last": ("scenario", [g.end for g in grounds]),
            "sides": ("scenario", [" / ".join(sides(g)) for g in grounds]),
            "leaders": ("scenario", [len(g.leaders) for g in grounds]),
            "events": ("scenario", [len(g.events) for g in grounds]),
            "alike": ("scenario", [mirrored(g) for g in grounds]),
            "games": ("scenario", [len(games[g.name]) for g in grounds]),
            "reading_error": (
                "scenario",
                [float(inputs.parameters_of(g, _overrides(noise)).perception_noise) for g in grounds],
                {"units": "Goldstein/10"},
            ),
        },
        attrs={
            "runs": runs,
            "seed": seed,
            "months": max(g.months for g in grounds),
            "noise": "as in the scenario" if noise is None else noise,
        },
    )


def _check(names: Sequence[str], runs: int) -> None:
    if len(names) < 2:
        said = say("refusal_run.few_doctrines", names=", ".join(names) or say("refusal_record.none"))
        raise ScenarioError(said)
    if not isinstance(runs, int | np.integer) or not 2 <= runs <= MOST_RUNS:
        raise ScenarioError(say("refusal_run.runs_of_game", found=show(runs), most=MOST_RUNS))


def _games(names: Sequence[str], mirrored: bool) -> list[Pairing]:
    """All ordered games, or one order of each where the other would be the same."""
    place = {name: k for k, name in enumerate(names)}
    return [(a, b) for a, b in product(names, names) if not mirrored or place[a] <= place[b]]


def _played(
    grounds: Sequence[Scenario],
    field: Mapping[str, Doctrine],
    games: dict[str, list[Pairing]],
    runs: int,
    seed: int,
    noise: float | None,
    progress: Callable[[int, int], None] | None,
) -> dict[str, Array]:
    """Scores by ground, `[measure, side, game, run]`; blocks of games are shared among the cores."""
    given = {ground.name: inputs.parameters_of(ground, _overrides(noise)) for ground in grounds}
    _check_memory(grounds, games, runs)
    drawn = {ground.name: draws_of(ground, seed, 0, runs) for ground in grounds}
    total = sum(map(len, games.values()))
    months = max(ground.months for ground in grounds)
    workers = min(parallel.cores(), -(-total * runs * months // WORTH))
    largest = max(1, min(CELLS // runs, -(-total // workers)))
    jobs = [(ground, block) for ground in grounds for block in _cut(games[ground.name], largest)]
    shapes = {name: ((len(MEASURES), 2, len(listed), runs), float) for name, listed in games.items()}
    scores = parallel.zeros(shapes, shared=workers > 1)

    def one(job: tuple[Scenario, slice]) -> None:
        ground, block = job
        name = ground.name
        played = [(field[a], field[b]) for a, b in games[name][block]]
        scores[name][:, :, block] = play(ground, given[name], played, drawn[name], runs)

    done = 0
    for ground, block in parallel.spread(one, jobs, workers):
        done += len(games[ground.name][block])
        if progress is not None:
            progress(done, total)
    return scores


def _check_memory(grounds: Sequence[Scenario], games: dict[str, list[Pairing]], runs: int) -> None:
    """Refuse, before the first month, what the memory does not hold: the chance of every ground, and the scores."""
    needed = runs * sum(
        ground.months * len(ground.pairs) * DRAWN + 2 * 8 * len(MEASURES) * len(games[ground.name])
        for ground in grounds
    )
    if (most := memory.exceeded(needed)) is not None:
        gib = {"needed": number(needed / 2**30), "most": number(most / 2**30)}
        raise ScenarioError(say("refusal_argument.tournament", runs=runs, **gib))


def _overrides(noise: float | None) -> dict[str, float]:
    return {} if noise is None else {"perception_noise": noise}


def _cut(games: Sequence[Pairing], largest: int) -> list[slice]:
    """Blocks of at most `largest` games, as even as can be."""
    size = -(-len(games) // -(-len(games) // largest))
    return [slice(first, min(first + size, len(games))) for first in range(0, len(games), size)]


def _by_row(scores: Array, games: Sequence[Pairing], names: Sequence[str]) -> Numbers:
    """What each doctrine had against each, `[row, column, measure, run]`: mean over the sides that the row played."""
    places = {game: place for place, game in enumerate(games)}

    def against(row: str, column: str) -> Numbers:
        seats = [
            scores[:, side, places[game]]
            for side, game in enumerate(((row, column), (column, row)))
            if game in places
        ]
        return np.asarray(np.mean(seats, axis=0))

    return np.array([[against(row, column) for column in names] for row in names])
