"""`detente replay`: the moves of a class, typed in from a turn sheet, in the world of a seed."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from simulation.catalogue import text
from simulation.commands import output
from simulation.commands.memory import check_memory
from simulation.commands.options import Settings, asking
from simulation.commands.refusals import CommandError
from simulation.commands.simulating import ensemble
from simulation.commands.tables import check_tables, write_tables
from simulation.findings.tables.turns import turns_tables
from simulation.findings.turns import replay_summary
from simulation.plots import difference_figure
from simulation.reports.turns import turns_blocks
from simulation.scenario import Scenario, load_scenario
from simulation.scenario.translated import translated
from simulation.turn_sheets import blank_turn_sheet, played, read_turn_sheet, turns_of

Worlds = Annotated[
    int, typer.Option("--runs", help="Number of paired worlds behind the interval at the end, 2 or more.")
]
Place = Annotated[
    Path | None,
    typer.Option("--out", help="Folder for the results; with --blank the file to write (else printed)."),
]


@asking(200, {"runs": Worlds, "out": Place})
def command(
    scenario: Annotated[str, typer.Argument(help="Name of a scenario (see: detente list), or a .toml file.")],
    sheet: Annotated[Path | None, typer.Argument(help="The turn sheet, a .csv file.")] = None,
    blank: Annotated[
        int | None, typer.Option("--blank", metavar="TURNS", help="Write an empty sheet of so many turns.")
    ] = None,
    months: Annotated[
        int | None, typer.Option("--months", help="With --blank: months a turn (default 1).")
    ] = None,
    *,
    settings: Settings,
) -> None:
    """Play a scenario with the moves that a class wrote on its turn sheet, beside what the states would have done.

    The table shows the first run of the seed, the same for every class. With --out replay.json, tension.png and
    benefit.png are written to that folder. --blank 12 --out sheet.csv writes an empty sheet for 12 turns.
    """
    ground = translated(load_scenario(scenario), settings.lang)
    if blank is not None:
        if sheet is not None:
            raise CommandError(
                f"--blank writes an empty sheet, and '{sheet}' is one to read; give one of the two"
            )
        _write_blank(ground, blank, 1 if months is None else months, settings)
        return
    if months is not None:
        raise CommandError("--months says how long a turn of an empty sheet is; give it with --blank")
    if sheet is None:
        raise CommandError(
            "no turn sheet is given; name a .csv file, or write an empty one with --blank 12 --out sheet.csv"
        )
    if settings.runs < 2:
        raise CommandError(f"--runs is {settings.runs}; write 2 or more: one pair of worlds has no interval")
    _replay(ground, sheet, settings)


def _replay(ground: Scenario, sheet: Path, settings: Settings) -> None:
    check_tables(settings)
    orders = read_turn_sheet(sheet, ground)
    scenario = played(ground, orders)
    check_memory(scenario, 2 * settings.runs)
    folder = None if settings.out is None else output.folder(settings.out)
    moved, own = ensemble(scenario, settings), ensemble(ground, settings)
    found = replay_summary(scenario, turns_of(scenario, orders), moved, own)
    if settings.as_json:
        output.print_json(found)
    else:
        output.show(turns_blocks(found, settings.lang))
    if folder is not None:
        with output.unfinished(folder) as temporary:
            output.write_json(temporary / "replay.json", found)
            for name, variable in (("tension", "tension"), ("benefit", "mutual_benefit")):
                difference_figure(own, moved, variable, settings.lang).savefig(temporary / f"{name}.png")
            tables = write_tables(turns_tables(found), temporary, settings)
        output.say_written(folder, ["replay.json", "tension.png", "benefit.png", *tables], settings)


def _write_blank(ground: Scenario, turns: int, months: int, settings: Settings) -> None:
    """Print an empty sheet, or write it to the file `--out`, whole or not at all."""
    sheet = blank_turn_sheet(ground, turns, months, settings.lang)
    if settings.out is None:
        print(sheet, end="")
        return
    path = settings.out
    if path.is_dir():
        raise CommandError(f"--out is '{path}', a folder; give the file to write, for example sheet.csv")
    folder = output.folder(path.parent)
    content = sheet.encode("utf-8-sig")  # the mark at the beginning tells spreadsheets that this is UTF-8
    if path.is_file() and path.read_bytes() != content:
        raise CommandError(
            f"'{path}' is there already, perhaps with a class's moves, and is not overwritten; give another --out"
        )
    output.write_file(path, content)
    said = text("command.written", settings.lang, folder=folder, files=path.name)
    print(said, file=sys.stderr if settings.as_json else sys.stdout)
