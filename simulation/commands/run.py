"""`detente run`: simulate a scenario."""

from __future__ import annotations

from typing import Annotated

import typer

from simulation.commands.options import Explain, Param, Settings, asking
from simulation.commands.simulating import run_and_write
from simulation.scenario import load_scenario

asked = asking(500, {"explain": Explain, "param": Param})


@asked
def command(
    scenario: Annotated[str, typer.Argument(help="Name of a scenario (see: detente list), or a .toml file.")],
    settings: Settings,
) -> None:
    """Simulate a scenario: print what came of it, and write summary.json, result.nc and figure.png.

    Without --out the files go to output/NAME, of a file to a folder of its name.
    """
    run_and_write(load_scenario(scenario), settings, scenario)
