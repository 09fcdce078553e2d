"""The command line: what `detente COMMAND --help` says, as a page of the handbook."""

from __future__ import annotations

from importlib import import_module

from docs.handbook.prose import table
from simulation.catalogue import REFERENCE, text
from simulation.cli import COMMANDS
from simulation.commands.choices import choices_of
from simulation.commands.help_pages import filled_in, more_of


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
        choices = choices_of(name, command, REFERENCE, filled_in(name))
        usage = " ".join(["detente", name, *(one.written for one in choices if one.is_argument)])
        said = [text(f"help_{name}.said"), more_of(name, REFERENCE)]
        parts += [f"## detente {name}", f"`{usage}`", *filter(None, said)]
        rows = [(f"`{one.written}`", one.said, one.default and f"`{one.default}`") for one in choices]
        parts += [table(("Argument or option", "What it does", "Default"), rows)]
    return {"reference/commands.md": "\n\n".join(parts)}
