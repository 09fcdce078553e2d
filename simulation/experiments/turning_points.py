"""Turning points of a run: months in which its course changed, found by a rule and not by eye.

The course of a dyad is the mean of both directions' cooperation c and felt tension t. For every month m the mean of the w
months from m on is compared with the mean of the w months before it (a moving-sum statistic for changes of the mean;
Eichinger & Kirch 2018, Bernoulli 24):

    D_x(m) = mean x[m, m+w) - mean x[m-w, m),        score(m) = (D_c / s_c - D_t / s_t) / 2,

with s the standard deviation of D over all runs and months. A shift is a month whose |score| is at least `LEAST` and the
largest within w months. Beside the shifts stand events that turn a relation whatever the averages do: a war, the gravest
crisis, the first agreement, the first breach, the first lasting mutual recognition. What falls within half a window of
each other in one dyad is one turning point. How many of all runs turned the same way at that time says whether what is
imposed turned them, or chance.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import xarray as xr

from simulation.experiments import ensembles
from simulation.experiments.detente import dyads, lasting
from simulation.experiments.recognition import AT_LEAST as KNOWN_FOR
from simulation.state import ISSUES

LEAST = 1.0  # standard deviations that count as a shift (assumption)
MOST = 6  # turning points that are told; the largest
WINDOWS = (3, 12)  # months: least and most that are averaged on each side
SHARE_OF_RUN = 8  # a window is at most this part of the run, so that a short run has several

#: signs that say for themselves where a relation goes: -1 to confrontation, +1 to détente
SIDE = {"war": -1, "near_miss": -1, "crisis": -1, "breach": -1, "agreement": 1, "recognition": 1}
#: how much a sign weighs among the largest, standard deviations (assumption: war first; the others as a clear shift)
WEIGHT = {"war": 9.0, "near_miss": 2.0, "crisis": 1.0, "breach": 1.2, "agreement": 1.2, "recognition": 1.6}


class TurningPoint(NamedTuple):
    """One turning point: when, between whom, by which signs, and what changed. Means are of `window` months."""

    month: int
    dyad: tuple[int, int]  # both directions on the pair axis
    signs: tuple[str, ...]  # "shift", a key of SIDE; agreement and breach with their issue behind a colon
    score: float  # standard deviations; above 0 towards détente; NaN too near to an end
    tension: tuple[float, float]  # mean before, mean from the month on; points
    conduct: tuple[float, float]  # the same, COPDAB points
    alike: (
        ensembles.Share
    )  # share of all runs that turned to the same side within half a window; n is 0 without a shift
    window: int

    @property
    def side(self) -> int:
        """-1 towards confrontation, +1 towards détente: what happened, or else where the averages went."""
        named = [SIDE[sign.partition(":")[0]] for sign in self.signs if sign != "shift"]
        if -1 in named or not named:
            return -1 if named or self.score < 0 else 1
        return 1


def window_of(months: int) -> int:
    """Months that are averaged on each side."""
    return int(np.clip(months // SHARE_OF_RUN, *WINDOWS))


def turning_points(result: xr.Dataset, run: int) -> list[TurningPoint]:
    """The turning points of a run, at most `MOST`, by month."""
    window = window_of(result.sizes["month"])
    place = int(np.flatnonzero(result["run"].to_numpy() == run)[0])
    found: list[TurningPoint] = []
    for dyad in dyads(result):
        score = scores(result, dyad, window)
        found += _of_dyad(result, place, dyad, score, window)
    found.sort(key=lambda point: -_importance(point))
    return sorted(found[:MOST], key=lambda point: point.month)


def scores(result: xr.Dataset, dyad: tuple[int, int], window: int) -> np.ndarray:
    """The score of every month of every run, `[run, month]`, standard deviations; NaN too near to an end or a war."""
    parts = []
    for name, sign in (("cooperation", 1.0), ("tension", -1.0)):
        change = _change(_course(result, name, dyad), window)
        spread = float(np.nanstd(change)) if np.isfinite(change).any() else 0.0
        parts.append(sign * change / (spread or 1.0))
    return np.asarray(0.5 * (parts[0] + parts[1]))


def _course(result: xr.Dataset, name: str, dyad: tuple[int, int]) -> np.ndarray:
    values = ensembles.at_peace(result, name).isel(pair=list(dyad)).mean("pair", skipna=False)
    return np.asarray(values.transpose("run", "month").to_numpy())


def _change(course: np.ndarray, window: int) -> np.ndarray:
    """D of every month, `[run, month]`."""
    runs, months = course.shape
    change = np.full((runs, months), np.nan)
    if months >= 2 * window:
        total = np.cumsum(np.concatenate([np.zeros((runs, 1)), course], axis=1), axis=1)
        mean = (total[:, window:] - total[:, :-window]) / window  # of the months from each one on
        change[:, window : months - window + 1] = mean[:, window:] - mean[:, :-window]
    return change


def _of_dyad(
    result: xr.Dataset, place: int, dyad: tuple[int, int], score: np.ndarray, window: int
) -> list[TurningPoint]:
    mine = score[place]
    signs = [(month, "shift") for month in _shifts(mine, window)] + _events(result, place, dyad)
    groups: list[list[tuple[int, str]]] = []
    for month, sign in sorted(signs):
        if groups and month - groups[-1][0][0] <= window // 2:
            groups[-1].append((month, sign))
        else:
            groups.append([(month, sign)])
    return [_point(result, place, dyad, group, score, window) for group in groups]


def _shifts(score: np.ndarray, window: int) -> list[int]:
    """Months whose score is large, and the largest on its side within a window around."""
    found: list[int] = []
    size = np.nan_to_num(np.abs(score))
    for month in np.flatnonzero(size >= LEAST):
        around = slice(max(month - window, 0), month + window + 1)
        if size[month] == size[around].max() and not any(month - other <= window for other in found):
            found.append(int(month))
    return found


def _events(result: xr.Dataset, place: int, dyad: tuple[int, int]) -> list[tuple[int, str]]:
    """The months of what turns a relation by itself: each kind once, when it first came, or was gravest."""
    one = result.isel(run=place)
    there = one.isel(pair=dyad[0])
    found: list[tuple[int, str]] = []
    severity = there["severity"].to_numpy()
    if there["crisis"].to_numpy().any():
        gravest = int(np.argmax(severity))
        found.append((gravest, "near_miss" if bool(there["near_miss"][gravest]) else "crisis"))
    for name, flags in (
        ("agreement", there["signed"].transpose("month", "issue").to_numpy().astype(bool)),
        ("breach", one["broken"].isel(pair=list(dyad)).any("pair").transpose("month", "issue").to_numpy()),
    ):
        if flags.any():
            month = int(np.argmax(flags.any(axis=1)))
            found.append((month, f"{name}:{ISSUES[int(np.argmax(flags[month]))]}"))
    war = one["war"].to_numpy().astype(bool)
    known = one["recognition"].isel(pair=list(dyad)).astype(bool).all("pair").to_numpy() & ~war
    lasts = lasting(known[None], KNOWN_FOR)[0]
    if lasts.any() and not lasts[0]:
        found.append((int(np.argmax(lasts)), "recognition"))
    if war.any() and bool(there["crisis"][int(np.argmax(war))]):
        found.append((int(np.argmax(war)), "war"))
    return found


def _point(
    result: xr.Dataset,
    place: int,
    dyad: tuple[int, int],
    group: list[tuple[int, str]],
    score: np.ndarray,
    window: int,
) -> TurningPoint:
    """What falls together is one turning point: its month is that of its weightiest event, or of the shift."""
    month = max(group, key=lambda one: WEIGHT.get(one[1].partition(":")[0], 0.0))[0]
    near = slice(max(month - window // 2, 0), month + window // 2 + 1)
    mine = score[place, near]
    here = float(mine[np.nanargmax(np.abs(mine))]) if np.isfinite(mine).any() else float("nan")
    alike = ensembles.share(0, 0)
    if np.isfinite(here) and any(sign == "shift" for _, sign in group):
        with np.errstate(invalid="ignore"):
            others = score[:, near] * np.sign(here) >= LEAST
        known = np.isfinite(score[:, near]).any(axis=1)
        alike = ensembles.share(int(others.any(axis=1).sum()), int(known.sum()))

    def around(name: str) -> tuple[float, float]:
        course = _course(result.isel(run=[place]), name, dyad)[0]
        parts = course[max(month - window, 0) : month], course[month : month + window]
        before, after = (
            float(np.nanmean(part)) if np.isfinite(part).any() else float("nan") for part in parts
        )
        return before, after

    signs = tuple(dict.fromkeys(sign for _, sign in group))
    return TurningPoint(month, dyad, signs, here, around("tension"), around("cooperation"), alike, window)


def _importance(point: TurningPoint) -> float:
    named = max((WEIGHT[sign.partition(":")[0]] for sign in point.signs if sign != "shift"), default=0.0)
    return max(named, abs(point.score) if "shift" in point.signs else 0.0)
