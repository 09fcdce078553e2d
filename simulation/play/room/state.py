"""A room as it is: values that do not change, and what can be asked of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, Literal

from simulation.play.room.events import Injected
from simulation.play.room.settings import Settings

LEADER: Final = "leader"
HAWK: Final = "hawk"
DOVE: Final = "dove"
TRADE: Final = "trade"
ENVOY: Final = "envoy"
PRESS: Final = "press"
#: the cards of a team, in the order in which they are dealt; the press comes last, since what it does on paper, announcing
#: what may be wrong, the model does by itself
ROLES: Final = (LEADER, HAWK, DOVE, TRADE, ENVOY, PRESS)
Came = Literal["lobby", "team", "program", "own", "press", "placed"]
Place = tuple[int, str]  # table and state


@dataclass(frozen=True)
class Pin:
    """Lets another phone take this one's place, once."""

    digits: str
    tries: int = 10  # that are left


@dataclass(frozen=True)
class Prediction:
    """What was expected before the first turn was over."""

    figures: Mapping[str, float]
    words: str = ""


@dataclass(frozen=True)
class Phone:
    """Somebody in the room. `place` None is the lobby before the start, and the press of the whole class after it."""

    lang: str = "en"
    name: int | None = 0  # place among the names that are dealt; None when the lesson is over
    place: Place | None = None
    role: str | None = None
    came: Came = "lobby"
    away_since: float | None = None
    pin: Pin | None = None
    holder: int = 0  # how often another phone has taken its place
    predicted: Prediction | None = None

    @property
    def away(self) -> bool:
        """Whether it is away for so long that others play for it."""
        return self.away_since is not None


@dataclass(frozen=True)
class Advice:
    """What one of a team advises in this stage, by rival."""

    acts: Mapping[str, str] = field(default_factory=dict)
    consents: Mapping[str, bool] = field(default_factory=dict)


@dataclass(frozen=True)
class Team:
    """What a team has decided: in this stage, but for `used`, which is of the match, and `banned`, of the turn."""

    used: Mapping[str, int] = field(default_factory=dict)  # by power, how often
    banned: bool = False  # no summit
    votes: Mapping[str, Advice] = field(default_factory=dict)  # by phone
    vetoed: frozenset[str] = frozenset()  # rivals whose offer is declined
    held: frozenset[str] = frozenset()  # rivals that are answered with holding
    allowed: bool = False  # to threaten
    speaks: Mapping[str, bool] = field(default_factory=dict)  # by rival


@dataclass(frozen=True)
class Table:
    """A match in the room: where it has come to, and what its teams have decided."""

    teams: Mapping[str, Team]  # by state that phones can play
    turn: int = 0
    stage: Literal["move", "answer", "over"] = "move"
    since: float = 0.0  # when the stage began
    ends: float | None = None  # when the clock closes it; counted on from the pause while there is one
    closing: bool = False
    ending: bool = False  # its match is to end here


@dataclass(frozen=True)
class Brought:
    """An event that the teacher has brought in, and the tables at which it happens."""

    event: Injected
    tables: tuple[int, ...]


@dataclass(frozen=True)
class Headline:
    """What the press has announced: the acts of a turn at a table, in its first month."""

    table: int
    turn: int
    month: int


@dataclass(frozen=True)
class Room:
    """`settings` and the events so far, folded. Phones stand in the order in which they came."""

    settings: Settings
    phase: Literal["lobby", "playing", "finished"] = "lobby"
    phones: Mapping[str, Phone] = field(default_factory=dict)
    tables: tuple[Table, ...] = ()
    now: float = 0.0  # the time of the last event
    paused: float | None = None  # since when
    door: bool = True
    gone: frozenset[str] = frozenset()  # phones that were removed
    injected: tuple[Brought, ...] = ()
    headlines: tuple[Headline, ...] = ()

    def members(self, place: Place) -> Mapping[str, Phone]:
        """The phones of a team, in the order in which they came."""
        return self._members.get(place, {})

    @cached_property
    def _members(self) -> Mapping[Place, Mapping[str, Phone]]:
        """By place: all places are asked for after everything that happens."""
        found = dict[Place, dict[str, Phone]]()
        for key, phone in self.phones.items():
            if phone.place is not None:
                found.setdefault(phone.place, {})[key] = phone
        return found

    def here(self, place: Place) -> dict[str, Phone]:
        """Those of them that are not away."""
        return {key: phone for key, phone in self.members(place).items() if not phone.away}

    def holding(self, place: Place, role: str) -> str | None:
        """The phone that holds a card of a team and is here; the powers of a card that nobody here holds rest."""
        return next((key for key, phone in self.here(place).items() if phone.role == role), None)

    def places(self) -> Iterator[Place]:
        """All that phones can play, table by table, in the order of the states."""
        for number, table in enumerate(self.tables):
            for state in table.teams:
                yield number, state

    def left(self, number: int, now: float) -> float | None:
        """Seconds left in the stage of a table; None without a clock, or when all is over there."""
        ends = self.tables[number].ends
        return None if ends is None else max(0.0, ends - (now if self.paused is None else self.paused))
