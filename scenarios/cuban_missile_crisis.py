"""The Cuban missile crisis and the thaw after it, January 1962 to December 1964.

The two superpowers as they stood in 1962, and one premise that is imposed: in October 1962 missile sites are
discovered in Cuba, and this brings a crisis over high stakes. How grave it gets beyond them, what each side
does, and what either learns is left to the model. In most runs the crisis is grave and no more; in about one
of three it comes close to war, and fear stays for years; in very few it ends in war. Sort the runs by the
severity of October 1962 and look at what follows: fear, talks, a hotline, how long any thaw lasts. Then take
the premise away and compare.
"""

from __future__ import annotations

from simulation.scenario import Event, Rivalry, Scenario, StateSpec, load_scenario

COLD_WAR = load_scenario("cold_war")
START, END = "1962-01", "1964-12"
US, USSR = COLD_WAR.states  # as in 1948, but for what stands below

#: The gravest threat to vital interests that either had met, and not certain ruin, which is 1. Kennedy put the odds of
#: war at "between one out of three and even" (Sorensen 1965); the lower, as odds of a near miss, is .5 ** 1.6 = 1/3.
STAKES = 0.5

DISCOVERY = Event(
    date="1962-10",
    kind="incident",
    title="Premise: missile sites are discovered in Cuba",
    size=1.0,
    stakes=STAKES,
    between=("US", "USSR"),
    source=(
        "what happened [allison1999]; that it brings a crisis is the premise; stakes: the lower of Kennedy's odds "
        "of war [sorensen1965], taken as odds of coming close to it [assumption]"
    ),
)

SCENARIO = Scenario(
    name="cuban_missile_crisis",
    title="The Cuban missile crisis and after, 1962-1964",
    summary=(
        "The United States and the Soviet Union from January 1962 to December 1964. Imposed are the "
        "world as it stood in 1962, leaders, events in third countries, a harvest, and one premise: in "
        "October 1962 missile sites are discovered in Cuba, and this brings a crisis over high stakes: "
        "in about one run of three it comes close to war, the lower of the odds that Kennedy is said to "
        "have seen. How grave it gets beyond the stakes, what each side does and what either learns is "
        "left to the model. Where it comes close, fear stays for years; in very few runs it ends "
        "in war. Historians speak of a thaw that came because both had looked into the abyss. Here you "
        "can sort the runs by how deep they looked, and see whether the thaw follows the depth."
    ),
    look_for=(
        "The severity of October 1962 from run to run, below its stakes only where a hotline was there by then, "
        "and the fear that is learnt.",
        "Whether talks, a hotline and a thaw follow in 1963, and how long they last.",
        "The difference between runs with a near miss and runs in which the crisis went by.",
        "How many runs end in war: an index that hangs on one parameter, not a forecast.",
    ),
    questions=(
        "Did the crisis make both sides wiser, or only more careful? Which variable of the model "
        "stands for each?",
        "In the record American conduct is friendlier than Soviet conduct after 1962; in the model it is the "
        "other way round. Why might that be?",
        'Take the premise away with scenario.without("missile sites") and run again. How much of 1963 '
        "is left?",
        "Would you want leaders to learn from danger if there were a safer way to learn the same?",
    ),
    start=START,
    months=36,
    states=(
        StateSpec(
            **{
                **dict(US),
                "gdp": 3.540,
                "burden": 0.09,
                "influence": 0.54,
                "source": (
                    "GDP of 1962 [maddison2020]; 9 percent of GDP for defense in 1962 [omb]; influence: "
                    "share of the two in the CINC index of 1962 [cow_nmc]; the rest as in 1948 [assumption]"
                ),
            }
        ),
        StateSpec(
            **{
                **dict(USSR),
                "gdp": 1.460,
                "influence": 0.46,
                "technology": 0.7,
                "source": (
                    "GDP of 1962 [maddison2020]; influence: share of the two in the CINC index of 1962 "
                    "[cow_nmc]; burden disputed [firth1998]; technology somewhat closer, the rest as in 1948 "
                    "[assumption]"
                ),
            }
        ),
    ),
    rivalries=(
        Rivalry(
            between=("US", "USSR"),
            tension=(65, 70),
            trust=(0.2, 0.15),
            trade=0.06,
            culture=0.15,
            science=0.05,
            trade_share=COLD_WAR.rivalries[0].trade_share,
            vulnerability=0.60,
            agreements=("culture",),
            source=(
                "trade: 0.10 percent of US trade in 1962, over a potential of 1.5 [cow_trade]; exchanges "
                "agreed since 1958 [hixson1997]; vulnerability: the rule of cold_war for the 771 warheads of "
                "1961 [suh2022]; tension, trust, culture, science [assumption]"
            ),
        ),
    ),
    leaders=tuple(leader for leader in COLD_WAR.leaders if leader.since <= END),
    events=tuple(
        sorted(
            (*(event for event in COLD_WAR.events if START <= event.date <= END), DISCOVERY),
            key=lambda event: event.date,
        )
    ),
    # The premise: the incident surely brings a crisis, and no incident drawn by chance brings another.
    parameters={"crisis_incident": 6.0, "incident_rate": 0.0},
    sources={
        **COLD_WAR.sources,
        "allison1999": "Allison, G. & Zelikow, P. (1999). Essence of Decision, second edition. Longman.",
        "sorensen1965": "Sorensen, T. C. (1965). Kennedy. Harper & Row.",
        "hixson1997": "Hixson, W. L. (1997). Parting the Curtain. St. Martin's Press.",
    },
)

if __name__ == "__main__":
    from simulation.cli import run_scenario

    run_scenario(SCENARIO)
