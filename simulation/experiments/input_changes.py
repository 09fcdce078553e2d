"""What differs in the inputs of two scenarios: which parameter, state, leader, event or order; words are set aside.

Only what the model reads is an input. Titles, summaries, names of leaders and sources may differ without any effect.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import permutations
from typing import Any, NamedTuple

from simulation.errors import ScenarioError
from simulation.parameters import PARAMETER_TABLE
from simulation.saying import say
from simulation.scenario import Event, Leader, Order, Part, Rivalry, Scenario

#: fields that the model does not read
WORDS = {"title", "source"}


class Change(NamedTuple):
    """One input that differs. A whole part that only one of the two has stands in `before` or in `after`, the other None.

    `date` is the first month in which it can matter ("YYYY-MM"); that of the start for what holds from the beginning.
    """

    part: str  # parameters, states, rivalries, leaders, events or orders
    name: str  # which of them
    field: str  # what about it; "" for a whole part
    before: Any
    after: Any
    date: str


def check_comparable(a: Scenario, b: Scenario) -> None:
    """Refuse, with a ScenarioError of one line, two scenarios whose runs cannot be set side by side month by month."""
    both = say("refusal_run.not_comparable", a=a.name, b=b.name)
    of_a, of_b = ", ".join(a.labels), ", ".join(b.labels)
    if set(a.labels) != set(b.labels):
        raise ScenarioError(say("refusal_run.other_states", a=of_a, b=of_b), both)
    if a.labels != b.labels:
        raise ScenarioError(say("refusal_run.other_order", a=of_a, b=of_b), both)
    if (a.start, a.months) != (b.start, b.months):
        of_a, of_b = (say("refusal_run.span", first=one.start, last=one.end) for one in (a, b))
        raise ScenarioError(say("refusal_run.other_months", a=of_a, b=of_b), both)


def changes(a: Scenario, b: Scenario) -> tuple[Change, ...]:
    """Every input that differs, `a` being before and `b` after. Raises ScenarioError if the two cannot be compared."""
    check_comparable(a, b)
    return (*_parameters(a, b), *_states(a, b), *_rivalries(a, b), *_dated(a, b))


def other_words(a: Scenario, b: Scenario) -> bool:
    """Whether the two tell a reader something else: title, summary, what to look for, questions."""
    return any(
        getattr(a, field) != getattr(b, field) for field in ("title", "summary", "look_for", "questions")
    )


def first_month(scenario: Scenario, found: Sequence[Change]) -> int:
    """The first month in which any of the changes can matter, counted from 0; 0 if there are none."""
    return min((max(scenario.month_index(change.date), 0) for change in found), default=0)


def ordered_until(a: Scenario, b: Scenario) -> int | None:
    """The month, counted from 0, from which on no order that only one of the two has holds any more.

    None if something else than orders differs, or nothing: then no month is the last in which inputs differ.
    """
    if {change.part for change in changes(a, b)} != {"orders"}:
        return None
    own = [one for one in a.orders if one not in b.orders] + [one for one in b.orders if one not in a.orders]
    return min(max(_months(one.date) - _months(a.start) + one.months for one in own), a.months)


def _parameters(a: Scenario, b: Scenario) -> Iterator[Change]:
    for name, about in PARAMETER_TABLE.items():
        was, now = (one.parameters.get(name, about.default) for one in (a, b))
        if was != now:
            yield Change("parameters", name, "value", was, now, a.start)


def _fields(part: str, name: str, was: Part, now: Part, date: str) -> Iterator[Change]:
    """The fields in which two parts differ."""
    for field in type(was).model_fields:
        old, new = getattr(was, field), getattr(now, field)
        if field in WORDS or old == new:
            continue
        if isinstance(old, Part) and isinstance(new, Part):
            yield from _fields(part, name, old, new, date)
        else:
            yield Change(part, name, field, old, new, date)


def _states(a: Scenario, b: Scenario) -> Iterator[Change]:
    for was, now in zip(a.states, b.states, strict=True):
        yield from _fields("states", was.name, was, now, a.start)


def _rivalries(a: Scenario, b: Scenario) -> Iterator[Change]:
    """Pair by pair, as its first state sees it; a pair without a rivalry has the defaults."""

    def between(scenario: Scenario, first: str, second: str) -> Rivalry:
        held = [one for one in scenario.rivalries if set(one.between) == {first, second}]
        return held[0].seen_from(first) if held else Rivalry(between=(first, second))

    for first, second in permutations(a.labels, 2):
        if a.labels.index(first) < a.labels.index(second):
            was, now = between(a, first, second), between(b, first, second)
            yield from _fields("rivalries", f"{first} \N{EN DASH} {second}", was, now, a.start)


def _dated(a: Scenario, b: Scenario) -> list[Change]:
    """Leaders, events and orders, by date."""
    found = list[Change]()
    for part in ("leaders", "events", "orders"):
        for was, now in _matched(getattr(a, part), getattr(b, part)):
            dates = [_date(one) for one in (was, now) if one is not None]
            first = max(min(dates), a.start)
            if was is None or now is None:
                found.append(Change(part, _named(now or was), "", was, now, first))
            else:
                found += _fields(part, _named(was), was, now, first)
    return sorted(found, key=lambda change: change.date)


def _matched(was: Sequence[Any], now: Sequence[Any]) -> Iterator[tuple[Any, Any]]:
    """Parts of the one that are not in the other, each with the part that took its place, or None.

    Of the same title (state, for leaders), the nearest in time took its place; without one, what came at the same time.
    """
    left, right = list(was), list(now)
    for one in was:
        same = next((other for other in right if _inputs(other) == _inputs(one)), None)
        if same is not None:
            left.remove(one)
            right.remove(same)
    for key in (_kin, _moment):
        for one in list(left):
            kin = [other for other in right if key(other) == key(one)]
            if kin:
                nearest = min(kin, key=lambda other: abs(_months(_date(other)) - _months(_date(one))))
                left.remove(one)
                right.remove(nearest)
                yield one, nearest
    yield from ((one, None) for one in left)
    yield from ((None, other) for other in right)


def _inputs(part: Any) -> dict[str, Any]:
    words = WORDS | {"name"} if isinstance(part, Leader) else WORDS
    return {field: value for field, value in dict(part).items() if field not in words}


def _kin(part: Leader | Event | Order) -> tuple[str, ...]:
    return (part.state, part.name) if isinstance(part, Leader) else (part.title,)


def _moment(part: Leader | Event | Order) -> tuple[str | None, ...]:
    if isinstance(part, Event):
        return (part.date, part.kind, part.state)
    return (_date(part), part.state)


def _date(part: Leader | Event | Order) -> str:
    return part.since if isinstance(part, Leader) else part.date


def _named(part: Leader | Event | Order) -> str:
    return part.name if isinstance(part, Leader) else part.title


def _months(date: str) -> int:
    return 12 * int(date[:4]) + int(date[5:7])
