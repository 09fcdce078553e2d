"""Bandung: the United States, the Soviet Union and Indonesia, which will not choose; April 1955 to September 1965.

The record that comes with the project is of the superpowers. Indonesia's numbers are judgements, and say so.
"""

from __future__ import annotations

from simulation.scenario import Concerns, Leader, Rivalry, Scenario, StateSpec
from simulation.scenario.episode import SOURCES, events, leaders, rivalry, states

START, MONTHS = "1955-04", 126
THIRD = 0.05  # Indonesia's influence in third countries (assumption)

INDONESIA = StateSpec(
    name="Indonesia",
    title="Indonesia",
    gdp=0.12,
    growth=3.0,
    openness=0.15,
    burden=0.04,
    routine=0.04,
    influence=THIRD,
    hawks=0.4,
    substitutability=0.5,
    technology=0.2,
    abuses=0.05,
    concerns=Concerns(security=0.30, prosperity=0.35, standing=0.25, conscience=0.10),
    source="order of magnitude of GDP; everything here [assumption]",
)


def courted(power: str, trade: float, share: float) -> Rivalry:
    """Indonesia and one of the two: no enemies, no allies."""
    return Rivalry(
        between=(power, "Indonesia"),
        tension=(35, 35),
        trust=(0.4, 0.4),
        trade=trade,
        culture=0.1,
        science=0.02,
        trade_share=(0.01, share),
        source="a state that belonged to neither camp [kahin1956]; everything here [assumption]",
    )


SCENARIO = Scenario(
    name="bandung",
    title="Bandung: a third party that will not choose, 1955-1965",
    summary=(
        "In April 1955 twenty-nine states of Asia and Africa, some of them allied with one of the two camps, "
        "met at Bandung and claimed a voice in a world that is larger than both. Here the United States and "
        "the Soviet Union share the world with Indonesia, the host, from April 1955 to September 1965. "
        "Imposed are leaders, events in third countries and the weapons of the two. Indonesia's numbers are "
        "judgements of ours, since our record is of the superpowers. The model lets a non-aligned state be "
        "courted, trade with both and take part of their attention; it does not let it speak for twenty-eight "
        "others. What the two give to the third they do not give each other, and the reverse."
    ),
    look_for=(
        "How warm Indonesia's relations with each of the two are, beside theirs with each other.",
        "Whether anyone courts Indonesia more when the other does.",
        "Influence: what the smallest of the three holds or loses.",
        "The record of the two, 1955-1965, beside runs with and without a third.",
    ),
    questions=(
        "Is non-alignment a policy or only a wish? What makes it possible in a run?",
        "Does détente between the two help or harm those who stand between them?",
        "What would the principles of Bandung look like as rules of this model?",
        "Whose Cold War is told when only two states are in the model?",
    ),
    start=START,
    months=MONTHS,
    states=(*states(START, THIRD), INDONESIA),
    rivalries=(
        rivalry(
            START,
            culture=0.02,
            science=0.02,
            source="no exchanges and nothing in force before 1958 [hixson1997]; ties [assumption]",
        ),
        courted("US", 0.5, 0.2),
        courted("USSR", 0.1, 0.1),
    ),
    leaders=(
        *leaders(START, MONTHS),
        Leader(
            state="Indonesia",
            name="Sukarno",
            since="1945-08",
            disposition=0.0,
            source=(
                "president, though cabinets governed until 1957 [feith1962]; wanted no part in either camp "
                "[kahin1956]; disposition [assumption]"
            ),
        ),
    ),
    events=events(START, MONTHS, between=("US", "USSR")),
    sources={
        **SOURCES,
        "feith1962": (
            "Feith, H. (1962). The Decline of Constitutional Democracy in Indonesia. Cornell University Press."
        ),
        "hixson1997": "Hixson, W. L. (1997). Parting the Curtain. St. Martin's Press.",
        "kahin1956": "Kahin, G. McT. (1956). The Asian-African Conference. Cornell University Press.",
    },
)

if __name__ == "__main__":
    from simulation.cli import run_scenario

    run_scenario(SCENARIO)
