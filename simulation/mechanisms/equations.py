"""The equation by which one quantity moves another, in one line: read out of the docstring of the rule, or of the reasons.

A rule's docstring gives it after the colon of its first sentence, or as the first sentence below, which then has a "=". Its
letters are named where they are parameters ("k is `relief`") or what another rule gives ("B is its `grievance`"). Reasons
of who decides have a line each, `name: equation`, in which parameters stand by their own names.
"""

from __future__ import annotations

import inspect
import re
import sys
from functools import cache
from typing import NamedTuple

from simulation.doctrines import deliberate
from simulation.domains import NAMES
from simulation.mechanisms.listening import Rule
from simulation.mechanisms.places import CONDUCT, PLACES
from simulation.parameters import PARAMETER_TABLE
from simulation.scenario import StateSpec

#: effects that who decides brings about, for reasons
OF_REASONS = (*CONDUCT, "softness")
_NAMED = re.compile(r"([\w']+)(?:,| is(?: its)?)? `(\w+)`")
_END = re.compile(r"\.(?:\s|$)")


class Equation(NamedTuple):
    """A rule or a reason: its equation, which letters of it are parameters or fields of a state, and what it is made of."""

    name: str
    said: str
    letters: tuple[tuple[str, str], ...]  # letter, and the parameter or the field of a state that it is
    made_of: tuple[Equation, ...] = ()  # what other rules give, each in its turn


@cache
def equation(effect: str, through: str) -> Equation:
    """The equation of the rule or the reason `through` which something acts on an effect, as `measured.signs` names it.

    Raises KeyError for one through which nothing acts on it, or whose docstring has no equation.
    """
    if effect in OF_REASONS:
        return _reason(through)
    return _rule(next(place.rule for place in PLACES[effect] if place.rule.__name__ == through))


def _rule(rule: Rule) -> Equation:
    words = inspect.getdoc(rule) or ""
    beside = vars(sys.modules[rule.__module__])
    letters, made_of, letter = [], [], ""
    for before, name in _NAMED.findall(" ".join(words.split())):
        letter = letter if before == "or" else before  # "V0 is `this` or `that`"
        if name in PARAMETER_TABLE:
            letters.append((letter, name))
        elif callable(beside.get(name)):
            made_of += [_rule(beside[name])] if name != rule.__name__ else []
        elif name in StateSpec.model_fields:
            letters.append((name, name))
    return Equation(rule.__name__, _said(words), tuple(letters), tuple(made_of))


def _said(words: str) -> str:
    """The equation in a rule's docstring."""
    first, _, rest = words.partition("\n\n")
    below = _END.split(" ".join(rest.split()))[0]
    said = below if " = " in below else _END.split(" ".join(first.split()).rpartition(": ")[2])[0]
    return said.replace("`", "")


def _reason(name: str) -> Equation:
    for part in (deliberate.standing, deliberate.answering):
        for line in (inspect.getdoc(part) or "").splitlines():
            reason, _, said = line.partition(": ")
            if said and reason == ("domain" if name in NAMES else name):
                named = [word for word in re.findall(r"\w+", said) if word in PARAMETER_TABLE]
                return Equation(name, said, tuple((one, one) for one in dict.fromkeys(named)))
    raise KeyError(name)
