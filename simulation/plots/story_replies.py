"""What other replies would have brought: a panel for each state and key month, an act a row."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from simulation.actions import ACTIONS
from simulation.catalogue import month, number, text
from simulation.experiments.missed_chances import Chance
from simulation.experiments.story import Story
from simulation.plots.sheet import BOTTOM, TOP, WIDTH, sheet, write_foot, write_title
from simulation.plots.style import BLUE, GREY, INK, VERMILLION, plain
from simulation.reports.story_words import replies_finding

LEFT, BETWEEN, RIGHT, ROW, GAP = 1.45, 1.3, 0.2, 0.15, 0.62  # inches


def replies_sheet(story: Story, lang: str = "en") -> Figure:
    """Difference in felt tension that every other reply makes, once and kept up; intervals over futures."""
    places = list(dict.fromkeys((chance.month, chance.pair) for chance in story.chances))
    rows = -(-len(places) // 2)
    acts = [action.name for action in ACTIONS]
    tall = ROW * len(acts)
    height = TOP + BOTTOM + rows * tall + (rows - 1) * GAP + 0.55
    figure = sheet(height)
    wide = (WIDTH - LEFT - BETWEEN - RIGHT) / 2
    top, reach = height - TOP - 0.25, _reach(story.chances)
    for k, place in enumerate(places):
        x = LEFT + (k % 2) * (wide + BETWEEN)
        y = top - (k // 2 + 1) * tall - (k // 2) * GAP
        axis = figure.add_axes((x / WIDTH, y / height, wide / WIDTH, tall / height))
        mine = [chance for chance in story.chances if (chance.month, chance.pair) == place]
        _panel(axis, story, mine, reach, lang)
        if k + 2 >= len(places):
            axis.set_xlabel(text("story.replies_axis", lang), fontsize=7.5, color=INK)
    handles, labels = figure.axes[0].get_legend_handles_labels()
    figure.legend(
        handles, labels, loc="upper right", bbox_to_anchor=(1 - 0.1 / WIDTH, 1 - 0.38 / height), ncols=2, fontsize=7.5,
        frameon=False, handletextpad=0.2, borderpad=0.1,
    )  # fmt: skip
    write_title(figure, replies_finding(story, lang))
    write_foot(figure, text("story.replies_foot", lang))
    return figure


def _reach(chances: list[Chance]) -> float:
    ends = [abs(end) for chance in chances for o in chance.others for end in (o.tension.low, o.tension.high)]
    return 1.05 * max([end for end in ends if np.isfinite(end)], default=1.0) or 1.0


def _panel(axis: Axes, story: Story, mine: list[Chance], reach: float, lang: str) -> None:
    plain(axis)
    acts = [action.name for action in ACTIONS]
    actor, target = story.scenario.pairs[mine[0].pair]
    for chance in mine:
        once = chance.kept == 1
        colour, marker, shift = (BLUE, "o", -0.16) if once else (VERMILLION, "s", 0.16)
        label = text("story.once" if once else "story.kept", lang, months=chance.kept)
        for k, other in enumerate(chance.others):
            y = acts.index(other.act) + shift
            axis.plot([other.tension.low, other.tension.high], [y, y], color=colour, linewidth=1.4, solid_capstyle="butt")
            axis.plot(
                [other.tension.mean], [y], marker, color=colour, markersize=3.8,
                markerfacecolor=colour if once else "white", label=label if k == 0 else None, linestyle="none",
            )  # fmt: skip
    axis.axvline(0, color=INK, linewidth=0.9)
    axis.set_xlim(-reach, reach)
    axis.set_ylim(len(acts) - 0.5, -0.5)
    names = [text(f"act.{act}", lang) for act in acts]
    axis.set_yticks(range(len(acts)), names)
    for act, label in zip(acts, axis.get_yticklabels(), strict=True):
        label.set_fontsize(7.5)
        label.set_fontweight("bold" if act == mine[0].done else "normal")
        open_to_it = act == mine[0].done or any(other.act == act for chance in mine for other in chance.others)
        label.set_color(INK if open_to_it else GREY)
        if not open_to_it:
            label.set_fontstyle("italic")
    axis.tick_params(axis="y", length=0)
    axis.tick_params(axis="x", labelsize=7.5)
    axis.xaxis.set_major_locator(MaxNLocator(5))
    axis.xaxis.set_major_formatter(FuncFormatter(lambda x, _: number(x, lang, 0 if reach > 4 else 1)))
    title = text(
        "story.reply_title", lang, month=month(story.scenario.month_text(mine[0].month), lang), actor=actor, target=target
    )
    axis.set_title(
        f"{title}\n{text('story.reply_done', lang, answered=text(f'act.{mine[0].answered}', lang), done=text(f'act.{mine[0].done}', lang))}",
        loc="left", fontsize=7.8, color=INK, pad=4, x=-0.42,
    )  # fmt: skip
