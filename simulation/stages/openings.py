"""How far ties can still grow: what states want of each other, and what their acts then bring, goes by the same room."""

from __future__ import annotations

import numpy as np

from simulation.domains import DOMAINS, ISSUES
from simulation.parameters import Parameters
from simulation.rules import negotiation, ties
from simulation.state import Array, World

#: which domains can grow without an agreement, `[domain, 1, 1]`
ALWAYS = np.array([domain.grows != "market" for domain in DOMAINS])[:, None, None]


def agreed(world: World) -> Array:
    """Whether an agreement is in force in each domain, `[domain, pair, run]` bool."""
    return negotiation.running(world.term[len(ISSUES) - len(DOMAINS) :])


def potential(world: World, p: Parameters) -> Array:
    """How much of each domain's potential is open, `[domain, pair, run]`, 0-1."""
    return ties.potential(agreed(world) | ALWAYS, p)


def room(world: World, p: Parameters) -> Array:
    """Room of every tie, `[domain, pair, run]`, share of what is open to it, 0-1."""
    return ties.room(world.ties, world.severed, potential(world, p))
