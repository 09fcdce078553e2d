"""A sweep as one labelled Dataset, `[point, replicate, ...]`; `tidy` makes long tables of it, as of any result."""

from __future__ import annotations

import json
from collections.abc import Sequence
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np
import xarray as xr

from simulation import memory
from simulation.compiled import NUMPY
from simulation.errors import ScenarioError, choose, show
from simulation.saying import number as written
from simulation.saying import say
from simulation.state import Array
from simulation.sweeps import shards
from simulation.sweeps.figures import YEAR
from simulation.sweeps.identity import MADE_WITH, PLAN, SWEEP, VERSIONS
from simulation.sweeps.ledger import Entry, reading
from simulation.sweeps.running import check_alike, place_of
from simulation.sweeps.shards import POINT, REPLICATE, Shard

COPIES = 3  # of what is kept: as it is read, put together, and the result


def open_sweep(folder: str | PathLike[str], *variables: str) -> xr.Dataset:
    """What a sweep has kept, or some variables of it, along `point`, `replicate`, (`year`,) and their own dimensions.

    Coordinates along `point` say what it sets: `scenario`, `parameter_trust_gain`, `doctrines.US`,
    `inputs.states.US.hawks`.
    Scenarios with other states or years stand side by side, with nothing (NaN) where one has no such pair or year.
    Every file is checked while it is read. Attributes hold the plan, its versions, seed and digest.

    Raises ScenarioError for a folder without a sweep, one that is not finished, damaged files, shards
    of one scenario that have not the same columns, variables that it has not, and more than the memory holds.
    """
    shards.need_pyarrow()
    place = Path(folder)
    with reading(place) as ledger:
        about, entries, all_ = ledger.about(), ledger.entries(), ledger.shards()
    if len(entries) < all_:
        raise ScenarioError(say("refusal_sweep.unfinished", folder=folder, done=len(entries), all=all_))
    plan = json.loads(about[PLAN])
    found: dict[str, list[Shard]] = {}
    for number, entry in entries.items():
        one = shards.read(_content(place, number, entry), variables)
        if not found:
            _check(one, variables, all_)
        alike = found.setdefault(one.about["scenario"], [])
        if alike:
            check_alike(alike[0].about, one.about, number, variables)
        alike.append(one)
    made = [_dataset(some, plan["replicates"]) for some in found.values()]
    whole = made[0] if len(made) == 1 else _side_by_side(made)
    if "pair" in whole.dims:
        actors, targets = _sides(whole["pair"].to_numpy())
        whole = whole.assign_coords(actor=("pair", actors), target=("pair", targets))
    return whole.assign_attrs(
        plan=about[PLAN], versions=about[VERSIONS], made_with=about[MADE_WITH], sweep=about[SWEEP],
        seed=plan["seed"], engine=plan.get("engine", NUMPY), keep=plan["keep"],
        worlds=plan["worlds"], replicates=plan["replicates"],
    )  # fmt: skip


def _content(folder: Path, number: int, entry: Entry) -> bytes:
    """The bytes of a shard; a ScenarioError where they are not those that were written."""
    path = place_of(folder, number)
    try:
        content = path.read_bytes()
    except OSError:
        content = b""
    if shards.digest(content) != entry.sha256:
        raise ScenarioError(say("refusal_sweep.damaged", file=path, folder=folder))
    return content


def _check(first: Shard, variables: Sequence[str], shards_: int) -> None:
    """Refuse variables that were not kept, and more than the memory holds, by the first of so many shards."""
    known = list(first.about["variables"])
    for name in variables:
        if name not in known:
            raise ScenarioError(
                say("refusal_tables.unknown", name=show(name), choose=choose(name, known, "variable"))
            )
    needed = COPIES * shards_ * sum(values.nbytes for values in first.columns.values())
    if (most := memory.exceeded(needed)) is not None:
        gib = {"needed": written(needed / 2**30), "most": written(most / 2**30)}
        raise ScenarioError(say("refusal_sweep.memory", **gib))


def _dataset(some: Sequence[Shard], replicates: int) -> xr.Dataset:
    """The shards of one scenario, in their order, which is that of points, replicates and years."""
    about = some[0].about
    columns = {name: np.concatenate([one.columns[name] for one in some]) for name in some[0].columns}
    years = np.unique(columns[YEAR]) if YEAR in columns else None
    each = replicates * (1 if years is None else len(years))  # rows a point
    shape = (-1, replicates) if years is None else (-1, replicates, len(years))
    along = (POINT, REPLICATE) if years is None else (POINT, REPLICATE, YEAR)
    data: dict[str, Any] = {}
    for variable, said in about["variables"].items():
        names = shards.columns_of(variable, said["dims"], about["coords"])
        if names[0] not in columns:
            continue
        sizes = [len(about["coords"][dim]) for dim in said["dims"]]
        values = np.stack([columns.pop(name) for name in names], axis=-1).reshape(*shape, *sizes)
        attrs = {"units": said["units"], "long_name": said["long_name"]}
        data[variable] = ((*along, *said["dims"]), values, attrs)
    given = {
        name: (POINT, values[::each]) for name, values in columns.items() if name not in (REPLICATE, YEAR)
    }
    coords: dict[str, Any] = {**given, REPLICATE: np.arange(replicates), **about["coords"]}
    if years is not None:
        coords[YEAR] = years
    made = xr.Dataset(data, coords=coords)
    return made.drop_vars([dim for dim in about["coords"] if dim not in made.dims])


def _side_by_side(made: Sequence[xr.Dataset]) -> xr.Dataset:
    """Several scenarios along `point`, in the order of their points; labels in that of the scenarios."""
    dims = dict.fromkeys(str(dim) for one in made for dim in one.dims if dim not in (POINT, REPLICATE))
    labels = {
        dim: list(
            dict.fromkeys(label for one in made if dim in one.dims for label in one[dim].to_numpy().tolist())
        )
        for dim in dims
    }
    same = [one.reindex({dim: labels[dim] for dim in dims if dim in one.dims}) for one in made]
    whole = xr.concat(same, POINT, join="exact", data_vars="all", coords="minimal", compat="override")
    for name, variable in whole.data_vars.items():
        variable.attrs = next(one[name].attrs for one in made if name in one)
    return whole.sortby(POINT)


def _sides(pairs: Array) -> tuple[list[str], list[str]]:
    """Actors and targets of pairs, "US to USSR"."""
    split = [str(pair).partition(" to ") for pair in pairs]
    return [one[0] for one in split], [one[2] for one in split]
