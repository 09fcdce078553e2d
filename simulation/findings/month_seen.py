"""A month of one run as a reader sees it who clicked on it: acts, treaties, crises, events, the relation, the reasons."""

from __future__ import annotations

from typing import TypedDict

from simulation.actions import ACTIONS
from simulation.experiments.looking import Looked, lived, look
from simulation.fields import month_number
from simulation.findings.explanation import ExplainedMonth, explained_look, explained_month
from simulation.findings.plain import six_digits
from simulation.inputs import imposed_on, pairs_of, premises
from simulation.months import by_month
from simulation.scenario import Scenario
from simulation.state import FREE, ISSUES


class Move(TypedDict):
    """What was done, and what was ordered, if anything was: another act, where that was out of reach."""

    act: str
    order: str | None


class SideSeen(TypedDict):
    """What a state did to a rival, and how it stood to it: tension before and after the month, trust after it."""

    state: str
    rival: str
    initiative: Move
    response: Move
    refused: bool
    criticised: bool
    left: list[str]
    cooperation: float | None
    tension_before: float | None
    tension: float | None
    trust: float | None


class DyadSeen(TypedDict):
    """What lies between two states: agreements signed and in force, mutual benefit, severity of a crisis that begins."""

    between: list[str]
    signed: list[str]
    in_force: list[str]
    mutual_benefit: float | None
    crisis: float | None
    near_miss: bool


class EventSeen(TypedDict):
    """An event of the scenario that is there in the month, and whether it begins in it."""

    title: str
    kind: str
    begins: bool


class MonthSeen(TypedDict):
    """A month "YYYY-MM" of a run. `ended` is when that had ended in war before; then there is nothing else."""

    title: str
    month: str
    run: int
    seed: int
    ended: str | None
    war: bool
    sides: list[SideSeen]
    dyads: list[DyadSeen]
    events: list[EventSeen]
    leaders: list[str]
    explanation: ExplainedMonth


def month_seen(scenario: Scenario, seed: int, run: int, month: int, lang: str = "en") -> MonthSeen:
    """What happened in `month` (counted from 0) of a run, and why; reasons are in words of `lang`.

    Raises IndexError for a month that the scenario does not have.
    """
    if not 0 <= month < scenario.months:
        raise IndexError(month)
    if month >= lived(scenario, seed, run):
        explanation = explained_month(scenario, seed, run, month, lang)
        return _seen(scenario, seed, explanation, False)
    looked = look(scenario, seed, run, month)
    seen = _seen(scenario, seed, explained_look(scenario, looked, run, lang), bool(looked.record.war[0]))
    seen["sides"], seen["dyads"] = _sides(scenario, looked), _dyads(scenario, looked)
    seen["events"], seen["leaders"] = _events(scenario, month), _leaders(scenario, month)
    return seen


def _seen(scenario: Scenario, seed: int, explanation: ExplainedMonth, war: bool) -> MonthSeen:
    return {
        "title": scenario.title,
        "month": explanation["month"],
        "run": explanation["run"],
        "seed": seed,
        "ended": explanation["ended"],
        "war": war,
        "sides": [],
        "dyads": [],
        "events": [],
        "leaders": [],
        "explanation": explanation,
    }


def _sides(scenario: Scenario, looked: Looked) -> list[SideSeen]:
    record = looked.record
    # what a person chose is shown as any act of a state
    ordered = by_month(imposed_on(premises(scenario)))[looked.number]
    return [
        {
            "state": state,
            "rival": rival,
            "initiative": _move(int(record.initiative[row, 0]), int(ordered.initiative[row, 0])),
            "response": _move(int(record.response[row, 0]), int(ordered.response[row, 0])),
            "refused": bool(record.refused[row, 0]),
            "criticised": bool(record.criticised[row, 0]),
            "left": [issue for place, issue in enumerate(ISSUES) if record.broken[place, row, 0]],
            "cooperation": six_digits(record.cooperation[row, 0]),
            "tension_before": six_digits(looked.before.tension[row, 0]),
            "tension": six_digits(record.tension[row, 0]),
            "trust": six_digits(record.trust[row, 0]),
        }
        for row, (state, rival) in enumerate(pairs_of(scenario.labels))
    ]


def _move(code: int, ordered: int) -> Move:
    return {"act": ACTIONS[code].name, "order": None if ordered == FREE else ACTIONS[ordered].name}


def _dyads(scenario: Scenario, looked: Looked) -> list[DyadSeen]:
    record = looked.record
    places = {state: place for place, state in enumerate(scenario.labels)}
    return [
        {
            "between": [one, other],
            "signed": [issue for place, issue in enumerate(ISSUES) if record.signed[place, row, 0]],
            "in_force": [issue for place, issue in enumerate(ISSUES) if record.agreement[place, row, 0]],
            "mutual_benefit": six_digits(record.mutual_benefit[row, 0]),
            "crisis": six_digits(record.severity[row, 0]) if record.crisis[row, 0] else None,
            "near_miss": bool(record.near_miss[row, 0]),
        }
        for row, (one, other) in enumerate(pairs_of(scenario.labels))
        if places[one] < places[other]
    ]


def _events(scenario: Scenario, month: int) -> list[EventSeen]:
    now = month_number(scenario.start) + month
    return [
        {"title": event.title, "kind": event.kind, "begins": month_number(event.date) == now}
        for event in scenario.events
        if month_number(event.date) <= now < month_number(event.date) + event.months
    ]


def _leaders(scenario: Scenario, month: int) -> list[str]:
    """Who takes office in the month."""
    now = month_number(scenario.start) + month
    return [
        f"{leader.name} ({leader.state})" for leader in scenario.leaders if month_number(leader.since) == now
    ]
