"""What all studies do alike: be a command, say by which command and on which day a page was made, and write it whole."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from simulation.commands.folders import folder, write_file
from simulation.commands.refusals import CommandError, guarded


def _in_a_folder(out: Path) -> Path:
    """A page whose folder is there, made if need be: refused before the study runs, and not after."""
    folder(out.parent)
    return out


Seed = Annotated[int, typer.Option(min=0, help="Seed of all chance.")]
Out = Annotated[Path, typer.Option(help="Page to write.", callback=_in_a_folder)]


def run(study: str, main: Callable[..., None]) -> NoReturn:
    """`main` as the command of a study; what the user got wrong is said in one line, as by `detente`."""
    app = typer.Typer(add_completion=False)
    app.command()(main)
    sys.exit(guarded(app, sys.argv[1:], f"python -m studies.{study}"))


def command(study: str, **options: object) -> str:
    """What makes a page again: "python -m studies.known --seed 0 --out docs/known". An option that is None is left out."""
    given = {f"--{name.replace('_', '-')}": value for name, value in options.items() if value is not None}
    return " ".join(["python -m", f"studies.{study}", *(f"{name} {value}" for name, value in given.items())])


def made_by(how: str) -> str:
    """The line that a page begins with: by which command it was made, and on which day (UTC)."""
    return f"Made by `{how}` on {datetime.now(UTC).date()}; do not edit."


def write_page(out: Path, page: str) -> None:
    """Write a page whole or not at all, and say so. Raises CommandError where it cannot be written."""
    folder(out.parent)
    write_file(out, page.encode())
    typer.echo(f"Written to {out}")


def seeds_of(said: str) -> tuple[int, ...]:
    """The seeds of "11,12,13". Raises CommandError for anything else."""
    try:
        return tuple(int(seed) for seed in said.split(","))
    except ValueError:
        raise CommandError(
            f"--seeds is '{said}'; write whole numbers with commas between them, for example 11,12,13"
        ) from None
