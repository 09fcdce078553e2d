"""Angola and the fading of détente, July 1975 to December 1979.

Everything that was agreed is in force at the start. What is imposed after that happens in third countries.
"""

from __future__ import annotations

from simulation.scenario import Scenario
from simulation.scenario.episode import SOURCES, events, leaders, rivalry, states

START, MONTHS = "1975-07", 54

SCENARIO = Scenario(
    name="angola_1975",
    title="Angola and the fading of détente, 1975-1979",
    summary=(
        "How does détente end? The United States and the Soviet Union from July 1975 to December 1979. "
        "At the start four agreements are in force, trade is growing, two years of friendly conduct lie "
        "behind. Imposed are leaders and, above all, what happens in third countries: Angola, Ethiopia, "
        "Afghanistan, Iran, Nicaragua. Each opens a contest in which a hard move may win influence, and "
        "a loss strengthens the hawks at home. In the record conduct falls back below zero within a "
        "year while trade goes on rising until 1979: détente faded in one sphere and lived on in "
        "another. Take away the wars in third countries and see how much of the fading remains."
    ),
    look_for=(
        "When twelve-month cooperation falls below zero, and in how many runs it never does.",
        "Influence won and lost in third countries, and the hawks who answer to it.",
        "Trade and the agreements in force: whether they outlive the friendly conduct.",
        'The same seed without third countries: scenario.without("Angola") and so on.',
    ),
    questions=(
        "Was détente broken by what the two did in third countries, or by what each had expected of it?",
        "Why could trade grow while politics froze?",
        "Could an agreed rule about third countries have saved détente? Why was there none?",
        "In the model conduct cools from year to year but falls below zero in few runs, and without the wars "
        "in third countries it cools nearly as much; in the record it was below zero within a year. What does "
        "the model lack?",
        "Who in Angola was asked?",
    ),
    start=START,
    months=MONTHS,
    states=states(START),
    rivalries=(
        rivalry(
            START,
            culture=0.5,
            science=0.5,
            agreements=("arms", "trade", "culture", "science"),
            hotline=True,
            source=(
                "in force: the agreements of 1972 on arms and science, of 1973 on exchanges, and the long-term one "
                "of 1974 on economic cooperation [garthoff1994]; ties [assumption]"
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
