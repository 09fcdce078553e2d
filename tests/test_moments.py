"""The moments by which model and record meet, on series whose values are known."""

from __future__ import annotations

import statistics

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from simulation.experiments import moments

MONTHS, RUNS = 372, 200

series = arrays(float, (2, 36, 2), elements=st.floats(-40, 27).map(lambda value: round(value, 3)))


def noise(*shape: int, seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).standard_normal(shape)


def vector_autoregressive(
    coefficients: np.ndarray, months: int = MONTHS, runs: int = RUNS, seed: int = 1
) -> np.ndarray:
    """x(t) = A x(t-1) + e, from rest; [direction, month, run]."""
    shocks, x = noise(months + 50, 2, runs, seed=seed), np.zeros((2, runs))
    out = []
    for shock in shocks:
        x = coefficients @ x + shock
        out.append(x)
    return np.stack(out[50:], axis=1)


def with_war(x: np.ndarray, run: int, month: int) -> np.ndarray:
    ended = x.copy()
    ended[:, month:, run] = np.nan
    return ended


# --- against numpy and the standard library -------------------------------------------------------


@given(series)
@settings(max_examples=40)
def test_reciprocity_is_pearsons_r(x: np.ndarray):
    found = moments.same_month_reciprocity(x)
    for run in range(x.shape[2]):
        a, b = x[0, :, run].tolist(), x[1, :, run].tolist()
        if min(statistics.pstdev(a), statistics.pstdev(b)) > 1e-3:
            assert found[run] == pytest.approx(statistics.correlation(a, b), abs=1e-6)


@given(series, st.integers(1, 24))
@settings(max_examples=40)
def test_autocorrelation_is_that_of_the_dyads_mean_with_itself_some_months_ago(x: np.ndarray, lag: int):
    found = moments.autocorrelation(x, lag)
    for run in range(x.shape[2]):
        y = (0.5 * (x[0, :, run] + x[1, :, run])).tolist()
        if min(statistics.pstdev(y[lag:]), statistics.pstdev(y[:-lag])) > 1e-3:
            assert found[run] == pytest.approx(statistics.correlation(y[lag:], y[:-lag]), abs=1e-6)


def test_the_autoregression_is_least_squares():
    x = vector_autoregressive(np.array([[0.4, 0.1], [0.2, 0.3]]), months=60, runs=4)
    found = moments.vector_autoregression(x)
    for run in range(4):
        regressors = np.column_stack([np.ones(59), x[0, :-1, run], x[1, :-1, run]])
        expected, *_ = np.linalg.lstsq(regressors, x[:, 1:, run].T, rcond=None)
        assert found[:, :, run] == pytest.approx(expected[1:].T)


def test_the_variance_between_years():
    x = noise(2, 40, 3) + np.repeat(noise(4, 3, seed=2), 12, axis=0)[:40]
    dyad = x.mean(axis=0)[:36]  # four months of a fourth year are no year
    years = dyad.reshape(3, 12, 3).mean(axis=1)
    assert moments.between_year_share(x) == pytest.approx(years.var(axis=0) / dyad.var(axis=0))


# --- series with known values ---------------------------------------------------------------------


def test_an_autoregression_of_known_coefficients_is_found_again():
    true = np.array([[0.40, 0.08], [0.15, 0.26]])  # own and cross lags as in the COPDAB record
    found = moments.vector_autoregression(vector_autoregressive(true))
    # entry [0, 1] is how the first state follows the second; the bias of 372 months is about -1/100
    assert found.mean(axis=2) == pytest.approx(true, abs=0.02)


@pytest.mark.parametrize("persistence", [0.0, 0.5, 0.9])
def test_the_autocorrelation_of_ar1_falls_geometrically(persistence: float):
    x = vector_autoregressive(np.eye(2) * persistence, months=4000, runs=30)
    for lag in (1, 3, 6):
        assert moments.autocorrelation(x, lag).mean() == pytest.approx(persistence**lag, abs=0.02)


def test_a_common_shock_is_reciprocity_within_the_month():
    own, common = noise(2, 5000, 20, seed=3), noise(1, 5000, 20, seed=4)
    x = own + common  # r = 1 / 2
    assert moments.same_month_reciprocity(x).mean() == pytest.approx(0.5, abs=0.01)


def test_what_only_regimes_share_is_gone_within_them():
    starts = (0, 63, 179, 280, 335)
    levels = np.repeat([-10.7, -5.7, -3.1, 4.0, -2.1], np.diff((*starts, MONTHS)))
    x = 5 * noise(2, MONTHS, RUNS) + levels[None, :, None]
    assert moments.same_month_reciprocity(x).mean() > 0.3
    assert moments.within_regimes(x, starts).mean() == pytest.approx(0, abs=0.02)
    mean = moments.regime_mean(x, 280, 335)
    assert mean.mean() == pytest.approx(4.0, abs=0.1)
    assert mean == pytest.approx(x[:, 280:335].mean(axis=(0, 1)))


def test_shares_of_hostile_months():
    x = np.array([[-4.0, -4.0, 6.0, 6.0, 0.0], [-2.0, 6.0, -2.0, 3.0, 0.0]])[:, :, None]
    negative, both_negative, both_positive = moments.hostile_shares(x)[:, 0]
    assert (negative, both_negative, both_positive) == (1 / 5, 1 / 5, 1 / 5)  # means -3, 1, 2, 4.5, 0


def test_opposite_directions_and_equal_ones():
    x = noise(1, 50, 3)
    assert moments.same_month_reciprocity(np.concatenate([x, x])) == pytest.approx(1)
    assert moments.same_month_reciprocity(np.concatenate([x, -x])) == pytest.approx(-1)


# --- what ends and what never moves ---------------------------------------------------------------

MEASURES = {
    "reciprocity": moments.same_month_reciprocity,
    "autocorrelation": lambda x: moments.autocorrelation(x, 3),
    "regime mean": lambda x: moments.regime_mean(x, 0, 24),
    "autoregression": moments.vector_autoregression,
    "hostile": moments.hostile_shares,
    "within regimes": lambda x: moments.within_regimes(x, (0, 12, 20)),
    "between years": moments.between_year_share,
}


@pytest.mark.parametrize("name", MEASURES)
def test_months_after_a_war_are_left_out(name: str):
    x = noise(2, 48, 3)
    found = MEASURES[name](with_war(x, run=1, month=24))
    assert found[..., [0, 2]] == pytest.approx(MEASURES[name](x)[..., [0, 2]])  # other runs are as they were
    assert found[..., 1] == pytest.approx(MEASURES[name](x[:, :24])[..., 1])


@pytest.mark.parametrize("name", ["reciprocity", "autocorrelation", "regime mean", "hostile"])
def test_a_run_without_a_month_has_no_moment(name: str):
    x = with_war(noise(2, 48, 2), run=0, month=0)
    found = MEASURES[name](x)
    assert np.isnan(found[..., 0]).all()
    assert np.isfinite(found[..., 1]).all()


def test_what_never_moves_has_no_correlation():
    still = np.full((2, 48, 1), -3.0)
    assert np.isnan(moments.same_month_reciprocity(still)).all()
    assert np.isnan(moments.autocorrelation(still, 1)).all()
