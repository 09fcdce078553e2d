"""The heat map of a tournament of doctrines."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import Colormap, Normalize
from matplotlib.figure import Figure

from simulation.catalogue import checked, number, text
from simulation.experiments.tournament.summary import RANKED, TournamentFound
from simulation.plots.page import WIDTH, blank, write_finding, write_footing, write_subtitle
from simulation.plots.style import INK, RISK, SHARE, SIGNED
from simulation.words.tournament import DECIMALS, titles_of, tournament_finding, tournament_footing

CELL = 0.28  # inches that a row of the heat map is high


def tournament_figure(found: TournamentFound, lang: str = "en") -> Figure:
    """The heat map of a tournament: own benefit of every doctrine against every other, and the standings beside.

    `found` is what `tournament_summary` gives, fresh or read back from tournament.json. Rows and columns stand in
    the order of own benefit. Blue is gain and vermillion is loss, with white at nothing.
    """
    checked(lang)
    names = [row["doctrine"] for row in found["standings"]]
    titles = list(titles_of(found, lang).values())
    count = len(names)
    left, right, top, bottom, beside = 2.05, 0.2, 2.3, 0.9, 2.3  # inches; `beside` holds the standings
    height = top + CELL * count + bottom
    figure = blank(height)
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
    for k, measure in enumerate(RANKED):
        values = np.array([[row[measure]["mean"]] for row in found["standings"]])
        norm = Normalize(-reach, reach) if measure == "own" else Normalize(0.0, float(values.max()) or 1.0)
        colours = {"own": SIGNED, "mutual": SHARE, "war": RISK}[measure]
        axis = place(left + across + 0.15 + k * beside / 3, beside / 3 - 0.06)
        ranks = [row[measure]["rank"] for row in found["standings"]]
        _cells(axis, values, colours, norm, lang, DECIMALS[measure], 7.0, ranks)
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


def _tournament_words(figure: Figure, found: TournamentFound, lang: str) -> None:
    """Who comes first above; how the measures are defined and what was played below."""
    left = 0.25
    write_finding(figure, tournament_finding(found, lang), left)
    write_subtitle(figure, text("tournament.map", lang, unit=text("tournament.unit_own", lang)), left)
    lines = textwrap.wrap(text("tournament.measures", lang), 195)
    lines += [text("tournament.ranks", lang), tournament_footing(found, lang)]
    write_footing(figure, lines, left, top=0.7, size=7.2)
