"""One side talks: the world of `both_talk`, in which only Verana is ordered to; Doskar decides freely throughout.

One order is taken away, and everything else, chance included, stays as it was: run k of both meets the same luck.
"""

from __future__ import annotations

from simulation.scenario import load_scenario

SCENARIO = (
    load_scenario("both_talk")
    .without("Doskar offers")
    .changed(
        name="one_side_talks",
        title="One side talks: five years of offers, then free",
        summary=(
            "The world of both_talk with one order taken away. Two invented states, equal in everything, in a "
            "tense relation: tension 60 of 100, trust 2 of 10, hardly any trade, no agreement. In the first "
            "five years, 1970 to 1974, Verana is ordered to begin every month with an offer of talks. Doskar "
            "decides freely throughout, and so does Verana when it answers. What Verana begins in these years "
            "is imposed, a construction of this scenario; what Doskar does is not, nor is anything after "
            "January 1975, when Verana is free again, too. Whoever offers may be refused; a refusal is no insult "
            "here, but it is no friendly act either: so look at the tension of both, and at the years after."
        ),
        look_for=(
            "What Doskar makes of the offers: its cooperation, year by year, beside that of Verana, which is "
            "partly ordered.",
            "The tension that Verana feels and the tension that Doskar feels (two curves of the figure), while "
            "the order holds and year by year after it.",
            "Whether there are agreements although only one side was told to talk.",
        ),
        questions=(
            "What changes if Doskar talks as well? Guess first, then: detente compare one_side_talks both_talk "
            "--runs 200 --seed 7",
            "Set it beside two states that hold back: detente compare both_hold one_side_talks --runs 200 "
            "--seed 7. Is that the fair control, or is it a world in which neither has been ordered anything: "
            "detente compare one_side_talks --without Premise --runs 200 --seed 7?",
            "Would you advise a state to go on talking to a rival who does not? By which number here, and for "
            "how long?",
            "Critics say that talking to a rival who is free to provoke is soft. Which of your figures speaks "
            "to that, and which would be needed besides?",
        ),
    )
)

if __name__ == "__main__":
    from simulation.cli import run_scenario

    run_scenario(SCENARIO)
