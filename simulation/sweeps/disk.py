"""A file that is whole or not there, also after a loss of power."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from simulation.errors import ScenarioError, reason
from simulation.saying import say

UNFINISHED = ".unfinished"  # ends the name of a file that is being written


def write(path: Path, content: bytes) -> None:
    """Write a file whole or not at all. Raises OSError.

    Until it is whole its name is this process's alone: a worker outlives a parent that is killed by half a second, and
    what it puts in place then is whole too.
    """
    begun = path.with_name(f"{path.name}.{os.getpid()}{UNFINISHED}")
    try:
        with begun.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(begun, path)
    except BaseException:
        begun.unlink(missing_ok=True)  # a disk that is full gets its room back
        raise
    settle(path.parent)


def settle(folder: Path) -> None:
    """Wait until the names in a folder are on the disk too."""
    if sys.platform == "win32":  # where a folder cannot be opened, and names are the system's business
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def clear(folder: Path) -> None:
    """Remove what a killed process has begun. Only for whoever alone writes there."""
    for left in folder.glob(f"*{UNFINISHED}"):
        left.unlink(missing_ok=True)


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Within it, what the system refuses becomes one line that names the folder."""
    try:
        yield
    except OSError as error:
        raise ScenarioError(
            say("refusal_sweep.unwritten", folder=folder, why=reason(error).lower())
        ) from None
