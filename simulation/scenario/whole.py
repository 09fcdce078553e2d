"""A scenario: who, when, from which starting values, and what is imposed from outside. Frozen; checked once.

    scenario = load_scenario("cold_war")              # scenarios/cold_war.py
    scenario = load_scenario("my.toml")               # a file
    harder = scenario.changed(doctrines={"US": "hawk"}, parameters={"trust_gain": 0.5})
    text = scenario.to_toml()                         # Scenario.from_toml(text) == scenario

Outcomes (summits, treaties, crises, spending) have no place here: the model has to produce them. Every
refusal is a `ScenarioError` of one line that ends with what to do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations, permutations
from os import PathLike
from typing import Annotated, Any, ClassVar, Self

import numpy as np
import tomli_w
from numpy.typing import NDArray
from pydantic import Field, model_validator

from simulation.doctrines import Doctrine
from simulation.errors import Named, Problem, ScenarioError, choose, in_python, nearest, show
from simulation.fields import (
    LAST_YEAR,
    Entries,
    Fixed,
    Items,
    Month,
    Pattern,
    Range,
    Table,
    Text,
    Whole,
    month_number,
    month_text,
)
from simulation.gone import refusal
from simulation.pages.html import fragment
from simulation.parameters import PARAMETER_TABLE
from simulation.saying import say
from simulation.scenario.imposed import MOST_MONTHS, Event, Order
from simulation.scenario.lines import place_of, strayed
from simulation.scenario.parts import SUM_TOLERANCE, Date, Leader, Part, Rivalry, StateSpec, Title
from simulation.scenario.reading import values_of
from simulation.scenario.shown import scenario_blocks
from simulation.scripts import looks

MOST_EVENTS = 2000
Note = Annotated[str, Text(1, 500, lines=True)]


def _placed(problem: Problem, text: str) -> Problem:
    """The problem with the line of the file on which it stands."""
    (*_, key) = problem.path or ("",)
    if problem.missing and len(problem.path) == 1 and (at := strayed(str(key), text)):
        return problem._replace(text=say("refusal.strayed", line=at[0], table=at[1]))
    return problem._replace(place=place_of(problem.path, text))


def _check_parameter(name: str, value: object) -> float:
    if name not in PARAMETER_TABLE:
        hint = choose(name, PARAMETER_TABLE, "parameter")
        raise ScenarioError(refusal(name, say("refusal.unknown_parameter", hint=hint)))
    about = PARAMETER_TABLE[name]
    return Range(about.low, about.high, about.unit)(value)


def _check_source(key: str, value: object) -> str:
    if not key or key != key.strip():
        raise ScenarioError(say("refusal.source_key"))
    Text(1, 60)(key)
    return Text(1, 500)(value)


class Scenario(Part):
    """States, rivalries and imposed inputs of a run; see the fields. Raises `ScenarioError`."""

    noun: ClassVar[str] = "scenario"

    name: Annotated[str, Pattern(r"[a-z0-9_]+", 60, "identifier")]
    """An identifier, for example cold_war."""
    title: Title
    """A title for tables and figures."""
    summary: Annotated[str, Text(0, 4000, lines=True)] = ""
    """What it is about, in a paragraph that a student can read."""
    look_for: Annotated[tuple[Note, ...], Items(0, 20, "notes", "some_notes")] = ()
    """What to look for in the results."""
    questions: Annotated[tuple[Note, ...], Items(0, 20, "questions", "some_questions")] = ()
    """Questions for discussion."""
    start: Date
    """The first month, "YYYY-MM"."""
    months: Annotated[int, Whole(1, MOST_MONTHS, "months")]
    """Length of the run in months."""
    states: Annotated[
        tuple[Annotated[StateSpec, Table("one_of_states")], ...],
        Items(2, 12, "states", "states"),
    ]
    """The states, 2 to 12."""
    rivalries: Annotated[
        tuple[Annotated[Rivalry, Table("one_of_rivalries")], ...],
        Items(0, 66, "rivalries", "rivalries"),
    ] = ()
    """At most one a pair of states; other pairs have the defaults of `Rivalry`."""
    leaders: Annotated[
        tuple[Annotated[Leader, Table("one_of_leaders")], ...],
        Items(0, 2000, "leaders", "leaders"),
    ] = ()
    """Changes of leadership (imposed)."""
    events: Annotated[
        tuple[Annotated[Event, Table("one_of_events")], ...],
        Items(0, MOST_EVENTS, "events", "events"),
    ] = ()
    """Dated events (imposed)."""
    orders: Annotated[
        tuple[Annotated[Order, Table("one_of_orders")], ...],
        Items(0, MOST_EVENTS, "orders", "orders"),
    ] = ()
    """What states do or will not do in some months, whatever their doctrines say (counterfactuals)."""
    parameters: Annotated[
        dict[str, float],
        Entries(len(PARAMETER_TABLE), _check_parameter, "parameters"),
    ] = Field(default_factory=Fixed)
    """Overrides of the model's parameters."""
    sources: Annotated[dict[str, str], Entries(500, _check_source, "sources")] = Field(default_factory=Fixed)
    """Citations by key."""

    # --- checks across parts ----------------------------------------------------------------------

    @model_validator(mode="after")
    def _sense(self) -> Self:
        problems = [
            *self._check_run(), *self._check_states(), *self._check_rivalries(), *self._check_leaders(),
            *self._check_events(), *self._check_orders(), *self._check_sources(),
        ]  # fmt: skip
        if problems:
            raise ScenarioError(problems)
        return self

    def _check_run(self) -> Iterator[Problem]:
        last = month_number(f"{LAST_YEAR}-12")
        if month_number(self.start) + self.months - 1 > last:
            fits = last - month_number(self.start) + 1
            said = say("refusal.past_calendar", months=self.months, end=self.end, most=fits)
            yield Problem(("months",), said)

    def _check_states(self) -> Iterator[Problem]:
        first: dict[str, int] = {}
        for place, state in enumerate(self.states):
            key = looks(
                state.name
            )  # "US" and "us" would be a trap in every table, and so would Cyrillic "US"
            if key in first:
                said = say("refusal.state_twice", found=show(state.name), other=first[key])
                yield Problem(("states", place, "name"), said)
            first.setdefault(key, place)
        named: dict[str, int] = {}
        for place, state in enumerate(self.states):
            other = named.setdefault(state.doctrine.name, place)
            if self.states[other].doctrine != state.doctrine:
                said = say("refusal.another_doctrine", found=show(state.doctrine.name), other=other)
                yield Problem(("states", place, "doctrine"), said)
        total = sum(state.influence for state in self.states)
        if abs(total - 1) > SUM_TOLERANCE:
            yield Problem((), say("refusal.influence", total=f"{total:.6g}"))

    def _known(self, name: str, *path: str | int) -> Iterator[Problem]:
        if name not in self.labels:
            hint = choose(name, self.labels, "state")
            yield Problem(path, say("refusal.no_state", found=show(name), hint=hint))

    def _check_rivalries(self) -> Iterator[Problem]:
        first: dict[frozenset[str], int] = {}
        for place, rivalry in enumerate(self.rivalries):
            for side in (0, 1):
                yield from self._known(rivalry.between[side], "rivalries", place, "between", side)
            pair = frozenset(rivalry.between)
            if pair in first:
                yield Problem(("rivalries", place, "between"), say("refusal.same_two", other=first[pair]))
            first.setdefault(pair, place)

    def _check_leaders(self) -> Iterator[Problem]:
        first: dict[tuple[str, str], int] = {}
        for place, leader in enumerate(self.leaders):
            yield from self._known(leader.state, "leaders", place, "state")
            if self._offset(leader.since) >= self.months:
                said = say("refusal.after_end", found=leader.since, end=self.end)
                yield Problem(("leaders", place, "since"), said)
            key = (leader.state, leader.since)
            if key in first:
                said = say("refusal.same_office", found=leader.since, other=first[key])
                yield Problem(("leaders", place, "since"), said)
            first.setdefault(key, place)

    def _check_events(self) -> Iterator[Problem]:
        first: dict[Event, int] = {}
        for place, event in enumerate(self.events):
            if not 0 <= self._offset(event.date) < self.months:
                yield Problem(("events", place, "date"), self._outside(event.date))
            if event.state is not None:
                yield from self._known(event.state, "events", place, "state")
            for side, name in enumerate(event.between or ()):
                yield from self._known(name, "events", place, "between", side)
            if event in first:
                yield Problem(("events", place), say("refusal.event_twice", other=first[event]))
            first.setdefault(event, place)

    def _check_orders(self) -> Iterator[Problem]:
        taken: dict[tuple[str, str, tuple[str, ...], int], int] = {}
        barring = [(other, order) for other, order in enumerate(self.orders) if order.never]
        for place, order in enumerate(self.orders):
            yield from self._known(order.state, "orders", place, "state")
            if order.towards is not None:
                yield from self._known(order.towards, "orders", place, "towards")
            if not 0 <= self._offset(order.date) < self.months:
                yield Problem(("orders", place, "date"), self._outside(order.date))
            for moment in self._moments(order):
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
                    if (both := [act for act in acts if act in barred.never]) and self._meet(order, barred):
                        said = say("refusal.barred", act=repr(both[0]), other=other, state=order.state)
                        yield Problem(("orders", place, field), said)

    def _meet(self, order: Order, other: Order) -> bool:
        """Whether two orders bind the same state, towards a common rival, in a common month."""
        first, second = self._offset(order.date), self._offset(other.date)
        rivals = order.towards is None or other.towards in (None, order.towards)
        together = first < second + other.months and second < first + order.months
        return order.state == other.state and rivals and together

    def _moments(self, order: Order) -> Iterator[tuple[str, str, tuple[str, ...], int]]:
        """Every (state, rival, thing, month) for which an order says what is done (`Order.says`)."""
        rivals = [order.towards] if order.towards else [name for name in self.labels if name != order.state]
        first = self._offset(order.date)
        for month in range(first, min(first + order.months, self.months)):
            yield from ((order.state, rival, thing, month) for thing in order.says() for rival in rivals)

    def _check_sources(self) -> Iterator[Problem]:
        # free text is allowed: only what looks like a misspelt key is refused, one word close to a known key
        for group in ("states", "rivalries", "leaders", "events", "orders"):
            for place, part in enumerate(getattr(self, group)):
                if part.source in self.sources or not re.fullmatch(r"[\w-]{1,60}", part.source):
                    continue
                if nearest(part.source, self.sources):
                    hint = choose(part.source, self.sources, "key")
                    said = say("refusal.no_source", found=show(part.source), hint=hint)
                    yield Problem((group, place, "source"), said)

    # --- time -------------------------------------------------------------------------------------

    @property
    def end(self) -> str:
        """The last month of the run, "YYYY-MM"."""
        return month_text(month_number(self.start) + self.months - 1)

    def _offset(self, date: str) -> int:
        return month_number(date) - month_number(self.start)

    def _outside(self, date: str) -> str:
        return say("refusal.outside", found=date, start=self.start, end=self.end)

    def month_index(self, date: str) -> int:
        """The place of `date` ("YYYY-MM") in the run, 0 to months - 1. Raises ScenarioError outside it."""
        try:
            Month()(date)
        except ScenarioError as error:
            raise ScenarioError(error.within("month"), Named("scenario", self.name)) from None
        if not 0 <= self._offset(date) < self.months:
            raise ScenarioError([Problem(("month",), self._outside(date))], Named("scenario", self.name))
        return self._offset(date)

    def month_text(self, index: int) -> str:
        """The month at `index` (0 is the start) as "YYYY-MM"; the inverse of `month_index`."""
        return month_text(month_number(self.start) + index)

    def dates(self) -> NDArray[np.datetime64]:
        """The first day of each month of the run, datetime64[ns], [month]."""
        months = np.arange(self.months).astype("timedelta64[M]")
        return (np.datetime64(self.start, "M") + months).astype("datetime64[ns]")

    # --- who --------------------------------------------------------------------------------------

    @property
    def labels(self) -> tuple[str, ...]:
        """The names of the states, in order: the axis `state` of a result."""
        return tuple(state.name for state in self.states)

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """The n(n-1) directed pairs (actor, target), by actor, then by target, in the order of the states."""
        return tuple(permutations(self.labels, 2))

    def rivalry(self, actor: str, target: str) -> Rivalry:
        """The relation at the start with `actor` first; the defaults of `Rivalry` if none is declared."""
        problems = [*self._known(actor, "actor"), *self._known(target, "target")]
        if problems:
            raise ScenarioError(problems, Named("scenario", self.name))
        for rivalry in self.rivalries:
            if {actor, target} == set(rivalry.between):
                return rivalry.seen_from(actor)
        return Rivalry(between=(actor, target))

    def event_pairs(self, event: Event) -> tuple[tuple[str, str], ...]:
        """The unordered pairs that a technology event or an incident concerns: `between`, or else all."""
        return (event.between,) if event.between else tuple(combinations(self.labels, 2))

    def leader_at(self, state: str, index: int) -> Leader | None:
        """Who leads `state` in month `index` (0 is the start); None if no leader is named for that time."""
        in_office = [who for who in self.leaders if who.state == state and self._offset(who.since) <= index]
        return max(in_office, key=lambda who: who.since, default=None)

    # --- copies, texts and files ------------------------------------------------------------------

    def changed(self, *, doctrines: Mapping[str, str | Doctrine] | None = None, **updates: Any) -> Scenario:
        """A checked copy with some fields replaced.

        `parameters` is merged with the overrides already there; None takes one away, as in
        `changed(parameters={"trust_gain": None})`. `doctrines` maps states to doctrines or their
        names, as in `changed(doctrines={"US": "hawk"})`. Every other name is a field and replaces it whole.
        Raises ScenarioError.
        """
        where = Named("scenario", self.name)
        values = {**dict(self), **updates}
        if isinstance(values["parameters"], Mapping):
            merged = {**self.parameters, **values["parameters"]}
            values["parameters"] = {name: value for name, value in merged.items() if value is not None}
        changed = Scenario(**values)
        if doctrines is None:
            return changed
        if not isinstance(doctrines, Mapping):
            said = say("refusal.doctrines", found=show(doctrines))
            raise ScenarioError([Problem(("doctrines",), said)], where)
        states, problems = {state.name: state for state in changed.states}, list[Problem]()
        for name, doctrine in doctrines.items():
            problems += changed._known(str(name), "doctrines")
            try:
                if name in states:
                    states[name] = StateSpec(**{**dict(states[name]), "doctrine": doctrine})
            except ScenarioError as error:
                problems += [Problem(("doctrines", name), problem.text) for problem in error.problems]
        if problems:
            raise ScenarioError(problems, where)
        return Scenario(**{**dict(changed), "states": tuple(states.values())})

    def without(self, words: str) -> Scenario:
        """A copy without the events and orders whose title holds `words`: "no U-2". Raises ScenarioError if none does."""
        if not isinstance(words, str) or not words.strip():  # "" stands in every title
            said = say("refusal_argument.words", found=in_python(words))
            raise ScenarioError(said, Named("scenario", self.name))

        def others(parts: tuple[Any, ...]) -> tuple[Any, ...]:
            return tuple(part for part in parts if words.casefold() not in part.title.casefold())

        events, orders = others(self.events), others(self.orders)
        if (events, orders) == (self.events, self.orders):
            hint = choose(
                words, [part.title for part in self.events] + [part.title for part in self.orders], "title"
            )
            said = say("refusal.without", found=show(words), hint=hint)
            raise ScenarioError(said, Named("scenario", self.name))
        return self.changed(events=events, orders=orders)

    def to_toml(self) -> str:
        """The scenario as TOML text; `Scenario.from_toml` of it gives an equal scenario."""
        return tomli_w.dumps(self.model_dump(exclude_none=True), multiline_strings=True)

    @classmethod
    def from_toml(cls, path_or_text: str | PathLike[str], doctrines: Iterable[Doctrine] = ()) -> Scenario:
        """Read TOML: text if it holds a line break or "=" (or nothing), else the path of a file.

        `doctrines` are those that it may name besides the ones that are known by name everywhere.
        Raises ScenarioError for a file that is missing, no regular file, larger than 1 MiB, not UTF-8 or not
        TOML, and for every content that the fields refuse.
        """
        values, where, text = values_of(path_or_text)
        own = {doctrine.name: doctrine for doctrine in doctrines}
        for state in values["states"] if own and isinstance(values.get("states"), list) else ():
            if isinstance(state, dict) and isinstance(state.get("doctrine"), str):
                state["doctrine"] = own.get(state["doctrine"], state["doctrine"])
        try:
            return cls(**values)
        except ScenarioError as error:
            raise ScenarioError([_placed(problem, text) for problem in error.problems], where) from None

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        """The JSON schema of a scenario file, for editors; relations between parts are not in it."""
        schema = cls.model_json_schema()
        schema["properties"]["parameters"]["properties"] = {
            name: {"type": "number", "minimum": about.low, "maximum": about.high, "default": about.default,
                   "description": f"{about.meaning} ({about.unit})"}
            for name, about in PARAMETER_TABLE.items()
        }  # fmt: skip
        schema["properties"]["parameters"]["additionalProperties"] = False
        return schema

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        return fragment(scenario_blocks({**dict(self), "end": self.end}))

    def __str__(self) -> str:
        return f"{self.name}: {self.title} ({', '.join(self.labels)}; {self.start} to {self.end})"
