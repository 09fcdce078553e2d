"""What the teacher chooses before the first turn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any, Final, Literal, get_args

from simulation.doctrines.named import doctrine_names
from simulation.errors import ScenarioError
from simulation.fields import OneOf, Range, Whole, Yes, argument, check_seed
from simulation.play.seats import LONGEST_TURN, Game, Seat
from simulation.saying import say
from simulation.scenario import Scenario

PAIRS: Final = "pairs"
TEAMS: Final = "teams"
AGAINST: Final = "doctrine"
LARGEST_TEAM = 6  # the number of role cards
Sits = Literal["pairs", "teams", "doctrine"]


@dataclass(frozen=True)
class Settings:
    """How a class plays. Raises ScenarioError, one line, for what cannot be.

    sits       "pairs": a phone a state; "teams": up to `size` phones a state, with role cards; "doctrine": every phone, or
               team of `size`, has a match of its own, as `state`, against a program
    doctrine   of the programs that are played against, None for the scenario's own; `hidden`: nobody is told which
    months, turns, stops   of a turn; of a match; whether a long turn stops when something matters
    clock      seconds for each of the two stages of a turn, None for no clock
    text       whether a prediction may be given in words, too; off for a class under 16
    rotating   whether the leader's card goes on to the next in the team with every turn
    seed       of chance: table k of the room is run k of it, and seats and names are dealt by it
    """

    scenario: str
    sits: Sits = "pairs"
    size: int = 1
    doctrine: str | None = None
    hidden: bool = False
    state: str | None = None
    months: int = 3
    turns: int = 8
    stops: bool = False
    clock: float | None = None
    text: bool = False
    rotating: bool = False
    seed: int = 0

    def __post_init__(self) -> None:
        argument("sits", OneOf(get_args(Sits), "kind"), self.sits)
        argument("size", Whole(1, 1 if self.sits == PAIRS else LARGEST_TEAM, "phones"), self.size)
        argument("months", Whole(1, LONGEST_TURN, "months"), self.months)
        argument("turns", Whole(1, 600, "turns"), self.turns)
        for name in ("hidden", "stops", "text", "rotating"):
            argument(name, Yes(), getattr(self, name))
        if self.clock is not None:
            argument("clock", Range(10, 3600, "seconds"), self.clock)
        if self.doctrine is not None:
            argument("doctrine", OneOf(doctrine_names(), "doctrine"), self.doctrine)
        check_seed(self.seed)
        if self.state is not None:
            argument("state", OneOf(self.states, "state"), self.state)
        self.game(0)  # refuses what cannot be played

    @property
    def states(self) -> tuple[str, ...]:
        """All states, in the order of the scenario."""
        return _read(self.scenario).labels

    @property
    def played(self) -> tuple[str, ...]:
        """The states that phones can play."""
        return (self.state or self.states[0],) if self.sits == AGAINST else self.states

    @property
    def counted(self) -> int | None:
        """How many turns there will be; None where a turn ends when something happens."""
        return None if self.stops else self.turns

    def game(self, table: int) -> Game:
        """The match at a table. Where phones may play, the seat is a person's: who comes late finds it open."""
        program = Seat(person=False, doctrine=self.doctrine, hidden=self.hidden)
        return Game(
            scenario=self.scenario,
            seats={state: Seat() if state in self.played else program for state in self.states},
            seed=self.seed,
            run=table,
            months=self.months,
            stops=self.stops,
            length=min(self.months * self.turns, _read(self.scenario).months),
        )

    def to_values(self) -> dict[str, Any]:
        """As JSON can have it."""
        return asdict(self)

    @classmethod
    def from_values(cls, values: Mapping[str, Any]) -> Settings:
        """The inverse of `to_values`. Raises ScenarioError."""
        known = cls.__dataclass_fields__
        if not isinstance(values, Mapping) or "scenario" not in values:
            raise ScenarioError(say("refusal_room.setting", found=repr(values)[:40]))
        for name in values:
            if name not in known:
                raise ScenarioError(say("refusal_room.setting", found=repr(name)[:40]))
        return cls(**values)


@lru_cache(maxsize=8)
def _read(scenario: str) -> Scenario:
    return Scenario.from_toml(f"{scenario}\n")
