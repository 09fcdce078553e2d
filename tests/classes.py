"""Made-up classes: rooms of some phones, and what random pupils and a random teacher do in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import reduce
from typing import Any

from hypothesis import strategies as st

from simulation import Scenario, ScenarioError
from simulation.play.room import events as ev
from simulation.play.room.events import Event
from simulation.play.room.room import happen
from simulation.play.room.settings import Settings
from simulation.play.room.state import Room

POWERS = ("veto", "hold", "ban", "allow", "speak")
ACTS = ("threaten", "hold", "talk", "sale", "summit")


def joined(settings: Settings, phones: int, first: int = 0) -> Room:
    """A room that so many phones have joined, "p0" and so on."""
    came = [ev.Joined(at=float(k), phone=f"p{k}") for k in range(first, first + phones)]
    return reduce(happen, came, Room(settings))


def started(scenario: Scenario, phones: int, **settings: Any) -> Room:
    """A room whose seats are dealt, at second 100."""
    room = joined(Settings(scenario.to_toml(), **settings), phones)
    return happen(room, ev.Started(at=100.0))


def of_role(room: Room, role: str, state: str, table: int = 0) -> str:
    """The phone that holds a card."""
    return next(key for key, one in room.members((table, state)).items() if one.role == role)


#: what is done, by whom of those who are there, to what, and how many seconds after what was done before
Deed = tuple[str, int, int, float]
KINDS = (
    "join", "advise", "use", "use", "announce", "predict", "pin", "try", "start", "pause", "resume", "extend", "close",
    "end", "hand back", "place", "remove", "left", "returned", "stage", "stage", "reopen", "door", "speak",
)  # fmt: skip
DEEDS = st.lists(
    st.tuples(
        st.sampled_from(KINDS),
        st.integers(0, 30),
        st.integers(0, 11),
        st.sampled_from([0.0, 1.0, 7.5, 40.0, 900.0]),
    ),
    min_size=30,
    max_size=60,
)


def gone_through(room: Room, deeds: Sequence[Deed]) -> Iterator[tuple[Room, Event, Room]]:
    """Every event that the room took: the room before it, the event, the room after it. What is refused is not there."""
    for count, (what, who, which, later) in enumerate(deeds):
        event = _event(room, what, who, which, room.now + later, f"p{100 + count}")
        if event is None:
            continue
        try:
            after = happen(room, event)
        except ScenarioError:
            continue
        yield room, event, after
        room = after


def _event(room: Room, what: str, who: int, which: int, at: float, new: str) -> Event | None:
    if what in _TEACHERS:
        return _TEACHERS[what](at)
    if what == "join":
        return ev.Joined(at=at, phone=new)
    ids = list(room.phones)
    if not ids:
        return None
    key = ids[who % len(ids)]
    place = room.phones[key].place or (which % max(1, len(room.tables)), room.settings.played[0])
    table = room.tables[place[0]] if room.tables else None
    turn = 0 if table is None else table.turn
    stage: Any = table.stage if table is not None and table.stage != "over" else "move"
    rivals = [state for state in room.settings.states if state != place[1]]
    rival = rivals[which % len(rivals)]
    now: dict[str, Any] = {"at": at, "phone": key, "turn": turn, "stage": stage}
    power: Any = POWERS[which % len(POWERS)]
    made: dict[str, Callable[[], Event | None]] = {
        "advise": lambda: ev.Advised(
            **now, acts={rival: ACTS[which % len(ACTS)]}, consents={rival: which % 2 > 0}
        ),
        "use": lambda: ev.Used(**now, power=power, rival=None if power in ("ban", "allow") else rival),
        "announce": lambda: ev.Announced(at=at, phone=key, table=place[0], turn=max(0, turn - 1), month=0),
        "predict": lambda: ev.Predicted(at=at, phone=key, figures={"tension": 50.0}),
        "pin": lambda: ev.PinShown(at=at, phone=key, pin=f"{which:04d}"),
        "try": lambda: ev.PinTried(at=at, phone=key, pin=f"{which:04d}"),
        "hand back": lambda: ev.HandedBack(at=at, phone=key),
        "place": lambda: ev.Placed(at=at, phone=key, table=which % max(1, len(room.tables)), state=rival),
        "remove": lambda: ev.Removed(at=at, phone=key),
        "left": lambda: ev.Left(at=at, phone=key),
        "returned": lambda: ev.Returned(at=at, phone=key),
        "speak": lambda: ev.Spoke(at=at, phone=key, lang="id"),
        "stage": lambda: _staged(room, place[0], at),
    }
    return made[what]()


def _staged(room: Room, number: int, at: float) -> Event | None:
    if not room.tables:
        return None
    table = room.tables[number]
    if table.stage == "move":
        return ev.Staged(at=at, table=number, turn=table.turn, stage="answer")
    last = table.turn + 1 >= room.settings.turns
    return ev.Staged(at=at, table=number, turn=table.turn + 1, stage="over" if last else "move")


_TEACHERS: dict[str, Callable[[float], Event]] = {
    "start": lambda at: ev.Started(at=at), "pause": lambda at: ev.Paused(at=at), "resume": lambda at: ev.Resumed(at=at),
    "extend": lambda at: ev.Extended(at=at), "close": lambda at: ev.Closed(at=at), "reopen": lambda at: ev.Reopened(at=at),
    "end": lambda at: ev.Ended(at=at, table=0), "door": lambda at: ev.Door(at=at, is_open=at % 2 < 1),
}  # fmt: skip
