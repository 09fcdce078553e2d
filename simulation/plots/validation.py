"""The card in two figures: every year in both directions, and the scores beside those of simple ways of guessing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from simulation.catalogue import checked, number, percent, text
from simulation.experiments.card import Card
from simulation.experiments.card.whole import Skill
from simulation.experiments.measures import FIRST_YEAR
from simulation.history import FITTED, HELD_OUT, Frequency
from simulation.plots.page import MARGIN_LEFT, WIDTH, blank, stacked, write_finding, write_footing
from simulation.plots.style import (
    BLUE,
    GREEN,
    GREY,
    INK,
    PALETTE,
    VERMILLION,
    heading,
    legend,
    numbers,
    plain,
)
from simulation.words.card import footing, guess_name, outcome, ran
from simulation.words.cells import arrow

#: a baseline's interval by the resolution of the periods
RESOLUTIONS: dict[Frequency, tuple[str, str, float]] = {
    "yearly": (BLUE, "o", -0.14),
    "quarterly": (VERMILLION, "s", 0.14),
}
#: a forecast by its maker
MAKERS = {"model": (BLUE, "o", "-"), "persistence": (VERMILLION, "s", "--"), "var": (GREEN, "^", ":")}


def years_figure(card: Card, version: str, lang: str = "en") -> Figure:
    """Yearly cooperation of both directions: the record, and the runs' median, 50 and 90 % bands; fitted years shaded."""
    checked(lang)
    figure, axes = stacked([2.4] * len(card.years))
    low = min(float(np.nanmin(rows)) for rows in card.years.values())
    high = max(float(np.nanmax(rows)) for rows in card.years.values())
    for axis, (way, rows), colour in zip(axes, card.years.items(), PALETTE, strict=False):
        year = FIRST_YEAR + np.arange(len(rows))
        record, bottom, lower, median, upper, top = rows.T
        plain(axis)
        axis.axvspan(FIRST_YEAR - 0.5, FITTED[1] + 0.5, facecolor="0.93", linewidth=0, zorder=0)
        axis.fill_between(year, bottom, top, color=colour, alpha=0.16, linewidth=0)
        axis.fill_between(year, lower, upper, color=colour, alpha=0.28, linewidth=0)
        axis.plot(year, median, color=colour, linewidth=2.0, label=text("figure.model", lang))
        record_look: dict[str, Any] = {"color": "black", "linewidth": 1.1, "marker": "o", "markersize": 2.6}
        axis.plot(year, record, label=text("figure.record", lang), **record_look)
        axis.axhline(0, color=GREY, linewidth=0.7)
        axis.set_xlim(FIRST_YEAR - 0.5, HELD_OUT[1] + 0.5)
        axis.set_ylim(low - 0.06 * (high - low), high + 0.06 * (high - low))
        title = text("figure.cooperation", lang, pair=arrow(way))
        heading(axis, title, text("unit.cooperation", lang))
        numbers(axis, lang)
        for x, words in ((FITTED[0], "fitted_years"), (HELD_OUT[0], "held_out_years")):
            said = text(f"card.{words}", lang)
            axis.text(x, 0.03, said, transform=axis.get_xaxis_transform(), fontsize=8, color=INK)
    axes[0].tick_params(labelbottom=False)
    legend(axes[0])
    share = card.holdout["yearly"].scores["model"].covered_90
    write_finding(figure, text("card.years_finding", lang, share=percent(share, lang)))
    write_footing(figure, (ran(card, version, lang), text("figure.bands", lang)))
    return figure


def skill_figure(card: Card, version: str, lang: str = "en") -> Figure:
    """Left: each baseline's score less the model's, with its interval. Right: scores alone by quarters ahead."""
    checked(lang)
    height = 4.6
    figure = blank(height)
    left = figure.add_axes((MARGIN_LEFT / WIDTH, 0.22, 4.6 / WIDTH, 0.58))
    right = figure.add_axes((6.75 / WIDTH, 0.22, 3.8 / WIDTH, 0.58))
    _differences(left, card.holdout, lang)
    _ahead(right, card.forecast, lang)
    against = [outcome(one) for one in card.holdout["yearly"].differences.values()]
    words = text(
        "card.skill_finding",
        lang,
        better=against.count("better"),
        all=len(against),
        same=against.count("same"),
    )
    write_finding(figure, words)
    write_footing(figure, (footing(card, version, lang), text("card_figure.scores_alone", lang)), top=0.3)
    return figure


def _differences(axis: Axes, found: Mapping[Frequency, Skill], lang: str) -> None:
    """A row a baseline, a mark and an interval for years and for quarters."""
    names = list(found["yearly"].differences)
    plain(axis)
    axis.axvline(0.0, color=INK, linewidth=1.0)
    for resolution, (colour, marker, shift) in RESOLUTIONS.items():
        rows = np.array([found[resolution].differences[name] for name in names])
        at = np.arange(len(names)) + shift
        axis.hlines(at, rows[:, 1], rows[:, 2], color=colour, linewidth=2.0)
        axis.plot(rows[:, 0], at, marker, color=colour, markersize=6, label=text(f"card.{resolution}", lang))
    axis.set_ylim(len(names) - 0.5, -1.1)  # room for the legend above the first row
    axis.set_yticks(range(len(names)), [guess_name(name, lang) for name in names])
    axis.set_xlabel(text("card.less_axis", lang), fontsize=8, color=INK)
    axis.xaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 5, 10]))
    axis.xaxis.set_major_formatter(lambda x, _: number(x, lang, 1))
    heading(axis, text("card.free_runs", lang, first=HELD_OUT[0], last=HELD_OUT[1]), "")
    legend(axis)


def _ahead(axis: Axes, found: Mapping[int, Skill], lang: str) -> None:
    """A line a maker."""
    plain(axis)
    for name, (colour, marker, line) in MAKERS.items():
        scores = [skill.scores[name].crps for skill in found.values()]
        look: dict[str, Any] = {"color": colour, "marker": marker, "linestyle": line, "markersize": 4}
        axis.plot(list(found), scores, label=guess_name(name, lang), **look)
    axis.set_ylim(bottom=0)
    axis.set_xlabel(text("card.ahead_axis", lang), fontsize=8, color=INK)
    title = text("card.nearest_runs", lang, first=HELD_OUT[0], last=HELD_OUT[1])
    heading(axis, title, text("card.crps_axis", lang))
    numbers(axis, lang)
    axis.legend(frameon=False, fontsize=7.5, loc="lower right")
