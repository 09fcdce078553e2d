"""What came of one claim."""

from __future__ import annotations

from typing import NamedTuple

from simulation.experiments.claims.claim import Claim, Effect, Finding, Verdict
from simulation.experiments.claims.worlds import World


class Result(NamedTuple):
    """What came of one claim."""

    claim: Claim
    effect: Effect
    verdict: Verdict
    condition: str
    frozen_share: float  # share of the effect that remains with the subject's conduct frozen
    findings: list[Finding]

    @property
    def borne_out(self) -> int:
        """In how many worlds the claim is borne out."""
        return sum(finding.says == 1 for finding in self.findings)

    @property
    def fails(self) -> list[World]:
        """The worlds in which it is not."""
        return [finding.world for finding in self.findings if finding.says != 1]
