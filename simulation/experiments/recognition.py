"""When both recognise that tension pays nobody (claim B3): a date, or none."""

from __future__ import annotations

import numpy as np
import xarray as xr

from simulation.experiments.detente import dyads, lasting

AT_LEAST = (
    12  # months that recognition must last on both sides, so that a flicker does not count (assumption)
)


def recognition_dates(result: xr.Dataset) -> xr.DataArray:
    """First month of lasting mutual recognition, `[run]` datetime64; NaT where it never comes.

    Recognition is learnt (`rules.learning`): confronting has come to be worth less than talking, on both sides of a
    dyad, for at least twelve months. With more than two states: in the first dyad that gets there.
    """
    known = (result.recognition & ~result.war).transpose("run", "pair", "month").values
    mutual = np.stack([known[:, i] & known[:, j] for i, j in dyads(result)], axis=1)
    lasts = np.any(lasting(mutual, AT_LEAST), axis=1)
    dates = result.month.values[np.argmax(lasts, axis=1)]
    return xr.DataArray(
        np.where(lasts.any(axis=1), dates, np.datetime64("NaT", "ns")),
        dims="run",
        coords={"run": result.run},
        attrs={"long_name": "first month of lasting mutual recognition"},
    )
