"""The phase portrait: tension against mutual benefit, as the scenario has it and with hawks everywhere."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from scipy.stats import binned_statistic_2d

from simulation.catalogue import checked, number, text
from simulation.experiments import ensembles
from simulation.findings.run import headline
from simulation.plots.page import MARGIN_LEFT, WIDTH, blank, write_finding, write_footing, write_subtitle
from simulation.plots.style import GREEN, INK, ORANGE, PALETTE, SHARE, heading, numbers, plain

CELLS = (14, 10)  # of the field of arrows: along tension, along benefit
AT_LEAST = 12  # run-years in a cell before its mean movement is drawn
LABELS = 7  # dates named along a path, at most


class Course(NamedTuple):
    """One ensemble in the plane, by step: tension in points, mutual benefit in % of GDP a year, `[run, step]`."""

    tension: np.ndarray
    benefit: np.ndarray
    names: list[str]


def phase_figure(own: xr.Dataset, hawks: xr.Dataset, lang: str = "en") -> Figure:
    """Where ensembles go in the plane of tension and mutual benefit: `own` as the scenario has it, `hawks` with hawks.

    Both are results of `simulate` with keep="all", of one seed. Raises ScenarioError for results that are no twins.
    """
    checked(lang)
    gaps = {
        name: ensembles.mean_difference(ensembles.paired(own, hawks, name).mean(["month", "pair"]))
        for name in ("tension", "mutual_benefit")
    }
    courses = [course(result) for result in (own, hawks)]
    reach = max(1e-6, 1.06 * max(float(np.nanmax(one.benefit)) for one in courses))
    figure = blank(6.1)
    width = 4.42
    for k, one in enumerate(courses):
        left = MARGIN_LEFT - 0.3 + k * (width + 0.75)
        axis = figure.add_axes((left / WIDTH, 0.21, width / WIDTH, 0.62))
        plain(axis)
        axis.set_xlim(0, 100)
        axis.set_ylim(-0.02 * reach, reach)
        _density(axis, one, reach)
        _field(axis, one, reach)
        _path(axis, one, PALETTE[k], lang)
        title = text("phase.own" if k == 0 else "phase.hawks", lang)
        heading(axis, title, text("phase.benefit", lang) if k == 0 else "")
        axis.set_xlabel(text("phase.tension", lang), fontsize=8, color=INK)
        numbers(axis, lang)
    _words(figure, own, gaps, lang)
    return figure


def course(result: xr.Dataset) -> Course:
    """The means of every run by step (years in a long run), over all pairs; NaN from the end of a run on."""
    steps = ensembles.steps(result)

    def means(name: str) -> np.ndarray:
        values = ensembles.means(ensembles.at_peace(result, name).mean("pair"), steps)
        found: np.ndarray = values.transpose("run", "period").to_numpy()
        return found

    yearly = steps[0].stop - steps[0].start > 3
    return Course(
        means("tension"),
        means("mutual_benefit"),
        [f"{step.first:%Y}" if yearly else f"{step.first:%Y-%m}" for step in steps],
    )


def movement(one: Course, reach: float) -> tuple[np.ndarray, np.ndarray]:
    """Mean movement from one step to the next by cell, `[2, tension, benefit]`, and how many run-steps it is of."""
    here = np.stack([one.tension[:, :-1].ravel(), one.benefit[:, :-1].ravel()])
    step = np.stack([np.diff(one.tension).ravel(), np.diff(one.benefit).ravel()])
    known = np.isfinite(here).all(axis=0) & np.isfinite(step).all(axis=0)
    here, step = here[:, known], step[:, known]
    cells = [np.linspace(0, 100, CELLS[0] + 1), np.linspace(0, reach, CELLS[1] + 1)]
    mean = binned_statistic_2d(*here, list(step), "mean", cells).statistic
    count = binned_statistic_2d(*here, None, "count", cells).statistic
    return mean, count


def _density(axis: Axes, one: Course, reach: float) -> None:
    """Where runs spend their time: darker is more."""
    x, y = one.tension.ravel(), one.benefit.ravel()
    known = np.isfinite(x) & np.isfinite(y)
    cells = [np.linspace(0, 100, 51), np.linspace(0, reach, 41)]
    count = binned_statistic_2d(x[known], y[known], None, "count", cells).statistic
    shade = np.sqrt(count / max(count.max(), 1.0))
    axis.pcolormesh(*cells, shade.T, cmap=SHARE, vmin=0, vmax=2.0, rasterized=True, zorder=0.3)


def _field(axis: Axes, one: Course, reach: float) -> None:
    """Where runs move from there, on average within a cell."""
    mean, count = movement(one, reach)
    shown = count >= AT_LEAST
    x = (np.arange(CELLS[0]) + 0.5) * 100 / CELLS[0]
    y = (np.arange(CELLS[1]) + 0.5) * reach / CELLS[1]
    grid = np.meshgrid(x, y, indexing="ij")
    axis.quiver(
        grid[0][shown], grid[1][shown], mean[0][shown], mean[1][shown], angles="xy", scale_units="xy", scale=1.0,
        color="0.4", width=0.0032, headwidth=4.5, headlength=5, alpha=0.85, zorder=2, pivot="tail",
    )  # fmt: skip


def _path(axis: Axes, one: Course, colour: str, lang: str) -> None:
    """The path of the medians, with arrows, its beginning and its end, and some dates."""
    left = np.isfinite(one.tension).any(axis=0)
    x, y = np.nanmedian(one.tension[:, left], axis=0), np.nanmedian(one.benefit[:, left], axis=0)
    names = [name for name, here in zip(one.names, left, strict=True) if here]
    axis.plot(x, y, color="white", linewidth=4.0, zorder=3, solid_capstyle="round")
    axis.plot(x, y, color=colour, linewidth=1.9, zorder=3.1, solid_capstyle="round")
    for k in range(1, len(x) - 1, max(1, len(x) // 9)):
        axis.annotate(
            "", (x[k + 1], y[k + 1]), (x[k], y[k]), zorder=3.2,
            arrowprops={"arrowstyle": "-|>,head_length=0.45,head_width=0.25", "color": colour, "linewidth": 0.0},
        )  # fmt: skip
    for place, mark, fill, key in ((0, "o", GREEN, "start"), (-1, "s", ORANGE, "end")):
        axis.plot(
            x[place], y[place], mark, color=fill, markeredgecolor=INK, markersize=9, zorder=5, clip_on=False,
            label=text(f"phase.{key}", lang, when=names[place]),
        )  # fmt: skip
    _dates(axis, np.column_stack([x, y]), names)
    axis.legend(fontsize=7.5, loc="upper right", frameon=True, framealpha=0.85, edgecolor="none")


def _dates(axis: Axes, path: np.ndarray, names: list[str]) -> None:
    """Dates along the path where there is room: no two so near that one would cover the other."""
    taken = [axis.transData.transform(path[k]) for k in (0, -1)]  # these have their marks
    for k in range(1, len(path) - 1, max(1, len(path) // LABELS)):
        here = axis.transData.transform(path[k])
        if any(abs(here[0] - there[0]) < 62 and abs(here[1] - there[1]) < 26 for there in taken):
            continue
        taken.append(here)
        axis.plot(*path[k], "o", color="white", markeredgecolor=INK, markersize=3.6, zorder=4)
        axis.annotate(
            names[k], path[k], (5, 5), textcoords="offset points", fontsize=7.4, color=INK, zorder=6,
            bbox={"boxstyle": "round,pad=0.1", "facecolor": "white", "edgecolor": "none", "alpha": 0.75},
        )  # fmt: skip


def _words(figure: Figure, own: xr.Dataset, gaps: dict[str, ensembles.Difference], lang: str) -> None:
    found = headline(own)

    def size(name: str, decimals: int) -> dict[str, str]:
        gap = gaps[name]
        return {
            "gap": number(abs(gap.mean), lang, decimals),
            "low": number(gap.low, lang, decimals),
            "high": number(gap.high, lang, decimals),
        }

    def side(name: str) -> str:
        gap = gaps[name]
        way = "higher" if gap.low > 0 else "lower" if gap.high < 0 else "same"
        return text(f"phase.{name}_{way}", lang, **size(name, 0 if name == "tension" else 2))

    write_finding(
        figure, text("phase.finding", lang, tension=side("tension"), benefit=side("mutual_benefit")), 0.45
    )
    tense, gain = size("tension", 1), size("mutual_benefit", 3)
    interval = text(
        "phase.interval",
        lang,
        tension=f"{tense['low']} … {tense['high']}",
        benefit=f"{gain['low']} … {gain['high']}",
    )
    write_subtitle(figure, interval, 0.45)
    about = text(
        "phase.about",
        lang,
        title=found["title"],
        n=number(found["runs"], lang, 0),
        seed=found["seed"],
        scenario=found["scenario"],
        version=found["version"],
    )
    write_footing(figure, (text("phase.reading", lang), text("phase.medians", lang), about), 0.45, top=0.56)
