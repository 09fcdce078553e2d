"""Rooms in the journal of their matches: an event is on disk before anybody is told that it counts.

    ledger = Ledger(journal)
    ledger.open("kelas-7", Settings(toml))
    room = ledger.take("kelas-7", Joined(at=now, phone=phone), token=token)

The events are the truth, as inputs are for a match: a room is worked out from them. Tokens stand beside them, hashed, since
they go when the lesson is over, and with them whatever was predicted in words. Notes, what a teacher keeps with a room,
stay as long as it does. A `key` is of one message: sent again it is acknowledged again and changes nothing.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import sqlite3
import threading
from typing import TypeGuard

from simulation.errors import ScenarioError, show
from simulation.play.journal import LONGEST_KEY, Journal
from simulation.play.room.events import (
    Event,
    Finished,
    Joined,
    OfPhone,
    PinTried,
    Predicted,
    Removed,
    event_of,
)
from simulation.play.room.room import happen, restored
from simulation.play.room.settings import Settings
from simulation.play.room.state import Room
from simulation.saying import say

_TABLES = (
    "CREATE TABLE IF NOT EXISTS room (id TEXT PRIMARY KEY, settings TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS room_event (room TEXT NOT NULL REFERENCES room, place INTEGER NOT NULL,"
    " payload TEXT NOT NULL, key TEXT UNIQUE, PRIMARY KEY (room, place))",
    "CREATE TABLE IF NOT EXISTS room_token (phone TEXT PRIMARY KEY, room TEXT NOT NULL REFERENCES room,"
    " hash TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS room_note (room TEXT NOT NULL REFERENCES room, about TEXT NOT NULL, said TEXT NOT NULL,"
    " PRIMARY KEY (room, about)) WITHOUT ROWID",
)
_SECRET = "secret"  # what a note is about


class Ledger:
    """The rooms of a journal. Threads may share it; they wait for each other and for the journal."""

    def __init__(self, journal: Journal) -> None:
        self._journal, self._lock = journal, threading.RLock()
        self._live: dict[str, tuple[Room, int]] = {}  # with the number of events
        with journal.written() as file:
            for table in _TABLES:
                file.execute(table)

    def rooms(self) -> tuple[str, ...]:
        """The ids of all rooms, in the order of the alphabet."""
        with self._journal.written() as file:
            return tuple(name for (name,) in file.execute("SELECT id FROM room ORDER BY id"))

    def open(self, name: str, settings: Settings) -> Room:
        """A room of this id, written down. The same again is harmless; other settings of that id are refused."""
        values = json.dumps(settings.to_values(), ensure_ascii=False, sort_keys=True)
        with self._lock, self._journal.written() as file:
            known = file.execute("SELECT settings FROM room WHERE id = ?", (name,)).fetchone()
            if known is None:
                file.execute("INSERT INTO room VALUES (?, ?)", (name, values))
            elif known[0] != values:
                raise ScenarioError(say("refusal_room.other_room", name=show(name)))
            return self._at(name, file)[0]

    def room(self, name: str) -> Room:
        """The room as far as it has come. Raises ScenarioError for an id that there is not."""
        with self._lock:
            if name in self._live:
                return self._live[name][0]
            with self._journal.written() as file:
                return self._at(name, file)[0]

    def take(self, name: str, event: Event, key: str | None = None, token: str | None = None) -> Room:
        """The room after an event, committed. A key that was taken before changes nothing.

        `token` is from now on that of the phone that joins, or that takes another's place by its PIN, if it does.
        Raises ScenarioError, one line, for what the room refuses, and for a key that was of another message.
        """
        if key is not None and not 0 < len(key) <= LONGEST_KEY:
            raise ScenarioError(say("refusal_journal.key", most=LONGEST_KEY))
        with self._lock:
            with self._journal.written() as file:
                room, count = self._at(name, file)
                if key is not None and _taken(key, name, event, file):
                    return room
                after = happen(room, event)
                file.execute(
                    "INSERT INTO room_event VALUES (?, ?, ?, ?)", (name, count, event.to_json(), key)
                )
                if token is not None and _lets_in(event, room, after):
                    row = (event.phone, name, _hash(token))
                    file.execute("INSERT OR REPLACE INTO room_token VALUES (?, ?, ?)", row)
                if isinstance(event, Removed):
                    file.execute("DELETE FROM room_token WHERE phone = ?", (event.phone,))
                if isinstance(event, Finished):
                    _drop(name, file)
            self._live[name] = after, count + 1
            return after

    def of_token(self, phone: str, token: str) -> str | None:
        """The room of a phone, if the token is its; the same None for a wrong token and for a phone that there is not."""
        with self._journal.read() as file:  # asked for with every request
            found = file.execute("SELECT room, hash FROM room_token WHERE phone = ?", (phone,)).fetchone()
        room, known = found or (None, _hash(""))
        return room if hmac.compare_digest(known, _hash(token)) else None

    def note(self, name: str, about: str, said: str) -> None:
        """Keep something with a room, in place of what was said about it before."""
        with self._journal.written() as file:
            file.execute("INSERT OR REPLACE INTO room_note VALUES (?, ?, ?)", (name, about, said))

    def noted(self, name: str, about: str) -> str:
        """What was said last about something; "" where nothing was."""
        with self._journal.written() as file:
            found = file.execute("SELECT said FROM room_note WHERE room = ? AND about = ?", (name, about))
            return str((found.fetchone() or ("",))[0])

    def secret(self, name: str) -> str:
        """On which the codes in a room's files hang: drawn once, and nowhere but here.

        Whatever it could be worked out from, the room's name or its seed, stands on the wall or in the debrief.
        """
        with self._journal.written() as file:
            drawn = (name, _SECRET, secrets.token_urlsafe(16))
            file.execute("INSERT OR IGNORE INTO room_note VALUES (?, ?, ?)", drawn)
        return self.noted(name, _SECRET)

    def matches(self, name: str) -> tuple[str, ...]:
        """The ids of the matches of a room, also of one that cannot be read."""
        prefix = f"{name}-"
        found = (one.removeprefix(prefix) for one in self._journal.matches() if one.startswith(prefix))
        return tuple(f"{prefix}{table}" for table in found if table.isdecimal())

    def forget(self, name: str) -> None:
        """Delete all of a room; its matches are the journal's to forget."""
        with self._lock:
            with self._journal.written() as file:
                file.execute("DELETE FROM room_note WHERE room = ?", (name,))
                file.execute("DELETE FROM room_token WHERE room = ?", (name,))
                file.execute("DELETE FROM room_event WHERE room = ?", (name,))
                file.execute("DELETE FROM room WHERE id = ?", (name,))
            self._live.pop(name, None)

    def _at(self, name: str, file: sqlite3.Connection) -> tuple[Room, int]:
        """The room and the number of its events."""
        if name not in self._live:
            found = file.execute("SELECT settings FROM room WHERE id = ?", (name,)).fetchone()
            if found is None:
                raise ScenarioError(say("refusal_room.no_room", found=show(name)))
            happened = [event for _, event in _events(name, file)]
            room = restored(Settings.from_values(json.loads(found[0])), happened)
            self._live[name] = room, len(happened)
        return self._live[name]


def _events(name: str, file: sqlite3.Connection) -> list[tuple[int, Event]]:
    rows = file.execute("SELECT place, payload FROM room_event WHERE room = ? ORDER BY place", (name,))
    return [(place, event_of(payload)) for place, payload in rows]


def _taken(key: str, name: str, event: Event, file: sqlite3.Connection) -> bool:
    """Whether a message of this key came before. Raises ScenarioError where it was another: of another phone, say.

    Of phones that join, who is asked twice is one phone, whose id stands with the first.
    """
    found = file.execute("SELECT room, payload FROM room_event WHERE key = ?", (key,)).fetchone()
    if found is None:
        return False
    known = event_of(found[1]).model_copy(update={"at": event.at})
    if not isinstance(event, Joined) and (found[0], known) != (name, event):
        raise ScenarioError(say("refusal_journal.other_input"))
    return True


def _lets_in(event: Event, before: Room, after: Room) -> TypeGuard[OfPhone]:
    """Whether from this event on somebody else holds the phone's seat."""
    if isinstance(event, PinTried):
        return after.phones[event.phone].holder != before.phones[event.phone].holder
    return isinstance(event, Joined)


def _drop(name: str, file: sqlite3.Connection) -> None:
    """What goes when a lesson is over: tokens, and what was said in words; names were never written, PINs are spent."""
    file.execute("DELETE FROM room_token WHERE room = ?", (name,))
    for place, event in _events(name, file):
        if isinstance(event, Predicted) and event.words:
            bare = event.model_copy(update={"words": ""}).to_json()
            file.execute(
                "UPDATE room_event SET payload = ? WHERE room = ? AND place = ?", (bare, name, place)
            )


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
