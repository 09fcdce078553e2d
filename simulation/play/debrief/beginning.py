"""Where the processes behind a debrief begin: the server names this, and only they import what the work needs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def begin() -> dict[str, Callable[..., Any]]:
    """`work.WORK`, by a process that has imported nothing yet."""
    from simulation.play.debrief.work import WORK

    return WORK
