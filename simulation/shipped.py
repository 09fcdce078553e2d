"""The folders that travel with the package: `scenarios` and `teaching`, which in a checkout stand beside it.

An installed package has them within itself (`simulation/_scenarios`, `simulation/_teaching`), so that a folder of one of
these names among a user's own is neither taken for them nor in their way. Where an installed package is used in a checkout
of this project, by a script that stands there or from within it, the checkout's own files count, and say so.
"""

from __future__ import annotations

import logging
import sys
import tomllib
from contextlib import suppress
from functools import cache
from pathlib import Path

from simulation import paths
from simulation.saying import say

PACKAGE = Path(__file__).parent


def is_checkout(root: Path) -> bool:
    """Whether a folder is the root of this project."""
    with suppress(OSError, tomllib.TOMLDecodeError, UnicodeDecodeError):
        project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8")).get("project", {})
        return project.get("name") == "detente" and paths.is_folder(root / "simulation")
    return False


def folder(name: str) -> Path:
    """Where `scenarios` or `teaching` is."""
    script = getattr(sys.modules.get("__main__"), "__file__", None)
    places = list[Path]()
    with suppress(OSError):  # the folder that we are in has been removed meanwhile
        places += [Path(script).resolve().parent] if script else []
        places.append(Path.cwd())
    return _folder(name, tuple(places))


def file(name: str, part: str) -> Path:
    """A file of `scenarios` or `teaching`; one that differs from what is installed says so in one line, once."""
    found = folder(name) / part
    _compare(found, PACKAGE / f"_{name}" / part)
    return found


@cache
def _folder(name: str, places: tuple[Path, ...]) -> Path:
    installed = PACKAGE / f"_{name}"
    if not paths.is_folder(installed):  # the package is that of a checkout
        return PACKAGE.parent / name
    above = (root for place in places for root in (place, *place.parents))
    return next(
        (root / name for root in above if paths.is_folder(root / name) and is_checkout(root)), installed
    )


@cache
def _compare(found: Path, installed: Path) -> None:
    both = found != installed and paths.is_file(found) and paths.is_file(installed)
    if both and found.read_bytes() != installed.read_bytes():
        # a logger that nobody has set up prints this line and nothing else, on the error stream
        logging.getLogger("detente").warning("%s", say("refusal_file.differs", file=found))
