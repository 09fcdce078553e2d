"""Figures of one's own in place of means: what a sweep keeps of a run when a study measures it month by month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import NamedTuple

import numpy as np
import xarray as xr

from simulation.errors import ScenarioError, in_python, show
from simulation.fields import OneOf
from simulation.saying import say

MEANS = ("summary", "yearly")  # what a plan can ask for by name
YEAR = "year"  # a dimension that becomes rows, not columns
#: names that an opened sweep gives to labels of its own
LABELS = ("point", "replicate", YEAR, "run", "actor", "target")
EXACT = 2**24  # the integers that single precision holds, each of them


class Figures(NamedTuple):
    """Numbers that are measured of every run, as a value: `Plan(keep=Figures("spells", "1", spells), ...)`.

    of   from all months of some runs, as `simulate(keep="all")` gives them, to a Dataset of variables `[run, ...]`; a
         function of a module, since other processes call it too. `units` and `long_name` of a variable are kept.

    A file names no code: so the figures are given again to go on with such a sweep or to repair it, and the sweep is
    another one when `version` is.
    """

    name: str
    version: str
    of: Callable[[xr.Dataset], xr.Dataset]

    def measured(self, result: xr.Dataset) -> xr.Dataset:
        """The figures of each run. Raises ScenarioError for what is no Dataset of numbers with one row a run."""
        found: object = self.of(result)
        if not isinstance(found, xr.Dataset):
            raise ScenarioError(
                say("refusal_kept.dataset", figures=show(self.name), found=type(found).__name__)
            )
        if not found.data_vars:
            raise ScenarioError(say("refusal_kept.empty", figures=show(self.name)))
        by_year = any(YEAR in variable.dims for variable in found.data_vars.values())
        for name, variable in found.data_vars.items():
            self._check_shape(name, variable, result.sizes["run"], by_year)
            self._check_numbers(name, variable)
            variable.attrs = {"units": "", "long_name": str(name), **variable.attrs}
        return found.assign_attrs({**result.attrs, **found.attrs})  # what made the runs

    def _check_shape(self, name: object, variable: xr.DataArray, runs: int, by_year: bool) -> None:
        said = {
            "figures": show(self.name),
            "name": str(name),
            "dims": ", ".join(f"{dim} {size}" for dim, size in variable.sizes.items()),
        }
        if variable.dims[:1] != ("run",) or variable.sizes["run"] != runs or 0 in variable.shape:
            raise ScenarioError(say("refusal_figures.shape", runs=runs, **said))
        if by_year and variable.dims[1:2] != (YEAR,):
            raise ScenarioError(say("refusal_kept.years", **said))

    def _check_numbers(self, name: object, variable: xr.DataArray) -> None:
        """Refuse what a shard, in single precision, could not give back."""
        values = variable.to_numpy()
        said = {"figures": show(self.name), "name": str(name)}
        if values.dtype.kind not in "biuf":
            raise ScenarioError(say("refusal_kept.numbers", kind=str(values.dtype), **said))
        most = EXACT if values.dtype.kind in "iu" else float(np.finfo(np.float32).max)
        if values.dtype.kind == "f":
            values = values[np.isfinite(values)]
        if values.dtype.kind != "b" and (beyond := values[(values > most) | (values < -most)]).size:
            found = f"{beyond.flat[0]:.15g}" if values.dtype.kind == "f" else str(beyond.flat[0])
            raise ScenarioError(say("refusal_kept.large", found=found, most=f"{most:.8g}", **said))

    def check_names(self, names: Sequence[str], others: Iterable[str], taken: Collection[str]) -> None:
        """Refuse variables and dimensions that are called as a column that every shard has, and two columns of one name.

        `names` are the columns of the figures, `others` their variables and dimensions; `taken` are the columns that say
        whose a row is.
        """
        said = {"figures": show(self.name)}
        for name in (*names, *others):
            if name in taken or name in LABELS:
                raise ScenarioError(say("refusal_kept.taken", name=show(name), **said))
        if twice := [name for name, count in Counter(names).items() if count > 1]:
            raise ScenarioError(say("refusal_kept.twice", name=show(twice[0]), **said))


def keep_of(given: object) -> str | Figures:
    """What a plan keeps: means by name, or figures."""
    if isinstance(given, Figures):
        if not callable(given.of):
            raise ScenarioError(say("refusal_kept.function", found=in_python(given.of)))
        return given
    return str(OneOf(MEANS, "name")(given))
