"""The table of mechanisms against the code: every sign by evaluating its rule, every wiring by a month with fixed acts."""

from __future__ import annotations

import inspect
import pkgutil
from collections.abc import Callable
from importlib import import_module
from typing import Any

import numpy as np
import pytest

from simulation import columns, inputs, rules, step
from simulation import draws as chance
from simulation.actions import CODE, KINDS
from simulation.catalogue import languages, text
from simulation.doctrines.deciding import deciders
from simulation.doctrines.deliberate import reasons
from simulation.doctrines.doctrine import preference
from simulation.domains import NAMES
from simulation.mechanisms import (
    HELPERS,
    IMPOSED,
    LOOPS,
    MECHANISMS,
    OTHER_REASONS,
    QUANTITIES,
    Mechanism,
    couplings,
    loops,
    polarity,
)
from simulation.months import by_month
from simulation.parameters import Parameters
from simulation.rules import (
    arms,
    attention,
    choice,
    coalition,
    crisis,
    economy,
    fear,
    influence,
    learning,
    negotiation,
    perception,
    rights,
    tension,
    ties,
    trust,
)
from simulation.scenario import Rivalry, Scenario, StateSpec
from simulation.state import ISSUES, Array, Observation, World

P = Parameters()
STATES = ("A", "B")
SCENARIO = Scenario(
    name="typical",
    title="Two like states",
    start="1965-01",
    months=2,
    states=tuple(
        StateSpec(name=name, title=name, gdp=2.0, influence=0.5, hawks=0.4, technology=level)
        for name, level in zip(STATES, (0.8, 0.6), strict=True)
    ),
    rivalries=(
        Rivalry(
            between=STATES,
            tension=(50, 50),
            trust=(0.4, 0.4),
            trade=0.3,
            culture=0.3,
            science=0.3,
            vulnerability=0.7,
            agreements=("culture", "trade"),
        ),
    ),
)
SETTING = inputs.setting_of(SCENARIO)


def world(runs: int = 1) -> World:
    """A world in the middle of a run: nothing at the end of its range."""
    return inputs.starting_world(SCENARIO, P, runs)._replace(
        fear=np.full((2, runs), 0.6),
        remembered=np.full((2, runs), -0.1),
        value_talking=np.full((2, runs), 0.3),
        value_confrontation=np.full((2, runs), 0.1),
        need=np.full((2, runs), 0.3),
    )


#: quantities of every rule at a typical state; what a stage hands over of parameters comes from the defaults
TYPICAL: dict[Callable[..., Any], dict[str, Any]] = {
    tension.felt_tension: {
        "tension": 50.0, "resting": 45.0, "hostility": 0.2, "warmth": 0.2, "trust": 0.4, "severity": 0.1,
    },
    tension.resting_tension: {"hawks": 0.4, "own_arms": 0.06, "rival_arms": 0.09},
    trust.trust: {"belief": 0.4, "hostility": 0.2, "proof": 0.1},
    perception.perceived: {"act": 0.3, "trust": 0.4, "error": 0.0},
    fear.nuclear_fear: {"fear": 0.6, "severity": 0.8, "vulnerability": 0.7},
    learning.month_payoff: {
        "influence_change": 0.002, "ties": 0.3, "hostility": 0.2, "severity": 0.1, "fear": 0.6, "vulnerability": 0.7,
    },
    learning.learnt_value: {"value": 0.1, "used": 0.5, "payoff": 0.2, "belief": 0.0},
    coalition.grievance: {"before": 0.01, "losses": 0.05, "culture": 0.3},
    coalition.succession: {"mean": 0.1, "hawks": 0.45, "usual": 0.4},
    coalition.concerns: {"logs": 0.2, "resting": 0.0, "news": 0.1},
    attention.attention_left: {"crisis": 0.3, "taken": 0.3},
    attention.backlog: {"stock": 1.0, "attention": 0.6},
    crisis.crisis_hazard: {"force": 0.5, "theatre": 0.3, "incident": 0.2, "trade": 0.3},
    crisis.severity: {"u": np.array(0.5), "hotline": 0.5, "stakes": 0.0},
    influence.contested: {"grip": 0.5, "answered": 0.5, "theatre": 0.3, "own": 0.5, "rival": 0.5},
    arms.routine: {"usual": 0.05, "income": 2.0, "start": 1.5},
    arms.menace: {"tension": 50.0, "rival_arms": 0.08, "limited": 0.5},
    arms.arms: {"own": 0.08, "menace": 0.04, "routine": 0.06},
    negotiation.worth_of_no_agreement: {
        "hawks": 0.4, "tension": 50.0, "trust": 0.4, "recognition": 0.2, "pressure": 0.1,
    },
    negotiation.pressure: {"own_dependence": 0.4, "rival_dependence": 0.2, "remembered": -0.2},
    negotiation.reservation_value: {
        "private": np.zeros(4), "common": 0.4, "fear": 0.5, "need": 0.3, "lead": 0.2,
    },
    negotiation.common_ground: {"reservation": 0.4, "estimate": 0.4},
    negotiation.conceded: {"demand": 0.7, "reservation": 0.4, "own_risk": 0.3, "rival_risk": 0.4, "pace": P.concession},
    negotiation.chance_of_ratification: {"hawks": 0.4},
    negotiation.chance_of_leaving: {"reservation": 0.7, "share": 0.5},
    ties.trade: {"tie": 0.3, "space": 0.7, "potential": 1.0, "sales": 0.5, "cut": 0.1},
    ties.room: {"tie": 0.3, "severed": 0.1, "potential": 0.9},
    ties.severed: {"before": 0.05, "tie": 0.3, "cut": 0.1},
    ties.exchange: {"tie": 0.3, "space": 0.7, "joint": 0.5, "cut": 0.1},
    ties.technology: {"own": 0.6, "partner": 0.8, "tie": 0.3},
    economy.trade_benefit: {"tie": 0.3, "trade_share": 0.1},
    economy.culture_benefit: {"tie": 0.3},
    economy.science_benefit: {"tie": 0.3, "own_technology": 0.6, "partner_technology": 0.8},
    economy.exports: {"tie": 0.3, "trade_share": 0.1, "openness": 0.3, "gdp": 2.0},
    economy.growth: {"baseline": 2.5, "arms": 0.08, "routine": 0.06, "rise": 0.01},
    economy.dependence: {"tie": 0.3, "cost": 0.015},
    rights.criticism: {"conscience": 0.25, "tension": 50.0, "ties": 0.3, "lever": 0.5},
}  # fmt: skip


def total(value: Array) -> float:
    return float(np.sum(value))


def rule_at(rule: Callable[..., Any], argument: str, shift: float) -> float:
    """What a rule gives at the typical state, with one argument shifted."""
    values = dict(TYPICAL[rule])
    values[argument] = values[argument] + shift
    given: dict[str, Any] = {name: np.asarray(value) for name, value in values.items()}
    if "p" in inspect.signature(rule).parameters:
        given["p"] = P
    return total(rule(**given))


def observation(room: float = 0.7, **changes: float) -> Observation:
    """What a state could see at a typical state, everything open to it."""
    values = {
        "seen": -0.1, "remembered": -0.1, "conduct": 0.0, "tension": 50.0, "trust": 0.4, "fear": 0.4,
        "value_confrontation": 0.1, "value_talking": 0.3, "common_ground": 0.2,
        "theatre": 0.4, "loss": 0.0, "hawks": 0.4, "leader": 0.0, "need": 0.2, "attention": 0.7,
        "backlog": 1.0, "climate": 0.0, **changes,
    }  # fmt: skip
    arrays = {name: np.full((1, 1), value) for name, value in values.items()}
    return Observation(
        **arrays,
        answering=np.array(False),
        ties=np.full((len(NAMES), 1, 1), 0.3),
        room=np.full((len(NAMES), 1, 1), room),
        concerns=np.full((4, 1, 1), 0.25),
        available=np.ones((len(CODE), 1, 1), dtype=bool),
        notes=np.zeros((4, 1, 1)),
    )


#: the acts that a quantity of conduct counts
ACTS: dict[str, Array] = {
    "provocation": columns.PROVOKE > 0,
    "dialogue": columns.TALK > 0,
    "cooperation": columns.JOINT + (columns.TRADE > 0) > 0,
}


def leaning(effect: str, term: str, argument: str, value: float, before: float) -> float:
    """Log odds of the acts that count, against holding, when one reason alone sees `argument` at `value`.

    All other reasons see `before`. For softness: the chance of letting the standard provocation pass.
    """
    changes: dict[str, float] = {argument: before}
    if effect == "softness":
        changes["seen"] = step.STANDARD_PROVOCATION
    others = [one for one in reasons(observation(**changes), P) if one.name != term]
    shifted = [one for one in reasons(observation(**{**changes, argument: value}), P) if one.name == term]
    assert len(shifted) == 1, f"deliberate has no reason '{term}'"
    weight = np.exp(preference([*others, *shifted]))[:, 0, 0]
    if effect == "softness":
        return float(1.0 - weight[ACTS["provocation"]].sum() / weight.sum())
    return float(np.log(weight[ACTS[effect]].sum() / weight[CODE["hold"]]))


def slope(row: Mechanism) -> float:
    """The change in the effect for a small rise of the cause, by the rule that the row names."""
    if row.rule is reasons:
        before = float(getattr(observation(), row.argument).flat[0])
        if row.argument == "seen" and row.enters > 0:
            before = 0.2  # an answer to something friendly
        if row.argument == "loss":
            before = 0.004  # losing weighs from half a share point
        small = {"tension": 2.0, "loss": 0.004}.get(row.argument, 0.02)
        ends = [leaning(row.effect, row.term, row.argument, before + k * small, before) for k in (-1, 1)]
    else:
        small = {"tension": 2.0, "trade": 0.01}.get(row.argument, 0.001)
        ends = [rule_at(row.rule, row.argument, k * small) for k in (-1, 1)]
    return (ends[1] - ends[0]) * row.enters * row.yields


def name_of(row: Mechanism) -> str:
    return f"{row.cause}-{row.effect}-{row.term or getattr(row.rule, '__name__', '')}"


@pytest.mark.parametrize("row", MECHANISMS, ids=name_of)
def test_the_rule_has_the_sign_that_the_table_says(row: Mechanism) -> None:
    found = slope(row)
    assert abs(found) > 1e-9, "the rule does not feel this argument at the typical state"
    assert np.sign(found) == row.sign


@pytest.mark.parametrize("row", MECHANISMS, ids=name_of)
def test_a_row_names_what_there_is(row: Mechanism) -> None:
    assert {row.cause, row.effect} <= set(QUANTITIES)
    assert {row.sign, row.enters, row.yields} <= {1, -1}
    assert row.source
    assert bool(row.term) == (row.rule is reasons)
    if row.rule is reasons:
        assert row.argument in Observation._fields
    else:
        assert row.argument in inspect.signature(row.rule).parameters


def public_rules() -> set[Callable[..., Any]]:
    found: set[Callable[..., Any]] = set()
    for module in pkgutil.iter_modules(rules.__path__):
        loaded = import_module(f"simulation.rules.{module.name}")
        functions = inspect.getmembers(loaded, inspect.isfunction)
        found |= {f for name, f in functions if f.__module__ == loaded.__name__ and not name.startswith("_")}
    return found


def test_every_rule_is_in_the_table_or_a_helper_with_a_reason() -> None:
    tabled = {row.rule for row in MECHANISMS if row.rule is not reasons}
    assert tabled | set(HELPERS) == public_rules()
    assert tabled & set(HELPERS) == set()
    assert all(HELPERS.values())


def test_every_reason_of_the_coalition_is_in_the_table_or_said_to_be_none() -> None:
    tabled = {row.term for row in MECHANISMS if row.term}
    assert tabled | set(OTHER_REASONS) == {term.name for term in reasons(observation(), P)}
    assert tabled & set(OTHER_REASONS) == set()


def test_no_row_stands_twice_and_every_quantity_is_used() -> None:
    keys = [(row.cause, row.effect, row.rule, row.argument, row.term) for row in MECHANISMS]
    assert len(set(keys)) == len(keys)
    assert {row.cause for row in MECHANISMS} | {row.effect for row in MECHANISMS} == set(QUANTITIES)


def test_nothing_moves_what_is_imposed_and_something_moves_all_else() -> None:
    moved = {row.effect for row in MECHANISMS}
    assert moved & set(IMPOSED) == set()
    assert set(QUANTITIES) - moved == set(IMPOSED)


# --- wiring: a month of the model with the acts held fixed ---------------------------------------------------------


def month(
    before: World,
    act: str | tuple[str, str] = "hold",
    chances: dict[str, float] | None = None,
    views: list[Observation] | None = None,
) -> tuple[World, Any]:
    """The month after `before` in which both sides do `act` (or each its own), whatever they would rather do.

    There is no chance but `chances`. What the sides saw when they decided is put into `views`.
    """
    drawn, _ = by_month(chance.draws(1, STATES, inputs.pairs_of(STATES), 2, 0, before.tension.shape[1]))
    calm = {
        name: np.zeros_like(value) if name.startswith("n_") else np.full_like(value, 0.999)
        for name, value in drawn._asdict().items()
    }
    calm["u_consent"] = calm["u_consent_response"] = np.zeros_like(drawn.u_consent)
    calm |= {name: np.full_like(getattr(drawn, name), value) for name, value in (chances or {}).items()}
    imposed = by_month(inputs.imposed_on(SCENARIO))[1]
    each = (act, act) if isinstance(act, str) else act
    code = np.array([[CODE[one]] for one in each])
    wishes, remember = deciders(SETTING, P)

    def decide(stage: str, view: Observation) -> Array:
        if views is not None:
            views.append(view)
        return wishes(stage, view)

    return step.month(
        before,
        P,
        SETTING,
        imposed._replace(initiative=code, response=code),
        drawn._replace(**calm),
        decide,
        remember,
    )


def shifted(name: str, by: float) -> World:
    before = world()
    if name in NAMES:
        more = by * (np.arange(len(NAMES)) == NAMES.index(name))[:, None, None]
        return before._replace(ties=before.ties + more)
    return before._replace(**{name: getattr(before, name) + by})


def in_force(issue: str) -> World:
    term = np.zeros_like(world().term)
    term[ISSUES.index(issue)] = 30.0
    return world()._replace(term=term)


NONE = world()._replace(term=np.zeros_like(world().term))
#: (cause, effect): two worlds that differ in the cause alone, the act of the month, and where the effect is read
BETWEEN: dict[tuple[str, str], tuple[World, World, str, Callable[[World, Any], Array]]] = {
    ("hawks", "tension"): (world(), shifted("hawks", 0.2), "hold", lambda w, r: w.tension),
    ("trust", "tension"): (world(), shifted("trust", 0.2), "visit", lambda w, r: w.tension),
    ("trust", "trust"): (world(), shifted("trust", 0.2), "visit", lambda w, r: w.trust),
    ("trade", "payoff"): (world(), shifted("trade", 0.2), "talk", lambda w, r: w.value_talking),
    ("culture", "payoff"): (world(), shifted("culture", 0.2), "talk", lambda w, r: w.value_talking),
    ("science", "payoff"): (world(), shifted("science", 0.2), "talk", lambda w, r: w.value_talking),
    ("fear", "payoff"): (world(), shifted("fear", 0.5), "threaten", lambda w, r: w.value_confrontation),
    ("culture", "hawks"): (world(), shifted("culture", 0.2), "hold", lambda w, r: w.hawks),
    ("tension", "security"): (world(), shifted("tension", 20.0), "hold", lambda w, r: w.concerns[0]),
    ("trade", "prosperity"): (world(), shifted("trade", 0.2), "hold", lambda w, r: w.concerns[1]),
    ("need", "prosperity"): (world(), shifted("need", 0.2), "hold", lambda w, r: w.concerns[1]),
    ("backlog", "conscience"): (world(), shifted("backlog", 1.0), "hold", lambda w, r: w.concerns[3]),
    ("trade", "crises"): (world(), shifted("trade", 0.2), "hold", lambda w, r: r.instability),
    ("theatre", "crises"): (world(), shifted("theatre", 0.2), "hold", lambda w, r: r.instability),
    ("growth", "arms"): (world(), shifted("gdp", 0.5), "hold", lambda w, r: w.arms),
    ("tension", "arms"): (world(), shifted("tension", 20.0), "hold", lambda w, r: w.arms),
    ("arms", "growth"): (world(), shifted("arms", 0.02), "hold", lambda w, r: r.growth),
    ("hawks", "reservation"): (world(), shifted("hawks", 0.2), "hold", lambda w, r: r.reservation),
    ("tension", "reservation"): (world(), shifted("tension", 20.0), "hold", lambda w, r: r.reservation),
    ("trust", "reservation"): (world(), shifted("trust", 0.2), "hold", lambda w, r: r.reservation),
    ("fear", "reservation"): (world(), shifted("fear", 0.5), "hold", lambda w, r: r.reservation),
    ("need", "reservation"): (world(), shifted("need", 0.2), "hold", lambda w, r: r.reservation),
    ("value_talking", "reservation"): (
        world(), shifted("value_talking", 0.2), "hold", lambda w, r: r.reservation,
    ),
    ("value_confrontation", "reservation"): (
        world(), shifted("value_confrontation", 0.1), "hold", lambda w, r: r.reservation,
    ),
    ("technology_gap", "reservation"): (
        world(), world()._replace(technology=np.array([[0.9], [0.6]])), "hold", lambda w, r: r.reservation[:1],
    ),
    ("agreements", "trade"): (NONE, in_force("trade"), "hold", lambda w, r: w.ties[0]),
    ("agreements", "culture"): (NONE, in_force("culture"), "hold", lambda w, r: w.ties[1]),
    ("agreements", "science"): (NONE, in_force("science"), "hold", lambda w, r: w.ties[2]),
    ("agreements", "criticism"): (NONE, in_force("culture"), "hold", lambda w, r: r.rights_criticism),
    ("agreements", "arms"): (NONE, in_force("arms"), "hold", lambda w, r: w.arms),
    ("tension", "criticism"): (world(), shifted("tension", 20.0), "hold", lambda w, r: r.rights_criticism),
    ("trade", "criticism"): (world(), shifted("trade", 0.2), "hold", lambda w, r: r.rights_criticism),
    ("culture", "criticism"): (world(), shifted("culture", 0.2), "hold", lambda w, r: r.rights_criticism),
    ("science", "criticism"): (world(), shifted("science", 0.2), "hold", lambda w, r: r.rights_criticism),
    ("trade", "mutual_benefit"): (world(), shifted("trade", 0.2), "hold", lambda w, r: r.mutual_benefit),
    ("culture", "mutual_benefit"): (world(), shifted("culture", 0.2), "hold", lambda w, r: r.mutual_benefit),
    ("science", "mutual_benefit"): (world(), shifted("science", 0.2), "hold", lambda w, r: r.mutual_benefit),
    ("trade", "dependence"): (world(), shifted("trade", 0.2), "hold", lambda w, r: r.dependence),
    ("trade", "jobs"): (world(), shifted("trade", 0.2), "hold", lambda w, r: r.jobs),
    ("growth", "jobs"): (world(), shifted("gdp", 0.5), "hold", lambda w, r: r.jobs),
    ("trade", "technology_gap"): (
        world(), shifted("trade", 0.2), "hold", lambda w, r: w.technology[0] - w.technology[1],
    ),
    ("science", "technology_gap"): (
        world(), shifted("science", 0.2), "hold", lambda w, r: w.technology[0] - w.technology[1],
    ),
    ("arms", "tension"): (
        world(), world()._replace(arms=np.array([[0.05], [0.12]])), "hold", lambda w, r: w.tension[0],
    ),
    ("crises", "attention"): (world(), shifted("crisis_load", 0.4), "hold", lambda w, r: r.global_attention),
}  # fmt: skip

#: (cause, effect): the act that has more of the cause than holding, and where the effect is read
BY_ACT: dict[tuple[str, str], tuple[str, Callable[[World, Any], Array]]] = {
    ("provocation", "tension"): ("threaten", lambda w, r: w.tension),
    ("provocation", "trust"): ("threaten", lambda w, r: w.trust),
    ("provocation", "crises"): ("threaten", lambda w, r: r.instability),
    ("provocation", "trade"): ("coerce", lambda w, r: w.ties[0]),
    ("provocation", "culture"): ("coerce", lambda w, r: w.ties[1]),
    ("provocation", "science"): ("coerce", lambda w, r: w.ties[2]),
    ("provocation", "attention"): ("threaten", lambda w, r: r.global_attention),
    ("dialogue", "tension"): ("summit", lambda w, r: w.tension),
    ("dialogue", "trust"): ("summit", lambda w, r: w.trust),
    ("dialogue", "attention"): ("summit", lambda w, r: r.global_attention),
    ("cooperation", "tension"): ("trade", lambda w, r: w.tension),
    ("cooperation", "trust"): ("trade", lambda w, r: w.trust),
    ("cooperation", "attention"): ("trade", lambda w, r: r.global_attention),
    ("cooperation", "trade"): ("sale", lambda w, r: w.ties[0]),
    ("cooperation", "culture"): ("culture", lambda w, r: w.ties[1]),
}


#: the field of the world by which a cause of decisions is moved, and by how much
FIELDS = {
    "tension": ("tension", 10.0), "trust": ("trust", 0.2), "fear": ("fear", 0.3), "hawks": ("hawks", 0.2),
    "need": ("need", 0.2), "trade": ("trade", 0.2), "culture": ("culture", 0.2), "science": ("science", 0.2),
    "theatre": ("theatre", 0.3), "backlog": ("backlog", 1.0), "leader": ("leader", 0.4), "crises": ("crisis_load", 0.4),
    "value_confrontation": ("value_confrontation", 0.2), "value_talking": ("value_talking", 0.2),
    "influence": ("influence", -0.1),  # won by the other side
    "common_ground": ("private", -0.2),  # both accept less
    "provocation": ("remembered", -0.3), "dialogue": ("remembered", 0.3), "cooperation": ("remembered", 0.3),
}  # fmt: skip


@pytest.mark.parametrize("row", [row for row in MECHANISMS if row.rule is reasons], ids=name_of)
def test_who_decides_sees_the_cause_as_the_table_says(row: Mechanism) -> None:
    views: list[Observation] = []
    month(world(), views=views)
    first = len(views)
    month(shifted(*FIELDS[row.cause]), views=views)
    change = getattr(views[first], row.argument) - getattr(views[0], row.argument)
    assert np.sign(total(change)) == row.enters


@pytest.mark.parametrize("pair", BETWEEN, ids="-".join)
def test_a_month_hands_the_cause_on_as_the_table_says(pair: tuple[str, str]) -> None:
    less, more, act, read = BETWEEN[pair]
    change = total(read(*month(more, act))) - total(read(*month(less, act)))
    assert np.sign(change) == couplings()[pair]


@pytest.mark.parametrize("pair", BY_ACT, ids="-".join)
def test_an_act_does_what_the_table_says(pair: tuple[str, str]) -> None:
    act, read = BY_ACT[pair]
    change = total(read(*month(world(), act))) - total(read(*month(world(), "hold")))
    assert np.sign(change) == couplings()[pair]


@pytest.mark.parametrize(
    ("effect", "read"),
    [
        ("tension", lambda w, r: w.tension),
        ("fear", lambda w, r: w.fear),
        ("security", lambda w, r: w.concerns[0]),
    ],
)
def test_a_crisis_does_what_the_table_says(effect: str, read: Callable[[World, Any], Array]) -> None:
    struck = month(world(), chances={"u_crisis": 0.0, "u_severity": 0.999})
    change = total(read(*struck)) - total(read(*month(world())))
    assert np.sign(change) == couplings()["crises", effect]


@pytest.mark.parametrize(
    ("cause", "acts"),
    [
        ("provocation", ("talk", "threaten")),  # warmth that meets hostility
        ("dialogue", ("talk", "threaten")),
        ("cooperation", ("sale", "threaten")),
        ("softness", ("hold", "threaten")),  # force that nobody answers
        ("influence", ("hold", "threaten")),
    ],
)
def test_losses_and_humiliation_feed_the_hawks_of_the_first(cause: str, acts: tuple[str, str]) -> None:
    """Against the same month with one of the two doing nothing, or with an answer in kind."""
    spared = ("threaten", "threaten") if cause in ("softness", "influence") else (acts[0], "hold")
    if cause in ("dialogue", "cooperation"):
        spared = ("denounce", acts[1])  # cold where it was warm
    change = month(world(), acts)[0].hawks[0] - month(world(), spared)[0].hawks[0]
    assert np.sign(total(change)) == couplings()[cause, "hawks"]


def test_the_more_it_was_trusted_the_more_a_rivals_hostility_feeds_hawks() -> None:
    less, more = (
        month(before, ("talk", "threaten"))[0].hawks[0] for before in (world(), shifted("trust", 0.3))
    )
    assert np.sign(total(more) - total(less)) == couplings()["trust", "hawks"]


def test_hawks_choose_the_next_leader() -> None:
    chances = {"u_leader": 0.0}
    mild, hard = (month(before, chances=chances)[0].leader for before in (world(), shifted("hawks", 0.1)))
    assert np.sign(total(hard) - total(mild)) == couplings()["hawks", "leader"]


def test_what_was_severed_is_missing_from_the_trade_to_come() -> None:
    gone = shifted("severed", 0.2)
    for place, tie in enumerate(NAMES):
        change = month(gone, "culture")[0].ties[place] - month(world(), "culture")[0].ties[place]
        joint = tie != "science"  # without joint acts there is no growth to miss
        assert (total(change) < 0) == joint, (place, tie)


def test_a_crisis_between_vulnerable_states_teaches_more() -> None:
    grave = {"u_crisis": 0.0, "u_severity": 0.999}
    taught = [month(before, chances=grave)[0].fear for before in (world(), shifted("vulnerability", 0.2))]
    assert np.sign(total(taught[1]) - total(taught[0])) == couplings()["vulnerability", "fear"]


# --- loops ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("loop", LOOPS, ids=lambda loop: loop.name)
def test_a_named_loop_is_one_and_pulls_one_way(loop: Any) -> None:
    assert polarity(loop.path) in (1, -1)
    assert loop.source
    assert all(text(f"loop.{loop.name}", lang) for lang in languages())


def test_polarity_is_the_product_of_the_signs() -> None:
    signs = {("a", "b"): -1, ("b", "a"): -1, ("b", "c"): 1, ("c", "a"): -1, ("c", "c"): 0}
    assert polarity(("a", "b"), signs) == 1
    assert polarity(("a", "b", "c"), signs) == 1
    assert polarity(("c",), signs) == 0
    with pytest.raises(KeyError):
        polarity(("a", "c"), signs)


def test_longer_loops_are_found_as_well() -> None:
    short, long = loops(2), loops(4)
    assert long[0] > short[0] > 0
    assert long[1] > short[1] > 0


def test_quantities_have_their_words() -> None:
    for lang in languages():
        words = [text(f"quantity.{name}", lang) for name in QUANTITIES]
        assert len(set(words)) == len(words)


def test_conduct_covers_the_table_of_acts() -> None:
    counted = sum(acts.astype(int) for acts in ACTS.values())
    assert len(KINDS) == 6
    assert counted.max() == 1
    assert [name for name, code in CODE.items() if not counted[code]] == ["hold"]


def test_choice_follows_the_weights() -> None:
    running = choice.cumulative(np.zeros((len(CODE), 1, 1)), np.ones((len(CODE), 1, 1), dtype=bool))
    assert choice.share_of(running, 0, 2)[0, 0] == pytest.approx(3 / len(CODE))
