"""Figures of one's own in place of means: what a sweep keeps of a run when a study measures it month by month."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import xarray as xr

from simulation.errors import ScenarioError, show
from simulation.fields import OneOf
from simulation.saying import say

MEANS = ("summary", "yearly")  # what a plan can ask for by name


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
        """The figures of each run. Raises ScenarioError where some variable has not one row a run."""
        found = self.of(result)
        runs = result.sizes["run"]
        for name, variable in found.data_vars.items():
            if variable.dims[:1] != ("run",) or variable.sizes["run"] != runs:
                dims = ", ".join(f"{dim} {size}" for dim, size in variable.sizes.items())
                raise ScenarioError(
                    say("refusal_figures.shape", figures=show(self.name), name=name, dims=dims, runs=runs)
                )
            variable.attrs = {"units": "", "long_name": str(name), **variable.attrs}
        return found.assign_attrs({**result.attrs, **found.attrs})  # what made the runs


def keep_of(given: object) -> str | Figures:
    """What a plan keeps: means by name, or figures."""
    if isinstance(given, Figures):
        return given
    return str(OneOf(MEANS, "name")(given))
