"""What a report on a run is given beside the story itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from simulation.experiments.origin import Origin
from simulation.findings.comparison import Comparison
from simulation.pages.blocks import Block, Picture

PICTURES = ("change", "course", "ensemble", "replies", "explanations")  # the figures of a report, by name


class Told(NamedTuple):
    """What its reader calls the scenario, the command that makes the report, and PNGs by the names in `PICTURES`.

    `origin` is the scenario of the project that it was made from, if there is one; `compared` what followed from what was
    changed in it, where something was, and where there are runs enough.
    """

    name: str
    command: str
    pictures: Mapping[str, bytes]
    origin: Origin | None = None
    compared: Comparison | None = None

    def picture(self, name: str, alternative: str) -> list[Block]:
        """A figure as a block, where it was drawn."""
        drawn = self.pictures.get(name)
        return [] if drawn is None else [Picture(f"{name}.png", drawn, alternative)]
