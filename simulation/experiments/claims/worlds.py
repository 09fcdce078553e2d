"""The worlds in which every claim is tried: families of doctrine, payoff worlds, characters, two states and three.

A *subject* (state A) meets a *partner* (state B, and C) in a tense relation between equals, without any history. It
decides by the doctrine of its family; in half of the experiments the partner follows a policy, in the others the two are
alike and a mechanism is switched. What is compared are two arms of the same world on the same draws.
"""

from __future__ import annotations

from typing import NamedTuple

from simulation.games import PAYOFF_WORLDS
from simulation.scenario import Concerns, Event, Order, Rivalry, Scenario, StateSpec

START = "1970-01"
MONTHS = 120  # ten years: two terms of an agreement
#: a rights event in B every other year: the occasion on which the subject may speak up
RIGHTS_EVENTS = ("1972-01", "1974-01", "1976-01", "1978-01")
#: the standard provocation, once a year in the second half, when the partner's policy has had time to work
PROVOKED = ("1975-07", "1976-07", "1977-07", "1978-07", "1979-07")
THREATENED = "1978-01"  # the partner threatens to cut ties, and has cut some
#: eight families of doctrine and the default: reciprocity in its kinds, learners, coalitions, deterrers
FAMILIES = (
    "deliberate",
    "reciprocity",
    "tit_for_tat",
    "contrite_tit_for_tat",
    "pavlov",
    "limited_reciprocity",
    "firm_deterrence",
    "roth_erev",
    "two_level",
)
CALIBRATED = "as calibrated"
PAYOFFS = (CALIBRATED, *PAYOFF_WORLDS)
CHARACTERS = ("security-seeking", "exploiting")


STANDARD_PROVOCATIONS = tuple(
    Order(date=month, title="A standard provocation", state="B", towards="A", act="coerce")
    for month in PROVOKED
)
THREAT_TO_CUT_TIES = (
    Order(
        date=THREATENED,
        title="Ties are being cut",
        state="B",
        towards="A",
        act="coerce",
        stage="both",
        months=3,
    ),
)


class World(NamedTuple):
    """One world; its fields are also the conditions by which a verdict may have to be restricted."""

    family: str = "deliberate"
    payoffs: str = CALIBRATED
    character: str = "security-seeking"
    states: int = 2


def _subject(
    name: str, doctrine: str, character: str, share: float, substitutability: float = 0.5
) -> StateSpec:
    """A security seeker minds security and prosperity; an exploiter minds standing, has hawks at home (assumption)."""
    seeking = character == "security-seeking"
    weights = (0.45, 0.3, 0.15, 0.1) if seeking else (0.2, 0.15, 0.6, 0.05)
    return StateSpec(
        name=name,
        title=f"State {name}",
        doctrine=doctrine,
        gdp=1.0,
        growth=3.0,
        openness=0.2,
        burden=0.06,
        routine=0.05,
        influence=share,
        hawks=0.45 if seeking else 0.75,
        substitutability=substitutability,
        technology=0.8,
        abuses=0.05,
        concerns=Concerns(
            **dict(zip(("security", "prosperity", "standing", "conscience"), weights, strict=True))
        ),
        source="assumption",
    )


def laboratory_scenario(
    world: World, partner: str | None, orders: tuple[Order, ...] = (), dependent: bool = False
) -> Scenario:
    """The world as a scenario. `partner` is the policy (doctrine) of the others; None: they are as the subject is.

    `orders` bind them; `dependent`: the subject trades far more with B than B with it, and cannot replace it.
    """
    names = "ABC"[: world.states]
    # whatever a partner's policy begins and answers, it joins in what it is offered, as the control does: so that two
    # policies differ in what they do, and not also in how often they rebuff
    welcoming = {"receptive": partner is not None}
    subject = _subject(
        "A", world.family, world.character, round(1 / len(names), 6), 0.1 if dependent else 0.5
    )
    others = [
        _subject(
            name,
            partner if partner is not None else world.family,
            world.character if partner is None else "security-seeking",
            round(1 / len(names), 6)
            if name != names[-1]
            else 1 - (len(names) - 1) * round(1 / len(names), 6),
        ).model_copy(update=welcoming)
        for name in names[1:]
    ]
    pairs = [(a, b) for a in names for b in names if a < b]
    return Scenario(
        name="laboratory",
        title="A laboratory of two rivals" if len(names) == 2 else "A laboratory of three rivals",
        summary="Equals in a tense relation, with no history: the ground on which the article's claims are tried.",
        start=START,
        months=MONTHS,
        states=(subject, *others),
        rivalries=tuple(
            Rivalry(
                between=pair,
                tension=(60, 60),
                trust=(0.2, 0.2),
                trade=0.1,
                culture=0.05,
                science=0.05,
                trade_share=(0.3, 0.02) if dependent and pair == ("A", "B") else (0.05, 0.05),
                vulnerability=0.6,
                source="assumption: a tense relation of larger partners than the superpowers were",
            )
            for pair in pairs
        ),
        events=tuple(
            Event(date=month, kind="rights", title=f"An abuse in B, {month}", size=1.0, state="B")
            for month in RIGHTS_EVENTS
        ),
        orders=orders,
    )
