"""Helsinki 1975 and the question of rights: January 1975 to December 1978.

Abuses are imposed, as events at home; whether the other side criticises them is left to the model.
"""

from __future__ import annotations

from simulation.scenario import Event, Scenario
from simulation.scenario.episode import SOURCES, events, leaders, rivalry, states

START, MONTHS = "1975-01", 48

#: besides the trials of July 1978, which are in cold_war; sizes by its rule
ABUSES = tuple(
    Event(
        date=date,
        kind="rights",
        title=title,
        size=0.5,
        state="USSR",
        source=f"what happened [{source}]; size [assumption]",
    )
    for date, title, source in (
        ("1975-11", "Sakharov may not travel to receive his prize", "alexeyeva1985"),
        ("1977-02", "Orlov and Ginzburg are arrested", "alexeyeva1985"),
        ("1977-03", "Shcharansky is arrested", "thomas2001"),
        ("1978-05", "Trial of Orlov", "alexeyeva1985"),
    )
)

SCENARIO = Scenario(
    name="helsinki_1975",
    title="Helsinki 1975 and the question of rights, 1975-1978",
    summary=(
        "In August 1975 thirty-five states signed the Helsinki Final Act: borders were accepted, and "
        "human rights became a subject between states. Critics had said that détente makes democracies "
        "silent; afterwards dissidents in the East used the text against their own governments. The "
        "scenario runs from January 1975 to December 1978, with agreements on arms, culture, science and "
        "trade in force. Imposed are leaders, events in third countries, and five abuses in the Soviet "
        "Union, most of them arrests and trials of people who watched over that promise. The conference "
        "itself is not imposed. Whether the other side criticises an abuse is a choice in the model, "
        "weighed against what criticism may cost the relation."
    ),
    look_for=(
        "How often an abuse is criticised, early and late, and in runs with good and with bad relations.",
        "What criticism does to tension, trust and the agreements in force.",
        "Whether conscience gains weight among the four concerns, and after what.",
        "Which agreements survive to the end of 1978.",
    ),
    questions=(
        "Is silence about an abuse the price of an agreement on arms? Who pays it?",
        "Did the Final Act make relations worse by making criticism possible?",
        "How could one show that criticism helped the people it was about? What data would be needed?",
        "Should a model give rights a weight at all, as if they could be traded against growth?",
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
    events=events(START, MONTHS, ABUSES),
    sources={
        **SOURCES,
        "thomas2001": "Thomas, D. C. (2001). The Helsinki Effect. Princeton University Press.",
    },
)

if __name__ == "__main__":
    from simulation.cli import run_scenario

    run_scenario(SCENARIO)
