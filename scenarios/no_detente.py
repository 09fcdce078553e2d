"""The Cold War without détente: one thing is changed, and everything else, chance included, stays as it was.

Nobody ever concedes in talks, and nobody reveals what would be acceptable. The two may meet as often as they
like, but no common ground is found. Run it with the seed of `cold_war` and each run meets the same leaders,
wars, harvests and luck as its twin there; the difference between the twins is what agreement was worth: in
trade, in tension, in crises, in growth. It is not the difference between talking and silence: holding back
helps as well, and both sides still can.
"""

from __future__ import annotations

from simulation.scenario import load_scenario

SCENARIO = load_scenario("cold_war").changed(
    name="no_detente",
    title="The Cold War without détente, 1948-1991",
    summary=(
        "The scenario cold_war with one thing changed: in talks nobody concedes and nobody reveals what "
        "would be acceptable, so that no common ground is ever found. The two may meet as often as they "
        "like. Run it with the seed of cold_war and each run meets the same leaders, wars, harvests and "
        "luck as its twin there; compare twin with twin before you average, and leave out the months "
        "after a war. What differs is what agreement was worth in this model: in trade, in tension, in "
        "crises, in growth. It is not the difference between talking and silence, because restraint and "
        "single sales remain possible in both."
    ),
    look_for=(
        "The difference between twins in trade and mutual benefit, and when it opens.",
        "Whether crises become more frequent, or whether restraint alone keeps them rare.",
        "What happens to tension in the seventies, when the twin with agreements has its détente.",
        "Which quantities hardly change: for these, agreements did not matter.",
    ),
    questions=(
        "Is this a fair picture of a world without détente, or only of one without treaties?",
        "Which part of détente could have survived without any signed agreement?",
        "The article says that dialogue looks for common ground. What is left of dialogue when there "
        "is none to find?",
        "In the model the two lose more than trade without agreements: in the seventies and in the eighties "
        "conduct is colder by one to two points, and tension higher by four to five. Which part of that is "
        "the signature, which the ties that it opens, and which what both would have learnt from them?",
    ),
    parameters={"concession": 0.0},
)

if __name__ == "__main__":
    from simulation.cli import run_scenario

    run_scenario(SCENARIO)
