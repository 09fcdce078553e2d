"""What is kept for verdicts and never used to choose a model: starting grounds, parameter vectors, worlds, a seed.

A claim that served to choose among models (`Claim.used_in_building`) is shown for the worlds in which it did, and takes its
verdict from what is named here. It was named before any model was chosen by a claim; nobody looks at it for choosing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from simulation.draws import nearby
from simulation.experiments.claims.measures import Runs
from simulation.experiments.claims.worlds import CALIBRATED, World
from simulation.parameters import PARAMETER_TABLE

SEED = 10_000  # added to the seed of the main experiments
VECTORS = 20  # parameter vectors; run k has vector k modulo so many
NEARBY = "parameters nearby"  # stands where a payoff world stands
#: standard deviation of what is added to the logarithm of a parameter, or to the log odds of one that is a share
#: (assumption: about as far as vectors that met the same patterns lay apart on the way to the defaults)
SPREAD = 0.15
#: where the rivals start, by name in `worlds.GROUNDS`: the laboratory's own is not among them
GROUNDS = ("wary neighbours", "armed camps", "unequal weights", "distant rivals")


class Built(NamedTuple):
    """The worlds in which models are chosen; all others are reserved."""

    family: str = "deliberate"
    payoffs: str = CALIBRATED


def used_in_building(world: World) -> bool:
    """Whether a model may be chosen by what a claim says in this world."""
    return (world.family, world.payoffs) == Built()


def vectors(runs: int, given: Mapping[str, float]) -> dict[str, Runs]:
    """Parameters of so many runs, vector by vector in turn, each near its default; `given` ones are as given.

    theta' = theta exp(s z); for shares between 0 and 1 the same on odds. z is standard normal and keyed by the parameter's
    name, so that a parameter that comes or goes moves no other. Kept within its range; what stands at the end of it stays.
    """
    made = {}
    for name, about in PARAMETER_TABLE.items():
        if name in given:
            made[name] = np.full(runs, given[name])
            continue
        z = SPREAD * nearby(SEED, name, VECTORS)
        value = float(about.default)
        if value in (about.low, about.high):  # a switch, or as far as it goes: what is off stays off
            made[name] = np.full(runs, value)
            continue
        if 0.0 < value < 1.0 and about.high <= 1.0 and about.low >= 0.0:
            odds = value / (1.0 - value) * np.exp(z)
            values = odds / (1.0 + odds)
        else:
            values = value * np.exp(z)
        made[name] = np.clip(values, about.low, about.high)[np.arange(runs) % VECTORS]
    return made
