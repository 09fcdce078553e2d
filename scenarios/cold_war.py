"""The Cold War, January 1948 to December 1991: the United States and the Soviet Union, month by month.

Two rivals start hostile, with little trade and no exchange of people. What the two did to each other (crises,
talks, agreements, trade, spending) is not written here: it has to come out of the model, run by run, and is
then compared with the record. What is written here is what neither made for the other: who led each state,
wars and revolutions in third countries, bad harvests and oil shocks, the growth of the weapons, and a few
abuses at home. All of it is *imposed*, and every size is a coarse judgement by a rule that stands beside it.
Change a line and see what history turns on.
"""

from __future__ import annotations

from math import exp

from simulation.scenario import Concerns, Event, Leader, Rivalry, Scenario, StateSpec

#: By key. A source is a key, or a sentence with keys in square brackets.
SOURCES = {
    "assumption": "Judgement of this project; no source gives the number.",
    "alexeyeva1985": "Alexeyeva, L. (1985). Soviet Dissent. Wesleyan University Press.",
    "azar1980": "Azar, E. (1980), The Conflict and Peace Data Bank (COPDAB) Project; J. Conflict Resolution 24.",
    "cow_nmc": "Singer, J. D. (1987); Correlates of War, National Material Capabilities v6.",
    "cow_trade": "Barbieri, K. & Keshk, O.; Correlates of War, Trade v4.",
    "dudziak2000": "Dudziak, M. L. (2000). Cold War Civil Rights. Princeton University Press.",
    "enthoven1971": "Enthoven, A. C. & Smith, K. W. (1971). How Much Is Enough? Harper & Row.",
    "firth1998": "Firth, N. E. & Noren, J. H. (1998). Soviet Defense Spending. Texas A&M University Press.",
    "gaddis2005": "Gaddis, J. L. (2005). The Cold War: A New History. Penguin.",
    "garthoff1994": "Garthoff, R. L. (1994). Détente and Confrontation, revised edition. Brookings.",
    "garthoff1994b": "Garthoff, R. L. (1994). The Great Transition. Brookings.",
    "holloway1994": "Holloway, D. (1994). Stalin and the Bomb. Yale University Press.",
    "leffler2007": "Leffler, M. P. (2007). For the Soul of Mankind. Hill and Wang.",
    "maddison2020": "Bolt, J. & van Zanden, J. L. (2020). Maddison Project Database 2020.",
    "omb": "US Office of Management and Budget, Historical Tables: national defense outlays over GDP.",
    "paarlberg1985": "Paarlberg, R. L. (1985). Food Trade and Foreign Policy. Cornell University Press.",
    "suh2022": "Suh, K. (2022): strategic warheads of the United States and the Soviet Union by year.",
    "westad2005": "Westad, O. A. (2005). The Global Cold War. Cambridge University Press.",
    "yergin1991": "Yergin, D. (1991). The Prize. Simon & Schuster.",
    "zubok2007": "Zubok, V. M. (2007). A Failed Empire. University of North Carolina Press.",
}

# --- who led ------------------------------------------------------------------------------------------------
# Disposition, -1 hard to +1 conciliatory, in steps of a quarter, from what was known of the leader on taking
# office (platform, reputation), not from what he did in it. An assumption, and written with hindsight all the
# same: the sum of both, year by year, correlates 0.68 with the record of net cooperation of 1948-70 before any
# model has run. A path that follows the record therefore proves little; see what is left with every disposition at 0.
# The model draws each run's leader around it. For the succession to Stalin: Malenkov as head of government
# from March 1953, Khrushchev from Malenkov's fall in February 1955 (he led the party from September 1953).
LEADERS = (
    ("US", "1945-04", "Harry S. Truman", -0.5, "declared containment in 1947 [leffler2007]"),
    ("US", "1953-01", "Dwight D. Eisenhower", -0.25, "platform of rollback, a cautious general [gaddis2005]"),
    ("US", "1961-01", "John F. Kennedy", -0.25, "ran on a missile gap [gaddis2005]"),
    ("US", "1963-11", "Lyndon B. Johnson", 0.0, "promised continuity [gaddis2005]"),
    ("US", "1969-01", "Richard Nixon", 0.25, "old anti-communist who announced negotiation [garthoff1994]"),
    ("US", "1974-08", "Gerald Ford", 0.25, "kept Kissinger and his course [garthoff1994]"),
    ("US", "1977-01", "Jimmy Carter", 0.25, "promised fewer arms, and human rights [garthoff1994]"),
    ("US", "1981-01", "Ronald Reagan", -0.5, "ran against the course of the seventies [garthoff1994]"),
    ("US", "1989-01", "George Bush", 0.25, "Reagan's vice-president, cautious [leffler2007]"),
    ("USSR", "1941-05", "Joseph Stalin", -0.75, "camps declared irreconcilable in 1947 [zubok2007]"),
    ("USSR", "1953-03", "Georgy Malenkov", 0.25, "spoke of settlement in his first weeks [zubok2007]"),
    ("USSR", "1955-02", "Nikita Khrushchev", 0.0, "had called Malenkov soft; coexistence [zubok2007]"),
    ("USSR", "1964-10", "Leonid Brezhnev", 0.0, "collective leadership, no known course [zubok2007]"),
    ("USSR", "1982-11", "Yuri Andropov", -0.25, "had led the KGB for fifteen years [zubok2007]"),
    ("USSR", "1984-02", "Konstantin Chernenko", 0.0, "a follower of Brezhnev [zubok2007]"),
    ("USSR", "1985-03", "Mikhail Gorbachev", 0.5, "known as a reformer who wanted calm abroad [leffler2007]"),
)  # fmt: skip

# --- wars and revolutions in third countries ----------------------------------------------------------------
# Size by rule: 0.8 great armies, or clients of both with all they have; 0.5 a country may change sides, or
# states go to war; 0.3 local fighting, a coup, unrest. A revolution counts six months if it may change sides;
# a war as long as it lasts, two years at most; a war of great armies goes on at 0.3 after that. "for" is whom
# the change favoured at the outset. Left out: what was mainly the act of one of the two (Czechoslovakia 1948,
# Iran 1953, Guatemala 1954, the landing in Cuba 1961, Grenada 1983, troops sent by either). Korea is in,
# though Stalin had consented.
THEATRES = (
    # from, months, size, for, what, source
    ("1948-01", 22, 0.3, None, "Civil war in Greece", "gaddis2005"),
    ("1948-05", 10, 0.3, None, "First Arab-Israeli war", "westad2005"),
    ("1948-06", 6, 0.5, "US", "Yugoslavia breaks with Moscow", "gaddis2005"),
    ("1948-09", 14, 0.8, "USSR", "Communists win the civil war in China", "westad2005"),
    ("1950-06", 24, 0.8, "USSR", "War in Korea", "gaddis2005"),
    ("1952-06", 14, 0.3, None, "War in Korea goes on", "gaddis2005"),
    ("1953-06", 1, 0.3, "US", "Uprising in East Germany", "gaddis2005"),
    ("1954-03", 5, 0.5, "USSR", "France loses the war in Indochina", "westad2005"),
    ("1954-09", 8, 0.3, None, "Fighting in the Taiwan Strait", "gaddis2005"),
    ("1956-10", 2, 0.5, "US", "Uprising in Hungary", "gaddis2005"),
    ("1956-10", 2, 0.8, "USSR", "Suez war", "westad2005"),
    ("1958-07", 6, 0.5, "USSR", "Revolution in Iraq, unrest in Lebanon", "westad2005"),
    ("1958-08", 3, 0.3, None, "Fighting in the Taiwan Strait", "gaddis2005"),
    ("1959-01", 6, 0.5, "USSR", "Revolution in Cuba", "westad2005"),
    ("1960-07", 8, 0.5, None, "Congo falls apart at independence", "westad2005"),
    ("1960-12", 6, 0.3, None, "Civil war in Laos", "gaddis2005"),
    ("1962-09", 3, 0.3, "USSR", "Coup and civil war in Yemen", "westad2005"),
    ("1962-10", 2, 0.5, None, "War between China and India", "westad2005"),
    ("1965-03", 24, 0.8, None, "War in Vietnam", "westad2005"),
    ("1965-04", 2, 0.3, None, "Uprising in the Dominican Republic", "westad2005"),
    ("1965-10", 6, 0.5, "US", "The army takes power in Indonesia", "westad2005"),
    ("1967-03", 97, 0.3, None, "War in Vietnam goes on", "westad2005"),
    ("1967-06", 1, 0.8, "US", "Six-Day War", "westad2005"),
    ("1968-04", 6, 0.5, "US", "Prague Spring", "gaddis2005"),
    ("1969-03", 7, 0.5, "US", "China and the Soviet Union fight at the Ussuri", "gaddis2005"),
    ("1970-09", 1, 0.3, "US", "Civil war in Jordan", "westad2005"),
    ("1971-12", 1, 0.5, "USSR", "War between India and Pakistan", "garthoff1994"),
    ("1972-07", 6, 0.5, "US", "Egypt sends its Soviet advisers home", "garthoff1994"),
    ("1973-09", 1, 0.3, "US", "Coup in Chile", "westad2005"),
    ("1973-10", 1, 0.8, None, "October War in the Middle East", "garthoff1994"),
    ("1974-04", 1, 0.3, "USSR", "Revolution in Portugal", "garthoff1994"),
    ("1974-07", 2, 0.3, None, "Coup and war in Cyprus", "garthoff1994"),
    ("1974-09", 6, 0.5, "USSR", "Revolution in Ethiopia", "westad2005"),
    ("1975-04", 6, 0.5, "USSR", "Saigon and Phnom Penh fall", "westad2005"),
    ("1975-07", 9, 0.5, "USSR", "Civil war in Angola", "westad2005"),
    ("1977-07", 9, 0.5, "USSR", "War in the Ogaden", "westad2005"),
    ("1978-04", 24, 0.5, "USSR", "Coup and civil war in Afghanistan", "westad2005"),
    ("1978-12", 2, 0.5, "USSR", "Vietnam overthrows the Khmer Rouge", "westad2005"),
    ("1979-01", 6, 0.5, "USSR", "Revolution in Iran", "westad2005"),
    ("1979-02", 2, 0.5, None, "War between China and Vietnam", "westad2005"),
    ("1979-07", 6, 0.5, "USSR", "Revolution in Nicaragua", "westad2005"),
    ("1980-08", 17, 0.5, "US", "Solidarity in Poland", "gaddis2005"),
    ("1980-09", 24, 0.5, None, "War between Iraq and Iran", "westad2005"),
    ("1981-01", 12, 0.3, None, "Civil war in El Salvador", "westad2005"),
    ("1982-06", 4, 0.5, None, "War in Lebanon", "garthoff1994b"),
    ("1987-09", 7, 0.3, None, "Battle of Cuito Cuanavale in Angola", "westad2005"),
    ("1989-08", 5, 0.8, "US", "Revolutions in eastern Europe", "gaddis2005"),
    ("1990-08", 7, 0.8, None, "Iraq takes Kuwait; war in the Gulf", "westad2005"),
)  # fmt: skip

# --- harvests and oil ---------------------------------------------------------------------------------------
# Size by rule: 0.5 bad, 0.8 disastrous. A harvest counts twelve months, until the next.
SHOCKS = (
    ("1963-07", 12, 0.8, "USSR", "Harvest fails", "paarlberg1985"),
    ("1965-07", 12, 0.5, "USSR", "Bad harvest", "paarlberg1985"),
    ("1972-07", 12, 0.5, "USSR", "Bad harvest", "paarlberg1985"),
    ("1973-10", 6, 0.8, "US", "First oil shock", "yergin1991"),
    ("1975-07", 12, 0.8, "USSR", "Harvest fails", "paarlberg1985"),
    ("1979-01", 12, 0.5, "US", "Second oil shock", "yergin1991"),
    ("1979-07", 12, 0.5, "USSR", "Bad harvest", "paarlberg1985"),
    ("1981-07", 12, 0.8, "USSR", "Harvest fails", "paarlberg1985"),
    ("1984-07", 12, 0.5, "USSR", "Bad harvest", "paarlberg1985"),
    ("1986-01", 12, 0.5, "USSR", "The price of oil collapses", "yergin1991"),
)

# --- abuses at home -----------------------------------------------------------------------------------------
# All of size 0.5. The model draws others by each state's own probability.
ABUSES = (
    ("1953-01", "USSR", "Campaign against Jewish doctors", "zubok2007"),
    ("1957-09", "US", "Little Rock", "dudziak2000"),
    ("1963-05", "US", "Birmingham", "dudziak2000"),
    ("1965-03", "US", "Selma", "dudziak2000"),
    ("1966-02", "USSR", "Trial of Sinyavsky and Daniel", "alexeyeva1985"),
    ("1974-02", "USSR", "Solzhenitsyn is expelled", "alexeyeva1985"),
    ("1978-07", "USSR", "Trials of Shcharansky and Ginzburg", "alexeyeva1985"),
    ("1980-01", "USSR", "Sakharov is exiled to Gorky", "alexeyeva1985"),
)

# --- the weapons --------------------------------------------------------------------------------------------
#: Strategic warheads of the weaker side, the Soviet Union until 1988, by year (Suh 2022). Dated to July, the
#: first to Sputnik; years that change nothing by the rule below are left out.
SOVIET_WARHEADS = (
    ("1957-10", 164), ("1958-07", 236), ("1959-07", 303), ("1960-07", 490), ("1961-07", 771),
    ("1962-07", 918), ("1963-07", 1125), ("1964-07", 1277), ("1966-07", 1441), ("1967-07", 1833),
    ("1969-07", 2368), ("1975-07", 3446),
)  # fmt: skip


def vulnerability(warheads: int) -> float:
    """Mutual vulnerability, 0-1, from the strategic warheads of the weaker side: 1 - exp(-warheads / 800).

    Damage saturates. Of 800 warheads perhaps 200 to 400 would survive a first strike and arrive, and so many
    were held to assure destruction (Enthoven & Smith 1971). Rounded to steps of 0.05.
    """
    return round(20 * (1 - exp(-warheads / 800))) / 20


# Until 1955 the table has no Soviet strategic warhead, but allies and bases were in reach: there a judgement.
WEAPONS = (
    ("1949-08", 0.10, "First Soviet atomic bomb", "date [holloway1994]; size [assumption]"),
    ("1953-08", 0.15, "Soviet thermonuclear bomb", "date [holloway1994]; size [assumption]"),
    *(
        (date, vulnerability(count), f"Soviet strategic warheads: {count}", "[suh2022]; rule [enthoven1971]")
        for date, count in SOVIET_WARHEADS
    ),
)


def _judged(key: str) -> str:
    return f"what happened [{key}]; size and months [assumption]"


EVENTS = (
    *(
        Event(date=date, kind="technology", title=title, size=size, source=source)
        for date, size, title, source in WEAPONS
    ),
    *(
        Event(
            date=date,
            kind="theatre",
            title=title,
            size=size,
            months=months,
            state=state,
            source=_judged(source),
        )
        for date, months, size, state, title, source in THEATRES
    ),
    *(
        Event(
            date=date,
            kind="economy",
            title=title,
            size=size,
            months=months,
            state=state,
            source=_judged(source),
        )
        for date, months, size, state, title, source in SHOCKS
    ),
    *(
        Event(date=date, kind="rights", title=title, size=0.5, state=state, source=_judged(source))
        for date, state, title, source in ABUSES
    ),
)

SCENARIO = Scenario(
    name="cold_war",
    title="The Cold War, 1948-1991",
    summary=(
        "The United States and the Soviet Union from January 1948 to December 1991, month by month. "
        "Imposed are only things that neither made for the other: who led each state and how "
        "conciliatory he was known to be, wars and revolutions in third countries, harvests and oil "
        "shocks, the growth of the weapons, a few abuses at home. Everything between the two comes out "
        "of the model: provocations, talks, agreements, trade, crises, and whether and when tension "
        "falls. A run is one history that might have been, so compare the spread of many runs with the "
        "record, never one run with history. The dispositions of leaders were written down by people "
        "who know how it ended; how much of the result they carry is measured in docs/knockouts.md."
    ),
    look_for=(
        "When cooperation rises above zero and stays there for two years: in how many runs, and in "
        "which decade.",
        "What comes first in a run that reaches détente: a change of leader, an agreement, a near "
        "miss, or less provocation.",
        "How trade follows agreements, and how small its part of income stays.",
        "How often détente fades again, and what happened in third countries in the two years before.",
        "Where the record leaves the band of the runs: those are the years that the model does not explain.",
    ),
    questions=(
        "Was the détente of the seventies likely, or an accident of a few leaders? What in the spread "
        "of runs speaks for either?",
        "Which imposed input would you take away to test your own explanation of the end of the Cold War?",
        "Why may a model that follows the record still be wrong about the causes?",
        "What would a historian object to in a list of leaders with one number each?",
    ),
    start="1948-01",
    months=528,
    states=(
        StateSpec(
            name="US",
            title="United States",
            gdp=2.169,
            growth=3.75,
            openness=0.10,
            burden=0.05,
            routine=0.05,
            influence=0.64,
            hawks=0.5,
            substitutability=0.8,
            technology=1.0,
            abuses=0.03,
            concerns=Concerns(security=0.35, prosperity=0.30, standing=0.20, conscience=0.15),
            source=(
                "GDP of 1948 and mean growth 1948-91, so with hindsight [maddison2020], plus 0.4, somewhat "
                "more than what arms cost in the model, about 0.2 a year [assumption]; "
                "trade was 0.07 of GDP in 1948 and 0.15 in "
                "1991 [cow_trade]; 3.5 to 5 percent of GDP for defense in 1948-50 [omb]; "
                "influence: share of the two in the CINC index of 1948 [cow_nmc]; routine, hawks, "
                "substitutability, technology, abuses, concerns [assumption]"
            ),
        ),
        StateSpec(
            name="USSR",
            title="Soviet Union",
            gdp=0.670,
            growth=4.0,
            openness=0.06,
            burden=0.13,
            routine=0.12,
            influence=0.36,
            hawks=0.55,
            substitutability=0.5,
            technology=0.6,
            abuses=0.10,
            leaning=-0.8,
            concerns=Concerns(security=0.45, prosperity=0.25, standing=0.25, conscience=0.05),
            source=(
                "GDP of 1948 and mean growth 1948-91, so with hindsight [maddison2020], plus 0.5, somewhat "
                "more than what arms cost in the model, about 0.2 a year [assumption]; "
                "burden disputed, 12 to 20 percent of GDP "
                "[firth1998]; influence: share of the two in the CINC index of 1948 [cow_nmc]; "
                "openness, routine, hawks, substitutability, technology, abuses, concerns [assumption]; leaning "
                "fitted to how much less cooperative it was than the US in 1948-78 [azar1980]"
            ),
        ),
    ),
    rivalries=(
        Rivalry(
            between=("US", "USSR"),
            tension=(65, 70),
            trust=(0.2, 0.15),
            trade=0.41,
            culture=0.02,
            science=0.02,
            trade_share=(0.015, 0.04),
            vulnerability=0.05,
            source=(
                "trade: 0.62 percent of US trade in 1948, over a potential of 1.5, somewhat above the peak "
                "of 1.12 in 1979 [cow_trade]; Soviet potential, tension, trust, culture, science and "
                "vulnerability [assumption]"
            ),
        ),
    ),
    leaders=tuple(
        Leader(
            state=state,
            name=name,
            since=since,
            disposition=disposition,
            source=f"{source}; disposition [assumption]",
        )
        for state, since, name, disposition, source in LEADERS
    ),
    events=tuple(sorted(EVENTS, key=lambda event: event.date)),
    sources=SOURCES,
)

if __name__ == "__main__":
    from simulation.cli import run_scenario

    run_scenario(SCENARIO)
