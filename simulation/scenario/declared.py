"""What a scenario declares: its fields, each checked by itself. What they are together is the business of `sense`."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from simulation.errors import ScenarioError, choose
from simulation.fields import (
    Entries,
    Fixed,
    Items,
    Pattern,
    Range,
    Table,
    Text,
    Whole,
    month_number,
    month_text,
)
from simulation.gone import refusal
from simulation.parameters import PARAMETER_TABLE
from simulation.saying import say
from simulation.scenario.imposed import MOST_MONTHS, Event, Order
from simulation.scenario.parts import Date, Leader, Part, Rivalry, StateSpec, Title

MOST_EVENTS = 2000
MOST_ORDERS = 5000  # of a match over 44 years: two a month of each of two persons are 2,112
Note = Annotated[str, Text(1, 500, lines=True)]


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


class Declared(Part):
    """The fields of a `Scenario`, in their order."""

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
        Items(0, MOST_ORDERS, "orders", "orders"),
    ] = ()
    """What states do or will not do in some months, whatever their doctrines say (counterfactuals)."""
    parameters: Annotated[
        dict[str, float],
        Entries(len(PARAMETER_TABLE), _check_parameter, "parameters"),
    ] = Field(default_factory=Fixed)
    """Overrides of the model's parameters."""
    sources: Annotated[dict[str, str], Entries(500, _check_source, "sources")] = Field(default_factory=Fixed)
    """Citations by key."""

    @property
    def end(self) -> str:
        """The last month of the run, "YYYY-MM"."""
        return month_text(month_number(self.start) + self.months - 1)

    @property
    def labels(self) -> tuple[str, ...]:
        """The names of the states, in order: the axis `state` of a result."""
        return tuple(state.name for state in self.states)
