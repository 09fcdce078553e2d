"""1979-91: Afghanistan, the danger of 1983, Gorbachev."""

from __future__ import annotations

from studies.episodes.check import (
    CLOCK,
    COOPERATION,
    SPENDING,
    TRADE,
    Check,
    burden_change,
    danger_change,
    fall,
    kinder,
    level,
    minus,
    rise,
    trade_change,
    trade_ratio,
    year,
)
from studies.episodes.seen import USSR_WAY

CHECKS: dict[str, tuple[Check, ...]] = {
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
}
