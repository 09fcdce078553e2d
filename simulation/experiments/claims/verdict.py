"""How a verdict is reached: the thresholds stand here, before any number is seen.

An aim compares two arms by the mean paired difference of one measure, treatment less control, with a 95 % interval, in
natural units and in standard deviations of the control; for rare events by the ratio of their rates. It is

- *borne out* if the interval lies wholly on the side the claim says and the effect is at least `LEAST` standard deviations
  there (a ratio: at least `LEAST_RATIO` away from one): an interval alone would make any trifle count once runs are many;
- *against it* if the same holds on the other side.

An aim with windows is borne out if it is in `MOST_WINDOWS` of them and against it in none. A claim is borne out in a world
if all its aims are.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np

from simulation.experiments.claims.effect import Effect, Share
from simulation.experiments.claims.worlds import World

Verdict = Literal[
    "true by construction",
    "supported",
    "supported only when",
    "not supported",
    "opposite",
    "depends on what is called best",
]

LEAST = 0.2  # standard deviations: Cohen's (1988) 'small' effect, the least that a reader would call an effect at all
#: a rare event at most this often, against its control: one in ten fewer (assumption; 0.2 standard deviations of a count
#: that is mostly zero would ask for a third fewer)
LEAST_RATIO = 0.9
#: of the three windows after conduct was ordered: what holds in one of them only may be a passing echo (assumption)
MOST_WINDOWS = 2
MOST_WORLDS = (
    0.75  # share of worlds that must bear a claim out for it to be called supported without a condition
)
FEW_WORLDS = (
    0.10  # share at or below which it is called not supported, whatever the laboratory's own world says
)
#: share of the effect that remains when the acts of the control are done again, from which it is true by construction: its
#: whole interval must lie at or above
BY_DEFINITION = 0.5
NO_SHARE = Share(0.0, 0.0, 0.0)  # where nothing is frozen
TELLING = 0.1  # share of the variance between worlds that a condition must explain to be named


class Finding(NamedTuple):
    """The effect in one world, and what it says of the claim: +1 borne out, -1 against it, 0 neither."""

    world: World
    effect: Effect
    says: int


def says(effect: Effect, sign: int) -> int:
    """+1 if the effect bears the claim out, -1 if it is against it, 0 if it is neither."""
    if not effect.clear:
        return 0
    trifling = LEAST_RATIO < effect.effect < 1.0 / LEAST_RATIO if effect.ratio else abs(effect.sd) < LEAST
    if trifling:
        return 0
    return 1 if (effect.effect - effect.nothing) * sign > 0 else -1


def over_windows(marks: Sequence[int]) -> int:
    """What an aim says, from what it says in each window."""
    for side in (1, -1):
        if marks.count(side) >= MOST_WINDOWS and -side not in marks:
            return side
    return 0


def over_aims(marks: Sequence[int]) -> int:
    """What a claim says in a world, from what its aims say: borne out if all are; against it if one is and none is for."""
    if all(mark == 1 for mark in marks):
        return 1
    return -1 if -1 in marks and 1 not in marks else 0


def condition(findings: list[Finding]) -> str:
    """The condition that best tells worlds that bear the claim out from those that do not; "" if none tells.

    The field of a world whose values explain most of the variance of being borne out, if that is at least `TELLING`, and
    the values under which the claim is borne out more often than not; among the worlds so chosen the same once more, for
    another field: "family: pavlov, grit; character: exploiting".
    """
    first, chosen = _telling(findings)
    if not first:
        return ""
    second, _ = _telling(chosen)
    return f"{first}; {second}" if second else first


def _telling(findings: list[Finding]) -> tuple[str, list[Finding]]:
    """The one field that tells most, in words, and the worlds that have it as it should be."""
    borne = np.array([finding.says == 1 for finding in findings], dtype=float)
    best, found, chosen = TELLING, "", findings
    if len(findings) < 2 or np.var(borne) == 0:
        return found, chosen
    for field in World._fields:
        shares: dict[object, float] = {}
        for value in dict.fromkeys(getattr(finding.world, field) for finding in findings):
            shares[value] = float(borne[[getattr(f.world, field) == value for f in findings]].mean())
        fitted = np.array([shares[getattr(finding.world, field)] for finding in findings])
        explained = float(np.var(fitted) / np.var(borne))
        under = [value for value, share in shares.items() if share > 0.5]
        if explained > best and under and len(under) < len(shares):
            best, found = explained, f"{field}: {', '.join(map(str, under))}"
            chosen = [finding for finding in findings if getattr(finding.world, field) in under]
    return found, chosen


def verdict(own: int, findings: list[Finding], frozen: Share) -> tuple[Verdict, str]:
    """The verdict and its condition, from what the main experiment says, all worlds, and the frozen share.

    `own` is what the main experiment says (+1, 0, -1); `frozen` is the share of its effect that remains when the conduct of
    those who are watched cannot react.
    """
    if own == 1 and frozen.low >= BY_DEFINITION:
        return "true by construction", ""
    borne = float(np.mean([finding.says == 1 for finding in findings])) if findings else float(own == 1)
    against = float(np.mean([finding.says == -1 for finding in findings])) if findings else float(own == -1)
    if own == 1 and borne >= MOST_WORLDS:
        return "supported", ""
    if own == -1 and against > borne:
        return "opposite", ""
    if borne <= FEW_WORLDS or (own != 1 and borne < 0.5):
        return "not supported", ""
    return "supported only when", condition(findings)


def verdict_by_cases(own: dict[str, int], findings: list[Finding]) -> tuple[Verdict, str]:
    """The verdict where the answer is asked in several ways and no single one decides (Z1: by what is called best).

    If all ways agree it is as for any claim; else it depends, and the condition names the ways by which it is borne out.
    """
    marks = set(own.values())
    if len(marks) == 1:
        return verdict(marks.pop(), findings, NO_SHARE)
    if 1 not in marks:
        return "not supported", ""
    return (
        "depends on what is called best",
        f"case: {', '.join(name for name, mark in own.items() if mark == 1)}",
    )
