"""Both hold back: the control of `both_talk` and `one_side_talks`; the same two states begin nothing for five years.

Beside talks it asks what talking brings beyond not provoking. The world is that of `both_talk`, and run k meets the
same luck.
"""

from __future__ import annotations

from simulation.scenario import Order, load_scenario

BOTH_TALK = load_scenario("both_talk")


def held(order: Order) -> Order:
    """The order to begin nothing, in place of the order to talk."""
    return order.model_copy(update={"act": "hold", "title": f"Premise: {order.state} begins nothing"})


SCENARIO = BOTH_TALK.changed(
    name="both_hold",
    title="Both hold back: five years of restraint, then free",
    summary=(
        "The world of both_talk with other orders: a control. Two invented states, equal in everything, in "
        "a tense relation: tension 60 of 100, trust 2 of 10, hardly any trade, no agreement. In the first "
        "five years, 1970 to 1974, both are ordered to begin nothing: no provocation, no talks, no trade. "
        "Answers stay free. From January 1975 both are free again, and the run goes on for seven years. "
        "Much of what looks like the effect of talking may be the effect of not provoking; beside this "
        "scenario the two can be told apart. It is a control for what is begun, not a world at rest: each "
        "may still answer what it believes to have seen, there are accidents, and each still contends for "
        "influence elsewhere."
    ),
    look_for=(
        "How far tension falls while nobody begins anything, and how much of that is left, year by year, "
        "after the orders end.",
        "What still happens in the ordered years although nobody begins anything: crises, near misses.",
        "Whether the two find talks and agreements by themselves once they are free.",
    ),
    questions=(
        "What does talking bring beyond restraint, during and after? Guess first, then: detente compare "
        "both_hold both_talk --runs 200 --seed 7",
        "Is holding back for five years a policy that a government could keep up? What would its critics "
        "at home say?",
        "Another control is a world in which nothing is ordered: detente compare both_hold --without "
        "Premise --runs 200 --seed 7. Which of the two is fairer to the claim that dialogue works, and why?",
    ),
    orders=tuple(map(held, BOTH_TALK.orders)),
)

if __name__ == "__main__":
    from simulation.cli import run_scenario

    run_scenario(SCENARIO)
