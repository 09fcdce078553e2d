"""`detente replay`: the moves of a class, typed in from a turn sheet, in the world of a seed."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import pandas as pd
import typer

from simulation import paths
from simulation.catalogue import say
from simulation.commands import folders, output
from simulation.commands.memory import check_memory
from simulation.commands.naming import scenario_named
from simulation.commands.options import Settings, asking, path_typed
from simulation.commands.refusals import CommandError
from simulation.commands.simulating import ensemble
from simulation.commands.tables import (
    check_openpyxl,
    check_tables,
    names_of_tables,
    write_tables,
)
from simulation.errors import Named, show
from simulation.findings.tables.files import as_workbook
from simulation.findings.tables.turns import turns_tables
from simulation.findings.turns import replay_summary
from simulation.plots import difference_figure
from simulation.reports.turns import turns_blocks
from simulation.scenario import Scenario
from simulation.scenario.translated import translated
from simulation.shown_names import shown_names
from simulation.turn_sheets import blank_rows, blank_turn_sheet, played, turn_sheet, turns_of


@asking(200)
def command(
    scenario: Annotated[str, typer.Argument()],
    sheet: Annotated[Path | None, typer.Argument(parser=path_typed)] = None,
    blank: Annotated[int | None, typer.Option("--blank")] = None,
    months: Annotated[int | None, typer.Option("--months")] = None,
    *,
    settings: Settings,
) -> None:
    """Play a scenario with the moves of a class, or write an empty turn sheet."""
    ground = translated(scenario_named(scenario), settings.lang)
    if blank is not None:
        if sheet is not None:
            raise CommandError(say("refusal_command.blank_and_sheet", sheet=sheet))
        _write_blank(shown_names(ground, settings.lang), blank, 1 if months is None else months, settings)
        return
    if months is not None:
        raise CommandError(say("refusal_command.months_alone"))
    if sheet is None:
        raise CommandError(say("refusal_command.no_sheet"))
    if settings.runs < 2:
        raise CommandError(say("refusal_command.one_pair_of_worlds", runs=show(settings.runs)))
    _replay(ground, sheet, settings)


def _replay(ground: Scenario, sheet: Path, settings: Settings) -> None:
    check_tables(settings)
    orders, understood = turn_sheet(sheet, ground)
    if understood and not settings.quiet:
        print(f"{Named('turn sheet', sheet.name)}: {'; '.join(understood)}", file=sys.stderr)
    scenario = played(ground, orders)
    check_memory(scenario, 2 * settings.runs)
    files, work = ["replay.json", "tension.png", "benefit.png"], f"detente replay {ground.name}"
    names = files + names_of_tables(settings)
    folder = None if settings.out is None else folders.folder(settings.out, work, names)
    moved, own = ensemble(scenario, settings), ensemble(ground, settings)
    found = replay_summary(scenario, turns_of(scenario, orders), moved, own)
    if folder is not None:
        with folders.unfinished(folder, work) as temporary:
            output.write_json(temporary / "replay.json", found)
            drawn = shown_names(own, settings.lang), shown_names(moved, settings.lang)
            for name, variable in (("tension", "tension"), ("benefit", "mutual_benefit")):
                difference_figure(*drawn, variable, settings.lang).savefig(temporary / f"{name}.png")
            tables = write_tables(turns_tables(found), temporary, settings)
    if settings.as_json:
        output.print_json(found)
    elif not settings.quiet:
        output.show(turns_blocks(shown_names(found, settings.lang), settings.lang))
    if folder is not None:
        output.say_written(folder, [*files, *tables], settings)


def _write_blank(ground: Scenario, turns: int, months: int, settings: Settings) -> None:
    """Print an empty sheet, or write it to the file `--out`, a .csv or .xlsx one, whole or not at all."""
    if settings.out is None:
        print(blank_turn_sheet(ground, turns, months, settings.lang), end="")
        return
    path, content = settings.out, _blank(ground, turns, months, settings)
    folder = folders.folder(path.parent)
    if paths.is_there(path) and not paths.holds(path, content):
        raise CommandError(say("refusal_command.sheet_there", path=path))
    folders.write_file(path, content)
    output.say_written(folder, [path.name], settings)


def _blank(ground: Scenario, turns: int, months: int, settings: Settings) -> bytes:
    """An empty sheet as its file has it."""
    path = settings.out or Path()
    if paths.is_folder(path):
        raise CommandError(say("refusal_command.out_folder", out=path, example="sheet.csv"))
    match path.suffix.lower():
        case ".csv":
            sheet = blank_turn_sheet(ground, turns, months, settings.lang)
            return sheet.encode(
                "utf-8-sig"
            )  # the mark at the beginning tells spreadsheets that this is UTF-8
        case ".xlsx":
            check_openpyxl()
            heading, *rows = blank_rows(ground, turns, months, settings.lang)
            cells = [[cell or None for cell in row] for row in rows]
            return as_workbook({"turns": pd.DataFrame(cells, columns=heading)})
    raise CommandError(say("sheet_understood.ending", out=path))
