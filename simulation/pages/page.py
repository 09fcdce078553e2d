"""A page as a value: it shows itself in a notebook, on a terminal, and in Python's own shell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO
from shutil import get_terminal_size

from rich.console import Console, ConsoleOptions, RenderResult

from simulation.pages.blocks import Block
from simulation.pages.html import fragment
from simulation.pages.terminal import terminal


@dataclass(frozen=True)
class Page:
    """Blocks of words, tables and figures. `str()` is what a terminal shows, without figures and colours."""

    blocks: Sequence[Block]

    def _repr_html_(self) -> str:
        return fragment(self.blocks)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield terminal(self.blocks)

    def __str__(self) -> str:
        out = StringIO()
        width = get_terminal_size().columns
        # in a notebook rich would show what it prints, beside what is shown of the value
        Console(file=out, width=width, color_system=None, force_jupyter=False).print(self)
        return "\n".join(line.rstrip() for line in out.getvalue().splitlines())

    __repr__ = __str__
