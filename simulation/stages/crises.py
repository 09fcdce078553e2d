"""Crises: whether one begins, how severe it is, whether it comes close, whether it ends in war."""

from __future__ import annotations

from typing import NamedTuple

from simulation.domains import TRADE
from simulation.parameters import Parameters
from simulation.rules import crisis
from simulation.rules.arrays import namespace
from simulation.state import Array, Draws, World


class Crises(NamedTuple):
    """The month's crises, `[pair, run]`, equal in both directions; `war` is `[run]`."""

    hazard: Array  # probability that one began
    begins: Array  # bool
    severity: Array  # 0-1, 0 without a crisis
    near_miss: Array  # bool
    war: Array  # bool


def hazard(world: World, p: Parameters, force: Array, incident: Array) -> Array:
    """Chance that a crisis begins this month, `[pair, run]`, 0-1, at these shows of force and incidents."""
    return crisis.crisis_hazard(force, world.theatre, incident, world.ties[TRADE], p)


def strike(world: World, p: Parameters, draws: Draws, force: Array, incident: Array, stakes: Array) -> Crises:
    """Draw the month's crises from both sides' shows of force, incidents and contests.

    `stakes` is the least severity that the scenario imposes, 0 where it imposes none.
    """
    chance = hazard(world, p, force, incident)
    begins = draws.u_crisis < chance
    size = begins * crisis.severity(draws.u_severity, world.hotline, stakes, p)
    near = begins & crisis.near_miss(size)
    war = near & (draws.u_war < p.war_risk * world.vulnerability)
    return Crises(chance, begins, size, near, war.any(axis=0))


def leave(world: World, p: Parameters, struck: Crises) -> World:
    """The world with what the month's crises leave: a load that fades, and whether it has ended in war."""
    xp = namespace(world.tension)
    load = xp.maximum(p.memory * world.crisis_load, struck.severity)
    return world._replace(crisis_load=load, over=world.over | struck.war)
