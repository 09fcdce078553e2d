"""`detente schema`: what a scenario file may hold, for editors."""

from __future__ import annotations

from simulation.commands import output
from simulation.scenario import Scenario


def command() -> None:
    """Print the JSON schema of a scenario file, for editors that check while you type."""
    output.print_json(Scenario.json_schema())
