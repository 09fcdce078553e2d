"""What a scenario script does when it is started: what `detente run` does, with the scenario of the script."""

from __future__ import annotations

import typer

from simulation.commands.options import Explain, Json, Lang, Out, Param, Runs, Seed, Settings, check_settings
from simulation.commands.simulating import run_and_write
from simulation.scenario import Scenario


def script_of(scenario: Scenario) -> typer.Typer:
    """The command line of one scenario."""
    script = typer.Typer(name=scenario.name, add_completion=False, pretty_exceptions_enable=False)

    @script.command(
        help=f"Simulate {scenario.title}: print what came of it; write summary.json, result.nc, figure.png."
    )
    def command(
        runs: Runs = 500,
        seed: Seed = 0,
        out: Out = None,
        lang: Lang = "en",
        explain: Explain = None,
        param: Param = None,
        as_json: Json = False,
    ) -> None:
        settings = Settings(runs, seed, out, lang, explain, param or (), as_json)
        check_settings(settings)
        run_and_write(scenario, settings)

    return script
