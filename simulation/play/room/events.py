"""What can happen in a room. Each event has the time at which it did, in seconds: a room knows of no other clock.

Made by the server from what a phone or the teacher sent; `to_json` and `event_of` are each other's inverse.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, ValidationError

from simulation.errors import ScenarioError, problems_of, show
from simulation.fields import OneOf, Pattern, Range, Text, Whole, Yes
from simulation.saying import say
from simulation.scenario import Event as Imposed
from simulation.scenario import EventKind
from simulation.scenario.imposed import Act
from simulation.scenario.parts import Label, Share, Title, TwoStates

Seconds = Annotated[float, Range(0, 1e11, "seconds")]
PhoneId = Annotated[str, Pattern("[A-Za-z0-9_-]{1,32}", 32, "room_id")]
Number = Annotated[int, Whole(0, 10_000)]
Stage = Annotated[Literal["move", "answer"], OneOf(("move", "answer"), "stage")]
Ends = Annotated[Literal["move", "answer", "over"], OneOf(("move", "answer", "over"), "stage")]
Power = Literal["veto", "hold", "ban", "allow", "speak"]


class Event(BaseModel):
    """Something that happened. Raises ScenarioError, one line, for what cannot happen to anybody."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    at: Seconds

    def __init__(self, /, **values: Any) -> None:
        try:
            super().__init__(**values)
        except ValidationError as error:
            raise ScenarioError(problems_of(error, type(self))) from None

    def to_json(self) -> str:
        """One line, the same for the same event."""
        values = {"what": type(self).__name__, **self.model_dump(exclude_none=True)}
        return json.dumps(values, ensure_ascii=False, sort_keys=True, allow_nan=False)


class OfPhone(Event):
    """Something that a phone did, or that was done with it."""

    phone: PhoneId


class InStage(OfPhone):
    """Something that a phone did in a stage of its table's turn; what comes too late is refused."""

    turn: Number
    stage: Stage


# --- by phones -------------------------------------------------------------------------------------------------------


class Joined(OfPhone):
    """A phone that was not here. It finds a place, always."""

    lang: Annotated[str, Text(2, 12)] = "en"


class Spoke(OfPhone):
    """It reads in this language from now on."""

    lang: Annotated[str, Text(2, 12)]


class Advised(InStage):
    """It advises its team, and so votes: an act, and yes or no to an offer, by rival; what it said before is replaced."""

    acts: dict[Label, Act] = {}
    consents: dict[Label, Annotated[bool, Yes()]] = {}


class Used(InStage):
    """It uses a power of its card.

    veto   hawk: no to what the rival offers      hold    dove: the rival is answered with holding
    ban    envoy: no summit this turn             allow   hawk: its state may threaten in this stage (`yes`), or may not
    speak  envoy: its state speaks up about the rival's abuse of rights (`yes`), or is silent
    """

    power: Annotated[Power, OneOf(get_args(Power), "kind")]
    rival: Label | None = None
    yes: Annotated[bool, Yes()] = True


class Announced(OfPhone):
    """The press puts what both did in the turn that has just been over on the projector; `month` is its first, from 0."""

    table: Number
    turn: Number
    month: Number


class Predicted(OfPhone):
    """What it expects of its own match: figures by name, and words where the room takes them."""

    figures: dict[Annotated[str, Pattern("[a-z_]{1,24}", 24, "room_id")], Annotated[float, Range(0, 1000)]]
    words: Annotated[str, Text(0, 200)] = ""


class PinTried(OfPhone):
    """Somebody with another phone says that this was theirs. A wrong PIN is an event, too: tries are counted."""

    pin: Annotated[str, Text(0, 12)]


# --- by the teacher --------------------------------------------------------------------------------------------------


class OfTable(Event):
    """Something that concerns one table, or all."""

    table: Number | None = None


class Started(Event):
    """The seats are dealt."""


class Paused(Event):
    """Nothing can be sent; clocks keep the time left."""


class Resumed(Event):
    """It goes on with the time that was left."""


class Extended(OfTable):
    """So many seconds more in this stage."""

    seconds: Annotated[float, Range(1, 3600, "seconds")] = 30


class Closed(OfTable):
    """Whoever has not sent in this stage is played by their doctrine. The clock says so, too."""


class Ended(OfTable):
    """The match is over with the months that it has; what was sent in a turn that is not over counts for nothing."""


class Injected(OfTable):
    """An event of the scenario's kinds happens, `after` months after the month that is played at each table."""

    kind: EventKind
    title: Title
    size: Share
    state: Label | None = None
    between: TwoStates | None = None
    months: Annotated[int, Whole(1, 120, "months")] = 1
    after: Annotated[int, Whole(1, 24, "months")] = 1

    def imposed(self, date: str) -> Imposed:
        """The event of a scenario, with its date. Raises ScenarioError for what is no such event."""
        values = self.model_dump(exclude={"at", "table", "after"})
        return Imposed(date=date, **values)


class HandedBack(OfPhone):
    """Its seat is its own again, at once."""


class Placed(OfPhone):
    """It is given a seat: of a program's, in a team, or from among the press."""

    table: Number
    state: Label


class Removed(OfPhone):
    """It is no longer here; what it held stays with its team, or is a program's."""


class PinShown(OfPhone):
    """The teacher shows a PIN with which another phone can take this one's place, once."""

    pin: Annotated[str, Pattern("[0-9]{4}", 4, "room_pin")]


class Door(Event):
    """The door is shut, or open."""

    is_open: Annotated[bool, Yes()]


class Finished(Event):
    """The lesson is over: names, tokens and words are dropped."""


# --- by what the service sees ----------------------------------------------------------------------------------------


class Left(OfPhone):
    """It has given no sign of life for a while."""


class Returned(OfPhone):
    """It has given one."""


class Staged(Event):
    """A table's match has come to another stage; "over": to its end."""

    table: Number
    turn: Number
    stage: Ends


class Reopened(Event):
    """The service is there again after a while: a moment, or a week. What lies between was nobody's time."""


KINDS: Mapping[str, type[Event]] = {
    kind.__name__: kind
    for kind in (
        Joined, Spoke, Advised, Used, Announced, Predicted, PinTried, Started, Paused, Resumed, Extended, Closed, Ended,
        Injected, HandedBack, Placed, Removed, PinShown, Door, Finished, Left, Returned, Staged, Reopened,
    )
}  # fmt: skip


def event_of(text: str) -> Event:
    """The event of a line. Raises ScenarioError, one line, for what is none."""
    try:
        values = json.loads(text)
    except (ValueError, RecursionError):
        values = None
    kind = KINDS.get(str(values.pop("what", ""))) if isinstance(values, dict) else None
    if kind is None:
        raise ScenarioError(say("refusal_room.no_event", found=show(text)))
    return kind(**values)
