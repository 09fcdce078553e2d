"""The article's story as a causal diagram for a pupil: its dozen quantities, its arrows, and the model's signs."""

from __future__ import annotations

import textwrap
from typing import Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.bezier import BezierSegment
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch, PathPatch, Polygon
from matplotlib.path import Path

from simulation.article_story import ARROWS, Arrow, sign, tally, verdict
from simulation.catalogue import checked, text
from simulation.plots.canvas import Canvas
from simulation.plots.page import fit
from simulation.plots.signs import LOOKS, Look
from simulation.plots.style import GREY, INK, YELLOW

PAGE = (10.0, 6.6)  # inches, lying; its words are still read on half a page of A4, and 800 pixels wide
HEIGHT = 0.56  # inches, of every box
SLACK = 0.55  # how far an arrow's bend reaches out of its box, as a share of the way to go in that direction
HEAD = (0.15, 0.075)  # inches: length, and half the width
#: the look of an arrow that the article draws and the model has not
MISSING = Look("?", "0.65", (0, (1, 3)))
#: the patch behind the sign of an arrow on which the model departs from the article
CHIP = {"boxstyle": "round,pad=0.16", "facecolor": YELLOW, "edgecolor": INK, "linewidth": 0.7}
#: mark -> its words in the key
MEANINGS = {LOOKS[1].mark: "plus", LOOKS[-1].mark: "minus", LOOKS[0].mark: "both", MISSING.mark: "missing"}


class Place(NamedTuple):
    """A rectangle: its middle, its width and height, inches, and how many letters a line in it may have."""

    x: float
    y: float
    width: float
    height: float = HEIGHT
    letters: int = 17


class Route(NamedTuple):
    """How an arrow goes: from a side of the cause (N, E, S, W) to one of the effect, each so far from the side's middle.

    `at`, 0-1, says where on the way its sign stands, `aside` how far from it to the right and upward, inches.
    """

    leaves: str
    enters: str
    leaves_at: float = 0.0
    enters_at: float = 0.0
    at: float = 0.5
    aside: tuple[float, float] = (0.0, 0.0)


BOXES: dict[str, Place] = {
    "contest": Place(1.03, 5.3, 1.5, letters=15),
    "recognition": Place(4.0, 5.3, 2.4, letters=24),
    "provocation": Place(1.03, 3.17, 1.46, letters=15),
    "tension": Place(3.08, 3.77, 1.42, letters=14),
    "crises": Place(3.08, 2.57, 1.42, letters=14),
    "dialogue": Place(5.75, 4.1, 1.85, letters=18),
    "common_ground": Place(5.75, 3.22, 1.85, letters=18),
    "cooperation": Place(5.75, 2.34, 1.85, letters=21),
    "relations": Place(8.79, 3.22, 2.02, letters=21),
    "benefit": Place(8.79, 2.34, 2.02, letters=21),
    "softness": Place(2.3, 0.85, 1.75, letters=18),
    "dependence": Place(4.3, 0.85, 1.75, letters=18),
    "silence": Place(6.3, 0.85, 1.75),
    "neglect": Place(8.75, 0.85, 1.75),
}
FRAMES: dict[str, Place] = {
    "tense": Place(2.07, 3.33, 3.74, 2.74),
    "detente": Place(5.75, 3.33, 2.1, 2.74),
    "critics": Place(5.0, 0.85, 9.6, 0.86),
}
#: where the name of a frame stands, inches, and how many letters a line may have
NAMES: dict[str, tuple[float, float, int]] = {
    "tense": (2.6, 4.53, 30),
    "detente": (5.75, 4.53, 30),
    "critics": (0.82, 0.85, 11),
}

ABOVE, BELOW, BESIDE = (0.0, 0.17), (0.0, -0.18), (0.34, 0.02)
ROUTES: dict[tuple[str, str], Route] = {
    ("contest", "provocation"): Route("S", "N"),
    ("provocation", "tension"): Route("E", "W", 0.1),
    ("provocation", "crises"): Route("E", "W", -0.1),
    ("tense", "recognition"): Route("N", "W", 0.2),
    ("recognition", "detente"): Route("E", "N"),
    ("dialogue", "common_ground"): Route("S", "N", aside=BESIDE),
    ("common_ground", "cooperation"): Route("S", "N", aside=BESIDE),
    ("common_ground", "relations"): Route("E", "W", 0.13, 0.13, aside=ABOVE),
    ("cooperation", "relations"): Route("E", "W", 0.13, -0.13),
    ("cooperation", "benefit"): Route("E", "W", -0.08, -0.08, at=0.56, aside=BELOW),
    ("detente", "tension"): Route("W", "E", 0.44, 0.0, aside=ABOVE),
    ("detente", "crises"): Route("W", "E", -0.76, 0.0, aside=ABOVE),
    ("detente", "softness"): Route("S", "N", -0.75),
    ("detente", "dependence"): Route("S", "N", -0.25),
    ("detente", "silence"): Route("S", "N", 0.25),
    ("detente", "neglect"): Route("S", "N", 0.75),
    ("neglect", "silence"): Route("W", "E", aside=ABOVE),
}


def article_figure(lang: str = "en") -> Figure:
    """The article's dozen quantities and arrows, every sign from the model's couplings; 10 by 6.6 inches."""
    checked(lang)
    figure = Canvas(figsize=PAGE, dpi=150, facecolor="white")
    axis = figure.add_axes((0, 0, 1, 1))
    axis.set_xlim(0, PAGE[0])
    axis.set_ylim(0, PAGE[1])
    axis.set_axis_off()
    for name, place in FRAMES.items():
        _frame(axis, name, place, lang)
    for name, place in BOXES.items():
        _box(axis, name, place, lang)
    for arrow in ARROWS:
        _arrow(axis, arrow)
    _words(axis, lang)
    _key(axis, lang)
    for line in axis.texts:
        fit(line)
    return figure


def way(arrow: Arrow) -> np.ndarray:
    """The way of an arrow on the page, inches: a cubic Bézier curve that leaves and enters at right angles, `[4, 2]`."""
    route = ROUTES[arrow.cause, arrow.effect]
    first, out = _edge(arrow.cause, route.leaves, route.leaves_at)
    last, back = _edge(arrow.effect, route.enters, route.enters_at)
    go = SLACK * np.abs(last - first)
    return np.stack([first, first + go * out, last + go * back, last])


def look_of(arrow: Arrow) -> Look:
    """How an arrow is drawn: by the sign that the model has of it."""
    has = sign(arrow)
    return MISSING if has is None else LOOKS[has]


def _edge(name: str, side: str, along: float) -> tuple[np.ndarray, np.ndarray]:
    """A point on a side of a box or frame, and the direction away from it."""
    place = BOXES.get(name) or FRAMES[name]
    away = np.array({"N": (0, 1), "E": (1, 0), "S": (0, -1), "W": (-1, 0)}[side], dtype=float)
    middle = np.array([place.x, place.y]) + away * np.array([place.width, place.height]) / 2
    return middle + along * np.abs(away[::-1]), away


def _frame(axis: Axes, name: str, place: Place, lang: str) -> None:
    axis.add_patch(_rectangle(place, facecolor="0.955", edgecolor="0.75", zorder=1))
    x, y, letters = NAMES[name]
    words = textwrap.fill(text(f"article_box.{name}", lang), letters)
    _write(axis, (x, y), words, 11, color=GREY, fontweight="bold", ha="center", zorder=2)


def _box(axis: Axes, name: str, place: Place, lang: str) -> None:
    axis.add_patch(_rectangle(place, facecolor="white", edgecolor="0.4", zorder=4))
    words = textwrap.fill(text(f"article_box.{name}", lang), place.letters, break_on_hyphens=False)
    look = {"fontweight": "bold", "ha": "center", "linespacing": 1.05}
    _write(axis, (place.x, place.y), words, 10.1, **look, zorder=5, gid=f"box.{name}")


def _write(axis: Axes, where: tuple[float, float], words: str, size: float, **look: Any) -> None:
    """Words in points of `size`, their middle line at `where`, inches."""
    axis.text(*where, words, fontsize=size, **{"color": INK, "va": "center", **look})


def _rectangle(place: Place, facecolor: str, edgecolor: str, zorder: int) -> FancyBboxPatch:
    return FancyBboxPatch(
        (place.x - place.width / 2, place.y - place.height / 2),
        place.width,
        place.height,
        boxstyle="round,pad=0,rounding_size=0.08",
        facecolor=facecolor,
        edgecolor=edgecolor,
        linewidth=0.9,
        zorder=zorder,
    )


def _arrow(axis: Axes, arrow: Arrow) -> None:
    """An arrow with its sign and its claims on the way; yellow where the model departs from the article."""
    look, curve = look_of(arrow), way(arrow)
    route = ROUTES[arrow.cause, arrow.effect]
    into = (curve[3] - curve[2]) / np.hypot(*(curve[3] - curve[2]))
    base = curve[3] - HEAD[0] * into
    line = np.stack([*curve[:3], base + 0.02 * into])  # to the foot of the head, which has no dashes
    axis.add_patch(
        PathPatch(
            Path(line, [Path.MOVETO, *[Path.CURVE4] * 3]),
            fill=False,
            edgecolor=look.colour,
            linewidth=1.9,
            linestyle=look.dashes,
            capstyle="butt",
            zorder=3,
        )
    )
    side = HEAD[1] * np.array([-into[1], into[0]])
    axis.add_patch(
        Polygon(np.stack([curve[3], base + side, base - side]), facecolor=look.colour, linewidth=0, zorder=3)
    )
    x, y = BezierSegment(curve)(route.at)
    departs = verdict(arrow) != "as_said"
    on_the_line = {"facecolor": "white" if route.aside == (0.0, 0.0) else "none", "edgecolor": "none"}
    _write(
        axis,
        (x + route.aside[0], y + route.aside[1]),
        f"{look.mark} {' '.join(arrow.claims)}",
        9.6,
        fontweight="bold",
        color=INK if departs else look.colour,
        ha="center",
        zorder=6,
        bbox={**CHIP, **({} if departs else on_the_line)},
        gid=f"sign.{arrow.cause}.{arrow.effect}",
    )


def _words(axis: Axes, lang: str) -> None:
    subtitle = text("causal_article.subtitle", lang, arrows=len(ARROWS), **tally())
    _write(axis, (0.2, 6.33), text("causal_article.title", lang), 13, fontweight="bold")
    _write(axis, (0.2, 6.02), subtitle, 9.6, color=GREY)
    note = text("causal_article.note", lang)
    lines = textwrap.wrap(note, 152)
    for k, line in enumerate(lines if len(lines) < 3 else textwrap.wrap(note, len(note) // 2 + 12)):
        _write(axis, (0.2, 0.25 - 0.14 * k), line, 8, color=GREY)


def _key(axis: Axes, lang: str) -> None:
    """What marks and colours mean: only those that are drawn."""
    drawn = {look_of(arrow).mark: look_of(arrow) for arrow in ARROWS}
    left, y = 6.62, 5.6
    for mark, meaning in MEANINGS.items():
        if mark not in drawn:
            continue
        _, colour, dashes = drawn[mark]
        axis.plot([left, left + 0.32], [y, y], color=colour, linewidth=1.9, linestyle=dashes)
        _write(axis, (left + 0.42, y), mark, 9.6, fontweight="bold", color=colour, ha="center")
        _write(axis, (left + 0.55, y), text(f"causal_article.{meaning}", lang), 9)
        y -= 0.22
    if tally()["as_said"] < len(ARROWS):
        _write(axis, (left + 0.02, y), text("causal_article.departs", lang), 9, bbox=CHIP)
