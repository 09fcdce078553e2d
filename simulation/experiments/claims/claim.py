"""What a claim is, and how a verdict is reached: the thresholds stand here, before any number is seen.

A claim compares two arms. Its effect is the mean paired difference of one measure, treatment less control, with a 95 %
bootstrap interval, in natural units and in standard deviations of the control. It is

- *borne out in a world* if the interval lies wholly on the side the claim says and the effect is at least `LEAST` standard
  deviations there: an interval alone would make any trifle count once runs are many;
- *against it in a world* if the same holds on the other side.
"""

from __future__ import annotations

from collections import Counter
from typing import Literal, NamedTuple

import numpy as np
import xarray as xr

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
BY_DEFINITION = (
    0.5  # share of the effect that remains with conduct frozen, from which it is true by construction
)
#: how much oftener a claim must be borne out under a condition than without it, for the condition to be named
TELLING = 0.25


class Claim(NamedTuple):
    """One claim of the article as an experiment."""

    id: str
    mechanism: str  # where in the rules it comes from
    switch: str  # what is switched between the arms
    treatment: Arm
    control: Arm
    measure: str
    sign: int  # +1: the claim says that the measure rises; -1: that it falls
    frozen: str  # doctrine of a subject that is blind to the treatment, for what is true by construction


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


def effect_of(treatment: Runs, control: Runs) -> Effect:
    """The paired effect; NaN runs (no months to measure) are left out of both arms."""
    difference = mean_difference(xr.DataArray(treatment - control, dims="run"))
    spread = float(np.nanstd(control))
    size = (
        difference.mean / spread
        if spread > 0
        else np.copysign(np.inf, difference.mean) * (difference.mean != 0)
    )
    return Effect(difference.mean, difference.low, difference.high, float(np.nan_to_num(size)), difference.n)


def says(effect: Effect, sign: int) -> int:
    """+1 if the effect bears the claim out, -1 if it is against it, 0 if it is neither."""
    if abs(effect.sd) < LEAST or effect.low <= 0.0 <= effect.high:
        return 0
    return 1 if effect.effect * sign > 0 else -1


def condition(findings: list[Finding]) -> str:
    """The condition that best tells worlds that bear the claim out from those that do not; "" if none tells.

    Looks at every value of every field of a world; TELLING is the least difference in shares that counts.
    """
    best, found = TELLING, ""
    for field in World._fields:
        values = Counter(getattr(finding.world, field) for finding in findings)
        for value in values:
            inside = [f.says == 1 for f in findings if getattr(f.world, field) == value]
            outside = [f.says == 1 for f in findings if getattr(f.world, field) != value]
            if not outside:
                continue
            gap = float(np.mean(inside)) - float(np.mean(outside))
            if abs(gap) > best:
                best, found = abs(gap), f"{field} is {value}" if gap > 0 else f"{field} is not {value}"
    return found


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
