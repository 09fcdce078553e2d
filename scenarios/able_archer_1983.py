"""Able Archer, the autumn of 1983: January 1983 to December 1984.

Two premises are imposed, each of which brings a crisis. How grave it gets is drawn anew in every run.
"""

from __future__ import annotations

from simulation.scenario import Event, Scenario
from simulation.scenario.episode import SOURCES, events, leaders, rivalry, states

START, MONTHS = "1983-01", 24

PREMISES = tuple(
    Event(
        date=date,
        kind="incident",
        title=f"Premise: {title}",
        size=1.0,
        between=("US", "USSR"),
        source="what happened [fischer1997]; that it brings a crisis is the premise [assumption]",
    )
    for date, title in (
        ("1983-09", "an airliner strays into closed airspace"),
        ("1983-11", "an exercise is read as a preparation to strike"),
    )
)

SCENARIO = Scenario(
    name="able_archer_1983",
    title="Able Archer: the autumn of 1983",
    summary=(
        "The second Cold War at its coldest: the United States and the Soviet Union from January 1983 to "
        "December 1984. The exchange agreement has lapsed, most of the trade is grain, and both sides arm. "
        "Two premises are imposed: in September an airliner strays into closed airspace, and in November a "
        "military exercise is read on the other side as a preparation to strike. Each brings a crisis; how "
        "grave it gets is drawn anew in every run. In history the second went by so quietly that the West "
        "heard only later of alarm in Moscow, and within a year both sides spoke more softly. How great the "
        "alarm was, and whether fear was the reason, is disputed: here one can compare runs in which it was "
        "great with runs in which it was small. So short a run cannot have what the project counts as "
        "détente, which takes two years of kinder conduct after a year to judge by."
    ),
    look_for=(
        "The severity of September and November, and how often either is a near miss.",
        "Whether conduct in 1984 is better than in 1983, and in which runs.",
        "What happens to trust when nobody meant harm and both took fright.",
        "Runs that end in war: an index of the danger, not a probability.",
    ),
    questions=(
        "How can two sides that both want to survive come close to war by mistake?",
        "What would a hotline, an observer or a phone call have changed?",
        "If fear brings restraint, is fear then good? What did it cost on the way?",
        "Which of your own country's exercises might look like an attack from the other side?",
        "In the model both sides feel safer a year later; those who set the Doomsday Clock did not. What "
        "does each of the two measure?",
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
    events=events(START, MONTHS, PREMISES),
    # The premises surely bring crises, and no incident drawn by chance brings another.
    parameters={"crisis_incident": 6.0, "incident_rate": 0.0},
    sources={
        **SOURCES,
        "fischer1997": (
            "Fischer, B. B. (1997). A Cold War Conundrum: The 1983 Soviet War Scare. Center for the "
            "Study of Intelligence."
        ),
    },
)

if __name__ == "__main__":
    from simulation.cli import run_scenario

    run_scenario(SCENARIO)
