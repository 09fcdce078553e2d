"""1948-64: Berlin, Geneva, Cuba, and what Kennedy began."""

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
    year,
)
from studies.episodes.seen import US_WAY, USSR_WAY

HALF_1963 = ("1963-07", "1963-12")
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
}
