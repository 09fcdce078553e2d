"""What can be changed in a scenario, one row an input: its value there, range, unit and source.

Ranges are those of the fields and of the table of parameters, so that whatever a row allows, a scenario file may say.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import lru_cache
from typing import Any, Literal, NamedTuple, get_args

from simulation.doctrines.named import doctrine_names
from simulation.errors import Problem, ScenarioError, choose, show
from simulation.fields import Month, Range
from simulation.parameters import PARAMETER_TABLE
from simulation.saying import say
from simulation.scenario import Event, Leader, Order, Part, Rivalry, Scenario
from simulation.sweeps.varied import Address, with_inputs

Value = float | str | bool
Kind = Literal["number", "choice", "month", "happens"]

#: the parameters that carry most of what the model shows, by Morris over all of them (docs/sensitivity.md), first to last
FIRST = (
    "crisis_base", "crisis_force", "want_dialogue", "resentment_memory", "concession", "reservation",
    "trade_closed", "want_learnt", "trust_return", "severity_scale", "trust_prior", "leadership",
)  # fmt: skip
#: groups, in the order in which they are shown
GROUPS = ("doctrines", "leaders", "events", "orders", "states", "rivalries", "parameters", "more")
#: of a state what cannot be changed alone, since all states' shares sum to 1
_NOT_ALONE = ("influence",)
OFF = "off"
DATED, HAPPENS = ("leaders", "events", "orders"), "happens"


class Input(NamedTuple):
    """One thing that can be changed; `of` is the part it belongs to, `field` the name of the field there."""

    key: str
    group: str
    of: str
    field: str
    kind: Kind
    now: Value
    low: float = 0.0
    high: float = 1.0
    unit: str = ""
    source: str = ""
    address: Address = ()  # as `with_inputs` has it; of what has a date `at` says which of its group it is
    at: int | None = None
    choices: tuple[str, ...] = ()

    @property
    def slides(self) -> bool:
        """Whether its range is one to slide over: not from a village's output to the world's."""
        return self.high - self.low <= 1000 * max(abs(float(self.now)), 0.1)

    @property
    def step(self) -> float:
        """A hundredth of the range or so, as a round number: 1, 2 or 5 times a power of ten."""
        least = (self.high - self.low) / 200
        power = 10.0 ** len(re.match(r"-?(\d+)", f"{least:.0f}")[1]) if least >= 1 else 1.0  # type: ignore[index]
        while power > least:
            power /= 10
        return next(round(k * power, 12) for k in (1, 2, 5, 10) if k * power >= least)


@lru_cache(maxsize=64)
def inputs(scenario: Scenario) -> Mapping[str, Input]:
    """Everything that can be changed, by its key: `states.US.hawks`, `leaders.Richard_Nixon.disposition`."""
    return {one.key: one for one in _all(scenario)}


def changed(scenario: Scenario, changes: Mapping[str, Value]) -> Scenario:
    """The scenario with other inputs. Raises ScenarioError for a key that it has not, and for what a field refuses.

    Of what is left out nothing else can be changed.
    """
    known = inputs(scenario)
    doctrines: dict[str, Any] = {}
    parameters: dict[str, Any] = {}
    others: dict[Address, Any] = {}
    dated: dict[tuple[str, int], dict[str, Any]] = {}
    for key, value in changes.items():
        if key not in known:
            raise unknown(key, list(known))
        one = known[key]
        if one.at is not None:
            dated.setdefault((one.group, one.at), {})[one.field] = value
        elif one.kind == "choice":
            doctrines[one.address[1]] = value
        elif one.group in ("parameters", "more"):
            parameters[one.field] = value
        else:
            others[one.address] = value
    more: dict[str, Any] = {"parameters": parameters} if parameters else {}
    for group in {group for group, _ in dated}:
        parts = enumerate(getattr(scenario, group))
        other = (_part(part, dated.get((group, k), {})) for k, part in parts)
        more[group] = tuple(part for part in other if part is not None)
    made = with_inputs(scenario, others)
    return made.changed(doctrines=doctrines or None, **more) if doctrines or more else made


def _part(part: Part, updates: Mapping[str, Any]) -> Part | None:
    """A leader, an event or an order with other fields; None if it is left out."""
    fields = {field: value for field, value in updates.items() if field != HAPPENS}
    if not updates.get(HAPPENS, True):
        return None
    return part.model_copy(update=fields) if fields else part


def read(one: Input, typed: str) -> Value:
    """The value that was typed or chosen for an input; a ScenarioError of one line for what is none."""
    if one.kind == "happens":
        if typed not in (OFF, "on"):
            raise ScenarioError([Problem((), say("explore.on_or_off", key=one.key, found=show(typed)))])
        return typed == "on"
    if one.kind == "choice" and typed not in one.choices:
        raise unknown(typed, one.choices)
    if one.kind == "month":
        try:
            return Month()(typed)
        except ScenarioError as error:
            raise ScenarioError([Problem((), f"{one.key} {error.problems[0].text}")]) from None
    if one.kind == "choice":
        return typed
    try:  # digits of other scripts and lines between digits are Python's, and no other program's
        value = float(typed) if typed.isascii() and "_" not in typed else float("nan")
    except ValueError:
        value = float("nan")
    if not one.low <= value <= one.high:
        ends = {"low": f"{one.low:g}", "high": f"{one.high:g}"}
        raise ScenarioError([Problem((), say("explore.no_number", key=one.key, found=show(typed), **ends))])
    return float(f"{value:.6g}") + 0.0  # as a text keeps it; there is no -0


def unknown(found: str, known: Sequence[str]) -> ScenarioError:
    """The refusal of a name that nothing has."""
    near = get_close_matches(found, known, n=3, cutoff=0.3) or known[:3]
    hint = choose(found, near, "name")
    return ScenarioError([Problem((), say("explore.no_input", found=show(found), hint=hint))])


def written(value: Value) -> str:
    """A value as a view's text has it."""
    if isinstance(value, bool):
        return "on" if value else OFF
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def _all(scenario: Scenario) -> Iterator[Input]:
    for state in scenario.states:
        address = ("states", state.name, "doctrine")
        names = doctrine_names()
        now = state.doctrine.name
        names = names if now in names else (*names, now)  # one of a file of one's own
        yield Input(
            _key(address), "doctrines", state.name, "doctrine", "choice", now, address=address, choices=names
        )
    for group in DATED:
        parts = getattr(scenario, group)
        for at, (part, label) in enumerate(zip(parts, _told_apart(parts), strict=True)):
            name, since = _named(part)
            if group != "leaders":
                key = f"{group}.{label}.{HAPPENS}"
                yield Input(key, group, name, HAPPENS, "happens", True, source=part.source, at=at)
            if group != "orders":
                for one in _fields(group, name, part):
                    yield one._replace(key=f"{group}.{label}.{one.field}", at=at)
            key, now = f"{group}.{label}.{since}", getattr(part, since)
            yield Input(key, group, name, since, "month", now, source=part.source, at=at)
    for state in scenario.states:
        yield from _fields("states", state.name, state)
    for rivalry in scenario.rivalries:
        yield from _fields("rivalries", "-".join(rivalry.between), rivalry)
    order = [*FIRST, *(name for name in PARAMETER_TABLE if name not in FIRST)]
    for name in order:
        about = PARAMETER_TABLE[name]
        group = "parameters" if name in FIRST else "more"
        now = float(scenario.parameters.get(name, about.default))
        yield Input(
            f"parameters.{name}", group, "", name, "number", now, about.low, about.high, about.unit, about.source,
            ("parameters", name),
        )  # fmt: skip


def _named(part: Leader | Event | Order) -> tuple[str, str]:
    """What a dated part is called, and the field of its first month."""
    return (part.name, "since") if isinstance(part, Leader) else (part.title, "date")


def _told_apart(parts: Sequence[Leader | Event | Order]) -> list[str]:
    """What each is called in a key: of several alike also by their months, and of several in one month by their number."""
    labels = [_slug(_named(part)[0]) for part in parts]
    months = [getattr(part, _named(part)[1]) for part in parts]
    for more in (months, [str(k) for k in range(1, len(parts) + 1)]):
        alike = Counter(labels)
        labels = [
            f"{one}_{add}" if alike[one] > 1 or not one else one
            for one, add in zip(labels, more, strict=True)
        ]
    return labels


def _fields(group: str, name: str, part: Part) -> Iterator[Input]:
    """The fields of a part that are numbers in a range; of those with one value a side, both."""
    for field, about in type(part).model_fields.items():
        now = getattr(part, field)
        if now is None or field in _NOT_ALONE:
            continue
        bounds = next((one for one in about.metadata if isinstance(one, Range)), None)
        if bounds is not None:
            address: Address = (group, name, field)
            yield _number(address, group, name, now, bounds, part)
        elif isinstance(part, Rivalry) and isinstance(now, tuple) and len(now) == 2:
            inner = get_args(about.annotation)
            bounds = next(
                (one for one in getattr(inner[0], "__metadata__", ()) if isinstance(one, Range)), None
            )
            for side, state in enumerate(part.between if bounds else ()):
                yield _number((group, name, field, state), group, name, now[side], bounds, part)


def _number(address: Address, group: str, name: str, now: float, bounds: Any, part: Any) -> Input:
    source = getattr(part, "source", "")
    return Input(
        _key(address),
        group,
        name,
        address[2],
        "number",
        float(now),
        bounds.low,
        bounds.high,
        bounds.unit,
        source,
        address,
    )


def _key(address: Address) -> str:
    """An address in signs that need no quotation marks in any shell."""
    return ".".join(map(_slug, address))


def _slug(name: str) -> str:
    return re.sub(r"[^\w-]+", "_", name).strip("_")
