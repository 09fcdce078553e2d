"""The form of a seat: which fields it has now, and what a player says by them.

    said({"key": …, "turn": "0", "stage": "move", "act-0": "talk"}.items(), frame)  # {"Velmora": Said(act="talk")}

A field is named by what it decides and by the rival's place among the rivals: `act-0`, `consent-0`, `accept-0-talk`,
`provoked-0`, `asks-0`, `ask-0-arms`, `leave-0-trade`, `sure-0`, `speak-0`; `key`, `turn` and `stage` say which page it was
that sent them. A page sends the same fields by its form and as one JSON object, all values texts: what is no field of the
form that the seat has now, or no value that it could have, is refused in one line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from math import ceil
from typing import Any, NamedTuple

from simulation.errors import LONGEST_VALUE, Problem, ScenarioError, choose, show
from simulation.play.frame import Frame
from simulation.play.seat_view import Choice, Group, Issue, Rival
from simulation.play.seats import IN_KIND, Said
from simulation.saying import phrase, say
from simulation.scenario.imposed import OFFERS
from simulation.state import ISSUES

ON, YES, NO = "on", "yes", "no"
#: what a state asks for in talks: less from month to month by itself, or what the sliders say
STEPS, SET = "steps", "set"
MOST_FIELDS = 128  # a page of three states has some sixty
LONGEST_KEY = 64  # letters of a key, as in the journal
HIGHEST = 90  # percent of what there is to gain that can be demanded: who asks for all does not talk
_NUMBER = re.compile(r"[0-9]{1,3}")
_KEY = re.compile(
    rf"[!-~]{{1,{LONGEST_KEY}}}"
)  # as the journal has it, of signs that stand in a file as they are

Fields = Iterable[tuple[str, object]]


class Head(NamedTuple):
    """Which page sent a message: its key, and the turn and stage that it showed."""

    key: str
    turn: int
    stage: str


class Slider(NamedTuple):
    """An open issue: from the least that may be asked to the most, and what is asked now; whole percent of the gain."""

    issue: Issue
    low: int
    high: int
    now: int


def groups(rival: Rival) -> list[tuple[Group, list[Choice]]]:
    """The acts towards a rival by their five groups, in the order of the table."""
    found: dict[Group, list[Choice]] = {
        "provoke": [],
        "hold": [],
        "talk": [],
        "exchange": [],
        "trade": [],
    }
    for choice in rival.choices:
        found[choice.group].append(choice)
    return list(found.items())


def sliders(rival: Rival, draft: Said | None) -> list[Slider]:
    """The issues on which something can be demanded: those that are open, with a red line that is not beyond all asking.

    One begins with what was demanded last, and no lower than the red line.
    """
    asked = (draft.asks if draft is not None else None) or {}
    found = list[Slider]()
    for issue in rival.issues:
        low = ceil(round(100 * issue.red_line, 6))
        if issue.is_now == "open" and low <= HIGHEST:
            now = round(100 * asked.get(issue.issue, issue.asked))
            found.append(Slider(issue, low, HIGHEST, min(max(now, low), HIGHEST)))
    return found


def in_force(rival: Rival) -> list[Issue]:
    """The agreements that can be left."""
    return [issue for issue in rival.issues if issue.is_now == "in_force"]


def allowed(frame: Frame) -> dict[str, tuple[str, ...] | Slider]:
    """The fields that the form of a seat has now, but for those of its head, and what each may be."""
    view, found = frame.view, dict[str, tuple[str, ...] | Slider]()
    if view.now is None:
        return found
    for n, rival in enumerate(view.now.rivals):
        found[f"act-{n}"] = tuple(choice.act for choice in rival.choices if choice.out is None)
        if view.stage != "answer":
            continue
        if rival.offer is not None:
            found[f"consent-{n}"] = (YES, NO) if rival.offer.out is None else (NO,)
        found |= {f"accept-{n}-{act}": (ON,) for act in OFFERS}
        if view.turn_months > 1:
            found[f"provoked-{n}"] = ("hold", IN_KIND)
        open_issues = sliders(rival, frame.draft.get(rival.name))
        if open_issues and not frame.room:  # in a class what to ask for is what there is to find out
            found[f"asks-{n}"] = (STEPS, SET)
        found |= {f"ask-{n}-{one.issue.issue}": one for one in open_issues}
        found |= {f"leave-{n}-{issue.issue}": (ON,) for issue in in_force(rival)}
        if in_force(rival):
            found[f"sure-{n}"] = (ON,)
        if rival.abuse > 0:
            found[f"speak-{n}"] = (YES, NO)
    return found


def head(fields: Fields) -> Head:
    """Which page sent these fields. Raises ScenarioError, one line."""
    values = _once(fields)
    for name in Head._fields:
        if name not in values:
            raise ScenarioError(say("refusal_seat.missing", field=name))
    checked_key(values["key"])
    if not re.fullmatch(r"[0-9]{1,5}", values["turn"]):
        raise _wrong("turn", values["turn"])
    return Head(values["key"], int(values["turn"]), values["stage"])


def checked_key(key: str) -> str:
    """The key of a message. Raises ScenarioError, one line, for one that no file can hold."""
    if not _KEY.fullmatch(key):
        raise ScenarioError(say("refusal_journal.key", most=LONGEST_KEY))
    return key


def said(fields: Fields, frame: Frame) -> dict[str, Said]:
    """What these fields of the form of a frame say, by rival. Raises ScenarioError, one line."""
    values = _once(fields)
    head(values.items())
    may, now = allowed(frame), frame.view.now
    known = (*Head._fields, *may)
    for name, value in values.items():
        if name not in known:
            raise ScenarioError(
                [Problem((name,), say("refusal.unknown_key", hint=choose(name, known, "key")))]
            )
        if name in may and not _fits(value, may[name]):
            raise _wrong(name, value)
    if now is None or frame.view.stage not in ("move", "answer"):
        raise ScenarioError(say("refusal_seat.nothing_asked"))
    return {rival.name: _said(values, may, n, rival) for n, rival in enumerate(now.rivals)}


def plainly(fields: Fields, rivals: Sequence[str]) -> dict[str, Said]:
    """What fields say by themselves, also of a form that is there no more: to be held against what was taken before.

    Raises ScenarioError, one line, for what nobody can say.
    """
    values = _once(fields)
    return {rival: _plain(values, n) for n, rival in enumerate(rivals)}


def pairs_of_json(text: str | bytes) -> list[tuple[str, object]]:
    """The fields of one JSON object, as they stand there. Raises ScenarioError, one line, for what is no object."""
    try:
        found = json.loads(text, object_pairs_hook=_Pairs)
        # half a sign, as "\\ud800", stands in no file and on no page
        json.dumps(found, ensure_ascii=False).encode()
    except (
        ValueError,
        RecursionError,
    ):  # no JSON, no UTF-8, a number of thousands of digits, thousands of brackets
        found = None
    if not isinstance(found, _Pairs):
        raise ScenarioError(say("refusal_seat.no_object"))
    return list(found)


class _Pairs(list[Any]):
    """An object of JSON with its keys as often as they stand there."""


def _said(values: Mapping[str, str], may: Mapping[str, object], n: int, rival: Rival) -> Said:
    if f"act-{n}" not in values:
        raise ScenarioError(say("refusal_match.no_act", rival=rival.name))
    leaves = tuple(issue.issue for issue in in_force(rival) if f"leave-{n}-{issue.issue}" in values)
    if leaves and f"sure-{n}" not in values:
        raise ScenarioError(say("refusal_seat.sure", rival=rival.name))
    if f"consent-{n}" in may and f"consent-{n}" not in values and rival.offer is not None:
        raise ScenarioError(
            say("refusal_match.yes_or_no", rival=rival.name, act=phrase("act", rival.offer.act))
        )
    return _plain(values, n)


def _plain(values: Mapping[str, str], n: int) -> Said:
    asked = {issue: values.get(f"ask-{n}-{issue}", "") for issue in ISSUES}
    demands = {issue: int(share) / 100 for issue, share in asked.items() if _NUMBER.fullmatch(share)}
    given: dict[str, Any] = {
        "act": values.get(f"act-{n}"),
        "consent": _yes(values.get(f"consent-{n}")),
        "accepts": tuple(act for act in OFFERS if f"accept-{n}-{act}" in values),
        "provoked": values.get(f"provoked-{n}", "hold"),
        "asks": None if values.get(f"asks-{n}") == STEPS else demands or None,
        "leaves": tuple(issue for issue in ISSUES if f"leave-{n}-{issue}" in values),
        "speaks": _yes(values.get(f"speak-{n}")),
    }
    return Said(**given)


def _once(fields: Fields) -> dict[str, str]:
    """The fields by name: each there once, and a text of some letters."""
    values = dict[str, str]()
    for name, value in fields:
        if len(values) >= MOST_FIELDS:
            raise ScenarioError(say("refusal_seat.many", most=MOST_FIELDS))
        if name in values:
            raise ScenarioError(say("refusal_seat.twice", field=show(name)))
        if name == "key" and isinstance(value, str) and len(value) > LONGEST_KEY:
            raise ScenarioError(say("refusal_journal.key", most=LONGEST_KEY))
        if not isinstance(value, str) or len(value) > LONGEST_KEY or not name or len(name) > LONGEST_VALUE:
            raise _wrong(name, value)
        values[name] = value
    return values


def _fits(value: str, may: tuple[str, ...] | Slider) -> bool:
    if isinstance(may, Slider):
        return bool(_NUMBER.fullmatch(value)) and may.low <= int(value) <= may.high
    return value in may


def _yes(value: str | None) -> bool | None:
    return None if value is None else value == YES


def _wrong(name: str, value: object) -> ScenarioError:
    return ScenarioError(say("refusal_seat.value", field=show(name), found=show(value)))
