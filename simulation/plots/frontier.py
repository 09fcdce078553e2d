"""The search behind the conclusion of the article (Z1): policies that no other beats."""

from __future__ import annotations

from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from simulation.catalogue import checked, number, text
from simulation.experiments.claims.frontier import GOALS, MOTIVES, RUNS, Frontier
from simulation.plots.page import WIDTH, blank, write_finding, write_footing
from simulation.plots.style import BLUE, INK, SKY, VERMILLION, numbers, plain


def frontier_figure(frontier: Frontier, seed: int, lang: str = "en") -> Figure:
    """The policies that no other beats, by benefit and felt tension; best compromise and best single aim stand out."""
    checked(lang)
    height = 4.1
    figure = blank(height, dpi=110)
    axis = figure.add_axes((0.75 / WIDTH, 0.8 / height, 5.6 / WIDTH, 2.55 / height))
    plain(axis)
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
    numbers(axis, lang)
    axis.xaxis.set_major_formatter(FuncFormatter(lambda value, _: number(value, lang, 1)))
    axis.legend(loc="upper left", bbox_to_anchor=(1.02, 1.0), fontsize=8.5, frameon=False)
    said = text(
        "claims.frontier_title",
        lang,
        low=number(min(frontier.spread), lang, 1),
        high=number(max(frontier.spread), lang, 1),
        motives=len(MOTIVES),
    )
    write_finding(figure, said, 0.25)
    write_footing(figure, [text("claims.frontier_footing", lang, runs=RUNS, seed=seed)], 0.25, top=0.2)
    return figure
