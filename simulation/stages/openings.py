"""How far ties can still grow: what states want of each other, and what their acts then bring, goes by the same room."""

from __future__ import annotations

from simulation.domains import DOMAINS
from simulation.parameters import Parameters
from simulation.rules import negotiation, ties
from simulation.state import Array, World


def potential(world: World, p: Parameters) -> Array:
    """How much of each domain's potential is open, `[domain, pair, run]`, 0-1.

    All of it, but for a market without an agreement, of which little is (`trade_closed`).
    """
    xp = world.ties.__array_namespace__()
    agreed = negotiation.running(world.term[-len(DOMAINS) :])
    return xp.stack(
        [
            xp.where(agreed[place], 1.0, p.trade_closed)
            if domain.grows == "market"
            else xp.ones_like(world.ties[place])
            for place, domain in enumerate(DOMAINS)
        ]
    )


def room(world: World, p: Parameters) -> Array:
    """Room of every tie, `[domain, pair, run]`, share of what is open to it, 0-1."""
    return ties.room(world.ties, world.severed, potential(world, p))
