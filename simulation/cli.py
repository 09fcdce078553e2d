"""The command line `detente`: its commands, one file each in `simulation.commands`, and scenario scripts.

A refusal is one line on the error stream and exit code 2; results go to the output stream, so `--json` can be
piped. What is written to a folder appears whole or not at all.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Annotated

import typer

from simulation.commands.options import Explain, Json, Lang, Out, Param, Runs, Seed, Settings, check_settings
from simulation.commands.refusals import guarded
from simulation.commands.simulating import run_and_write
from simulation.scenario import Scenario
from simulation.version import version as version

#: what `detente` can do, in the order of its help: the names of files in `simulation/commands/`, each with a `command`
COMMANDS = (
    "new",
    "run",
    "compare",
    "report",
    "replay",
    "figure",
    "list",
    "validate",
    "claims",
    "story",
    "tournament",
    "check",
    "teaching",
    "schema",
    "parameters",
)

app = typer.Typer(
    name="detente",
    help="Détente, month by month: an instrument for thinking about rival states, not a forecast.",
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.callback(invoke_without_command=True)
def _top(
    show_version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False,
) -> None:
    if show_version:
        print(version())
        raise typer.Exit


for name in COMMANDS:
    app.command(name)(import_module(f"simulation.commands.{name}").command)


def main(argv: Sequence[str] | None = None) -> int:
    """The command `detente`: runs it with `argv` (the process's by default) and gives the exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    return guarded(app, arguments or ["--help"], "detente")


def run_scenario(scenario: Scenario, argv: Sequence[str] | None = None) -> None:
    """What a scenario script does: `python scenarios/NAME.py --runs 500` is `detente run NAME --runs 500`.

    Raises SystemExit with the exit code if that is not 0.
    """
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

    code = guarded(script, list(sys.argv[1:] if argv is None else argv), f"{scenario.name}.py")
    if code:
        raise SystemExit(code)


if __name__ == "__main__":
    sys.exit(main())
