"""`detente verify`: is a sweep on the disk what was written?"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from simulation.catalogue import text
from simulation.commands import output
from simulation.commands.options import IN_USE, Json, Lang, check_lang
from simulation.pages.blocks import Paragraph
from simulation.sweeps.checking import verify


def command(
    folder: Annotated[Path, typer.Argument()],
    lang: Lang = IN_USE,
    as_json: Json = False,
) -> None:
    """Say which files of a sweep are damaged, with exit code 1 if any is."""
    check_lang(lang)
    found = verify(folder)
    if as_json:
        damages = [one._asdict() for one in found.damages]
        output.print_json(
            {"folder": str(folder), "done": found.done, "shards": found.shards, "damages": damages}
        )
    else:
        for one in found.damages:
            print(text(f"sweep.{one.kind}", lang, file=folder / one.file), file=sys.stderr)
        counts = {"done": found.done, "all": found.shards}
        if not found.damages:
            output.show([Paragraph(text("sweep.whole", lang, **counts))])
        else:
            print(
                text("sweep.mend", lang, n=len(found.damages), all=found.done, folder=folder), file=sys.stderr
            )
    if found.damages:
        raise typer.Exit(1)
