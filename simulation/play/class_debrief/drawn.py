"""The few shapes that a class's figures are made of, as the text of an SVG: drawn in the server, with words that are words.

Attributes alone, as the page's policy refuses styles. Colours are those of `plots.style`, which knows matplotlib, and so
they are said again here.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape
from typing import Literal, NamedTuple

INK, QUIET, BLUE, VERMILLION, BAND, RULE = "#262626", "#5a5a5a", "#0072B2", "#B34700", "#D4D4D4", "#BDBDBD"
TEXT = 24  # pixels of a letter: read from the back of a room at 1280 x 720
LETTER = 0.58  # width of a letter, as a share of its height, on average in the fonts of systems
WIDTH, HEIGHT = 1280, 500  # of a projector's 1280 x 720; title and lines below it are words of the page
DECIMALS = {"tension": 0, "mutual_benefit": 1}  # with which what is drawn is written
Point = tuple[float, float]


class Box(NamedTuple):
    """A rectangle of the figure in which values are drawn: `low` lies at its foot, `high` at its top."""

    left: float
    top: float
    width: float
    height: float
    low: float
    high: float

    def at(self, share: float, value: float) -> Point:
        """Where a value lies, `share` of the way along."""
        up = (value - self.low) / ((self.high - self.low) or 1.0)
        return self.left + share * self.width, self.top + self.height * (1.0 - min(max(up, 0.0), 1.0))

    def along(self, values: Sequence[float], months: int, first: int = 1) -> list[Point]:
        """A line's points: the first value stands at the end of month `first`, of so many months along."""
        return [self.at((first + k) / months, value) for k, value in enumerate(values)]


def figure(width: int, height: int, title: str, parts: Sequence[str]) -> str:
    """The whole; `title` for those who cannot see it."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
        f'aria-label="{escape(title)}" font-family="system-ui, sans-serif">{"".join(parts)}</svg>'
    )


def line(points: Sequence[Point], colour: str, width: float, dash: str = "", opacity: float = 1.0) -> str:
    """A line through the points, broken where one is not a number; a point alone is a dot."""
    path, pen = [], "M"
    for x, y in points:
        if math.isnan(y):
            pen = "M"
            continue
        path.append(f"{pen}{_short(x)} {_short(y)}")
        pen = "L"
    if not path:
        return ""
    drawn = "".join([*path, "h.1"] if len(path) == 1 else path)
    more = (f' stroke-dasharray="{dash}"' if dash else "") + (f' opacity="{opacity}"' if opacity < 1 else "")
    return f'<path d="{drawn}" fill="none" stroke="{colour}" stroke-width="{width}" stroke-linecap="round"{more}/>'


def band(low: Sequence[Point], high: Sequence[Point]) -> str:
    """The ground between two lines."""
    there = [pair for pair in zip(low, high, strict=True) if not math.isnan(pair[0][1] + pair[1][1])]
    if len(there) < 2:
        return ""
    corners = [one for one, _ in there] + [other for _, other in reversed(there)]
    path = "L".join(f"{_short(x)} {_short(y)}" for x, y in corners)
    return f'<path d="M{path}Z" fill="{BAND}"/>'


def words(
    place: Point, said: str, *, colour: str = INK, bold: bool = False, size: float = TEXT, room: float = 0.0
) -> str:
    """A line of words that begins at a place; with `room` shortened to so many pixels."""
    return _written(place, shortened(said, room, size) if room else said, colour, bold, size, "start")


def to_the_right(place: Point, said: str, *, colour: str = INK, bold: bool = False) -> str:
    """A line of words that ends at a place."""
    return _written(place, said, colour, bold, TEXT, "end")


def _written(
    place: Point, said: str, colour: str, bold: bool, size: float, anchor: Literal["start", "end"]
) -> str:
    weight = ' font-weight="bold"' if bold else ""
    where = "" if anchor == "start" else ' text-anchor="end"'
    return (
        f'<text x="{_short(place[0])}" y="{_short(place[1])}" font-size="{_short(size)}" fill="{colour}"'
        f"{weight}{where}>{escape(said)}</text>"
    )


def shortened(said: str, room: float, size: float = TEXT) -> str:
    """What of a line fits into so many pixels, by the usual width of letters; a short last word stays: a number."""
    most = max(int(room / (LETTER * size)), 2)
    if len(said) <= most:
        return said
    begins, _, last = said.rpartition(" ")
    if not begins or len(last) > most:
        last = ""
    elif len(last) > most - 2:
        return last
    return f"{said[: most - 1 - len(last)].rstrip()}\N{HORIZONTAL ELLIPSIS}{last}"


def reach(lines: Sequence[Sequence[float]], variable: str) -> tuple[float, float]:
    """One scale for all panels: whole tens of points, or tenths of a percent, around everything that is drawn."""
    known = [value for one in lines for value in one if math.isfinite(value)] or [0.0]
    step = 10.0 if variable == "tension" else 0.1
    low, high = step * math.floor(min(known) / step), step * math.ceil(max(known) / step)
    return low, max(high, low + step)


def arrow(place: Point, down: bool, colour: str) -> str:
    """A small triangle that points down or up, 14 pixels wide: so that no finding hangs on its colour alone."""
    (x, y), way = place, 1 if down else -1
    return f'<path d="M{_short(x - 7)} {_short(y - 6 * way)}h14l-7 {12 * way}Z" fill="{colour}"/>'


def _short(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
