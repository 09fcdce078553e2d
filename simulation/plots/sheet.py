"""A sheet: a figure as wide as the text of an A4 page, with type that is still legible on it.

The figures of the screen (`plots.page`) are half as wide again; on A4 their small type would shrink below six points.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text

from simulation.plots.canvas import Canvas, settle, without_glyphs
from simulation.plots.style import GREY, INK

WIDTH, LEFT, RIGHT = 7.2, 1.2, 0.5  # inches
TOP, BOTTOM, GAP = 0.72, 0.72, 0.42  # inches
TITLE_SIZES = (10.5, 9.5, 8.5, 7.5)  # points
TITLE_LETTERS, FOOT_LETTERS = 76, 122  # that fit on a line, of the largest title and of the foot


def sheet(height: float) -> Figure:
    """An empty sheet, `height` inches high."""
    return Canvas(figsize=(WIDTH, height), dpi=170, facecolor="white")


def stacked(heights: Sequence[float], gap: float = GAP) -> tuple[Figure, list[Axes]]:
    """A sheet with one panel under the other, each as high as it asks for (inches)."""
    total = TOP + BOTTOM + sum(heights) + gap * (len(heights) - 1)
    figure = sheet(total)
    axes, top = [], total - TOP
    for height in heights:
        box = (LEFT / WIDTH, (top - height) / total, (WIDTH - LEFT - RIGHT) / WIDTH, height / total)
        axes.append(figure.add_axes(box))
        top -= height + gap
    return figure, axes


def fit_headings(figure: Figure, least: float = 6.5) -> None:
    """Make the heading of a panel smaller until it stays on the sheet: the longer language is too long for one size."""
    for axis in figure.axes:
        heading = axis.get_title("left")
        for words in axis.findobj(Text):
            if not isinstance(words, Text) or not heading or words.get_text() != heading:
                continue
            size = float(words.get_fontsize())
            settle(words)
            with without_glyphs():
                while size > least and words.get_window_extent().x1 > (WIDTH - 0.05) * figure.dpi:
                    size -= 0.25
                    words.set_fontsize(size)


def write_title(figure: Figure, finding: str) -> None:
    """What the figure shows, in at most two lines, in the largest type that allows it."""
    for size in TITLE_SIZES:
        lines = textwrap.wrap(finding, int(TITLE_LETTERS * TITLE_SIZES[0] / size))
        if len(lines) <= 2:
            break
    for k, line in enumerate(lines[:2]):
        y = 1 - (0.16 + 0.19 * k) / figure.get_figheight()
        figure.text(0.12 / WIDTH, y, line, fontsize=size, fontweight="bold", color=INK, va="center")


def write_foot(figure: Figure, words: str) -> None:
    """What was run and how to read it, in small lines at the foot."""
    for k, line in enumerate(textwrap.wrap(words, FOOT_LETTERS)[:3]):
        y = (0.37 - k * 0.13) / figure.get_figheight()
        figure.text(0.12 / WIDTH, y, line, fontsize=7.2, color=GREY, va="center")
