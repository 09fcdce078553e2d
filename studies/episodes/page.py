"""The page of episodes: what was declared, what came of it, and with what care to read it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from simulation.catalogue import NOTHING
from simulation.pages.markdown import markdown_grid
from studies.episodes.check import LIKELY
from studies.episodes.judging import CheckRow, EffectRow, Episode
from studies.made import made_by

_HOW = (
    "What is checked was written down before the first run and has not been changed since: what the record says "
    "of each episode (direction, order, rough size), and for invented worlds what theory says. A **direction** is "
    "met if at least {likely} of the runs go the record's way; a **size** if the record's figure lies in the 90 % "
    "band of the runs, which a wide band makes easy; an **effect** if the 95 % interval of the difference to the "
    "control, on the same draws, lies on the expected side of zero, which with many runs it does for a difference "
    "too small to matter: look at its size. Several checks share the same months, so they are not so many "
    "independent tests."
)
_CARE = (
    "Read the hits with care. Leaders and their dispositions, wars elsewhere and starting values are imposed, and "
    "a direction may come from them alone. Net cooperation of 1948-78 was also used when the parameters were "
    "fitted (`docs/calibration.md`). And what was expected and feared at the start is worked out from the start itself "
    "(decision 61), because nothing in the record says what it was in 1969 or 1985: some misses of "
    "the later episodes may have their cause there. Levels of net cooperation across 1966 and 1979 are uncertain "
    "in the record itself. `cold_war`, which runs through all of it, stands on [the card](validation.md). Episodes "
    "after 1970 are held out: no search reads them, and each making of this page is noted in "
    "[the log](holdout_log.md)."
)

CHECK_HEADINGS = (
    "The record says", "source", "record", "model, median (90 % band)", "runs that go this way (95 % interval)", "verdict",
)  # fmt: skip
EFFECT_HEADINGS = ("Theory says", "source", "control", "expected", "difference (95 % interval)", "verdict")


def _number(value: float | None) -> str:
    if value is None or not np.isfinite(value):
        return NOTHING
    decimals = 1 if abs(value) >= 10 else 2
    return f"{value:.{decimals}f}".replace("-", "\N{MINUS SIGN}")


def _verdict(hit: bool) -> str:
    return "hit" if hit else "**miss**"


def section(found: Episode) -> list[str]:
    """A scenario's part of the page."""
    met = sum(row.hit for row in found.checks) + sum(row.hit for row in found.effects)
    total = len(found.checks) + len(found.effects)
    wars = f", {found.wars} of them ending in war" if found.wars else ""
    blocks = [
        f"## {found.scenario.title}",
        f"`{found.scenario.name}`: {met} of {total} met; {found.runs} runs{wars}.",
    ]
    if found.checks:
        lines = []
        for row in found.checks:
            ways = (
                "size: the band" if row.share is None
                else f"{row.share.share:.0%} ({row.share.low:.0%} to {row.share.high:.0%})"
            )  # fmt: skip
            band = f"{_number(row.median)} ({_number(row.low)} to {_number(row.high)})"
            lines.append(
                [row.check.says, row.check.source, _number(row.record), band, ways, _verdict(row.hit)]
            )
        blocks.append(markdown_grid(CHECK_HEADINGS, lines))
    if found.effects:
        lines = []
        for one in found.effects:
            mean, low, high, _ = one.difference
            expected = "more" if one.effect.sign > 0 else "less"
            interval = f"{mean:.3g} ({low:.3g} to {high:.3g})".replace("-", "\N{MINUS SIGN}")
            lines.append(
                [
                    one.effect.says,
                    one.effect.source,
                    one.effect.control,
                    expected,
                    interval,
                    _verdict(one.hit),
                ]
            )
        blocks.append(markdown_grid(EFFECT_HEADINGS, lines))
    return blocks


def page(found: Sequence[Episode], how: str, runs: int, seed: int) -> str:
    """The page, as Markdown."""
    checks = [row for one in found for row in one.checks]
    effects = [row for one in found for row in one.effects]
    directions, sizes = ([row for row in checks if row.check.kind == kind] for kind in ("direction", "size"))

    def count(rows: Sequence[CheckRow] | Sequence[EffectRow]) -> str:
        return f"{sum(row.hit for row in rows)} of {len(rows)}"

    counts = (
        f"{made_by(how)} {runs} runs a scenario, seed {seed}. Met: {count(directions)} "
        f"directions, {count(sizes)} sizes, {count(effects)} effects."
    )
    blocks = [
        "# The scenarios against the record",
        counts,
        _HOW.format(likely=f"{LIKELY:.0%}"),
        _CARE,
        *(block for one in found for block in section(one)),
    ]
    return "\n\n".join(blocks) + "\n"
