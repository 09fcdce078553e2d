"""Both sides talk: two equal invented states, ordered to begin every month with talks for five years, then free.

The states and their relation are those of the claims' laboratory (`laboratory_scenario(World(), None)`), without the
rights events that it has in one state only: here nothing tells the two apart. What they begin in the ordered years is
imposed and proves nothing; the seven years after are the question. Beside it stand `one_side_talks`, and as the control
`both_hold`, in which both hold back:

    detente compare one_side_talks both_talk --runs 200 --seed 7
    detente compare both_hold both_talk --runs 200 --seed 7
"""

from __future__ import annotations

from simulation.scenario import Concerns, Order, Rivalry, Scenario, StateSpec

VERANA, DOSKAR = "Verana", "Doskar"
START, MONTHS = "1970-01", 144
ORDERED = 60  # months: five years in which both offer talks; seven years that are free come after


def equal(name: str, title: str) -> StateSpec:
    """A state like the other one but for its name."""
    return StateSpec(
        name=name,
        title=title,
        gdp=1.0,
        growth=3.0,
        openness=0.2,
        burden=0.06,
        routine=0.05,
        influence=0.5,
        hawks=0.45,
        substitutability=0.5,
        technology=0.8,
        abuses=0.05,
        concerns=Concerns(security=0.45, prosperity=0.3, standing=0.15, conscience=0.1),
        source="equals who mind their security most, as in the laboratory of the claims [assumption]",
    )


def talks(state: str) -> Order:
    """The state begins every month of the first five years with an offer of talks; its answers stay its own."""
    return Order(
        date=START,
        months=ORDERED,
        title=f"Premise: {state} offers talks every month",
        state=state,
        act="talk",
        source="imposed, to ask what comes after it [assumption]",
    )


SCENARIO = Scenario(
    name="both_talk",
    title="Both sides talk: five years of dialogue, then free",
    summary=(
        "Two invented states, equal in everything, in a tense relation: tension 60 of 100, trust 2 of 10, "
        "hardly any trade, no agreement. Nothing about them is taken from history. In the first five "
        "years, 1970 to 1974, both are ordered to begin every month with an offer of talks. Answers stay "
        "free: whether an offer is taken up, what is conceded, and what each does in reply. Conduct in "
        "these years is therefore imposed, a construction of this scenario: that neither begins with a "
        "provocation is no finding. What counts is what comes after. From January 1975 both are free "
        "again, and the run goes on for seven years. The article speaks of bilateral dialogue; here it can "
        "be set beside offers of one side only (one_side_talks) and beside two states that hold back as "
        "long (both_hold)."
    ),
    look_for=(
        "The ordered years: what in them is the order itself, and what is an answer to it, such as a "
        "refusal, an agreement, a crisis.",
        "Tension after the orders end, year by year, of both sides and not of one: does it stay where it "
        "was, fall, or rise again?",
        "On which issues an agreement is in force when the orders end, and in how many runs one still is at "
        "the end (in the figure).",
        "Provocations in the years after, beside two states that held back (in the comparison below): there "
        "all are counted together. A word is no show of force; threats and coercion stand apart from "
        "denunciations in notebook 02.",
    ),
    questions=(
        "Is it enough that one side talks? Guess first, then: detente compare one_side_talks both_talk "
        "--runs 200 --seed 7",
        "And if both had held back for these five years, neither talking nor provoking? Guess, then: "
        "detente compare both_hold both_talk --runs 200 --seed 7",
        "Which of the differences that you found were imposed, and which came about? How do the months "
        "after 1974 help to tell them apart?",
        "What would you have to see after 1974 to say that a détente keeps itself up, and what to say that "
        "it only wore off?",
    ),
    start=START,
    months=MONTHS,
    states=(
        equal(VERANA, "Republic of Verana"),
        equal(DOSKAR, "Republic of Doskar"),
    ),
    rivalries=(
        Rivalry(
            between=(VERANA, DOSKAR),
            tension=(60, 60),
            trust=(0.2, 0.2),
            trade=0.1,
            culture=0.05,
            science=0.05,
            trade_share=(0.05, 0.05),
            vulnerability=0.6,
            source="a tense relation of larger partners than the superpowers were, as in the laboratory of the claims "
            "[assumption]",
        ),
    ),
    orders=tuple(map(talks, (VERANA, DOSKAR))),
    sources={
        "assumption": "Invented: values inside the ranges of the model's parameters, those of the laboratory in which the "
        "article's claims are tried; no figure is taken from a real country.",
    },
)

if __name__ == "__main__":
    from simulation.cli import run_scenario

    run_scenario(SCENARIO)
