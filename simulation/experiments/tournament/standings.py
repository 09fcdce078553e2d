"""Who comes first: means with intervals, ranks, and how far behind the best, run by run on the same chance."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from simulation.experiments.ensembles import mean_interval
from simulation.experiments.tournament.games import MEASURES, Numbers


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
    ranks = places(sign * by_run.mean("run").to_numpy())
    best = int(np.argmin(ranks))
    distance = mean_interval(sign * (by_run.isel(doctrine=best) - by_run))
    worth = sign * by_opponent.mean("run").to_numpy()
    without = [places(np.delete(worth, k, axis=1).mean(axis=1)) for k in range(worth.shape[1])]
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


def places(worth: Numbers) -> NDArray[np.int_]:
    """1 for the largest; equals in the order in which they stand."""
    order = np.argsort(-worth, kind="stable")
    ranks = np.empty(len(worth), dtype=int)
    ranks[order] = np.arange(1, len(worth) + 1)
    return ranks
