"""`detente new`: a commented scenario file to start from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from simulation import paths
from simulation.catalogue import say, text
from simulation.commands import folders
from simulation.commands.naming import scenario_named
from simulation.commands.options import IN_USE, Lang, check_lang
from simulation.commands.refusals import CommandError
from simulation.scenario import scenario_names
from simulation.scenario.translated import translated
from simulation.starting_file import starting_file, starting_scenario


def command(
    name: Annotated[str, typer.Argument()],
    source: Annotated[str | None, typer.Option("--from")] = None,
    lang: Lang = IN_USE,
) -> None:
    """Write NAME.toml, a small scenario or a copy of one, in which every line is explained; never over a file."""
    check_lang(lang)
    path = Path(name if name.lower().endswith(".toml") else f"{name}.toml")
    if path.stem in scenario_names():
        raise CommandError(say("refusal_command.new_shipped", name=path.stem))
    scenario = starting_scenario(path.stem, lang)  # checks the name, also that of a copy
    if source is not None:
        scenario = translated(scenario_named(source), lang).changed(name=path.stem)
    _write_new(path, starting_file(scenario, lang))
    print(text("starting.written", lang, file=path))


def _write_new(path: Path, content: str) -> None:
    """Write a file whole or not at all, and only if none is there."""
    if paths.is_there(path):
        raise CommandError(say("refusal_command.new_there", path=path))
    if not paths.is_folder(path.parent):
        raise CommandError(say("refusal_command.new_folder", path=path.parent))
    try:
        with folders.unfinished_file(path) as unfinished:
            unfinished.write_text(content, encoding="utf-8", newline="\n")
    except OSError as error:
        raise folders.unwritten(path, error, "refusal_disk.name") from None
