"""Afghanistan 1979 and the grain embargo: January 1979 to December 1981.

One move is ordered as the premise, the Soviet one of December 1979. The American answer is left to the model.
"""

from __future__ import annotations

from simulation.scenario import Order, Scenario
from simulation.scenario.episode import SOURCES, events, leaders, rivalry, states

START, MONTHS = "1979-01", 36

INVASION = Order(
    date="1979-12",
    title="Premise: Soviet troops enter a neighbouring country",
    state="USSR",
    towards="US",
    act="threaten",
    source="what happened [westad2005]; that it stands for a military move against the rival [assumption]",
)

SCENARIO = Scenario(
    name="afghanistan_1979",
    title="Afghanistan 1979 and the grain embargo, 1979-1981",
    summary=(
        "The United States and the Soviet Union from January 1979 to December 1981. The premise, an order "
        "that is imposed: in December 1979 the Soviet Union makes a military move, as it did when its troops "
        "entered Afghanistan. Imposed as well are leaders, wars and revolutions in third countries, and "
        "harvests: the Soviet Union needs grain. The American answer is not imposed. In history it was an "
        "embargo on grain, an end to exchanges, a treaty shelved in the Senate, and no American athletes at "
        "the games in Moscow; Argentina sold the grain instead, and the embargo was lifted after sixteen "
        "months. See which answers come out of the model, what they cost whom, and how long they last."
    ),
    look_for=(
        "The answer in the months after December 1979: threat, coercion, words or nothing.",
        "Trade in 1980 beside trade in 1979, and how soon it recovers.",
        "Which agreements are left or broken, and by whom.",
        "The same seed without the premise: how bad would 1980 have been anyway?",
    ),
    questions=(
        "Whom does an embargo hurt if the goods can be bought elsewhere?",
        "Relations had been getting worse for four years. Was the invasion the cause or the last straw?",
        "What answer would have been firm without ending everything that had been agreed?",
        "Is a sanction that fails to change anything still worth something?",
        "In the model American conduct cools by two points and stays friendly, and trade goes on growing, a "
        "little more slowly; the record says otherwise. What does the model lack?",
    ),
    start=START,
    months=MONTHS,
    states=states(START),
    rivalries=(
        rivalry(
            START,
            culture=0.45,
            science=0.45,
            agreements=("arms", "trade", "culture", "science"),
            hotline=True,
            source=(
                "in force: the ABM treaty, the exchanges, science renewed in 1977, the grain agreement of "
                "1975 [garthoff1994, paarlberg1985]; ties [assumption]"
            ),
        ),
    ),
    leaders=leaders(START, MONTHS),
    events=events(START, MONTHS),
    orders=(INVASION,),
    sources=SOURCES,
)

if __name__ == "__main__":
    from simulation.cli import run_scenario

    run_scenario(SCENARIO)
