"""What makes no sense across the parts of a scenario, though each field is right by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from simulation.errors import Problem, choose, nearest, show
from simulation.fields import LAST_YEAR, month_number
from simulation.saying import say
from simulation.scenario.declared import Declared
from simulation.scenario.imposed import Event, Order
from simulation.scenario.parts import SUM_TOLERANCE
from simulation.scripts import looks


def problems(scenario: Declared) -> list[Problem]:
    """All that is wrong; none where the scenario can be run."""
    return [
        *_run(scenario), *_states(scenario), *_rivalries(scenario), *_leaders(scenario), *_events(scenario),
        *_orders(scenario), *_sources(scenario),
    ]  # fmt: skip


def _run(scenario: Declared) -> Iterator[Problem]:
    last = month_number(f"{LAST_YEAR}-12")
    if month_number(scenario.start) + scenario.months - 1 > last:
        fits = last - month_number(scenario.start) + 1
        said = say("refusal.past_calendar", months=scenario.months, end=scenario.end, most=fits)
        yield Problem(("months",), said)


def _states(scenario: Declared) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for place, state in enumerate(scenario.states):
        key = looks(state.name)  # "US" and "us" would be a trap in every table, and so would Cyrillic "US"
        if key in first:
            said = say("refusal.state_twice", found=show(state.name), other=first[key])
            yield Problem(("states", place, "name"), said)
        first.setdefault(key, place)
    named: dict[str, int] = {}
    for place, state in enumerate(scenario.states):
        other = named.setdefault(state.doctrine.name, place)
        if scenario.states[other].doctrine != state.doctrine:
            said = say("refusal.another_doctrine", found=show(state.doctrine.name), other=other)
            yield Problem(("states", place, "doctrine"), said)
    total = sum(state.influence for state in scenario.states)
    if abs(total - 1) > SUM_TOLERANCE:
        yield Problem((), say("refusal.influence", total=f"{total:.6g}"))


def no_state(scenario: Declared, name: str, *path: str | int) -> Iterator[Problem]:
    """A problem where no state has this name."""
    if name not in scenario.labels:
        hint = choose(name, scenario.labels, "state")
        yield Problem(path, say("refusal.no_state", found=show(name), hint=hint))


def _rivalries(scenario: Declared) -> Iterator[Problem]:
    first: dict[frozenset[str], int] = {}
    for place, rivalry in enumerate(scenario.rivalries):
        for side in (0, 1):
            yield from no_state(scenario, rivalry.between[side], "rivalries", place, "between", side)
        pair = frozenset(rivalry.between)
        if pair in first:
            yield Problem(("rivalries", place, "between"), say("refusal.same_two", other=first[pair]))
        first.setdefault(pair, place)


def _leaders(scenario: Declared) -> Iterator[Problem]:
    first: dict[tuple[str, str], int] = {}
    for place, leader in enumerate(scenario.leaders):
        yield from no_state(scenario, leader.state, "leaders", place, "state")
        if offset(scenario, leader.since) >= scenario.months:
            said = say("refusal.after_end", found=leader.since, end=scenario.end)
            yield Problem(("leaders", place, "since"), said)
        key = (leader.state, leader.since)
        if key in first:
            said = say("refusal.same_office", found=leader.since, other=first[key])
            yield Problem(("leaders", place, "since"), said)
        first.setdefault(key, place)


def _events(scenario: Declared) -> Iterator[Problem]:
    first: dict[Event, int] = {}
    for place, event in enumerate(scenario.events):
        if not 0 <= offset(scenario, event.date) < scenario.months:
            yield Problem(("events", place, "date"), outside(scenario, event.date))
        if event.state is not None:
            yield from no_state(scenario, event.state, "events", place, "state")
        for side, name in enumerate(event.between or ()):
            yield from no_state(scenario, name, "events", place, "between", side)
        if event in first:
            yield Problem(("events", place), say("refusal.event_twice", other=first[event]))
        first.setdefault(event, place)


def _orders(scenario: Declared) -> Iterator[Problem]:
    taken: dict[tuple[str, str, tuple[str, ...], int], int] = {}
    barring = [(other, order) for other, order in enumerate(scenario.orders) if order.never]
    for place, order in enumerate(scenario.orders):
        yield from no_state(scenario, order.state, "orders", place, "state")
        if order.towards is not None:
            yield from no_state(scenario, order.towards, "orders", place, "towards")
        if not 0 <= offset(scenario, order.date) < scenario.months:
            yield Problem(("orders", place, "date"), outside(scenario, order.date))
        for moment in _moments(scenario, order):
            if moment in taken:
                thing, *names = moment[2]
                key = "refusal.two_orders" if thing == "act" else f"refusal_order.two_{thing}"
                name = names[0] if names else ""
                said = say(key, state=order.state, name=name, other=taken[moment])
                yield Problem(("orders", place), said)
                break
            taken[moment] = place
        for other, barred in barring:
            for field, acts in (("act", (order.act,)), ("accepts", order.accepts)):
                if (both := [act for act in acts if act in barred.never]) and _meet(scenario, order, barred):
                    said = say("refusal.barred", act=repr(both[0]), other=other, state=order.state)
                    yield Problem(("orders", place, field), said)


def _meet(scenario: Declared, order: Order, other: Order) -> bool:
    """Whether two orders bind the same state, towards a common rival, in a common month."""
    first, second = offset(scenario, order.date), offset(scenario, other.date)
    rivals = order.towards is None or other.towards in (None, order.towards)
    together = first < second + other.months and second < first + order.months
    return order.state == other.state and rivals and together


def _moments(scenario: Declared, order: Order) -> Iterator[tuple[str, str, tuple[str, ...], int]]:
    """Every (state, rival, thing, month) for which an order says what is done (`Order.says`)."""
    rivals = [order.towards] if order.towards else [name for name in scenario.labels if name != order.state]
    first = offset(scenario, order.date)
    for month in range(first, min(first + order.months, scenario.months)):
        yield from ((order.state, rival, thing, month) for thing in order.says() for rival in rivals)


def _sources(scenario: Declared) -> Iterator[Problem]:
    # free text is allowed: only what looks like a misspelt key is refused, one word close to a known key
    for group in ("states", "rivalries", "leaders", "events", "orders"):
        for place, part in enumerate(getattr(scenario, group)):
            if part.source in scenario.sources or not re.fullmatch(r"[\w-]{1,60}", part.source):
                continue
            if nearest(part.source, scenario.sources):
                hint = choose(part.source, scenario.sources, "key")
                said = say("refusal.no_source", found=show(part.source), hint=hint)
                yield Problem((group, place, "source"), said)


def offset(scenario: Declared, date: str) -> int:
    """Months from the start to `date`; negative before it."""
    return month_number(date) - month_number(scenario.start)


def outside(scenario: Declared, date: str) -> str:
    """What is said of a date that is no month of the run."""
    return say("refusal.outside", found=date, start=scenario.start, end=scenario.end)
