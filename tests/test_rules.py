"""What holds for every rule and stage: few arguments, and a docstring that says which parameter is which."""

from __future__ import annotations

import inspect
import pkgutil
import re
from collections.abc import Callable, Iterator
from importlib import import_module
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from docs.handbook import relations
from simulation import rules, stages
from simulation.parameters import Parameters
from simulation.rules.arrays import namespace

MOST = 8  # arguments; a tuple counts as its parts, and one of any length as too many


def functions(*packages: ModuleType) -> Iterator[Callable[..., Any]]:
    for package in packages:
        for file in pkgutil.iter_modules(package.__path__):
            module = import_module(f"{package.__name__}.{file.name}")
            found = inspect.getmembers(module, inspect.isfunction)
            yield from (one for _, one in found if one.__module__ == module.__name__)


def size(annotation: str) -> int:
    """How many arguments an argument is."""
    inner = re.fullmatch(r"tuple\[(.*)\]", annotation)
    if inner is None:
        return 1
    return MOST + 1 if "..." in inner[1] else 1 + inner[1].count(",")


def taken(function: Callable[..., Any]) -> int:
    return sum(size(str(one.annotation)) for one in inspect.signature(function).parameters.values())


def test_no_function_takes_more_than_eight_arguments() -> None:
    sizes = {f"{one.__module__}.{one.__qualname__}": taken(one) for one in functions(rules, stages)}
    assert len(sizes) > 100
    assert {name: size for name, size in sizes.items() if size > MOST} == {}


def test_the_parts_of_a_tuple_count() -> None:
    def two(first: Any, rest: tuple[Any, Any]) -> None: ...
    def many(weights: tuple[Any, ...]) -> None: ...

    assert taken(two) == 3
    assert taken(many) > MOST


def test_a_rule_names_the_parameters_that_it_uses() -> None:
    given = relations.relations().given
    unsaid = {
        f"{module}.{name}": sorted(used - set(re.findall(r"`(\w+)`", str(one.__doc__))))
        for one in functions(rules)
        for module, name in [(one.__module__.removeprefix("simulation."), one.__name__)]
        for used in [given[module, name]]
    }
    assert {name: missing for name, missing in unsaid.items() if missing} == {}


# --- plain numbers, as a notebook has them --------------------------------------------------------------------

#: rules that go along an axis (of acts, issues, rivals or concerns), and so have nothing to say of one number
ALONG_AN_AXIS = {
    *("arrays.add_up", "arrays.looked_up", "choice.cumulative", "choice.running_sum", "choice.chosen"),
    *("choice.share_of", "choice.picked", "coalition.weights", "crisis.instability", "influence.pushed"),
    *("past.familiarity", "ties.mean"),
}


def called(rule: Callable[..., Any], value: Callable[[float], Any]) -> Any:
    """A rule of numbers between 0 and 1, a different one for each argument."""
    numbers = (value(0.15 + 0.1 * k) for k in range(MOST))
    fixed = {"p": Parameters(), "states": 2}
    return rule(*(fixed.get(name) or next(numbers) for name in inspect.signature(rule).parameters))


@pytest.mark.parametrize("kind", [float, np.float64], ids=["Python", "NumPy"])
def test_a_rule_takes_plain_numbers_or_says_along_which_axis_it_goes(kind: Callable[[float], Any]) -> None:
    alone = [one for one in functions(rules) if one is not namespace]
    names = {f"{one.__module__.rpartition('.')[2]}.{one.__name__}": one for one in alone}
    assert set(names) >= ALONG_AN_AXIS
    for name, rule in names.items():
        if name in ALONG_AN_AXIS:
            assert re.search(r"`\[[\w, .()]+\]|first axis", str(rule.__doc__)), name
            continue
        found = called(rule, kind)
        wanted = called(rule, lambda value: np.array([value]))
        for one, other in zip(*(x if isinstance(x, tuple) else (x,) for x in (found, wanted)), strict=True):
            np.testing.assert_array_equal(np.asarray(one).ravel(), np.asarray(other).ravel(), name)


def test_a_number_without_a_library_is_numpys() -> None:
    class Old(float):  # NumPy 2.0's own numbers, which do not say whose they are
        pass

    assert namespace(0.5) is np
    assert namespace(Old(0.5)) is np
    assert namespace(np.ones(2)) is np


def test_an_array_is_asked_for_its_library_once_a_type() -> None:
    asked = []

    class Theirs:
        def __array_namespace__(self) -> str:
            asked.append(self)
            return "theirs"

    assert [namespace(Theirs()), namespace(np.ones(2)), namespace(Theirs())] == ["theirs", np, "theirs"]
    assert len(asked) == 1
