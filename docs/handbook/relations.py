"""Which parameters each rule uses, read from the code.

A rule reads them itself, as `p.alarm`; a few rules, as `learnt_value`, serve more than one, and the stage that calls them
hands that one over (`p.belief_talking`). What goes through the world, from one rule to the next, is a state and no
parameter.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import simulation
from simulation.doctrines import DOCTRINES
from simulation.doctrines.doctrine import parts

PACKAGE = Path(inspect.getfile(simulation)).parent
RULES = tuple(sorted(path.stem for path in (PACKAGE / "rules").glob("[a-z]*.py")))
IDIOMS = "arrays"  # sums and bounds that all rules share: what passes through them is passed on

Function = tuple[str, str]  # module and name: ("stages.talks", "negotiate")


class Relations(NamedTuple):
    """Who uses which parameters."""

    given: dict[Function, set[str]]  # a rule's function -> parameters: ("rules.trust", "trust") -> ...
    called: dict[str, set[Function]]  # a rule's file -> functions of the month that call it
    own: dict[
        Function, set[str]
    ]  # a function of the month -> parameters that it uses itself and no rule does


@cache
def relations() -> Relations:
    """What the rules read themselves, and what the stages and the order of the month hand to them."""
    found = Relations(
        {place: _read(node) for rule in RULES for place, node in _functions(f"rules.{rule}")}, {}, {}
    )
    month = ("step", *_stages())
    for module in month:
        names = _imports(_parsed(module))
        for place, node in _functions(module):
            for callee, call in _calls(node, names):
                found.called.setdefault(callee[0].removeprefix("rules."), set()).add(place)
                found.given[callee] |= _handed(call, names)
    used = set().union(*found.given.values())
    found.own.update({place: _read(node) - used for module in month for place, node in _functions(module)})
    return found


@cache
def given_to(rule: str) -> list[str]:
    """The parameters that the functions of a rule's file use, in the order of `Parameters`."""
    return in_order(
        name
        for (module, _), names in relations().given.items()
        if module == f"rules.{rule}"
        for name in names
    )


@cache
def beside(rule: str) -> list[str]:
    """The parameters that the stages which call a rule use themselves, in the function that calls it."""
    stages = [caller for caller in relations().called.get(rule, set()) if caller[0] != "step"]
    return in_order(name for stage in stages for name in relations().own[stage])


def callers(rule: str) -> list[str]:
    """The modules of the month that call a rule: "stages.beliefs", "step"."""
    return sorted({module for module, _ in relations().called.get(rule, set())})


def of_the_month() -> list[str]:
    """The parameters that the order of the month uses itself, and those of stages in a function that calls no rule."""
    calling = set().union(*relations().called.values())
    return in_order(
        name
        for place, own in relations().own.items()
        if place[0] == "step" or place not in calling
        for name in own
    )


def at_the_start() -> list[str]:
    """The parameters that the world before the first month is made of."""
    return in_order(_read(_parsed("inputs")))


@cache
def of_doctrine(name: str) -> list[str]:
    """The parameters that a doctrine's reasons and notes read, with those of the functions that they call."""
    doctrine = DOCTRINES[name]
    reasons = parts(doctrine.reasons)
    return in_order(_read_by(reasons.standing) | _read_by(reasons.answering) | _read_by(doctrine.remember))


def in_order(names: Iterable[str]) -> list[str]:
    """Names of parameters, each once, in the order of their declaration."""
    wanted = set(names)
    return [name for name in simulation.parameters.Parameters._fields if name in wanted]


# --- reading the month ---------------------------------------------------------------------------------------------


def _stages() -> list[str]:
    return sorted(f"stages.{path.stem}" for path in (PACKAGE / "stages").glob("[a-z]*.py"))


def _parsed(module: str) -> ast.Module:
    path = PACKAGE.joinpath(*module.split(".")).with_suffix(".py")
    return ast.parse(path.read_text(encoding="utf-8"))


def _read(tree: ast.AST) -> set[str]:
    """Every `p.name` in a piece of code."""
    return set().union(*map(_read_here, ast.walk(tree)))


def _read_here(node: ast.AST) -> set[str]:
    """The name of `p.name`."""
    of_p = isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "p"
    return {node.attr} if of_p and isinstance(node, ast.Attribute) else set()


def _imports(tree: ast.Module) -> dict[str, Function]:
    """What names stand for: a module, ("rules.trust", ""), or what is in one, ("rules.coalition", "weights")."""
    names: dict[str, Function] = {}
    for node in ast.walk(tree):
        if not isinstance(node, ast.ImportFrom) or not str(node.module).startswith("simulation."):
            continue
        home = str(node.module).removeprefix("simulation.")
        for alias in node.names:
            whole = home in ("rules", "stages")
            names[alias.asname or alias.name] = (f"{home}.{alias.name}", "") if whole else (home, alias.name)
    return names


def _functions(module: str) -> list[tuple[Function, ast.FunctionDef]]:
    """The functions that a module declares."""
    return [((module, node.name), node) for node in _parsed(module).body if isinstance(node, ast.FunctionDef)]


def _callee(node: ast.AST, names: dict[str, Function]) -> Function | None:
    """The rule that a piece of code calls, if it is a call of one and not of an idiom."""
    if not isinstance(node, ast.Call):
        return None
    function = node.func
    found = ("", "")
    if isinstance(function, ast.Name):
        found = names.get(function.id, found)
    elif isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name):
        found = (names.get(function.value.id, found)[0], function.attr)
    return found if found[0].startswith("rules.") and found[0] != f"rules.{IDIOMS}" else None


def _calls(tree: ast.AST, names: dict[str, Function]) -> Iterator[tuple[Function, ast.Call]]:
    """The calls of rules in a piece of code."""
    for node in ast.walk(tree):
        callee = _callee(node, names)
        if callee and isinstance(node, ast.Call):
            yield callee, node


def _handed(call: ast.AST, names: dict[str, Function]) -> set[str]:
    """The parameters among the arguments of a call; those of a rule that is called on the way are that rule's."""
    parts = [part for part in ast.iter_child_nodes(call) if not _callee(part, names)]
    return set().union(*(_read_here(part) | _handed(part, names) for part in parts))


# --- reading a doctrine ----------------------------------------------------------------------------------------------


def _read_by(function: Callable[..., Any], seen: frozenset[str] = frozenset()) -> set[str]:
    """Every `p.name` in a function, and in what it calls of the doctrines and, for what it closes over, there too."""
    name = f"{function.__module__}.{function.__qualname__}"
    if name in seen or not function.__module__.startswith("simulation.doctrines"):
        return set()
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    called = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    known = {**function.__globals__, **inspect.getclosurevars(function).nonlocals}
    others = [known.get(one) for one in called]
    found = _read(tree)
    for other in others:
        if inspect.isfunction(other):
            found |= _read_by(other, seen | {name})
    return found
