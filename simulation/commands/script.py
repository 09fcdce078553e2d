"""What a scenario script does when it is started: what `detente run` does, with the scenario of the script."""

from __future__ import annotations

import typer

from simulation.catalogue import text
from simulation.commands.help_pages import command_page, paged
from simulation.commands.options import Settings
from simulation.commands.run import asked
from simulation.commands.simulating import run_and_write
from simulation.pages.blocks import Block
from simulation.scenario import Scenario
from simulation.scenario.translated import translated


def script_of(scenario: Scenario) -> typer.Typer:
    """The command line of one scenario."""
    script = typer.Typer(name=scenario.name, add_completion=False, pretty_exceptions_enable=False)

    @asked
    def command(settings: Settings) -> None:
        run_and_write(scenario, settings)

    def page(lang: str) -> list[Block]:
        said = text("help_run.script", lang, title=translated(scenario, lang).title)
        return command_page("run", command, lang, f"{scenario.name}.py", said)

    script.command(cls=paged(page))(command)

    return script
