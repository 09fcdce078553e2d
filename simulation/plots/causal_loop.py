"""The causal-loop diagram: what acts on what in the model, and which way, as it is measured there."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from itertools import chain
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch
from matplotlib.path import Path
from matplotlib.transforms import Bbox

from simulation.catalogue import checked, number, text
from simulation.domains import NAMES
from simulation.mechanisms import BESIDE, IMPOSED, LOOPS, NamedLoop, couplings, loops, polarity
from simulation.plots.canvas import Canvas
from simulation.plots.page import fit
from simulation.plots.signs import LOOKS
from simulation.plots.style import GREY, INK

PAGE = (11.69, 8.27)  # inches: A4, lying
LONGEST = 4  # quantities in the loops that are counted
COLUMN = 8.82  # inches from the left, where the list of loops begins
TOP, KEY = 7.42, 1.15  # inches from below: where that list begins, and where its key begins at the lowest

#: quantities that share a place in the diagram
TOGETHER = {**dict.fromkeys(NAMES, "ties"), "growth": "income", "jobs": "income"}
#: quantities without a place: weights that make reasons count more or less
LEFT_OUT = ("security", "prosperity", "standing")

#: where each stands, inches from the lower left corner of the page, and how many letters a line of its name may have
PLACES: dict[str, tuple[float, float, int]] = {
    "vulnerability": (0.85, 7.05, 14),
    "fear": (2.35, 7.05, 14),
    "arms": (4.1, 7.05, 14),
    "criticism": (5.75, 7.05, 16),
    "conscience": (7.75, 7.05, 16),
    "incident": (0.6, 5.75, 12),
    "crises": (1.75, 5.95, 12),
    "tension": (3.95, 5.75, 14),
    "reservation": (5.55, 5.85, 15),
    "technology_gap": (8.2, 5.15, 12),
    "common_ground": (5.3, 4.98, 12),
    "provocation": (1.35, 4.1, 14),
    "trust": (3.9, 4.3, 14),
    "dialogue": (5.6, 4.1, 12),
    "agreements": (7.75, 4.25, 12),
    "value_confrontation": (2.55, 3.15, 14),
    "value_talking": (5.0, 3.1, 14),
    "cooperation": (6.6, 2.7, 14),
    "dependence": (8.1, 3.2, 14),
    "theatre": (0.8, 2.75, 14),
    "leader": (7.2, 3.5, 12),
    "influence": (1.3, 1.75, 14),
    "payoff": (3.85, 2.2, 14),
    "hawks": (2.75, 1.2, 14),
    "ties": (7.6, 1.7, 16),
    "softness": (1.05, 0.9, 17),
    "need": (5.4, 1.42, 12),
    "mutual_benefit": (7.9, 0.85, 17),
    "income": (6.1, 0.85, 16),
    "attention": (7.05, 4.8, 16),
    "backlog": (7.75, 6.0, 14),
}
BEND = 0.14  # how far an arrow bends to the right of its straight line, as a share of its length
#: where a self-loop leaves its node: degrees from the east
SELF = {"provocation": 180.0, "cooperation": -30.0, "dialogue": 90.0, "trust": 45.0, "arms": 0.0}
#: where the badge of a loop stands, inches from the middle of its places
NUDGES: dict[str, tuple[float, float]] = {
    "detente": (0.95, 0.02),
    "helsinki": (0.95, 1.2),
    "attention": (0.08, 0.28),
    "backlash": (-0.05, -0.12),
    "contact": (0.5, 0.22),
    "firmness": (-0.1, 0.0),
    "brink": (-0.12, -0.25),
    "fruits": (-0.3, 0.2),
    "returns": (0.0, -0.02),
}


class Node(NamedTuple):
    """A place in the diagram: the box of its name, inches."""

    x: float
    y: float
    box: Bbox


def causal_loop_figure(lang: str = "en") -> Figure:
    """The whole diagram on a page of A4: quantities, signed arrows, and the loops that the literature has a name for."""
    checked(lang)
    figure = Canvas(figsize=PAGE, dpi=130, facecolor="white")
    axis = figure.add_axes((0, 0, 1, 1))
    axis.set_xlim(0, PAGE[0])
    axis.set_ylim(0, PAGE[1])
    axis.set_axis_off()
    nodes = {name: _name(axis, name, lang) for name in PLACES}
    named = {_drawn(step) for loop in LOOPS for step in _steps(loop.path)}
    for pair, sign in sorted(drawn_couplings().items(), key=lambda item: item[0] in named):
        _arrow(axis, nodes, pair, sign, pair in named)
    _badges(axis, nodes)
    _list_of_loops(axis, lang)
    _words(axis, lang)
    for line in axis.texts:
        fit(line)
    return figure


def drawn_couplings() -> dict[tuple[str, str], int]:
    """Signs by place: quantities that share one are merged, and what is left out is left out."""
    return {
        pair: sign
        for pair, sign in couplings(TOGETHER).items()
        if not set(pair) & set(LEFT_OUT) and pair != ("income", "income")
    }


def badges() -> dict[str, str]:
    """The mark of every named loop: R1, R2, … for those that reinforce themselves, B1, … for those that balance."""
    marks, count = {}, {1: 0, -1: 0}
    for loop in LOOPS:
        sign = polarity(loop.path)
        count[sign] += 1
        marks[loop.name] = f"{'R' if sign > 0 else 'B'}{count[sign]}"
    return marks


def _steps(path: tuple[str, ...]) -> list[tuple[str, str]]:
    return list(zip(path, chain(path[1:], path[:1]), strict=True))


def _drawn(step: tuple[str, str]) -> tuple[str, str]:
    return TOGETHER.get(step[0], step[0]), TOGETHER.get(step[1], step[1])


def _name(axis: Axes, name: str, lang: str) -> Node:
    """Write the name of a quantity in its place."""
    x, y, letters = PLACES[name]
    imposed = name in IMPOSED
    words = axis.text(
        x,
        y,
        "\n".join(
            textwrap.wrap(
                text(f"quantity.{name}", lang), letters, break_on_hyphens=False, break_long_words=False
            )
        ),
        fontsize=7.8 if imposed else 8.6,
        fontstyle="italic" if imposed else "normal",
        fontweight="normal" if imposed else "bold",
        color=GREY if imposed else INK,
        ha="center",
        va="center",
        linespacing=1.05,
        zorder=6,
        bbox={
            "boxstyle": "round,pad=0.28",
            "facecolor": "white",
            "edgecolor": "none" if imposed else "0.55",
            "linewidth": 0.8,
        },
    )
    extent = words.get_window_extent().transformed(axis.transData.inverted())
    return Node(
        x, y, Bbox.from_extents(extent.x0 - 0.05, extent.y0 - 0.05, extent.x1 + 0.05, extent.y1 + 0.05)
    )


def _arrow(axis: Axes, nodes: Mapping[str, Node], pair: tuple[str, str], sign: int, named: bool) -> None:
    """An arrow with its sign near the head; a coupling of a named loop is thick."""
    look = LOOKS[sign]
    points = _loop_on_itself(nodes[pair[0]], SELF[pair[0]]) if pair[0] == pair[1] else _bent(nodes, pair)
    line = FancyArrowPatch(
        path=Path(
            points, [Path.MOVETO] + [Path.CURVE4 if len(points) == 4 else Path.CURVE3] * (len(points) - 1)
        ),
        arrowstyle="-|>,head_length=4.5,head_width=2.2",
        color=look.colour,
        linewidth=1.7 if named else 0.7,
        linestyle=look.dashes,
        alpha=0.95 if named else 0.42,
        mutation_scale=1.0,
        zorder=3 if named else 2,
        joinstyle="miter",
    )
    axis.add_patch(line)
    x, y = _along(points, 0.78)
    axis.text(
        x,
        y,
        look.mark,
        fontsize=9 if named else 7.5,
        fontweight="bold",
        color=look.colour,
        ha="center",
        va="center",
        zorder=5 if named else 4,
        bbox={"boxstyle": "circle,pad=0.05", "facecolor": "white", "edgecolor": "none"},
    )


def _bent(nodes: Mapping[str, Node], pair: tuple[str, str]) -> np.ndarray:
    """The curve from the edge of the one box to the edge of the other, `[3, 2]`, a quadratic Bézier."""
    a, b = (np.array([nodes[name].x, nodes[name].y]) for name in pair)
    across = np.array([b[1] - a[1], a[0] - b[0]])
    curve = np.stack([a, (a + b) / 2 + BEND * across, b])
    t = np.linspace(0, 1, 400)
    where = np.stack([_along(curve, s) for s in t])
    out = np.array([not _inside(nodes[pair[0]].box, point) for point in where])
    into = np.array([_inside(nodes[pair[1]].box, point) for point in where])
    first = t[int(np.argmax(out))]
    last = t[int(np.argmax(into)) - 1]
    return _part(curve, float(first), float(last))


def _loop_on_itself(node: Node, degrees: float) -> np.ndarray:
    """A loop that leaves a box and comes back to it, `[4, 2]`, a cubic Bézier."""
    way = np.array([np.cos(np.radians(degrees)), np.sin(np.radians(degrees))])
    side = np.array([-way[1], way[0]])
    reach = np.array([node.box.width, node.box.height]) / 2
    edge = np.array([node.x, node.y]) + way * min(
        reach[k] / abs(way[k]) for k in (0, 1) if abs(way[k]) > 1e-9
    )
    ends = [
        edge - 0.1 * side,
        edge - 0.3 * side + 0.5 * way,
        edge + 0.3 * side + 0.5 * way,
        edge + 0.1 * side,
    ]
    return np.stack(ends)


def _along(points: np.ndarray, t: float) -> np.ndarray:
    """The point at `t`, 0-1, of a Bézier curve (de Casteljau)."""
    while len(points) > 1:
        points = (1 - t) * points[:-1] + t * points[1:]
    point: np.ndarray = points[0]
    return point


def _part(curve: np.ndarray, first: float, last: float) -> np.ndarray:
    """The same quadratic curve from `first` to `last`."""
    a, b = _along(curve, first), _along(curve, last)
    # the control point is where the blossom of the curve takes both ends: B(first, last)
    left = (1 - first) * curve[:-1] + first * curve[1:]
    return np.stack([a, (1 - last) * left[0] + last * left[1], b])


def _inside(box: Bbox, point: np.ndarray) -> bool:
    return bool(box.x0 <= point[0] <= box.x1 and box.y0 <= point[1] <= box.y1)


def _badges(axis: Axes, nodes: Mapping[str, Node]) -> None:
    for loop in LOOPS:
        places = {TOGETHER.get(name, name) for name in loop.path}
        dx, dy = NUDGES.get(loop.name, (0.0, 0.0))
        x = float(np.mean([nodes[name].x for name in places])) + dx
        y = float(np.mean([nodes[name].y for name in places])) + dy
        _badge(axis, x, y, badges()[loop.name])


def _badge(axis: Axes, x: float, y: float, mark: str) -> None:
    """A dark disc for a loop that reinforces itself, a pale one for one that balances."""
    dark = mark.startswith("R")
    axis.text(
        x,
        y,
        mark,
        fontsize=7.4,
        fontweight="bold",
        color="white" if dark else INK,
        ha="center",
        va="center",
        zorder=7,
        bbox={
            "boxstyle": "circle,pad=0.22",
            "facecolor": INK if dark else "#F0E442",
            "edgecolor": INK,
            "linewidth": 0.8,
        },
    )


def _list_of_loops(axis: Axes, lang: str) -> None:
    """The named loops with their paths, in a column at the right, the closer the more lines they take."""
    paths = {loop.name: textwrap.wrap(_path_words(loop, lang), 47, break_long_words=False) for loop in LOOPS}
    deep = 0.56 + sum(0.187 + 0.135 * len(lines) for lines in paths.values())
    y, close = TOP, min(1.0, (TOP - KEY) / deep)
    for sign, key in ((1, "causal.reinforcing"), (-1, "causal.balancing")):
        axis.text(COLUMN, y, text(key, lang), fontsize=8.6, fontweight="bold", color=INK, va="center")
        y -= 0.23 * close
        for loop in LOOPS:
            if polarity(loop.path) != sign:
                continue
            _badge(axis, COLUMN + 0.13, y, badges()[loop.name])
            axis.text(
                COLUMN + 0.34,
                y,
                text(f"loop.{loop.name}", lang),
                fontsize=8,
                fontweight="bold",
                color=INK,
                va="center",
            )
            for line in paths[loop.name]:
                y -= 0.135 * close
                axis.text(COLUMN + 0.34, y, line, fontsize=6.6, color="0.25", va="center")
            y -= 0.187 * close
        y -= 0.05 * close
    for k, (sign, key) in enumerate(((1, "plus"), (-1, "minus"), (0, "both"))):
        _sample(axis, y - 0.16 * k, sign)
        axis.text(
            COLUMN + 0.5, y - 0.16 * k, text(f"causal.{key}", lang), fontsize=6.8, color=INK, va="center"
        )
    axis.text(COLUMN, y - 0.48, text("causal.thick", lang), fontsize=6.8, color=INK, va="center")
    axis.text(
        COLUMN,
        y - 0.64,
        text("causal.imposed", lang),
        fontsize=6.8,
        color=GREY,
        fontstyle="italic",
        va="center",
    )


def _sample(axis: Axes, y: float, sign: int) -> None:
    mark, colour, dashes = LOOKS[sign]
    axis.plot([COLUMN, COLUMN + 0.3], [y, y], color=colour, linewidth=1.3, linestyle=dashes)
    axis.text(COLUMN + 0.39, y, mark, fontsize=8.5, fontweight="bold", color=colour, ha="center", va="center")


def _path_words(loop: NamedLoop, lang: str) -> str:
    """The quantities of a loop with an arrow between each two, and its sign before the arrow."""
    signs = couplings()
    parts = [_short(loop.path[0], lang)]
    for cause, effect in _steps(loop.path):
        sign = "+" if signs[cause, effect] > 0 else "\N{MINUS SIGN}"
        parts.append(f"({sign})\N{RIGHTWARDS ARROW}\N{NO-BREAK SPACE}{_short(effect, lang)}")
    words = " ".join(parts)
    return words[:1].upper() + words[1:]


def _short(name: str, lang: str) -> str:
    """The name of a quantity without what stands in brackets."""
    return text(f"quantity.{name}", lang).partition(" (")[0]


def _words(axis: Axes, lang: str) -> None:
    reinforcing, balancing = loops(LONGEST)
    pairs = couplings()
    subtitle = text(
        "causal.subtitle",
        lang,
        couplings=number(len(pairs), lang, 0),
        quantities=len({name for pair in pairs for name in pair}),
        reinforcing=number(reinforcing, lang, 0),
        balancing=number(balancing, lang, 0),
        longest=LONGEST,
    )
    axis.text(
        0.25, 8.02, text("causal.title", lang), fontsize=13.5, fontweight="bold", color=INK, va="center"
    )
    axis.text(0.25, 7.76, subtitle, fontsize=8.8, color=GREY, va="center")
    without = sum(bool({cause, effect} & set(LEFT_OUT)) for cause, effect in pairs)
    foot = f"{text('causal.note', lang)} {text('causal.left_out', lang, count=without, others=len(BESIDE))}"
    for k, line in enumerate(textwrap.wrap(foot, 215)):
        axis.text(0.25, 0.33 - 0.14 * k, line, fontsize=6.6, color=GREY, va="center")
