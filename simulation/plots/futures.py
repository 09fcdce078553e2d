"""The panels of two futures: an ensemble of each, and below the mean of their paired differences.

`both_futures_figure` puts its words on the page; on a page of the web they stand beside the panels.
"""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.dates import date2num
from matplotlib.figure import Figure

from simulation.catalogue import number
from simulation.experiments import ensembles
from simulation.findings.comparison import Comparison, marks
from simulation.findings.run import aligned
from simulation.plots.difference import COMPARED, draw_both, draw_difference
from simulation.plots.page import LEFT, bare
from simulation.plots.style import GREEN, INK, PALETTE, heading, numbers, plain
from simulation.plots.timeline import View, time_axis
from simulation.words.variables import SCALES

#: months before the change that are shown, so that one sees the futures together first
LEAD = 24
#: names of changes that a figure has room for
NAMED = 3
WIDE, NARROW = 8.4, 4.3  # inches of a page of the web: beside its form, and on a phone
LETTERS = 11.5  # of a panel's title, an inch


def draw_futures(
    axes: Sequence[Axes],
    results: Sequence[xr.Dataset],
    found: Comparison,
    variable: str,
    lang: str,
    *,
    run: int | None = None,
    record: xr.DataArray | None = None,
) -> list[View]:
    """Draw both ensembles into the first of two panels and their difference into the second; gives what was drawn from.

    Of one result there is one panel, and no difference. `run` adds that one history of each future as a thin line, `record`
    what was observed, where it knows every pair and the variable is cooperation.
    """
    views = [View(result, ensembles.steps(result), lang, None, None) for result in results]
    unit = views[0].say(COMPARED[variable][1])
    for axis in axes:
        plain(axis)
    draw_both(axes[0], views, titles(found), variable)
    if run is not None:
        _one(axes[0], views, variable, run)
    observed = _recorded(views[0], record) if variable == "cooperation" else None
    if observed is not None:
        look: dict[str, Any] = {"color": "black", "linewidth": 1.1, "marker": "o", "markersize": 2.6}
        axes[0].plot(views[0].x, observed, label=views[0].say("figure.record"), **look)
    what = views[0].say(COMPARED[variable][0])
    heading(axes[0], views[0].say("compare.figure_both", what=what) if len(results) > 1 else what, unit)
    if len(results) > 1:
        draw_difference(axes[1], views[0], ensembles.paired(results[0], results[1], variable).mean("pair"))
        runs = number(found["runs"], lang, 0)
        heading(axes[1], views[0].say("compare.figure_difference", n=runs), unit)
    return views


def titles(found: Comparison) -> list[str]:
    """What the two futures are called."""
    return [f"A: {found['a']['label']}", f"B: {found['b']['label']}"]


def finish(axes: Sequence[Axes], result: xr.Dataset, variable: str, lang: str) -> None:
    """Numbers of the variable, as they are written, and dates along the axes, once everything is drawn."""
    for axis in axes:
        numbers(axis, lang, SCALES[variable].factor)
    time_axis(axes, result, lang)


def futures_panels(
    results: Sequence[xr.Dataset],
    found: Comparison,
    variable: str = "tension",
    lang: str = "en",
    *,
    narrow: bool = False,
    run: int | None = None,
    record: xr.DataArray | None = None,
) -> Figure:
    """Both futures, from two years before the change; of one result that alone. Arguments as of `draw_futures`."""
    shown = [since(result, found["from"]) for result in results]
    width = NARROW if narrow else WIDE
    figure, axes = bare([1.85, 1.25][: len(shown)], width)
    views = draw_futures(axes, shown, found, variable, lang, run=run, record=record)
    for axis in axes:  # a legend needs the line that a long title would take
        axis.set_title("\n".join(wrap(axis.get_title("left"), int((width - LEFT) * LETTERS))), **_TITLE)
    handles = axes[0].get_legend_handles_labels()[0]
    figure.legend(handles=handles, loc="upper left", **_KEY, ncols=1 if narrow else len(handles))
    finish(axes, shown[0], variable, lang)
    mark(axes, marks(found), views[0])
    return figure


_TITLE: dict[str, Any] = {"loc": "left", "fontsize": 9.5, "fontweight": "bold", "color": INK, "pad": 5}
_KEY: dict[str, Any] = {
    "fontsize": 8.5,
    "frameon": False,
    "handlelength": 1.8,
    "borderaxespad": 0.2,
    "labelspacing": 0.25,
}


def since(result: xr.Dataset, date: str) -> xr.Dataset:
    """The result from `LEAD` months before a date on."""
    first = pd.Timestamp(date) - pd.DateOffset(months=LEAD)
    return result.sel(month=slice(first, None))


def mark(axes: Sequence[Axes], dates: Sequence[tuple[str, str]], view: View) -> None:
    """A line through all panels at each date; the first few with their names, in the first panel, away from the edge."""
    low, high = axes[0].get_ylim()
    axes[0].set_ylim(low, high + 0.1 * min(len(dates), NAMED) * (high - low))  # room for the names
    left, right = axes[0].get_xlim()
    for place, (date, name) in enumerate(dates):
        at = float(date2num(pd.Timestamp(date).to_pydatetime()))  # type: ignore[no-untyped-call]
        for axis in axes:
            axis.axvline(at, color=GREEN, linewidth=1.2, linestyle=(0, (1, 1.5)), zorder=1)
        if place >= NAMED:
            continue
        more = len(dates) - NAMED if place == NAMED - 1 else 0
        said = f"{name} ({view.say('compare.figure_more_marks', n=more)})" if more > 0 else name
        rightmost = at > left + 0.6 * (right - left)
        axes[0].annotate(
            said,
            (at, 1.0),
            xycoords=("data", "axes fraction"),
            xytext=(-4 if rightmost else 4, -4 - 10 * place),
            textcoords="offset points",
            ha="right" if rightmost else "left",
            va="top",
            fontsize=7.5,
            color=INK,
            bbox={"facecolor": "white", "alpha": 0.75, "edgecolor": "none", "pad": 1},
        )


def _one(axis: Axes, views: Sequence[View], variable: str, run: int) -> None:
    """One history of each future."""
    for view, colour in zip(views, PALETTE, strict=False):
        values = ensembles.at_peace(view.result, variable).mean("pair").isel(run=[run])
        axis.plot(view.x, view.mean(values), color=colour, linewidth=0.8, alpha=0.9)


def _recorded(view: View, record: xr.DataArray | None) -> list[float] | None:
    """The record's mean over pairs in each step, NaN where it has none; None unless it knows every pair."""
    frame = aligned(record, view.result)
    if frame is None or len(frame.columns) != view.result.sizes["pair"]:
        return None
    mean = frame.mean(axis=1, skipna=False).to_numpy()
    parts = [mean[step.start : step.stop] for step in view.steps]
    return [float(np.nanmean(part)) if np.isfinite(part).any() else np.nan for part in parts]
