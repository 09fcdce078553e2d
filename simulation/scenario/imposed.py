"""What is imposed on a run, by date: events from outside, and orders that fix what a state does.

An event is an input of history; an order is a counterfactual: "answer in kind in March 1969", "Nixon stays home".
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, Self, get_args

from pydantic import model_validator

from simulation.actions import ACTIONS
from simulation.errors import Problem, ScenarioError, show
from simulation.fields import Items, OneOf, Whole
from simulation.saying import say
from simulation.scenario.parts import Date, Label, Part, Share, Source, Title, TwoStates, two_different

MOST_MONTHS = 2400

EventKind = Literal["theatre", "economy", "technology", "rights", "incident"]
Stage = Literal["initiative", "response", "both"]
Act = Annotated[str, OneOf(tuple(action.name for action in ACTIONS), "act")]


class Event(Part):
    """Something imposed from outside: a dated input, not an outcome of the relation.

    - theatre: a war or revolution in a third country opens a contest of weight `size`; `state`, if given, is
      whom the change favours at the outset.
    - economy: a harvest failure or oil shock of `size` hits `state`.
    - technology: sets the mutual nuclear vulnerability of the pair `between`, or of all pairs, to `size`.
    - rights: an abuse of weight `size` in `state`.
    - incident: an accident or clash of weight `size` that may start a crisis, in the pair `between`, or in
      all pairs; the crisis is as grave as its chance has it, and no less grave than its `stakes`, if given.

    The event lasts `months` from its date on; what would last beyond the end of the run is clipped there.
    """

    noun: ClassVar[str] = "event"

    date: Date
    """The event's first month, "YYYY-MM"."""
    kind: Annotated[EventKind, OneOf(get_args(EventKind), "kind of event")]
    """One of theatre, economy, technology, rights, incident."""
    title: Title
    """What happened, in a few words."""
    size: Share
    """How much, 0 to 1."""
    stakes: Share | None = None
    """How grave a threat to vital interests it is (incident), 0 to 1: least severity of the crisis that it starts."""
    months: Annotated[int, Whole(1, MOST_MONTHS, "months")] = 1
    """How long it lasts; clipped at the end of the run."""
    state: Label | None = None
    """The state it hits (economy, rights), or favours (theatre)."""
    between: TwoStates | None = None
    """The pair it concerns (technology, incident); all pairs without it."""
    source: Source = ""
    """A key of `sources`, or free text."""

    @model_validator(mode="after")
    def _sense(self) -> Self:
        problems = two_different(self.between) if self.between else []
        paired = self.kind in ("technology", "incident")
        if self.state is None and self.kind in ("economy", "rights"):
            problems.append(Problem(("state",), say("refusal.event_without_state", kind=self.kind)))
        if self.state is not None and paired:
            problems.append(Problem(("state",), say("refusal.event_with_state", kind=self.kind)))
        if self.between is not None and not paired:
            problems.append(Problem(("between",), say("refusal.event_with_pair", kind=self.kind)))
        if self.stakes is not None and self.kind != "incident":
            problems.append(Problem(("stakes",), say("refusal.event_with_stakes", kind=self.kind)))
        if problems:
            raise ScenarioError(problems)
        return self


class Order(Part):
    """What a state does, or will not do, in some months, whatever its doctrine would have chosen.

    - `act`: it does this, in its `stage` of the month. What needs a rival's consent still needs it; what it has no
      attention or no agreement for it cannot do, and holds instead.
    - `never`: it does none of these, and does not join in them either.

    An order changes one move and nothing else: the same chance falls, so that two runs with and without it are paired.
    """

    noun: ClassVar[str] = "order"

    date: Date
    """The order's first month, "YYYY-MM"."""
    title: Title
    """What it says, in a few words."""
    state: Label
    """The state that it binds."""
    towards: Label | None = None
    """The rival that it is about; all rivals without it."""
    act: Act | None = None
    """What the state does; an act of the table."""
    never: Annotated[tuple[Act, ...], Items(0, len(ACTIONS) - 1, "acts", "some_acts")] = ()
    """What it does not do."""
    stage: Annotated[Stage, OneOf(get_args(Stage), "stage")] = "initiative"
    """When in the month `act` is done: initiative, response (the answer to the rival's move), or both."""
    months: Annotated[int, Whole(1, MOST_MONTHS, "months")] = 1
    """How long it holds; clipped at the end of the run."""
    source: Source = ""
    """A key of `sources`, or free text."""

    @model_validator(mode="after")
    def _sense(self) -> Self:
        problems = []
        if (self.act is None) == (not self.never):
            key = "refusal.order_without_act" if self.act is None else "refusal.order_with_both"
            problems.append(Problem(("act",), say(key)))
        if "hold" in self.never:
            problems.append(Problem(("never",), say("refusal.never_hold")))
        if self.towards == self.state:
            problems.append(Problem(("towards",), say("refusal.towards_itself", found=show(self.state))))
        if problems:
            raise ScenarioError(problems)
        return self
