"""What a folder of results holds: of which command, asked of what, each of its files is.

So results never mix: what a command makes again takes the place of all that it had made there, and nothing of another's.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path

from simulation.catalogue import say
from simulation.commands.refusals import CommandError

LIST = ".contents.json"


def named(typed: str, folder: Path) -> str:
    """A scenario as it was typed, a name, or a file by its place beside the folder, so that both may move together."""
    if not typed.lower().endswith((".toml", ".nc")):
        return os.path.normpath(typed)
    try:
        return Path(os.path.relpath(typed, folder)).as_posix()
    except ValueError:  # on another drive
        return Path(typed).absolute().as_posix()


def listed(folder: Path) -> dict[str, str]:
    """The folder's files by name, and the command that each is of; nothing where no list can be read."""
    try:
        found = json.loads((folder / LIST).read_text(encoding="utf-8"))
        return {name: str(of) for name, of in found.items() if Path(name).name == name}
    except (OSError, ValueError, AttributeError):
        return {}


def check(folder: Path, of: str, names: Iterable[str]) -> None:
    """Refuse, with a CommandError, a folder where a file of one of these names is another command's."""
    there = listed(folder)
    for name in names:
        if there.get(name, of) != of and (folder / name).exists():
            raise CommandError(say("refusal_command.replaces", folder=folder, other=there[name], source=of))


def note(made: Path, place: Path, of: str) -> None:
    """Write the list into what was made for a place: what is there of others, and all that was made."""
    kept = {name: whose for name, whose in listed(place).items() if whose != of}
    mine = dict.fromkeys(sorted(path.name for path in made.iterdir()), of)
    (made / LIST).write_text(json.dumps(kept | mine, indent=1, ensure_ascii=False), encoding="utf-8")


def clear(place: Path, made: Path) -> None:
    """Remove from a place what its list holds and that of what was made for it does not: an older run's tables, say."""
    if new := listed(made):
        for name in listed(place).keys() - new.keys():
            (place / name).unlink(missing_ok=True)
