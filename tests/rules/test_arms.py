"""Arms: Richardson's (1960) two nations in closed form."""

from __future__ import annotations

import numpy as np
import pytest

from simulation.parameters import Parameters
from simulation.rules.arms import arms, menace

YEARS = 400


def race(
    start: np.ndarray, a: np.ndarray, k: np.ndarray, routine: np.ndarray, years: int = YEARS
) -> np.ndarray:
    """Two states, `[state, run]`, each menaced by the whole of the other's arms at full tension."""
    own, p = start, Parameters(arms_reaction=k, arms_fatigue=a)
    for _ in range(12 * years):
        own = arms(own, own[::-1], routine, p)
    return own


def equilibrium(a: np.ndarray, k: np.ndarray, routine: np.ndarray) -> np.ndarray:
    """Where both stand still: a_i (M_i - r_i) = k_i M_j."""
    det = a[0] * a[1] - k[0] * k[1]
    mine = a[0] * a[1] * routine[0] + k[0] * a[1] * routine[1]
    yours = a[0] * a[1] * routine[1] + k[1] * a[0] * routine[0]
    return np.stack([mine / det, yours / det])


def coefficients(seed: int, runs: int = 200) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    return (
        rng.uniform(0.2, 0.5, (2, runs)),
        rng.uniform(0.0, 0.6, (2, runs)),
        rng.uniform(0.01, 0.05, (2, runs)),
    )


def test_stable_iff_fatigue_outweighs_reaction():
    a, k, routine = coefficients(1)
    product = a[0] * a[1] / (k[0] * k[1])
    stable, unstable = product > 1.3, product < 0.8
    assert stable.sum() > 20
    assert unstable.sum() > 20
    at_rest = equilibrium(a, k, routine)
    within = stable & (at_rest < 0.6).all(axis=0)  # the rule stops at 60 % of GDP
    for start in (0.0, 0.3):
        end = race(np.full_like(a, start), a, k, routine)
        assert end[:, within] == pytest.approx(at_rest[:, within], rel=1e-4)
        assert (end[:, unstable] == 0.6).any(axis=0).all()  # a race that only the ceiling ends


def test_unstable_even_from_just_beside_the_equilibrium():
    a, k, routine = np.full((2, 1), 0.1), np.full((2, 1), 0.2), np.array([[0.05], [0.05]])
    # with k > a the resting point is negative: nothing but growth is possible
    assert (equilibrium(a, k, routine) < 0).all()
    few = [race(np.full((2, 1), 0.01), a, k, routine, years) for years in (1, 5, 10)]
    assert few[0][0, 0] < few[1][0, 0] < few[2][0, 0]


def test_a_month_is_the_matrix_of_the_linear_race():
    a, k, routine = (np.array([[x], [y]]) for x, y in ((0.3, 0.2), (0.1, 0.15), (0.04, 0.09)))
    start = np.array([[0.1], [0.2]])
    step = np.eye(2) + np.array([[-0.3, 0.1], [0.15, -0.2]]) / 12
    rest = equilibrium(a, k, routine)
    expected = rest + np.linalg.matrix_power(step, 12 * 7) @ (start - rest)
    assert race(start, a, k, routine, 7) == pytest.approx(expected, rel=1e-12)


def test_symmetric_rivals_settle_at_a_r_over_a_minus_k():
    a, k, routine = np.full((2, 1), 0.1), np.full((2, 1), 0.04), np.full((2, 1), 0.05)
    assert race(np.full((2, 1), 0.2), a, k, routine) == pytest.approx(0.1 * 0.05 / (0.1 - 0.04), rel=1e-9)


def test_without_menace_arms_return_to_routine():
    own, p = np.array([[0.2]]), Parameters(arms_reaction=0.1, arms_fatigue=0.1)
    for _ in range(12 * 100):
        own = arms(own, np.array([[0.0]]), np.array([[0.05]]), p)
    assert own == pytest.approx(0.05, rel=1e-3)


def test_never_below_nothing_nor_above_the_ceiling():
    extremes = np.array([[-1e3, 1e3]])
    assert (arms(extremes, 0.0 * extremes, 0.0 * extremes, Parameters()) == [[0.0, 0.6]]).all()


def test_arms_are_feared_as_far_as_their_owner_and_an_agreement_takes_its_part():
    feared = [menace(np.array(50.0), 0.1, limited, Parameters(arms_limit=0.3)) for limited in (False, True)]
    assert feared == pytest.approx([0.05, 0.7 * 0.05])
    assert menace(np.array(0.0), 0.1, False, Parameters()) == 0
