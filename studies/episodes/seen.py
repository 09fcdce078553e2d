"""An episode as the record has it and as a run has it, asked the same questions in the same units.

Every question gives one number a run, `[run]`; the record is one run. So a check is written once and put to both.
Months after a war are left out: there a run says nothing.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from functools import cached_property
from typing import Protocol

import numpy as np
import xarray as xr

from simulation.experiments.moments import Runs
from simulation.history import load_series
from simulation.state import ISSUES

BOTH = ("US to USSR", "USSR to US")
US_WAY, USSR_WAY = BOTH


class Seen(Protocol):
    """What can be asked of an episode. Months are "YYYY-MM", ends included; periods in the record are whole quarters."""

    def conduct(self, first: str, last: str, ways: Sequence[str] = BOTH) -> Runs:
        """Mean cooperation of these directions, COPDAB points."""

    def trade(self, first: int, last: int, partner: str = "USSR") -> Runs:
        """Mean trade of the United States with `partner` over these years: read ratios and signs only, but for the
        Soviet Union, where it is the share of its potential.
        """

    def burden(self, state: str, year: int) -> Runs:
        """Military spending over GDP: read ratios only, since the record's prices have no stated base."""

    def danger(self, year: int) -> Runs:
        """Felt danger, higher is worse: read signs only."""


class Record:
    """The record, from the project's own tables; one run. `potential` is the trade of full ties, share of US trade."""

    def __init__(self, potential: float) -> None:
        self._potential = potential

    def conduct(self, first: str, last: str, ways: Sequence[str] = BOTH) -> Runs:
        """Mean of the quarters, each weighing the same, as the months of a run do."""
        known = load_series("cooperation_quarterly").data.sel(pair=list(ways), time=slice(first, last))
        return np.array([float(known.mean())])

    def trade(self, first: int, last: int, partner: str = "USSR") -> Runs:
        """The Soviet Union: share of US trade over the potential. Others: constant prices."""
        years = slice(str(first), str(last))
        if partner == "USSR":
            found = load_series("trade_share").data.sel(time=years).mean() / 100.0 / self._potential
        else:
            found = load_series("trade_real").data.sel(time=years, partners=f"US and {partner}").mean()
        return np.array([float(found)])

    def burden(self, state: str, year: int) -> Runs:
        """Spending in constant prices over GDP."""
        spent, made = (
            float(load_series(name).data.sel(time=f"{year}-01-01", state=state))
            for name in ("military_spending", "gdp")
        )
        return np.array([spent / made])

    def danger(self, year: int) -> Runs:
        """Minus the minutes of the Doomsday Clock at the end of the year: a judgement of its editors."""
        return np.array([-float(load_series("doomsday").data.sel(time=f"{year}-01-01").squeeze())])


class Model:
    """A result of `simulate`, keep="all"."""

    def __init__(self, result: xr.Dataset) -> None:
        self._result = result

    @cached_property
    def _living(self) -> xr.DataArray:
        living: xr.DataArray = ~self._result.war
        return living

    def over(self, name: str, first: str | None = None, last: str | None = None, **where: object) -> Runs:
        """Mean of a variable over months and whatever is left besides the runs; NaN for a run without such a month."""
        values = self._result[name].where(self._living).sel({"month": slice(first, last), **where})
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)  # a war before the period begins
            return np.asarray(values.mean([dim for dim in values.dims if dim != "run"]), dtype=float)

    def conduct(self, first: str, last: str, ways: Sequence[str] = BOTH) -> Runs:
        """Mean of the months."""
        return self.over("cooperation", first, last, pair=list(ways))

    def trade(self, first: int, last: int, partner: str = "USSR") -> Runs:
        """The tie, share of potential."""
        return self.over("trade", f"{first}-01", f"{last}-12", pair=f"US to {partner}")

    def burden(self, state: str, year: int) -> Runs:
        """Military share of GDP."""
        return self.over("arms", f"{year}-01", f"{year}-12", state=state)

    def danger(self, year: int) -> Runs:
        """Tension that the two feel about each other, in the last quarter of the year."""
        return self.over("tension", f"{year}-10", f"{year}-12", pair=list(BOTH))

    # --- what no table of the record holds --------------------------------------------------------------------

    def signed(self, first: str, last: str, issues: Sequence[str] = ISSUES) -> Runs:
        """How many of these issues the two signed or renewed something on in these months."""
        signed = self._result.signed.sel(pair=US_WAY, month=slice(first, last), issue=list(issues)).any(
            "month"
        )
        return np.asarray(signed.sum("issue"), dtype=float)

    def in_force(self, issue: str, month: str) -> Runs:
        """1 where an agreement of the two is in force, else 0; NaN after a war."""
        return self.over("agreement", month, month, pair=US_WAY, issue=issue)
