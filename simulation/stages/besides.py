"""What states do in a month beside their two moves: decline an offer, criticise an abuse, sign, leave an agreement."""

from __future__ import annotations

from typing import NamedTuple

from simulation.actions import BREACH, CRITICISM, REFUSAL, SIGNED
from simulation.parameters import Parameters
from simulation.rules.arrays import add_up
from simulation.stages.conduct import Acts
from simulation.stages.talks import Outcome
from simulation.state import Array, Setting


class Besides(NamedTuple):
    """Bool, by the actor."""

    refused: Array  # [pair, run] it declined an offer of the target
    criticised: Array  # [pair, run] it spoke up about an abuse by the target
    signed: Array  # [issue, pair, run]
    left: Array  # [issue, pair, run] it left an agreement


def of_month(first: Acts, second: Acts, criticised: Array, outcome: Outcome, setting: Setting) -> Besides:
    """What else was done in the month of two moves."""
    declined = first.refused | second.refused
    return Besides(declined[setting.reverse], criticised, outcome.signed, outcome.left)


def weight(beside: Besides, p: Parameters) -> tuple[Array, Array]:
    """What of it the rival feels as hostile (negative) and as warm, `[pair, run]` by the actor, Goldstein/10."""
    bad = (
        beside.refused * p.refusal_felt * REFUSAL.goldstein
        + beside.criticised * CRITICISM.goldstein
        + add_up(1.0 * beside.left) * BREACH.goldstein
    ) / 10.0
    return bad, add_up(1.0 * beside.signed) * SIGNED / 10.0
