"""What a check is, and the questions that checks are made of: each one number a run, put to the record and to the model."""

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
