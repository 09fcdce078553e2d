"""What the record says of each episode, and what theory says of the invented ones: declared before any run was looked at.

A *direction* counts as met if at least two thirds of the runs go the record's way; a *size* if the record's figure lies
in the model's 90 % band over runs; an *effect* if the 95 % interval of the paired difference lies on the declared side of
zero. Where the table of the record has a series, its figure is computed from it and nothing is written down here; a figure
that is written down has its source beside it. A miss stays a miss: no check and no starting value was changed after it.
`cold_war` as a whole stands on the card (`experiments.card`), and episodes after 1970 are held out: no search reads them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NamedTuple

from simulation.experiments.moments import Runs
from simulation.scenario import Scenario
from studies.episodes.seen import BOTH, US_WAY, USSR_WAY, Model, Seen

LIKELY = 2 / 3  # share of runs from which a direction counts as met; a coin gives one half (assumption)

COOPERATION = "net cooperation, quarterly (COPDAB, WEIS)"
TRADE = "trade (Barbieri & Keshk)"
SPENDING = "military spending over GDP (Singer; Bolt & van Zanden)"
CLOCK = "Doomsday Clock; in the model, felt tension"


class Check(NamedTuple):
    """One statement about the record of an episode. Without `record`, the measure is put to the record itself."""

    says: str
    kind: Literal["direction", "size"]
    source: str
    measure: Callable[[Seen], Runs] | None = None
    of_model: Callable[[Model], Runs] | None = None  # where no table of the record can be asked
    record: float | None = None


class Effect(NamedTuple):
    """One statement of theory: what the scenario has more of (+1) or less (-1) than the control, run by run."""

    says: str
    sign: Literal[-1, 1]
    source: str
    control: str
    change: Callable[[Scenario], Scenario]
    measure: Callable[[Model], Runs]


def year(number: int) -> tuple[str, str]:
    """The months of a year."""
    return f"{number}-01", f"{number}-12"


def rise(
    before: tuple[str, str], after: tuple[str, str], ways: tuple[str, ...] = BOTH
) -> Callable[[Seen], Runs]:
    """Mean conduct after less mean conduct before."""
    return lambda seen: seen.conduct(*after, ways) - seen.conduct(*before, ways)


def fall(
    before: tuple[str, str], after: tuple[str, str], ways: tuple[str, ...] = BOTH
) -> Callable[[Seen], Runs]:
    """Mean conduct before less mean conduct after."""
    return rise(after, before, ways)


def level(period: tuple[str, str], ways: tuple[str, ...] = BOTH) -> Callable[[Seen], Runs]:
    """Mean conduct."""
    return lambda seen: seen.conduct(*period, ways)


def kinder(period: tuple[str, str], one: str = US_WAY, other: str = USSR_WAY) -> Callable[[Seen], Runs]:
    """Conduct of one direction less that of the other."""
    return lambda seen: seen.conduct(*period, (one,)) - seen.conduct(*period, (other,))


def burden_ratio(state: str, before: int, after: int) -> Callable[[Seen], Runs]:
    """Military burden after over before."""
    return lambda seen: seen.burden(state, after) / seen.burden(state, before)


def burden_change(state: str, before: int, after: int) -> Callable[[Seen], Runs]:
    """Relative change of the military burden."""
    return lambda seen: seen.burden(state, after) / seen.burden(state, before) - 1.0


def trade_ratio(before: tuple[int, int], after: tuple[int, int]) -> Callable[[Seen], Runs]:
    """Soviet trade after over before."""
    return lambda seen: seen.trade(*after) / seen.trade(*before)


def trade_change(
    before: tuple[int, int], after: tuple[int, int], partner: str = "USSR"
) -> Callable[[Seen], Runs]:
    """Trade after less trade before."""
    return lambda seen: seen.trade(*after, partner) - seen.trade(*before, partner)


def danger_change(before: int, after: int) -> Callable[[Seen], Runs]:
    """Felt danger after less before."""
    return lambda seen: seen.danger(after) - seen.danger(before)


def minus(measure: Callable[[Seen], Runs]) -> Callable[[Seen], Runs]:
    """The other sign."""
    return lambda seen: -measure(seen)


HALF_1963, HALF_1975 = ("1963-07", "1963-12"), ("1975-07", "1975-12")
AUTUMN_1948, SPRING_1948, AUTUMN_1949 = ("1948-07", "1948-12"), ("1948-01", "1948-06"), ("1949-07", "1949-12")

CHECKS: dict[str, tuple[Check, ...]] = {
    "berlin_1948": (
        Check("Conduct in 1948 is about this hostile.", "size", COOPERATION, level(year(1948))),
        Check(
            "The second half of 1948 is worse than the first.",
            "direction",
            COOPERATION,
            fall(SPRING_1948, AUTUMN_1948),
        ),
        Check(
            "Soviet conduct has recovered by the second half of 1949.",
            "direction",
            COOPERATION,
            rise(AUTUMN_1948, AUTUMN_1949, (USSR_WAY,)),
        ),
        Check("Trade falls in 1949.", "direction", TRADE, minus(trade_change((1948, 1948), (1949, 1949)))),
        Check("The American burden rises in 1949.", "direction", SPENDING, burden_change("US", 1948, 1949)),
        Check(
            "Danger is felt to have grown by the end of 1949.", "direction", CLOCK, danger_change(1948, 1949)
        ),
    ),
    "geneva_1955": (
        Check("1955 is kinder than 1954.", "direction", COOPERATION, rise(year(1954), year(1955))),
        Check("1957 is worse than 1955.", "direction", COOPERATION, fall(year(1955), year(1957))),
        Check("By so much.", "size", COOPERATION, fall(year(1955), year(1957))),
        Check("1957 is no better than 1954.", "direction", COOPERATION, fall(year(1954), year(1957))),
        Check(
            "Trade stays at this share of its potential in 1957.",
            "size",
            TRADE,
            lambda seen: seen.trade(1957, 1957),
        ),
        Check(
            "The American burden falls from 1954 to 1956.",
            "direction",
            SPENDING,
            minus(burden_change("US", 1954, 1956)),
        ),
    ),
    "cuban_missile_crisis": (
        Check("1963 is kinder than 1962.", "direction", COOPERATION, rise(year(1962), year(1963))),
        Check("By so much.", "size", COOPERATION, rise(year(1962), year(1963))),
        Check(
            "American conduct is the kinder in 1963-64.",
            "direction",
            COOPERATION,
            kinder(("1963-01", "1964-12")),
        ),
        Check("1964 is worse than 1963.", "direction", COOPERATION, fall(year(1963), year(1964))),
        Check(
            "Trade is higher in 1964 than in 1962.",
            "direction",
            TRADE,
            trade_change((1962, 1962), (1964, 1964)),
        ),
        Check(
            "Danger is felt to be less at the end of 1963 than a year before.",
            "direction",
            CLOCK,
            minus(danger_change(1962, 1963)),
        ),
    ),
    "kennedy_experiment_1963": (
        Check(
            "Soviet conduct in the second half of 1963 is about this.",
            "size",
            COOPERATION,
            level(HALF_1963, (USSR_WAY,)),
        ),
        Check("American conduct is the kinder then.", "direction", COOPERATION, kinder(HALF_1963)),
        Check("American conduct in 1964 is about this.", "size", COOPERATION, level(year(1964), (US_WAY,))),
        Check(
            "The Soviet reply is gone in the first months of 1965.",
            "direction",
            COOPERATION,
            fall(HALF_1963, ("1965-01", "1965-03"), (USSR_WAY,)),
        ),
        Check(
            "So is the American initiative.",
            "direction",
            COOPERATION,
            fall(HALF_1963, ("1965-01", "1965-03"), (US_WAY,)),
        ),
    ),
    "detente_1969": (
        Check(
            "1972-74 is kinder than 1969-70.",
            "direction",
            COOPERATION,
            rise(("1969-01", "1970-12"), ("1972-01", "1974-12")),
        ),
        Check("By so much.", "size", COOPERATION, rise(("1969-01", "1970-12"), ("1972-01", "1974-12"))),
        Check(
            "Trade in 1972-74 is so many times that of 1969-71.",
            "size",
            TRADE,
            trade_ratio((1969, 1971), (1972, 1974)),
        ),
        Check(
            "The American burden falls from 1969 to 1975.",
            "direction",
            SPENDING,
            minus(burden_change("US", 1969, 1975)),
        ),
        Check("To this part of what it was.", "size", SPENDING, burden_ratio("US", 1969, 1975)),
        Check(
            "Danger is felt to be less at the end of 1972 than of 1970.",
            "direction",
            CLOCK,
            minus(danger_change(1970, 1972)),
        ),
        Check(
            "Something is signed on all four issues in 1972-74.",
            "size",
            "SALT I, exchanges, science, trade agreement of 1972 (Garthoff 1994)",
            of_model=lambda model: model.signed("1972-01", "1974-12"),
            record=4.0,
        ),
    ),
    "triangle_1971": (
        Check(
            "US-Soviet conduct is kinder in 1973-74 than in 1971.",
            "direction",
            COOPERATION,
            rise(year(1971), ("1973-01", "1974-12")),
        ),
        Check("In 1973 it is about this.", "size", COOPERATION, level(year(1973))),
        Check(
            "US-Chinese trade is higher in 1973-76 than in 1971.",
            "direction",
            TRADE,
            trade_change((1971, 1971), (1973, 1976), "China"),
        ),
        Check(
            "Soviet-Chinese conduct is worse than US-Chinese in 1973-76.",
            "direction",
            "no settlement between Moscow and Beijing before the eighties (Garthoff 1994)",
            of_model=lambda model: (
                model.conduct("1973-01", "1976-12", ("US to China", "China to US"))
                - model.conduct("1973-01", "1976-12", ("USSR to China", "China to USSR"))
            ),
        ),
        Check(
            "Soviet-Chinese conduct is worse than US-Soviet in 1973-76.",
            "direction",
            "no settlement between Moscow and Beijing before the eighties (Garthoff 1994)",
            of_model=lambda model: (
                model.conduct("1973-01", "1976-12")
                - model.conduct("1973-01", "1976-12", ("USSR to China", "China to USSR"))
            ),
        ),
    ),
    "helsinki_1975": (
        Check(
            "American conduct is worse in 1978 than in 1975.",
            "direction",
            COOPERATION,
            fall(year(1975), year(1978), (US_WAY,)),
        ),
        Check(
            "Soviet conduct is worse in 1976 than in 1975.",
            "direction",
            COOPERATION,
            fall(year(1975), year(1976), (USSR_WAY,)),
        ),
        Check("Both fall by so much from 1975 to 1978.", "size", COOPERATION, fall(year(1975), year(1978))),
        Check(
            "Trade stays at this share of its potential in 1978.",
            "size",
            TRADE,
            lambda seen: seen.trade(1978, 1978),
        ),
        Check(
            "The Soviet burden of 1978 is this part of that of 1975.",
            "size",
            SPENDING,
            burden_ratio("USSR", 1975, 1978),
        ),
        Check(
            "The United States is readier to criticise abuses in 1977-78 than in 1975-76.",
            "direction",
            "human rights in American policy since 1977 (Garthoff 1994)",
            of_model=lambda model: (
                model.over("rights_criticism", "1977-01", "1978-12", state="US")
                - model.over("rights_criticism", "1975-01", "1976-12", state="US")
            ),
        ),
    ),
    "angola_1975": (
        Check(
            "1976 is worse than the second half of 1975.",
            "direction",
            COOPERATION,
            fall(HALF_1975, year(1976)),
        ),
        Check(
            "1979 is worse than the second half of 1975.",
            "direction",
            COOPERATION,
            fall(HALF_1975, year(1979)),
        ),
        Check("By so much.", "size", COOPERATION, fall(HALF_1975, year(1979))),
        Check(
            "Trade is higher in 1979 than in 1976 all the same.",
            "direction",
            TRADE,
            trade_change((1976, 1976), (1979, 1979)),
        ),
        Check(
            "The American burden of 1979 is this part of that of 1976.",
            "size",
            SPENDING,
            burden_ratio("US", 1976, 1979),
        ),
        Check(
            "An agreement on arms is still in force at the end of 1979.",
            "direction",
            "the ABM treaty (Garthoff 1994)",
            of_model=lambda model: model.in_force("arms", "1979-12") - 0.5,
        ),
    ),
    "afghanistan_1979": (
        Check("1980 is worse than 1979.", "direction", COOPERATION, fall(year(1979), year(1980))),
        Check("By so much.", "size", COOPERATION, fall(year(1979), year(1980))),
        Check("Trade falls in 1980.", "direction", TRADE, minus(trade_change((1979, 1979), (1980, 1980)))),
        Check("To this part of what it was.", "size", TRADE, trade_ratio((1979, 1979), (1980, 1980))),
        Check("1981 is less hostile than 1980.", "direction", COOPERATION, rise(year(1980), year(1981))),
        Check(
            "Danger is felt to have grown from 1979 to 1981.", "direction", CLOCK, danger_change(1979, 1981)
        ),
        Check(
            "The American burden rises from 1979 to 1981.",
            "direction",
            SPENDING,
            burden_change("US", 1979, 1981),
        ),
    ),
    "able_archer_1983": (
        Check("Conduct in 1983 is about this hostile.", "size", COOPERATION, level(year(1983))),
        Check("1984 is less hostile than 1983.", "direction", COOPERATION, rise(year(1983), year(1984))),
        Check("American conduct is the kinder in 1984.", "direction", COOPERATION, kinder(year(1984))),
        Check(
            "Soviet conduct improves within 1984.",
            "direction",
            COOPERATION,
            rise(("1984-01", "1984-03"), ("1984-10", "1984-12"), (USSR_WAY,)),
        ),
        Check(
            "Danger is felt to be greater at the end of 1984 than of 1983.",
            "direction",
            CLOCK,
            danger_change(1983, 1984),
        ),
        Check(
            "Nothing is signed on culture or science.",
            "size",
            "exchanges agreed again in November 1985 (Garthoff 1994)",
            of_model=lambda model: model.signed("1983-01", "1984-12", ("culture", "science")),
            record=0.0,
        ),
    ),
    "gorbachev_1985": (
        Check(
            "1990-91 is kinder than 1985-86.",
            "direction",
            COOPERATION,
            rise(("1985-01", "1986-12"), ("1990-01", "1991-12")),
        ),
        Check("By so much.", "size", COOPERATION, rise(("1985-01", "1986-12"), ("1990-01", "1991-12"))),
        Check(
            "1988 is kinder than 1985, before the revolutions of 1989.",
            "direction",
            COOPERATION,
            rise(year(1985), year(1988)),
        ),
        Check(
            "Danger is felt to be less at the end of 1991 than of 1985.",
            "direction",
            CLOCK,
            minus(danger_change(1985, 1991)),
        ),
        Check(
            "The American burden falls from 1986 to 1991.",
            "direction",
            SPENDING,
            minus(burden_change("US", 1986, 1991)),
        ),
        Check(
            "Trade has hardly changed: 1991 less 1985, share of potential.",
            "size",
            TRADE,
            trade_change((1985, 1985), (1991, 1991)),
        ),
        Check(
            "An agreement on arms is in force at the end of 1987.",
            "direction",
            "the treaty on missiles of December 1987 (Garthoff 1994)",
            of_model=lambda model: model.in_force("arms", "1987-12") - 0.5,
        ),
    ),
    "bandung": (
        Check(
            "US-Soviet conduct is worse in 1960-62 than in 1956-59.",
            "direction",
            COOPERATION,
            fall(("1956-01", "1959-12"), ("1960-01", "1962-12")),
        ),
        Check(
            "It is kinder in 1963-64 than in 1960-62.",
            "direction",
            COOPERATION,
            rise(("1960-01", "1962-12"), ("1963-01", "1964-12")),
        ),
        Check("Over 1956-64 it is about this.", "size", COOPERATION, level(("1956-01", "1964-12"))),
        Check(
            "Indonesia's conduct towards both is kinder than theirs towards each other.",
            "direction",
            "a state that belonged to neither camp (Kahin 1956; Westad 2005)",
            of_model=lambda model: (
                model.conduct("1956-01", "1964-12", ("Indonesia to US", "Indonesia to USSR"))
                - model.conduct("1956-01", "1964-12")
            ),
        ),
        Check(
            "Trade between the two stays at this share of its potential in 1960-64.",
            "size",
            TRADE,
            lambda seen: seen.trade(1960, 1964),
        ),
    ),
}


def _the_united_states_hold(scenario: Scenario) -> Scenario:
    return scenario.changed(doctrines={"US": "hold"})


def _with_concessions(scenario: Scenario) -> Scenario:
    return scenario.changed(parameters={"concession": None})


def _firm(scenario: Scenario) -> Scenario:
    return scenario.changed(doctrines={"Arden": "firm_deterrence"})


def _replaceable_partners(scenario: Scenario) -> Scenario:
    states = [
        type(state)(**{**dict(state), "substitutability": 1.0}) if state.name == "Ilmen" else state
        for state in scenario.states
    ]
    return scenario.changed(states=states)


def _of_state(name: str, state: str) -> Callable[[Model], Runs]:
    return lambda model: model.over(name, state=state)


def _of_pair(name: str, *pairs: str) -> Callable[[Model], Runs]:
    return lambda model: model.over(name, pair=list(pairs))


_HOLD = "the United States begins nothing (doctrine hold)"
_TALKS = "concessions in talks (cold_war)"
_FIRM = "Arden deters (doctrine firm_deterrence)"
_PARTNERS = "Ilmen's partners can be replaced (substitutability 1)"

EFFECTS: dict[str, tuple[Effect, ...]] = {
    "kennedy_experiment_1963": (
        Effect(
            "Soviet conduct in the second half of 1963 is kinder than if the United States merely held back.",
            1,
            "Osgood 1962; Etzioni 1967",
            _HOLD,
            _the_united_states_hold,
            lambda model: model.conduct(*HALF_1963, (USSR_WAY,)),
        ),
    ),
    "no_detente": (
        Effect(
            "Without agreements conduct is worse.",
            -1,
            "article, G1",
            _TALKS,
            _with_concessions,
            _of_pair("cooperation", *BOTH),
        ),
        Effect(
            "Trade is lower.", -1, "article, G3 and G4", _TALKS, _with_concessions, _of_pair("trade", US_WAY)
        ),
        Effect("Tension is higher.", 1, "article, G1", _TALKS, _with_concessions, _of_pair("tension", *BOTH)),
        Effect(
            "There are more crises.", 1, "article, G2", _TALKS, _with_concessions, _of_pair("crisis", US_WAY)
        ),
    ),
    "exploiter": (
        Effect(
            "The soft state has less influence.",
            -1,
            "Jervis 1976, deterrence model",
            _FIRM,
            _firm,
            _of_state("influence", "Arden"),
        ),
        Effect(
            "The exploiter's conduct is more hostile.",
            -1,
            "Jervis 1976, deterrence model",
            _FIRM,
            _firm,
            _of_pair("cooperation", "Borga to Arden"),
        ),
        Effect(
            "A provocation of the soft state would more often go unanswered.",
            1,
            "article, K1",
            _FIRM,
            _firm,
            _of_state("softness", "Arden"),
        ),
        Effect(
            "What both gain from ties is less.",
            -1,
            "Axelrod 1984: unconditional cooperation does not hold",
            _FIRM,
            _firm,
            _of_pair("mutual_benefit", "Arden to Borga"),
        ),
    ),
    "dependence": (
        Effect(
            "The small state is more dependent.",
            1,
            "Hirschman 1945; the switch itself",
            _PARTNERS,
            _replaceable_partners,
            _of_state("dependence", "Ilmen"),
        ),
        Effect(
            "It gives way more easily, so that more is in force.",
            1,
            "Keohane & Nye 1977; Crescenzi 2005",
            _PARTNERS,
            _replaceable_partners,
            _of_pair("common_ground", "Ilmen to Tarsia"),
        ),
        Effect(
            "It would criticise an abuse less often.",
            -1,
            "article, K2 and K3",
            _PARTNERS,
            _replaceable_partners,
            _of_state("rights_criticism", "Ilmen"),
        ),
        Effect(
            "It would leave more provocations unanswered.",
            1,
            "article, K1 and K2",
            _PARTNERS,
            _replaceable_partners,
            _of_state("softness", "Ilmen"),
        ),
    ),
}
