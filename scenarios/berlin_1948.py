"""Berlin: January 1948 to May 1950, before the war in Korea.

The start is that of `cold_war`. One premise is imposed, the new currency in the western zones, and that it brings a
crisis. What follows is left to the model.
"""

from __future__ import annotations

from simulation.scenario import Event, Scenario, load_scenario
from simulation.scenario.episode import SOURCES, events, leaders

COLD_WAR = load_scenario("cold_war")
START, MONTHS = "1948-01", 29

CURRENCY = Event(
    date="1948-06",
    kind="incident",
    title="Premise: the western zones of Germany get a currency of their own",
    size=1.0,
    between=("US", "USSR"),
    source="what happened [harrington2012]; that it brings a crisis is the premise [assumption]",
)

SCENARIO = Scenario(
    name="berlin_1948",
    title="Berlin, 1948-1950",
    summary=(
        "The beginning: the United States and the Soviet Union from January 1948 to May 1950, before the "
        "war in Korea. Two rivals who expect nothing good of each other, hardly trade and have no "
        "agreement of any kind. Imposed are leaders, events in third countries, the first Soviet bomb, "
        "and one premise: in June 1948 the western zones of Germany get a currency of their own, and this "
        "brings a crisis. In history Moscow answered by closing the roads to Berlin, the West flew in "
        "what the city needed, and after eleven months the roads were opened again. None of that is "
        "written here. The model knows no city and no airlift: it only shows whether two such rivals "
        "escalate, hold out or talk, and how long a crisis goes on weighing on them. So short a run "
        "cannot have what the project counts as détente, which takes two years of kinder conduct after a "
        "year to judge by."
    ),
    look_for=(
        "How often the premise leads to a second crisis within a year.",
        "Whether conduct recovers in 1949, and on which side first.",
        "Military burdens: whether they rise although no war has come.",
        "How nearly empty the table of agreements stays, and for whom that changes anything.",
    ),
    questions=(
        "Both sides said that they only defended what they had. Where in a run can you see the "
        "security dilemma at work?",
        "Was the airlift firmness, restraint, or both? How would you code it with the acts of this model?",
        "Why could the two settle Berlin in 1949 and still arm for the next ten years?",
        "What would each side have had to know about the other for the crisis not to happen?",
        "In the model tension is high from the first month, the premise adds two to three points that are "
        "gone within a year, and by 1950 it is lower on the Soviet side and no higher than in 1948 on the "
        "American; to those who lived in 1949 the world felt more dangerous. What reached them from outside?",
    ),
    start=START,
    months=MONTHS,
    states=COLD_WAR.states,
    rivalries=COLD_WAR.rivalries,
    leaders=leaders(START, MONTHS),
    events=events(START, MONTHS, (CURRENCY,)),
    # The premise: the incident surely brings a crisis, and no incident drawn by chance brings another.
    parameters={"crisis_incident": 6.0, "incident_rate": 0.0},
    sources={
        **SOURCES,
        "harrington2012": "Harrington, D. F. (2012). Berlin on the Brink. University Press of Kentucky.",
    },
)

if __name__ == "__main__":
    from simulation.cli import run_scenario

    run_scenario(SCENARIO)
