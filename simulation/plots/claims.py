"""One claim of the article: its effect, and in which worlds it is borne out."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch, Rectangle
from matplotlib.ticker import FuncFormatter, MaxNLocator

from simulation.catalogue import checked, number, text
from simulation.doctrines import Doctrine
from simulation.experiments.claims.effect import Effect
from simulation.experiments.claims.result import Result
from simulation.experiments.claims.running import Report
from simulation.experiments.claims.verdict import says
from simulation.experiments.claims.worlds import PAYOFFS, World
from simulation.plots.page import WIDTH, blank, write_finding, write_footing
from simulation.plots.style import BLUE, GREY, INK, VERMILLION
from simulation.words.claim import SAYS, claim_title, group_words, value_words
from simulation.words.claims import footing
from simulation.words.effects import decimals_for, effect_words, window_words

Row = tuple[str | Doctrine, int, str]  # doctrine, number of states, case

#: what an effect says of a claim: colour and sign, so that colour alone never tells
SAID = {1: (BLUE, "+", "white"), 0: ("#E4E4E4", "", INK), -1: (VERMILLION, "\N{MINUS SIGN}", INK)}
SQUARE = 0.19  # inches that a world's square is high


def claim_figure(result: Result, report: Report, lang: str = "en") -> Figure:
    """One claim: its effect against zero and the claimed side, beside all worlds, a row a doctrine, a column a game.

    `result` is one of `report.results`; `lang` is "en" or "id".
    """
    checked(lang)
    rows, columns = claim_rows(result)
    tall = 0.45 + 0.32 * len(_lines(result, lang))  # the panel of effects
    # room for the words on the left, however few the worlds
    high = max(SQUARE * max(6, len(rows)), tall + 0.35)
    below = 1.3
    height = 1.3 + high + below
    figure = blank(height, dpi=110)

    def place(x: float, y: float, width: float, tall: float) -> Axes:
        return figure.add_axes((x / WIDTH, y / height, width / WIDTH, tall / height))

    _effect_panel(place(0.3, below + high - 0.35 - tall, 3.5, tall), result, lang)
    if rows:
        own = SQUARE * len(rows)
        worlds = place(6.5, below + high - own, 0.34 * len(columns), own)
        _worlds_panel(worlds, result, rows, columns, lang)
    write_finding(figure, claim_title(result, lang), 0.25)
    heading = text("claims.figure_effect", lang)
    figure.text(0.3 / WIDTH, 1 - 0.66 / height, heading, fontsize=9.5, fontweight="bold", color=INK)
    heading = text("claims.figure_worlds", lang)
    figure.text(4.5 / WIDTH, 1 - 0.66 / height, heading, fontsize=9.5, fontweight="bold", color=INK)
    legend = [
        Patch(facecolor=SAID[say][0], edgecolor=GREY, label=f"{SAID[say][1]} {text(f'claims.{word}', lang)}")
        for say, word in SAYS.items()
    ]
    legend.append(Patch(facecolor="white", edgecolor=GREY, label=text("claims.not_counted", lang)))
    corner = (4.35 / WIDTH, 1 - 0.7 / height)
    figure.legend(
        handles=legend,
        loc="upper left",
        bbox_to_anchor=corner,
        ncols=4,
        fontsize=8,
        frameon=False,
        borderpad=0.2,
    )
    write_footing(figure, [footing(report, lang)], 0.25, top=0.2)
    return figure


def claim_rows(result: Result) -> tuple[list[Row], list[tuple[str, str]]]:
    """Rows (doctrine, number of states, case) and columns (character of the rival, game) of the worlds tried.

    Where a claim asks in several ways and more than one doctrine, a row with no doctrine stands as a heading over each way.
    """
    worlds = [finding.world for finding in result.findings]
    cases = dict.fromkeys(world.case for world in worlds)
    groups = dict.fromkeys((world.family, world.states) for world in worlds)
    rows = list[Row]()
    for case in cases:
        rows += [("", 0, case)] if len(cases) > 1 and len(groups) > 1 else []
        rows += [(*group, case) for group in groups]
    characters = dict.fromkeys(world.character for world in worlds)
    met = {world.payoffs for world in worlds}
    games = [name for name in PAYOFFS if name in met]
    return rows, [(character, game) for character in characters for game in games]


def _lines(result: Result, lang: str) -> list[tuple[str, Effect]]:
    """What the effect panel shows of the measure that is quoted, from above: each case, or the whole and each window."""
    if len(result.cases) > 1:
        return [(value_words("case", case, lang), own.effect) for case, own in result.cases.items()]
    judged = next(iter(result.cases.values())).judged[0]
    whole = text("claims.after_all", lang) if judged.by_window else ""
    return [(whole, judged.effect), *((window_words(w, lang), e) for w, e in judged.by_window.items())]


def _row_words(row: Row, alone: bool, lang: str) -> str:
    """The name of a row of worlds: its doctrine; or, for a heading or where there is one doctrine alone, the case."""
    family, states, case = row
    if case and (alone or not family):
        return value_words("case", case, lang)
    return group_words(World(family, states=states), lang)


def _effect_panel(axis: Axes, result: Result, lang: str) -> None:
    """The effects as dots with their intervals; shaded is the side that the claim is on."""
    lines, measure, effect = _lines(result, lang), result.claim.measure, result.effect
    nothing = effect.nothing
    ends = [
        abs(value - nothing)
        for _, one in lines
        for value in (one.low, one.effect, one.high)
        if np.isfinite(value)
    ]
    reach = 1.25 * (max(ends, default=0.0) or 1.0)
    side = (nothing, nothing + reach) if result.claim.sign > 0 else (nothing - reach, nothing)
    axis.axvspan(*side, facecolor="#DCEBF5", linewidth=0)
    axis.axvline(nothing, color=INK, linewidth=1.0)
    for row, (label, one) in enumerate(lines):
        axis.text(nothing - reach, row - 0.3, f" {label}", fontsize=7.5, color=INK, va="center")
        if np.isfinite(one.effect):
            colour = SAID[says(one, result.claim.sign)][0]
            axis.plot([one.low, one.high], [row, row], color=INK, linewidth=2.0, solid_capstyle="butt")
            size = 9 if row == 0 else 6
            axis.plot([one.effect], [row], "o", markersize=size, color=colour, markeredgecolor=INK, zorder=3)
    axis.set_xlim(nothing - reach, nothing + reach)
    axis.set_ylim(len(lines) - 0.5, -0.7)
    axis.set_yticks([])
    axis.xaxis.set_major_locator(MaxNLocator(5))
    places = min(decimals_for(one) for _, one in lines)
    axis.xaxis.set_major_formatter(FuncFormatter(lambda x, _: number(x, lang, places)))
    axis.tick_params(labelsize=8, labelcolor=INK)
    for name in ("left", "right", "top"):
        axis.spines[name].set_visible(False)
    unit = text("claims.ratio_unit", lang) if effect.ratio else text(f"claim_unit.{measure}", lang)
    axis.set_xlabel(unit, fontsize=8.5, color=INK)
    wrapped = textwrap.wrap(text(f"claim_measure.{measure}", lang), 52)
    axis.set_title("\n".join(wrapped), loc="left", fontsize=9, color=INK, pad=6)
    words = textwrap.wrap(effect_words(effect, measure, lang), 58)
    words.append(text("claims.figure_claimed", lang))
    axis.annotate(
        "\n".join(words), (0, 0), (0, -34), "axes fraction", "offset points", va="top", fontsize=8, color=INK
    )


def _worlds_panel(
    axis: Axes,
    result: Result,
    rows: Sequence[Row],
    columns: Sequence[tuple[str, str]],
    lang: str,
) -> None:
    """A square a world, coloured and signed by what it says; a gap between the characters of the rival."""
    first = columns[0][0]
    for one in result.findings:
        world = one.world
        row = rows.index((world.family, world.states, world.case))
        column = columns.index((world.character, world.payoffs)) + 0.3 * (world.character != first)
        colour, sign, ink = SAID[one.says]
        square = Rectangle((column + 0.04, row + 0.06), 0.92, 0.88, facecolor=colour, linewidth=0)
        axis.add_patch(square)
        axis.text(
            column + 0.5, row + 0.5, sign, ha="center", va="center_baseline", fontsize=8, fontweight="bold", color=ink
        )  # fmt: skip
    axis.set_xlim(0, len(columns) + 0.3)
    axis.set_ylim(len(rows), 0)
    alone = len({row[:2] for row in rows}) == 1
    axis.set_yticks(np.arange(len(rows)) + 0.5, [_row_words(row, alone, lang) for row in rows])
    for label, (family, *_) in zip(axis.get_yticklabels(), rows, strict=True):
        label.set_fontweight("normal" if family else "bold")
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
