"""Kinds of field of a plan: scenarios, parameters, doctrines, inputs. Each function makes what is meant of what is written,
or refuses it with a ScenarioError that names the key.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from simulation.doctrines import Doctrine
from simulation.doctrines.named import as_doctrine, by_name
from simulation.errors import Problem, ScenarioError, choose, show
from simulation.fields import Fixed, OneOf, Range, Whole
from simulation.gone import refusal
from simulation.parameters import PARAMETER_TABLE
from simulation.saying import say
from simulation.scenario import Scenario, load_scenario
from simulation.sweeps.axes import Axis, axis_of, is_leaf
from simulation.sweeps.table import Table, table_of
from simulation.sweeps.varied import Address
from simulation.variables import VARIABLES

MOST_SIZE = 2**24
ALL = "all"  # every parameter over its declared range


def size_of(given: object) -> int | None:
    """The size of a design, or none."""
    return None if given is None else Whole(1, MOST_SIZE)(given)


def optional_table(given: object) -> Table | None:
    """A table of points, or none."""
    return None if given is None else table_of(given)


def scenarios_of(given: object) -> tuple[Scenario, ...]:
    """One scenario or a list of them, by name, file, text or value; each with a name of its own."""
    found: list[Scenario] = []
    wanted = given if isinstance(given, list | tuple) else [given]
    if not wanted:
        raise ScenarioError(say("refusal_sweep.no_scenario"))
    for place, one in enumerate(wanted):
        at = (place,) if isinstance(given, list | tuple) else ()
        try:
            text = isinstance(one, str) and "\n" in one
            scenario = (
                one if isinstance(one, Scenario) else Scenario.from_toml(one) if text else load_scenario(one)
            )
        except ScenarioError as error:
            why = say("refusal_sweep.scenario", found=show(one), why=error.problems[0])
            raise ScenarioError([Problem(at, why)]) from None
        if scenario.name in [other.name for other in found]:
            raise ScenarioError([Problem(at, say("refusal_sweep.scenario_twice", found=show(scenario.name)))])
        found.append(scenario)
    return tuple(found)


def parameters_of(given: object) -> Fixed:
    """Parameters by name, each a range, a list or a number within what is declared; or "all"."""
    if given == ALL:
        given = {name: {} for name in PARAMETER_TABLE}
    if not isinstance(given, Mapping):
        raise ScenarioError(say("refusal_sweep.no_parameters", found=show(given)))
    return _each(given, parameter_of)


def parameter_of(name: str, given: object) -> Axis:
    """What a parameter is varied over; the whole of its declared range where no ends are written."""
    if name not in PARAMETER_TABLE:
        hint = choose(name, PARAMETER_TABLE, "parameter")
        raise ScenarioError(refusal(name, say("refusal.unknown_parameter", hint=hint)))
    about = PARAMETER_TABLE[name]
    axis = axis_of(given, (about.low, about.high))
    for value in axis.ends:
        Range(about.low, about.high, about.unit)(value)
    return axis if axis.is_range else axis._replace(values=tuple(map(float, axis.values)))


def doctrines_of(given: object) -> Fixed:
    """Doctrines by state, one or a list, by name or value."""
    if not isinstance(given, Mapping):
        raise ScenarioError(say("refusal.doctrines", found=show(given)))

    def of_state(state: str, wanted: object) -> tuple[Doctrine, ...]:
        if isinstance(wanted, Doctrine | str):  # a doctrine is a tuple too
            return (as_doctrine(wanted),)
        if not isinstance(wanted, list | tuple) or not wanted:
            raise ScenarioError(say("refusal_sweep.no_doctrines", found=show(wanted)))
        try:
            return tuple(by_name(wanted, state).values())
        except ScenarioError as error:
            raise ScenarioError([one._replace(path=one.path[1:]) for one in error.problems]) from None

    return _each(given, of_state)


def inputs_of(given: object) -> Fixed:
    """Inputs by address, of tables within tables."""
    if not isinstance(given, Mapping):
        raise ScenarioError(say("refusal_sweep.no_inputs", found=show(given)))
    found: dict[Any, Axis] = {}  # by address
    problems: list[Problem] = []

    def walk(table: Mapping[Any, object], path: Address) -> None:
        for key, value in table.items():
            at = (*path, *key) if isinstance(key, tuple) else (*path, str(key))
            if not is_leaf(value):
                walk(value, at)  # type: ignore[arg-type]
                continue
            try:
                found[at] = axis_of(value)
            except ScenarioError as error:
                problems.extend(error.within(*at))

    walk(given, ())
    if problems:
        raise ScenarioError(problems)
    return Fixed({address: found[address] for address in sorted(found)})


def variables_of(given: object) -> tuple[str, ...]:
    """Names of variables, in the order of the table of them."""
    names = [
        name for name, about in VARIABLES.items() if about.kind != "code"
    ]  # a mean of codes means nothing
    if not isinstance(given, list | tuple):
        raise ScenarioError(say("refusal_sweep.no_variables", found=show(given)))
    return tuple(name for name in names if name in {OneOf(tuple(names), "variable")(one) for one in given})


def _each(given: Mapping[Any, object], check: Callable[[str, object], Any]) -> Fixed:
    """Each entry of a table checked, with all that is wrong; by the alphabet, so that no design hangs on another order."""
    found, problems = {}, list[Problem]()
    for key, value in given.items():
        try:
            found[str(key)] = check(str(key), value)
        except ScenarioError as error:
            problems += error.within(str(key))
    if problems:
        raise ScenarioError(problems)
    return Fixed(sorted(found.items()))
