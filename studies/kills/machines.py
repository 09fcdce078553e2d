"""A cluster of real processes on this machine, each as one starts it by hand."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress


def free_port() -> int:
    """A port of this machine that nobody listens at."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def process(*words: str, **settings: str) -> Iterator[subprocess.Popen[str]]:
    """A process that says nothing, ended with what it has begun; settings of Dask are its environment."""
    with subprocess.Popen(
        [sys.executable, "-m", *words],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
        env={**os.environ, **settings},
    ) as found:  # fmt: skip
        try:
            yield found
        finally:
            with suppress(ProcessLookupError):
                os.killpg(found.pid, signal.SIGKILL)


class Machines:
    """A scheduler and workers, each a process as one starts it by hand, which nobody starts anew."""

    def __init__(self, opened: ExitStack, workers: int, threads: int = 1, **settings: str) -> None:
        self._opened, self._threads = opened, threads
        self.address = f"tcp://127.0.0.1:{free_port()}"
        words = ("--host", self.address, "--no-show", "--dashboard-address", ":0")
        self.scheduler = opened.enter_context(process("distributed.cli.dask_scheduler", *words, **settings))
        self.workers: dict[str, subprocess.Popen[str]] = {}
        for _ in range(workers):
            self.hire()

    def hire(self) -> None:
        """One worker more."""
        port = str(free_port())
        words = ("--host", "127.0.0.1", "--worker-port", port, "--nthreads", str(self._threads))
        self.workers[f"tcp://127.0.0.1:{port}"] = self._opened.enter_context(
            process("distributed.cli.dask_worker", self.address, "--no-nanny", "--no-dashboard", *words)
        )

    def kill(self, worker: str) -> None:
        """Without warning."""
        self.workers.pop(worker).kill()


@contextmanager
def machines(workers: int, threads: int = 1, **settings: str) -> Iterator[Machines]:
    """So many workers with so many threads each, and their scheduler with its settings; all end with the block."""
    with ExitStack() as opened:
        yield Machines(opened, workers, threads, **settings)
