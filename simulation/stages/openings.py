"""How far ties can still grow: what states want of each other, and what their acts then bring, goes by the same room."""

from __future__ import annotations

from simulation.parameters import Parameters
from simulation.rules import negotiation, ties
from simulation.state import ISSUES, Array, World

TRADE = ISSUES.index("trade")


def trade_potential(world: World, p: Parameters) -> Array:
    """How much of trade's potential is open, `[pair, run]`, 0-1: all of it under an agreement on trade, little without."""
    xp = world.trade.__array_namespace__()
    return xp.where(negotiation.running(world.term[TRADE]), 1.0, p.trade_closed)


def room(world: World, p: Parameters) -> Array:
    """Room of trade, culture and science, `[tie, pair, run]`, share of what is open to each, 0-1."""
    xp = world.trade.__array_namespace__()
    potential = (trade_potential(world, p), 1.0, 1.0)
    now = (world.trade, world.culture, world.science)
    return xp.stack(
        [ties.room(tie, gone, most) for tie, gone, most in zip(now, world.severed, potential, strict=True)]
    )
