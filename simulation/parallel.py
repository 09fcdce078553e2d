"""Work for every core: other processes take some of the jobs, and write what they find into memory that is shared.

Threads would gain nothing: a month is a thousand small array operations, and each of them hands the interpreter's lock
over. On Linux this process is forked: a fork is there at once and *is* this process, with the rules and doctrines that are
loaded here, changed ones too. Forking beside other threads (NumPy brings some) does no harm here, because the children
only calculate, and leave the parent's files, threads and locks alone. Elsewhere a process had better not be forked, and
joblib (loky) keeps some that were started afresh: they are sent the function and all that it holds, a doctrine made in a
notebook too, by value, and know nothing of what was changed in a module. A script need not be written for either.
Whoever works ends with this process, also when it is killed, and in the middle of a job. Results are the same everywhere.
"""

from __future__ import annotations

import contextlib
import math
import mmap
import multiprocessing
import os
import pickle
import signal
import sys
import tempfile
import threading
import time
import warnings
import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from multiprocessing.process import BaseProcess
from pathlib import Path
from queue import SimpleQueue
from typing import Any, TypeVar

import numpy as np

from simulation.state import Array

Job = TypeVar("Job")
Answer = TypeVar("Answer")
FORKS = sys.platform == "linux"
LINE = 64  # bytes that a processor moves at once
TICKET = 4  # bytes: the index of a job
GLANCE = 0.5  # seconds between looks at whether the parent lives


_alone: list[None] = []  # one entry for each block of `alone` that this process is in


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Within it, work is done by this process alone: it is one of several that share it already, or is being timed."""
    _alone.append(None)
    try:
        yield
    finally:
        _alone.pop()


def assists() -> bool:
    """Whether this process is one that another has begun, to work for it."""
    return multiprocessing.parent_process() is not None


def cores() -> int:
    """How many cores may share the work; one if this is a worker itself."""
    if _alone or assists():
        return 1
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def zeros(layout: Mapping[str, tuple[tuple[int, ...], type]], shared: bool) -> dict[str, Array]:
    """Zeros of these shapes and types; `shared`: what other processes write into them is seen here."""
    if not shared:
        return {name: np.zeros(shape, kind) for name, (shape, kind) in layout.items()}
    starts, end = [], 0
    for shape, kind in layout.values():
        starts.append(end)
        end += -(-math.prod(shape) * np.dtype(kind).itemsize // LINE) * LINE  # no two arrays on one line
    memory: Any = mmap.mmap(-1, end) if FORKS else _named(end)  # goes when the last of its arrays goes
    return {
        name: np.ndarray(shape, kind, memory, start)
        for start, (name, (shape, kind)) in zip(starts, layout.items(), strict=True)
    }


def spread(function: Callable[[Job], object], jobs: Sequence[Job], workers: int) -> Iterator[Job]:
    """Do function(job) for every job, on so many processes, this one among them; each job, when it is done.

    Results are what `function` writes into shared `zeros`. Whoever is free takes the next job. An error comes up as ever.
    """
    for job, _ in answers(function, jobs, workers):
        yield job


def answers(
    function: Callable[[Job], Answer], jobs: Sequence[Job], workers: int
) -> Iterator[tuple[Job, Answer]]:
    """The same, each job with what `function` returns of it; once each, though a process that failed had begun it.

    For what is to be added up: of what a process wrote into shared memory before it failed, a part would count twice.
    """
    if workers == 1:
        for job in jobs:
            yield job, function(job)
    elif FORKS:
        yield from _forked(function, jobs, workers)
    else:
        yield from _afresh(function, jobs, workers)


def threads(
    function: Callable[[Job], Answer], jobs: Sequence[Job], workers: int
) -> Iterator[tuple[Job, Answer]]:
    """The same by threads of this process: for work that is not the interpreter's own, as what JAX compiles."""
    with ThreadPoolExecutor(workers) as pool:
        doing = {pool.submit(function, job): job for job in jobs}
        try:
            for done in as_completed(doing):
                yield doing.pop(done), done.result()
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _forked(
    function: Callable[[Job], Answer], jobs: Sequence[Job], workers: int
) -> Iterator[tuple[Job, Answer]]:
    """By this process and `workers` - 1 children of it; what a child fails to do is done here."""
    fork = multiprocessing.get_context("fork")
    tickets, booth = os.pipe()  # every read takes one ticket, whoever reads
    os.write(booth, b"".join(index.to_bytes(TICKET) for index in range(len(jobs))))
    os.close(booth)
    this = os.getpid()

    def next_job() -> int | None:
        ticket = os.read(tickets, TICKET)
        return int.from_bytes(ticket) if ticket else None

    def assist(parent: Any) -> None:
        _end_with(this)
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends its children
        for number in (signal.SIGTERM, signal.SIGHUP):  # as it does with this: at once, and without a word
            if signal.getsignal(number) is not signal.SIG_IGN:  # what is ignored (nohup) stays ignored
                signal.signal(number, signal.SIG_DFL)
        with contextlib.suppress(Exception):
            while (index := next_job()) is not None:
                parent.send((index, function(jobs[index])))

    left = set(range(len(jobs)))
    children: list[BaseProcess] = []
    ears: list[threading.Thread] = []
    heard: SimpleQueue[tuple[int, Answer] | None] = SimpleQueue()

    def listen(pipe: Any) -> None:
        """Take what a child sends at once, so that it need not wait while this process works; None: it sends no more."""
        with contextlib.suppress(EOFError, OSError):  # OSError: it ended in the middle of a word
            while True:
                heard.put(pipe.recv())
        heard.put(None)

    try:
        for _ in range(workers - 1):
            parents_end, childs_end = fork.Pipe(duplex=False)
            children.append(fork.Process(target=assist, args=(childs_end,), daemon=True))
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)  # of forking beside threads: see above
                # JAX has threads too, which a child has no use for: its months are NumPy's
                warnings.filterwarnings("ignore", r"os\.fork\(\) was called", RuntimeWarning)
                children[-1].start()
            childs_end.close()
            ears.append(threading.Thread(target=listen, args=(parents_end,), daemon=True))
        for ear in ears:
            ear.start()
        talking = len(ears)
        while left:
            index = next_job()
            if index is None and not talking:
                index = min(left)  # a child has failed
            if index is not None:
                with alone():
                    answer = function(jobs[index])
                left.remove(index)
                yield jobs[index], answer
            # what children have done meanwhile; if nothing is left to take, wait for it
            while not heard.empty() or (index is None and talking):
                found = heard.get()
                if found is None:
                    talking -= 1
                else:
                    left.remove(found[0])
                    yield jobs[found[0]], found[1]
                index = -1  # no more waiting
    finally:
        os.close(tickets)
        for child in children:
            child.terminate()
            child.join()


def _afresh(
    function: Callable[[Job], Answer], jobs: Sequence[Job], workers: int
) -> Iterator[tuple[Job, Answer]]:
    """By `workers` processes of joblib's, while this one waits; what cannot be sent to them is done here."""
    from joblib import Parallel, delayed

    this = os.getpid()

    def assist(index: int) -> tuple[int, Answer]:
        _end_with(this)
        return index, function(jobs[index])

    left = set(range(len(jobs)))
    try:
        asked = (delayed(assist)(index) for index in range(len(jobs)))
        for index, answer in Parallel(n_jobs=workers, return_as="generator_unordered", batch_size=1)(asked):
            left.remove(index)
            yield jobs[index], answer
    except pickle.PicklingError:
        for index in sorted(left):
            yield jobs[index], function(jobs[index])


def _named(size: int) -> Array:
    """Memory that a process started afresh can open: a file, which joblib sends by its name."""
    handle, name = tempfile.mkstemp(prefix="detente-")
    os.close(handle)
    memory = np.memmap(name, np.uint8, "w+", shape=(size,))
    weakref.finalize(memory, _remove, Path(name))
    return memory


def _remove(file: Path) -> None:
    with contextlib.suppress(
        OSError
    ):  # Windows keeps a file that is still open; it goes with the other temporary ones
        file.unlink()


_watched: set[int] = set()


def _end_with(parent: int) -> None:
    """End this worker soon after `parent` has ended, whatever it is doing."""
    if os.getpid() in _watched:  # a worker of joblib's is asked for every job
        return
    _watched.add(os.getpid())

    def watch() -> None:
        found: Any = multiprocessing.parent_process()
        if sys.platform == "win32":
            found.join()  # there a process keeps the number of a parent that is gone
        while os.getppid() == parent:
            time.sleep(GLANCE)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
