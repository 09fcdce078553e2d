"""The tornado of sensitivity: mu* of Morris above, total and first-order shares of Sobol below, a column an outcome."""

from __future__ import annotations

import textwrap

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simulation.catalogue import checked, number, text
from simulation.experiments.sensitivity import OutcomeFound, SensitivityFound
from simulation.plots.page import WIDTH, blank, write_finding, write_footing, write_subtitle
from simulation.plots.style import BLUE, INK, ORANGE, VERMILLION, plain
from simulation.words.sensitivity import MU_STAR, finding, footing, outcome_title, outcome_unit

ROW = 0.21  # inches a parameter
LEFT, RIGHT, TOP, BETWEEN, BOTTOM, GAP = 1.65, 0.2, 1.25, 0.95, 1.3, 0.18  # inches


def sensitivity_figure(found: SensitivityFound, lang: str = "en") -> Figure:
    """The dozen in rows, the weightiest on top; each with its 95 % interval.

    `found` is what `sensitivity` gives, fresh or read back from sensitivity.json.
    """
    checked(lang)
    names = [one["parameter"] for one in found["chosen"]]
    count, high = len(found["outcomes"]), ROW * len(names)
    height = TOP + 2 * high + BETWEEN + BOTTOM
    figure = blank(height)
    wide = (WIDTH - LEFT - RIGHT - GAP * (count - 1)) / count
    for k, outcome in enumerate(found["outcomes"]):
        for row, draw in enumerate((_effects, _shares)):
            bottom = height - TOP - high - row * (high + BETWEEN)
            place = ((LEFT + k * (wide + GAP)) / WIDTH, bottom / height, wide / WIDTH, high / height)
            axis = figure.add_axes(place)
            plain(axis)
            draw(axis, outcome, names, lang)
            axis.set_ylim(len(names) - 0.4, -0.6)
            axis.set_yticks(range(len(names)), names if k == 0 else [])
            axis.tick_params(axis="y", length=0, labelsize=7.5)
            axis.set_title(
                textwrap.fill(outcome_title(outcome["outcome"], lang), 26),
                loc="left", fontsize=8.5, fontweight="bold", color=INK, pad=4,
            )  # fmt: skip
    left = 0.25
    write_finding(figure, finding(found, lang), left)
    write_subtitle(figure, text("sensitivity.subtitle", lang), left)
    lines = [
        line
        for name in ("bars_above", "bars_below")
        for line in textwrap.wrap(text(f"sensitivity.{name}", lang), 185)
    ]
    write_footing(figure, [*lines, footing(found, lang)], left, top=0.62, size=7.2)
    return figure


def _effects(axis: Axes, outcome: OutcomeFound, names: list[str], lang: str) -> None:
    """mu*, with what luck alone would give."""
    known = {one["parameter"]: one for one in outcome["effects"]}
    rows = [known[name] for name in names]
    ends = np.array([[one["mu_star"], one["mu_star_low"], one["mu_star_high"]] for one in rows])
    _bars(axis, ends, BLUE)
    axis.plot(
        [one["luck"] for one in rows], range(len(rows)), "|", color=ORANGE, markersize=7, markeredgewidth=1.8
    )
    axis.set_xlim(0, float(ends.max()) * 1.04 or 1.0)
    _across(axis, f"{MU_STAR}, {outcome_unit(outcome['outcome'], lang)}", lang)


def _shares(axis: Axes, outcome: OutcomeFound, names: list[str], lang: str) -> None:
    """ST as bars, S1 as points."""
    known = {one["parameter"]: one for one in outcome["indices"]}
    rows = [known[name] for name in names]
    _bars(axis, np.array([[one["total"], one["total_low"], one["total_high"]] for one in rows]), VERMILLION)
    axis.plot(
        [one["first"] for one in rows],
        range(len(rows)),
        "o",
        color="white",
        markeredgecolor=INK,
        markersize=3.5,
    )
    axis.set_xlim(-0.1, 1.1)
    _across(axis, text("sensitivity.of_variance", lang), lang)


def _bars(axis: Axes, ends: np.ndarray, colour: str) -> None:
    places = np.arange(len(ends))
    axis.barh(places, ends[:, 0], height=0.66, color=colour, alpha=0.85)
    axis.hlines(places, ends[:, 1], ends[:, 2], color=INK, linewidth=0.9)


def _across(axis: Axes, label: str, lang: str) -> None:
    """The unit along the axis, and its numbers as the language writes them."""
    axis.locator_params(axis="x", nbins=4)
    low, high = axis.get_xlim()
    ticks = [tick for tick in axis.get_xticks() if low <= tick <= high]
    decimals = next(d for d in range(6) if d == 5 or all(abs(round(tick, d) - tick) < 1e-9 for tick in ticks))
    axis.set_xticks(ticks, [number(tick, lang, decimals) for tick in ticks])
    axis.set_xlabel(textwrap.fill(label, 28), fontsize=7.5, color=INK)
