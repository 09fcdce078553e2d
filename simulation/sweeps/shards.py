"""A shard: a Parquet file with a row a run (or a run and year), which any program that reads Parquet can open.

A row says whose it is (`scenario`, `scenario_hash`, `point`, `replicate`), all that its point sets, and what came of it:
`tension[US to USSR]`, in single precision (seven digits), as a result's own file has it. The same task gives the same
bytes.
"""

from __future__ import annotations

import hashlib
import io
import itertools
import json
from collections.abc import Sequence
from importlib.util import find_spec
from typing import Any, NamedTuple

import numpy as np
import xarray as xr

from simulation.errors import ScenarioError, show
from simulation.parameters import PARAMETER_TABLE
from simulation.results import PARAMETER
from simulation.saying import say
from simulation.state import Array
from simulation.sweeps.figures import YEAR, Figures
from simulation.sweeps.tasks import Runs, Task, identity, simulated

OURS = b"detente"  # the key of what we say of a shard, in its metadata
HASH, POINT, REPLICATE = "scenario_hash", "point", "replicate"
ENGINE = ("engine", "precision", "jax", "processor")  # what a result says of what made it
LEVEL = 3  # of zstd: beyond it files are hardly smaller


class Shard(NamedTuple):
    """What is read of one: its rows as columns, and what it says of itself."""

    columns: dict[str, Array]
    about: dict[str, Any]


def made(task: Task) -> bytes:
    """The shard of a task: the same bytes in any process, with any number of cores."""
    parts = simulated(task)
    rows = task.points.reset_index()
    years = parts[0].result.sizes.get(YEAR, 1)
    given: dict[str, Array] = {
        HASH: _by_run(parts, len(rows)),
        **{_shown(str(name)): rows[name].to_numpy() for name in rows.columns},
        REPLICATE: task.replicates,
    }
    given = {name: np.repeat(values, years) for name, values in given.items()}
    if YEAR in parts[0].result.dims:
        given[YEAR] = np.tile(parts[0].result[YEAR].to_numpy(), len(rows))
    layout = _layout(parts[0].result, task.variables)
    _check_columns(task, parts, layout, given)
    found: dict[str, Array] = {}
    for variable, about in layout["variables"].items():
        names = columns_of(variable, about["dims"], layout["coords"])
        values = np.empty((len(rows) * years, len(names)), np.float32)
        for one in parts:
            at = (one.where[:, None] * years + np.arange(years)).ravel()
            values[at] = one.result[variable].to_numpy().reshape(len(at), -1)
        found |= {name: values[:, k] for k, name in enumerate(names)}
    said = {
        "sweep": task.sweep, "shard": task.number, "scenario": task.scenario.name, "seed": task.seed,
        "keep": task.keep if isinstance(task.keep, str) else task.keep.name, "engine": _engines(parts), **layout,
    }  # fmt: skip
    return _bytes(given, found, said)


def _check_columns(task: Task, parts: list[Runs], layout: dict[str, Any], given: dict[str, Array]) -> None:
    """Refuse figures whose columns would cover others, or are not the same of all runs."""
    if isinstance(task.keep, Figures):
        names = [name for one in layout["variables"] for name in columns(layout, one)]
        task.keep.check_names(names, (*layout["variables"], *layout["coords"]), given)
    for one in parts[1:]:
        if (column := different(layout, _layout(one.result, task.variables))) is not None:
            raise ScenarioError(say("refusal_kept.differs", number=task.number, column=show(column)))


def columns(about: dict[str, Any], variable: str) -> list[str]:
    """The columns of a variable of a shard, by what the shard says of itself."""
    return columns_of(variable, about["variables"][variable]["dims"], about["coords"])


def different(first: dict[str, Any], other: dict[str, Any], variables: Sequence[str] = ()) -> str | None:
    """The first column that one of two shards of a scenario has and the other has not, or of which they say other things.

    Of so many variables, or of all; None where there is none.
    """
    for name in {**first["variables"], **other["variables"]}:
        if variables and name not in variables:
            continue
        mine, others = ([*columns(one, name)] if name in one["variables"] else [] for one in (first, other))
        if apart := [column for column in (*mine, *others) if (column in mine) != (column in others)]:
            return str(apart[0])
        if mine != others or first["variables"][name] != other["variables"][name]:
            return str(name)
    return None


def digest(content: bytes) -> str:
    """SHA-256 of a file's bytes."""
    return hashlib.sha256(content).hexdigest()


def read(content: bytes, variables: Sequence[str] = ()) -> Shard:
    """What stands in a shard; of the variables those that are named, or all."""
    import pyarrow.parquet as parquet

    file = parquet.ParquetFile(io.BytesIO(content))
    said = json.loads(file.metadata.metadata[OURS])
    others = {
        name for one in said["variables"] if variables and one not in variables
        for name in columns_of(one, said["variables"][one]["dims"], said["coords"])
    }  # fmt: skip
    table = file.read(columns=[name for name in file.schema_arrow.names if name not in others])
    return Shard({name: table.column(name).to_numpy() for name in table.column_names}, said)


def about(content: bytes) -> dict[str, Any] | None:
    """What a shard says of itself; None of what is no shard."""
    need_pyarrow()
    import pyarrow
    import pyarrow.parquet as parquet

    try:
        metadata = parquet.read_metadata(io.BytesIO(content)).metadata or {}
        return dict(json.loads(metadata[OURS]))
    except (pyarrow.ArrowException, OSError, KeyError, ValueError):
        return None


def need_pyarrow() -> None:
    """Refuse a sweep where the library that writes its shards is not installed."""
    if find_spec("pyarrow") is None:
        raise ScenarioError(say("refusal_sweep.library", library="pyarrow"))


def pyarrow_version() -> str:
    """On which the bytes of a shard hang as well."""
    need_pyarrow()
    import pyarrow

    return str(pyarrow.__version__)


def _by_run(parts: list[Runs], runs: int) -> Array:
    found = np.empty(runs, dtype=object)
    for one in parts:
        found[one.where] = identity(one.scenario)
    return found


def _engines(parts: list[Runs]) -> list[dict[str, str]]:
    """What made the runs: more than one where a doctrine could not be compiled."""
    said = [{name: one.result.attrs[name] for name in ENGINE if name in one.result.attrs} for one in parts]
    return [one for place, one in enumerate(said) if one not in said[:place]]


def _shown(name: str) -> str:
    """A parameter's column is called as in a result of `simulate`, since a variable may have its name."""
    return f"{PARAMETER}{name}" if name in PARAMETER_TABLE else name


def _layout(result: xr.Dataset, variables: tuple[str, ...]) -> dict[str, Any]:
    """Which variables there are, along which dimensions, and what these are labelled with."""
    kept = [str(name) for name in result.data_vars if not variables or name in variables]
    dims = {name: [str(dim) for dim in result[name].dims if dim not in ("run", YEAR)] for name in kept}
    labels = dict.fromkeys(dim for some in dims.values() for dim in some)
    return {
        "variables": {
            name: {
                "dims": dims[name],
                "units": str(result[name].units),
                "long_name": str(result[name].long_name),
            }
            for name in kept
        },
        "coords": {dim: [str(label) for label in result[dim].to_numpy()] for dim in labels},
    }


def columns_of(variable: str, dims: list[str], coords: dict[str, list[str]]) -> list[str]:
    """`agreement[US to USSR, arms]`: one for each combination of labels, the last changing first."""
    if not dims:
        return [variable]
    return [
        f"{variable}[{', '.join(labels)}]" for labels in itertools.product(*(coords[dim] for dim in dims))
    ]


def _bytes(given: dict[str, Array], found: dict[str, Array], about: dict[str, Any]) -> bytes:
    need_pyarrow()
    import pyarrow
    import pyarrow.parquet as parquet

    arrays = {name: _arrow(name, values) for name, values in given.items()}
    arrays |= {name: pyarrow.array(values) for name, values in found.items()}
    table = pyarrow.table(arrays)
    said = json.dumps(about, ensure_ascii=False, separators=(",", ":"))
    table = table.replace_schema_metadata({OURS: said.encode()})
    file = io.BytesIO()
    parquet.write_table(
        table,
        file,
        row_group_size=len(table),
        compression="zstd",
        compression_level=LEVEL,
        use_dictionary=list(given),
        use_byte_stream_split=list(found),
        write_statistics=[POINT, REPLICATE],
    )
    return file.getvalue()


def _arrow(name: str, values: Array) -> Any:
    import pyarrow

    if name in (POINT, REPLICATE, YEAR):
        return pyarrow.array(values.astype(np.int32))
    return pyarrow.array(values.tolist()) if values.dtype == object else pyarrow.array(values)
