"""The drawings of a seat's page, as SVG that may stand in any page: small charts, and bars.

Written by hand and not by matplotlib, which a server of matches has no room for. The ghost's line is dashed, and both
lines are named in words below, so that nothing hangs on colour.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

WIDTH, HEIGHT = 180, 92  # units: CSS pixels of a phone
LEFT, RIGHT, TOP, BOTTOM = 27, 7, 7, 17
QUIET, OWN, GHOST, GROUND = "#4a4a4a", "#00456e", "#8c4400", "#9fc5dd"
LETTERS = 11


class Axis(NamedTuple):
    """An axis up: from a round number to another, in whole steps."""

    low: float
    high: float

    @classmethod
    def around(cls, values: Sequence[float], step: float) -> Axis:
        """Around all values, an even number of steps apart, so that there is a round number in the middle."""
        low = math.floor(min(values) / step)
        high = math.ceil(max(values) / step)
        high += (high - low) % 2 + 2 * (high == low)
        return cls(low * step, high * step)


def chart(
    own: Sequence[float],
    ghost: Sequence[float],
    axis: Axis,
    number: Callable[[float], str],
    ends: tuple[str, str],
    said: str,
) -> str:
    """Both lines over the months lived so far, the first value before them.

    `number` writes a tick, `ends` are the first and the last month, `said` is for those who cannot see it.
    """
    months = max(len(own) - 1, 1)

    def x(month: int) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * month / months

    def y(value: float) -> float:
        return TOP + (HEIGHT - TOP - BOTTOM) * (axis.high - value) / (axis.high - axis.low)

    def line(values: Sequence[float], looks: str) -> str:
        places = (f"{x(month):.1f} {y(value):.1f}" for month, value in enumerate(values))
        return f'<path d="M{"L".join(places)}" fill="none" stroke-linejoin="round" {looks}/>'

    parts = [
        f'<path d="M{LEFT} {y(tick):.1f}H{WIDTH - RIGHT}" stroke="#ccc"/>'
        f'<text x="{LEFT - 4}" y="{y(tick) + 4:.1f}" text-anchor="end">{escape(number(tick))}</text>'
        for tick in (axis.low, (axis.low + axis.high) / 2, axis.high)
    ]
    parts += [
        line(ghost, f'stroke="{GHOST}" stroke-width="2" stroke-dasharray="5 3"'),
        line(own, f'stroke="{OWN}" stroke-width="2.5"'),
        f'<circle cx="{x(len(own) - 1):.1f}" cy="{y(own[-1]):.1f}" r="3.5" fill="{OWN}"/>',
        f'<text x="{LEFT}" y="{HEIGHT - 3}">{escape(ends[0])}</text>',
        f'<text x="{WIDTH - RIGHT}" y="{HEIGHT - 3}" text-anchor="end">{escape(ends[1])}</text>',
    ]
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label={quoteattr(said)} '
        f'font-family="system-ui, sans-serif" font-size="{LETTERS}" fill="{QUIET}">{"".join(parts)}</svg>'
    )


def bar(share: float) -> str:
    """A bar that is filled to a share, 0-1; words beside it say the same."""
    filled = 100 * min(max(share, 0.0), 1.0)
    return (
        '<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect width="100" height="8" fill="#dfe6ea"/><rect width="{filled:.1f}" height="8" fill="{OWN}"/></svg>'
    )


def strip(low: float, high: float, until: float, leaves: float | None) -> str:
    """What lies above a slider from `low` to `high`, percent: common ground as far as `until`, a mark at `leaves`.

    Words beside it say the same.
    """
    width = max(high - low, 1)

    def at(value: float) -> float:
        return min(max(100 * (value - low) / width, 0.0), 100.0)

    ground = f'<rect width="{at(until):.1f}" height="8" fill="{GROUND}"/>' if until > low else ""
    mark = (
        ""
        if leaves is None or leaves < low
        else f'<rect x="{at(leaves):.1f}" width="1" height="8" fill="{GHOST}"/>'
    )
    return (
        '<svg class="strip" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect width="100" height="8" fill="#eee"/>{ground}{mark}</svg>'
    )
