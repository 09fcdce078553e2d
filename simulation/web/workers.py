"""Processes that work while the page lives: asked by name, told how far they are, stopped, and replaced when they die.

Threads would not do: a month is a thousand small steps of the interpreter, and the page would wait for each of them. They
are started afresh on every system, since a server has threads that a fork would leave behind.

What somebody waits for goes before what only refines a figure that is there already. Refining leaves one process free where
there are several, and gives way, to begin again later, as soon as somebody waits.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import logging
import multiprocessing
import signal
import threading
import time
import traceback
from collections import deque
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Any, Literal, NamedTuple

from simulation.errors import ScenarioError

#: what is heard of a job: how far it is (0-1), what came of it, why it was refused, or that it failed
Heard = tuple[Literal["at", "done", "refused", "failed"], Any]
Work = Callable[..., Any]  # takes `tell` besides what it was asked with

SOON, LATER = 0, 1  # what somebody waits for, and what refines it
MOST_WAITING = 64  # jobs; whoever comes then is told that there is too much to do
LONGEST = 300.0  # seconds; a job that takes longer is given up with its process
STOPPING = 5.0  # seconds that a job has to stop when it is told to
GLANCE = 0.05  # seconds between looks at whether anybody still wants a job

_faults = logging.getLogger("simulation.web")


class StoppedError(Exception):
    """The job was told to stop."""


class BusyError(Exception):
    """Too many jobs wait already."""


class _GoneError(Exception):
    """The server is there no more."""


@dataclass(eq=False)
class _Job:
    """Work that is asked for, by one or by several at once; when the last of them has left, nobody wants it any more."""

    key: tuple[str, int]
    name: str
    what: Mapping[str, Any]
    urgency: int
    number: int
    ears: set[asyncio.Queue[Heard]] = field(default_factory=set)
    wanted: bool = True


class _Hand(NamedTuple):
    process: Any
    pipe: Connection


class Workers:
    """`count` processes, each of which calls `start()` for its table of work: name -> function."""

    def __init__(self, start: Callable[[], Mapping[str, Work]], count: int) -> None:
        self._start, self._numbers = start, itertools.count()
        self._waiting: tuple[deque[_Job], deque[_Job]] = deque(), deque()  # by urgency
        self._jobs: dict[tuple[str, int], _Job] = {}  # all that are wanted; of the loop alone
        self._refining, self._may_refine = 0, max(count - 1, 1)
        self._idle = 0
        self._changed = threading.Condition()
        self._closed = False
        self._threads = [threading.Thread(target=self._attend, daemon=True) for _ in range(count)]
        for thread in self._threads:
            thread.start()

    async def ask(
        self, name: str, what: Mapping[str, Any], urgency: int = SOON
    ) -> AsyncGenerator[Heard, None]:
        """Have work done; yields what is heard of it, the last of which is how it ended. To leave early is to stop it.

        What several ask for at once is done once. Raises BusyError where too much waits already.
        """
        key = json.dumps([name, what], sort_keys=True), urgency
        job = self._jobs.get(key) or self._new(key, name, what)
        ear = asyncio.Queue[Heard]()
        job.ears.add(ear)
        try:
            while True:
                said = await ear.get()
                yield said
                if said[0] != "at":
                    return
        finally:
            job.ears.discard(ear)
            if not job.ears:
                self._forget(job)

    @property
    def full(self) -> bool:
        """Whether so much waits that no more can be asked for."""
        return sum(map(len, self._waiting)) >= MOST_WAITING

    def close(self) -> None:
        """End all processes, and with them what is under way."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        for thread in self._threads:
            thread.join(STOPPING)

    # --- in the loop of the server --------------------------------------------------------------------------------------

    def _new(self, key: tuple[str, int], name: str, what: Mapping[str, Any]) -> _Job:
        job = _Job(key, name, what, key[1], next(self._numbers))
        with self._changed:
            if self.full:
                raise BusyError
            self._waiting[job.urgency].append(job)
            self._changed.notify_all()
        self._jobs[key] = job
        self._loop = asyncio.get_running_loop()
        return job

    def _forget(self, job: _Job) -> None:
        job.wanted = False
        if self._jobs.get(job.key) is job:
            del self._jobs[job.key]
        with self._changed, suppress(ValueError):
            self._waiting[job.urgency].remove(job)

    def _said(self, job: _Job, said: Heard) -> None:
        if said[0] != "at" and self._jobs.get(job.key) is job:
            del self._jobs[job.key]  # whoever asks from now on asks anew
        for ear in job.ears:
            ear.put_nowait(said)

    # --- one thread a process -------------------------------------------------------------------------------------------

    def _attend(self) -> None:
        """Hand a process one job after another, pass on what it says, and start another when it has died."""
        if hasattr(
            signal, "pthread_sigmask"
        ):  # Ctrl-C is for the server: what this thread starts never gets it
            signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
        hand = self._begin()
        while (job := self._next()) is not None:
            if hand is None or not hand.process.is_alive():  # it died in its sleep
                _end(hand)
                hand = self._begin()
            ended: Literal["ended", "gave way", "lost"] = "lost"
            with suppress(EOFError, OSError):
                ended = self._listen(job, hand.pipe) if hand else "lost"
            with self._changed:
                self._refining -= job.urgency == LATER
                if ended == "gave way" and job.wanted:
                    self._waiting[LATER].appendleft(job)
                self._changed.notify_all()
            if ended == "lost":
                self._hear(job, ("failed", None))
                _end(hand)
                hand = None if self._closed else self._begin()
        _end(hand)

    def _next(self) -> _Job | None:
        """The job to be done next, when there is one; None when all is to end."""
        with self._changed:
            self._idle += 1
            while not self._closed:
                soon, later = self._waiting
                if soon or (later and self._refining < self._may_refine):
                    job = (soon or later).popleft()
                    self._refining += job.urgency == LATER
                    self._idle -= 1
                    return job
                self._changed.wait()
        return None

    def _listen(self, job: _Job, pipe: Connection) -> Literal["ended", "gave way", "lost"]:
        """How it went: it ended and the process can take another, so it did but gave way to others, or both are lost."""
        pipe.send(("job", job.number, job.name, dict(job.what)))
        begun, told = time.monotonic(), 0.0
        while not self._closed:
            if pipe.poll(GLANCE):
                kind, said = pipe.recv()
                if kind == "stopped":
                    return "gave way"
                if kind == "failed":
                    _faults.error("%s", printable(said))
                    said = None
                self._hear(job, (kind, said))
                if kind != "at":
                    return "ended"
            now = time.monotonic()
            if not told and (not job.wanted or (job.urgency == LATER and self._somebody_waits())):
                pipe.send(("stop", job.number))
                told = now
            if now - begun > LONGEST or (told and now - told > STOPPING):
                return "lost"
        return "lost"

    def _somebody_waits(self) -> bool:
        return bool(self._waiting[SOON]) and not self._idle

    def _hear(self, job: _Job, said: Heard) -> None:
        with suppress(RuntimeError):  # the loop is closed: nobody listens any more
            self._loop.call_soon_threadsafe(self._said, job, said)

    def _begin(self) -> _Hand | None:
        if hasattr(
            signal, "pthread_sigmask"
        ):  # Ctrl-C is for the server: what this thread starts never gets it
            from multiprocessing import resource_tracker

            resource_tracker.ensure_running()  # which lets it through again when it has to begin
            signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
        spawn = multiprocessing.get_context("spawn")
        ours, theirs = spawn.Pipe()
        process = spawn.Process(target=_work, args=(theirs, self._start), daemon=True)
        try:
            process.start()
        except OSError as error:  # the machine has no room for another; the next job tries again
            _faults.error("%s", printable(error))
            return None
        finally:
            theirs.close()
        return _Hand(process, ours)


def printable(said: object) -> str:
    """One line of at most 300 signs, for a terminal: nothing in it ends the line, colours it or turns it round."""
    return "".join(sign if sign.isprintable() else " " for sign in str(said)[:300])


def _end(hand: _Hand | None) -> None:
    if hand is not None:
        hand.pipe.close()
        hand.process.kill()
        hand.process.join()


def _work(pipe: Connection, start: Callable[[], Mapping[str, Work]]) -> None:
    """What a process does: job after job, until the other end is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # where a thread cannot keep it from what it starts
    table = start()
    with suppress(EOFError, OSError, _GoneError):
        while True:
            kind, number, *asked = pipe.recv()
            if kind == "job":
                pipe.send(_answer(pipe, number, table[asked[0]], asked[1]))


def _answer(pipe: Connection, number: int, work: Work, what: Mapping[str, Any]) -> tuple[str, Any]:
    said = time.monotonic()

    def tell(share: float) -> None:
        nonlocal said
        try:
            while pipe.poll():
                if pipe.recv()[:2] == ("stop", number):
                    raise StoppedError
            if (now := time.monotonic()) - said > 0.1:
                pipe.send(("at", float(share)))
                said = now
        except (EOFError, OSError):
            raise _GoneError from None

    try:
        return "done", work(**what, tell=tell)
    except StoppedError:
        return "stopped", None
    except ScenarioError as error:
        return "refused", " ".join(str(error).split())
    except _GoneError:
        raise
    except Exception as error:  # what is no refusal is a fault of ours: one line, and the process goes on
        return "failed", where(error)


def where(error: BaseException) -> str:
    """A fault of ours, and the place in the code, for the terminal of whoever runs the page."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}: {error} ({place.filename}:{place.lineno})"
