"""One picture of an ensemble: cooperation beside the record, tension, mutual benefit, crises, agreements,
what was imposed.

Only this module knows matplotlib, and only its object interface: no global state, so a figure can be drawn in
a thread, in a notebook or on a machine without a screen. Colours are those of Okabe and Ito (2008), safe for
colour-blind readers.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence
from io import BytesIO
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import Colormap, LinearSegmentedColormap, Normalize
from matplotlib.dates import MonthLocator, YearLocator, num2date
from matplotlib.figure import Figure
from matplotlib.patches import Patch, Rectangle
from matplotlib.text import Text
from matplotlib.ticker import FuncFormatter, MaxNLocator
from PIL import Image

from simulation.catalogue import checked, month, number, percent, text
from simulation.claims_report import footing as claims_footing
from simulation.claims_words import SAYS, claim_title, decimals_for, effect_words, group_words, value_words
from simulation.doctrines import DOCTRINES
from simulation.errors import ScenarioError, choose, show
from simulation.experiments import ensembles
from simulation.experiments.claims.claim import says
from simulation.experiments.claims.frontier import GOALS, MOTIVES, Frontier
from simulation.experiments.claims.result import Result
from simulation.experiments.claims.running import Report
from simulation.experiments.claims.worlds import World
from simulation.experiments.detente import detente_spells, dyads
from simulation.experiments.ensembles import Period
from simulation.report import (
    TOURNAMENT_DECIMALS,
    aligned,
    arrow,
    finding,
    footing,
    headline,
    tournament_finding,
    tournament_footing,
)
from simulation.scenario import Event, Scenario
from simulation.state import ISSUES

BLUE, VERMILLION, GREEN, PURPLE, SKY, ORANGE, YELLOW = (
    "#0072B2",
    "#D55E00",
    "#009E73",
    "#CC79A7",
    "#56B4E9",
    "#E69F00",
    "#F0E442",
)
PALETTE = (BLUE, VERMILLION, GREEN, PURPLE, SKY, ORANGE)
SOURCES = {"trade": ORANGE, "culture": PURPLE, "science": GREEN}
MARKERS = {"theatre": "o", "economy": "s", "technology": "^", "rights": "D", "incident": "X"}
GREY, INK = "0.45", "0.15"
SHARE = LinearSegmentedColormap.from_list("share", ["#FFFFFF", "#9FC8E3", BLUE, "#003049"])
RISK = LinearSegmentedColormap.from_list("risk", ["#FFFFFF", "#F3B98F", VERMILLION, "#5A2500"])
SIGNED = LinearSegmentedColormap.from_list("signed", ["#5A2500", VERMILLION, "#FFFFFF", BLUE, "#003049"])

WIDTH, MARGIN_LEFT, MARGIN_RIGHT = 11.0, 1.15, 0.65  # inches
TOP, BOTTOM, GAP = 0.95, 0.95, 0.42  # inches
LINE = 0.155  # inches that a line of small text takes

#: rows of titles of events; what finds no room there has its mark only
TITLE_ROWS = 7

#: at most so many relations have a line of their own in a panel; the tensest are drawn
DRAWN = 4


class Panel(NamedTuple):
    """A panel waiting for its place: its height in inches and what draws it."""

    height: float
    draw: Callable[[Axes], None]


class View(NamedTuple):
    """What every panel needs: the result, its time steps, the words, and what it is compared with."""

    result: xr.Dataset
    steps: list[Period]
    lang: str
    record: pd.DataFrame | None  # month by pair
    scenario: Scenario | None

    @property
    def x(self) -> pd.DatetimeIndex:
        """The middle of each step, where its mean is drawn."""
        return pd.DatetimeIndex([ensembles.middle(step) for step in self.steps])

    def say(self, key: str, **values: object) -> str:
        """A sentence of the catalogue in the language of the figure."""
        return text(key, self.lang, **values)

    def levels(self, values: xr.DataArray) -> xr.DataArray:
        """Quantiles over runs of the means by step."""
        return ensembles.quantiles(ensembles.means(values, self.steps))


def history_figure(result: xr.Dataset, record: xr.DataArray | None = None, lang: str = "en") -> Figure:
    """The history of an ensemble on one time axis; see the module for the panels.

    `result` is what `simulate` returns with keep="all". `record` is observed cooperation `[time, pair]`
    (`history.cooperation`), drawn in black for the pairs and dates it knows. `lang` is "en" or "id".
    """
    checked(lang)
    view = View(result, ensembles.steps(result), lang, aligned(record, result), _scenario(result))
    panels = [*_cooperation(view), _tension(view), _benefit(view), _crises(view), _states_of_peace(view)]
    if view.scenario is not None:
        panels.append(_imposed(view, view.scenario))
    figure, axes = _page([panel.height for panel in panels])
    for axis, panel in zip(axes, panels, strict=True):
        _plain(axis)
        panel.draw(axis)
        if axis.get_ylabel():
            _numbers(axis, lang)
    _time_axis(axes, result, lang)
    _words(figure, view)
    return figure


# --- the page -----------------------------------------------------------------------------------------------


def _page(heights: Sequence[float]) -> tuple[Figure, list[Axes]]:
    """A page with one panel under the other, each as high as it asks for (inches)."""
    total = TOP + BOTTOM + sum(heights) + GAP * (len(heights) - 1)
    figure = Figure(figsize=(WIDTH, total), dpi=150, facecolor="white")
    FigureCanvasAgg(figure)
    axes, top = [], total - TOP
    width = (WIDTH - MARGIN_LEFT - MARGIN_RIGHT) / WIDTH
    for height in heights:
        axes.append(figure.add_axes((MARGIN_LEFT / WIDTH, (top - height) / total, width, height / total)))
        top -= height + GAP
    return figure, axes


def _plain(axis: Axes) -> None:
    axis.spines[["top", "right"]].set_visible(False)
    axis.spines[["left", "bottom"]].set_color(GREY)
    axis.tick_params(labelsize=8, colors=INK, color=GREY, length=3)
    axis.grid(axis="x", color="0.9", linewidth=0.6)
    axis.set_axisbelow(True)


def _time_axis(axes: Sequence[Axes], result: xr.Dataset, lang: str) -> None:
    months = ensembles.dates(result)
    first, last = months[0], months[-1] + pd.offsets.MonthBegin(1)
    years = len(months) / 12
    for axis in axes:
        axis.set_xlim(first.to_pydatetime(), last.to_pydatetime())
        if years > 6:
            apart = next(n for n in (1, 2, 4, 5, 10, 20) if years / n <= 12 or n == 20)
            axis.xaxis.set_major_locator(YearLocator(apart))  # type: ignore[no-untyped-call]
        else:
            apart = next(n for n in (1, 2, 3, 6) if len(months) / n <= 12 or n == 6)
            axis.xaxis.set_major_locator(MonthLocator(range(1, 13, apart)))  # type: ignore[no-untyped-call]
        axis.xaxis.set_major_formatter(FuncFormatter(lambda x, _: _tick(x, lang)))
    for axis in axes[:-1]:
        axis.tick_params(labelbottom=False)


def _tick(x: float, lang: str) -> str:
    """A year at its January, the month's name elsewhere."""
    date = num2date(x)  # type: ignore[no-untyped-call]
    return f"{date.year}" if date.month == 1 else month(f"{date:%Y-%m}", lang).split()[0]


def _words(figure: Figure, view: View) -> None:
    height = figure.get_figheight()
    found = headline(view.result)
    left = MARGIN_LEFT / WIDTH
    sentence = figure.text(
        left,
        1 - 0.27 / height,
        finding(found, view.lang),
        fontweight="bold",
        color=INK,
        va="center",
    )
    _fit(figure, sentence)
    title = view.say("figure.subtitle", title=found["title"])
    figure.text(left, 1 - 0.52 / height, title, fontsize=9.5, color=GREY, va="center")
    lines = [footing(found, view.lang), view.say("figure.bands" if found["runs"] > 1 else "figure.one_run")]
    if view.record is not None and len(view.record.columns) == len(view.result["pair"]):
        lines.append(view.say("figure.record_note"))
    for k, line in enumerate(lines):
        figure.text(left, (0.5 - k * 0.16) / height, line, fontsize=7.5, color=GREY, va="center")


def _fit(figure: Figure, sentence: Text) -> None:
    """The largest type in which a finding, in the longer language too, stays on the page."""
    for size in np.arange(14.0, 8.0, -0.25):
        sentence.set_fontsize(float(size))
        if sentence.get_window_extent().x1 <= (WIDTH - 0.25) * figure.dpi:
            break


def _heading(axis: Axes, title: str, unit: str) -> None:
    axis.set_title(title, loc="left", fontsize=9.5, fontweight="bold", color=INK, pad=5)
    axis.set_ylabel(unit, fontsize=8, color=INK)


def _numbers(axis: Axes, lang: str) -> None:
    """Tick labels of the vertical axis as the language writes numbers."""
    ticks = [tick for tick in axis.get_yticks() if axis.get_ylim()[0] <= tick <= axis.get_ylim()[1]]
    decimals = next(d for d in range(8) if d == 7 or all(abs(round(tick, d) - tick) < 1e-9 for tick in ticks))
    axis.set_yticks(ticks, [number(tick, lang, decimals) for tick in ticks])


def _legend(axis: Axes) -> None:
    """On the line of the panel's title; inside the panel where the two would meet."""
    handles, labels = axis.get_legend_handles_labels()
    place: dict[str, Any] = {
        "loc": "lower right",
        "bbox_to_anchor": (1.0, 0.985),
        "ncols": max(len(labels), 1),
        "borderaxespad": 0.1,
    }
    inside: dict[str, Any] = {"loc": "upper right", "ncols": 2, "framealpha": 0.8, "edgecolor": "none"}
    look: dict[str, Any] = {"fontsize": 7.5, "handlelength": 1.6, "columnspacing": 1.2}
    legend = axis.legend(handles, labels, frameon=False, **place, **look)
    title = next(
        child for child in axis.get_children() if getattr(child, "get_text", str)() == axis.get_title("left")
    )
    if legend.get_window_extent().x0 < title.get_window_extent().x1 + 8:
        axis.legend(handles, labels, **inside, **look)


def _bands(axis: Axes, view: View, levels: xr.DataArray, colour: str, label: str, inner: bool = True) -> None:
    """Median with the bands that hold 90% and 50% of the runs; `levels` is `[quantile, period]`."""
    q = {round(float(level), 2): levels.sel(quantile=level).to_numpy() for level in levels["quantile"]}
    if int(view.result.sizes["run"]) > 1:
        axis.fill_between(view.x, q[0.05], q[0.95], color=colour, alpha=0.16, linewidth=0)
        if inner:
            axis.fill_between(view.x, q[0.25], q[0.75], color=colour, alpha=0.28, linewidth=0)
    axis.plot(view.x, q[0.5], color=colour, linewidth=2.0, label=label, solid_capstyle="round")


# --- the panels ---------------------------------------------------------------------------------------------


def _cooperation(view: View) -> list[Panel]:
    """One panel a direction for two states; one panel with the tensest relations for more."""
    values = ensembles.at_peace(view.result, "cooperation")
    pairs = [str(pair) for pair in view.result["pair"].to_numpy()]
    if len(pairs) > 2:
        return [Panel(2.0, lambda axis: _several(axis, view, "cooperation"))]
    runs = ensembles.means(values, view.steps)
    levels = ensembles.quantiles(runs)
    observed = [mean for pair in pairs for mean in _recorded(view, pair)]
    shown = (levels, runs.isel(run=0))
    everything = np.concatenate([*(drawn.to_numpy().ravel() for drawn in shown), np.asarray(observed)])
    everything = everything[np.isfinite(everything)]
    low, high = (everything.min(), everything.max()) if everything.size else (-1.0, 1.0)

    def draw(pair: str, colour: str, first: bool) -> Callable[[Axes], None]:
        def panel(axis: Axes) -> None:
            _bands(axis, view, levels.sel(pair=pair), colour, view.say("figure.model"))
            if runs.sizes["run"] > 1:
                # A median is smoother than any history: one run shows what the record should be held against.
                one: dict[str, Any] = {
                    "color": colour,
                    "linewidth": 0.9,
                    "linestyle": (0, (4, 1.5)),
                    "label": view.say("figure.one"),
                }
                axis.plot(view.x, runs.isel(run=0).sel(pair=pair), **one)
            axis.axhline(0, color=GREY, linewidth=0.7)
            observed = _recorded(view, pair)
            if observed:
                axis.plot(
                    view.x,
                    observed,
                    color="black",
                    linewidth=1.1,
                    marker="o",
                    markersize=2.6,
                    label=view.say("figure.record"),
                )
            # Both directions on one scale, so that the eye may compare them.
            axis.set_ylim(low - 0.06 * (high - low), high + 0.06 * (high - low))
            _heading(axis, view.say("figure.cooperation", pair=arrow(pair)), view.say("unit.cooperation"))
            if first:
                _legend(axis)

        return panel

    return [
        Panel(1.4, draw(pair, colour, k == 0))
        for k, (pair, colour) in enumerate(zip(pairs, PALETTE, strict=False))
    ]


def _recorded(view: View, pair: str) -> list[float]:
    """The record's mean in each step, NaN where it has none; empty if it does not know the pair."""
    if view.record is None or pair not in view.record:
        return []
    return [float(view.record[pair].iloc[step.start : step.stop].mean()) for step in view.steps]


def _several(axis: Axes, view: View, name: str) -> None:
    """Mean of both directions of the tensest relations: `name` is "cooperation" or "tension"."""
    actor, target = view.result["actor"].to_numpy(), view.result["target"].to_numpy()
    values = ensembles.at_peace(view.result, name)
    tension = ensembles.at_peace(view.result, "tension").mean(["run", "month"]).to_numpy()
    order = sorted(dyads(view.result), key=lambda dyad: -float(tension[list(dyad)].mean()))
    for dyad, colour in zip(order[:DRAWN], PALETTE, strict=False):
        levels = view.levels(values.isel(pair=list(dyad)).mean("pair"))
        _bands(axis, view, levels, colour, f"{actor[dyad[0]]} \N{EN DASH} {target[dyad[0]]}", inner=False)
    shown = min(DRAWN, len(order))
    key = "figure.several" if shown == len(order) else "figure.tensest"
    _heading(
        axis,
        view.say(key, what=view.say(f"figure.what_{name}"), shown=shown, all=len(order)),
        view.say(f"unit.{name}"),
    )
    if name == "cooperation":
        axis.axhline(0, color=GREY, linewidth=0.7)
    else:
        axis.set_ylim(0, 100)
    _legend(axis)


def _tension(view: View) -> Panel:
    pairs = [str(pair) for pair in view.result["pair"].to_numpy()]
    if len(pairs) > 2:
        return Panel(1.6, lambda axis: _several(axis, view, "tension"))

    def draw(axis: Axes) -> None:
        levels = view.levels(ensembles.at_peace(view.result, "tension"))
        for pair, actor, colour in zip(pairs, view.result["actor"].to_numpy(), PALETTE, strict=False):
            _bands(axis, view, levels.sel(pair=pair), colour, view.say("figure.felt_by", state=actor))
        axis.set_ylim(0, 100)
        _heading(axis, view.say("figure.tension"), view.say("unit.tension"))
        _legend(axis)

    return Panel(1.4, draw)


def _benefit(view: View) -> Panel:
    def draw(axis: Axes) -> None:
        def mean(name: str) -> np.ndarray:
            return _mean(view, ensembles.at_peace(view.result, name).mean("pair"))

        stack = {source: mean(f"benefit_{source}") for source in SOURCES}
        axis.stackplot(
            view.x,
            *stack.values(),
            colors=list(SOURCES.values()),
            alpha=0.8,
            linewidth=0,
            labels=[view.say(f"issue.{source}") for source in stack],
        )
        if int(view.result.sizes["run"]) > 1:
            total = view.levels(ensembles.at_peace(view.result, "mutual_benefit").mean("pair"))
            for k, level in enumerate((0.05, 0.95)):
                axis.plot(
                    view.x,
                    total.sel(quantile=level),
                    color=INK,
                    linewidth=0.9,
                    linestyle=(0, (3, 2)),
                    label=view.say("figure.total_band") if k == 0 else None,
                )
        axis.axhline(0, color=GREY, linewidth=0.7)
        _heading(axis, view.say("figure.benefit"), view.say("unit.benefit"))
        _legend(axis)

    return Panel(1.35, draw)


def _crises(view: View) -> Panel:
    def draw(axis: Axes) -> None:
        left, width = _slots(view)
        crisis = _ever(view, "crisis")
        near = _ever(view, "near_miss")
        axis.bar(
            left, crisis, width=width, align="edge", color=SKY, linewidth=0, label=view.say("figure.crisis")
        )
        axis.bar(
            left,
            near,
            width=width,
            align="edge",
            color=VERMILLION,
            linewidth=0,
            label=view.say("figure.near_miss"),
        )
        war = view.result["war"].astype(float).mean("run") * 100
        axis.plot(
            ensembles.dates(view.result), war, color="black", linewidth=1.4, label=view.say("figure.war")
        )
        axis.set_ylim(0, max(10.0, 1.08 * float(np.nanmax(crisis)), 1.08 * float(war.max())))
        _heading(
            axis, view.say("figure.crises", step=view.say(f"step.{_grain(view)}")), view.say("unit.runs")
        )
        _legend(axis)

    return Panel(0.9, draw)


def _ever(view: View, name: str) -> np.ndarray:
    """Percent of the runs alive in a step in which `name` happened at least once between any two states."""
    happened = ensembles.counted(view.result, name).max("pair", skipna=False)
    counts = ensembles.totals(happened, view.steps)
    ever = (counts > 0).astype(float).where(counts.notnull())
    share: np.ndarray = ensembles.mean_over_runs(ever).to_numpy() * 100
    return share


def _states_of_peace(view: View) -> Panel:
    """Share of runs in détente, and below it the share with an agreement in force, issue by issue."""

    def draw(axis: Axes) -> None:
        calm = detente_spells(view.result).astype(float).where(~view.result["war"].astype(bool))
        force = ensembles.at_peace(view.result, "agreement").mean("pair").transpose("issue", "run", "month")
        rows = np.stack([_mean(view, values) for values in (calm, *force)])
        left, width = _slots(view)
        edges = np.append(left.to_numpy(), left.to_numpy()[-1] + width[-1].to_numpy())
        tops = np.arange(len(rows)) + np.where(np.arange(len(rows)) > 0, 0.35, 0.0)  # détente stands apart
        for top, row in zip(tops, rows, strict=True):
            mesh = axis.pcolormesh(
                edges,
                [top, top + 1],
                row[None] * 100,
                cmap=SHARE,
                vmin=0,
                vmax=100,
                edgecolors="0.94",
                linewidth=0.5,
            )
        names = [view.say("figure.detente"), *(view.say(f"issue.{issue}") for issue in ISSUES)]
        axis.set_yticks(tops + 0.5, names)
        axis.set_ylim(tops[-1] + 1, 0)
        axis.grid(False)
        axis.tick_params(axis="y", length=0)
        _heading(axis, view.say("figure.agreements"), "")
        bar = axis.figure.colorbar(mesh, cax=axis.inset_axes((1.008, 0.0, 0.011, 1.0)))
        bar.set_ticks([0, 50, 100], labels=[percent(k / 100, view.lang) for k in (0, 50, 100)])
        bar.ax.tick_params(labelsize=7, length=2, colors=INK)
        bar.outline.set_linewidth(0)

    return Panel(1.05, draw)


def _mean(view: View, values: xr.DataArray) -> np.ndarray:
    """Mean over the months of a step and over the runs that are left, NaN where none is."""
    by_run = ensembles.means(values, view.steps)
    share: np.ndarray = ensembles.mean_over_runs(by_run).to_numpy()
    return share


# --- what was imposed ---------------------------------------------------------------------------------------


class Ruler(NamedTuple):
    """Dates of the time axis, measured in inches on the page."""

    first: pd.Timestamp
    last: pd.Timestamp

    @property
    def inch(self) -> pd.Timedelta:
        """The time that an inch of the axis takes."""
        return (self.last - self.first) / (WIDTH - MARGIN_LEFT - MARGIN_RIGHT)

    def at(self, date: str) -> float:
        """Where a month begins, inches from the left end of the axis."""
        return float((pd.Timestamp(date) - self.first) / self.inch)

    def flips(self, event: Event) -> bool:
        """Whether the title must stand to the left of its mark, because to the right the page ends."""
        right = float((self.last - pd.Timestamp(event.date)) / self.inch) + MARGIN_RIGHT - 0.15
        return right < _inches(event.title) < self.at(event.date)


def _imposed(view: View, scenario: Scenario) -> Panel:
    """Leaders and dated events: inputs of the scenario, set apart so that nobody takes them for results.

    Every event has a mark in the row of its kind, large for a large event; the largest have their titles
    below, as many as there is room for.
    """
    months = ensembles.dates(view.result)
    ruler = Ruler(months[0], months[-1] + pd.offsets.MonthBegin(1))
    states = [s.name for s in scenario.states if any(leader.state == s.name for leader in scenario.leaders)]
    kinds = [kind for kind in MARKERS if any(event.kind == kind for event in scenario.events)]
    titles = _titles(scenario.events, ruler)
    rows = len(states) * 1.35 + len(kinds) + 1 + max(titles.values(), default=-1)
    height = max(LINE * rows + 0.05, 0.3)

    def draw(axis: Axes) -> None:
        axis.set_ylim(height, 0)
        axis.tick_params(axis="y", length=0)
        axis.grid(False)
        axis.spines["left"].set_visible(False)
        for k, state in enumerate(states):
            _leaders(axis, scenario, state, LINE * 1.35 * k, PALETTE[k % len(PALETTE)], ruler)
        top = LINE * 1.35 * len(states)
        where = {kind: top + LINE * (k + 0.6) for k, kind in enumerate(kinds)}
        for event in scenario.events:
            size = 2.0 + 3.0 * event.size
            _mark(axis, event, where[event.kind], size)
        for k, row in titles.items():
            _title(axis, scenario.events[k], top + LINE * (len(kinds) + row + 0.7), ruler)
        names = [view.say(f"event.{kind}") for kind in kinds]
        ticks = [LINE * 1.35 * (k + 0.5) for k in range(len(states))]
        axis.set_yticks([*ticks, *where.values()], [*states, *names])
        for label in axis.get_yticklabels()[len(states) :]:
            label.set_fontsize(6.8)
        shown, everything = len(titles), len(scenario.events)
        key = "figure.imposed" if shown == everything else "figure.imposed_part"
        _heading(axis, view.say(key, shown=shown, all=everything), "")

    return Panel(height, draw)


def _mark(axis: Axes, event: Event, y: float, size: float) -> None:
    x = pd.Timestamp(event.date)
    axis.plot(
        [x], [y], marker=MARKERS[event.kind], color=INK, markersize=size, markeredgewidth=0, clip_on=False
    )


def _title(axis: Axes, event: Event, y: float, ruler: Ruler) -> None:
    _mark(axis, event, y, 3.6)
    flips = ruler.flips(event)
    axis.text(
        pd.Timestamp(event.date) + ruler.inch * (-0.06 if flips else 0.06),
        y,
        event.title,
        fontsize=6.3,
        color=INK,
        va="center_baseline",
        ha="right" if flips else "left",
    )


def _titles(events: Sequence[Event], ruler: Ruler) -> dict[int, int]:
    """Which events get a title, and in which row: the largest first, each in the first row with room."""
    taken: list[list[tuple[float, float]]] = [[] for _ in range(TITLE_ROWS)]
    rows: dict[int, int] = {}
    weight = _weights(events)
    for k in sorted(range(len(events)), key=lambda k: (-weight[k], events[k].date)):
        at, wide = ruler.at(events[k].date), _inches(events[k].title) + 0.12
        span = (at - wide, at + 0.06) if ruler.flips(events[k]) else (at - 0.06, at + wide)
        for row, others in enumerate(taken):
            if all(span[1] <= a or b <= span[0] for a, b in others):
                others.append(span)
                rows[k] = row
                break
    return rows


def _weights(events: Sequence[Event]) -> list[float]:
    """How much an event changes: its size; for technology, whose size is a level, the step since the last."""
    level: dict[object, float] = {}
    weights = [event.size for event in events]
    for k in sorted(range(len(events)), key=lambda k: events[k].date):
        if events[k].kind == "technology":
            weights[k] = abs(events[k].size - level.get(events[k].between, 0.0))
            level[events[k].between] = events[k].size
    return weights


def _leaders(axis: Axes, scenario: Scenario, state: str, y: float, colour: str, ruler: Ruler) -> None:
    """A bar of the state's leaders: a conciliatory one is pale, a hard one dark, as the scenario says."""
    terms = sorted((who for who in scenario.leaders if who.state == state), key=lambda who: who.since)
    starts = [max(pd.Timestamp(who.since), ruler.first) for who in terms] + [ruler.last]
    for who, start, end in zip(terms, starts, starts[1:], strict=False):
        if start >= end:
            continue  # out of office before the run begins
        axis.barh(
            y,
            end - start,
            left=start,
            height=LINE * 1.15,
            align="edge",
            color=colour,
            alpha=0.30 - 0.22 * who.disposition,
            edgecolor="white",
            linewidth=0.8,
        )
        name = _fitting(who.name, float((end - start) / ruler.inch))
        look: dict[str, Any] = {
            "fontsize": 6.3,
            "color": INK,
            "ha": "center",
            "va": "center_baseline",
            "clip_on": True,
        }
        axis.text(start + (end - start) / 2, y + LINE * 0.58, name, **look)


def _fitting(name: str, room: float) -> str:
    """The name, or its last word, or nothing: what fits into `room` inches."""
    for choice in (name, name.split()[-1] if name.split() else ""):
        if _inches(choice) + 0.06 <= room:
            return choice
    return ""


def _inches(words: str) -> float:
    """About how wide a line of the smallest text is."""
    return 0.0475 * len(words)


# --- small things -------------------------------------------------------------------------------------------


def _scenario(result: xr.Dataset) -> Scenario | None:
    source = result.attrs.get("scenario", "")
    return Scenario.from_toml(source) if source else None


def _slots(view: View) -> tuple[pd.DatetimeIndex, pd.TimedeltaIndex]:
    """Left edge and width of each step."""
    left = pd.DatetimeIndex([step.first for step in view.steps])
    right = pd.DatetimeIndex([step.last + pd.offsets.MonthBegin(1) for step in view.steps])
    return left, right - left


def _grain(view: View) -> str:
    longest = max(step.stop - step.start for step in view.steps)
    return "year" if longest > 3 else "quarter" if longest > 1 else "month"


# --- two ensembles of one seed ------------------------------------------------------------------------------

#: what can be compared: its name and unit in the catalogue
COMPARED = {
    "cooperation": ("figure.what_cooperation", "unit.cooperation"),
    "tension": ("figure.what_tension", "unit.tension"),
    "common_ground": ("figure.what_common_ground", "unit.share"),
    "mutual_benefit": ("figure.what_mutual_benefit", "unit.benefit"),
}


def difference_figure(
    before: xr.Dataset, after: xr.Dataset, variable: str = "tension", lang: str = "en"
) -> Figure:
    """What one change does to a variable: above both ensembles, below the mean of the paired differences.

    `before` and `after` are what `simulate` returns for one seed, so that run k of both meets the same
    chance. `variable` is a name in `COMPARED`; over pairs its mean is taken. Raises ScenarioError for results
    that are no twins, or for another variable.
    """
    checked(lang)
    if variable not in COMPARED:
        raise ScenarioError(f"variable is {show(variable)}; {choose(variable, COMPARED, 'variable')}")
    differences = ensembles.paired(before, after, variable).mean("pair")
    views = [View(result, ensembles.steps(result), lang, None, None) for result in (before, after)]
    unit = views[0].say(COMPARED[variable][1])
    titles = [str(result.attrs["title"]) for result in (before, after)]
    if titles[0] == titles[1]:
        titles = [views[0].say("figure.before"), views[0].say("figure.after")]

    def draw_both(axis: Axes) -> None:
        # The second line is broken: where both are the same, the first shows through.
        for view, title, colour, style in zip(views, titles, PALETTE, ("-", (0, (3, 2))), strict=False):
            values = ensembles.at_peace(view.result, variable).mean("pair")
            levels = view.levels(values)
            low, high = levels.sel(quantile=0.05), levels.sel(quantile=0.95)
            axis.fill_between(view.x, low, high, color=colour, alpha=0.16, linewidth=0)
            axis.plot(view.x, _mean(view, values), color=colour, linewidth=2.0, linestyle=style, label=title)
        _heading(axis, views[0].say(COMPARED[variable][0]), unit)
        _legend(axis)

    def draw_difference(axis: Axes) -> None:
        found = ensembles.mean_interval(ensembles.means(differences, views[0].steps))
        low, high = found.sel(bound="low"), found.sel(bound="high")
        axis.fill_between(views[0].x, low, high, color=INK, alpha=0.25, linewidth=0)
        axis.plot(views[0].x, found.sel(bound="mean"), color=INK, linewidth=2.0)
        axis.axhline(0, color=GREY, linewidth=0.7)
        _heading(axis, views[0].say("figure.difference", after=titles[1], before=titles[0]), unit)

    figure, axes = _page([1.8, 1.8])
    for axis, draw in zip(axes, (draw_both, draw_difference), strict=True):
        _plain(axis)
        draw(axis)
        _numbers(axis, lang)
    _time_axis(axes, before, lang)
    overall = ensembles.mean_difference(differences.mean("month"))
    _difference_words(figure, views[0], variable, overall)
    return figure


def _difference_words(figure: Figure, view: View, variable: str, overall: ensembles.Difference) -> None:
    """The finding above, computed from the differences; what was run below."""

    def signed(value: float) -> str:
        return ("+" if value > 0 else "") + number(value, view.lang, 3 if abs(overall.mean) < 0.1 else 2)

    said = view.say(
        "figure.finding_difference",
        what=view.say(COMPARED[variable][0]),
        mean=signed(overall.mean),
        low=signed(overall.low),
        high=signed(overall.high),
    )
    attrs = view.result.attrs
    about = view.say(
        "figure.pairs",
        n=number(overall.n, view.lang, 0),
        seed=attrs["seed"],
        scenario=attrs["scenario_name"],
        version=attrs["version"],
    )
    height, left = figure.get_figheight(), MARGIN_LEFT / WIDTH
    _fit(figure, figure.text(left, 1 - 0.27 / height, said, fontweight="bold", color=INK, va="center"))
    figure.text(left, 1 - 0.52 / height, view.say("figure.paired"), fontsize=9.5, color=GREY, va="center")
    for k, line in enumerate((about, view.say("figure.difference_bands"))):
        figure.text(left, (0.5 - k * 0.16) / height, line, fontsize=7.5, color=GREY, va="center")


# --- the tournament -----------------------------------------------------------------------------------------

CELL = 0.28  # inches that a row of the heat map is high


def tournament_figure(found: dict[str, Any], lang: str = "en") -> Figure:
    """The heat map of a tournament: own benefit of every doctrine against every other, and the standings beside.

    `found` is what `tournament_summary` gives, fresh or read back from tournament.json. Rows and columns stand in
    the order of own benefit. Blue is gain and vermillion is loss, with white at nothing.
    """
    checked(lang)
    names = [row["doctrine"] for row in found["standings"]]
    titles = [DOCTRINES[name].title for name in names]
    count = len(names)
    left, right, top, bottom, beside = 2.05, 0.2, 2.3, 0.9, 2.3  # inches; `beside` holds the standings
    height = top + CELL * count + bottom
    figure = Figure(figsize=(WIDTH, height), dpi=150, facecolor="white")
    FigureCanvasAgg(figure)
    across = WIDTH - left - right - beside - 0.15

    def place(x: float, width: float) -> Axes:
        return figure.add_axes((x / WIDTH, bottom / height, width / WIDTH, CELL * count / height))

    own = np.array([[found["matrix"]["own"][row][column] for column in names] for row in names])
    reach = float(np.abs(own).max()) or 1.0
    size = min(7.0, 4.3 + 26.0 / count)
    axis = place(left, across)
    _cells(axis, own, SIGNED, Normalize(-reach, reach), lang, 1 if reach >= 1 else 2, size)
    axis.set_yticks(np.arange(count) + 0.5, [f"{title}  {k + 1}" for k, title in enumerate(titles)])
    axis.set_xticks(np.arange(count) + 0.5, titles, rotation=55, ha="left", rotation_mode="anchor")
    for k, measure in enumerate(("own", "mutual", "war")):
        values = np.array([[row[measure]["mean"]] for row in found["standings"]])
        norm = Normalize(-reach, reach) if measure == "own" else Normalize(0.0, float(values.max()) or 1.0)
        colours = {"own": SIGNED, "mutual": SHARE, "war": RISK}[measure]
        axis = place(left + across + 0.15 + k * beside / 3, beside / 3 - 0.06)
        ranks = [row[measure]["rank"] for row in found["standings"]]
        _cells(axis, values, colours, norm, lang, TOURNAMENT_DECIMALS[measure], 7.0, ranks)
        label = textwrap.wrap(text(f"tournament.{measure}", lang), 14)
        label += textwrap.wrap(text(f"tournament.unit_{measure}", lang), 14)
        axis.set_yticks([])
        axis.set_xticks([0.5], ["\n".join(label)])
        axis.tick_params(labelsize=7.0)
    _tournament_words(figure, found, lang)
    return figure


def _cells(
    axis: Axes,
    values: np.ndarray,
    colours: Colormap,
    norm: Normalize,
    lang: str,
    decimals: int,
    size: float,
    ranks: Sequence[int] | None = None,
) -> None:
    """A heat map with its numbers in the cells, dark on light and light on dark; `ranks` go behind the number."""
    axis.pcolormesh(values, cmap=colours, norm=norm, edgecolors="white", linewidth=0.6)
    for (row, column), value in np.ndenumerate(values):
        # relative luminance (WCAG 2); on what is darker than 0.28 white letters read better
        red, green, blue = (((part + 0.055) / 1.055) ** 2.4 for part in colours(norm(value))[:3])
        light = 0.2126 * red + 0.7152 * green + 0.0722 * blue
        shown = number(float(value), lang, decimals) + (f"  #{ranks[row]}" if ranks is not None else "")
        axis.text(
            column + 0.5,
            row + 0.5,
            shown,
            ha="center",
            va="center_baseline",
            fontsize=size,
            color=INK if light > 0.28 else "white",
        )
    axis.set_ylim(len(values), 0)
    axis.xaxis.tick_top()
    axis.tick_params(length=0, labelsize=7.5, labelcolor=INK)
    for spine in axis.spines.values():
        spine.set_visible(False)


def _tournament_words(figure: Figure, found: dict[str, Any], lang: str) -> None:
    height, left = figure.get_figheight(), 0.25 / WIDTH
    said = figure.text(
        left, 1 - 0.27 / height, tournament_finding(found, lang), fontweight="bold", color=INK, va="center"
    )
    _fit(figure, said)
    heading = text("tournament.map", lang, unit=text("tournament.unit_own", lang))
    figure.text(left, 1 - 0.52 / height, heading, fontsize=9.5, color=GREY, va="center")
    lines = textwrap.wrap(text("tournament.measures", lang), 195)
    for k, line in enumerate([*lines, text("tournament.ranks", lang), tournament_footing(found, lang)]):
        figure.text(left, (0.7 - k * 0.16) / height, line, fontsize=7.2, color=GREY, va="center")


# --- the claims of the article ------------------------------------------------------------------------------

#: what an effect says of a claim: colour and sign, so that colour alone never tells
SAID = {1: (BLUE, "+", "white"), 0: ("#E4E4E4", "", INK), -1: (VERMILLION, "\N{MINUS SIGN}", INK)}
SQUARE = 0.19  # inches that a world's square is high


def claim_figure(result: Result, report: Report, lang: str = "en") -> Figure:
    """One claim: its effect against zero and the claimed side, beside all worlds, a row a doctrine, a column a game.

    `result` is one of `report.results`; `lang` is "en" or "id".
    """
    checked(lang)
    rows, columns = claim_rows(result)
    high = SQUARE * max(6, len(rows))  # room for the words on the left, however few the worlds
    below = 1.1
    height = 1.3 + high + below
    figure = Figure(figsize=(WIDTH, height), dpi=110, facecolor="white")
    FigureCanvasAgg(figure)

    def place(x: float, y: float, width: float, tall: float) -> Axes:
        return figure.add_axes((x / WIDTH, y / height, width / WIDTH, tall / height))

    _effect_panel(place(0.3, below + high / 2 - 0.4, 3.5, 0.75), result, lang)
    if rows:
        own = SQUARE * len(rows)
        worlds = place(6.5, below + high - own, 0.34 * len(columns), own)
        _worlds_panel(worlds, result, rows, columns, lang)
    said = figure.text(
        0.25 / WIDTH, 1 - 0.27 / height, claim_title(result, lang), fontweight="bold", color=INK, va="center"
    )
    _fit(figure, said)
    heading = text("claims.figure_effect", lang)
    figure.text(0.3 / WIDTH, 1 - 0.66 / height, heading, fontsize=9.5, fontweight="bold", color=INK)
    heading = text("claims.figure_worlds", lang)
    figure.text(4.5 / WIDTH, 1 - 0.66 / height, heading, fontsize=9.5, fontweight="bold", color=INK)
    legend = [
        Patch(facecolor=SAID[say][0], edgecolor=GREY, label=f"{SAID[say][1]} {text(f'claims.{word}', lang)}")
        for say, word in SAYS.items()
    ]
    corner = (4.35 / WIDTH, 1 - 0.7 / height)
    figure.legend(
        handles=legend,
        loc="upper left",
        bbox_to_anchor=corner,
        ncols=3,
        fontsize=8,
        frameon=False,
        borderpad=0.2,
    )
    footing_line = claims_footing(report, lang)
    figure.text(0.25 / WIDTH, 0.2 / height, footing_line, fontsize=7.5, color=GREY, va="center")
    return figure


def claim_rows(result: Result) -> tuple[list[tuple[str, int]], list[tuple[str, str]]]:
    """Rows (doctrine, number of states) and columns (character of the rival, game) of the worlds tried."""
    worlds = [finding.world for finding in result.findings]
    rows = list(dict.fromkeys((world.family, world.states) for world in worlds))
    characters = dict.fromkeys(world.character for world in worlds)
    games = dict.fromkeys(world.payoffs for world in worlds)
    return rows, [(character, game) for character in characters for game in games]


def _effect_panel(axis: Axes, result: Result, lang: str) -> None:
    """The effect as a dot with its interval; shaded is the side that the claim is on."""
    effect, measure = result.effect, result.claim.measure
    ends = [value for value in (effect.low, effect.effect, effect.high, 0.0) if np.isfinite(value)]
    reach = 1.25 * (max(abs(value) for value in ends) or 1.0)
    side = (0.0, reach) if result.claim.sign > 0 else (-reach, 0.0)
    axis.axvspan(*side, facecolor="#DCEBF5", linewidth=0)
    axis.axvline(0.0, color=INK, linewidth=1.0)
    if np.isfinite(effect.effect):
        colour = SAID[says(effect, result.claim.sign)][0]
        axis.plot([effect.low, effect.high], [0.0, 0.0], color=INK, linewidth=2.0, solid_capstyle="butt")
        axis.plot(
            [effect.effect], [0.0], marker="o", markersize=9, color=colour, markeredgecolor=INK, zorder=3
        )
    axis.set_xlim(-reach, reach)
    axis.set_ylim(-1, 1)
    axis.set_yticks([])
    axis.xaxis.set_major_locator(MaxNLocator(5))
    places = decimals_for(effect)
    axis.xaxis.set_major_formatter(FuncFormatter(lambda x, _: number(x, lang, places)))
    axis.tick_params(labelsize=8, labelcolor=INK)
    for name in ("left", "right", "top"):
        axis.spines[name].set_visible(False)
    unit = text(f"claim_unit.{measure}", lang)
    axis.set_xlabel(unit, fontsize=8.5, color=INK)
    lines = textwrap.wrap(text(f"claim_measure.{measure}", lang), 52)
    axis.set_title("\n".join(lines), loc="left", fontsize=9, color=INK, pad=6)
    words = textwrap.wrap(effect_words(effect, measure, lang), 58)
    words.append(text("claims.figure_claimed", lang))
    axis.annotate(
        "\n".join(words), (0, 0), (0, -34), "axes fraction", "offset points", va="top", fontsize=8, color=INK
    )


def _worlds_panel(
    axis: Axes,
    result: Result,
    rows: Sequence[tuple[str, int]],
    columns: Sequence[tuple[str, str]],
    lang: str,
) -> None:
    """A square a world, coloured and signed by what it says; a gap between the characters of the rival."""
    first = columns[0][0]
    for one in result.findings:
        world = one.world
        row = rows.index((world.family, world.states))
        column = columns.index((world.character, world.payoffs)) + 0.3 * (world.character != first)
        colour, sign, ink = SAID[one.says]
        square = Rectangle((column + 0.04, row + 0.06), 0.92, 0.88, facecolor=colour, linewidth=0)
        axis.add_patch(square)
        axis.text(
            column + 0.5, row + 0.5, sign, ha="center", va="center_baseline", fontsize=8, fontweight="bold", color=ink
        )  # fmt: skip
    axis.set_xlim(0, len(columns) + 0.3)
    axis.set_ylim(len(rows), 0)
    named = [group_words(World(family, states=states), lang) for family, states in rows]
    axis.set_yticks(np.arange(len(rows)) + 0.5, named)
    places = [k + 0.5 + 0.3 * (character != first) for k, (character, _) in enumerate(columns)]
    games = [value_words("payoffs", game, lang) for _, game in columns]
    axis.set_xticks(places, games, rotation=40, ha="right", rotation_mode="anchor")
    for character in dict.fromkeys(character for character, _ in columns):
        here = [x for x, (name, _) in zip(places, columns, strict=True) if name == character]
        title = value_words("character", character, lang)
        axis.text(float(np.mean(here)), -0.25, title, ha="center", va="bottom", fontsize=8.5, color=INK)
    axis.tick_params(length=0, labelsize=8, labelcolor=INK)
    for spine in axis.spines.values():
        spine.set_visible(False)


def frontier_figure(frontier: Frontier, lang: str = "en") -> Figure:
    """The policies that no other beats, by benefit and felt tension; best compromise and best single aim stand out."""
    checked(lang)
    height = 3.9
    figure = Figure(figsize=(WIDTH, height), dpi=110, facecolor="white")
    FigureCanvasAgg(figure)
    axis = figure.add_axes((0.75 / WIDTH, 0.6 / height, 5.6 / WIDTH, 2.55 / height))
    _plain(axis)
    x, y = list(GOALS).index("tension"), list(GOALS).index("benefit")
    best = frontier.goals[frontier.best]
    marked = (
        (frontier.goals[:, x], frontier.goals[:, y], "o", SKY, 55, "claims.frontier_policies"),
        ([best[x]], [best[y]], "D", BLUE, 90, "claims.best"),
        ([frontier.single_goals[x]], [frontier.single_goals[y]], "X", VERMILLION, 110, "claims.alone"),
    )
    for x_values, y_values, marker, colour, size, label in marked:
        axis.scatter(
            x_values, y_values, marker=marker, color=colour, s=size, edgecolors=INK, linewidth=0.6, label=text(label, lang)
        )  # fmt: skip
    across, up = (
        f"{text(f'claim_measure.{name}', lang)} ({text(f'claim_unit.{name}', lang)})"
        for name in ("tension", "benefit")
    )
    axis.set_xlabel(across, fontsize=8.5, color=INK)
    axis.set_title(up, loc="left", fontsize=9, color=INK, pad=6)
    _numbers(axis, lang)
    axis.xaxis.set_major_formatter(FuncFormatter(lambda value, _: number(value, lang, 1)))
    axis.legend(loc="upper left", bbox_to_anchor=(1.02, 1.0), fontsize=8.5, frameon=False)
    said = text(
        "claims.frontier_title",
        lang,
        low=number(min(frontier.spread), lang, 1),
        high=number(max(frontier.spread), lang, 1),
        motives=len(MOTIVES),
    )
    title = figure.text(0.25 / WIDTH, 1 - 0.27 / height, said, fontweight="bold", color=INK, va="center")
    _fit(figure, title)
    return figure


def png(figure: Figure) -> bytes:
    """A figure as PNG, without a date or a version in it: the same figure gives the same bytes.

    Few colours are enough for a chart; with a palette of 128 a page with all claims stays under a megabyte.
    """
    drawn, held = BytesIO(), BytesIO()
    figure.savefig(drawn, format="png", metadata={"Software": None})
    drawn.seek(0)
    with Image.open(drawn) as picture:
        picture.convert("RGB").quantize(128).save(held, format="png", optimize=True)
    return held.getvalue()
