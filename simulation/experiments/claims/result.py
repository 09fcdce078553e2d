"""What came of one claim."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from simulation.experiments.claims.claim import Aim, Claim
from simulation.experiments.claims.effect import Effect, Share
from simulation.experiments.claims.verdict import Finding, Verdict, over_aims, over_windows, says
from simulation.experiments.claims.worlds import World


class Judged(NamedTuple):
    """What came of one aim: its effect over the run, or over all that follows what was ordered, and in each window."""

    aim: Aim
    effect: Effect
    by_window: dict[str, Effect]

    @property
    def says(self) -> int:
        """+1 borne out, -1 against it, 0 neither."""
        if not self.by_window:
            return says(self.effect, self.aim.sign)
        return over_windows([says(effect, self.aim.sign) for effect in self.by_window.values()])


class Own(NamedTuple):
    """What the main experiment, or one case of it, says."""

    judged: tuple[Judged, ...]
    beside: Mapping[str, Effect] = {}  # shown, and not judged

    @property
    def effect(self) -> Effect:
        """The effect that is quoted: that of the first aim."""
        return self.judged[0].effect

    @property
    def says(self) -> int:
        """+1 borne out, -1 against it, 0 neither."""
        return over_aims([judged.says for judged in self.judged])

    @property
    def nothing_to_fall(self) -> bool:
        """Whether what should fall differs between the arms in no run at all, as where neither has any of it."""

        def none(effect: Effect) -> bool:
            return effect[:3] == (0.0, 0.0, 0.0) or (effect.ratio and not np.isfinite(effect.effect))

        return all(judged.aim.sign < 0 and none(judged.effect) for judged in self.judged)


class Result(NamedTuple):
    """What came of one claim."""

    claim: Claim
    cases: dict[str, Own]  # what the verdict hangs on: the main experiment, by case; "" where there is one
    verdict: Verdict
    condition: str
    frozen: Share  # what of the effect remains with the conduct of those who are watched frozen
    findings: list[Finding]
    building: Own | None = None  # the same in the world in which models are chosen; no part of the verdict
    not_applicable: tuple[World, ...] = ()  # worlds that cannot feel the mechanism, or have nothing to fall

    @property
    def effect(self) -> Effect:
        """The effect that is quoted: that of the first case."""
        return next(iter(self.cases.values())).effect

    @property
    def says(self) -> int:
        """What the main experiment says: all of its cases, or 0 where they disagree."""
        marks = {own.says for own in self.cases.values()}
        return marks.pop() if len(marks) == 1 else 0

    @property
    def borne_out(self) -> int:
        """In how many worlds the claim is borne out."""
        return sum(finding.says == 1 for finding in self.findings)

    @property
    def fails(self) -> list[World]:
        """The worlds in which it is not."""
        return [finding.world for finding in self.findings if finding.says != 1]
