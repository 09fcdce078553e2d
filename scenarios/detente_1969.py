"""Détente, January 1969 to December 1975: what the word was made for.

Imposed are leaders, events elsewhere, and what was in force in 1969. Nothing that the two did to each other after that is.
"""

from __future__ import annotations

from simulation.scenario import Scenario
from simulation.scenario.episode import SOURCES, events, leaders, rivalry, states

START, MONTHS = "1969-01", 84

SCENARIO = Scenario(
    name="detente_1969",
    title="Détente, 1969-1975",
    summary=(
        "The years for which the word was made: the United States and the Soviet Union from January 1969 to "
        "December 1975. In the record the two go from coolness to dozens of agreements on arms, trade, "
        "culture and science, a summit every year from 1972 to 1975, and trade at three times its old share; "
        "then the trade agreement fails over conditions that the American Congress attaches. Imposed are "
        "leaders, the war in Vietnam as it goes on, other events in third countries, harvests and the oil "
        "shock, and what was already in force in 1969. Summits and treaties are not. The scenario begins with "
        "the expectations of rivals who have learnt little yet, so that a run has to find its way in seven "
        "years."
    ),
    look_for=(
        "The share of runs with détente, and the year in which it begins.",
        "The order of things: whether talks, agreements, trade or falling burdens come first.",
        "What the war of October 1973 does where détente has come, and where it has not.",
        "Which of the four issues is agreed first, and which never.",
    ),
    questions=(
        "Who needed détente more in 1969, and how would you measure it?",
        "Agreements on culture came before those on arms. Chance, or a path from easy to hard?",
        "Was détente a change in what the two wanted, or only in how they pursued it?",
        "A critic says that trade bought nothing but grain. What in your runs would answer him?",
    ),
    start=START,
    months=MONTHS,
    states=states(START),
    rivalries=(
        rivalry(
            START,
            culture=0.2,
            science=0.1,
            agreements=("culture",),
            hotline=True,
            source="exchanges renewed in 1968 [richmond2003]; hotline of 1963 [garthoff1994]; ties [assumption]",
        ),
    ),
    leaders=leaders(START, MONTHS),
    events=events(START, MONTHS),
    sources={
        **SOURCES,
        "richmond2003": (
            "Richmond, Y. (2003). Cultural Exchange and the Cold War. Pennsylvania State University Press."
        ),
    },
)

if __name__ == "__main__":
    from simulation.cli import run_scenario

    run_scenario(SCENARIO)
