"""The article's arrows, walked: what it says, what the model has, by which equations, and what takes an arrow away."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import TypedDict

from simulation.article_story import ARROWS, Arrow, chains, sign, verdict
from simulation.mechanisms import COUPLINGS, couplings, signs
from simulation.mechanisms.equations import Equation, equation
from simulation.mechanisms.switches import OF_STATES, gone, neutral, set_off, switch
from simulation.parameters import PARAMETER_TABLE


class ArrowLine(TypedDict):
    """An arrow in short; `number` counts from 1, `said` is the article's sign, `sign` the model's (0 both, None none)."""

    number: int
    cause: str
    effect: str
    said: int
    sign: int | None
    verdict: str
    claims: list[str]


class LetterFound(TypedDict):
    """A letter of an equation, and the parameter (with its default and unit) or the field of a state that it is."""

    letter: str
    name: str
    value: float | None
    unit: str


class EquationFound(TypedDict):
    """The equation of a rule or of a reason, its letters, and those of the rules that it is made of."""

    name: str
    said: str
    letters: list[LetterFound]
    made_of: list[EquationFound]


class WayFound(TypedDict):
    """A rule, or a reason of who decides, by which one quantity acts on another, and which way."""

    sign: int
    equation: EquationFound


class SwitchFound(TypedDict):
    """A parameter, or a field of every state, at the value where it does nothing."""

    name: str
    value: float
    default: float | None
    meaning: str


class CouplingFound(TypedDict):
    """A coupling: its measured sign, who says so, its ways, and its switch; the switch is empty where there is none."""

    cause: str
    effect: str
    sign: int
    sources: list[str]
    ways: list[WayFound]
    switch: list[SwitchFound]


class ChainFound(TypedDict):
    """Quantities one after the other, and which way the chain pulls the arrow."""

    path: list[str]
    sign: int


class ArrowFound(ArrowLine):
    """An arrow in full: what it rests on, and the switch that takes it away with the other couplings that go with it."""

    chains: list[ChainFound]
    couplings: list[CouplingFound]
    switch: list[SwitchFound]
    goes_too: list[list[str]]


def arrow_lines() -> list[ArrowLine]:
    """All arrows in short, in the article's order."""
    return [_line(number, arrow) for number, arrow in enumerate(ARROWS, 1)]


def arrow_found(number: int) -> ArrowFound:
    """One arrow in full, counted from 1. Raises IndexError where there is none."""
    if not 1 <= number <= len(ARROWS):
        raise IndexError(number)
    arrow = ARROWS[number - 1]
    paths = chains(arrow)
    known = dict.fromkeys(pair for path in paths for pair in pairwise(path))
    names = _switch(arrow)
    with_it = sorted(gone(frozenset(names)) & set(COUPLINGS) - set(known)) if names else []
    return {
        **_line(number, arrow),
        "chains": [{"path": list(path), "sign": pulls} for path, pulls in paths.items()],
        "couplings": [_coupling(*pair) for pair in known],
        "switch": _switches(names),
        "goes_too": [list(pair) for pair in with_it if len({*pair}) > 1],  # without what stays as it was
    }


def without(arrow: Arrow, states: Iterable[str]) -> dict[str, float]:
    """What to change in a scenario with these states so that the story runs without an arrow: address -> value.

    `{"parameters.relief": 0.0}`, or a field of each state. Empty where no switch takes the arrow away. What is set is the
    fewest parameters that leave no chain of the arrow whole, as measured; `goes_too` says what else goes.
    """
    return set_off(_switch(arrow), states)


def _line(number: int, arrow: Arrow) -> ArrowLine:
    return {
        "number": number,
        "cause": arrow.cause,
        "effect": arrow.effect,
        "said": arrow.said,
        "sign": sign(arrow),
        "verdict": verdict(arrow),
        "claims": list(arrow.claims),
    }


def _switch(arrow: Arrow) -> tuple[str, ...]:
    paths = chains(arrow)
    return (switch(tuple(tuple(pairwise(path)) for path in paths)) or ()) if paths else ()


def _switches(names: Iterable[str]) -> list[SwitchFound]:
    found: list[SwitchFound] = []
    for name in names:
        value, about = neutral(name), PARAMETER_TABLE.get(name)
        assert value is not None
        found.append(
            {
                "name": f"states.*.{name}" if name in OF_STATES else f"parameters.{name}",
                "value": value,
                "default": None if about is None else float(about.default),
                "meaning": "" if about is None else about.meaning,
            }
        )
    return found


def _coupling(cause: str, effect: str) -> CouplingFound:
    return {
        "cause": cause,
        "effect": effect,
        "sign": couplings()[cause, effect],
        "sources": COUPLINGS[cause, effect],
        "ways": [
            {"sign": pulls, "equation": _equation(equation(effect, through))}
            for through, pulls in signs()[cause, effect].items()
        ],
        "switch": _switches(switch((((cause, effect),),)) or ()),
    }


def _equation(one: Equation) -> EquationFound:
    return {
        "name": one.name,
        "said": one.said,
        "letters": [_letter(*letter) for letter in one.letters],
        "made_of": [_equation(part) for part in one.made_of],
    }


def _letter(letter: str, name: str) -> LetterFound:
    about = PARAMETER_TABLE.get(name)
    value, unit = (None, "") if about is None else (float(about.default), about.unit)
    return {"letter": letter, "name": name, "value": value, "unit": unit}
