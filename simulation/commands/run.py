"""`detente run`: simulate a scenario."""

from __future__ import annotations

from typing import Annotated

import typer

from simulation.commands.naming import scenario_named
from simulation.commands.options import Engine, Explain, OneRun, Param, Settings, asking
from simulation.commands.simulating import run_and_write

asked = asking(500, {"explain": Explain, "run": OneRun, "param": Param, "engine": Engine})


@asked
def command(
    scenario: Annotated[str, typer.Argument()],
    settings: Settings,
) -> None:
    """Simulate a scenario: print what came of it, and write its files."""
    run_and_write(scenario_named(scenario), settings, scenario)
