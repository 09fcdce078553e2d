"""Geneva 1955, a thaw that does not hold: January 1954 to December 1957.

No premise is imposed: only leaders, events in third countries and the weapons. The summit, and what became of its
spirit, is left to the model.
"""

from __future__ import annotations

from simulation.scenario import Scenario
from simulation.scenario.episode import SOURCES, events, leaders, rivalry, states

START, MONTHS = "1954-01", 48

SCENARIO = Scenario(
    name="geneva_1955",
    title="Geneva 1955: a thaw that does not hold",
    summary=(
        "Stalin is dead, the war in Korea is over, and both sides have new men: the United States and "
        "the Soviet Union from January 1954 to December 1957. In history the leaders met at Geneva in "
        "July 1955, spoke kindly, and signed nothing; a year later came Hungary and Suez, and by 1957 "
        "relations were as bad as before. Imposed are leaders, the growth of the weapons and what "
        "happened in third countries. The meeting is not imposed, nor is its spirit. Look at whether "
        "the model brings any thaw in 1955, and whether one that rests on words alone, without "
        "agreements, is bound to pass."
    ),
    look_for=(
        "Runs in which 1955 is warmer than 1954, and what the warmth rests on: talks, agreements or "
        "mere restraint.",
        "What the events of late 1956 do to tension and trust.",
        "How many agreements are in force at the end of 1957.",
        "Whether runs that signed something in 1955 or 1956 come through the crises of 1956 better "
        "than the others.",
    ),
    questions=(
        "What makes a summit more than a photograph?",
        "The record of 1957 is as hostile as that of 1954. Was Geneva then useless?",
        "Which of the two explanations do your runs favour: the wrong moment, or too little that was "
        "binding?",
        "What could a leader in 1955 have offered that would have been costly enough to be believed?",
        "In the model a thaw of 1955 is mostly still there in 1957; in history it was gone. What does the "
        "model lack?",
    ),
    start=START,
    months=MONTHS,
    states=states(START),
    rivalries=(
        rivalry(
            START,
            culture=0.02,
            science=0.02,
            source="no exchanges and nothing in force before 1958 [hixson1997]; ties [assumption]",
        ),
    ),
    leaders=leaders(START, MONTHS),
    events=events(START, MONTHS),
    sources={
        **SOURCES,
        "hixson1997": "Hixson, W. L. (1997). Parting the Curtain. St. Martin's Press.",
    },
)

if __name__ == "__main__":
    from simulation.cli import run_scenario

    run_scenario(SCENARIO)
