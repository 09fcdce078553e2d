"""Gorbachev and the end of the Cold War, January 1985 to December 1991.

Imposed are leaders, the price of oil, and the revolutions of 1989 in eastern Europe, which neither of the two made.
"""

from __future__ import annotations

from simulation.scenario import Scenario
from simulation.scenario.episode import SOURCES, events, leaders, rivalry, states

START, MONTHS = "1985-01", 84

SCENARIO = Scenario(
    name="gorbachev_1985",
    title="Gorbachev and the end of the Cold War, 1985-1991",
    summary=(
        "The United States and the Soviet Union from January 1985 to December 1991. Imposed are leaders, "
        "among them one who was known as a reformer, the fall of the price of oil, war in the Gulf and, in "
        "1989, revolutions in eastern Europe, as events that neither superpower made. The treaties on "
        "missiles and troops, the summits and the Soviet retreat from the arms race are not. In the record "
        "conduct climbs every year until 1990, trade plays almost no part in it, and nobody had foreseen it. "
        "The model has no collapse of a state and no change of a society from within: what it can show is how "
        "far a conciliatory leader, burdens and learning go, and where they stop."
    ),
    look_for=(
        "How much of the rise of cooperation comes by 1988, before the revolutions of 1989.",
        "American conduct: whether it answers, and how late.",
        "Military burdens, and agreements on arms.",
        "The same seed with a leader of disposition 0 in place of Gorbachev.",
    ),
    questions=(
        "Was it the man, the economy, or American strength? Which change to the scenario would test each?",
        "Why did trust grow although neither side had much trade with the other?",
        "Détente in the seventies faded and this one did not. What was different?",
        "What does it mean for a theory if it could not have foreseen 1989?",
    ),
    start=START,
    months=MONTHS,
    states=states(START),
    rivalries=(
        rivalry(
            START,
            culture=0.15,
            science=0.2,
            agreements=("arms",),
            hotline=True,
            source=(
                "the ABM treaty in force, the exchange agreement lapsed since 1980 and science since 1982 "
                "[garthoff1994b]; ties [assumption]"
            ),
        ),
    ),
    leaders=leaders(START, MONTHS),
    events=events(START, MONTHS),
    sources=SOURCES,
)

if __name__ == "__main__":
    from simulation.cli import run_scenario

    run_scenario(SCENARIO)
