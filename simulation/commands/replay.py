"""`detente replay`: the moves of a class, typed in from a turn sheet, in the world of a seed."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from simulation.catalogue import say, text
from simulation.commands import folders, output
from simulation.commands.memory import check_memory
from simulation.commands.naming import scenario_named
from simulation.commands.options import Settings, asking
from simulation.commands.refusals import CommandError
from simulation.commands.simulating import ensemble
from simulation.commands.tables import check_tables, names_of_tables, write_tables
from simulation.findings.tables.turns import turns_tables
from simulation.findings.turns import replay_summary
from simulation.plots import difference_figure
from simulation.reports.turns import turns_blocks
from simulation.scenario import Scenario
from simulation.scenario.translated import translated
from simulation.turn_sheets import blank_turn_sheet, played, read_turn_sheet, turns_of


@asking(200)
def command(
    scenario: Annotated[str, typer.Argument()],
    sheet: Annotated[Path | None, typer.Argument()] = None,
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
        _write_blank(ground, blank, 1 if months is None else months, settings)
        return
    if months is not None:
        raise CommandError(say("refusal_command.months_alone"))
    if sheet is None:
        raise CommandError(say("refusal_command.no_sheet"))
    if settings.runs < 2:
        raise CommandError(say("refusal_command.one_pair_of_worlds", runs=settings.runs))
    _replay(ground, sheet, settings)


def _replay(ground: Scenario, sheet: Path, settings: Settings) -> None:
    check_tables(settings)
    orders = read_turn_sheet(sheet, ground)
    scenario = played(ground, orders)
    check_memory(scenario, 2 * settings.runs)
    files, work = ["replay.json", "tension.png", "benefit.png"], f"detente replay {ground.name}"
    names = files + names_of_tables(settings)
    folder = None if settings.out is None else folders.folder(settings.out, work, names)
    moved, own = ensemble(scenario, settings), ensemble(ground, settings)
    found = replay_summary(scenario, turns_of(scenario, orders), moved, own)
    if settings.as_json:
        output.print_json(found)
    elif not settings.quiet:
        output.show(turns_blocks(found, settings.lang))
    if folder is not None:
        with folders.unfinished(folder, work) as temporary:
            output.write_json(temporary / "replay.json", found)
            for name, variable in (("tension", "tension"), ("benefit", "mutual_benefit")):
                difference_figure(own, moved, variable, settings.lang).savefig(temporary / f"{name}.png")
            tables = write_tables(turns_tables(found), temporary, settings)
        output.say_written(folder, [*files, *tables], settings)


def _write_blank(ground: Scenario, turns: int, months: int, settings: Settings) -> None:
    """Print an empty sheet, or write it to the file `--out`, whole or not at all."""
    sheet = blank_turn_sheet(ground, turns, months, settings.lang)
    if settings.out is None:
        print(sheet, end="")
        return
    path = settings.out
    if path.is_dir():
        raise CommandError(say("refusal_command.out_folder", out=path, example="sheet.csv"))
    folder = folders.folder(path.parent)
    content = sheet.encode("utf-8-sig")  # the mark at the beginning tells spreadsheets that this is UTF-8
    if path.is_file() and path.read_bytes() != content:
        raise CommandError(say("refusal_command.sheet_there", path=path))
    folders.write_file(path, content)
    said = text("command.written", settings.lang, folder=folder, files=path.name)
    print(said, file=sys.stderr if settings.as_json else sys.stdout)
