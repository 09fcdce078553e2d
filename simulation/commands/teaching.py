"""`detente teaching`: the teaching pack, ready to print."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from simulation.catalogue import text
from simulation.commands import folders, output
from simulation.commands.options import IN_USE, Lang, Settings, check_settings, path_typed
from simulation.commands.streams import say_beside
from simulation.reports.teaching_pack import languages, printed


def command(
    lang: Lang = IN_USE,
    out: Annotated[Path, typer.Option("--out", parser=path_typed)] = Path("teaching-pack"),
) -> None:
    """Write the teaching pack: pages to print, and the turn sheets as CSV."""
    settings = Settings(1, 0, out, lang, None, (), False)
    check_settings(settings)
    if lang not in languages():
        say_beside(text("untranslated.pack", lang, folder=f"teaching/{lang}"))
    pages, work = printed(lang), f"detente teaching --lang {lang}"
    folder = folders.folder(out, work, pages)
    with folders.unfinished(folder, work) as temporary:
        for name, content in pages.items():
            (temporary / name).write_bytes(content)
    output.say_written(folder, list(pages), settings)
