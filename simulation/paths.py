"""Is there such a file? The one place that asks.

The system may refuse to say, where a name is too long or a folder may not be entered, and pathlib then raises. Here the
answer is no, for nothing can be read there; `refused` has the reason, for whoever wants to say it.
"""

from __future__ import annotations

import os
from errno import ENOENT, ENOTDIR
from os import PathLike

Place = str | PathLike[str]


def is_file(path: Place) -> bool:
    """Whether there is a file here that can be seen."""
    return os.path.isfile(path)


def is_folder(path: Place) -> bool:
    """Whether there is a folder here that can be seen."""
    return os.path.isdir(path)


def is_there(path: Place) -> bool:
    """Whether there is anything of this name that can be seen, be it a link to nothing."""
    return os.path.lexists(path)


def holds(path: Place, content: bytes) -> bool:
    """Whether a file holds just this; no where it cannot be read."""
    try:
        with open(path, "rb") as file:
            return file.read() == content
    except (OSError, ValueError):
        return False


def refused(path: Place) -> OSError | ValueError | None:
    """Why the system does not say what is here; None where it does, also where it says that nothing is."""
    try:
        os.stat(path)
    except (OSError, ValueError) as error:  # ValueError: a null character
        return None if getattr(error, "errno", None) in (ENOENT, ENOTDIR) else error
    return None
