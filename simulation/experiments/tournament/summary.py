"""Everything that table, page and figure of a tournament show, ready for JSON: numbers with six significant digits."""

from __future__ import annotations

from itertools import combinations
from typing import Any, Literal, TypedDict, cast

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from simulation.experiments.tournament.games import MEASURES
from simulation.experiments.tournament.standings import Score, places, standings

Ranked = Literal["own", "mutual", "war"]
#: by these doctrines are ranked
RANKED: tuple[Ranked, ...] = ("own", "mutual", "war")

#: doctrine -> its rank, in one scenario
Ranks = dict[str, int]
#: row's doctrine -> column's doctrine -> the row's mean against it
Matrix = dict[str, dict[str, float]]


class ScoreFound(TypedDict):
    """A doctrine by one measure (`standings.Score`)."""

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


class Standing(TypedDict):
    """A doctrine by every measure."""

    doctrine: str
    title: str
    own: ScoreFound
    mutual: ScoreFound
    war: ScoreFound
    crises: ScoreFound
    influence: ScoreFound


class GroundFound(TypedDict):
    """A scenario as it was played: years, sides, what is imposed on it, games, and the noise in Goldstein/10."""

    name: str
    title: str
    first: str
    last: str
    sides: str
    leaders: int
    events: int
    alike: bool
    games: int
    reading_error: float


class RankCorrelation(TypedDict):
    """How alike the rankings in two scenarios are."""

    scenarios: list[str]
    spearman: float


class TournamentFound(TypedDict):
    """Standings best own benefit first; ranks by scenario, their correlations, and the matrix by measure."""

    runs: int
    seed: int
    months: int
    noise: float | str
    version: str
    scenarios: list[str]
    grounds: list[GroundFound]
    doctrine_versions: dict[str, str]
    interval: str
    units: dict[str, str]
    standings: list[Standing]
    ranks_by_scenario: dict[Ranked, dict[str, Ranks]]
    rank_correlations: dict[Ranked, list[RankCorrelation]]
    matrix: dict[Ranked, Matrix]


def tournament_summary(result: xr.Dataset, version: str = "unknown") -> TournamentFound:
    """What came of a tournament, as `tournament` gives it."""
    scores = standings(result)
    names = [str(name) for name in result.doctrine.values]
    titles = dict(zip(names, map(str, result.doctrine_title.values), strict=True))
    scenarios = [str(ground) for ground in result.scenario.values]
    ranks = {measure: {ground: _ranks(result, measure, ground) for ground in scenarios} for measure in RANKED}
    return {
        "runs": int(result.attrs["runs"]),
        "seed": int(result.attrs["seed"]),
        "months": int(result.attrs["months"]),
        "noise": result.attrs["noise"],
        "version": version,
        "scenarios": scenarios,
        "grounds": [_ground(result.sel(scenario=ground)) for ground in scenarios],
        "doctrine_versions": dict(zip(names, map(str, result.doctrine_version.values), strict=True)),
        "interval": "95% over runs (bootstrap); distances to the best paired run by run, not corrected for their number",
        "units": {measure: unit for measure, (unit, _) in MEASURES.items()},
        "standings": [
            cast(
                Standing,
                {"doctrine": name, "title": titles[name]}
                | {measure: _rounded(scores[measure][name]) for measure in MEASURES},
            )
            for name in scores["own"]
        ],
        "ranks_by_scenario": {
            measure: {
                ground: {name: int(rank) for name, rank in zip(names, found, strict=True)}
                for ground, found in grounds.items()
            }
            for measure, grounds in ranks.items()
        },
        "rank_correlations": {
            measure: [
                {"scenarios": [one, other], "spearman": _spearman(found[one], found[other])}
                for one, other in combinations(found, 2)
            ]
            for measure, found in ranks.items()
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


def _ranks(result: xr.Dataset, measure: Ranked, ground: str) -> NDArray[np.int_]:
    worth = result[measure].sel(scenario=ground).mean(("opponent", "run")).to_numpy()
    return places(worth if MEASURES[measure][1] else -worth)


def _ground(one: xr.Dataset) -> GroundFound:
    about = [name for name in GroundFound.__annotations__ if name != "name"]
    return cast(GroundFound, {"name": one.scenario.item(), **{name: one[name].item() for name in about}})


def _spearman(one: NDArray[np.int_], other: NDArray[np.int_]) -> float:
    """Spearman's correlation of two rankings without ties: Pearson's of the ranks."""
    return _six(np.corrcoef(one, other)[0, 1])


def _six(value: Any) -> float:
    return float(f"{float(value):.6g}")


def _rounded(score: Score) -> ScoreFound:
    return cast(
        ScoreFound, {name: _six(v) if isinstance(v, float) else v for name, v in score._asdict().items()}
    )
