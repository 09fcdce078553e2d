"""One run on one time axis: tension, what each side did, agreements and crises, and what was imposed."""

from __future__ import annotations

import numpy as np
import pandas as pd
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.dates import date2num
from matplotlib.figure import Figure

from simulation.actions import ACTIONS
from simulation.catalogue import NOTHING, checked, number, span
from simulation.columns import WEIGHT
from simulation.experiments import ensembles
from simulation.experiments.detente import detente_spells, dyads
from simulation.findings.run import headline, scenario_of
from simulation.plots.imposed import imposed
from simulation.plots.page import Panel, stacked, write_finding, write_footing, write_subtitle
from simulation.plots.style import (
    BLUE,
    GREY,
    INK,
    PALETTE,
    SIGNED,
    SKY,
    VERMILLION,
    heading,
    legend,
    legend_of_bars,
    numbers,
    plain,
)
from simulation.plots.timeline import View, time_axis
from simulation.state import ISSUES
from simulation.words.run import imposed_words

LINES = 4  # relations that have a line or a row of their own, where there are more than two states
ROW = 0.2  # inches that a row of acts takes
SCALE = SIGNED.resampled(15)  # few enough shades to be told apart, and kept apart by a palette
MOST = -WEIGHT.min()  # Goldstein/10 of the most hostile act: where the colours end on both sides


def timeline_figure(result: xr.Dataset, run: int = 0, lang: str = "en") -> Figure:
    """Run `run` of a result of `simulate` with keep="all"; raises KeyError for a run that the result does not hold."""
    checked(lang)
    one = result.sel(run=[run])
    scenario = scenario_of(one)
    view = View(one, ensembles.steps(one), lang, None, scenario)
    panels = [_tension(view), _acts(view), _agreements(view), _crises(view)]
    if scenario is not None:
        panels += imposed(view, scenario)
    figure, axes = stacked([panel.height for panel in panels])
    for axis, panel in zip(axes, panels, strict=True):
        plain(axis)
        panel.draw(axis)
    numbers(axes[0], lang)
    time_axis(axes, one, lang)
    found = headline(one)
    write_finding(figure, run_finding(one, run, lang))
    write_subtitle(figure, view.say("figure.subtitle", title=found["title"]))
    about = view.say(
        "run_timeline.about",
        run=run,
        seed=found["seed"],
        scenario=found["scenario"],
        version=found["version"],
        imposed=imposed_words(found, lang),
    )
    write_footing(figure, (about, view.say("run_timeline.reading")))
    return figure


def run_finding(one: xr.Dataset, run: int, lang: str) -> str:
    """Crises, agreements and détente of one run, counted."""
    view = View(one, [], lang, None, None)
    once = [first for first, _ in dyads(one)]
    counts = {
        name: number(int(one[name].isel(pair=once).sum()), lang, 0)
        for name in ("crisis", "near_miss", "signed")
    }
    spells = detente_spells(one).isel(run=0).to_numpy()
    dates = ensembles.dates(one)
    when = [span(dates[first], dates[last - 1], lang) for first, last in stretches(spells)]
    key = "run_timeline.finding" if when else "run_timeline.finding_none"
    return view.say(key, run=run, when=", ".join(when), **counts)


def stretches(flags: np.ndarray) -> list[tuple[int, int]]:
    """Where an unbroken stretch of true begins, and one behind where it ends: `[month]` bool."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], np.asarray(flags).astype(int), [0]])))
    return [(int(first), int(last)) for first, last in zip(edges[::2], edges[1::2], strict=True)]


def _relations(one: xr.Dataset) -> list[tuple[int, int]]:
    """The dyads, the tensest first, at most `LINES`."""
    tense = one["tension"].mean(["run", "month"]).to_numpy()
    return sorted(dyads(one), key=lambda dyad: -float(tense[list(dyad)].mean()))[:LINES]


def _tension(view: View) -> Panel:
    def draw(axis: Axes) -> None:
        x = ensembles.dates(view.result)
        felt = ensembles.at_peace(view.result, "tension").isel(run=0)
        actor, target = view.result["actor"].to_numpy(), view.result["target"].to_numpy()
        both = _relations(view.result)
        if len(both) == 1:
            rows = [([row], view.say("figure.felt_by", state=actor[row])) for row in both[0]]
        else:
            rows = [(list(dyad), f"{actor[dyad[0]]} {NOTHING} {target[dyad[0]]}") for dyad in both]
        for (pair, label), colour in zip(rows, PALETTE, strict=False):
            axis.plot(x, felt.isel(pair=pair).mean("pair"), color=colour, linewidth=1.5, label=label)
        spells = detente_spells(view.result).isel(run=0).to_numpy()
        ends = x.append(pd.DatetimeIndex([x[-1] + pd.offsets.MonthBegin(1)]))
        for k, (first, last) in enumerate(stretches(spells)):
            axis.axvspan(
                *date2num(ends[[first, last]]),  # type: ignore[no-untyped-call]
                color=BLUE, alpha=0.10, linewidth=0,
                label=view.say("figure.detente") if k == 0 else None,
            )  # fmt: skip
        axis.set_ylim(0, 100)
        heading(axis, view.say("figure.tension"), view.say("unit.tension"))
        legend(axis)

    return Panel(1.7, draw)


def _acts(view: View) -> Panel:
    """A row for every state and rival: the mean of its two moves of a month, from hostile to cooperative."""
    pairs = [row for dyad in _relations(view.result) for row in dyad]

    def draw(axis: Axes) -> None:
        one = view.result.isel(run=0)
        moves = 0.5 * (WEIGHT[one["initiative"].to_numpy()] + WEIGHT[one["response"].to_numpy()])
        moves = np.where(one["war"].to_numpy().astype(bool)[:, None], np.nan, moves)
        x = ensembles.dates(view.result)
        edges = date2num(x.append(pd.DatetimeIndex([x[-1] + pd.offsets.MonthBegin(1)])))  # type: ignore[no-untyped-call]
        axis.pcolormesh(
            edges,
            np.arange(len(pairs) + 1),
            moves[:, pairs].T,
            cmap=SCALE,
            vmin=-MOST,
            vmax=MOST,
            rasterized=True,
        )
        axis.axhline(0, color="white", linewidth=1)
        for k in range(1, len(pairs)):
            axis.axhline(k, color="white", linewidth=2.5)
        actor, target = view.result["actor"].to_numpy(), view.result["target"].to_numpy()
        names = [f"{actor[k]} \N{RIGHTWARDS ARROW} {target[k]}" for k in pairs]
        axis.set_yticks(np.arange(len(pairs)) + 0.5, names)
        axis.tick_params(axis="y", length=0)
        axis.set_ylim(len(pairs), 0)
        axis.spines[["left"]].set_visible(False)
        axis.grid(False)
        heading(axis, view.say("run_timeline.acts"), "")
        _key(axis, view)

    return Panel(max(ROW * len(pairs), 0.4), draw)


def _key(axis: Axes, view: View) -> None:
    """What the colours of the acts stand for, on the line of the panel's title."""
    low, high = WEIGHT.min(), WEIGHT.max()
    x = 1.0
    for at in (high, high / 2, 0.0, low / 2, low):
        code = int(np.argmin(abs(WEIGHT - at)))  # the act that lies there on the scale, or nearest to it
        name, weight = ACTIONS[code].name, WEIGHT[code]
        words = axis.annotate(
            view.say(f"act.{name}"), (x, 1.0), (0, 5), xycoords="axes fraction", textcoords="offset points", fontsize=7.2,
            color=INK, ha="right", va="bottom",
        )  # fmt: skip
        extent = words.get_window_extent().transformed(axis.transAxes.inverted())
        axis.annotate(
            "\N{BLACK SQUARE}" if weight else "\N{WHITE SQUARE}", (extent.x0, 1.0), (-3, 4.5),
            xycoords="axes fraction", textcoords="offset points", fontsize=9,
            color=SCALE(0.5 + 0.5 * weight / MOST) if weight else GREY, ha="right", va="bottom",
        )  # fmt: skip
        x = extent.x0 - 0.028


def _agreements(view: View) -> Panel:
    """A bar for every agreement while it is in force; crossed where a side left it."""

    def draw(axis: Axes) -> None:
        one = view.result.isel(run=0, pair=[first for first, _ in dyads(view.result)])
        dates = ensembles.dates(view.result)
        ends = dates.append(pd.DatetimeIndex([dates[-1] + pd.offsets.MonthBegin(1)]))
        force = one["agreement"].any("pair").transpose("issue", "month").to_numpy().astype(bool)
        left = (
            view.result["broken"].isel(run=0).any("pair").transpose("issue", "month").to_numpy().astype(bool)
        )
        for row, flags in enumerate(force):
            for first, last in stretches(flags):
                axis.barh(
                    row, ends[last] - ends[first], left=ends[first], height=0.6, color=PALETTE[0], alpha=0.75
                )
            axis.plot(
                dates[left[row]], np.full(int(left[row].sum()), row), "X", color=VERMILLION, markersize=6.5,
                markeredgecolor="white", label=view.say("run_timeline.left") if row == 0 else None,
            )  # fmt: skip
        axis.set_yticks(range(len(ISSUES)), [view.say(f"issue.{issue}") for issue in ISSUES])
        axis.tick_params(axis="y", length=0)
        axis.set_ylim(len(ISSUES) - 0.5, -0.5)
        several = len(dyads(view.result)) > 1
        heading(axis, view.say("run_timeline.agreements_any" if several else "run_timeline.agreements"), "")
        legend_of_bars(axis)

    return Panel(0.85, draw)


def _crises(view: View) -> Panel:
    """Every crisis at its month, as high as it was severe."""

    def draw(axis: Axes) -> None:
        dates = ensembles.dates(view.result)
        severity = view.result["severity"].isel(run=0).max("pair").to_numpy()
        near = view.result["near_miss"].isel(run=0).any("pair").to_numpy().astype(bool)
        for flags, colour, mark, label in (
            ((severity > 0) & ~near, SKY, "o", "figure.crisis"),
            (near, VERMILLION, "D", "run_timeline.near_miss"),
        ):
            axis.vlines(dates[flags], 0, severity[flags], color=colour, linewidth=1.3)
            axis.plot(
                dates[flags],
                severity[flags],
                mark,
                color=colour,
                markersize=4.2,
                label=view.say(label),
                clip_on=False,
            )
        war = view.result["war"].isel(run=0).to_numpy().astype(bool)
        if war.any():
            axis.axvline(
                date2num(dates[int(np.argmax(war))]),  # type: ignore[no-untyped-call]
                color="black",
                linewidth=2.2,
                label=view.say("figure.war"),
            )
        axis.axhline(0, color=GREY, linewidth=0.7)
        axis.set_ylim(0, 1.05)
        axis.set_yticks([0, 1])
        heading(axis, view.say("run_timeline.crises"), view.say("run_timeline.severity"))
        legend(axis)

    return Panel(0.75, draw)
