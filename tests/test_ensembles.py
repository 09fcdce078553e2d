"""Twins differ only by what was changed, and the intervals of their differences hold what they promise.

The statistics of a single ensemble are tested with the report that is made of them.
"""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr
from scipy.stats import t

from simulation.engine import simulate
from simulation.errors import ScenarioError
from simulation.experiments import ensembles
from simulation.scenario import Scenario

RUNS = 12


@pytest.fixture(scope="module")
def before(two: Scenario) -> xr.Dataset:
    return simulate(two, runs=RUNS, seed=3)


@pytest.fixture(scope="module")
def after(two: Scenario) -> xr.Dataset:
    """The same worlds, but the leader who comes in July 1961 is as hard as can be."""
    first, second = two.leaders
    harder = second.model_copy(update={"disposition": -1.0})
    return simulate(two.changed(leaders=(first, harder)), runs=RUNS, seed=3)


def a_run(values: object) -> xr.DataArray:
    return xr.DataArray(np.asarray(values), dims="run")


# --- twins --------------------------------------------------------------------------------------------------


def test_twins_are_equal_until_the_change_and_differ_after_it(before: xr.Dataset, after: xr.Dataset) -> None:
    difference = ensembles.paired(before, after, "tension")
    early = difference.sel(month=slice(None, "1961-06"))
    assert early.sizes["month"] == 18
    assert early.notnull().any()
    assert float(abs(early).max()) == 0.0
    assert float(abs(difference.sel(month=slice("1961-08", None))).max()) > 0.0


def test_a_difference_is_after_minus_before_within_each_run(before: xr.Dataset, after: xr.Dataset) -> None:
    peaceful = before.assign(war=xr.zeros_like(before["war"]))
    shifted = peaceful.assign(tension=before["tension"] + before["run"])
    gap = ensembles.paired(peaceful, shifted, "tension").transpose("run", ...).values
    np.testing.assert_allclose(gap, np.broadcast_to(np.arange(RUNS)[:, None, None], gap.shape), atol=1e-9)


def test_months_after_a_war_in_either_twin_are_left_out(before: xr.Dataset) -> None:
    first, second = xr.zeros_like(before["war"]), xr.zeros_like(before["war"])
    first[0, 10:] = True
    second[1, 20:] = True
    gap = ensembles.paired(before.assign(war=first), before.assign(war=second), "trust").isel(pair=0)
    assert gap.notnull().sum("month").values[:3].tolist() == [10, 20, 36]


def test_results_that_are_no_twins_are_refused(before: xr.Dataset, two: Scenario) -> None:
    with pytest.raises(ScenarioError, match="their seeds are 3 and 4; simulate both with one seed"):
        ensembles.paired(before, before.assign_attrs(seed=4), "tension")
    for axis in ("run", "month", "pair", "state"):
        with pytest.raises(ScenarioError, match=f"differ in their {axis}s"):
            ensembles.paired(before, before.isel({axis: slice(1, None)}), "tension")


# --- intervals of paired differences ------------------------------------------------------------------------


def test_the_interval_of_a_mean_holds_the_truth_as_often_as_it_says() -> None:
    values = np.random.default_rng(2).gamma(2.0, size=(60, 400))  # skewed, as differences are
    found = ensembles.mean_interval(xr.DataArray(values, dims=("run", "month")))
    held = (found.sel(bound="low") < 2.0) & (found.sel(bound="high") > 2.0)
    assert 0.91 < float(held.mean()) < 0.97
    np.testing.assert_allclose(found.sel(bound="mean"), values.mean(axis=0))


def test_the_interval_is_close_to_students_where_that_is_right() -> None:
    values = np.random.default_rng(3).normal(0.4, 1.0, size=400)
    low, high = t.interval(0.95, 399, values.mean(), values.std(ddof=1) / 20)
    found = ensembles.mean_difference(a_run(values))
    assert found.n == 400
    assert found.mean == pytest.approx(values.mean())
    assert (found.low, found.high) == pytest.approx((low, high), abs=0.01)


def test_the_interval_is_the_same_every_time_and_moves_little_with_its_seed() -> None:
    values = a_run(np.random.default_rng(4).normal(size=100))
    one, other = ensembles.mean_difference(values), ensembles.mean_difference(values, seed=5)
    assert one == ensembles.mean_difference(values)
    assert one != other
    assert (one.low, one.high) == pytest.approx((other.low, other.high), abs=0.05)


def test_each_column_uses_the_pairs_that_it_has() -> None:
    values = np.random.default_rng(5).normal(size=(30, 4))
    values[10:, 1] = np.nan
    values[1:, 2] = np.nan
    values[:, 3] = np.nan
    found = ensembles.mean_interval(xr.DataArray(values, dims=("run", "month")))
    alone = ensembles.mean_interval(a_run(values[:10, 1]))
    np.testing.assert_allclose(found.isel(month=1), alone)
    assert found.isel(month=2).isnull().values.tolist() == [False, True, True]
    assert found.isel(month=3).isnull().all()
    assert ensembles.mean_difference(a_run(values[:, 1])).n == 10


def test_the_interval_keeps_the_other_axes(before: xr.Dataset, after: xr.Dataset) -> None:
    gap = ensembles.paired(before, after, "tension")
    found = ensembles.mean_interval(gap)
    assert found.dims == ("bound", "month", "pair")
    np.testing.assert_array_equal(found["month"], before["month"])
    turned = ensembles.mean_interval(gap.transpose("month", "run", "pair"))
    np.testing.assert_allclose(found, turned.transpose(*found.dims))


def test_twins_that_never_differ_have_a_difference_of_nothing() -> None:
    assert ensembles.mean_difference(a_run(np.zeros(8))) == (0.0, 0.0, 0.0, 8)


# --- paired shares ------------------------------------------------------------------------------------------


def pairs_of(both: int, only_after: int, only_before: int, neither: int) -> tuple[xr.DataArray, xr.DataArray]:
    was = [True] * both + [False] * only_after + [True] * only_before + [False] * neither
    now = [True] * (both + only_after) + [False] * (only_before + neither)
    return a_run(was), a_run(now)


# Newcombe (1998), Statistics in Medicine 17:2635-2650, table III, method 10: cells, and the limits they give
PUBLISHED = (
    ((36, 12, 2, 0), (0.0569, 0.3404)),
    ((20, 12, 2, 16), (0.0562, 0.3292)),
    ((18, 12, 2, 18), (0.0562, 0.3290)),
    ((36, 14, 0, 0), (0.1528, 0.4167)),
    ((35, 14, 0, 1), (0.1461, 0.4175)),
    ((18, 14, 0, 18), (0.1441, 0.3963)),
    ((2, 97, 1, 0), (0.8721, 0.9854)),
    ((1, 97, 1, 1), (0.8736, 0.9850)),
    ((0, 30, 0, 0), (0.8395, 1.0)),
    ((54, 0, 0, 0), (-0.0664, 0.0664)),
    ((30, 0, 0, 24), (-0.0358, 0.0358)),
)


@pytest.mark.parametrize(("cells", "limits"), PUBLISHED)
def test_the_difference_of_shares_has_newcombes_interval(
    cells: tuple[int, int, int, int], limits: tuple[float, float]
) -> None:
    found = ensembles.share_difference(*pairs_of(*cells))
    assert found.n == sum(cells)
    assert found.mean == pytest.approx((cells[1] - cells[2]) / found.n)
    assert (found.low, found.high) == pytest.approx(limits, abs=1e-4)


def test_the_difference_of_shares_turns_with_its_arguments() -> None:
    was, now = pairs_of(5, 3, 1, 11)
    one, other = ensembles.share_difference(was, now), ensembles.share_difference(now, was)
    assert (one.mean, one.low, one.high) == pytest.approx((-other.mean, -other.high, -other.low))


@pytest.mark.parametrize("cells", [(0, 0, 0, 9), (9, 0, 0, 0), (5, 0, 0, 5), (0, 9, 0, 0), (0, 0, 9, 0)])
def test_equal_answers_in_every_pair_are_no_certainty(cells: tuple[int, int, int, int]) -> None:
    found = ensembles.share_difference(*pairs_of(*cells))
    assert -1 <= found.low < found.high <= 1
    assert found.low <= found.mean <= found.high
