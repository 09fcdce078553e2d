"""What a claim is, and how a verdict is reached: the thresholds stand here, before any number is seen.

A claim compares two arms. Its effect is the mean paired difference of one measure, treatment less control, with a 95 %
bootstrap interval, in natural units and in standard deviations of the control. It is

- *borne out in a world* if the interval lies wholly on the side the claim says and the effect is at least `LEAST` standard
  deviations there: an interval alone would make any trifle count once runs are many;
- *against it in a world* if the same holds on the other side.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np
import xarray as xr
from scipy.stats import t as student

from simulation.experiments.claims.laboratory import Arm
from simulation.experiments.claims.measures import Runs
from simulation.experiments.claims.worlds import World
from simulation.experiments.ensembles import mean_difference

Verdict = Literal["true by construction", "supported", "supported only when", "not supported", "opposite"]

LEAST = 0.2  # standard deviations: Cohen's (1988) 'small' effect, the least that a reader would call an effect at all
MOST_WORLDS = (
    0.75  # share of worlds that must bear a claim out for it to be called supported without a condition
)
FEW_WORLDS = (
    0.10  # share at or below which it is called not supported, whatever the laboratory's own world says
)
#: share of the effect that remains when the acts of the control are done again, from which it is true by construction
BY_DEFINITION = 0.5
TELLING = 0.1  # share of the variance between worlds that a condition must explain to be named
LARGEST = 99.0  # standard deviations beyond which an effect is no longer told apart


class Claim(NamedTuple):
    """One claim of the article as an experiment."""

    id: str
    mechanism: str  # where in the rules it comes from
    switch: str  # what is switched between the arms
    treatment: Arm
    control: Arm
    measure: str
    sign: int  # +1: the claim says that the measure rises; -1: that it falls
    before: tuple[Arm, Arm] | None = (
        None  # treatment and control without the probe; their difference is taken off
    )


class Effect(NamedTuple):
    """Treatment less control: mean, 95 % interval, in standard deviations of the control, runs."""

    effect: float
    low: float
    high: float
    sd: float
    runs: int


class Finding(NamedTuple):
    """The effect in one world, and what it says of the claim: +1 borne out, -1 against it, 0 neither."""

    world: World
    effect: Effect
    says: int


def effect_of(treatment: Runs, control: Runs, resampled: bool = True) -> Effect:
    """The paired effect; NaN runs (no months to measure) are left out of both arms.

    The interval is a paired bootstrap's; with `resampled` false it is Student's t over the differences, which costs a
    thousandth and serves where there are many worlds with few runs each.
    """
    difference = treatment - control
    difference = difference[np.isfinite(difference)]
    spread = float(np.nanstd(control))
    if len(difference) < 2:
        return Effect(np.nan, np.nan, np.nan, 0.0, len(difference))
    mean = float(np.mean(difference))
    if resampled:
        found = mean_difference(xr.DataArray(difference, dims="run"))
        low, high = found.low, found.high
    else:
        half = float(
            student.ppf(0.975, len(difference) - 1) * np.std(difference, ddof=1) / len(difference) ** 0.5
        )
        low, high = mean - half, mean + half
    # a control that never varies has no standard deviation: any effect is then as large as one counts
    size = mean / spread if spread > 1e-12 else LARGEST * float(np.sign(mean))
    return Effect(mean, low, high, float(np.clip(size, -LARGEST, LARGEST)), len(difference))


def says(effect: Effect, sign: int) -> int:
    """+1 if the effect bears the claim out, -1 if it is against it, 0 if it is neither."""
    if abs(effect.sd) < LEAST or effect.low <= 0.0 <= effect.high:
        return 0
    return 1 if effect.effect * sign > 0 else -1


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


def verdict(own: int, findings: list[Finding], frozen_share: float) -> tuple[Verdict, str]:
    """The verdict and its condition, from what the laboratory's own world says, all worlds, and the frozen share.

    `own` is what the main experiment says (+1, 0, -1); `frozen_share` is the share of its effect that remains when the
    subject's conduct cannot react.
    """
    if own == 1 and frozen_share >= BY_DEFINITION:
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
