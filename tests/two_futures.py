"""The crisis over Cuba, and what it would have been without its cause: what the tests of comparing share."""

from __future__ import annotations

from simulation.scenario import load_scenario

RUNS, SEED = 40, 7
CUBA = load_scenario("cuban_missile_crisis")
CALM = CUBA.without("missile sites")
FROM = CUBA.month_index("1962-10")
