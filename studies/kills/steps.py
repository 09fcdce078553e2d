"""A small sweep, killed once at each of its steps, and at some of them again while it goes on.

Steps are before and after each statement of the ledger, each renaming, each waiting for the disk and each making of a
folder, and in the middle of each file.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from simulation.sweeps import shards
from simulation.sweeps.running import sweep
from simulation.sweeps.tasks import Task
from studies.kills.watched import Count, Watch, content, forked

KILLED = 9  # the exit code of a process that has killed itself
AGAIN = 5  # at every fifth step it is killed a second time


def at_every_step(plan: Mapping[str, Any], folder: Path) -> Count:
    """Kill the sweep at its first step and let it go on, then at its second, and so on until it has no more.

    That a task gives the same bytes again is looked at elsewhere; here they are looked up, which is quicker.
    """
    whole = content(sweep(plan, folder / "whole", workers=1).folder)
    watch, step = Watch(whole), 1
    while _dies(plan, out := folder / f"{step}", step, whole):
        watch.killed(out)
        if step % AGAIN == 0 and _dies(plan, out, step // AGAIN + AGAIN, whole):
            watch.killed(out)
        _go_on(plan, out, 0, whole)
        watch.ended(out)
        step += 1
    return watch.count


def _dies(plan: Mapping[str, Any], folder: Path, step: int, whole: Mapping[str, bytes]) -> bool:
    """Whether a process that sweeps, and is to die at a step, comes to it."""
    return _child(lambda: _go_on(plan, folder, step, whole)) == KILLED


def _go_on(plan: Mapping[str, Any], folder: Path, step: int, whole: Mapping[str, bytes]) -> None:
    def looked_up(task: Task) -> bytes:
        return whole[f"{task.number:06d}.parquet"]

    with patch.object(shards, "made", looked_up), _dying_at(step):
        sweep(plan, folder, workers=1, resume=True)


def _child(work: Callable[[], object]) -> int:
    """Do something in a forked process, and give its exit code. Raises RuntimeError where it fails."""
    child = forked()
    if child == 0:
        code = 1
        try:
            work()
            code = 0
        finally:
            os._exit(code)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if code not in (0, KILLED):
        raise RuntimeError(f"a process that was to go on or be killed ended with {code}")
    return code


@contextmanager
def _dying_at(step: int) -> Iterator[None]:
    """Within it this process kills itself at a step, from 1 on (never at 0), and does not wait for the disk."""
    taken = 0

    def reached() -> None:
        nonlocal taken
        taken += 1
        if taken == step:
            os._exit(KILLED)

    def wrapped(function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: Any, **named: Any) -> Any:
            reached()
            found = function(*given, **named)
            reached()
            return found

        return call

    class Connection(sqlite3.Connection):
        def execute(self, statement: str, *given: Any) -> sqlite3.Cursor:
            done: sqlite3.Cursor = wrapped(super().execute)(statement.replace("FULL", "OFF"), *given)
            return done

        executemany = wrapped(sqlite3.Connection.executemany)

    connect, opened = sqlite3.connect, Path.open

    def opening(path: Path, mode: str = "r", **named: Any) -> Any:
        file = opened(path, mode, **named)
        return Halves(file, reached) if mode == "wb" else file

    with (
        patch.object(
            sqlite3, "connect", lambda *given, **named: connect(*given, factory=Connection, **named)
        ),
        patch.object(Path, "mkdir", wrapped(Path.mkdir)),
        patch.object(Path, "open", opening),
        patch.object(os, "fsync", wrapped(no_waiting)),
        patch.object(os, "replace", wrapped(os.replace)),
    ):
        yield


def no_waiting(handle: int) -> None:
    """In place of `os.fsync`: a process that is killed leaves to the system what it has written."""


class Halves:
    """A file that is written in two halves, with a step between them."""

    def __init__(self, file: Any, between: Callable[[], None]) -> None:
        self.file, self.between = file, between

    def __enter__(self) -> Halves:
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.file, name)

    def write(self, part: bytes) -> None:
        self.file.write(part[: len(part) // 2])
        self.file.flush()
        self.between()
        self.file.write(part[len(part) // 2 :])
