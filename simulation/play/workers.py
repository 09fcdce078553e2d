"""Processes that work while the page lives: asked by name, told how far they are, stopped, and replaced when they die.

Threads would not do: a month is a thousand small steps of the interpreter, and the page would wait for each of them. They
are started afresh on every system, since a server has threads that a fork would leave behind.
"""

from __future__ import annotations

import asyncio
import itertools
import multiprocessing
import queue
import signal
import threading
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Any, Literal

from simulation.errors import ScenarioError

#: what is heard of a job: how far it is (0-1), what came of it, why it was refused, or that it failed
Heard = tuple[Literal["at", "done", "refused", "failed"], Any]
Work = Callable[..., Any]  # takes `tell` besides what it was asked with

SOON, LATER = 0, 1  # what somebody waits for, and what refines it
MOST_WAITING = 64  # jobs; whoever comes then is told that there is too much to do
LONGEST = 300.0  # seconds; a job that takes longer is given up with its process
STOPPING = 5.0  # seconds that a job has to stop when it is told to


class StoppedError(Exception):
    """The job was told to stop."""


class BusyError(Exception):
    """Too many jobs wait already."""


@dataclass(order=True)
class _Job:
    urgency: int
    number: int
    name: str = field(compare=False)
    what: Mapping[str, Any] = field(compare=False)
    hear: Callable[[Heard], None] = field(compare=False)
    stopped: threading.Event = field(compare=False, default_factory=threading.Event)


class Workers:
    """`count` processes, each of which calls `start()` for its table of work: name -> function."""

    def __init__(self, start: Callable[[], Mapping[str, Work]], count: int) -> None:
        self._start, self._numbers = start, itertools.count()
        self._waiting: queue.PriorityQueue[_Job] = queue.PriorityQueue()
        self._closed = threading.Event()
        self._threads = [threading.Thread(target=self._attend, daemon=True) for _ in range(count)]
        for thread in self._threads:
            thread.start()

    async def ask(self, name: str, what: Mapping[str, Any], urgency: int = SOON) -> AsyncIterator[Heard]:
        """Have work done; yields what is heard of it, the last of which is how it ended. To leave early is to stop it.

        Raises BusyError where too much waits already.
        """
        if self._waiting.qsize() >= MOST_WAITING:
            raise BusyError
        loop, heard = asyncio.get_running_loop(), asyncio.Queue[Heard]()

        def hear(said: Heard) -> None:
            with suppress(RuntimeError):  # the loop is closed: nobody listens any more
                loop.call_soon_threadsafe(heard.put_nowait, said)

        job = _Job(urgency, next(self._numbers), name, what, hear)
        self._waiting.put(job)
        try:
            while True:
                said = await heard.get()
                yield said
                if said[0] != "at":
                    return
        finally:
            job.stopped.set()

    def close(self) -> None:
        """End all processes."""
        self._closed.set()
        for thread in self._threads:
            thread.join(2 * STOPPING)

    def _attend(self) -> None:
        """One thread a process: hand it a job, pass on what it says, and start another when it has died."""
        process, pipe = self._begin()
        while not self._closed.is_set():
            try:
                job = self._waiting.get(timeout=0.2)
            except queue.Empty:
                continue
            if job.stopped.is_set():
                continue
            ended = False
            with suppress(EOFError, OSError):
                pipe.send(("job", job.number, job.name, dict(job.what)))
                ended = self._listen(job, pipe)
            if not ended:
                _end(process, pipe)
                job.hear(("failed", None))
                if not self._closed.is_set():
                    process, pipe = self._begin()
        _end(process, pipe)

    def _listen(self, job: _Job, pipe: Connection) -> bool:
        """Whether the process ended the job and can take another."""
        begun, told = time.monotonic(), 0.0
        while not self._closed.is_set():
            if pipe.poll(0.05):
                said: Heard = pipe.recv()
                job.hear(said)
                if said[0] != "at":
                    return True
            now = time.monotonic()
            if job.stopped.is_set() and not told:
                pipe.send(("stop", job.number))
                told = now
            if now - begun > LONGEST or (told and now - told > STOPPING):
                return False
        return False

    def _begin(self) -> tuple[Any, Connection]:
        spawn = multiprocessing.get_context("spawn")
        ours, theirs = spawn.Pipe()
        process = spawn.Process(target=_work, args=(theirs, self._start), daemon=True)
        process.start()
        theirs.close()
        return process, ours


def _end(process: Any, pipe: Connection) -> None:
    pipe.close()
    process.kill()
    process.join()


def _work(pipe: Connection, start: Callable[[], Mapping[str, Work]]) -> None:
    """What a process does: job after job, until the other end is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which ends its processes
    table = start()
    with suppress(EOFError, OSError):
        while True:
            kind, number, *asked = pipe.recv()
            if kind == "job":
                pipe.send(_answer(pipe, number, table[asked[0]], asked[1]))


def _answer(pipe: Connection, number: int, work: Work, what: Mapping[str, Any]) -> Heard:
    said = time.monotonic()

    def tell(share: float) -> None:
        nonlocal said
        while pipe.poll():
            if pipe.recv()[:2] == ("stop", number):
                raise StoppedError
        if (now := time.monotonic()) - said > 0.1:
            pipe.send(("at", float(share)))
            said = now

    try:
        return "done", work(**what, tell=tell)
    except StoppedError:
        return "failed", None
    except ScenarioError as error:
        return "refused", " ".join(str(error).split())
    except (EOFError, OSError):  # nobody is there any more
        raise
    except Exception as error:  # what is no refusal is a fault of ours: one line, and the process goes on
        return "failed", f"{type(error).__name__}: {error}"
