"""Which parameters each rule is given, read from the code that calls it.

The rules know no parameters: they take numbers, and a stage of the month hands them over, as `p.alarm`, as a local name
made of some (`pace = bounded(p.concession * sessions, ...)`), or through an argument of its own (`courtesy`). All three
are followed here. What goes through the world, from one rule to the next, is not: it is a state, and no parameter.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import simulation
from simulation.doctrines import DOCTRINES

PACKAGE = Path(inspect.getfile(simulation)).parent
RULES = tuple(sorted(path.stem for path in (PACKAGE / "rules").glob("[a-z]*.py")))
IDIOMS = "arrays"  # sums and bounds that all rules share: what passes through them is passed on

Function = tuple[str, str]  # module and name: ("stages.talks", "negotiate")


class Relations(NamedTuple):
    """Who uses which parameters."""

    given: dict[
        Function, set[str]
    ]  # a rule's function -> parameters it is handed: ("rules.trust", "trust") -> ...
    called: dict[str, set[Function]]  # a rule's file -> functions of the month that call it
    own: dict[
        Function, set[str]
    ]  # a function of the month -> parameters that it uses itself and hands to no rule


@cache
def relations() -> Relations:
    """What the stages and the order of the month hand to the rules."""
    modules = {name: _parsed(name) for name in ("step", *_stages())}
    imports = {name: _imports(tree) for name, tree in modules.items()}
    functions = {
        (module, node.name): node
        for module, tree in modules.items()
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
    }
    found = Relations({}, {}, {})
    handed: dict[Function, dict[str, set[str]]] = {name: {} for name in functions}
    before = -1
    while (size := sum(len(names) for held in handed.values() for names in held.values())) != before:
        before = size
        for (module, name), node in functions.items():
            _Walk((module, name), imports[module], functions, handed, found).function(
                node, handed[module, name]
            )
    passed_on = set().union(*found.given.values())
    found.own.update({name: _read(node) - passed_on for name, node in functions.items()})
    return found


@cache
def given_to(rule: str) -> list[str]:
    """The parameters that the functions of a rule's file are handed, in the order of `Parameters`."""
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
    """The parameters that the order of the month uses itself."""
    return in_order(name for (module, _), own in relations().own.items() if module == "step" for name in own)


def at_the_start() -> list[str]:
    """The parameters that the world before the first month is made of."""
    return in_order(_read(_parsed("inputs")))


@cache
def of_doctrine(name: str) -> list[str]:
    """The parameters that a doctrine's reasons and notes read, with those of the functions that they call."""
    doctrine = DOCTRINES[name]
    return in_order(_read_by(doctrine.reasons) | _read_by(doctrine.remember))


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
    return {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "p"
    }


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


class _Walk:
    """One function of the month: which parameters its names hold, and whom it hands them to."""

    def __init__(
        self,
        place: Function,
        names: dict[str, Function],
        functions: dict[Function, ast.FunctionDef],
        handed: dict[Function, dict[str, set[str]]],
        found: Relations,
    ) -> None:
        self.place, self.names, self.functions = place, names, functions
        self.handed, self.found = handed, found
        self.held: dict[str, set[str]] = {}

    def function(self, node: ast.FunctionDef, arguments: dict[str, set[str]]) -> None:
        self.held = {name: set(parameters) for name, parameters in arguments.items()}
        for statement in ast.walk(node):
            if isinstance(statement, ast.Assign):
                self._assign(statement.targets, self._parameters(statement.value))
            elif isinstance(statement, ast.Expr | ast.Return) and statement.value is not None:
                self._parameters(statement.value)

    def _assign(self, targets: list[ast.expr], parameters: set[str]) -> None:
        for target in targets:
            for node in ast.walk(target):
                if isinstance(node, ast.Name) and node.id != "world":
                    self.held.setdefault(node.id, set()).update(parameters)

    def _parameters(self, node: ast.expr) -> set[str]:
        """The parameters that an expression is made of; calls on the way hand theirs over."""
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "p":
            return {node.attr}
        if isinstance(node, ast.Name):
            return self.held.get(node.id, set())
        if isinstance(node, ast.Call):
            return self._call(node)
        parts = [child for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr)]
        return set().union(*map(self._parameters, parts))

    def _call(self, node: ast.Call) -> set[str]:
        arguments = [self._parameters(one) for one in node.args]
        named = {word.arg: self._parameters(word.value) for word in node.keywords}
        callee = self._callee(node.func)
        home = callee[0] if callee else ""
        if home.startswith("rules.") and home != f"rules.{IDIOMS}":
            self.found.called.setdefault(home.removeprefix("rules."), set()).add(self.place)
            self.found.given.setdefault(callee, set()).update(*arguments, *named.values())
            return set()
        if callee in self.functions:
            signature = [argument.arg for argument in self.functions[callee].args.args]
            for name, parameters in (*zip(signature, arguments, strict=False), *named.items()):
                self.handed[callee].setdefault(str(name), set()).update(parameters)
            return set()
        if isinstance(node.func, ast.Attribute) and node.func.attr == "_replace":
            return set()
        own = self._parameters(node.func.value) if isinstance(node.func, ast.Attribute) else set()
        return own.union(*arguments, *named.values())

    def _callee(self, function: ast.expr) -> Function:
        if isinstance(function, ast.Name):
            return self.names.get(function.id, (self.place[0], function.id))
        if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name):
            module, inner = self.names.get(function.value.id, ("", "?"))
            return (module, function.attr) if not inner else ("", "")
        return ("", "")


# --- reading a doctrine ----------------------------------------------------------------------------------------------


def _read_by(function: Callable[..., Any], seen: frozenset[str] = frozenset()) -> set[str]:
    """Every `p.name` in a function, and in what it calls of the doctrines and, for what it closes over, there too."""
    name = f"{function.__module__}.{function.__qualname__}"
    if name in seen or not function.__module__.startswith("simulation.doctrines"):
        return set()
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    called = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    closed = inspect.getclosurevars(function)
    others = [{**closed.globals, **closed.nonlocals}.get(one) for one in called]
    found = _read(tree)
    for other in others:
        if inspect.isfunction(other):
            found |= _read_by(other, seen | {name})
    return found
