"""Every claim of the article as a paired experiment, with a verdict that is computed (`run_claims`)."""

from __future__ import annotations

from simulation.experiments.claims.running import run_claims

__all__ = ["run_claims"]
