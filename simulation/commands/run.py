"""`detente run`: simulate a scenario."""

from __future__ import annotations

from typing import Annotated

import typer

from simulation.commands.options import Explain, Json, Lang, Out, Param, Runs, Seed, Settings, check_settings
from simulation.commands.simulating import run_and_write
from simulation.scenario import load_scenario


def command(
    scenario: Annotated[str, typer.Argument(help="Name of a scenario (see: detente list), or a .toml file.")],
    runs: Runs = 500,
    seed: Seed = 0,
    out: Out = None,
    lang: Lang = "en",
    explain: Explain = None,
    param: Param = None,
    as_json: Json = False,
) -> None:
    """Simulate a scenario: print what came of it, and write summary.json, result.nc and figure.png.

    Without --out the files go to output/NAME.
    """
    settings = Settings(runs, seed, out, lang, explain, param or (), as_json)
    check_settings(settings)
    run_and_write(load_scenario(scenario), settings)
