"""The Kennedy experiment: the United States follows GRIT from June 1963 to May 1965.

The doctrine of the United States is imposed, that of the Soviet Union is not. The control to compare with is the
same world with `changed(doctrines={"US": "hold"})`: that Soviet tension falls comes mostly from not provoking; that the
Soviet Union is kinder in return, from the initiatives.
"""

from __future__ import annotations

from simulation.scenario import Scenario, StateSpec
from simulation.scenario.episode import SOURCES, events, leaders, rivalry, states

START, MONTHS = "1963-06", 24

US, USSR = states(START)

SCENARIO = Scenario(
    name="kennedy_experiment_1963",
    title="The Kennedy experiment, 1963-1965",
    summary=(
        "On 10 June 1963 President Kennedy announced that the United States would stop testing in the "
        "atmosphere as long as others did, and other small steps followed, without waiting for an answer. "
        "The psychologist Charles Osgood had proposed such a course the year before and called it GRIT: "
        "graduated and reciprocated initiatives in tension reduction. Here the United States follows GRIT "
        "from June 1963 to May 1965, which is imposed, as are leaders and the events of those years; the "
        "Soviet Union decides for itself. In the record the Soviet reply was real, moderate, and gone "
        "within two years, and part of the change had begun before. The starting month holds no memory of "
        "October 1962: what the crisis had taught is not in this scenario. So short a run cannot have "
        "what the project counts as détente, which takes two years of kinder conduct after a year to "
        "judge by."
    ),
    look_for=(
        "Soviet conduct in the second half of 1963, beside what it is when the United States merely "
        "holds back.",
        "Whether the reply grows, stays or fades in 1964 and 1965.",
        "What the initiatives cost, if anything: hawks at home, influence in third countries.",
        "How the war in Vietnam from March 1965 weighs on both sides.",
    ),
    questions=(
        "How much of the effect is the initiative, and how much is only that nothing hostile was done?",
        "Why must an initiative cost something to be believed? Which acts of the model are cheap talk?",
        "The experiment ended with other leaders and another war. Did GRIT fail, or was it given up?",
        "Whom would you have to convince at home before you tried this today?",
    ),
    start=START,
    months=MONTHS,
    states=(
        StateSpec(
            **{
                **dict(US),
                "doctrine": "grit",
                "source": f"{US.source}; doctrine: the course taken since June 1963 [etzioni1967, osgood1962]",
            }
        ),
        USSR,
    ),
    rivalries=(
        rivalry(
            START,
            culture=0.15,
            science=0.05,
            agreements=("culture",),
            source="exchanges agreed since 1958 [hixson1997]; ties as in cuban_missile_crisis [assumption]",
        ),
    ),
    leaders=leaders(START, MONTHS),
    events=events(START, MONTHS),
    sources={
        **SOURCES,
        "etzioni1967": "Etzioni, A. (1967). The Kennedy experiment. Western Political Quarterly 20(2).",
        "hixson1997": "Hixson, W. L. (1997). Parting the Curtain. St. Martin's Press.",
        "osgood1962": "Osgood, C. E. (1962). An Alternative to War or Surrender. University of Illinois Press.",
    },
)

if __name__ == "__main__":
    from simulation.cli import run_scenario

    run_scenario(SCENARIO)
