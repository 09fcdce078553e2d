"""The numbers of the paper version, computed from the model's own rules, its defaults and the seed of the pack.

A paper turn is a quarter: a move is made in each of its three months, beside another. The rules are put to a relation as
it stands at the start of the classroom scenario; what comes out is rounded to whole points, tenths become boxes, and
chances thirty-sixths, as two dice give them. `paper_tables` prints them, and a
test holds them against `unplugged.md`; so no number on paper is anybody's guess.
"""

from __future__ import annotations

from math import floor

import numpy as np

from simulation import draws
from simulation.actions import ACTIONS, BREACH, CODE, CRITICISM, REFUSAL, Action
from simulation.inputs import pairs_of
from simulation.parameters import Parameters
from simulation.rules import attention, crisis, economy, influence, negotiation, tension, ties, trust
from simulation.scenario import load_scenario
from simulation.state import ISSUES

SEED = 7  # of the pack: every class that uses it sees the same world
TURNS = 8
MONTHS = 3  # of a turn
CHANCES = 36  # what two dice of six can show
ATTENTION = 20  # points of attention a turn
MOST_HEAT = 12  # two states that threaten twice each
NEAR = 1.0  # severity of a near miss (`rules.crisis.near_miss`)
THREAT = 3  # heat of a threat; all other heat is measured against it

SCENARIO = load_scenario("classroom")
FIRST, SECOND = SCENARIO.states
RIVALRY = SCENARIO.rivalries[0]
P = Parameters(**SCENARIO.parameters)
#: what a turn adds, apart from what fades by itself: nothing fades
STEADY = P._replace(tension_memory=1.0, trust_return=0.0, tie_decay=0.0, backlog_fade=0.0)
TENSION = np.asarray(RIVALRY.tension[0])
HAWKS = 0.5 * (FIRST.hawks + SECOND.hawks)
TRUST = (0.2, 0.5, 0.8)  # little, some, much: boxes 0-3, 4-6 and 7-10
QUIET, OPEN = P.theatre_floor, max(event.size for event in SCENARIO.events if event.kind == "theatre")


def whole(value: float) -> int:
    """The nearest whole number; a half counts up."""
    return floor(float(value) + 0.5)


# --- what an act does -----------------------------------------------------------------------------------------


def tension_points(goldstein: float, believed: float, months: int = MONTHS) -> int:
    """Points that one of two monthly moves adds to the tension felt by the rival, at tension 60 and trust `believed`."""
    act = goldstein / 10.0
    warmth = max(act, 0.0) * (P.credulity + (1.0 - P.credulity) * believed)
    after = tension.felt_tension(TENSION, TENSION, 0.5 * max(-act, 0.0), 0.5 * warmth, believed, 0.0, STEADY)
    return whole(months * float(after - TENSION))


def trust_boxes(goldstein: float, cost: float, months: int = MONTHS) -> int:
    """Boxes of ten that the same move adds to the rival's trust, which stands at one half."""
    act, belief = goldstein / 10.0, np.asarray(0.5)
    proof = 0.5 * max(act, 0.0) * (P.credulity + (1.0 - P.credulity) * 0.5) * cost
    for _ in range(months):
        belief = trust.trust(belief, 0.5 * max(-act, 0.0), proof, STEADY)
    return whole(10.0 * float(belief - 0.5))


def trade_after(acts: float) -> float:
    """Trade after a turn under an agreement on trade, from a tie of a tenth, with so many acts of trade a month."""
    level = np.asarray(0.1)
    for _ in range(MONTHS):
        level = ties.trade(level, ties.room(level, np.asarray(0.0), 1.0), 1.0, acts, 0.0, STEADY)
    return float(level)


def trade_by_itself() -> int:
    """Boxes that trade gains in a turn under an agreement on trade, whatever the two do."""
    return whole(10.0 * (trade_after(0.0) - 0.1))


def tie_boxes(act: Action) -> int:
    """Boxes that the act adds to the tie of its kind in a turn, from a tie of a tenth, where all of it is open."""
    if act.kind == "trade":
        return whole(10.0 * (trade_after(1.0) - trade_after(0.0)))
    level = np.asarray(0.1)
    for _ in range(MONTHS):
        room = ties.room(level, np.asarray(0.0), 1.0)
        level = ties.exchange(level, room, 1.0, 0.0, STEADY)
    return whole(10.0 * float(level - 0.1))


def cut_share(act: Action) -> float:
    """Share of the trade tie that the act cuts in a turn, 0-1."""
    return 1.0 - float((1.0 - act.cut) ** MONTHS)


def influence_points(act: Action, openness: float) -> int:
    """Points of a hundred of influence that an unanswered act wins in a turn."""
    won = influence.contested(act.grip, 0.0, openness, 0.5, 0.5, P)
    return whole(100.0 * MONTHS * won)


def attention_points(act: Action) -> int:
    """Points of attention that the act takes of both states."""
    return whole(ATTENTION * act.attention)


# --- what a turn brings ---------------------------------------------------------------------------------------


def resting() -> int:
    """Tension to which the relation returns when nothing happens, to the nearest five."""
    value = tension.resting_tension(HAWKS, FIRST.burden, np.asarray(SECOND.burden), P)
    return 5 * whole(float(value) / 5)


def return_part() -> int:
    """One part of how many of the way to rest is gone in a turn."""
    return whole(1.0 / (1.0 - P.tension_memory**MONTHS))


def after_turn(level: int, points: int) -> int:
    """Tension after a turn on paper: first the way to rest, then the points of the turn's acts and crises.

    In this order because the months of a turn share its acts out: of what a move adds, the mean of 1, r and r^2 is left
    at the end of the quarter (.93; r `tension_memory`). The other way about, paper would leave r^3 (.80).
    """
    return level + whole((resting() - level) / return_part()) + points


def held() -> int:
    """Tension after all turns if both only hold, on paper."""
    level = int(TENSION)
    for _ in range(TURNS):
        level = after_turn(level, 0)
    return level


def heat(force: float = 0.0, openness: float = QUIET, incident: float = 0.0) -> int:
    """Heat in thirds of a threat: how far force, an open contest and an incident raise the log-hazard of a crisis."""
    raised = P.crisis_force * (force + openness - QUIET) + P.crisis_incident * incident
    return whole(THREAT * raised / P.crisis_force)


def crisis_chances(points: int) -> int:
    """In how many cases of 36 a turn of so much heat brings a crisis."""
    hazard = crisis.crisis_hazard(np.asarray(points / THREAT), QUIET, 0.0, RIVALRY.trade, P)
    return whole(CHANCES * (1.0 - (1.0 - float(hazard)) ** MONTHS))


def severity_from(least: float, hotline: float) -> int:
    """The number from 1 to 36 from which on a crisis is at least so severe; 37 if never."""
    return next(
        (k + 1 for k in range(CHANCES) if severity_at((k + 0.5) / CHANCES, hotline) >= least), CHANCES + 1
    )


def severity_at(u: float, hotline: float = 0.0) -> float:
    return float(crisis.severity(np.asarray(u), hotline, 0.0, P))


def kinds_of_crisis() -> dict[str, tuple[float, int, int]]:
    """Ordinary, grave, near miss: the middle severity of each, the tension it adds, the attention it takes."""
    grave = severity_from(P.ordinary_severity, 0.0)
    near = severity_from(NEAR, 0.0)
    middles = {
        "ordinary": severity_at(0.5 * (grave - 1) / CHANCES),
        "grave": severity_at(0.5 * (grave - 1 + near - 1) / CHANCES),
        "near": NEAR,
    }
    load = sum(P.memory**month for month in range(MONTHS)) / MONTHS

    def of(size: float) -> tuple[float, int, int]:
        alarm = tension.felt_tension(TENSION, TENSION, 0.0, 0.0, 0.0, size, STEADY)
        taken = 1.0 - attention.attention_left(np.asarray(size * load), 0.0, P)
        return size, whole(float(alarm - TENSION)), whole(ATTENTION * float(taken))

    return {name: of(size) for name, size in middles.items()}


def attention_needed() -> int:
    """Points that must be left so that global problems do not grow in a turn."""
    return next(
        left
        for left in range(ATTENTION + 1)
        if attention.backlog(np.asarray(10.0), np.asarray(left / ATTENTION), STEADY) <= 10.0
    )


def refusing_parliament() -> int:
    """The number from 1 to 36 from which on one of the two parliaments refuses an agreement."""
    both = 1.0
    for state in (FIRST, SECOND):
        both *= float(negotiation.chance_of_ratification(np.asarray(state.hawks), P))
    return CHANCES - whole(CHANCES * (1.0 - both)) + 1


def income_of_trade() -> tuple[float, float]:
    """Income of one box of trade, % of GDP a year, for the first and the second state."""
    share = RIVALRY.trade_share
    return tuple(float(economy.trade_benefit(np.asarray(0.1), one, P)) for one in share)  # type: ignore[return-value]


# --- chance ---------------------------------------------------------------------------------------------------


def numbers() -> list[tuple[int, int, int]]:
    """For each turn three numbers from 1 to 36: crisis, severity, parliaments. They are the model's own draws."""
    states = SCENARIO.labels
    made = draws.draws(SEED, states, pairs_of(states), TURNS * MONTHS, 0, 1)
    kinds = (made.u_crisis, made.u_severity, made.u_ratify)
    return [
        tuple(1 + int(CHANCES * float(np.ravel(kind[turn * MONTHS])[0])) for kind in kinds)  # type: ignore[misc]
        for turn in range(TURNS)
    ]


def least_shares() -> dict[str, list[int]]:
    """For each state and issue the secret number of its card: the least share of ten, before tension and trust."""
    states = SCENARIO.labels
    made = draws.draws(SEED, states, pairs_of(states), 1, 0, 1)
    return {
        state.name: [
            whole(10 * (P.reservation + P.reservation_hawks * state.hawks
                        + P.reservation_spread * float(made.n_private[0, issue, way, 0])))
            for issue in range(len(ISSUES))
        ]
        for way, state in enumerate(SCENARIO.states)
    }  # fmt: skip


def tension_a_share() -> int:
    """Points of tension that raise the least acceptable share by one of ten, to the nearest five."""
    return 5 * whole(10.0 / P.reservation_tension / 5)


def trust_a_share() -> int:
    """Boxes of trust that lower it by one of ten."""
    return whole(1.0 / P.reservation_trust)


# --- what the text quotes -----------------------------------------------------------------------------------


def facts() -> dict[str, float]:
    """The single numbers that the rules on paper quote, by the name under which the text marks them."""
    mine, yours = income_of_trade()
    return {
        "start_tension": float(TENSION),
        "start_trust": whole(10 * RIVALRY.trust[0]),
        "denounce": tension_points(ACTIONS[CODE["denounce"]].goldstein, TRUST[0]),
        "sale": tension_points(ACTIONS[CODE["sale"]].goldstein, TRUST[0]),
        "rested": after_turn(int(TENSION), 0),
        "harvest_share": whole(
            10 * P.reservation_need * next(e.size for e in SCENARIO.events if e.kind == "economy")
        ),
        "rest": resting(),
        "part": return_part(),
        "held": held(),
        "refusal_tension": tension_points(P.refusal_felt * REFUSAL.goldstein, TRUST[0]),
        "refusal_trust": trust_boxes(P.refusal_felt * REFUSAL.goldstein, 0.0),
        "criticism_tension": tension_points(CRITICISM.goldstein, TRUST[0], months=1),
        "breach_tension": tension_points(BREACH.goldstein, TRUST[0], months=1),
        "heat_open": heat(openness=OPEN),
        "heat_incident": heat(incident=next(e.size for e in SCENARIO.events if e.kind == "incident")),
        "attention": ATTENTION,
        "attention_needed": attention_needed(),
        "parliament": refusing_parliament(),
        "pause": whole(P.pause / MONTHS),
        "income_low": min(mine, yours),
        "income_high": max(mine, yours),
        "tension_share": tension_a_share(),
        "trust_share": trust_a_share(),
        "opening": 10,  # nobody asks for less than all of it at first (`stages.talks.negotiate`)
        "trade_itself": trade_by_itself(),
        "trade_closed": whole(10 * P.trade_closed),
        "war": 1,  # the least that two dice can show; in the model it is rarer
        "war_in_model": round(1.0 / (P.war_risk * RIVALRY.vulnerability)),
    }
