"""The Cold War without détente: one thing is changed, and everything else, chance included, stays as it was.

Nobody ever concedes in talks, and nobody reveals what would be acceptable. The two may meet as often as they
like, but no common ground is found. Run it with the seed of `cold_war` and each run meets the same leaders,
wars, harvests and luck as its twin there; the difference between the twins is what agreement was worth: in
trade, in tension, in crises, in growth. It is not the difference between talking and silence: holding back
helps as well, and both sides still can.
"""

from __future__ import annotations

from scenarios.cold_war import SCENARIO as COLD_WAR

SCENARIO = COLD_WAR.changed(
    name="no_detente",
    title="The Cold War without détente, 1948-1991",
    summary=(
        "The scenario cold_war with one thing changed: in talks nobody concedes and nobody reveals what "
        "would be acceptable (parameters concession = 0 and candour = 0), so that no common ground is found. "
        "Compare it with cold_war on the same seed, run by run: run k of both has the same chance, so take "
        "differences within each run before averaging. Leave out the months after a war. What differs is "
        "what agreements brought; restraint and sales without an agreement remain possible in both."
    ),
    parameters={"concession": 0.0, "candour": 0.0},
)

if __name__ == "__main__":
    from simulation.cli import run_scenario

    run_scenario(SCENARIO)
