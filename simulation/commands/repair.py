"""`detente repair`: make again what is damaged of a sweep."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from simulation.catalogue import text
from simulation.commands import output
from simulation.commands.dask import Dask, client_of, waiting
from simulation.commands.options import IN_USE, Json, Lang, check_lang
from simulation.pages.blocks import Paragraph
from simulation.sweeps.checking import STRAYS, repair


def command(
    folder: Annotated[Path, typer.Argument()],
    dask: Dask = None,
    lang: Lang = IN_USE,
    as_json: Json = False,
) -> None:
    """Make exactly the damaged files of a sweep again."""
    check_lang(lang)
    with client_of(dask) as client:
        found = repair(folder, client=client, waits=waiting(dask, lang))
    again = [one.file for one in found.damages if one.number is not None]
    aside = [one.file for one in found.damages if one.number is None]
    if as_json:
        output.print_json({"folder": str(folder), "repaired": again, "aside": aside})
        return
    said = []
    if again:
        said.append(text("sweep.repaired", lang, files=", ".join(again)))
    if aside:
        said.append(text("sweep.aside", lang, folder=folder / STRAYS, files=", ".join(aside)))
    if not said:
        said.append(text("sweep.unharmed", lang, done=found.done, all=found.shards))
    output.show([Paragraph(one) for one in said])
