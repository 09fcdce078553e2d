"""The course of one run: tension, cooperation, agreements and crises, with its turning points numbered."""

from __future__ import annotations

import numpy as np
import pandas as pd
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simulation.catalogue import text
from simulation.experiments import ensembles
from simulation.experiments.detente import dyads
from simulation.experiments.story import Story
from simulation.experiments.turning_points import window_of
from simulation.plots.sheet import fit_headings, stacked, write_foot, write_title
from simulation.plots.style import (
    GREY,
    INK,
    ORANGE,
    PALETTE,
    VERMILLION,
    heading,
    legend,
    legend_of_bars,
    numbers,
    plain,
)
from simulation.plots.timeline import time_axis
from simulation.state import ISSUES
from simulation.words.story import course_finding

LINES = 4  # relations that have a line of their own, where there are more than two states
STYLES = ("-", (0, (4, 1.5)), (0, (1, 1)), (0, (6, 1, 1, 1)))


def course_sheet(story: Story, lang: str = "en") -> Figure:
    """One run against the band of all runs; the numbers above are those of the turning points in the text."""
    result = story.result
    place = int(np.flatnonzero(result["run"].to_numpy() == story.run)[0])
    one = result.isel(run=[place])
    window = window_of(result.sizes["month"])
    figure, axes = stacked([1.75, 1.75, 1.25])
    for axis in axes:
        plain(axis)
    _lines(axes[0], result, one, "tension", 1, lang)
    heading(axes[0], text("figure.tension", lang), text("unit.tension", lang))
    legend(axes[0])
    _lines(axes[1], result, one, "cooperation", window, lang)
    axes[1].axhline(0, color=GREY, linewidth=0.7)
    smoothed = text("story.smoothed", lang, months=window)
    heading(axes[1], smoothed, text("unit.cooperation", lang))
    for axis in axes[:2]:
        numbers(axis, lang)
    _events(axes[2], one, lang)
    time_axis(axes, result, lang)
    _turns(axes, story)
    fit_headings(figure)
    write_title(figure, course_finding(story, lang))
    write_foot(
        figure,
        text("story.course_foot", lang, run=story.run, runs=result.sizes["run"], seed=result.attrs["seed"]),
    )
    return figure


def _lines(axis: Axes, result: xr.Dataset, one: xr.Dataset, name: str, window: int, lang: str) -> None:
    """The run's lines, a relation each, over the grey band that holds 90 % of all runs."""
    x = ensembles.dates(result)
    known = ensembles.at_peace(result, name)
    if result.sizes["run"] > 1:
        mean = known.mean("pair").rolling(month=window, min_periods=1, center=window > 1).mean()
        low, high = ensembles.quantiles(mean, (0.05, 0.95))
        axis.fill_between(x, low, high, color="0.55", alpha=0.28, linewidth=0, label=text("story.band", lang))
    mine = (
        ensembles.at_peace(one, name)
        .isel(run=0)
        .rolling(month=window, min_periods=1, center=window > 1)
        .mean()
    )
    actor, target = result["actor"].to_numpy(), result["target"].to_numpy()
    both = dyads(result)
    if len(both) == 1:
        rows = [([row], str(actor[row])) for row in both[0]]
        key = "figure.felt_by" if name == "tension" else "story.by"
        labels = [text(key, lang, state=state) for _, state in rows]
    else:
        tense = one["tension"].mean(["run", "month"]).to_numpy()
        chosen = sorted(both, key=lambda dyad: -float(tense[list(dyad)].mean()))[:LINES]
        rows = [(list(dyad), "") for dyad in chosen]
        labels = [f"{actor[dyad[0]]} \N{EN DASH} {target[dyad[0]]}" for dyad in chosen]
    for (pair, _), label, colour, style in zip(rows, labels, PALETTE, STYLES, strict=False):
        axis.plot(
            x, mine.isel(pair=pair).mean("pair"), color=colour, linewidth=1.5, linestyle=style, label=label
        )


def _events(axis: Axes, one: xr.Dataset, lang: str) -> None:
    """Agreements in force, a bar an issue; below them every crisis, higher for a graver one."""
    dates = ensembles.dates(one)
    end = dates[-1] + pd.offsets.MonthBegin(1)
    starts = dates.append(pd.DatetimeIndex([end]))
    once = [first for first, _ in dyads(one)]
    force = one["agreement"].isel(run=0, pair=once).any("pair").transpose("issue", "month").to_numpy()
    for row, flags in enumerate(force.astype(bool)):
        edges = np.flatnonzero(np.diff(np.concatenate([[0], flags.astype(int), [0]])))
        for first, last in zip(edges[::2], edges[1::2], strict=True):
            axis.barh(
                row,
                starts[last] - starts[first],
                left=starts[first],
                height=0.62,
                color=PALETTE[0],
                alpha=0.75,
            )
    severity = one["severity"].isel(run=0, pair=once).max("pair").to_numpy()
    near = one["near_miss"].isel(run=0, pair=once).any("pair").to_numpy().astype(bool)
    base = len(force) + 0.45
    for flags, colour, label in (
        ((severity > 0) & ~near, ORANGE, "figure.crisis"), (near, VERMILLION, "story.near_miss"),
    ):  # fmt: skip
        if not flags.any():
            continue
        axis.bar(
            dates[flags], -0.25 - 0.75 * severity[flags], bottom=base, width=max(25.0, len(dates) / 4.0), color=colour,
            label=text(label, lang), linewidth=0,
        )  # fmt: skip
    axis.set_yticks(
        [*range(len(force)), base - 0.5],
        [*(text(f"issue.{issue}", lang) for issue in ISSUES), text("story.crises", lang)],
    )
    axis.tick_params(axis="y", length=0)
    axis.set_ylim(base + 0.05, -0.6)
    axis.grid(axis="y", visible=False)
    heading(axis, text("story.events", lang), "")
    if axis.get_legend_handles_labels()[0]:
        legend_of_bars(axis)


def _turns(axes: list[Axes], story: Story) -> None:
    dates = ensembles.dates(story.result)
    for number, point in enumerate(story.points, start=1):
        for axis in axes:
            axis.axvline(dates[point.month], color=INK, linewidth=0.9, linestyle=(0, (2, 2)), zorder=0.5)
        axes[0].annotate(
            str(number), (dates[point.month], 0.0), (0, 3 + 9 * (number % 2 == 0)), xycoords=("data", "axes fraction"),
            textcoords="offset points", ha="center", va="bottom", fontsize=8.5, fontweight="bold", color=INK,
            bbox={"boxstyle": "circle,pad=0.18", "facecolor": "white", "edgecolor": INK, "linewidth": 0.8},
        )  # fmt: skip
