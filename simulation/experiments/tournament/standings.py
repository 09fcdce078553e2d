"""Who comes first: means with intervals, ranks, and how far behind the best, run by run on the same chance."""

from __future__ import annotations

from itertools import combinations, product
from typing import Any, NamedTuple

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from simulation.experiments.ensembles import mean_interval
from simulation.experiments.tournament.games import MEASURES, Numbers

#: by these doctrines are ranked
RANKED = ("own", "mutual", "war")


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
    titles = dict(zip(names, map(str, result.doctrine_title.values), strict=True))
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
        "grounds": [_ground(result.sel(scenario=ground)) for ground in result.scenario.values],
        "doctrine_versions": dict(zip(names, map(str, result.doctrine_version.values), strict=True)),
        "interval": "95% over runs (bootstrap); distances to the best paired run by run, not corrected for their number",
        "units": {measure: unit for measure, (unit, _) in MEASURES.items()},
        "standings": [
            {
                "doctrine": name,
                "title": titles[name],
                **{measure: _rounded(scores[measure][name]) for measure in MEASURES},
            }
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


#: what the summary says of a scenario that was played
ABOUT = ("title", "first", "last", "sides", "leaders", "events", "alike", "games", "reading_error")


def _ground(one: xr.Dataset) -> dict[str, Any]:
    """A scenario as it was played: years, sides, what is imposed on it, games, and the noise in Goldstein/10."""
    return {"name": one.scenario.item(), **{name: one[name].item() for name in ABOUT}}


def _spearman(one: NDArray[np.int_], other: NDArray[np.int_]) -> float:
    """Spearman's correlation of two rankings without ties: Pearson's of the ranks."""
    return _six(np.corrcoef(one, other)[0, 1])


def _six(value: Any) -> float:
    return float(f"{float(value):.6g}")


def _rounded(score: Score) -> dict[str, Any]:
    return {name: _six(v) if isinstance(v, float) else v for name, v in score._asdict().items()}
