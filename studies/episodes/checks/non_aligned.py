"""1956-64, with a state that belonged to neither camp."""

from __future__ import annotations

from studies.episodes.check import COOPERATION, TRADE, Check, fall, level, rise

CHECKS: dict[str, tuple[Check, ...]] = {
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
