"""Where each quantity is in the model: the rule that gives it, or the acts that are counted as it."""

from __future__ import annotations

from typing import NamedTuple

from simulation import columns
from simulation.domains import DOMAINS
from simulation.mechanisms.listening import Rule
from simulation.rules import (
    arms,
    attention,
    coalition,
    crisis,
    economy,
    fear,
    influence,
    learning,
    negotiation,
    rights,
    tension,
    ties,
    trust,
)
from simulation.state import CONCERNS


class Place(NamedTuple):
    """A rule that gives a quantity."""

    rule: Rule
    sign: int = 1  # -1: the more it gives, the less there is of the quantity
    turn: int = 0  # the call that is meant, of every `turns` in a row
    turns: int = 1
    part: int | None = None  # the one that is meant of several things that it gives at once

    def gives(self, rule: Rule, number: int) -> bool:
        """Whether a call is one that gives the quantity."""
        return self.rule is rule and number % self.turns == self.turn


#: the domains that grow by joint acts, in the order in which their rule is called
EXCHANGES = tuple(domain.name for domain in DOMAINS if domain.grows == "exchange")

#: what has no place is conduct, or nothing in the model moves it
PLACES: dict[str, tuple[Place, ...]] = {
    "criticism": (Place(rights.criticism),),
    "tension": (Place(tension.felt_tension),),
    "trust": (Place(trust.trust),),
    "fear": (Place(fear.nuclear_fear),),
    "payoff": (Place(learning.month_payoff),),
    "value_confrontation": (Place(learning.learnt_value, turn=0, turns=2),),
    "value_talking": (Place(learning.learnt_value, turn=1, turns=2),),
    "reservation": (Place(negotiation.reservation_value),),
    "common_ground": (Place(negotiation.common_ground),),
    "agreements": (
        Place(negotiation.conceded, -1),  # the less is asked for, the nearer an agreement is
        Place(negotiation.chance_of_ratification),
        Place(negotiation.chance_of_leaving, -1),
    ),
    **{domain.name: (Place(ties.trade),) for domain in DOMAINS if domain.grows == "market"},
    **{name: (Place(ties.exchange, turn=k, turns=len(EXCHANGES)),) for k, name in enumerate(EXCHANGES)},
    "technology_gap": (Place(ties.technology, -1),),  # it moves the one behind
    "mutual_benefit": tuple(Place(getattr(economy, gain)) for gain in dict.fromkeys(d.gain for d in DOMAINS)),
    "dependence": (Place(economy.dependence),),
    "growth": (Place(economy.growth),),
    "jobs": (Place(economy.jobs),),
    "arms": (Place(arms.arms),),
    "crises": (Place(crisis.crisis_hazard), Place(crisis.severity)),
    "influence": (Place(influence.contested),),
    "hawks": (Place(coalition.hawks),),
    **{name: (Place(coalition.concerns, part=k),) for k, name in enumerate(CONCERNS)},
    "attention": (Place(attention.attention_left, turn=1, turns=2),),
    "backlog": (Place(attention.backlog),),
    "leader": (Place(coalition.succession),),
}
CONDUCT = {
    "provocation": columns.PROVOKE > 0,
    "dialogue": columns.TALK > 0,
    "cooperation": columns.JOINT > 0,
}

#: an agreement is followed by its chances: who concedes, and what becomes of the talks, stays as it was
SETTLED = (negotiation.zeuthen_risk, negotiation.acceptable, negotiation.exhausted)
HELD: set[Rule] = {place.rule for places in PLACES.values() for place in places} | set(SETTLED)
#: the attention that crises leave for the month is seen when deciding; what the month leaves of it is the quantity
NOT_HELD = Place(attention.attention_left, turn=0, turns=2)
