"""The model page by page: one page a file of `simulation/rules`, and the page that holds them together."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable, Iterable, Iterator
from types import ModuleType
from typing import Any

from docs.handbook import relations
from docs.handbook.prose import docstring, number, summary, table, with_equations
from simulation.parameters import PARAMETER_TABLE

PARAMETER_COLUMNS = ("Parameter", "Meaning", "Default", "Unit", "Range", "Source")

INTRODUCTION = """\
A month goes through a fixed order of stages. A *stage* (`simulation/stages/`) takes from the world what a group of rules
needs and puts their results back; a *rule* (`simulation/rules/`) is a pure function of arrays, and holds the equation. How
a state chooses between acts is its [doctrine](../reference/doctrines.md); what it chooses from is the
[table of acts](../reference/actions.md); what is reported of a month is in the [variables](../reference/variables.md).

Arrays have who first and which run last: `[state, run]`, or `[pair, run]`, where a pair is directed, from actor to target.
A page gives each function as the code has it (`p` stands for all parameters), then those that it uses, with default, unit,
range and source. "explored" are values that an earlier, smaller version of this model was tried with, and no evidence."""


def pages() -> dict[str, str]:
    """Path below `docs` -> Markdown, without what is above the title."""
    return {
        "model/index.md": _index(),
        **{f"model/{rule}.md": _page(rule) for rule in relations.RULES},
    }


def parameter_table(names: Iterable[str]) -> str:
    """A table of some parameters."""
    return table(PARAMETER_COLUMNS, (_parameter(name) for name in names))


def submodel_table() -> str:
    """A table of all functions that the rules are made of, each with all that its docstring says."""
    rows = [
        (f"[{rule}](model/{rule}.md)", f"`{function.__name__}`", with_equations(docstring(function))[0])
        for rule in relations.RULES
        if rule != relations.IDIOMS
        for function in _functions(_module(rule))
    ]
    return table(("Rule", "Function", "What it gives"), rows)


def equations_of(rule: str) -> list[str]:
    """Every equation of a rule's file."""
    return [one for function in _functions(_module(rule)) for one in with_equations(docstring(function))[1]]


def _parameter(name: str) -> tuple[str, ...]:
    about = PARAMETER_TABLE[name]
    span = f"{number(about.low)} to {number(about.high)}"
    return f"`{name}`", about.meaning, number(about.default), about.unit, span, about.source


def _module(rule: str) -> ModuleType:
    return importlib.import_module(f"simulation.rules.{rule}")


def _functions(module: ModuleType) -> Iterator[Callable[..., Any]]:
    """The functions that a file declares, in its order."""
    for thing in vars(module).values():
        if inspect.isfunction(thing) and thing.__module__ == module.__name__:
            yield thing


def _page(rule: str) -> str:
    module = _module(rule)
    called = [_file(name) for name in relations.callers(rule)]
    parts = [
        f"# {rule.capitalize()}",
        docstring(module),
        f"In [`simulation/rules/{rule}.py`](../../simulation/rules/{rule}.py)"
        + (f"; called by {', '.join(called)}." if called else "; used by all the others."),
    ]
    for function in _functions(module):
        parts += [
            f"## {function.__name__}",
            f"Takes {_arguments(function)}.",
            with_equations(docstring(function))[0],
        ]
    given, beside = relations.given_to(rule), relations.beside(rule)
    if given:
        parts += ["## Parameters", parameter_table(given)]
    if beside:
        parts += ["Its stage uses these besides, which no rule does:", parameter_table(beside)]
    if not given and not beside:
        parts += ["## Parameters", "None."]
    return "\n\n".join(parts)


def _file(module: str) -> str:
    path = f"simulation/{module.replace('.', '/')}.py"
    return f"[`{path}`](../../{path})"


def _arguments(function: Callable[..., Any]) -> str:
    return ", ".join(f"`{name}`" for name in inspect.signature(function).parameters)


def _index() -> str:
    step = importlib.import_module("simulation.step")
    order = docstring(step).split("\n\n")[1]
    rows = [
        (f"[{rule.capitalize()}]({rule}.md)", summary(docstring(_module(rule)))) for rule in relations.RULES
    ]
    return "\n\n".join(
        [
            "# The model, rule by rule",
            INTRODUCTION,
            f"The order of a month ([`simulation/step.py`](../../simulation/step.py)): {' '.join(order.split())}",
            "## The rules",
            table(("Page", "What it is about"), rows),
            "```{toctree}\n:hidden:\n\n" + "\n".join(relations.RULES) + "\n```",
            "## Parameters of no rule",
            "The month uses these itself, in its order or in its events:",
            parameter_table(relations.of_the_month()),
            "The world before the first month is made of these, besides what the scenario says:",
            parameter_table(relations.at_the_start()),
            "Those of the doctrines stand on [their page](../reference/doctrines.md), and all of them together, with "
            "where each is used, on [the page of the parameters](../reference/parameters.md).",
        ]
    )
