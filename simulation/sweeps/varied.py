"""A scenario with other inputs: `states.US.hawks` is a field of a part that is known by its name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from simulation.errors import Problem, ScenarioError, choose, show
from simulation.saying import say
from simulation.scenario import Part, Rivalry, Scenario

#: what the parts of each group are called: a rivalry by its two states, US-USSR or USSR-US
_CALLED: dict[str, Callable[[Any], tuple[str, ...]]] = {
    "states": lambda part: (part.name,),
    "rivalries": lambda part: ("-".join(part.between), "-".join(reversed(part.between))),
    "leaders": lambda part: (part.name,),
    "events": lambda part: (part.title,),
    "orders": lambda part: (part.title,),
}
#: what is no input: `parameters` and doctrines have tables of their own, and parts are varied field by field
_ELSEWHERE = (
    "name",
    "title",
    "summary",
    "look_for",
    "questions",
    "parameters",
    "sources",
    "doctrine",
    *_CALLED,
)

Address = tuple[
    str, ...
]  # ("states", "US", "hawks"); of what a side has, ("rivalries", "US-USSR", "tension", "US")


def with_inputs(scenario: Scenario, inputs: Mapping[Address, Any]) -> Scenario:
    """A checked copy with other inputs: fields of states, rivalries, leaders, events and orders, and start and months.

    Of a field with two values, one a side, an address may name the state whose value is meant. Where several parts have one
    name (a leader in office twice) all change. Raises ScenarioError with the address that leads nowhere.
    """
    changed: dict[str, Any] = {}
    for address, value in inputs.items():
        group, *rest = address
        if group in _CALLED:
            parts = changed.get(group, getattr(scenario, group))
            changed[group] = _in_parts(parts, address, value)
        elif not rest and group in Scenario.model_fields and group not in _ELSEWHERE:
            changed[group] = value
        else:
            _refuse(address, 0, group, (*_CALLED, "start", "months"))
    return scenario.changed(**changed) if changed else scenario


def _in_parts(parts: tuple[Part, ...], address: Address, value: Any) -> tuple[Part, ...]:
    group, name, *field = (*address, "", "")[: max(3, len(address))]
    named = [_CALLED[group](part) for part in parts]
    if not any(name in called for called in named):
        _refuse(address, 1, name, dict.fromkeys(called[0] for called in named))
    return tuple(
        _with_field(part, address, field, value) if name in called else part
        for part, called in zip(parts, named, strict=True)
    )


def _with_field(part: Part, address: Address, field: list[str], value: Any) -> Part:
    name, *side = field
    if name not in type(part).model_fields or name in _ELSEWHERE:
        _refuse(address, 2, name, [one for one in type(part).model_fields if one not in _ELSEWHERE])
    if side:
        now = getattr(part, name)
        if len(side) > 1 or not isinstance(part, Rivalry) or not isinstance(now, tuple) or len(now) != 2:
            raise ScenarioError([Problem(address, say("refusal_sweep.no_sides", field=name))])
        if side[0] not in part.between:
            _refuse(address, 3, side[0], part.between)
        at = part.between.index(side[0])
        value = (*now[:at], value, *now[at + 1 :])
    try:
        return part.model_copy(update={name: value})
    except ScenarioError as error:
        raise ScenarioError([Problem(address, one.text) for one in error.problems]) from None


def _refuse(address: Address, at: int, found: str, known: Any) -> None:
    if not found:
        raise ScenarioError([Problem(address, say("refusal_sweep.input_part"))])
    hint = choose(found, known, "name")
    raise ScenarioError(
        [Problem(address[: at + 1], say("refusal_sweep.input", found=show(found), hint=hint))]
    )
