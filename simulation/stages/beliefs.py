"""What a month leaves in the minds: trust, tension, fear, memory, learnt values."""

from __future__ import annotations

from typing import NamedTuple

from simulation.parameters import Parameters
from simulation.rules import fear, learning, perception, tension
from simulation.rules import trust as trust_rule
from simulation.rules.arrays import positive
from simulation.stages import payoffs
from simulation.stages.conduct import Deeds
from simulation.state import Array, Setting, World


class Impression(NamedTuple):
    """The month as each side took it, `[pair, run]` by the one who perceives, Goldstein/10."""

    hostility: Array  # the rival's perceived hostility, mean of its two moves and half of what else it did
    warmth: Array  # likewise its warmth
    proof: Array  # its warmth, times what it staked
    conduct: Array  # the rival's conduct as a whole


def impression(
    first: Array, second: Array, stakes: tuple[Array, Array], other: Array, deeds: Array
) -> Impression:
    """Two perceived moves with their stakes, and the rival's other doings: `other` negative, `deeds` positive."""
    hostile = 0.5 * (positive(-first) + positive(-second) + positive(-other))
    proof = 0.5 * (positive(first) * stakes[0] + positive(second) * stakes[1] + deeds)
    warmth = 0.5 * (positive(first) + positive(second) + deeds)
    return Impression(hostile, warmth, proof, warmth - hostile)


def believe(
    world: World,
    p: Parameters,
    setting: Setting,
    impression: Impression,
    severity: Array,
    influence_change: Array,
    done: Deeds,
    own_conduct: Array,
) -> World:
    """The world after both sides have drawn their conclusions.

    `done` is what each carried out itself; `influence_change` `[pair, run]` is what the actor's and the target's acts moved
    between them.
    """
    actor, target = setting.actor, setting.target
    resting = tension.resting_tension(world.hawks[actor], world.arms[actor], world.arms[target], p)
    worth = payoffs.of_month(world, p, influence_change, impression.hostility, severity, world.fear)
    confronted, talked = 0.5 * done.provoke, 0.5 * done.towards  # shares of its two moves
    return world._replace(
        trust=trust_rule.trust(world.trust, impression.hostility, impression.proof, p),
        tension=tension.felt_tension(
            world.tension, resting, impression.hostility, impression.warmth, world.trust, severity, p
        ),
        fear=fear.nuclear_fear(world.fear, severity, world.vulnerability, p),
        value_confrontation=learning.learnt_value(
            world.value_confrontation, confronted, worth.of_confronting, p.belief_confrontation, p
        ),
        value_talking=learning.learnt_value(
            world.value_talking, talked, worth.of_talking, p.belief_talking, p
        ),
        remembered=perception.smoothed(world.remembered, impression.conduct, p),
        conduct=perception.smoothed(world.conduct, own_conduct, p),
    )
