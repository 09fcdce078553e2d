"""Which theory tells a state's acts, and which of its own reasons carry them: dots with intervals, a state a colour."""

from __future__ import annotations

import textwrap

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from simulation.catalogue import percent, text
from simulation.experiments.ensembles import Difference
from simulation.experiments.rival_explanations import Explanation
from simulation.experiments.story import Story
from simulation.plots.page import fit
from simulation.plots.sheet import BOTTOM, TOP, WIDTH, sheet, write_foot, write_title
from simulation.plots.style import GREY, INK, PALETTE, plain
from simulation.words.explanations import explanations_title, group_name

LEFT, BETWEEN, RIGHT, ROW = 1.45, 1.8, 0.2, 0.29  # inches
LETTERS = 26  # of a name on a line
MARKS = ("o", "s", "^", "D", "v", "P")


def explanations_sheet(story: Story, lang: str = "en") -> Figure:
    """Left the theories, right the state's own reasons; 0 is habit alone, 100 % all that there is to know."""
    theories = _order([one.explanations for one in story.explanations])
    reasons = _order([[a._replace(everywhere=_lost(a)) for a in one.reasons] for one in story.explanations])
    rows = max(len(theories), len(reasons))
    height = TOP + BOTTOM + ROW * rows + 0.4
    figure = sheet(height)
    wide = (WIDTH - LEFT - BETWEEN - RIGHT) / 2
    panels = [(LEFT, theories, "story.explanations_left")]
    if reasons:
        panels.append((LEFT + wide + BETWEEN, reasons, "story.explanations_right"))
    else:
        wide = WIDTH - LEFT - RIGHT
    for x, names, title in panels:
        y = BOTTOM + 0.3 + ROW * (rows - len(names))
        axis = figure.add_axes((x / WIDTH, y / height, wide / WIDTH, ROW * len(names) / height))
        _panel(axis, story, names, title == "story.explanations_left", lang)
        fit(axis.set_title(text(title, lang), loc="left", fontsize=8.3, fontweight="bold", color=INK, pad=5))
    handles, labels = figure.axes[0].get_legend_handles_labels()
    figure.legend(
        handles, labels, loc="lower right", bbox_to_anchor=(1 - 0.1 / WIDTH, 0.38 / height), ncols=len(labels), fontsize=8,
        frameon=False, handletextpad=0.2, borderpad=0.1,
    )  # fmt: skip
    write_title(figure, explanations_title(story, lang))
    write_foot(figure, text("story.explanations_foot", lang, runs=story.ensemble))
    return figure


def _lost(explanation: Explanation) -> Difference:
    """What is lost without a group of reasons, where the explanation says what is left."""
    mean, low, high, n = explanation.everywhere
    return Difference(1.0 - mean, 1.0 - high, 1.0 - low, n)


def _order(parts: list[list[Explanation]]) -> list[str]:
    """The names in all parts, the largest mean over states first."""
    found: dict[str, list[float]] = {}
    for part in parts:
        for explanation in part:
            found.setdefault(explanation.name, []).append(float(np.nan_to_num(explanation.everywhere.mean)))
    return sorted(found, key=lambda name: -sum(found[name]) / len(found[name]))


def _panel(axis: Axes, story: Story, names: list[str], theories: bool, lang: str) -> None:
    plain(axis)
    count = len(story.explanations)
    for k, one in enumerate(story.explanations):
        shift = 0.5 * (k - (count - 1) / 2) / max(count - 1, 1)
        for explanation in one.explanations if theories else one.reasons:
            y = names.index(explanation.name) + shift
            mean, low, high, _ = explanation.everywhere if theories else _lost(explanation)
            axis.plot(
                [low, high], [y, y], color=PALETTE[k % len(PALETTE)], linewidth=1.6, solid_capstyle="butt"
            )
            axis.plot(
                [mean],
                [y],
                MARKS[k % len(MARKS)],
                color=PALETTE[k % len(PALETTE)],
                markersize=4.5,
                label=one.state
                if explanation is (one.explanations if theories else one.reasons)[0]
                else None,
                linestyle="none",
            )
    axis.axvline(0, color=GREY, linewidth=0.8)
    axis.set_ylim(len(names) - 0.5, -0.5)
    shown = [text(f"doctrine.{name}", lang) if theories else group_name(name, lang) for name in names]
    axis.set_yticks(range(len(names)), [textwrap.fill(words, LETTERS) for words in shown])
    axis.tick_params(axis="y", length=0, labelsize=7.5)
    axis.tick_params(axis="x", labelsize=7.5)
    axis.xaxis.set_major_formatter(
        FuncFormatter(lambda x, _: percent(x, lang) if x >= 0 else f"\N{MINUS SIGN}{percent(-x, lang)}")
    )
