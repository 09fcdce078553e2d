"""How much memory a command may take: the least of what the machine, the container and the shell allow."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

SHARE = 0.6  # of what is allowed that one call may ask for (assumption: the rest is for the system and for what counts)
LEAST = (
    512 * 2**20
)  # bytes of addresses that the libraries of a small run take before it begins; measured, two cores
UNLIMITED = 2**62  # version 1 of control groups writes no limit as the largest number of pages
GROUPS = Path("/sys/fs/cgroup")


def allowed() -> int | None:
    """Bytes that this process may take at most; None where the system says nothing."""
    return min(_limits(), default=None)


def exceeded(needed: int) -> int | None:
    """The bytes that may be taken, if `needed` is more than `SHARE` of them; None where it is not."""
    most = allowed()
    return most if most is not None and needed > SHARE * most else None


def too_narrow() -> int | None:
    """The bytes of addresses that the shell allows (`ulimit -v`), if they are too few to load NumPy with; else None.

    To be asked before that: its linear algebra looks for memory for ever where there is none.
    """
    return next((most for most in _of_the_shell() if most < LEAST), None)


def _limits() -> Iterator[int]:
    with suppress(AttributeError, OSError, ValueError):  # Windows has no sysconf
        yield os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    yield from _of_groups()
    yield from _of_the_shell()


def _of_the_shell() -> Iterator[int]:
    """The soft limits of addresses and of data (`ulimit -v`, `ulimit -d`), where there are any."""
    if sys.platform != "win32":
        import resource

        for kind in (resource.RLIMIT_AS, resource.RLIMIT_DATA):
            soft, _ = resource.getrlimit(kind)
            if soft != resource.RLIM_INFINITY:
                yield soft


def _of_groups() -> Iterator[int]:
    """The limits of this process's control group and of those above it (a container's)."""
    try:
        lines = Path("/proc/self/cgroup").read_text(encoding="utf-8").splitlines()
    except OSError:
        return
    for line in lines:
        _, kinds, path = line.split(":", 2)
        if kinds == "":  # version 2
            root, name = GROUPS, "memory.max"
        elif "memory" in kinds.split(","):
            root, name = GROUPS / "memory", "memory.limit_in_bytes"
        else:
            continue
        place = root / path.lstrip("/")
        for group in (place, *place.parents):
            if group.is_relative_to(root):
                yield from _number(group / name)


def _number(file: Path) -> Iterator[int]:
    try:
        held = int(file.read_text(encoding="ascii"))
    except (OSError, ValueError):  # "max" is no limit
        return
    if held < UNLIMITED:
        yield held
