"""`detente new`: a commented scenario file to start from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from simulation.catalogue import text
from simulation.commands import folders
from simulation.commands.options import Lang, check_lang
from simulation.commands.refusals import CommandError
from simulation.scenario import load_scenario, scenario_names
from simulation.scenario.translated import translated
from simulation.starting_file import starting_file, starting_scenario


def command(
    name: Annotated[str, typer.Argument(help="A name for your scenario, for example my_scenario.")],
    source: Annotated[
        str | None,
        typer.Option(
            "--from", metavar="SCENARIO", help="Start from a copy of this one (a name or .toml file)."
        ),
    ] = None,
    lang: Lang = "en",
) -> None:
    """Write NAME.toml, a small scenario in which every line is explained, ready to be changed in any text editor.

    With --from it is a copy of a scenario that is there. A file that exists is never overwritten.
    """
    check_lang(lang)
    path = Path(name if name.lower().endswith(".toml") else f"{name}.toml")
    if path.stem in scenario_names():
        raise CommandError(
            f"'{path.stem}' is a scenario that comes with the project; choose another name, for example my_{path.stem}"
        )
    scenario = starting_scenario(path.stem, lang)  # checks the name, also that of a copy
    if source is not None:
        scenario = translated(load_scenario(source), lang).changed(name=path.stem)
    _write_new(path, starting_file(scenario, lang))
    print(text("starting.written", lang, file=path))


def _write_new(path: Path, content: str) -> None:
    """Write a file whole or not at all, and only if none is there."""
    if path.exists() or path.is_symlink():
        raise CommandError(f"'{path}' is there already, and is not overwritten; choose another name")
    if not path.parent.is_dir():
        raise CommandError(f"'{path.parent}' is no folder; make it first, or choose another name")
    try:
        with folders.unfinished_file(path) as unfinished:
            unfinished.write_text(content, encoding="utf-8", newline="\n")
    except OSError as error:
        raise CommandError(f"'{path}' cannot be written ({error.strerror}); choose another name") from None
