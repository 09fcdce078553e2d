"""The pages of help, of blocks like every page: as wide as the terminal, in the language in use."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any

from rich.console import Console
from typer.core import TyperCommand

from simulation.catalogue import language, text, words
from simulation.commands import options
from simulation.commands.choices import choices_of
from simulation.pages.blocks import Block, Grid, Items, Paragraph
from simulation.pages.terminal import terminal


def first_steps(lang: str) -> list[Block]:
    """What to do first, in six lines."""
    steps = ("look", "copy", "change", "run", "compare", "more")
    return [Items([text(f"first.{step}", lang, doctrine="grit") for step in steps])]


def program_page(commands: Sequence[str], lang: str) -> list[Block]:
    """What the program is, and its commands, a line each."""
    columns = [text(f"help.{column}", lang) for column in ("command", "does")]
    rows = [[name, text(f"help_{name}.said", lang)] for name in commands]
    return [
        _usage(text("help.of_program", lang), lang),
        Paragraph(text("help.program", lang)),
        Grid(text("help.commands", lang), columns, rows),
        Paragraph(text("help.one_command", lang), quiet=True),
        Paragraph(text("help.first_steps", lang), quiet=True),
    ]


def command_page(
    name: str, command: Callable[..., None], lang: str, program: str = "", said: str = ""
) -> list[Block]:
    """What a command does, and all that it takes; `program` and `said` are those of a script that does the same."""
    filled = filled_in(name)
    choices = choices_of(name, command, lang, filled)
    arguments = [one.written for one in choices if one.is_argument]
    usage = " ".join([program or f"detente {name}", *arguments, text("help.options", lang)])
    said = said or text(f"help_{name}.said", lang)
    more = more_of(name, lang)
    columns = [text(f"help.{column}", lang) for column in ("choice", "does", "default")]
    rows = [[one.written, one.said, one.default] for one in choices]
    if not any(one.default for one in choices):
        columns, rows = columns[:2], [row[:2] for row in rows]
    return [
        _usage(usage, lang),
        Paragraph(said),
        *([Paragraph(more)] if more else []),
        Grid(text("help.choices", lang), columns, rows),
    ]


def more_of(name: str, lang: str) -> str:
    """What is said of a command beyond its first sentence; "" where that says all."""
    key = f"help_{name}.more"
    return text(key, lang) if key in words() else ""


def _usage(written: str, lang: str) -> Block:
    return Paragraph(written, lead=text("help.usage", lang))


def filled_in(command: str) -> dict[str, Any]:
    """What is filled into the words about a command: its own numbers and names (`HELP`), and those that all share."""
    return {**options.HELP, **getattr(import_module(f"simulation.commands.{command}"), "HELP", {})}


def paged(page: Callable[[str], list[Block]], kind: type = TyperCommand) -> type:
    """A command of Typer's whose help is a page of ours; `page` makes it in a language."""

    class Paged(kind):  # type: ignore[misc]
        def get_help(self, ctx: Any) -> str:
            return shown(page(language()))

    return Paged


def shown(blocks: Sequence[Block]) -> str:
    """A page as the terminal shows it."""
    console = Console(highlight=False)
    with console.capture() as found:
        console.print(terminal(blocks))
    return found.get().rstrip()
