"""Talks with both red lines shown: by issue what each side would have accepted, and the common ground between."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.dates import date2num
from matplotlib.figure import Figure
from matplotlib.ticker import FixedFormatter, FixedLocator

from simulation.catalogue import text
from simulation.experiments import ensembles
from simulation.plots.canvas import Canvas
from simulation.plots.futures import NARROW, WIDE
from simulation.plots.style import BLUE, GREEN, LARGER, VERMILLION, heading, larger, numbers, plain
from simulation.plots.timeline import span_of, tick_words, time_axis, time_ticks
from simulation.state import Array

ABOVE, BELOW, LEFT, BETWEEN, HEIGHT = 0.95, 0.45, 0.5, 0.7, 1.55  # inches
DATES = 4  # along an axis, at most
_KEY: dict[str, Any] = {"fontsize": 8.5, "frameon": False, "handlelength": 2.0, "labelspacing": 0.25}


class Issue(NamedTuple):
    """One issue, by month; shares of what there is to divide, all as the own side's share. NaN where it was not open.

    `line` is the least that the own side accepts, `most` the most that the rival would leave it; `asked` and `offered` are
    what was said aloud.
    """

    title: str
    line: Array
    most: Array
    asked: Array
    offered: Array
    signed: Array  # bool


def red_lines_figure(
    result: xr.Dataset, issues: Sequence[Issue], lang: str = "en", narrow: bool = False
) -> Figure:
    """A panel an issue, side by side; `result` has the months."""
    across = 1 if narrow else min(4, max(len(issues), 2))
    width, down = (NARROW if narrow else WIDE), -(-len(issues) // across)
    above = ABOVE + 0.5 * narrow
    total = above + BELOW + down * HEIGHT + (down - 1) * BETWEEN
    figure = Canvas(figsize=(width, total), facecolor="white")
    each = (width - LEFT) / across
    axes = []
    for place, issue in enumerate(issues):
        row, column = divmod(place, across)
        bottom = total - above - HEIGHT - row * (HEIGHT + BETWEEN)
        box = (LEFT + column * each) / width, bottom / total, (each - 0.2) / width, HEIGHT / total
        axis = figure.add_axes(box)
        _panel(axis, result, issue, lang, named=column == 0)
        axes.append(axis)
    time_axis(axes, result, lang)
    dates = time_ticks(result)[:: -(-len(time_ticks(result)) // DATES)]
    last = span_of(result)[1]
    # side by side the ends would meet; a year stands by the first date that is shown of it
    years = [date.year for date in dates]
    words = [
        ""
        if date == last
        else tick_words(date, lang)
        if date.month == 1 or date.year in years[:place]
        else f"{tick_words(date, lang)}\n{date.year}"
        for place, date in enumerate(dates)
    ]
    for axis in axes:
        axis.xaxis.set_major_locator(FixedLocator([float(date2num(date)) for date in dates]))  # type: ignore[no-untyped-call]
        axis.xaxis.set_major_formatter(FixedFormatter(words))
        axis.tick_params(labelbottom=True)
        if narrow:
            larger(axis)
    handles = {
        label: handle
        for axis in axes
        for handle, label in zip(*axis.get_legend_handles_labels(), strict=True)
    }
    figure.legend(
        handles=list(handles.values()),
        labels=list(handles),
        loc="upper left",
        **(_KEY | ({"fontsize": LARGER} if narrow else {})),
        ncols=1 if narrow else 3,
    )
    return figure


def _panel(axis: Axes, result: xr.Dataset, issue: Issue, lang: str, named: bool) -> None:
    plain(axis)
    x = ensembles.dates(result)[: len(issue.line)]

    def said(name: str) -> str:
        return text(f"play_debrief_figure.{name}", lang)

    look: dict[str, Any] = {"drawstyle": "steps-mid"}
    ground = issue.line <= issue.most
    axis.fill_between(
        x, issue.line, issue.most, where=ground, step="mid", color=GREEN, alpha=0.3, linewidth=0,
        label=said("ground"),
    )  # fmt: skip
    axis.plot(x, issue.line, color=BLUE, linewidth=2.0, label=said("line"), **look)
    axis.plot(x, issue.most, color=VERMILLION, linewidth=2.0, label=said("most"), **look)
    # dots, for a month of talks alone is no line
    said_aloud: dict[str, Any] = {
        "linewidth": 1.1,
        "linestyle": (0, (3, 1.5)),
        "marker": ".",
        "markersize": 4,
    }
    axis.plot(x, issue.asked, color=BLUE, label=said("asked"), **said_aloud, **look)
    axis.plot(x, issue.offered, color=VERMILLION, label=said("offered"), **said_aloud, **look)
    if issue.signed.any():
        at = np.flatnonzero(issue.signed)
        axis.plot(x[at], np.full(len(at), 1.06), "v", color="black", markersize=5, label=said("signed"))
    axis.set_ylim(-0.05, 1.12)
    axis.set_yticks([0, 0.5, 1])
    heading(axis, issue.title, "")
    if named:
        numbers(axis, lang, 100)
        axis.set_ylabel(said("share"), fontsize=8)
    else:
        axis.set_yticklabels([])
