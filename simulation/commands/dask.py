"""`--dask`: a cluster that does the work, and what is said while none of its workers is there."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Annotated

import typer

from simulation.catalogue import text
from simulation.commands.streams import say_beside
from simulation.sweeps import cluster

if TYPE_CHECKING:
    from simulation.sweeps.cluster import Client

Dask = Annotated[str | None, typer.Option("--dask")]
OFTEN = 60.0  # seconds between lines where there is no terminal to draw on


def client_of(address: str | None) -> AbstractContextManager[Client | None]:
    """A client of the cluster that is asked for; None where none is."""
    return nullcontext() if address is None else cluster.connected(address)


def waiting(
    address: str | None, lang: str, tell: Callable[[str], None] = say_beside
) -> Callable[[bool], None]:
    """Says in one line that the cluster has no worker and what to do, and in another that it goes on.

    To be called with whether it still waits, however often. Where there is no terminal the line is said again every minute,
    so that the end of a log shows what a sweep hangs on.
    """
    waits, told = False, 0.0

    def look(now: bool) -> None:
        nonlocal waits, told
        again = now and not sys.stderr.isatty() and time.monotonic() - told >= OFTEN
        if now and (not waits or again):
            tell(text("cluster_wait.nobody", lang, address=address))
            told = time.monotonic()
        elif waits and not now:
            tell(text("cluster_wait.somebody", lang))
        waits = now

    return look
