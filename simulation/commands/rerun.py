"""`detente rerun`: is a result made again the same?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from simulation import paths
from simulation.commands import output
from simulation.commands.memory import check_memory
from simulation.commands.options import IN_USE, Json, Lang, check_lang
from simulation.commands.reading import RESULT, check_kind, read_result
from simulation.experiments.rerun import rerun
from simulation.reports.rerun import rerun_blocks


def command(
    result: Annotated[str, typer.Argument()],
    lang: Lang = IN_USE,
    as_json: Json = False,
) -> None:
    """Make a result again from what it holds, and compare; exit code 1 if anything differs."""
    check_lang(lang)
    path = Path(result) / RESULT if paths.is_file(Path(result) / RESULT) else Path(result)
    check_kind(path)
    scenario, made = read_result(path)
    check_memory(scenario, int(made.attrs["runs"]))
    found = rerun(made)
    if as_json:
        differs = [one._asdict() for one in found.differs]
        output.print_json({"equal": not differs, **found._asdict(), "differs": differs})
    else:
        output.show(rerun_blocks(scenario.name, made.attrs, found, lang))
    if found.differs:
        raise typer.Exit(1)
