"""How far the runs' yearly means surround the record's, in the fitted years only: their middle and their spread."""

from __future__ import annotations

import numpy as np
import xarray as xr

from simulation.experiments.card.predictive import Runs
from simulation.experiments.card.record import members
from simulation.history import FITTED, cooperation


def measured(result: xr.Dataset) -> dict[str, float]:
    """Score, and shares of years and directions within the runs' central bands, 1948-70, of `cold_war`.

    The score is the fair continuous ranked probability score (COPDAB points, 0 is perfect; Ferro 2014), as on the card.
    Ends of bands are order statistics at p (n + 1): of n runs and one more alike, the one lies within with just that
    probability.
    """
    first, last = (str(year) for year in FITTED)
    came = cooperation("yearly").sel(time=slice(first, last)).transpose("time", "pair").values
    runs = members(result, 1)[: len(came)]

    def within(share: float) -> float:
        low, high = np.nanquantile(runs, (0.5 - share / 2, 0.5 + share / 2), axis=2, method="weibull")
        return float(((low <= came) & (came <= high)).mean())

    score = float(np.nanmean(Runs(runs).crps(came)))
    return {"yearly score": score, "yearly within 50 %": within(0.5), "yearly within 90 %": within(0.9)}
