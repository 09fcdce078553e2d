"""What it is to have more of each quantity: other worlds, other acts, other chance, or more of what a rule gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np

from simulation.actions import CODE
from simulation.domains import NAMES
from simulation.mechanisms.listening import Rule
from simulation.mechanisms.worlds import Situation
from simulation.rules import attention, economy, influence, learning, negotiation
from simulation.state import CONCERNS, Array

More = Callable[[int], Array | float]  # number of the call -> what is added to what a rule gives


class Move(NamedTuple):
    """Less of a quantity, and more of it."""

    less: Situation
    more: Situation
    given: Mapping[Rule, More] = {}  # what rules give more


Moving = Callable[[Situation], Move]


def _world(**by: Array | float) -> Moving:
    """More of a field of the world."""

    def move(base: Situation) -> Move:
        fields = {name: getattr(base.world, name) + much for name, much in by.items()}
        return Move(base, base._replace(world=base.world._replace(**fields)))

    return move


def _given(rule: Rule, more: More) -> Moving:
    return lambda base: Move(base, base, {rule: more})


def _drawn(base: Situation, **values: float) -> Situation:
    """The same with other draws in the first month."""
    first = base.draws[0]
    other = {name: np.full_like(getattr(first, name), value) for name, value in values.items()}
    return base._replace(draws=(first._replace(**other), *base.draws[1:]))


def _chance(name: str, **both: float) -> Moving:
    """Something happens for certain in the first month, and for certain not; `both` is drawn either way."""
    return lambda base: Move(_drawn(base, **both, **{name: 0.999}), _drawn(base, **both, **{name: 0.0}))


def _acts(*instead: tuple[int, int, str, str]) -> Moving:
    """Other acts: (month, stage, act, what is done instead)."""

    def move(base: Situation) -> Move:
        acts = [list(month) for month in base.acts]
        for month, stage, act, other in instead:
            acts[month][stage] = np.where(acts[month][stage] == CODE[act], CODE[other], acts[month][stage])
        return Move(base, base._replace(acts=tuple(map(tuple, acts))))

    return move


def _soft(base: Situation) -> Move:
    """Threats that are answered by threats, and threats that are answered by nothing."""
    threat = np.full_like(base.acts[0][0], CODE["threaten"])
    return _acts((0, 1, "threaten", "hold"))(base._replace(acts=((threat, threat), *base.acts[1:])))


def _agreed(base: Situation) -> Move:
    """No agreement in force, and each in force and now renewed, with the hotline that the one on arms leaves."""
    world, one = base.world, np.ones_like(base.world.term)
    none = world._replace(term=0.0 * one, share=one, hotline=0.0 * world.hotline)
    every = none._replace(term=one, hotline=1.0 + none.hotline)
    return Move(base._replace(world=none), base._replace(world=every))


FIRST, SECOND = np.eye(2)[:, :, None]  # one of two sides alone

#: by how much a field of the world is moved that is a quantity itself
STEPS: dict[str, Array | float] = {
    "tension": 5.0, "trust": 0.002, "fear": 0.2, "value_confrontation": 0.05, "value_talking": 0.05, "hawks": 0.05,
    "arms": 0.02 * SECOND, "leader": 0.2, "need": 0.2, "theatre": 0.1,
    "vulnerability": 0.1, "backlog": 0.5,
}  # fmt: skip
MOVES: dict[str, Moving] = {
    **{name: _world(**{name: by}) for name, by in STEPS.items()},
    **{
        name: _world(ties=0.02 * by[:, None, None])
        for name, by in zip(NAMES, np.eye(len(NAMES)), strict=True)
    },
    **{name: _world(concerns=by[:, None, None]) for name, by in zip(CONCERNS, np.eye(4), strict=True)},
    "technology_gap": _world(technology=0.1 * FIRST),
    "growth": _world(gdp=0.1),
    "provocation": _acts((0, 0, "hold", "coerce")),
    "dialogue": _acts(*((0, k, *act) for act in (("talk", "summit"), ("hold", "talk")) for k in (0, 1))),
    "cooperation": _acts(
        (0, 0, "hold", "visit"), (0, 1, "hold", "sale"), *((1, k, "hold", "science") for k in (0, 1))
    ),
    "softness": _soft,
    "criticism": _chance("u_criticise", u_abuse=0.0),
    "crises": _chance("u_crisis", u_severity=0.95),
    "incident": _chance("u_incident"),
    "agreements": _agreed,
    "payoff": _given(learning.month_payoff, lambda call: 0.1),
    "reservation": _given(negotiation.reservation_value, lambda call: 0.1),
    "common_ground": _given(negotiation.reservation_value, lambda call: -0.1),  # both accept less
    "mutual_benefit": _given(economy.culture_benefit, lambda call: 0.001 * call),  # ever more
    "dependence": _given(economy.dependence, lambda call: 0.05 * FIRST),
    "influence": _given(influence.contested, lambda call: 0.01 * FIRST),  # which the second loses
    "attention": _given(attention.attention_left, lambda call: 0.1 * (call % 2)),  # what is left in the end
}
