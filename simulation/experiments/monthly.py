"""What lies between states month by month, `[run, month]`: feelings, ties, and acts, counted by what they are.

Threats and coercion are counted apart from denunciations: an insult is not a threat. A month after a war says nothing and
is left out (NaN); means are over all directed pairs.
"""

from __future__ import annotations

from collections.abc import Callable

import xarray as xr

from simulation.actions import ACTIONS
from simulation.experiments import ensembles

FORCE = tuple(code for code, act in enumerate(ACTIONS) if act.force > 0)  # threats and coercion
WORDS = tuple(code for code, act in enumerate(ACTIONS) if act.kind == "provoke" and act.force == 0)
PROVOKING = (*FORCE, *WORDS)


def level(name: str) -> Callable[[xr.Dataset], xr.DataArray]:
    """The mean of a variable over all directed pairs, `[run, month]`, in the variable's unit."""

    def of(result: xr.Dataset) -> xr.DataArray:
        return result[name].astype(float).where(ensembles.alive(result)).mean("pair")

    return of


def acts_a_year(codes: tuple[int, ...]) -> Callable[[xr.Dataset], xr.DataArray]:
    """Acts of these codes a year, initiatives and responses, mean over all directed pairs, `[run, month]`, 0-24."""

    def of(result: xr.Dataset) -> xr.DataArray:
        done: xr.DataArray = result.initiative.isin(codes).astype(float) + result.response.isin(codes)
        return done.where(ensembles.alive(result)).mean("pair") * 12.0

    return of


def ten_years(name: str) -> Callable[[xr.Dataset], xr.DataArray]:
    """What happens to a dyad in ten years, summed; mean over dyads, `[run, month]`. The month of a war counts."""

    def of(result: xr.Dataset) -> xr.DataArray:
        return ensembles.counted(result, name).mean("pair") * 120.0  # it stands in both directions

    return of
