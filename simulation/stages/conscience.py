"""Rights: whether a state speaks up about what its rival does to its own people."""

from __future__ import annotations

from typing import NamedTuple

from simulation.parameters import Parameters
from simulation.rules import negotiation, rights, ties
from simulation.state import CONCERNS, ISSUES, Array, Draws, Setting, World

CONSCIENCE, CULTURE = CONCERNS.index("conscience"), ISSUES.index("culture")


class Voice(NamedTuple):
    """Criticism of the target's abuses by the actor, `[pair, run]`."""

    chance: Array  # that it would criticise an abuse this month, 0-1
    raised: Array  # bool: there was one, and it did


def speak(
    world: World, p: Parameters, setting: Setting, draws: Draws, concerns: Array, abuse: Array
) -> Voice:
    """Who criticises whom.

    `concerns` `[concern, pair, run]` are the weights of the actor's; `abuse` `[state, run]` is the size of the month's
    abuses, 0 where there is none.
    """
    chance = rights.criticism(
        concerns[CONSCIENCE],
        world.tension,
        ties.mean(world.ties),
        1.0 * negotiation.running(world.term[CULTURE]),
        p,
    )
    return Voice(chance, (draws.u_criticise < chance) & (abuse[setting.target] > 0))
