"""Compiled programmes, kept between sessions: in the user's folder for such things, or where `DETENTE_CACHE` says.

JAX keeps them, under a key of its own that knows the processor, the programme and all versions. What is noted here beside
them is only that there is one, so that `engine="auto"` need not import JAX to find out.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from simulation import paths

SETTING = "DETENTE_CACHE"

_here: set[str] = set()  # the programmes that this session has at hand


def folder() -> Path:
    """Where compiled programmes are kept."""
    from platformdirs import user_cache_dir

    return Path(os.environ.get(SETTING) or user_cache_dir("detente", appauthor=False))


def at_hand(programme: str) -> bool:
    """Whether this session has gone through months by this programme, whose name is `choice.programme`."""
    return programme in _here


def on_disk(programme: str) -> bool:
    """Whether some session has, and kept it."""
    return paths.is_file(_note(programme))


def note(programme: str) -> None:
    """This session has, and keeps it where it can."""
    _here.add(programme)
    with suppress(OSError):
        _note(programme).touch()


def _note(programme: str) -> Path:
    return folder() / f"{programme}.kept"


@contextmanager
def between_sessions() -> Iterator[None]:
    """What JAX compiles meanwhile it looks for in the folder first, and puts there.

    Where the user has it keep programmes somewhere already, ours are kept there too, and nowhere where the folder cannot be
    written. Afterwards JAX is set as it was.
    """
    import jax
    from jax.experimental.compilation_cache import compilation_cache

    settings: Any = jax.config
    place, usable = folder(), False
    with suppress(OSError):
        place.mkdir(parents=True, exist_ok=True)
        usable = os.access(place, os.W_OK)
    if settings.jax_compilation_cache_dir is not None or not usable:
        yield
        return
    smallest = settings.jax_persistent_cache_min_entry_size_bytes
    compilation_cache.reset_cache()  # it looks once where to keep them
    settings.update("jax_compilation_cache_dir", str(place))
    try:
        yield
    finally:
        settings.update("jax_compilation_cache_dir", None)
        settings.update("jax_persistent_cache_min_entry_size_bytes", smallest)  # which the look has set
        compilation_cache.reset_cache()
