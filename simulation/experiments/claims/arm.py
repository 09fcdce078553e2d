"""An arm of an experiment: who follows which policy, what is ordered, what is set otherwise."""

from __future__ import annotations

from typing import Literal, NamedTuple

from simulation.scenario import Order

By = Literal["all", "A", "B"]


class Arm(NamedTuple):
    """One arm of an experiment: the partner's policy (None: both sides are alike) and what else is set otherwise."""

    partner: str | None = None
    parameters: tuple[tuple[str, float], ...] = ()
    orders: tuple[Order, ...] = ()
    dependent: bool = False  # the subject depends on the partner's trade, and not the other way round
    conduct: str = ""  # ordered for the first five years (`conducted.CONDUCTS`); "" nothing is
    by: By = "all"  # who is ordered to conduct it
    #: the subject's acts are those of this arm (everybody's, where both sides are alike), but for what is ordered
    again: Arm | None = None
