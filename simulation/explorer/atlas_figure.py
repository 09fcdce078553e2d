"""The drawings of an atlas: axes once for all its worlds, so that two can be laid side by side, and the paths of each.

What a page holds of a world is the text of its paths, in tenths of a unit of the drawing, so that the page's script has
nothing to work out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd
import xarray as xr

from simulation.catalogue import languages
from simulation.explorer.atlas import DRAWN, Atlas, Lines, World, middles
from simulation.plots.style import labels, round_ticks
from simulation.plots.timeline import span_of, tick_words, time_ticks
from simulation.state import Array

WIDTH, LEFT, RIGHT, TOP, BELOW = 340, 38, 14, 8, 22  # units: CSS pixels of a phone
FUTURES, DIFFERENCE = 150, 105  # heights of what is drawn into
NAMED = 9  # dates that there is room for across
FINE = 10  # parts of a unit in which paths are written
Said = Mapping[str, str]  # by language


class Tick(NamedTuple):
    """A mark along an axis, units of the drawing, and its words by language."""

    at: float
    said: Said


class Panel(NamedTuple):
    """One drawing: its variable, the height of what is drawn into, the values at its edges, and its ticks."""

    variable: str
    height: int
    low: float
    high: float
    across: list[Tick]
    up: list[Tick]
    x: Array

    @property
    def total(self) -> int:
        """The height of the whole drawing."""
        return TOP + self.height + BELOW

    @property
    def left(self) -> int:
        """Where the axis across begins."""
        return LEFT

    @property
    def right(self) -> int:
        """Where it ends."""
        return WIDTH - RIGHT

    @property
    def top(self) -> int:
        """Where the axis up ends, units from above."""
        return TOP

    @property
    def bottom(self) -> int:
        """Where it begins."""
        return TOP + self.height

    @property
    def nought(self) -> float:
        """Where 0 lies, units from above."""
        return float(self.y(np.array([0.0]))[0])

    def y(self, values: Array) -> Array:
        """Values as units from above."""
        return TOP + self.height * (self.high - values) / (self.high - self.low)

    def paths(self, lines: Lines) -> tuple[str, str]:
        """The band of some lines, and their mean, as paths."""
        there = np.isfinite(lines.mean) & np.isfinite(lines.low) & np.isfinite(lines.high)
        x, (mean, low, high) = self.x[there], (self.y(one[there]) for one in lines)
        band = path(np.r_[x, x[::-1]], np.r_[high, low[::-1]])
        return f"{band}z" if band else "", path(x, mean)


def path(x: Array, y: Array) -> str:
    """A path through points, units of the drawing: the first, and from each to the next, in whole tenths of a unit."""
    points = np.rint(FINE * np.column_stack([x, y])).astype(int)
    if not len(points):
        return ""
    joined = " ".join(f"{right} {down}" for right, down in np.diff(points, axis=0))
    return f"M{points[0, 0]} {points[0, 1]}" + (f"l{joined}" if joined else "")


def panels(found: Atlas) -> list[tuple[Panel, Panel]]:
    """For each variable that is drawn the panel of both futures and that of their difference."""
    return [
        (
            _panel(found, name, FUTURES, (one.future[name] for one in found.worlds)),
            _panel(found, name, DIFFERENCE, (one.difference[name] for one in found.worlds)),
        )
        for name in DRAWN
    ]


def drawn(world: World, of: Iterable[tuple[Panel, Panel]]) -> list[str]:
    """All paths of a world: for each variable band and mean of its future, band and mean of its difference."""
    found: list[str] = []
    for futures, difference in of:
        found += futures.paths(world.future[futures.variable])
        found += difference.paths(world.difference[difference.variable])
    return found


def place(date: pd.Timestamp, result: xr.Dataset) -> float:
    """Where a date lies across, units of the drawing."""
    first, last = span_of(result)
    return float(LEFT + (WIDTH - LEFT - RIGHT) * ((date - first) / (last - first)))


def _panel(found: Atlas, name: str, height: int, lines: Iterable[Lines]) -> Panel:
    """A panel with round numbers at its edges, between which all worlds lie."""
    ends = [end for one in lines for end in (np.nanmin(one.low), np.nanmax(one.high)) if np.isfinite(end)]
    ticks = (
        round_ticks(min(ends), max(ends)) if max(ends) > min(ends) else [ends[0] - 1, ends[0], ends[0] + 1]
    )
    x = np.array([place(date, found.before) for date in middles(found.before)])
    words = {lang: labels(ticks, lang) for lang in languages()}
    panel = Panel(name, height, ticks[0], ticks[-1], [], [], x)
    for at, tick in zip(panel.y(np.array(ticks)), range(len(ticks)), strict=True):
        panel.up.append(Tick(round(float(at), 1), {lang: said[tick] for lang, said in words.items()}))
    dates = time_ticks(found.before)
    for k, date in enumerate(dates):
        shows = len(dates) <= NAMED or k % 2 == 0
        said = {lang: tick_words(date, lang) if shows else "" for lang in languages()}
        panel.across.append(Tick(round(place(date, found.before), 1), said))
    return panel
