"""A scenario that was named on the command line; what is a result, and no scenario, is told apart."""

from __future__ import annotations

from pathlib import Path

from simulation import paths
from simulation.catalogue import say
from simulation.commands.refusals import CommandError
from simulation.scenario import Scenario, load_scenario, scenario_names

RESULT = "result.nc"


def scenario_named(name: str) -> Scenario:
    """The scenario of this name or file; a CommandError that says what to do with a result or its folder.

    A name stays a name where a folder is called so as well: results of `classroom` may lie in `classroom`.
    """
    if name in scenario_names():
        return load_scenario(name)
    within = Path(name) / RESULT
    result = within if paths.is_file(within) else Path(name)
    if result.suffix.lower() == ".nc":
        raise CommandError(say("refusal_command.result_for_scenario", path=result))
    return load_scenario(name)


def check_named(name: str) -> None:
    """Refuse a misspelt name, or a file with a fault, as `scenario_named` does: before a command's libraries come."""
    if name not in scenario_names():
        scenario_named(name)
