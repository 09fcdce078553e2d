"""The lines of all matches so far, for a projector: felt tension and what both gain, made in the server in a moment.

Nothing here is of one state: a line is the mean of both sides of a match, and bears no name. The thick line is the middle
of the class.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import median

from simulation.catalogue import month, number, text
from simulation.play.class_debrief.drawn import (
    BLUE,
    DECIMALS,
    HEIGHT,
    INK,
    LETTER,
    QUIET,
    RULE,
    TEXT,
    WIDTH,
    Box,
    band,
    figure,
    line,
    reach,
    to_the_right,
    words,
)
from simulation.play.ghost import mutual
from simulation.play.match import Match

SHOWN = ("tension", "mutual_benefit")  # as `fan.SHOWN`, which the server does not load
SIDE = 64  # pixels to the left of a panel for its numbers
BETWEEN, TOP = 48, 116

#: variable -> low, middle, high -> by month, as `fan.Fan.band` gives it
Bands = Mapping[str, Mapping[str, Sequence[float]]]


def so_far(match: Match) -> dict[str, list[float]]:
    """The match's lines, by variable: the mean of both sides as it began and after each month, to the one before a war."""
    ground = match.ground
    begins = ground.world.tension, mutual(ground.world, ground.p, ground.setting)
    lived = [month.record for month in match.lived if not bool(month.record.war[0])]
    return {
        name: [float(first.mean()), *(float(getattr(record, name).mean()) for record in lived)]
        for name, first in zip(SHOWN, begins, strict=True)
    }


def live(matches: Sequence[Match], lang: str, months: int | None = None, bands: Bands | None = None) -> str:
    """The figure, as SVG. `months` is how long the matches last; `bands` the runs that nobody plays, as a ground."""
    lines = [so_far(one) for one in matches]
    done = max((one.month for one in matches), default=0)
    whole = max(months or done, done, 1)
    said = text("play_class.live", lang, n=len(matches), done=done)
    width = (WIDTH - BETWEEN) / 2 - SIDE
    parts = []
    for place, name in enumerate(SHOWN):
        left = SIDE + place * (width + SIDE + BETWEEN)
        there = bands[name] if bands and done else {}
        ground = {key: one[:done] for key, one in there.items()}
        low, high = reach([*ground.values(), *(one[name] for one in lines)], name)
        box = Box(left, TOP, width, HEIGHT - TOP - 44, low, high)
        parts += _panel(name, [one[name] for one in lines], box, (whole, ground), lang)
        if matches:
            parts += _dates(matches[0], box, whole, lang)
    return figure(WIDTH, HEIGHT, said, parts)


def _panel(
    name: str,
    lines: Sequence[Sequence[float]],
    box: Box,
    along: tuple[int, Mapping[str, Sequence[float]]],
    lang: str,
) -> list[str]:
    whole, ground = along
    middle = middles(lines)
    now = number(middle[-1], lang, DECIMALS[name]) if middle else "\N{EN DASH}"
    parts = [
        words((box.left - SIDE, 26), text(f"play_class.live_{name}", lang), bold=True, size=28),
        words(
            (box.left - SIDE, 62),
            text("play_class.live_now", lang, now=now),
        ),
    ]
    for value in (box.low, (box.low + box.high) / 2, box.high):
        (_, y) = box.at(0, value)
        parts.append(line([(box.left, y), (box.left + box.width, y)], RULE, 1))
        parts.append(to_the_right((box.left - 10, y + 8), number(value, lang, DECIMALS[name]), colour=QUIET))
    if ground:
        alone = number(ground["middle"][-1], lang, DECIMALS[name])
        parts.append(
            words((box.left - SIDE, 96), text("play_class.live_alone", lang, now=alone), colour=QUIET)
        )
        parts.append(band(box.along(ground["low"], whole), box.along(ground["high"], whole)))
        parts.append(line(box.along(ground["middle"], whole), QUIET, 2, "6 6"))
    parts += [line(box.along(one, whole, 0), BLUE, 2, opacity=0.55) for one in lines]
    return [*parts, line(box.along(middle, whole, 0), INK, 6)]


def _dates(match: Match, box: Box, whole: int, lang: str) -> list[str]:
    """The first month and the last one, below the panel."""
    scenario, foot = match.ground.scenario, box.top + box.height + 34
    last = month(scenario.month_text(min(whole, scenario.months) - 1), lang)
    ends = to_the_right((box.left + box.width, foot), last, colour=QUIET)
    first = month(scenario.month_text(0), lang)
    fits = LETTER * TEXT * (len(first) + len(last)) < box.width
    return [words((box.left, foot), first, colour=QUIET), ends] if fits else [ends]


def middles(lines: Sequence[Sequence[float]]) -> list[float]:
    """The median over the matches that have come so far, month by month, as long as these are half of them or more."""
    middle = list[float]()
    while lines and 2 * len(there := [one for one in lines if len(one) > len(middle)]) >= len(lines):
        middle.append(median(one[len(middle)] for one in there))
    return middle
