"""Intervals of quantities within the range that each could have, and beside them how often such intervals hold."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simulation.plots.page import WIDTH, blank, write_finding, write_footing, write_subtitle
from simulation.plots.style import BLUE, GREY, INK, ORANGE, SKY, heading, plain

ROW = 0.34  # inches a quantity
LEFT, MIDDLE, RIGHT, TOP, BOTTOM = 1.65, 0.55, 0.3, 1.0, 1.2  # inches
FIRST = 0.66  # share of the width that the intervals have
COLOURS = (BLUE, SKY, ORANGE)  # by `Interval.kind`


class Interval(NamedTuple):
    """A row: places are within the range, 0 at its low and 1 at its high end."""

    name: str
    ends: tuple[str, str]  # the range, as it is written
    place: tuple[float, float, float]  # low end of the interval, median, high end
    mark: float  # another value to show beside it
    said: str  # at the right end of the row
    kind: int  # of `COLOURS`
    share: tuple[float, float, float]  # how often such intervals hold: share, and its own interval


class Words(NamedTuple):
    """What is written on the figure."""

    finding: str
    subtitle: str
    intervals: str
    shares: str
    median: str
    mark: str
    nominal: str
    kinds: tuple[str, str, str]
    footing: tuple[str, ...]


def interval_figure(rows: Sequence[Interval], nominal: float, words: Words) -> Figure:
    """The rows from the top down; on the right `nominal` is the share with which the intervals should hold."""
    high = ROW * len(rows)
    height = TOP + high + BOTTOM
    figure = blank(height)
    wide = WIDTH - LEFT - MIDDLE - RIGHT
    first = figure.add_axes((LEFT / WIDTH, BOTTOM / height, FIRST * wide / WIDTH, high / height))
    second = figure.add_axes(
        ((LEFT + FIRST * wide + MIDDLE) / WIDTH, BOTTOM / height, (1 - FIRST) * wide / WIDTH, high / height)
    )
    _places(first, rows, words)
    _shares(second, rows, nominal, words)
    for axis in (first, second):
        axis.set_ylim(len(rows) - 0.4, -0.6)
        axis.tick_params(axis="y", length=0)
    first.set_yticks(range(len(rows)), [row.name for row in rows])
    second.set_yticks([])
    left = 0.25
    write_finding(figure, words.finding, left)
    write_subtitle(figure, words.subtitle, left)
    lines = [line for one in words.footing for line in textwrap.wrap(one, 185)]
    write_footing(figure, lines, left, top=0.38, size=7.2)
    return figure


def _places(axis: Axes, rows: Sequence[Interval], words: Words) -> None:
    plain(axis)
    axis.grid(visible=False)
    for place, row in enumerate(rows):
        low, median, high = row.place
        axis.barh(place, 1.0, height=0.62, color="0.94")
        axis.barh(place, high - low, left=low, height=0.34, color=COLOURS[row.kind])
        axis.plot([median] * 2, [place - 0.25, place + 0.25], color=INK, linewidth=1.6)
        axis.plot(row.mark, place, "D", color="white", markeredgecolor=INK, markersize=4.5, zorder=3)
        for x, end, align in ((-0.01, row.ends[0], "right"), (1.01, row.ends[1], "left")):
            axis.text(x, place, end, ha=align, va="center", fontsize=7, color=GREY)
        axis.text(1.2, place, row.said, ha="right", va="center", fontsize=8, color=INK)
    for kind, said in enumerate(words.kinds):
        axis.barh(0, 0, color=COLOURS[kind], label=said)
    axis.plot([], [], "|", color=INK, markersize=9, markeredgewidth=1.6, label=words.median)
    axis.plot([], [], "D", color="white", markeredgecolor=INK, markersize=4.5, label=words.mark)
    axis.set_xlim(-0.09, 1.2)
    axis.set_xticks([])
    axis.spines[["left", "bottom"]].set_visible(False)
    heading(axis, words.intervals, "")
    axis.legend(
        loc="upper left", bbox_to_anchor=(0.0, -0.02), ncols=5, frameon=False, fontsize=7.5,
        handlelength=1.4, columnspacing=1.2,
    )  # fmt: skip


def _shares(axis: Axes, rows: Sequence[Interval], nominal: float, words: Words) -> None:
    plain(axis)
    axis.axvline(nominal, color=INK, linewidth=0.9, linestyle=(0, (4, 3)))
    for place, row in enumerate(rows):
        share, low, high = row.share
        axis.hlines(place, low, high, color=GREY, linewidth=1.4)
        axis.plot(share, place, "o", color=INK, markersize=4)
    low = min(row.share[1] for row in rows)
    axis.set_xlim(min(low, nominal) - 0.03, 1.0)
    axis.locator_params(axis="x", nbins=4)
    ticks = [tick for tick in axis.get_xticks() if axis.get_xlim()[0] <= tick <= 1.0]
    axis.set_xticks(ticks, [f"{tick:.0%}" for tick in ticks])
    heading(axis, words.shares, "")
    axis.set_xlabel(words.nominal, fontsize=7.5, color=INK)
