"""Where the process behind the debrief of a class begins: the server names this, and only it imports what that needs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def begin() -> dict[str, Callable[..., Any]]:
    """`work.WORK`, by a process that has imported nothing yet."""
    from simulation.play.class_debrief.work import WORK

    return WORK
