"""The journal of matches: every input that counts, on disk before anybody is told that it does.

    journal = Journal(path)
    journal.begin("kastara-1", game)
    match = journal.take("kastara-1", key, Input(...))  # returns when it is committed: now it may be acknowledged

The inputs are the truth. A match is worked out from them, and snapshots of its turns, which count only with their seal,
save the time to do so. An input is played before it is written, so that none is written that cannot be; what comes of it is
shown to nobody before it is committed. A `key` is of one message: sent again, as phones do, it is acknowledged again and
changes nothing. SQLite with a write-ahead log and synchronous FULL: what is committed outlives the program and a loss of
power; what is not has never been.

One process has a journal open at a time: a second one is refused.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from os import PathLike
from pathlib import Path
from typing import Self

from simulation.errors import ScenarioError, reason, show
from simulation.play.match import Match, begun, play
from simulation.play.seats import Game, Input
from simulation.play.snapshot import packed, resumed, seal
from simulation.saying import say

_TABLES = """
CREATE TABLE IF NOT EXISTS match (id TEXT PRIMARY KEY, game TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS input (
    match TEXT NOT NULL REFERENCES match, place INTEGER NOT NULL, turn INTEGER NOT NULL, stage TEXT NOT NULL,
    seat TEXT NOT NULL, "by" TEXT NOT NULL, payload TEXT NOT NULL, key TEXT NOT NULL UNIQUE,
    PRIMARY KEY (match, place)
);
CREATE TABLE IF NOT EXISTS snapshot (
    match TEXT NOT NULL REFERENCES match, turn INTEGER NOT NULL, inputs INTEGER NOT NULL, state BLOB NOT NULL,
    seal TEXT NOT NULL, PRIMARY KEY (match, turn)
);
"""
LONGEST_KEY = 64  # letters


class Journal:
    """Matches in one SQLite file, made where there is none. Threads may share it; they wait for each other.

    Raises ScenarioError, one line, for a file that is no journal or that another process has open.
    """

    def __init__(self, path: str | PathLike[str]) -> None:
        self._lock = threading.RLock()
        self._live: dict[str, Match] = {}
        try:
            self._file = sqlite3.connect(Path(path), timeout=1, isolation_level=None, check_same_thread=False)
            try:
                self._prepare()
            except BaseException:
                self._file.close()
                raise
        except sqlite3.Error as error:
            raise ScenarioError(
                say("refusal_journal.file", file=show(str(path)), why=reason(error))
            ) from None

    def _prepare(self) -> None:
        for setting in (
            "locking_mode = EXCLUSIVE",
            "journal_mode = WAL",
            "synchronous = FULL",
            "foreign_keys = ON",
        ):
            self._file.execute(f"PRAGMA {setting}")
        with self._committed():
            for table in _TABLES.split(";\n"):
                self._file.execute(table)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Nothing is lost without it."""
        with self._lock:
            self._file.close()

    @contextmanager
    def written(self) -> Iterator[sqlite3.Connection]:
        """The file, for tables beside those of matches: what is written within is committed at its end, or not at all.

        Raises ScenarioError where it could not be written.
        """
        with self._lock:
            try:
                with self._committed():
                    yield self._file
            except sqlite3.Error as error:
                raise ScenarioError(say("refusal_journal.not_written", why=reason(error))) from None

    def matches(self) -> tuple[str, ...]:
        """The ids of all matches, in the order of the alphabet."""
        with self._lock:
            return tuple(name for (name,) in self._file.execute("SELECT id FROM match ORDER BY id"))

    def begin(self, name: str, game: Game) -> Match:
        """A match of this id, written down. The same again is harmless; another game of that id is refused."""
        with self._lock:
            known = self._game(name)
            if known is None:
                match = begun(game)
                with self._committed():
                    self._file.execute("INSERT INTO match VALUES (?, ?)", (name, game.to_json()))
                self._live[name] = match
            elif known != game.to_json():
                raise ScenarioError(say("refusal_journal.other_game", name=show(name)))
            return self.match(name)

    def match(self, name: str) -> Match:
        """The match as far as it has come. Raises ScenarioError for an id that there is not."""
        with self._lock:
            if name not in self._live:
                self._live[name] = self._restored(name)
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
            try:
                with self._committed():
                    self._file.execute("INSERT INTO input VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
            except sqlite3.Error as error:  # the disk is full, or gone: nothing has happened
                raise ScenarioError(say("refusal_journal.not_written", why=reason(error))) from None
            self._live[name] = after
            self._keep(name, match, after)
            return after

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

    def _game(self, name: str) -> str | None:
        found = self._file.execute("SELECT game FROM match WHERE id = ?", (name,)).fetchone()
        return None if found is None else str(found[0])

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
