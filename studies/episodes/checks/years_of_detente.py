"""1969-79: détente, the triangle, Helsinki, Angola."""

from __future__ import annotations

from studies.episodes.check import (
    CLOCK,
    COOPERATION,
    SPENDING,
    TRADE,
    Check,
    burden_change,
    burden_ratio,
    danger_change,
    fall,
    level,
    minus,
    rise,
    trade_change,
    trade_ratio,
    year,
)
from studies.episodes.seen import US_WAY, USSR_WAY

HALF_1975 = ("1975-07", "1975-12")

CHECKS: dict[str, tuple[Check, ...]] = {
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
}
