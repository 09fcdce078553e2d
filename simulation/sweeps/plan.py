"""A plan: what a sweep varies, by which design, and how often each point is run. Frozen; checked once.

    scenario = "classroom"
    design = "latin_hypercube"
    size = 64
    replicates = 20

    [parameters]
    trust_gain = { low = 0.5, high = 3.0 }       # a range, which the design samples
    learning = {}                                # the whole range of that parameter
    perception_noise = [0.1, 0.2]                # a list, with which the design is crossed

    [doctrines]
    Kastara = ["grit", "reciprocity"]

    [inputs.states.Velmora]
    hawks = [0.3, 0.6]

Refusals are `ScenarioError`s of one line, with the line of the file.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from os import PathLike, fspath
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, PlainValidator, ValidationError, model_validator

from simulation.compiled import ENGINES, NUMPY
from simulation.doctrines import Doctrine
from simulation.doctrines.named import as_doctrine
from simulation.errors import Named, Problem, ScenarioError, choose, problems_of, show
from simulation.fields import Fixed, OneOf, Whole
from simulation.saying import say
from simulation.scenario import Scenario
from simulation.scenario.lines import place_of
from simulation.scenario.reading import values_of
from simulation.sweeps.axes import Axis
from simulation.sweeps.fields import (
    doctrines_of,
    inputs_of,
    optional_table,
    parameter_of,
    parameters_of,
    scenarios_of,
    size_of,
    variables_of,
)
from simulation.sweeps.figures import Figures, keep_of
from simulation.sweeps.table import Table, column_of
from simulation.sweeps.varied import with_inputs

DESIGNS = ("grid", "latin_hypercube", "sobol", "saltelli", "morris", "table")
#: what `size` counts: points, trajectories, or points of the base sample; a power of 2 where balance asks for it
SIZED = {"latin_hypercube": False, "sobol": True, "saltelli": True, "morris": False}
SHARD = 1024  # runs a shard: one block of the engine, so that what a kill loses is some seconds of work
MOST_REPLICATES, MOST_SHARD = 1_000_000, 65_536
#: how a plan is called, and what to do where there is none, or nothing in it
_READ = ("plan", "refusal_sweep.absent", "refusal_sweep.empty")


class Plan(BaseModel):
    """What a sweep does; see the fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    scenario: Annotated[tuple[Scenario, ...], PlainValidator(scenarios_of)]
    """One scenario or a list of them, by name, file, text or value: each meets every point."""
    design: Annotated[str, OneOf(DESIGNS, "design")] = "grid"
    """How the ranges are sampled: none (grid: lists and steps alone), McKay et al. 1979, Sobol' 1967, Saltelli 2002, Morris
    1991 as Campolongo et al. 2007 have it, or a given table.
    """
    size: Annotated[int | None, PlainValidator(size_of)] = None
    """Points (latin_hypercube, sobol), trajectories (morris), or points of the base sample (saltelli)."""
    levels: Annotated[int, Whole(2, 1000)] = 4
    """Levels of the grid on which Morris's trajectories step; even."""
    table: Annotated[Table | None, PlainValidator(optional_table)] = None
    """The points of design = "table": a CSV file, a DataFrame, or columns by name."""
    replicates: Annotated[int, Whole(1, MOST_REPLICATES)] = 1
    """Runs a point."""
    seed: Annotated[int, Whole(0, 2**63 - 1)] = 0
    """Of the design and of all chance."""
    worlds: Annotated[str, OneOf(("same", "own"), "name")] = "same"
    """Whether replicate r of every point meets world r, or every run a world of its own."""
    engine: Annotated[str, OneOf(ENGINES, "name")] = NUMPY
    """What goes through the months, as `simulate` has it; what "auto" comes to is settled when the sweep begins."""
    keep: Annotated[str | Figures, PlainValidator(keep_of)] = "summary"
    """What is kept of a run: its summary or years, as `simulate` has them, or figures of your own."""
    variables: Annotated[tuple[str, ...], PlainValidator(variables_of)] = ()
    """Which variables are kept; all where it is empty."""
    shard: Annotated[int, Whole(1, MOST_SHARD)] = SHARD
    """Runs a shard: one file."""
    parameters: Annotated[Mapping[str, Axis], PlainValidator(parameters_of)] = Fixed()
    """By name; or "all": every parameter over its range."""
    doctrines: Annotated[Mapping[str, tuple[Doctrine, ...]], PlainValidator(doctrines_of)] = Field(
        default=Fixed()
    )
    """By state: one doctrine or a list, by name or value."""
    inputs: Annotated[Mapping[Any, Axis], PlainValidator(inputs_of)] = Field(default=Fixed())
    """Of the scenarios: fields of their parts, as `varied.with_inputs` finds them."""

    def __init__(self, /, **values: Any) -> None:
        try:
            super().__init__(**values)
        except ValidationError as error:
            raise ScenarioError(problems_of(error, type(self)), Named("plan")) from None

    @model_validator(mode="after")
    def _sense(self) -> Self:
        problems = [
            *self._check_design(),
            *self._check_doctrines(),
            *self._check_inputs(),
            *self._check_table(),
        ]
        if problems:
            raise ScenarioError(problems)
        return self

    def _check_design(self) -> Iterator[Problem]:
        sized = self.design in SIZED
        if sized and self.size is None:
            yield Problem((), say("refusal_sweep.size", design=self.design))
        if not sized and self.size is not None:
            yield Problem(("size",), say("refusal_sweep.size_unused", design=self.design))
        if self.size is not None and SIZED.get(self.design) and self.size & (self.size - 1):
            near = 2 ** round(math.log2(self.size))
            yield Problem(
                ("size",), say("refusal_sweep.power", found=self.size, design=self.design, near=near)
            )
        if self.levels % 2:
            yield Problem(("levels",), say("refusal_sweep.levels", found=self.levels))
        if (self.design == "table") != (self.table is not None):
            key = "refusal_sweep.no_table" if self.table is None else "refusal_sweep.table_unused"
            yield Problem(("design",), say(key, design=self.design))
        for path, axis in self.axes():
            if axis.is_range and self.design in ("grid", "table") and not axis.steps:
                yield Problem(path, say("refusal_sweep.no_steps", design=self.design))
            if axis.steps and sized:
                yield Problem((*path, "steps"), say("refusal_sweep.steps_unused", design=self.design))
        given = {path for path, _ in (*self.axes(), *(self.table.factors() if self.table else ()))}
        for path in sorted(given & {("inputs", "start"), ("inputs", "months")}):
            if self.keep == "yearly":  # of which a file's runs have the same
                yield Problem(path, say("refusal_sweep.years"))
        if self.variables and isinstance(self.keep, Figures):
            yield Problem(("variables",), say("refusal_figures.variables", figures=show(self.keep.name)))
        if sized and not any(axis.is_range for _, axis in self.axes()):
            yield Problem(("design",), say("refusal_sweep.no_range", design=self.design))

    def _check_doctrines(self) -> Iterator[Problem]:
        known: dict[str, Doctrine] = {}
        for state, doctrines in self.doctrines.items():
            yield from _no_state(self.scenario, state, ("doctrines", state))
            for place, one in enumerate(doctrines):
                if known.setdefault(one.name, one) != one:
                    said = say("refusal_doctrine.twice", found=show(one.name))
                    yield Problem(("doctrines", state, place), said)

    def _check_inputs(self) -> Iterator[Problem]:
        """Whether every scenario has each of the inputs, and takes each of its values, alone."""
        for address, axis in self.inputs.items():
            for scenario, value in ((one, value) for one in self.scenario for value in axis.ends):
                try:
                    with_inputs(scenario, {address: value})
                except ScenarioError as error:
                    first = error.problems[0]
                    path = first.path if first.path[:1] == address[:1] else address
                    yield Problem(("inputs", *path), first.text)
                    break

    def _check_table(self) -> Iterator[Problem]:
        varied = {path for path, _ in self.axes()} | {("doctrines", state) for state in self.doctrines}
        for path, values in self.table.factors() if self.table is not None else ():
            column = show(column_of(path))
            if path in varied:
                yield Problem(("table",), say("refusal_sweep.column_twice", column=column))
            try:
                for value in dict.fromkeys(values):
                    _check_value(self.scenario, path, value)
            except ScenarioError as error:
                yield Problem(
                    ("table",), say("refusal_sweep.column", column=column, why=error.problems[0].text)
                )

    def axes(self) -> Iterator[tuple[tuple[str, ...], Axis]]:
        """Everything that is a range or a list of numbers, with its path in the plan: inputs, then parameters."""
        yield from ((("inputs", *address), axis) for address, axis in self.inputs.items())
        yield from ((("parameters", name), axis) for name, axis in self.parameters.items())

    @classmethod
    def from_toml(
        cls, path_or_text: str | PathLike[str], doctrines: Mapping[str, object] | None = None
    ) -> Plan:
        """Read a plan: text if it holds a line break or "=", else the path of a file, beside which those that it names are.

        `doctrines` are put in place of its own, state by state. Raises ScenarioError, with the line of the file.
        """
        values, where, text = values_of(path_or_text, *_READ)
        if isinstance(values.get("doctrines", {}), dict):
            values["doctrines"] = {**values.get("doctrines", {}), **(doctrines or {})}
        if where.name is not None:
            values = _beside(values, Path(fspath(path_or_text)).parent)
        try:
            return cls(**values)
        except ScenarioError as error:
            placed = [one._replace(place=place_of(one.path, text)) for one in error.problems]
            raise ScenarioError(placed, where) from None

    def stored(self) -> dict[str, Any]:
        """All that is in it, as JSON has it.

        `Plan(**stored)` is an equal plan where its doctrines, and what it keeps, are known by name.
        """
        plain = {
            name: getattr(self, name)
            for name in (
                "design",
                "size",
                "levels",
                "replicates",
                "seed",
                "worlds",
                "engine",
                "shard",
            )
        }
        inputs: dict[str, Any] = {}
        for address, axis in self.inputs.items():
            place = inputs
            for part in address[:-1]:
                place = place.setdefault(part, {})
            place[address[-1]] = axis.written()
        return {
            **plain,
            "keep": self.keep.name if isinstance(self.keep, Figures) else self.keep,
            "scenario": [one.to_toml() for one in self.scenario],
            "table": None if self.table is None else self.table.columns(),
            "variables": list(self.variables),
            "parameters": {name: axis.written() for name, axis in self.parameters.items()},
            "doctrines": {state: [one.name for one in some] for state, some in self.doctrines.items()},
            "inputs": inputs,
        }


def as_plan(
    given: Plan | Mapping[str, Any] | str | PathLike[str], doctrines: Mapping[str, object] | None
) -> Plan:
    """A plan, its table in Python, its TOML text, or the path of its file, as the plan. Raises ScenarioError."""
    if isinstance(given, Plan):
        if not doctrines:
            return given
        values = {name: getattr(given, name) for name in Plan.model_fields}
        return Plan(**{**values, "doctrines": {**given.doctrines, **doctrines}})
    if isinstance(given, Mapping):
        return Plan(**{**given, "doctrines": {**given.get("doctrines", {}), **(doctrines or {})}})
    return Plan.from_toml(given, doctrines)


def _beside(values: dict[str, Any], folder: Path) -> dict[str, Any]:
    """The plan with the files that it names as paths from here; a name without .toml or a slash is no file."""

    def placed(name: object) -> object:
        is_file = isinstance(name, str) and (
            name.lower().endswith((".toml", ".csv")) or "/" in name or "\\" in name
        )
        return str(folder / str(name)) if is_file else name

    scenario = values.get("scenario")
    files = {
        "scenario": [placed(one) for one in scenario] if isinstance(scenario, list) else placed(scenario)
    }
    files["table"] = placed(values.get("table"))
    return {**values, **{key: value for key, value in files.items() if value is not None}}


def _no_state(scenarios: tuple[Scenario, ...], state: str, path: tuple[str, ...]) -> Iterator[Problem]:
    for one in scenarios:
        if state not in one.labels:
            hint = choose(state, one.labels, "state")
            said = say("refusal_sweep.state", found=show(state), scenario=one.name, hint=hint)
            yield Problem(path, said)


def _check_value(scenarios: tuple[Scenario, ...], path: tuple[str, ...], value: Any) -> None:
    """Whether a value of a table's column may stand in its place. Raises ScenarioError."""
    kind, *rest = path
    if kind == "scenario":
        OneOf(tuple(one.name for one in scenarios), "scenario")(value)
    elif kind == "doctrines":
        for problem in _no_state(scenarios, rest[0], ()):
            raise ScenarioError([problem])
        as_doctrine(value)
    elif kind == "inputs":
        for one in scenarios:
            with_inputs(one, {tuple(rest): value})
    else:
        parameter_of(rest[0], value)
