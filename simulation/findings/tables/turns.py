"""The turns of a class, as tables."""

from __future__ import annotations

from collections.abc import Iterable

from simulation.findings.tables.rows import Row, Tables, about, as_number, of, table
from simulation.findings.turns import DyadTurns, TurnsFound


def turns_tables(found: TurnsFound) -> Tables:
    """The turns of a class (`findings.turns.replay_summary`).

    turns       first, last, one, other (the two states), variable, moved (with the class's moves), own (without)
    moves       first, last, state, rival, stage, act, done (false: ordered, and out of reach)
    signed      first, last, one, other, issue
    events      first, last, kind, title: what came from outside
    end         measure, moved, own, here (their difference), and its mean over all worlds with the 95 % interval
    """
    dyads = found["dyads"]
    return {
        "about": about(found),
        "turns": table(row for dyad in dyads for row in _seen(dyad)),
        "moves": table(row for dyad in dyads for row in _moves(dyad)),
        "signed": table(
            (
                {**of(turn, "first", "last"), **_sides(dyad), "issue": issue}
                for dyad in dyads
                for turn in dyad["turns"]
                for issue in turn["signed"]
            ),
            *("first", "last", "one", "other", "issue"),
        ),
        "events": table(
            (
                {**of(turn, "first", "last"), **event}
                for turn in dyads[0]["turns"]  # those of other dyads are the same
                for event in turn["events"]
            ),
            *("first", "last", "kind", "title"),
        ),
        "end": table({"measure": name, **ending} for name, ending in found["end"].items()),
    }


def _sides(dyad: DyadTurns) -> Row:
    return dict(zip(("one", "other"), dyad["states"], strict=True))


def _seen(dyad: DyadTurns) -> Iterable[Row]:
    for turn in dyad["turns"]:
        row = {**of(turn, "first", "last"), **_sides(dyad)}
        for name in dict.fromkeys([*turn["moved"], *turn["own"]]):  # after a war there is the war alone
            moved, own = (turn[which].get(name) for which in ("moved", "own"))
            yield {**row, "variable": name, "moved": as_number(moved), "own": as_number(own)}


def _moves(dyad: DyadTurns) -> Iterable[Row]:
    for turn in dyad["turns"]:
        for state, moves in turn["moves"].items():
            (rival,) = (name for name in dyad["states"] if name != state)
            who = {**of(turn, "first", "last"), "state": state, "rival": rival}
            for act in moves["initiative"]:
                yield {**who, "stage": "initiative", "act": act, "done": True}
            for act in moves["response"]:
                yield {**who, "stage": "response", "act": act, "done": True}
            for act in moves["unable"]:
                yield {**who, "stage": None, "act": act, "done": False}
