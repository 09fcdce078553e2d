"""What is imposed on a run, by date: events from outside, and orders that fix what a state does.

An event is an input of history; an order is a counterfactual, "answer in kind in March 1969", "Nixon stays home", or what
a person decided who played the state. So whatever a player can decide, an order can say.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal, Self, get_args

from pydantic import model_validator

from simulation.actions import ACTIONS
from simulation.domains import ISSUES
from simulation.errors import Problem, ScenarioError, show
from simulation.fields import Entries, Every, Items, OneOf, Range, Whole, Yes, unknown
from simulation.saying import say
from simulation.scenario.parts import Date, Label, Part, Share, Source, Title, TwoStates, two_different

MOST_MONTHS = 2400

EventKind = Literal["theatre", "economy", "technology", "rights", "incident"]
Stage = Literal["initiative", "response", "both"]
Act = Annotated[str, OneOf(tuple(action.name for action in ACTIONS), "act")]
#: acts that are offered, and that the rival may decline
OFFERS = tuple(action.name for action in ACTIONS if action.consent)
Offers = Annotated[tuple[Act, ...], Items(0, len(OFFERS), "acts", "some_acts"), Every(OFFERS)]


def _demand(issue: str, share: object) -> float:
    if issue not in ISSUES:
        raise ScenarioError(unknown(issue, ISSUES, "issue"))
    return Range(0, 1)(share)


Demands = Annotated[dict[str, float], Entries(len(ISSUES), _demand, "some_demands")]


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
    - `accepts`, `declines`: it says yes or no to these when its rival offers them in this `stage` of the month. What it
      has no attention or no agreement for it declines all the same; about other offers its doctrine decides.
    - `asks`: what it demands in open talks, by issue, in place of what it would concede to. Below its own red line
      nothing is signed.
    - `leaves`: the agreements that it leaves.
    - `speaks`: whether it speaks up where its rival abuses rights, or keeps silent.

    An order fixes what it says and nothing else: the same chance falls, so that two runs with and without it are paired.
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
    accepts: Offers = ()
    """Offers of the rival that it says yes to; "all" for all."""
    declines: Offers = ()
    """Offers of the rival that it says no to; "all" for all."""
    asks: Demands | None = None
    """Share that it demands on each issue, 0 to 1, while talks on it are open."""
    leaves: Annotated[
        tuple[Annotated[str, OneOf(ISSUES, "issue")], ...], Items(0, len(ISSUES), "issues", "some_issues")
    ] = ()
    """Issues on which it leaves the agreement."""
    speaks: Annotated[bool, Yes()] | None = None
    """Whether it speaks up about an abuse of rights by the rival, or keeps silent."""
    stage: Annotated[Stage, OneOf(get_args(Stage), "stage")] = "initiative"
    """When in the month `act` is done, and an offer that it `accepts` or `declines` is made: initiative, response (the
    answer to the rival's move), or both."""
    months: Annotated[int, Whole(1, MOST_MONTHS, "months")] = 1
    """How long it holds; clipped at the end of the run."""
    chosen: Annotated[bool, Yes()] = False
    """Whether it is what a person chose who played the state, a free act, and not a premise of the scenario."""
    source: Source = ""
    """A key of `sources`, or free text."""

    @model_validator(mode="after")
    def _sense(self) -> Self:
        problems = list[Problem]()
        if self.act is not None and self.never:
            problems.append(Problem(("act",), say("refusal.order_with_both")))
        if not any(True for _ in self.says()) and not self.never:
            problems.append(Problem(("act",), say("refusal.order_without_act")))
        if "hold" in self.never:
            problems.append(Problem(("never",), say("refusal.never_hold")))
        problems += self._twice()
        problems += self._about_offers()
        if self.towards == self.state:
            problems.append(Problem(("towards",), say("refusal.towards_itself", found=show(self.state))))
        if problems:
            raise ScenarioError(problems)
        return self

    def _twice(self) -> Iterator[Problem]:
        for field in ("accepts", "declines", "leaves"):
            names = getattr(self, field)
            if again := [name for place, name in enumerate(names) if name in names[:place]]:
                yield Problem((field,), say("refusal_twice.named", name=repr(again[0])))

    def _about_offers(self) -> Iterator[Problem]:
        for field in ("accepts", "declines"):
            for act in getattr(self, field):
                if act not in OFFERS:
                    names = ", ".join(OFFERS)
                    yield Problem((field,), say("refusal_order.no_offer", act=repr(act), names=names))
        for field in ("declines", "never"):
            if both := [act for act in self.accepts if act in getattr(self, field)]:
                yield Problem(("accepts",), say("refusal_order.both", act=repr(both[0]), other=field))

    def says(self) -> Iterator[tuple[str, ...]]:
        """Each thing that it fixes, of which no other order may say anything for the same pair in the same month.

        ("act", stage), ("offer", act, stage), ("asks", issue), ("leaves", issue) or ("speaks",).
        """
        for stage in ("initiative", "response") if self.stage == "both" else (self.stage,):
            if self.act is not None:
                yield "act", stage
            yield from (("offer", act, stage) for act in (*self.accepts, *self.declines))
        yield from (("asks", issue) for issue in self.asks or {})
        yield from (("leaves", issue) for issue in self.leaves)
        if self.speaks is not None:
            yield ("speaks",)
