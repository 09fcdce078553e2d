"""Every match on one figure, sorted: a panel each, on the ground of the runs that nobody played.

Grey is where 80 of 100 of those runs lie, the dashed line the same chance as the match's with nobody at the table, the
solid line the match. Better than nobody, it is blue, else orange, and an arrow says which way it lies.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from simulation.catalogue import number, text
from simulation.play.class_debrief.came import Came
from simulation.play.class_debrief.drawn import (
    BLUE,
    DECIMALS,
    HEIGHT,
    INK,
    LETTER,
    QUIET,
    RULE,
    TEXT,
    VERMILLION,
    WIDTH,
    Box,
    arrow,
    band,
    figure,
    line,
    reach,
    shortened,
    to_the_right,
    words,
)
from simulation.play.class_debrief.fan import Fan

LEAST = 200  # pixels of a panel's width that its words need
MOST_ROWS = 5  # with more of them there is no room for lines: panels become narrower
GAP, BETWEEN = 16, 8  # pixels between panels, across and down


def panels(matches: Sequence[Came], fan: Fan, variable: str, title: str, lang: str) -> str:
    """The figure of matches that are sorted already, as SVG; `title` for those who cannot see it."""
    columns = min(len(matches), max(WIDTH // LEAST, math.ceil(len(matches) / MOST_ROWS)))
    rows = math.ceil(len(matches) / columns)
    width, height = (WIDTH - GAP * (columns - 1)) / columns, (HEIGHT - BETWEEN * (rows - 1)) / rows
    longest = max(one.match.months for one in matches)
    ground = fan.band(variable, longest)
    low, high = reach(
        [
            *ground.values(),
            *(path for one in matches for path in (one.lines[variable], one.nobody[variable])),
        ],
        variable,
    )
    parts = []
    for place, one in enumerate(matches):
        row, column = divmod(place, columns)
        left, top = column * (width + GAP), row * (height + BETWEEN)
        box = Box(left, top + TEXT + 6, width, height - TEXT - 6, low, high)
        parts.append(_panel(one, box, ground, (variable, longest), lang))
    return figure(WIDTH, HEIGHT, title, parts)


def _panel(
    one: Came, box: Box, ground: Mapping[str, Sequence[float]], shown: tuple[str, int], lang: str
) -> str:
    variable, longest = shown
    end, gap, better = one.end(variable), one.gap(variable), one.better(variable)
    colour = INK if better is None else BLUE if better else VERMILLION
    said = text("play_class.war", lang) if one.war else number(end, lang, DECIMALS[variable])
    right = box.left + box.width
    room = box.width - LETTER * TEXT * len(said) - 34
    foot = box.top - 7
    marks = [
        band(box.along(ground["low"], longest), box.along(ground["high"], longest)),
        line([(box.left, box.top + box.height), (right, box.top + box.height)], RULE, 1),
        line(box.along(one.nobody[variable], longest), QUIET, 2, "5 5"),
        line(box.along(one.lines[variable], longest), colour, 4),
        words((box.left, foot), shortened(one.match.name, room), bold=True),
        to_the_right((right, foot), said, colour=colour, bold=True),
    ]
    if not math.isnan(gap) and gap != 0:
        beside = right - LETTER * TEXT * len(said) - 14
        marks.append(arrow((beside, foot - 8), gap < 0, colour))
    return "".join(marks)
