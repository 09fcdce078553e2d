"""Who plays what, and what a player can send: values, their JSON, and what is refused of any of them by itself.

What cannot be *now*, the wrong stage or an act out of reach, `play/match.py` refuses, which knows the match.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Annotated, Any, ClassVar, Final, Literal, get_args

from simulation.domains import ISSUES
from simulation.errors import ScenarioError, choose, show
from simulation.fields import Items, OneOf, Whole, Yes, check_seed
from simulation.saying import say
from simulation.scenario import Event, Scenario
from simulation.scenario.imposed import Act, Demands, Offers
from simulation.scenario.parts import Part

MOVE: Final = "move"
ANSWER: Final = "answer"
UNDO: Final = "undo"
EVENT: Final = "event"
END: Final = "end"
PERSON: Final = "person"
DOCTRINE: Final = "doctrine"
TEACHER: Final = "teacher"
IN_KIND: Final = "in_kind"
LONGEST_TURN = 24  # months: the longest standing policy that still leaves 44 years some thirty decisions

Stage = Literal["move", "answer", "undo", "event", "end"]
By = Literal["person", "doctrine", "teacher"]
Provoked = Literal["hold", "in_kind"]


@dataclass(frozen=True)
class Seat:
    """Who decides for a state. A program decides by `doctrine`, None for the scenario's own.

    Programs are waited for as persons are: whoever runs the match sends for them (`by` "doctrine") after a pause. That a
    program is `hidden` says no more than that nobody is told its doctrine before the end.
    """

    person: bool = True
    doctrine: str | None = None
    hidden: bool = False


class Said(Part):
    """What one state decides towards one rival: in the stage `move` the act, in `answer` all the rest.

    A turn of several months repeats the act. What was offered, or done, in its first month is answered as such; after
    that the answers are rules: yes to the offers in `accepts` and no to others, and to what is read as a provocation
    nothing, or the like.
    """

    noun: ClassVar[str] = "order"

    act: Act | None = None
    """What it does: the month's initiative in `move`, the answer to the rival's in `answer`."""
    consent: Annotated[bool, Yes()] | None = None
    """Yes or no to what the rival has just offered; None where it has offered nothing."""
    accepts: Offers = ()
    """Offers that it says yes to from now to the end of the turn."""
    provoked: Annotated[Provoked, OneOf(get_args(Provoked), "act")] = "hold"
    """What it does in later months of the turn about what it reads as a provocation."""
    asks: Demands | None = None
    """Share that it demands on each issue where talks are open; what is left out it concedes to as states do."""
    leaves: Annotated[
        tuple[Annotated[str, OneOf(ISSUES, "issue")], ...], Items(0, len(ISSUES), "issues", "some_issues")
    ] = ()
    """Agreements that it leaves, in the first month of the turn."""
    speaks: Annotated[bool, Yes()] | None = None
    """Whether it speaks up about abuses of rights by the rival; None leaves that to its own conscience."""


@dataclass(frozen=True)
class Input:
    """One message: of a seat, in a stage of a turn (counted from 0). `said` is by rival; empty for a program.

    `by` "doctrine": the state's doctrine decides in this stage, for a program or for a person who is away.
    `by` "teacher": an `event` happens, from a month on that nobody has seen yet; or the match ends here (stage "end").
    """

    turn: int
    stage: Stage
    seat: str = ""
    said: Mapping[str, Said] = field(default_factory=dict)
    by: By = "person"
    event: Event | None = None

    def to_json(self) -> str:
        """One line, the same for the same input; the inverse of `from_json`."""
        values: dict[str, Any] = {"turn": self.turn, "stage": self.stage, "seat": self.seat, "by": self.by}
        values["said"] = {rival: said.model_dump(exclude_defaults=True) for rival, said in self.said.items()}
        if self.event is not None:
            values["event"] = self.event.model_dump(exclude_none=True)
        return _written(values)

    @classmethod
    def from_json(cls, text: str) -> Input:
        """Raises ScenarioError, one line, for what is no input."""
        found = _table(text, "turn", "stage", "seat", "by", "said", "event")
        said = found.get("said", {})
        if not isinstance(said, dict) or not all(isinstance(one, dict) for one in said.values()):
            raise ScenarioError(say("refusal_match.no_input", found=show(said)))
        return cls(
            turn=Whole(0, 10_000, "turn")(found.get("turn")),
            stage=_one(get_args(Stage), found.get("stage")),
            seat=_text(found.get("seat", "")),
            by=_one(get_args(By), found.get("by", PERSON)),
            said={rival: Said(**one) for rival, one in said.items()},
            event=None if found.get("event") is None else Event(**_dict(found["event"])),
        )


@dataclass(frozen=True)
class Game:
    """What is fixed before the first turn: a scenario as TOML, chance, who sits where, and how long a turn is.

    A turn lasts `months`; with `stops` it ends before that after a month with a near miss, a severe crisis, or an
    agreement that came or went. The match ends after `length` months, or with the scenario where that is None; its world
    goes on behind it, in which the doctrines decide. Raises ScenarioError for what cannot be played.
    """

    scenario: str
    seats: Mapping[str, Seat]
    seed: int = 0
    run: int = 0
    months: int = 1
    stops: bool = False
    length: int | None = None

    def __post_init__(self) -> None:
        check_seed(self.seed)
        check_seed(self.run, "run")
        Whole(1, LONGEST_TURN, "months")(self.months)
        begins = self.begins_as()
        if self.length is not None:
            Whole(1, begins.months, "months")(self.length)
        labels = begins.labels
        for state in self.seats:
            if state not in labels:
                raise ScenarioError(say("refusal_match.no_seat", found=show(state), names=", ".join(labels)))
        if missing := [state for state in labels if state not in self.seats]:
            raise ScenarioError(say("refusal_match.empty_seat", state=missing[0]))
        if not any(seat.person for seat in self.seats.values()):
            raise ScenarioError(say("refusal_match.no_person"))

    def begins_as(self) -> Scenario:
        """The scenario with the doctrines of the seats. Raises ScenarioError."""
        wanted = {state: seat.doctrine for state, seat in self.seats.items() if seat.doctrine is not None}
        told = Scenario.from_toml(f"{self.scenario}\n")
        known = {state: name for state, name in wanted.items() if state in told.labels}
        return told.changed(doctrines=known) if known else told

    def to_json(self) -> str:
        """One line, the same for the same game; the inverse of `from_json`."""
        return _written(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Game:
        """Raises ScenarioError, one line, for what is no game."""
        found = _table(text, "scenario", "seats", "seed", "run", "months", "stops", "length")
        try:
            seats = {state: Seat(**_dict(seat)) for state, seat in _dict(found.pop("seats", {})).items()}
            return cls(scenario=_text(found.pop("scenario", "")), seats=seats, **found)
        except TypeError:  # a seat of another version has what ours has not
            raise ScenarioError(say("refusal_match.no_input", found=show(text))) from None


def _written(values: Mapping[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False, sort_keys=True, allow_nan=False)


def _table(text: str, *keys: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise ScenarioError(say("refusal_match.no_input", found=show(text))) from None
    found = _dict(found)
    for key in found:
        if key not in keys:
            raise ScenarioError(say("refusal.unknown_key", hint=choose(key, keys, "key")))
    return found


def _dict(found: object) -> dict[str, Any]:
    if not isinstance(found, dict):
        raise ScenarioError(say("refusal_match.no_input", found=show(found)))
    return found


def _text(found: object) -> str:
    if not isinstance(found, str):
        raise ScenarioError(say("refusal_match.no_input", found=show(found)))
    return found


def _one(names: tuple[Any, ...], found: object) -> Any:
    return OneOf(names, "stage")(found)
