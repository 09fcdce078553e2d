"""Does it hold without the player? Where a match was left before the end of its scenario, doctrines go on for the rest."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import xarray as xr

from simulation import inputs
from simulation.experiments import ensembles
from simulation.experiments.ensembles import Difference, Share
from simulation.experiments.retracing import futures, walk
from simulation.play.debrief.again import Again, around
from simulation.state import Array, Imposed, World

FUTURES = 100


class Holds(NamedTuple):
    """The rest of the scenario, of `months`: with the match's own chance, and over other courses of chance from then on.

    Tension is the mean of the player's pairs, in points; `later` is that of the rest of the match's own run, by month.
    `change` is to the last month, over the courses of chance that had no war. Agreements are those in force when the match
    was left, and how many of them still were at the end, as a mean.
    """

    months: int
    before: float
    here: float
    later: Array  # [month]
    benefit: Array  # [month]
    change: Difference
    agreements: int
    kept: float
    war: Share


def holds(once: Again, seat: str, count: int = FUTURES) -> Holds | None:
    """What became of it; None where nothing was left to come, or the match ended in war."""
    ended = once.ended
    rest, last = ended.played.months - ended.lived, once.months[-1]
    if not rest or bool(last.record.war[0]):
        return None
    rows = list(around(ended, seat))
    chance, length = futures(ended.played, ended.seed, ended.run, ended.lived, rest, count)
    imposed = inputs.imposed_on(ended.played)
    given = Imposed(*(kind[ended.lived : ended.lived + length] for kind in imposed))
    world = World(*(np.repeat(part, count + 1, axis=-1) for part in last.after))
    records = [month.record for month in walk(ended.played, world, chance, given, ended.lived)]
    before = float(last.record.tension[rows, 0].mean())
    end = records[-1]
    tension = end.tension[rows].mean(axis=0)
    peace = ~end.war[1:].astype(bool)
    once_each = [row for row, back, _ in ended.rows(seat) if row < back] + [
        back for row, back, _ in ended.rows(seat) if back < row
    ]
    had = last.record.agreement[:, once_each, 0].astype(bool)
    still = end.agreement[:, once_each, 1:][:, :, peace].astype(bool) & had[..., None]
    mean, low, high = ensembles.mean_interval(
        xr.DataArray((tension[1:] - before)[peace], dims="run")
    ).to_numpy()
    return Holds(
        rest,
        before,
        float(tension[0]),
        np.array([float(record.tension[rows, 0].mean()) for record in records]),
        np.array([float(record.mutual_benefit[rows, 0].mean()) for record in records]),
        Difference(float(mean), float(low), float(high), int(peace.sum())),
        int(had.sum()),
        float(still.sum(axis=(0, 1)).mean()) if peace.any() else np.nan,
        ensembles.share(int((~peace).sum()), len(peace)),
    )
