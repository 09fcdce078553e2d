"""`tell_story`: all tests of the story, on one seed."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import xarray as xr

from simulation.engine import simulate
from simulation.experiments.causal_story import (
    both_sides,
    classroom,
    credit,
    exact,
    fading,
    self_keeping,
    trade,
)
from simulation.experiments.causal_story.fading import Causes
from simulation.experiments.causal_story.row import Row
from simulation.experiments.causal_story.self_keeping import Learnt
from simulation.scenario import Scenario, load_scenario

PARTS = 7  # tests, for the progress


class Report(NamedTuple):
    """All rows, the table of causes of fading, what a start in détente had learnt; with runs and seed."""

    rows: list[Row]
    causes: Causes
    learnt: Learnt | None
    runs: int
    seed: int

    @property
    def holding(self) -> int:
        """How many rows hold."""
        return sum(row.holds is True for row in self.rows)


def tell_story(runs: int = 200, seed: int = 7, progress: Callable[[int, int], None] | None = None) -> Report:
    """Examine the story, `runs` runs an arm, all arms on one seed, so that each comparison is paired.

    The same runs and seed give the same report. `progress` is called as progress(tests done, tests in all).
    """

    def run(scenario: Scenario) -> xr.Dataset:
        return simulate(scenario, runs=runs, seed=seed)

    done = 0

    def tick() -> None:
        nonlocal done
        done += 1
        if progress is not None:
            progress(done, PARTS)

    scenario = load_scenario("cold_war")
    cold_war = run(scenario)
    learnt = self_keeping.learnt_in_detente(cold_war)
    rows = credit.rows(run, cold_war)
    tick()
    rows += self_keeping.rows(run, learnt)
    tick()
    rows += both_sides.rows(run)
    tick()
    rows += trade.rows(run, scenario, cold_war)
    tick()
    faded, causes = fading.rows(run, scenario, cold_war)
    rows += faded
    tick()
    rows += exact.rows(scenario, runs, seed)
    tick()
    rows += classroom.rows(run)
    tick()
    return Report(rows, causes, learnt, runs, seed)
