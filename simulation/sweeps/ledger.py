"""The ledger of a sweep: what it is, and which of its shards are done, with their checksums. It is the truth: a shard file
that it does not know is made again.

It is an SQLite database with a write-ahead log, so that an entry is whole or not there, whenever a process is killed. Once
all is done it is one plain file, which can be read on a disk that is read-only. Whoever writes holds a lock, which is
SQLite's on a file beside it: the system takes it from a process that ends, however it ends. Both need a disk whose locks
hold, as those of one machine do; of network disks not all.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from simulation import paths
from simulation.errors import ScenarioError
from simulation.saying import say
from simulation.sweeps.disk import settle

LEDGER, LOCK = "ledger.sqlite", "lock.sqlite"
PATIENCE = 30.0  # seconds to wait for whoever reads or checks meanwhile

_TABLES = """
CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE shards (number INTEGER PRIMARY KEY, sha256 TEXT, bytes INTEGER);
"""


class Entry(NamedTuple):
    """A shard that is done: the SHA-256 of its file and its size in bytes."""

    sha256: str
    size: int


class Ledger:
    """An open ledger; `writing` and `reading` open one."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def has_begun(self) -> bool:
        """Whether it says what the sweep is."""
        found = self._connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'about'")
        return bool(found.fetchone()[0])

    def about(self) -> dict[str, str]:
        """What the sweep is: what was written when it began."""
        return dict(self._connection.execute("SELECT key, value FROM about"))

    def entries(self) -> dict[int, Entry]:
        """All that is done, by number."""
        rows = self._connection.execute(
            "SELECT number, sha256, bytes FROM shards WHERE sha256 IS NOT NULL ORDER BY number"
        )
        return {number: Entry(sha256, size) for number, sha256, size in rows}

    def shards(self) -> int:
        """How many shards there are to be."""
        return int(self._connection.execute("SELECT count(*) FROM shards").fetchone()[0])

    def left(self) -> list[int]:
        """The numbers of those that are not done."""
        rows = self._connection.execute("SELECT number FROM shards WHERE sha256 IS NULL ORDER BY number")
        return [number for (number,) in rows]

    def begin(self, about: Mapping[str, str], shards: int) -> None:
        """Write down what the sweep is, and that nothing of it is done: all of this at once."""
        with self._at_once():
            for statement in filter(str.strip, _TABLES.split(";")):
                self._connection.execute(statement)
            self._connection.executemany("INSERT INTO about VALUES (?, ?)", sorted(about.items()))
            self._connection.executemany(
                "INSERT INTO shards VALUES (?, NULL, NULL)", ((number,) for number in range(shards))
            )

    def done(self, number: int, entry: Entry) -> None:
        """Write down that a shard is done. Its file is in place."""
        with self._at_once():
            self._connection.execute(
                "UPDATE shards SET sha256 = ?, bytes = ? WHERE number = ?", (*entry, number)
            )

    @contextmanager
    def _at_once(self) -> Iterator[None]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._connection.execute("COMMIT")
        except BaseException:
            with suppress(sqlite3.Error):
                self._connection.execute("ROLLBACK")
            raise


@contextmanager
def writing(folder: Path) -> Iterator[Ledger]:
    """The ledger of a folder, made if need be, under its lock. Raises ScenarioError where somebody else has that."""
    with _lock(folder), _opened(folder / LEDGER) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        ledger = Ledger(connection)
        settle(folder)
        yield ledger
        if ledger.has_begun() and not ledger.left():
            with suppress(sqlite3.OperationalError):  # somebody reads
                connection.execute("PRAGMA journal_mode = DELETE")


@contextmanager
def reading(folder: Path) -> Iterator[Ledger]:
    """The ledger of a folder, to read; a sweep may go on meanwhile. Raises ScenarioError where there is none."""
    path = folder / LEDGER
    if not paths.is_file(path):
        raise ScenarioError(say("refusal_sweep.no_sweep", folder=folder))
    with _opened(path) as connection:
        ledger = Ledger(connection)
        if not ledger.has_begun():
            raise ScenarioError(say("refusal_sweep.no_sweep", folder=folder))
        yield ledger


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection to a database; what SQLite refuses becomes one line."""
    try:
        with closing(sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)) as connection:
            yield connection
    except sqlite3.Error as error:
        raise ScenarioError(say("refusal_sweep.ledger", path=path, why=str(error))) from None


@contextmanager
def _lock(folder: Path) -> Iterator[None]:
    with closing(sqlite3.connect(folder / LOCK, timeout=0.0, isolation_level=None)) as lock:
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error):
                raise ScenarioError(say("refusal_sweep.ledger", path=folder / LOCK, why=str(error))) from None
            raise ScenarioError(say("refusal_sweep.locked", folder=folder)) from None
        yield
