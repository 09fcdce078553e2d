"""A match beside the same world that nobody played: tension and benefit, the ghost, and the band of many runs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simulation.catalogue import text
from simulation.experiments import ensembles
from simulation.plots.difference import COMPARED
from simulation.plots.futures import NARROW, WIDE
from simulation.plots.page import bare
from simulation.plots.style import BLUE, GREY, INK, LARGER, VERMILLION, heading, larger, numbers, plain
from simulation.plots.timeline import time_axis
from simulation.state import Array

_KEY: dict[str, Any] = {"fontsize": 8.5, "frameon": False, "handlelength": 2.2, "labelspacing": 0.25}


class Drawn(NamedTuple):
    """One measure by its name as a variable; arrays `[month]` from the first month on, NaN where there is nothing.

    `later` is what became of the match when nobody played it any more: empty where it was played to the end.
    """

    name: str
    you: Array
    later: Array
    ghost: Array
    low: Array
    median: Array
    high: Array


def course_figure(
    result: xr.Dataset,
    measures: Sequence[Drawn],
    marks: Sequence[int],
    lang: str = "en",
    narrow: bool = False,
) -> Figure:
    """A panel a measure; `result` has the months, `marks` are the places of those that are numbered."""
    figure, axes = bare([1.9] * len(measures), NARROW if narrow else WIDE)
    for axis, drawn in zip(axes, measures, strict=True):
        _panel(axis, result, drawn, lang)
    time_axis(axes, result, lang)
    _numbered(axes, result, marks)
    handles = axes[0].get_legend_handles_labels()[0]
    key = _KEY | ({"fontsize": LARGER, "columnspacing": 1.0} if narrow else {})
    figure.legend(handles=handles, loc="upper left", **key, ncols=2 if narrow else len(handles))
    if narrow:
        for axis in axes:
            larger(axis)
    return figure


def _panel(axis: Axes, result: xr.Dataset, drawn: Drawn, lang: str) -> None:
    plain(axis)
    x = ensembles.dates(result)

    def said(name: str) -> str:
        return text(f"play_debrief_figure.{name}", lang)

    axis.fill_between(x, drawn.low, drawn.high, color="0.55", alpha=0.25, linewidth=0, label=said("band"))
    axis.plot(x, drawn.median, color=GREY, linewidth=0.8, label=said("median"))
    axis.plot(x, drawn.ghost, color=VERMILLION, linewidth=1.4, linestyle=(0, (4, 2)), label=said("ghost"))
    axis.plot(x[: len(drawn.you)], drawn.you, color=BLUE, linewidth=2.4, label=said("you"))
    if len(drawn.later):
        first = len(drawn.you) - 1
        y = np.concatenate([drawn.you[-1:], drawn.later])
        axis.plot(x[first:], y, color=BLUE, linewidth=1.4, linestyle=(0, (1, 1.2)), label=said("later"))
    what, unit = (text(key, lang) for key in COMPARED[drawn.name][:2])
    heading(axis, what, unit)
    numbers(axis, lang)


def _numbered(axes: Sequence[Axes], result: xr.Dataset, marks: Sequence[int]) -> None:
    dates = ensembles.dates(result)
    for number, month in enumerate(marks, start=1):
        for axis in axes:
            axis.axvline(dates[month], color=INK, linewidth=0.9, linestyle=(0, (2, 2)), zorder=0.5)
        axes[0].annotate(
            str(number), (dates[month], 0.0), (0, 3 + 10 * (number % 2 == 0)), xycoords=("data", "axes fraction"),
            textcoords="offset points", ha="center", va="bottom", fontsize=8.5, fontweight="bold", color=INK,
            bbox={"boxstyle": "circle,pad=0.18", "facecolor": "white", "edgecolor": INK, "linewidth": 0.8},
        )  # fmt: skip
