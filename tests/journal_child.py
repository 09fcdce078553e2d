"""What dies in tests of the journal: a process that plays on where the journal stands, and is killed somewhere in it."""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence
from multiprocessing.connection import Connection

from simulation.play.journal import Journal
from simulation.play.seats import Game, Input

Script = dict[str, tuple[Game, Sequence[Input]]]


def plays(path: str, script: Script, acknowledged: Connection, dies_at: int | None) -> None:
    """Send every match's inputs in turn, from the first that the journal lacks, and once more the one before it.

    With `dies_at` the process kills itself at that statement of SQL, counted from its beginning.
    """
    left = dies_at

    def at_statement(_: str) -> None:
        nonlocal left
        if left is not None:
            left -= 1
            if left < 0:
                os.kill(os.getpid(), signal.SIGKILL)

    journal = Journal(path)
    journal._file.set_trace_callback(at_statement)
    at = {}
    for name, (game, _) in script.items():
        at[name] = max(0, len(journal.begin(name, game).inputs) - 1)
    while any(at[name] < len(inputs) for name, (_, inputs) in script.items()):
        for name, (_, inputs) in script.items():
            if at[name] < len(inputs):
                journal.take(name, f"{name}-{at[name]}", inputs[at[name]])
                acknowledged.send((name, at[name]))
                at[name] += 1
    journal.close()
