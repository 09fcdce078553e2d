"""The triangle: the United States, the Soviet Union and China, January 1971 to December 1976.

The record of conduct is of the superpowers alone; what is known of China are GDP, trade and warheads. The rest of
its starting values are judgements, and say so.
"""

from __future__ import annotations

from simulation.scenario import Concerns, Leader, Rivalry, Scenario, StateSpec
from simulation.scenario.episode import SOURCES, events, leaders, rivalry, states

START, MONTHS = "1971-01", 72
THIRD = 0.15  # China's influence in third countries (assumption)

CHINA = StateSpec(
    name="China",
    title="China",
    gdp=1.216,
    growth=4.5,
    openness=0.05,
    burden=0.09,
    routine=0.08,
    influence=THIRD,
    hawks=0.6,
    substitutability=0.5,
    technology=0.3,
    abuses=0.10,
    concerns=Concerns(security=0.5, prosperity=0.2, standing=0.25, conscience=0.05),
    source="GDP of 1971 and growth of the ten years since the famine, somewhat less [maddison2020]; the rest [assumption]",
)

CHINESE_LEADERS = (
    ("1949-10", "Mao Zedong", -0.5, "leaned to one side in 1949 [luthi2008]"),
    ("1976-09", "Hua Guofeng", -0.25, "chosen by Mao, no known course [macmillan2007]"),
)

SCENARIO = Scenario(
    name="triangle_1971",
    title="The triangle: United States, Soviet Union and China, 1971-1976",
    summary=(
        "Three states instead of two, from January 1971 to December 1976. China and the Soviet Union "
        "have fought at their border two years ago; China and the United States have neither trade nor "
        "embassies. In history the American president went to Beijing in February 1972 and to Moscow in "
        "May, and each of the two communist powers had to fear a deal behind its back. Imposed are "
        "leaders, events and starting values; those for China are mostly judgements, for our record of "
        "conduct is of the superpowers alone. The model knows attention that has to be shared and "
        "influence that one wins from another, but nobody in it plans to play one rival off against the "
        "other. If a triangle appears, it has come from three separate relations."
    ),
    look_for=(
        "Which of the three relations improves, and which stays hostile.",
        "Trade between the United States and China, which began at nothing.",
        "Whether the American and Soviet relation does better or worse with a third at the table.",
        "How attention is shared: what is left for each rival, and for global problems.",
    ),
    questions=(
        "Does it pay to be the one that talks to both others?",
        "In history China and the Soviet Union did not make peace until the eighties. Why not?",
        "What can three do to each other that two cannot? Which of it is missing from this model?",
        "Was the opening to China part of détente, or a weapon in the Cold War?",
    ),
    start=START,
    months=MONTHS,
    states=(*states(START, THIRD), CHINA),
    rivalries=(
        rivalry(
            START,
            culture=0.2,
            science=0.1,
            agreements=("culture",),
            hotline=True,
            source="exchanges renewed in 1970 [richmond2003], the hotline of 1963 [garthoff1994]; ties [assumption]",
        ),
        Rivalry(
            between=("US", "China"),
            tension=(60, 65),
            trust=(0.1, 0.1),
            trade=0.0,
            culture=0.0,
            science=0.0,
            trade_share=(0.015, 0.08),
            vulnerability=0.0,
            source=(
                "no trade in 1970 [cow_trade]; potential as for the superpowers; no exchanges [macmillan2007]; no "
                "Chinese missile reached America; tension and trust [assumption]"
            ),
        ),
        Rivalry(
            between=("USSR", "China"),
            tension=(70, 75),
            trust=(0.05, 0.05),
            trade=0.05,
            culture=0.0,
            science=0.0,
            trade_share=(0.05, 0.15),
            vulnerability=0.10,
            source=(
                "fighting at the border in 1969 and almost no trade [luthi2008]; vulnerability: the rule of cold_war "
                "for 75 Chinese warheads of 1970 (Norris & Kristensen); the rest [assumption]"
            ),
        ),
    ),
    leaders=(
        *leaders(START, MONTHS),
        *(
            Leader(
                state="China",
                name=name,
                since=since,
                disposition=disposition,
                source=f"{source}; disposition [assumption]",
            )
            for since, name, disposition, source in CHINESE_LEADERS
        ),
    ),
    events=events(START, MONTHS, between=("US", "USSR")),
    sources={
        **SOURCES,
        "luthi2008": "Lüthi, L. M. (2008). The Sino-Soviet Split. Princeton University Press.",
        "macmillan2007": "MacMillan, M. (2007). Nixon and Mao. Random House.",
        "richmond2003": (
            "Richmond, Y. (2003). Cultural Exchange and the Cold War. Pennsylvania State University Press."
        ),
    },
)

if __name__ == "__main__":
    from simulation.cli import run_scenario

    run_scenario(SCENARIO)
