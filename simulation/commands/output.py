"""What commands print and write. Results go to the output stream, all else to the error stream, so that `--json` can be
piped; how files get into their folders is the business of `folders`.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)
from rich.table import Column

from simulation.catalogue import say, text
from simulation.commands.options import Settings
from simulation.commands.streams import say_beside
from simulation.pages.blocks import Block
from simulation.pages.terminal import terminal
from simulation.scenario import Scenario

#: letters that "20000/20000 0:12:34" takes beside a bar, with a blank before each part
COUNTED = 22
PLAIN = 0x24F  # the last letter of Latin with marks, which every font has


def bar(quiet: bool = False, left: ProgressColumn | None = None) -> Progress:
    """A progress bar on the error stream, which shows on a terminal only, and not where quiet is asked for.

    A fourth of the line is the bar's own, and what is counted and the time that is left stand whole; what is being done
    gives way where the line is narrow. `left` says the time that is left where rich, which goes by the last half minute,
    would not know it.
    """
    console = Console(stderr=True)
    drawn = min(40, console.width // 4)
    room = max(1, console.width - drawn - COUNTED)
    doing = TextColumn(
        "{task.description}", table_column=Column(no_wrap=True, overflow="ellipsis", max_width=room)
    )
    columns = doing, BarColumn(bar_width=drawn), MofNCompleteColumn(), left or TimeRemainingColumn()
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
    said = written_words(place, files, settings.lang)
    # With --json the output stream holds JSON and nothing else.
    print(said, file=sys.stderr if settings.as_json else sys.stdout)


def written_words(place: Path, files: Sequence[str], lang: str) -> str:
    """What was written, and where if that is elsewhere."""
    names = ", ".join(files)
    if place == Path():
        return text("written_here.files", lang, files=names)
    return text("command.written", lang, folder=place, files=names)


def say_fonts(*scenarios: Scenario) -> str:
    """What users wrote that figures show; what no font here can write is said, with what to install."""
    written: list[str] = []
    for one in scenarios:
        written += [one.title, *one.labels, *(who.name for who in one.leaders)]
        written += [*(event.title for event in one.events), *(order.title for order in one.orders)]
    shown = "".join(written)
    if any(ord(letter) > PLAIN for letter in shown):
        from simulation.plots.fonts import advice  # which brings matplotlib, and most names need none

        if lacking := advice(shown):
            say_beside(say("command.fonts", fonts=lacking))
    return shown


def write_json(path: Path, found: Mapping[str, Any]) -> None:
    """Write as JSON."""
    path.write_text(_json(found) + "\n", encoding="utf-8")


def finite(entry: dict[str, Any]) -> dict[str, Any]:
    """The entry with None for NaN and infinities, which JSON does not have."""
    return {name: None if isinstance(v, float) and not math.isfinite(v) else v for name, v in entry.items()}


def _json(found: object) -> str:
    return json.dumps(found, indent=2, ensure_ascii=False, allow_nan=False)
