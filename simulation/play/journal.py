"""The journal of matches: every input that counts, on disk before anybody is told that it does.

    journal = Journal(path)
    journal.begin("kastara-1", game)
    match = journal.take("kastara-1", key, Input(...))  # returns when it is committed: now it may be acknowledged

The inputs are the truth. A match is worked out from them, and snapshots of its turns, which count only with their seal,
save the time to do so. An input is played before it is written, so that none is written that cannot be; what comes of it is
shown to nobody before it is committed. A `key` is of one message: sent again, as phones do, it is acknowledged again and
changes nothing. SQLite with a write-ahead log and synchronous FULL: what is committed outlives the program and a loss of
power; what is not has never been.

Beside the inputs stands who may send them: tickets of seats, with a seal in place of the token; and notes, what else was
asked of a seat. `forget` deletes all of a match, and what it was written with is overwritten.

One process has a journal open at a time: a second one is refused.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from os import PathLike
from pathlib import Path
from typing import NamedTuple, Self

from simulation.errors import ScenarioError, reason, show
from simulation.play.match import OVER, Match, begun, play
from simulation.play.seats import Game, Input
from simulation.play.snapshot import packed, resumed, seal
from simulation.play.tickets import Ticket
from simulation.saying import say

_TABLES = """
CREATE TABLE IF NOT EXISTS match (id TEXT PRIMARY KEY, game TEXT NOT NULL, made TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS input (
    match TEXT NOT NULL REFERENCES match, place INTEGER NOT NULL, turn INTEGER NOT NULL, stage TEXT NOT NULL,
    seat TEXT NOT NULL, "by" TEXT NOT NULL, payload TEXT NOT NULL, key TEXT NOT NULL UNIQUE,
    PRIMARY KEY (match, place)
);
CREATE TABLE IF NOT EXISTS snapshot (
    match TEXT NOT NULL REFERENCES match, turn INTEGER NOT NULL, inputs INTEGER NOT NULL, state BLOB NOT NULL,
    seal TEXT NOT NULL, PRIMARY KEY (match, turn)
);
CREATE TABLE IF NOT EXISTS ticket (
    id TEXT PRIMARY KEY, match TEXT NOT NULL REFERENCES match, state TEXT NOT NULL, seal TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS note (
    match TEXT NOT NULL REFERENCES match, seat TEXT NOT NULL, about TEXT NOT NULL, said TEXT NOT NULL,
    PRIMARY KEY (match, seat, about)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS standing (
    match TEXT PRIMARY KEY REFERENCES match, turn INTEGER NOT NULL, month INTEGER NOT NULL, over INTEGER NOT NULL
) WITHOUT ROWID;
"""
LONGEST_KEY = 64  # letters
#: matches, and months of them, that are kept worked out: a class of sixty, or ten worlds of 44 years; a month takes 16 kB
MOST_LIVE, MOST_MONTHS = 64, 6000
OURS = 0x64E7E47E  # says in the head of the file whose it is (SQLite's application_id)


class InUseError(ScenarioError):
    """Another process has the journal open."""


class Made(NamedTuple):
    """A match of which somebody has a ticket: since when (ISO 8601), its game as JSON, the seat, how far it has come.

    Nothing is worked out for it; of a match of an older version it is not known how far it has come.
    """

    id: str
    made: str
    game: str
    state: str
    turn: int | None
    month: int | None
    over: bool | None


class Journal:
    """Matches in one SQLite file, made where there is none. Threads may share it; they wait for each other.

    Raises ScenarioError, one line, for a file that is no journal or that another process has open.
    """

    def __init__(self, path: str | PathLike[str]) -> None:
        self._lock = threading.RLock()
        self._live: OrderedDict[str, Match] = OrderedDict()  # of all, the ones used last
        try:
            self._path = Path(path).absolute()  # ":memory:" is the name of a file, too
            self._file = sqlite3.connect(self._path, timeout=1, isolation_level=None, check_same_thread=False)
            try:
                self._prepare()
                self._opened = self._path.stat()
            except BaseException:
                self._file.close()
                raise
        except (sqlite3.Error, OSError) as error:
            kind = (
                InUseError if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_BUSY else ScenarioError
            )
            raise kind(say("refusal_journal.file", file=show(str(path)), why=reason(error))) from None

    def _prepare(self) -> None:
        for setting in (
            "locking_mode = EXCLUSIVE",
            "journal_mode = WAL",
            "synchronous = FULL",
            "foreign_keys = ON",
            "secure_delete = ON",
        ):
            self._file.execute(f"PRAGMA {setting}")
            if setting.startswith("locking_mode"):
                self._check_ours()
        with self._committed():
            for table in _TABLES.split(";\n"):
                self._file.execute(table)

    def _check_ours(self) -> None:
        """Refuse the file of another program, before anything in it is changed. Raises sqlite3.DatabaseError."""
        (whose,) = self._file.execute("PRAGMA application_id").fetchone()
        tables = {
            name for (name,) in self._file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        }
        if whose not in (0, OURS) or (tables and not whose and not tables >= {"match", "input", "snapshot"}):
            raise sqlite3.DatabaseError(say("refusal_journal.foreign"))
        if whose != OURS:
            self._file.execute(f"PRAGMA application_id = {OURS}")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Nothing is lost without it."""
        with self._lock:
            self._file.close()

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """The file, to be looked into and no more. Raises ScenarioError where it could not be read."""
        with self._lock:
            try:
                yield self._file
            except sqlite3.Error as error:
                raise ScenarioError(say("refusal_journal.not_written", why=reason(error))) from None

    @contextmanager
    def written(self) -> Iterator[sqlite3.Connection]:
        """The file, for tables beside those of matches: what is written within is committed at its end, or not at all.

        Raises ScenarioError where it could not be written.
        """
        with self._lock:
            try:
                with self._committed():
                    yield self._file
                    self._check_there()
            except sqlite3.Error as error:
                raise ScenarioError(say("refusal_journal.not_written", why=reason(error))) from None

    def _check_there(self) -> None:
        """Refuse to write where nobody will find it: on Unix an open file can be deleted, and still be written to."""
        try:
            there = os.path.samestat(self._opened, self._path.stat())
        except OSError:
            there = False
        if not there:
            raise ScenarioError(say("refusal_journal.gone", file=show(str(self._path))))

    def matches(self) -> tuple[str, ...]:
        """The ids of all matches, in the order of the alphabet."""
        with self._lock:
            return tuple(name for (name,) in self._file.execute("SELECT id FROM match ORDER BY id"))

    def made(self) -> tuple[Made, ...]:
        """The matches that somebody has a ticket of, the newest first."""
        asked = (
            "SELECT match.id, made, game, state, turn, month, over FROM match JOIN ticket ON ticket.match = match.id "
            "LEFT JOIN standing ON standing.match = match.id ORDER BY made DESC, match.id"
        )
        with self._lock:
            return tuple(Made(*row) for row in self._file.execute(asked))

    def begin(self, name: str, game: Game, tickets: Iterable[Ticket] = ()) -> Match:
        """A match of this id, written down with the tickets of its seats, in one.

        The same again is harmless; another game of that id is refused.
        """
        with self._lock:
            known = self._game(name)
            if known is None:
                match, now = begun(game), datetime.now(UTC).isoformat(timespec="milliseconds")
                with self.written():
                    self._file.execute("INSERT INTO match VALUES (?, ?, ?)", (name, game.to_json(), now))
                    self._file.executemany("INSERT INTO ticket VALUES (?, ?, ?, ?)", list(tickets))
                    self._stand(name, match)
                self._remember(name, match)
            elif known != game.to_json():
                raise ScenarioError(say("refusal_journal.other_game", name=show(name)))
            return self.match(name)

    def match(self, name: str) -> Match:
        """The match as far as it has come. Raises ScenarioError for an id that there is not."""
        with self._lock:
            self._remember(name, self._live[name] if name in self._live else self._restored(name))
            return self._live[name]

    def take(self, name: str, key: str, given: Input) -> Match:
        """The match after an input, committed: it may be acknowledged. A key that was taken before changes nothing.

        Raises ScenarioError, one line, for what the match refuses, and for a key that was of another input.
        """
        with self._lock:
            match, payload = self.match(name), given.to_json()
            if not 0 < len(key) <= LONGEST_KEY:
                raise ScenarioError(say("refusal_journal.key", most=LONGEST_KEY))
            taken = self._file.execute("SELECT match, payload FROM input WHERE key = ?", (key,)).fetchone()
            if taken is not None:
                if taken != (name, payload):
                    raise ScenarioError(say("refusal_journal.other_input"))
                return match
            after = play(match, given)
            row = (name, len(match.inputs), given.turn, given.stage, given.seat, given.by, payload, key)
            with self.written():  # where it cannot be, as on a full disk, nothing has happened
                self._file.execute("INSERT INTO input VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
                self._stand(name, after)
            self._remember(name, after)
            self._keep(name, match, after)
            return after

    def taken(self, name: str, key: str) -> Input | None:
        """The input of this key that was taken in the match, if one was."""
        with self._lock:
            asked = "SELECT payload FROM input WHERE key = ? AND match = ?"
            found = self._file.execute(asked, (key, name)).fetchone()
            return None if found is None else Input.from_json(found[0])

    def forget(self, name: str) -> None:
        """Delete a match, with all that was written of it; harmless where there is none."""
        with self._lock:
            self._live.pop(name, None)
            with self.written():
                for table in ("input", "snapshot", "ticket", "note", "standing"):
                    self._file.execute(f"DELETE FROM {table} WHERE match = ?", (name,))
                self._file.execute("DELETE FROM match WHERE id = ?", (name,))
            with suppress(sqlite3.Error):  # at the next opening, then
                self._file.execute(
                    "PRAGMA wal_checkpoint(TRUNCATE)"
                )  # what was written ahead is gone with it

    # --- who may send ----------------------------------------------------------------------------------------------------

    def ticket(self, number: str) -> Ticket | None:
        """The ticket of this id, if there is one."""
        with self._lock:
            found = self._file.execute("SELECT * FROM ticket WHERE id = ?", (number,)).fetchone()
            return None if found is None else Ticket(*found)

    def tickets(self, name: str) -> tuple[Ticket, ...]:
        """The tickets of a match."""
        with self._lock:
            rows = self._file.execute("SELECT * FROM ticket WHERE match = ? ORDER BY id", (name,))
            return tuple(Ticket(*row) for row in rows)

    def give(self, ticket: Ticket) -> None:
        """Write a ticket down; one of that id counts no more."""
        with self._lock, self.written():
            self._check_known(ticket.match)
            self._file.execute("INSERT OR REPLACE INTO ticket VALUES (?, ?, ?, ?)", ticket)

    # --- what else was asked of a seat ---------------------------------------------------------------------------------

    def note(self, name: str, seat: str, about: str, said: str) -> str:
        """What a seat says about something, written down; what it said first counts, and is given."""
        with self._lock:
            with self.written():
                self._check_known(name)
                self._file.execute(
                    "INSERT OR IGNORE INTO note VALUES (?, ?, ?, ?)", (name, seat, about, said)
                )
            return self.notes(name, seat)[about]

    def notes(self, name: str, seat: str) -> dict[str, str]:
        """What a seat has said, by what it is about."""
        with self._lock:
            rows = self._file.execute(
                "SELECT about, said FROM note WHERE match = ? AND seat = ?", (name, seat)
            )
            return {str(about): str(said) for about, said in rows}

    # --- within ----------------------------------------------------------------------------------------------------------

    @contextmanager
    def _committed(self) -> Iterator[None]:
        """What is written within is there whole when it is left, or not at all."""
        self._file.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._file.execute("COMMIT")
        except BaseException:
            if self._file.in_transaction:
                self._file.execute("ROLLBACK")
            raise

    def _remember(self, name: str, match: Match) -> None:
        """Keep a match worked out; of too many the one used longest ago is given up, and worked out again if need be."""
        self._live[name] = match
        self._live.move_to_end(name)
        months = sum(one.month for one in self._live.values())
        while len(self._live) > MOST_LIVE or (months > MOST_MONTHS and len(self._live) > 1):
            _, given_up = self._live.popitem(last=False)
            months -= given_up.month

    def _stand(self, name: str, match: Match) -> None:
        """Write down how far a match has come, for those who want to know no more."""
        row = (name, match.turn, match.month, match.stage == OVER)
        self._file.execute("INSERT OR REPLACE INTO standing VALUES (?, ?, ?, ?)", row)

    def _game(self, name: str) -> str | None:
        found = self._file.execute("SELECT game FROM match WHERE id = ?", (name,)).fetchone()
        return None if found is None else str(found[0])

    def _check_known(self, name: str) -> None:
        if self._game(name) is None:  # forgotten meanwhile
            raise ScenarioError(say("refusal_journal.no_match", found=show(name)))

    def _inputs(self, name: str) -> list[Input]:
        rows = self._file.execute("SELECT payload FROM input WHERE match = ? ORDER BY place", (name,))
        return [Input.from_json(payload) for (payload,) in rows]

    def _keep(self, name: str, before: Match, after: Match) -> None:
        """A snapshot, if a turn has just been played, with a seal upon those of the turns before it."""
        if after.turn == before.turn:
            return
        state = packed(after.world, after.lived[before.month :])
        last = self._file.execute(
            "SELECT inputs, seal FROM snapshot WHERE match = ? AND turn = ?", (name, before.turn - 1)
        ).fetchone()
        begins, earlier = last or (0, after.game.to_json())
        made = seal(earlier, after.inputs[begins:], state)
        with suppress(sqlite3.Error), self._committed():  # it saves time, and nothing else hangs on it
            self._file.execute(
                "INSERT OR REPLACE INTO snapshot VALUES (?, ?, ?, ?, ?)",
                (name, before.turn, len(after.inputs), state, made),
            )

    def _restored(self, name: str) -> Match:
        """The match from its inputs, over as many snapshots as are sound; those that are not are made again."""
        written = self._game(name)
        if written is None:
            raise ScenarioError(say("refusal_journal.no_match", found=show(name)))
        game, given = Game.from_json(written), self._inputs(name)
        turns, begins, earlier = list[bytes](), 0, game.to_json()
        rows = self._file.execute(
            "SELECT turn, inputs, state, seal FROM snapshot WHERE match = ? ORDER BY turn", (name,)
        )
        for turn, count, state, sealed in rows:
            if turn != len(turns) or sealed != seal(earlier, given[begins:count], state):
                break
            turns.append(state)
            begins, earlier = count, sealed
        match = resumed(game, given[:begins], turns)
        for one in given[begins:]:
            before, match = match, play(match, one)
            self._keep(name, before, match)
        return match
