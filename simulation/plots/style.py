"""The look of every figure: colours, and axes without ornament, with their heading, numbers and legend.

Colours are those of Okabe and Ito (2008), safe for colour-blind readers.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, to_hex
from matplotlib.ticker import MaxNLocator

from simulation.catalogue import number
from simulation.plots.canvas import settle, without_glyphs

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
GREY, INK = "0.45", "0.15"
SHARE = LinearSegmentedColormap.from_list("share", ["#FFFFFF", "#9FC8E3", BLUE, "#003049"])
RISK = LinearSegmentedColormap.from_list("risk", ["#FFFFFF", "#F3B98F", VERMILLION, "#5A2500"])
SIGNED = LinearSegmentedColormap.from_list("signed", ["#5A2500", VERMILLION, "#FFFFFF", BLUE, "#003049"])
LARGER = 10  # points: 12 pixels of a phone


def web(colour: str) -> str:
    """A colour as a page of the web has it: "#262626" for "0.15"."""
    return to_hex(colour)


def plain(axis: Axes) -> None:
    """No frame: two quiet axes and a faint grid behind what is drawn."""
    axis.spines[["top", "right"]].set_visible(False)
    axis.spines[["left", "bottom"]].set_color(GREY)
    axis.tick_params(labelsize=8, colors=INK, color=GREY, length=3)
    axis.grid(axis="x", color="0.9", linewidth=0.6)
    axis.set_axisbelow(True)


def heading(axis: Axes, title: str, unit: str) -> None:
    """What a panel shows, above it, and the unit along its axis."""
    axis.set_title(title, loc="left", fontsize=9.5, fontweight="bold", color=INK, pad=5)
    axis.set_ylabel(unit, fontsize=8, color=INK)


def larger(axis: Axes) -> None:
    """The words of a panel as a phone shows them, which a figure of `NARROW` inches fills from side to side."""
    axis.tick_params(labelsize=LARGER)
    axis.yaxis.label.set_fontsize(LARGER)
    axis.title.set_fontsize(LARGER + 1)


def numbers(axis: Axes, lang: str, factor: float = 1.0) -> None:
    """Tick labels of the vertical axis as the language writes numbers; those of a share, times 100, are percent."""
    ticks = [tick for tick in axis.get_yticks() if axis.get_ylim()[0] <= tick <= axis.get_ylim()[1]]
    axis.set_yticks(ticks, labels([factor * tick for tick in ticks], lang))


def labels(ticks: Sequence[float], lang: str) -> list[str]:
    """Round numbers as the language writes them, all with the decimals that one of them needs."""
    decimals = next(d for d in range(8) if d == 7 or all(abs(round(tick, d) - tick) < 1e-9 for tick in ticks))
    return [number(tick, lang, decimals) for tick in ticks]


def round_ticks(low: float, high: float, most: int = 6) -> list[float]:
    """Round numbers from below `low` to above `high`, at most so many steps apart: an axis of its own accord."""
    return [float(tick) for tick in MaxNLocator(most, steps=[1, 2, 5, 10]).tick_values(low, high)]


def legend(axis: Axes) -> bool:
    """On the line of the panel's title; inside the panel where the two would meet, and then it is true."""
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
    for words in (title, *legend.get_texts()):
        settle(words)  # before they are measured: a user's `$` begins no formula
    with without_glyphs():
        meets = legend.get_window_extent().x0 < title.get_window_extent().x1 + 8
    if meets:
        axis.legend(handles, labels, **inside, **look)
    return bool(meets)


def legend_of_bars(axis: Axes) -> None:
    """The same for rows of bars, first row on top: inside the panel it has a row of its own above them."""
    if legend(axis):
        bottom, top = axis.get_ylim()
        axis.set_ylim(bottom, top - 1.0)
