"""Two invented neighbours, four years: the world of the teaching pack, on the screen and on paper.

Kastara and Velmora are nobody's likeness. They start tense, distrustful and nearly without ties; neither is richer in
what counts here than the other can bear. Two years are for a class to play, month by month or in eight turns of a
quarter (`detente replay classroom SHEET.csv`); the two years after show whether what was built stands without the class.
What comes from outside is the same for every class and is all that comes from outside: a civil war, a failed harvest,
arrests, a stray patrol boat. Chance of that kind is switched off; chance in reading, answering and crises is not.

Four years and not two, because détente is counted only where it lasts two years after a year of kinder conduct.
"""

from __future__ import annotations

from simulation.scenario import Concerns, Event, Rivalry, Scenario, StateSpec

KASTARA, VELMORA = "Kastara", "Velmora"

SCENARIO = Scenario(
    name="classroom",
    title="Kastara and Velmora: two invented neighbours, four years",
    summary=(
        "Two invented states of about the same weight share a border, a long quarrel, nuclear weapons, and hardly any "
        "trade. Nothing about them is taken from a real country, so nobody in class has to defend one. They begin "
        "tense (60 of 100) and distrustful (trust 3 of 10). Four things come from outside, on dates that are the same "
        "for every class: a civil war in a third country (July 1960), a failed harvest in Velmora (January 1961), "
        "arrests of peaceful marchers in Velmora (April 1961), and, as a premise, a patrol boat that strays over the "
        "line at sea (October 1961). Everything else comes from what the two do. A class plays the first two years; "
        "the two years after show what holds."
    ),
    look_for=(
        "Whether tension falls because somebody is kind, or already because nobody provokes.",
        "Whether an agreement comes before trade or trade before an agreement.",
        "What happens to trust after one provocation among many friendly acts.",
        "Who wins influence while the civil war lasts, and what it costs afterwards.",
        "What is left of attention for the rest of the world in the month of a summit.",
    ),
    questions=(
        "Which single move would you take back, and what would have been different without it?",
        "Was there a moment at which both could have gained and neither dared to begin?",
        "Was restraint towards a rival ever softness? How would you tell the two apart?",
        "Velmora arrested marchers while talks were going on. What did your state say, and why?",
    ),
    start="1960-01",
    months=48,
    states=(
        StateSpec(
            name=KASTARA,
            title="Republic of Kastara",
            gdp=0.30,
            growth=3.0,
            openness=0.30,
            burden=0.07,
            routine=0.04,
            influence=0.5,
            hawks=0.4,
            technology=0.7,
            abuses=0.0,
            concerns=Concerns(security=0.35, prosperity=0.30, standing=0.20, conscience=0.15),
            source="[assumption]",
        ),
        StateSpec(
            name=VELMORA,
            title="Union of Velmora",
            gdp=0.22,
            growth=3.0,
            openness=0.25,
            burden=0.08,
            routine=0.05,
            influence=0.5,
            hawks=0.4,
            technology=0.55,
            abuses=0.0,
            concerns=Concerns(security=0.40, prosperity=0.30, standing=0.25, conscience=0.05),
            source="[assumption]",
        ),
    ),
    rivalries=(
        Rivalry(
            between=(KASTARA, VELMORA),
            tension=(60, 60),
            trust=(0.3, 0.3),
            trade=0.1,
            culture=0.1,
            science=0.0,
            trade_share=(0.06, 0.08),
            vulnerability=1.0,
            agreements=("culture", "science"),
            source="[assumption]",
        ),
    ),
    events=(
        Event(
            date="1960-07",
            kind="theatre",
            title="A civil war in a third country",
            size=0.8,
            months=3,
            source="[assumption]",
        ),
        Event(
            date="1961-01",
            kind="economy",
            title="The harvest fails in Velmora",
            size=0.6,
            months=3,
            state=VELMORA,
            source="[assumption]",
        ),
        Event(
            date="1961-04",
            kind="rights",
            title="Peaceful marchers are arrested in Velmora",
            size=0.8,
            state=VELMORA,
            source="[assumption]",
        ),
        Event(
            date="1961-10",
            kind="incident",
            title="Premise: a patrol boat strays over the line at sea",
            size=0.6,
            between=(KASTARA, VELMORA),
            source="[assumption]",
        ),
    ),
    # What comes from outside is on the list above and nowhere else: the same for a class at a screen and one on paper.
    parameters={"incident_rate": 0.0, "theatre_rate": 0.0, "bad_harvest": 0.0},
    sources={
        "assumption": "Invented for teaching: two states of about equal weight, with values inside the ranges of the "
        "model's parameters; no figure is taken from a real country.",
    },
)

if __name__ == "__main__":
    from simulation.cli import run_scenario

    run_scenario(SCENARIO)
