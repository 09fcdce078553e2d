"""The page that a figure stands on: its size, its panels one under the other, and the lines above and below them.

Only matplotlib's object interface is used: no global state, so a figure can be drawn in a thread, in a notebook or on a
machine without a screen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text

from simulation.plots.canvas import Canvas, settle, without_glyphs
from simulation.plots.style import GREY, INK

WIDTH, MARGIN_LEFT, MARGIN_RIGHT = 11.0, 1.15, 0.65  # inches
TOP, BOTTOM, GAP = 0.95, 0.95, 0.42  # inches
#: the same of panels alone, inches; above the first there is room for a key and a title of two lines
LEFT, RIGHT, ABOVE, BELOW, BETWEEN = 0.68, 0.22, 0.75, 0.3, 0.68
SMALLEST = 4.0  # points; below that nobody reads
SUBTITLE = 0.53  # inches from the upper edge to the middle of the line under the title


class Panel(NamedTuple):
    """A panel waiting for its place: its height in inches and what draws it."""

    height: float
    draw: Callable[[Axes], None]


def blank(height: float, dpi: int = 150) -> Figure:
    """An empty page, `height` inches high."""
    return Canvas(figsize=(WIDTH, height), dpi=dpi, facecolor="white")


def stacked(heights: Sequence[float]) -> tuple[Figure, list[Axes]]:
    """A page with one panel under the other, each as high as it asks for (inches)."""
    total = TOP + BOTTOM + sum(heights) + GAP * (len(heights) - 1)
    figure = blank(total)
    axes, top = [], total - TOP
    width = (WIDTH - MARGIN_LEFT - MARGIN_RIGHT) / WIDTH
    for height in heights:
        axes.append(figure.add_axes((MARGIN_LEFT / WIDTH, (top - height) / total, width, height / total)))
        top -= height + GAP
    return figure, axes


def bare(heights: Sequence[float], width: float) -> tuple[Figure, list[Axes]]:
    """Panels alone, one under the other, `width` inches wide: their words stand beside them, on a page of the web."""
    total = ABOVE + BELOW + sum(heights) + BETWEEN * (len(heights) - 1)
    figure = Canvas(figsize=(width, total), facecolor="white")
    axes, top = [], total - ABOVE
    for height in heights:
        sides = LEFT / width, (width - LEFT - RIGHT) / width
        axes.append(figure.add_axes((sides[0], (top - height) / total, sides[1], height / total)))
        top -= height + BETWEEN
    return figure, axes


def write_finding(figure: Figure, words: str, left: float = MARGIN_LEFT) -> None:
    """The finding as the title, `left` inches from the edge, in the largest type that keeps it on the page.

    The longer language is too long for one size of type, and of two lines the second must not touch the subtitle.
    """
    lowest = (figure.get_figheight() - SUBTITLE + 0.09) * figure.dpi
    y = 1 - 0.27 / figure.get_figheight()
    sentence = figure.text(left / WIDTH, y, words, fontweight="bold", color=INK, va="center")
    settle(sentence)
    for size in np.arange(14.0, 8.0, -0.25):
        sentence.set_fontsize(float(size))
        with without_glyphs():
            box = sentence.get_window_extent()
        if box.x1 <= (WIDTH - 0.25) * figure.dpi and box.y0 >= lowest:
            return
    fit(sentence)


def write_subtitle(figure: Figure, words: str, left: float = MARGIN_LEFT) -> None:
    """The line under the title."""
    y = 1 - SUBTITLE / figure.get_figheight()
    fit(figure.text(left / WIDTH, y, words, fontsize=9.5, color=GREY, va="center"))


def write_footing(
    figure: Figure, lines: Iterable[str], left: float = MARGIN_LEFT, top: float = 0.5, size: float = 7.5
) -> None:
    """Small lines at the foot of the page, the first `top` inches above its edge: what was run, how to read it."""
    height = figure.get_figheight()
    for k, line in enumerate(lines):
        fit(
            figure.text(left / WIDTH, (top - k * 0.16) / height, line, fontsize=size, color=GREY, va="center")
        )


def fit(line: Text, right: float = 0.03) -> None:
    """Smaller type for a line that would run off the page, to `right` inches from its edge, and at last fewer letters."""
    settle(line)
    figure = line.get_figure(root=True)
    assert figure is not None, "a line is written on a page"
    edge = figure.bbox.x1 - right * figure.dpi
    with without_glyphs():
        _shrink(line, edge)


def _shrink(line: Text, edge: float) -> None:
    while line.get_window_extent().x1 > edge and float(line.get_fontsize()) > SMALLEST:
        line.set_fontsize(0.97 * float(line.get_fontsize()))  # not at once: letters keep to whole dots
    while line.get_window_extent().x1 > edge and len(line.get_text()) > 2:
        line.set_text(f"{line.get_text()[:-2]}\N{HORIZONTAL ELLIPSIS}")
