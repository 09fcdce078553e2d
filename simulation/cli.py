"""The command line `detente`: its commands, one file each in `simulation.commands`, and scenario scripts.

A refusal is one line on the error stream and exit code 2; results go to the output stream, so `--json` can be
piped. What is written to a folder appears whole or not at all.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from simulation import shipped
from simulation.commands.refusals import guarded
from simulation.version import version as version

if TYPE_CHECKING:
    from simulation.scenario import Scenario

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
_PLAIN: dict[str, Any] = {"add_completion": False, "pretty_exceptions_enable": False}


class Commands(TyperGroup):
    """A command is imported when it is used, for each brings its libraries; the page of all of them imports none."""

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """The command that was asked for, in place of the name by which it is listed."""
        name, listed, rest = super().resolve_command(ctx, args)
        return name, imported(name) if name and listed else None, rest

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """The page of all commands."""
        for name, listed in self.commands.items():
            listed.help = summary(name)
        super().format_help(ctx, formatter)


app = typer.Typer(
    name="detente",
    help="Détente, month by month: an instrument for thinking about rival states, not a forecast.",
    cls=Commands,
    **_PLAIN,
)


@app.callback(invoke_without_command=True)
def _top(
    show_version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False,
) -> None:
    if show_version:
        print(version())
        raise typer.Exit


def _listed() -> None:
    """Stands for a command that has not been imported."""


for _name in COMMANDS:
    app.command(_name)(_listed)


def imported(name: str) -> Any:
    """A command as Typer makes it of its function."""
    alone = typer.Typer(**_PLAIN)
    alone.command(name)(import_module(f"simulation.commands.{name}").command)
    return typer.main.get_command(alone)


def summary(name: str) -> str:
    """The first paragraph of what a command says of itself, read without importing it."""
    source = (files("simulation.commands") / f"{name}.py").read_text(encoding="utf-8")
    functions = (part for part in ast.parse(source).body if isinstance(part, ast.FunctionDef))
    said = next(ast.get_docstring(function) for function in functions if function.name == "command")
    return (said or "").partition("\n\n")[0]


def main(argv: Sequence[str] | None = None) -> int:
    """The command `detente`: runs it with `argv` (the process's by default) and gives the exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    return guarded(app, arguments or ["--help"], "detente")


def run_scenario(scenario: Scenario, argv: Sequence[str] | None = None) -> None:
    """What a scenario script does: `python scenarios/NAME.py --runs 500` is `detente run NAME --runs 500`.

    Raises SystemExit with the exit code if that is not 0.
    """
    from simulation.commands.script import script_of

    started = Path(sys.argv[0]).resolve()
    if started.parent == shipped.folder("scenarios"):
        shipped.file("scenarios", started.name)  # which says so if it is not what is installed
    code = guarded(script_of(scenario), list(sys.argv[1:] if argv is None else argv), f"{scenario.name}.py")
    if code:
        raise SystemExit(code)


if __name__ == "__main__":
    sys.exit(main())
