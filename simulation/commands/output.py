"""What commands print and write. Results go to the output stream, all else to the error stream, so that `--json` can be
piped; what is written to a folder appears whole or not at all.
"""

from __future__ import annotations

import json
import math
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Column

from simulation import errors
from simulation.catalogue import say, text
from simulation.commands.options import Settings
from simulation.commands.refusals import CommandError
from simulation.pages.blocks import Block
from simulation.pages.terminal import terminal

#: letters that "20000/20000 0:12:34" takes beside a bar, with a blank before each part
COUNTED = 22

# --- to the terminal ----------------------------------------------------------------------------------------


def bar(quiet: bool = False) -> Progress:
    """A progress bar on the error stream, which shows on a terminal only, and not where quiet is asked for.

    A fourth of the line is the bar's own, and what is counted and the time that is left stand whole; what is being done
    gives way where the line is narrow.
    """
    console = Console(stderr=True)
    drawn = min(40, console.width // 4)
    room = max(1, console.width - drawn - COUNTED)
    doing = TextColumn(
        "{task.description}", table_column=Column(no_wrap=True, overflow="ellipsis", max_width=room)
    )
    columns = doing, BarColumn(bar_width=drawn), MofNCompleteColumn(), TimeRemainingColumn()
    shows = console.is_terminal and not quiet
    return Progress(*columns, console=console, transient=True, disable=not shows)


def show(blocks: Sequence[Block]) -> None:
    """Print a page."""
    Console(highlight=False).print(terminal(blocks))


def print_json(found: object) -> None:
    """Print as JSON."""
    print(_json(found))


def say_written(place: Path, files: Sequence[str], settings: Settings) -> None:
    """Say what was written where; with --json and --quiet not even that."""
    if settings.as_json and settings.quiet:
        return
    said = text("command.written", settings.lang, folder=place, files=", ".join(files))
    # With --json the output stream holds JSON and nothing else.
    print(said, file=sys.stderr if settings.as_json else sys.stdout)


# --- to a folder --------------------------------------------------------------------------------------------


def folder(path: Path) -> Path:
    """The folder for results, made if need be; a CommandError if it cannot be one."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        raise CommandError(say("refusal_command.out_file", path=path)) from None
    except (OSError, ValueError) as error:
        raise CommandError(say("refusal_command.out_unmade", path=path, why=_reason(error))) from None
    if not writable(path):
        raise CommandError(say("refusal_command.out_closed", path=path))
    return path


def writable(path: Path) -> bool:
    """Whether files can be made in a folder."""
    return os.access(path, os.W_OK | os.X_OK)


@contextmanager
def unfinished(place: Path) -> Iterator[Path]:
    """A folder to write into; its files move to `place` only once all of them are complete."""
    try:
        with tempfile.TemporaryDirectory(dir=place, prefix=".unfinished-") as name:
            yield Path(name)
            for path in sorted(Path(name).iterdir()):
                os.replace(path, place / path.name)
    except OSError as error:
        raise CommandError(say("refusal_command.unwritten", place=place, why=_reason(error))) from None


def write_file(path: Path, content: bytes) -> None:
    """Write one file whole or not at all; a CommandError if it cannot be written. Its folder is there (see `folder`)."""
    try:
        with unfinished_file(path) as temporary:
            temporary.write_bytes(content)
    except OSError as error:
        raise CommandError(say("refusal_command.file_unwritten", path=path, why=_reason(error))) from None


@contextmanager
def unfinished_file(path: Path) -> Iterator[Path]:
    """A file to write into, which takes the place of `path` once it is complete, and goes if it is not."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".unfinished-")
    os.close(handle)
    try:
        yield Path(name)
        os.chmod(name, 0o644)  # a temporary file is its owner's alone
        os.replace(name, path)
    finally:
        Path(name).unlink(missing_ok=True)


def write_json(path: Path, found: Mapping[str, Any]) -> None:
    """Write as JSON."""
    path.write_text(_json(found) + "\n", encoding="utf-8")


def finite(entry: dict[str, Any]) -> dict[str, Any]:
    """The entry with None for NaN and infinities, which JSON does not have."""
    return {name: None if isinstance(v, float) and not math.isfinite(v) else v for name, v in entry.items()}


def _json(found: object) -> str:
    return json.dumps(found, indent=2, ensure_ascii=False, allow_nan=False)


def _reason(error: Exception) -> str:
    known = getattr(error, "strerror", None)
    return errors.reason(error).lower() if known else say("refusal_file.no_path")
