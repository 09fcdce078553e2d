"""What holds for every rule and stage: few arguments, and a docstring that says which parameter is which."""

from __future__ import annotations

import inspect
import pkgutil
import re
from collections.abc import Callable, Iterator
from importlib import import_module
from types import ModuleType
from typing import Any

from docs.handbook import relations
from simulation import rules, stages

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
