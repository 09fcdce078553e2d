"""The worlds in which every claim is tried: families of doctrine, payoff worlds, characters, two states and three.

A *subject* (state A) meets a *partner* (state B, and C) in a tense relation between equals, without any history. It
decides by the doctrine of its family; in half of the experiments the partner follows a policy, in the others the two are
alike and a mechanism is switched. What is compared are two arms of the same world on the same draws.
"""

from __future__ import annotations

from typing import NamedTuple

from simulation.doctrines import Doctrine
from simulation.experiments.claims.arm import By
from simulation.experiments.conducted import MONTHS, conducted
from simulation.games import PAYOFF_WORLDS
from simulation.scenario import Concerns, Event, Order, Rivalry, Scenario, StateSpec

START = "1970-01"  # twelve years: conduct may be ordered for five and has seven in which to show what is left of it
#: a rights event in B every other year: the occasion on which the subject may speak up
RIGHTS_EVENTS = ("1972-01", "1974-01", "1976-01", "1978-01", "1980-01")
#: the standard provocation, once a year from the second on, while détente is conducted and when it has ended
PROVOKED = tuple(f"{year}-07" for year in range(1971, 1982))
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

    family: str | Doctrine = "deliberate"
    payoffs: str = CALIBRATED
    character: str = "security-seeking"
    states: int = 2
    case: str = ""  # against which control, or by which weighing, where a claim asks in several ways
    ground: str = ""  # where the rivals start (`reserved.GROUNDS`); "" is the laboratory's own


class Ground(NamedTuple):
    """Where two rivals start: feelings and ties of the rivalry, and how the subject differs from the others."""

    tension: tuple[float, float] = (60, 60)
    trust: tuple[float, float] = (0.2, 0.2)
    trade: float = 0.1
    culture: float = 0.05
    science: float = 0.05
    trade_share: float = 0.05
    vulnerability: float = 0.6
    weight: float = 1.0  # GDP of the subject over that of the others, and so its influence
    hawks: float = 0.0  # added to the subject's hawks


#: "" is the laboratory's own: equals in a tense relation, larger partners in trade than the superpowers were. The others
#: are reserved; all are assumptions, chosen to differ from it in every way that a pair of rivals could
GROUNDS: dict[str, Ground] = {
    "": Ground(),
    "wary neighbours": Ground((50, 45), (0.3, 0.25), 0.25, 0.15, 0.1, 0.1, 0.2),
    "armed camps": Ground((75, 70), (0.12, 0.18), 0.03, 0.0, 0.0, 0.05, 0.9),
    "unequal weights": Ground((60, 65), (0.25, 0.2), 0.1, 0.05, 0.05, 0.05, 0.5, weight=2.5, hawks=-0.1),
    "distant rivals": Ground((55, 55), (0.2, 0.25), 0.0, 0.0, 0.0, 0.02, 0.7, hawks=0.1),
}


def _state(
    name: str,
    doctrine: str | Doctrine,
    character: str,
    share: float,
    substitutability: float = 0.5,
    ground: Ground = GROUNDS[""],
) -> StateSpec:
    """A security seeker minds security and prosperity; an exploiter minds standing, has hawks at home (assumption)."""
    seeking = character == "security-seeking"
    weights = (0.45, 0.3, 0.15, 0.1) if seeking else (0.2, 0.15, 0.6, 0.05)
    return StateSpec(
        name=name,
        title=f"State {name}",
        doctrine=doctrine,
        gdp=ground.weight,
        growth=3.0,
        openness=0.2,
        burden=0.06,
        routine=0.05,
        influence=share,
        hawks=(0.45 if seeking else 0.75) + ground.hawks,
        substitutability=substitutability,
        technology=0.8,
        abuses=0.05,
        concerns=Concerns(
            **dict(zip(("security", "prosperity", "standing", "conscience"), weights, strict=True))
        ),
        source="assumption",
    )


def laboratory_scenario(
    world: World,
    partner: str | Doctrine | None,
    orders: tuple[Order, ...] = (),
    dependent: bool = False,
    conduct: str = "",
    by: By = "all",
) -> Scenario:
    """The world as a scenario. `partner` is the policy (doctrine) of the others; None: they are as the subject is.

    `orders` bind them; `dependent`: the subject trades far more with B than B with it, and cannot replace it. `conduct`
    (`conducted.CONDUCTS`) is ordered for the first years, of `all`, of the subject ("A"), or of the others ("B").
    """
    names, ground = "ABC"[: world.states], GROUNDS[world.ground]
    # whatever a partner's policy begins and answers, it joins in what it is offered, as the control does: so that two
    # policies differ in what they do, and not also in how often they rebuff
    welcoming = {"receptive": partner is not None}
    others = len(names) - 1
    theirs = round(1 / (others + ground.weight), 6)
    subject = _state(
        "A", world.family, world.character, 1 - others * theirs, 0.1 if dependent else 0.5, ground
    )
    rest = [
        _state(
            name,
            partner if partner is not None else world.family,
            world.character if partner is None else "security-seeking",
            theirs,
        ).model_copy(update=welcoming)
        for name in names[1:]
    ]
    pairs = [(a, b) for a in names for b in names if a < b]
    return Scenario(
        name="laboratory",
        title="A laboratory of two rivals" if len(names) == 2 else "A laboratory of three rivals",
        summary="Rivals in a tense relation, with no history: the ground on which the article's claims are tried.",
        start=START,
        months=MONTHS,
        states=(subject, *rest),
        rivalries=tuple(
            Rivalry(
                between=pair,
                tension=ground.tension,
                trust=ground.trust,
                trade=ground.trade,
                culture=ground.culture,
                science=ground.science,
                trade_share=(0.3, 0.02)
                if dependent and pair == ("A", "B")
                else (ground.trade_share, ground.trade_share),
                vulnerability=ground.vulnerability,
                source="assumption",
            )
            for pair in pairs
        ),
        events=tuple(
            Event(date=month, kind="rights", title=f"An abuse in B, {month}", size=1.0, state="B")
            for month in RIGHTS_EVENTS
        ),
        orders=(*orders, *_conduct(conduct, by, names, orders)),
    )


def _conduct(conduct: str, by: By, names: str, orders: tuple[Order, ...]) -> list[Order]:
    """The orders of those who conduct it, but for months in which they are ordered something else (a probe)."""
    if not conduct:
        return []
    conducting = {"all": names, "A": names[:1], "B": names[1:]}[by]
    busy = {(order.state, order.date) for order in orders}
    return [
        order
        for state in conducting
        for order in conducted(
            conduct, (state,), START, leaving_out=[date for name, date in busy if name == state]
        )
    ]
