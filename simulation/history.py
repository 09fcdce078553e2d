"""The historical record: what is known of the Cold War, by year or quarter, to hold the model against.

Each *series* is one table of `simulation/data/`, described in its `series.toml` and checked whenever it is
loaded. A value that is not known is NaN and is named in `gaps`; nothing is filled in. Where each figure
comes from, and what was done to it on the way here, is told in `simulation/data/README.md`.

The record is what a run is compared with. None of it is fed to one: summits, treaties, provocations, trade
and spending are outcomes.
"""

from __future__ import annotations

import csv
import io
import math
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from simulation.errors import Named, choose, problems_of
from simulation.saying import say

if TYPE_CHECKING:  # imported where they are needed: scenarios read single figures
    import pandas as pd
    import xarray as xr

Frequency = Literal["yearly", "quarterly"]
#: what a pattern is for: *fitted* rows are the only ones that a search may see, *held out* ones are opened by `detente
#: validate` alone; a *check* is looked at afterwards, *discriminating* rows tell mechanisms apart (docs/decisions.md 17)
Role = Literal["fitted", "held out", "check", "discriminating"]

#: first and last year of what the model was fitted to, and of what is held out
FITTED, HELD_OUT = (1948, 1970), (1971, 1991)

#: the file that describes the tables beside it
SERIES = "series.toml"
#: the tables that come with the package
DATA: Traversable = files("simulation") / "data"

#: how a table writes a period: form, example, and the alias pandas has for it
_PERIODS: dict[Frequency, tuple[str, str, str]] = {
    "yearly": (r"\d{4}", "1962", "Y"),
    "quarterly": (r"\d{4}-Q[1-4]", "1962-Q4", "Q"),
}


class HistoryError(ValueError):
    """No such series, or a table that is not what its description says. Its text is one line."""


@dataclass(frozen=True, slots=True)
class Series:
    """One series of the record, with what a reader must know before trusting it.

    `data` is an array of floats `[time, ...]`: `time` is the first day of each period, the second dimension
    (pairs, states, ...) carries labels. Its attributes are `units`, `long_name`, `source`, `note` and
    `frequency`, so that a plot of it says what it shows. `gaps` names, for each label, the periods without
    a value between the first and the last period of the table.
    """

    name: str
    title: str
    unit: str
    frequency: Frequency
    source: str
    note: str
    gaps: Mapping[str, tuple[str, ...]]
    data: xr.DataArray


class _About(BaseModel):
    """An entry of `series.toml`."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    title: str = Field(min_length=1)
    unit: str = Field(min_length=1)
    frequency: Frequency
    dim: str = Field(min_length=1)
    columns: dict[str, str] = Field(min_length=1)
    source: str = Field(min_length=1)
    note: str = ""
    minimum: float | None = None


def list_series(folder: Traversable | Path = DATA) -> tuple[str, ...]:
    """The names of the series, in alphabetical order."""
    return tuple(sorted(_catalogue(folder)))


def load_series(name: str, folder: Traversable | Path = DATA) -> Series:
    """The series `name`, checked; `folder` may be one of your own, with a `series.toml` and its tables.

    Raises HistoryError, in one line that says what to do, if there is no such series or its table does not
    hold up.
    """
    import pandas as pd
    import xarray as xr

    about, found = _checked(name, folder)
    periods = pd.PeriodIndex(list(found), freq=_PERIODS[about.frequency][2])
    table = pd.DataFrame(
        list(found.values()), index=periods, columns=list(about.columns.values()), dtype=float
    )
    # A period without a row is as unknown as a blank cell: both are NaN from here on.
    table = table.reindex(pd.period_range(periods[0], periods[-1]))
    written = table.index.strftime("%Y" if about.frequency == "yearly" else "%Y-Q%q")
    gaps = {label: tuple(written[table[label].isna()]) for label in table.columns}
    data = xr.DataArray(
        table.to_numpy(),
        dims=("time", about.dim),
        coords={
            "time": table.index.to_timestamp(how="start").to_numpy().astype("datetime64[ns]"),
            about.dim: list(table.columns),
        },
        name=name,
        attrs={
            "units": about.unit,
            "long_name": about.title,
            "source": about.source,
            "note": about.note,
            "frequency": about.frequency,
        },
    )
    return Series(name, about.title, about.unit, about.frequency, about.source, about.note, gaps, data)


def figures(name: str, folder: Traversable | Path = DATA) -> dict[str, dict[str, float]]:
    """The same figures as plain numbers, `figures("gdp")["1962"]["US"]`: period as it is written, then label; NaN if blank.

    Raises HistoryError as `load_series` does.
    """
    return _checked(name, folder)[1]


def cooperation(frequency: Frequency = "yearly") -> xr.DataArray:
    """Net cooperation `[time, pair]` in COPDAB points, pairs "US to USSR" and "USSR to US", 1948-1991.

    The series that the model's `cooperation` is compared with. It is this project's splice of COPDAB and
    rescaled WEIS: its attribute `note` says how far the levels can be trusted.
    """
    if frequency not in _PERIODS:
        raise HistoryError(say("refusal_record.frequency", found=repr(frequency)))
    return load_series(f"cooperation_{frequency}").data


def patterns(role: Role | None = None) -> pd.DataFrame:
    """The patterns the model is held against, one row a target, indexed by `key`.

    Columns: `pattern` (P1, P3, ...), `name`, `target`, `low` and `high` (NaN where the source gives none),
    `unit`, `role` and the `reason` for it, `period` ("1948-01/1953-03", or empty), `source`, `note`. With `role`,
    only its rows: "fitted" are the targets to fit; "held out" and "check" are looked at afterwards;
    "discriminating" ones tell mechanisms apart.
    """
    import pandas as pd

    if role is not None and role not in get_args(Role):
        hint = choose(role, get_args(Role), "role")
        raise HistoryError(say("refusal_record.absent", thing=Named("role", role), hint=hint))
    columns = [
        "pattern",
        "key",
        "name",
        "target",
        "low",
        "high",
        "unit",
        "role",
        "reason",
        "period",
        "source",
        "note",
    ]
    rows = _read(DATA, "moments.csv", columns)
    numbers = {
        column: [_number("moments", row, column) for row in rows] for column in ("target", "low", "high")
    }
    table = pd.DataFrame(rows, columns=columns).assign(**numbers).set_index("key")
    return table if role is None else table[table["role"] == role]


def exchanges() -> pd.DataFrame:
    """What could be found of US-Soviet exchanges and tourism: single figures, too sparse to be a series.

    Columns: `first_year`, `last_year`, `measure`, `value`, `unit`, `qualifier` ("about", "more than" or the
    like, or empty), `source`.
    """
    import pandas as pd

    columns = ["first_year", "last_year", "measure", "value", "unit", "qualifier", "source"]
    rows = _read(DATA, "exchanges.csv", columns)
    numbers = {
        key: [_number("exchanges", row, key) for row in rows] for key in ("first_year", "last_year", "value")
    }
    return pd.DataFrame(rows, columns=columns).assign(**numbers).astype({"first_year": int, "last_year": int})


def _checked(name: str, folder: Traversable | Path) -> tuple[_About, dict[str, dict[str, float]]]:
    """What is said of a series, and its figures, both checked."""
    catalogue = _catalogue(folder)
    if name not in catalogue:
        hint = choose(name, sorted(catalogue), "series")
        raise HistoryError(say("refusal_record.absent", thing=Named("series", name), hint=hint))
    about = _about(name, catalogue[name])
    rows = _read(folder, f"{name}.csv", ["period", *about.columns])
    _check_periods(name, about.frequency, [row["period"] for row in rows])
    found = {
        row["period"]: {
            label: _number(name, row, column, about.minimum) for column, label in about.columns.items()
        }
        for row in rows
    }
    return about, found


def _catalogue(folder: Traversable | Path) -> dict[str, Any]:
    """The entries of `series.toml`, name to description, not yet checked."""
    try:
        return tomllib.loads((folder / SERIES).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise HistoryError(say("refusal_record.no_series_file", folder=folder)) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise HistoryError(say("refusal_record.not_toml", why=error)) from None


def _about(name: str, entry: object) -> _About:
    """The description of one series, checked."""
    try:
        return _About.model_validate(entry)
    except ValidationError as error:
        first = problems_of(error, _About)[0]
        raise HistoryError(f"{SERIES}: {first._replace(path=(name, *first.path))}") from None


def _read(folder: Traversable | Path, filename: str, expected: Sequence[str]) -> list[dict[str, str]]:
    """The rows of a table, column to cell; the columns are those expected and every row is complete."""
    try:
        text = (folder / filename).read_text(encoding="utf-8")
    except FileNotFoundError:
        raise HistoryError(say("refusal_record.no_table", table=filename)) from None
    except UnicodeDecodeError as error:
        raise HistoryError(say("refusal_record.encoding", table=filename, byte=error.start)) from None
    header, *rows = csv.reader(io.StringIO(text)) if text.strip() else [[]]
    if header != list(expected):
        found, wanted = ", ".join(header) or say("refusal_record.none"), ", ".join(expected)
        raise HistoryError(say("refusal_record.columns", table=filename, found=found, wanted=wanted))
    if not rows:
        raise HistoryError(say("refusal_record.no_figures", table=filename))
    for line, row in enumerate(rows, start=2):
        if len(row) != len(header):
            cells = {"found": len(row), "wanted": len(header)}
            raise HistoryError(say("refusal_record.cells", table=filename, row=line, **cells))
    return [dict(zip(header, row, strict=True)) for row in rows]


def _check_periods(name: str, frequency: Frequency, texts: Sequence[str]) -> None:
    """Refuse periods of a table that are not well written, stand twice, or are out of order."""
    form, example, _ = _PERIODS[frequency]
    for text in texts:
        if not re.fullmatch(form, text):
            said = {"found": repr(text), "frequency": say(f"refusal_record.{frequency}"), "example": example}
            raise HistoryError(say("refusal_record.period", table=f"{name}.csv", **said))
    for before, after in pairwise(texts):
        if after == before:
            raise HistoryError(say("refusal_record.twice", table=f"{name}.csv", period=after))
        if after < before:
            raise HistoryError(say("refusal_record.order", table=f"{name}.csv", period=after, before=before))


def _number(table: str, row: Mapping[str, str], column: str, minimum: float | None = None) -> float:
    """The number in a cell: NaN if blank, else finite and not below the minimum."""
    cell = row[column]
    if not cell.strip():
        return math.nan
    try:
        value = float(cell)
    except ValueError:
        value = math.nan
    where = {"table": f"{table}.csv", "column": column, "row": next(iter(row.values()))}
    if not math.isfinite(value):
        raise HistoryError(say("refusal_record.not_finite", **where, found=repr(cell)))
    if minimum is not None and value < minimum:
        least = {"found": f"{value:g}", "least": f"{minimum:g}"}
        raise HistoryError(say("refusal_record.too_small", **where, **least))
    return value
