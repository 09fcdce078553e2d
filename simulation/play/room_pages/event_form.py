"""What a teacher brings in: fields of a form -> an event of the scenario's kinds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, get_args

from simulation.errors import Problem, ScenarioError, choose, show
from simulation.play.room.events import Injected
from simulation.saying import say
from simulation.scenario import EventKind, Scenario

KINDS: tuple[EventKind, ...] = get_args(EventKind)
#: what happened, where the teacher writes nothing: as titles of scenarios are, in English, and so in every language
#: (`scenario.translated.title`)
TITLES: Mapping[str, str] = {
    "theatre": "Civil war in a third country",
    "economy": "A failed harvest",
    "technology": "A missile that nothing can stop",
    "rights": "Arrests of dissidents",
    "incident": "Shots at the border",
}
SIZE = 90  # percent: what is smaller is hardly noticed (../room/preview.py measures it)
MONTHS = {
    "theatre": 12,
    "economy": 12,
    "technology": 1,
    "rights": 3,
    "incident": 1,
}  # that it lasts (assumption)
ALL = "all"
_FIELDS = ("key", "kind", "title", "size", "state", "months", "table")
_WHOLE = re.compile(r"[0-9]{1,4}")


def event_of(fields: Iterable[tuple[str, str]], scenario: Scenario, at: float) -> Injected:
    """The event of a form, in the month after the one that is played. Raises ScenarioError, one line."""
    values = dict[str, str]()
    for name, value in fields:
        if name not in _FIELDS:
            raise _wrong(name, say("refusal.unknown_key", hint=choose(name, _FIELDS, "key")))
        values[name] = value.strip()
    kind = values.get("kind", "")
    if kind not in KINDS:
        raise _wrong("kind", say("refusal.unknown_key", hint=choose(kind, KINDS, "kind")))
    months = values.get("months", "")
    given: dict[str, Any] = {
        "at": at,
        "kind": kind,
        "title": values.get("title", "") or TITLES[kind],
        "size": _number("size", values.get("size", str(SIZE))) / 100,
        "months": _number("months", months) if months else MONTHS[kind],
    }
    if kind in ("economy", "rights", "theatre"):
        given["state"] = values.get("state") or (None if kind == "theatre" else scenario.labels[0])
    if values.get("table", ALL) != ALL:
        given["table"] = _number("table", values["table"])
    return Injected(**given)


def _number(name: str, written: str) -> int:
    if not _WHOLE.fullmatch(written):
        raise ScenarioError(say("refusal_seat.value", field=name, found=show(written)))
    return int(written)


def _wrong(field: str, said: str) -> ScenarioError:
    return ScenarioError([Problem((field,), said)])
