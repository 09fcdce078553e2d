"""What other replies would have brought: for each state and key month, an act a row; once, and kept up."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, MaxNLocator

from simulation.actions import ACTIONS
from simulation.catalogue import month, number, text
from simulation.experiments.missed_chances import Chance
from simulation.experiments.story import Story
from simulation.plots.sheet import BOTTOM, TOP, WIDTH, sheet, write_foot, write_title
from simulation.plots.style import BLUE, GREY, INK, VERMILLION, plain
from simulation.words.replies import replies_title

LEFT, RIGHT, WITHIN, BETWEEN, ROW, GAP = 1.15, 0.15, 0.12, 0.3, 0.16, 0.72  # inches
ACTS = [action.name for action in ACTIONS]


def replies_sheet(story: Story, lang: str = "en") -> Figure:
    """Difference in felt tension that other replies make, with intervals: a row a month, two panels a state."""
    places = list(dict.fromkeys((chance.month, chance.pair) for chance in story.chances))
    rows = -(-len(places) // 2)
    tall = ROW * len(ACTS)
    height = TOP + BOTTOM + rows * tall + (rows - 1) * GAP + 0.75
    figure = sheet(height)
    wide = (WIDTH - LEFT - RIGHT - BETWEEN - 2 * WITHIN) / 4
    top = height - TOP - 0.38
    lengths = sorted({chance.kept for chance in story.chances})
    reach = {kept: _reach([chance for chance in story.chances if chance.kept == kept]) for kept in lengths}
    for k, place in enumerate(places):
        y = top - (k // 2 + 1) * tall - (k // 2) * GAP
        for j, kept in enumerate(lengths):
            x = LEFT + (k % 2) * (2 * wide + WITHIN + BETWEEN) + j * (wide + WITHIN)
            axis = figure.add_axes((x / WIDTH, y / height, wide / WIDTH, tall / height))
            found = next((c for c in story.chances if (c.month, c.pair, c.kept) == (*place, kept)), None)
            if found is not None:
                _panel(axis, found, reach[kept], lang)
            axis.set_yticks(
                range(len(ACTS)), [text(f"act.{act}", lang) for act in ACTS] if k % 2 + j == 0 else []
            )
            axis.tick_params(axis="y", labelsize=7.5, length=0)
        mine = next(chance for chance in story.chances if (chance.month, chance.pair) == place)
        x = LEFT + (k % 2) * (2 * wide + WITHIN + BETWEEN)
        figure.text(
            x / WIDTH,
            (y + tall + 0.34) / height,
            _title(story, mine, lang),
            fontsize=7.8,
            color=INK,
            va="center",
        )
    axis_words = text("story.replies_axis", lang)
    middle = (0.5 * (LEFT + WIDTH - RIGHT) / WIDTH, (BOTTOM - 0.02) / height)
    figure.text(*middle, axis_words, fontsize=7.5, color=INK, ha="center", va="center")
    _legend(figure, lengths, height, lang)
    write_title(figure, replies_title(story, lang))
    write_foot(figure, text("story.replies_foot", lang))
    return figure


def _title(story: Story, chance: Chance, lang: str) -> str:
    """What was answered, and how, over the panels of a state."""
    actor, target = story.scenario.pairs[chance.pair]
    when = month(story.scenario.month_text(chance.month), lang)
    first = text("story.reply_title", lang, month=when, actor=actor, target=target)
    names = {"answered": text(f"act.{chance.answered}", lang), "done": text(f"act.{chance.done}", lang)}
    return f"{first}\n{text('story.reply_done', lang, **names)}"


def _reach(chances: list[Chance]) -> float:
    ends = [abs(end) for chance in chances for o in chance.others for end in (o.tension.low, o.tension.high)]
    return 1.06 * max([end for end in ends if np.isfinite(end)], default=1.0) or 1.0


def _look(kept: int) -> tuple[str, str]:
    """Colour and mark: of a single reply, and of one that is kept up."""
    return (BLUE, "o") if kept == 1 else (VERMILLION, "s")


def _panel(axis: Axes, chance: Chance, reach: float, lang: str) -> None:
    plain(axis)
    colour, mark = _look(chance.kept)
    axis.axvline(0, color=INK, linewidth=0.8)
    for other in chance.others:
        y = ACTS.index(other.act)
        axis.plot(
            [other.tension.low, other.tension.high],
            [y, y],
            color=colour,
            linewidth=1.5,
            solid_capstyle="butt",
        )
        axis.plot([other.tension.mean], [y], mark, color=colour, markersize=3.8)
    open_to_it = {chance.done, *(other.act for other in chance.others)}
    for y, act in enumerate(ACTS):
        if act not in open_to_it:
            axis.plot([-0.06 * reach, 0.06 * reach], [y, y], color=GREY, linewidth=1.0)
    if chance.kept == 1:
        axis.plot([0], [ACTS.index(chance.done)], "D", color=INK, markersize=4.2, zorder=4)
    axis.set_xlim(-reach, reach)
    axis.set_ylim(len(ACTS) - 0.5, -0.5)
    axis.tick_params(axis="x", labelsize=7)
    axis.xaxis.set_major_locator(MaxNLocator(4))
    decimals = 0 if reach > 3 else 1
    axis.xaxis.set_major_formatter(FuncFormatter(lambda x, _: number(x, lang, decimals)))
    words = text("story.once" if chance.kept == 1 else "story.kept", lang, months=chance.kept)
    axis.set_title(words, loc="left", fontsize=7.2, color=colour if chance.kept == 1 else "#A34700", pad=2.5)


def _legend(figure: Figure, lengths: list[int], height: float, lang: str) -> None:
    handles = [
        Line2D(
            [], [], color=INK, marker="D", markersize=4.2, linestyle="none", label=text("story.given", lang)
        )
    ]
    for kept in lengths:
        colour, mark = _look(kept)
        words = text("story.once" if kept == 1 else "story.kept", lang, months=kept)
        handles.append(Line2D([], [], color=colour, marker=mark, markersize=4, linewidth=1.5, label=words))
    place = (1 - 0.1 / WIDTH, 1 - 0.42 / height)
    figure.legend(
        handles=handles,
        loc="upper right",
        bbox_to_anchor=place,
        ncols=3,
        fontsize=7.5,
        frameon=False,
        borderpad=0,
    )
