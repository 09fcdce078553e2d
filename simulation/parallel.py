"""Work for every core: this process is forked, and its children take some of the jobs.

Threads would gain nothing: a month is a thousand small array operations, and each of them hands the interpreter's lock
over. A fork is there at once and *is* this process: it has the rules and doctrines that are loaded here, changed ones
too, and a script need not be written for it. Forking beside other threads (NumPy brings some) does no harm here, because
the children only calculate, and leave the parent's files, threads and locks alone. Where a process had better not be
forked, one process does everything: the results are the same.
"""

from __future__ import annotations

import contextlib
import math
import mmap
import multiprocessing
import os
import signal
import sys
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from typing import Any, TypeVar

import numpy as np

from simulation.state import Array

Job = TypeVar("Job")
LINE = 64  # bytes that a processor moves at once
TICKET = 4  # bytes: the index of a job


def cores() -> int:
    """How many cores may share the work; one where forking is unsafe (not Linux), or if this is a worker itself."""
    if sys.platform != "linux" or multiprocessing.parent_process() is not None:
        return 1
    return len(os.sched_getaffinity(0))


def zeros(layout: Mapping[str, tuple[tuple[int, ...], type]], shared: bool) -> dict[str, Array]:
    """Zeros of these shapes and types; `shared`: what children write into them is seen here."""
    if not shared:
        return {name: np.zeros(shape, kind) for name, (shape, kind) in layout.items()}
    starts, end = [], 0
    for shape, kind in layout.values():
        starts.append(end)
        end += -(-math.prod(shape) * np.dtype(kind).itemsize // LINE) * LINE  # no two arrays on one line
    memory = mmap.mmap(-1, end)  # goes when the last of its arrays goes
    return {
        name: np.ndarray(shape, kind, memory, start)
        for start, (name, (shape, kind)) in zip(starts, layout.items(), strict=True)
    }


def spread(function: Callable[[Job], object], jobs: Sequence[Job], workers: int) -> Iterator[Job]:
    """Do function(job) for every job, in this process and `workers` - 1 children of it; each job, when it is done.

    Results are what `function` writes into shared `zeros`. Whoever is free takes the next job. What a child fails to do
    is done here, so that an error comes up as ever.
    """
    if workers == 1:
        for job in jobs:
            function(job)
            yield job
        return
    fork = multiprocessing.get_context("fork")
    tickets, booth = os.pipe()  # every read takes one ticket, whoever reads
    os.write(booth, b"".join(index.to_bytes(TICKET) for index in range(len(jobs))))
    os.close(booth)

    def next_job() -> int | None:
        ticket = os.read(tickets, TICKET)
        return int.from_bytes(ticket) if ticket else None

    def assist(parent: Any) -> None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends its children
        with contextlib.suppress(Exception):
            while (index := next_job()) is not None:
                function(jobs[index])
                parent.send(index)

    left = set(range(len(jobs)))
    children: list[BaseProcess] = []
    pipes: list[Any] = []
    try:
        for _ in range(workers - 1):
            parents_end, childs_end = fork.Pipe(duplex=False)
            children.append(fork.Process(target=assist, args=(childs_end,), daemon=True))
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)  # of forking beside threads: see above
                children[-1].start()
            childs_end.close()
            pipes.append(parents_end)
        while left:
            index = next_job()
            if index is None and not pipes:
                index = min(left)  # a child has failed
            if index is not None:
                function(jobs[index])
                left.remove(index)
                yield jobs[index]
            # what children have done meanwhile; if nothing is left to take, wait for it
            ready: list[Any] = wait(pipes, None if index is None else 0)
            for pipe in ready:
                try:
                    done = pipe.recv()
                except EOFError:
                    pipes.remove(pipe)
                else:
                    left.remove(done)
                    yield jobs[done]
    finally:
        os.close(tickets)
        for child in children:
            child.terminate()
            child.join()
