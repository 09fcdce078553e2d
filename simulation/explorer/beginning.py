"""Where the processes behind the page begin: the server names this, and only they import what work needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any


def begin(own: Mapping[str, str]) -> dict[str, Callable[..., Any]]:
    """`work.start`, by a process that has imported nothing yet."""
    from simulation.explorer.work import start

    return start(own)
