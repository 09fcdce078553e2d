"""The command line: what `detente COMMAND --help` says, as a page, from the functions that are the commands."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from importlib import import_module
from typing import Any, NamedTuple, get_args, get_type_hints

from docs.handbook.prose import docstring, table
from simulation.cli import COMMANDS

KINDS = {int: "INTEGER", float: "NUMBER", str: "TEXT"}


class Choice(NamedTuple):
    """An argument or an option of a command."""

    written: str
    said: str
    default: str
    is_argument: bool


def pages() -> dict[str, str]:
    """Path below `docs` -> Markdown, without what is above the title."""
    parts = [
        "# Commands",
        "What `detente COMMAND --help` says, command by command. A refusal is one line on the error stream and exit code "
        "2; results go to the output stream, so that `--json` can be piped. What is written to a folder appears whole or "
        "not at all.",
    ]
    for name in COMMANDS:
        command = import_module(f"simulation.commands.{name}").command
        choices = list(choices_of(command))
        usage = " ".join(["detente", name, *(one.written for one in choices if one.is_argument)])
        parts += [f"## detente {name}", f"`{usage}`", docstring(command)]
        rows = [(f"`{one.written}`", one.said, one.default) for one in choices]
        parts += [table(("Argument or option", "What it does", "Default"), rows)] if rows else []
    return {"reference/commands.md": "\n\n".join(parts)}


def choices_of(command: Any) -> Iterator[Choice]:
    """The arguments and options of a command, in the order of its signature."""
    kinds = get_type_hints(command, include_extras=True)
    for name, parameter in inspect.signature(command).parameters.items():
        kind, *notes = get_args(kinds[name])
        about = next(note for note in notes if hasattr(note, "param_decls"))
        required = parameter.default is inspect.Parameter.empty
        shown = parameter.default
        default = (
            "" if required or shown is None or shown is False else "yes" if shown is True else f"`{shown}`"
        )
        if type(about).__name__ == "ArgumentInfo":
            yield Choice(name.upper() if required else f"[{name.upper()}]", str(about.help), default, True)
            continue
        # written within Annotated, the first name of an option stands where Typer else has a default
        names = [one for one in (about.default, *(about.param_decls or ())) if isinstance(one, str)]
        flag, plain = kind is bool, f"--{name.replace('_', '-')}"
        names = names or ([plain, f"--no-{plain[2:]}"] if flag else [plain])
        value = "" if flag else f" {about.metavar or _kind(kind)}"
        yield Choice(f"{', '.join(names)}{value}", str(about.help), default, False)


def _kind(kind: Any) -> str:
    """What is to be written: the kind of an option, or of what a list of it holds."""
    inner = get_args(kind)
    kinds = (kind, *inner, *(deep for one in inner for deep in get_args(one)))
    return next((KINDS[one] for one in kinds if one in KINDS), "PATH")
