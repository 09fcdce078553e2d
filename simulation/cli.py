"""The command line `detente`: its commands, one file each in `simulation.commands`, and scenario scripts.

A refusal is one line on the error stream and exit code 2; results go to the output stream, so `--json` can be
piped. What is written to a folder appears whole or not at all.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from simulation import memory, shipped
from simulation.catalogue import in_language, say
from simulation.commands.help_pages import command_page, first_steps, paged, program_page, shown
from simulation.commands.languages import asked_for
from simulation.commands.options import IN_USE, check_lang, in_use
from simulation.commands.refusals import CommandError, guarded
from simulation.commands.usage import did_you_mean
from simulation.errors import show
from simulation.saying import number
from simulation.version import version as version

if TYPE_CHECKING:
    from simulation.scenario import Scenario

#: what `detente` can do, in the order of its help: the names of files in `simulation/commands/`, each with a `command`
COMMANDS = (
    "explore",
    "play",
    "atlas",
    "new",
    "run",
    "compare",
    "report",
    "rerun",
    "replay",
    "figure",
    "list",
    "validate",
    "claims",
    "story",
    "tournament",
    "sensitivity",
    "sweep",
    "verify",
    "repair",
    "check",
    "teaching",
    "schema",
    "parameters",
    "explain",
)
#: those of which a scenario is the first argument
OF_A_SCENARIO = ("run", "compare", "replay")
_PLAIN: dict[str, Any] = {"add_completion": False, "pretty_exceptions_enable": False}


class Commands(TyperGroup):
    """A command is imported when it is used, for each brings its libraries; the page of all of them imports none."""

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """The command that was asked for, in place of the name by which it is listed."""
        if args[0] not in self.commands and not args[0].startswith("-"):
            hint = did_you_mean(args[0], list(self.commands)) or say("refusal_usage.see", command="detente")
            raise CommandError(say("refusal_usage.command", found=show(args[0]), hint=hint))
        name, listed, rest = super().resolve_command(ctx, args)
        if name in OF_A_SCENARIO and rest and not rest[0].startswith("-") and "--help" not in rest:
            from simulation.commands.naming import check_named

            check_named(rest[0])
        return name, imported(name) if name and listed else None, rest


app = typer.Typer(name="detente", cls=paged(lambda lang: program_page(COMMANDS, lang), Commands), **_PLAIN)


@app.callback(invoke_without_command=True)
def _top(
    context: typer.Context,
    show_version: Annotated[bool, typer.Option("--version")] = False,
    lang: Annotated[str, typer.Option("--lang")] = IN_USE,  # which counts for the command behind it as well
) -> None:
    if lang:
        check_lang(lang)
    if show_version:
        print(version())
        raise typer.Exit
    if context.invoked_subcommand is None:
        print(shown(first_steps(in_use(lang))))


def _listed() -> None:
    """Stands for a command that has not been imported."""


for _name in COMMANDS:
    app.command(_name)(_listed)


def imported(name: str) -> Any:
    """A command as Typer makes it of its function."""
    if (most := memory.too_narrow()) is not None:
        has, least = (number(size / 2**20, 0) for size in (most, memory.LEAST))
        raise CommandError(say("refusal_command.too_narrow", has=has, least=least))
    alone = typer.Typer(**_PLAIN)
    command = import_module(f"simulation.commands.{name}").command
    alone.command(name, cls=paged(lambda lang: command_page(name, command, lang)))(command)
    return typer.main.get_command(alone)


def main(argv: Sequence[str] | None = None) -> int:
    """The command `detente`: runs it with `argv` (the process's by default) and gives the exit code."""
    return _run(app, list(sys.argv[1:] if argv is None else argv), "detente")


def run_scenario(scenario: Scenario, argv: Sequence[str] | None = None) -> None:
    """What a scenario script does: `python scenarios/NAME.py --runs 500` is `detente run NAME --runs 500`.

    Raises SystemExit with the exit code if that is not 0.
    """
    from simulation.commands.script import script_of

    started = Path(sys.argv[0]).resolve()
    if started.parent == shipped.folder("scenarios"):
        shipped.file("scenarios", started.name)  # which says so if it is not what is installed
    code = _run(script_of(scenario), list(sys.argv[1:] if argv is None else argv), f"{scenario.name}.py")
    if code:
        raise SystemExit(code)


def _run(command: typer.Typer, arguments: list[str], program: str) -> int:
    """Run a command in the language that is asked for, before anything is said."""
    with in_language(asked_for(arguments)):
        return guarded(command, arguments, program)


if __name__ == "__main__":
    sys.exit(main())
