"""Windows after ordered conduct: what is measured in them, by hand, and where a war cuts a run short."""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr

from simulation import load_scenario, simulate
from simulation.actions import CODE
from simulation.experiments import ensembles
from simulation.experiments.afterwards import WINDOWS, measured, windowed
from simulation.experiments.conducted import MONTHS


@pytest.fixture(scope="module")
def result() -> xr.Dataset:
    return simulate(load_scenario("both_talk"), runs=6, seed=3)


def test_windows_follow_one_another_to_the_end() -> None:
    edges = list(WINDOWS.values())
    assert edges[0][0] == 0
    assert [last for _, last in edges] == [*(first for first, _ in edges[1:]), MONTHS]


def test_what_is_done_is_counted_by_the_year(result: xr.Dataset) -> None:
    found = windowed(measured(result))
    assert dict(found.sizes) == {"run": 6, "measure": 7, "window": 4}
    for name, acts in (("force", ("threaten", "coerce")), ("denounced", ("denounce",))):
        codes = [CODE[act] for act in acts]
        count = np.zeros(6)
        for stage in ("initiative", "response"):
            done = result[stage].isel(month=slice(84, 120)).to_numpy()
            count += np.isin(done, codes).sum(axis=(1, 2))
        # three years, two states
        np.testing.assert_allclose(found.sel(measure=name, window="3-5"), count / 3 / 2, rtol=1e-12)
    begun = result["crisis"].isel(month=slice(0, 60), pair=0).sum("month") / 5
    np.testing.assert_allclose(found.sel(measure="crises", window="ordered"), begun, rtol=1e-12)
    felt = result["tension"].isel(month=slice(60, 84)).mean(("month", "pair"))
    np.testing.assert_allclose(found.sel(measure="tension", window="1-2"), felt, rtol=1e-12)


def test_months_after_a_war_in_either_twin_are_left_out(result: xr.Dataset) -> None:
    war = xr.zeros_like(result["war"])
    war[0, 70:] = True
    other = result.assign(war=war, tension=result["tension"] + 1.0)
    gap = windowed(measured(other) - measured(result)).sel(measure="tension", run=0)
    np.testing.assert_allclose(gap, [1.0, 1.0, np.nan, np.nan], rtol=1e-12)
    bounds = ensembles.mean_interval(windowed(measured(other) - measured(result)).sel(measure="tension"))
    np.testing.assert_allclose(bounds, 1.0, rtol=1e-12)
