"""A given design: columns named as a plan has them, a row a point.

`trust_gain` is a parameter; `scenario`, `doctrines.US` and `inputs.states.US.hawks` are what they are in a plan.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from os import PathLike
from typing import Any, NamedTuple

import pandas as pd

from simulation.errors import ScenarioError, reason, show
from simulation.saying import say

MOST_ROWS = 10_000_000
GROUPS = ("scenario", "doctrines", "inputs", "parameters")
Path = tuple[str, ...]


class Table(NamedTuple):
    """The columns by name, and their values, row by row."""

    names: tuple[str, ...]
    values: tuple[tuple[Any, ...], ...]

    def columns(self) -> dict[str, list[Any]]:
        """As a table in Python has it."""
        return {name: list(column) for name, column in zip(self.names, self.values, strict=True)}

    def factors(self) -> Iterator[tuple[Path, tuple[Any, ...]]]:
        """Each column with its path in a plan: ("parameters", "trust_gain")."""
        yield from zip(map(path_of, self.names), self.values, strict=True)

    @property
    def rows(self) -> int:
        """How many points."""
        return len(self.values[0])


def path_of(name: str) -> Path:
    """Where a column would stand in a plan; a parameter goes by its name alone. Raises ScenarioError."""
    try:
        found: Any = tomllib.loads(f"{name} = 0")
    except tomllib.TOMLDecodeError:
        raise ScenarioError(say("refusal_sweep.column_name", found=show(name))) from None
    path: list[str] = []
    while isinstance(found, dict):
        ((key, found),) = found.items()
        path.append(key)
    if path == ["scenario"] or (len(path) > 1 and path[0] in GROUPS[1:]):
        return tuple(path)
    if len(path) > 1:
        raise ScenarioError(say("refusal_sweep.column_name", found=show(name)))
    return ("parameters", *path)


def column_of(path: Path) -> str:
    """The inverse of `path_of`."""
    return path[-1] if path[0] == "parameters" else ".".join(path)


def table_of(given: object) -> Table:
    """The table of a CSV file, a DataFrame or columns by name. Raises ScenarioError."""
    if isinstance(given, Table):
        return given
    if isinstance(given, str | PathLike):
        frame = _read(given)
    elif isinstance(given, pd.DataFrame):
        frame = given
    elif isinstance(given, Mapping):
        try:
            frame = pd.DataFrame(dict(given))
        except ValueError:
            raise ScenarioError(say("refusal_sweep.ragged")) from None
    else:
        raise ScenarioError(say("refusal_sweep.table", found=show(given)))
    names = tuple(map(str, frame.columns))
    if not 0 < len(frame) <= MOST_ROWS or not names:
        raise ScenarioError(say("refusal_sweep.rows", n=len(frame), most=MOST_ROWS))
    for name in names:
        path_of(name)
        if names.count(name) > 1:
            raise ScenarioError(say("refusal_sweep.column_again", column=show(name)))
    blank = frame.isna()
    if bool(blank.to_numpy().any()):
        column = names[int(blank.any().to_numpy().argmax())]
        row = int(blank.any(axis=1).to_numpy().argmax()) + 1
        raise ScenarioError(say("refusal_sweep.blank", column=show(column), row=row))
    return Table(names, tuple(tuple(frame.iloc[:, k].tolist()) for k in range(len(names))))


def _read(path: str | PathLike[str]) -> pd.DataFrame:
    try:
        return pd.read_csv(path, encoding="utf-8-sig")
    except (OSError, ValueError) as error:  # of pandas, what is no table is a ValueError
        why = reason(error).splitlines()[0]
        raise ScenarioError(say("refusal_sweep.table_file", found=show(str(path)), why=why)) from None
