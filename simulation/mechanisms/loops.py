"""Loops of couplings: those that the literature has a name for, which way a loop goes, and how many there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import NamedTuple

import networkx as nx

from simulation.mechanisms.measured import couplings


class NamedLoop(NamedTuple):
    """A loop that the literature knows: its quantities in the order of cause and effect, the last acting on the first."""

    name: str
    path: tuple[str, ...]
    source: str


#: loops that the literature has a name for; the words for readers are in the catalogue under `loop.`
LOOPS: tuple[NamedLoop, ...] = (
    NamedLoop("spiral", ("provocation", "trust"), "Jervis 1976, ch. 3; Kydd 2005"),
    NamedLoop("dilemma", ("arms", "tension"), "Jervis 1978; Richardson 1960"),
    NamedLoop("detente", ("dialogue", "agreements", "trust"), "Kydd 2000; Osgood 1962"),
    NamedLoop("fruits", ("cooperation", "trade", "payoff", "value_talking"), "Haas 1958; Roth & Erev 1995"),
    NamedLoop("contact", ("cooperation", "culture", "hawks"), "Pettigrew & Tropp 2006"),
    NamedLoop("rights", ("criticism", "tension"), "the article"),
    NamedLoop("backlash", ("cooperation", "hawks"), "Fearon 1994; Kertzer & Brutger 2016"),
    NamedLoop("firmness", ("softness", "influence", "hawks"), "Tomz 2007; Garthoff 1994"),
    NamedLoop("brink", ("provocation", "crises", "fear"), "Nye 1987"),
    NamedLoop(
        "helsinki", ("agreements", "criticism", "trust", "dialogue"), "Helsinki Final Act 1975, Basket III"
    ),
    NamedLoop("attention", ("dialogue", "attention", "backlog"), "Jones & Baumgartner 2005"),
    NamedLoop("returns", ("cooperation", "trade"), "falling returns"),
)


def polarity(path: Sequence[str], signs: Mapping[tuple[str, str], int] | None = None) -> int:
    """1 for a loop that reinforces itself, -1 for one that balances, 0 for one with a coupling that pulls both ways.

    Raises KeyError for a path that is no loop.
    """
    known = couplings() if signs is None else signs
    product = 1
    for step in zip(path, chain(path[1:], path[:1]), strict=True):
        product *= known[step]
    return product


def loops(longest: int) -> tuple[int, int]:
    """How many loops of at most `longest` quantities reinforce, and how many balance, without those that pull both ways."""
    signs = couplings()
    graph = nx.DiGraph(pair for pair, sign in signs.items() if sign)
    found = [polarity(path, signs) for path in nx.simple_cycles(graph, length_bound=longest)]
    return found.count(1), found.count(-1)
