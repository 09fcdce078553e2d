"""Which run to tell of: the one whose path lies nearest to the median path of the ensemble.

d_k = sqrt(mean over variables and months of ((x_k - median x) / s)^2), where x is a twelve-month moving mean and s the
spread over all runs and months. Among runs that ended as most did (in war, or not). A median path is no history, and the
nearest run is one: of all the runs it is the least unusual, and by no means the only one.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import xarray as xr

from simulation.experiments import ensembles

FOLLOWED = ("tension", "cooperation", "mutual_benefit")
WINDOW = 12  # months of the moving mean, so that a run is judged by its course and not by its noise


class Typical(NamedTuple):
    """The run chosen, its distance from the median path in standard deviations, and the median distance of all."""

    run: int
    distance: float
    usual: float


def distances(result: xr.Dataset) -> np.ndarray:
    """Distance of every run from the median path, `[run]`, standard deviations."""
    parts = []
    for name in FOLLOWED:
        values = ensembles.at_peace(result, name).rolling(month=min(WINDOW, result.sizes["month"])).mean()
        values = values.transpose("run", "month", "pair")
        spread = float(values.std()) or 1.0
        parts.append(
            ((values - ensembles.quantiles(values, (0.5,)).isel(quantile=0)) / spread).to_numpy() ** 2
        )
    total = np.stack(parts)
    known = ~np.isnan(total)
    count = known.sum(axis=(0, 2, 3))
    summed = np.where(known, total, 0.0).sum(axis=(0, 2, 3))
    return np.sqrt(np.where(count > 0, summed / np.maximum(count, 1), np.inf))


def typical_run(result: xr.Dataset) -> Typical:
    """The run nearest to the median path, among those that ended as most runs did; the first of equals."""
    far = distances(result)
    ended = result["war"].isel(month=-1).to_numpy().astype(bool)
    usual = ended == (2 * ended.sum() > len(ended))
    place = int(np.argmin(np.where(usual, far, np.inf)))
    return Typical(int(result["run"].to_numpy()[place]), float(far[place]), float(np.median(far)))
