"""Rights: whether a state speaks up about what its rival does to its own people."""

from __future__ import annotations

from typing import NamedTuple

from simulation.parameters import Parameters
from simulation.rules import negotiation, rights, ties
from simulation.rules.arrays import may_be, namespace
from simulation.state import CONCERNS, ISSUES, YES, Array, Draws, Setting, World

CONSCIENCE, CULTURE = CONCERNS.index("conscience"), ISSUES.index("culture")


class Voice(NamedTuple):
    """Criticism of the target's abuses by the actor, `[pair, run]`."""

    chance: Array  # that it would criticise an abuse this month, 0-1
    raised: Array  # bool: there was one, and it did


def speak(
    world: World, p: Parameters, setting: Setting, draws: Draws, says: Array, concerns: Array, abuse: Array
) -> Voice:
    """Who criticises whom.

    `says` `[pair, run or 1]` is whether the actor is ordered to, YES, NO or FREE; `concerns` `[concern, pair, run]` are
    the weights of the actor's; `abuse` `[pair, run]` is the size of the target's abuses this month, 0 where there is none.
    """
    chance = rights.criticism(
        concerns[CONSCIENCE],
        world.tension,
        ties.mean(world.ties),
        1.0 * negotiation.running(world.term[CULTURE]),
        p,
    )
    speaks = draws.u_criticise < chance
    if may_be(says >= 0):
        speaks = namespace(chance).where(says < 0, speaks, says == YES)
    return Voice(chance, speaks & (abuse > 0))
