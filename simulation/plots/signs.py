"""How a signed arrow looks in every causal diagram: mark, colour and dashes say the same thing thrice."""

from __future__ import annotations

from typing import NamedTuple

from simulation.plots.style import BLUE, GREY, VERMILLION


class Look(NamedTuple):
    """What tells arrows apart in colour, in print without colour, and read aloud."""

    mark: str
    colour: str
    dashes: str | tuple[int, tuple[float, ...]]


#: sign -> look: more brings more, more brings less, both ways
LOOKS: dict[int, Look] = {
    1: Look("+", BLUE, "-"),
    -1: Look("\N{MINUS SIGN}", VERMILLION, (0, (4, 1.6))),
    0: Look("±", GREY, (0, (1, 1.2))),
}
