"""`detente schema`: what a scenario file may hold, for editors."""

from __future__ import annotations

from simulation.commands import output
from simulation.commands.options import IN_USE, Lang, check_lang
from simulation.scenario import Scenario


def command(lang: Lang = IN_USE) -> None:
    """Print the JSON schema of a scenario file, for editors that check while you type."""
    check_lang(lang)
    output.print_json(Scenario.json_schema())
