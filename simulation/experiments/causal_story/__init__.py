"""Tests of the article's causal story: what a model in which détente works must show, each with a threshold set before.

from simulation.experiments.causal_story import tell_story
report = tell_story(runs=200, seed=7)
"""

from __future__ import annotations

from simulation.experiments.causal_story.running import Report, tell_story

__all__ = ["Report", "tell_story"]
