"""From preferences to acts: the logit rule, its coupling, and the rival's consent."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.special import expit, softmax

from simulation.actions import ACTIONS, KINDS
from simulation.parameters import Parameters
from simulation.rules.arrays import bounded, log_odds, logistic, looked_up, over_rivals, positive, worst_rival
from simulation.rules.choice import chosen, consents, cumulative, picked, share_of
from simulation.state import ISSUES

COUNT = len(ACTIONS)
GRID = 4000
EVEN = (np.arange(GRID) + 0.5) / GRID  # every part of the unit interval alike

preferences = arrays(float, COUNT, elements=st.floats(-8, 8))
reach = arrays(bool, COUNT).filter(np.any)


def running_sum(preference: np.ndarray, available: np.ndarray | None = None, runs: int = 1) -> np.ndarray:
    """The rule for one pair, the same in every run."""
    available = np.ones(COUNT, dtype=bool) if available is None else available
    spread = np.ones((COUNT, 1, runs))
    return np.asarray(cumulative(preference[:, None, None] * spread, available[:, None, None] & (spread > 0)))


def drawn(preference: np.ndarray, available: np.ndarray | None = None, u: np.ndarray = EVEN) -> np.ndarray:
    return np.asarray(chosen(running_sum(preference, available, len(u)), u[None, :])[0])


@given(preferences, reach)
def test_acts_are_drawn_as_softmax_says(preference, available):
    expected = softmax(np.where(available, preference, -np.inf))
    shares = np.bincount(drawn(preference, available), minlength=COUNT) / GRID
    assert shares == pytest.approx(expected, abs=1.0001 / GRID)
    assert shares[~available].sum() == 0


@given(preferences, reach, st.integers(0, COUNT - 1), st.integers(0, COUNT - 1))
def test_the_probability_of_a_stretch_of_acts(preference, available, a, b):
    first, last = sorted((a, b))
    expected = softmax(np.where(available, preference, -np.inf))[first : last + 1].sum()
    assert share_of(running_sum(preference, available), first, last)[0, 0] == pytest.approx(
        expected, abs=1e-12
    )


@given(preferences, arrays(float, COUNT, elements=st.floats(0, 5)))
def test_a_kinder_preference_never_draws_a_more_hostile_act(preference, steps):
    # kinder: the log weights rise along the table, from the hostile rows to the cooperative ones
    kinder = preference + np.cumsum(steps)
    assert (drawn(kinder) >= drawn(preference)).all()


@given(preferences, st.floats(-1e3, 1e3))
def test_only_differences_of_preference_count(preference, shift):
    differ = drawn(preference) != drawn(preference + shift)
    assert differ.sum() <= COUNT  # rounding may move a border across a point of the grid, and no more


@pytest.mark.parametrize("u", [0.0, np.nextafter(1.0, 0.0)])
def test_the_ends_of_the_unit_interval_draw_what_is_in_reach(u: float):
    available = np.zeros(COUNT, dtype=bool)
    available[[3, 5]] = True
    assert drawn(np.zeros(COUNT), available, np.array([u]))[0] == (3 if u == 0 else 5)


def test_huge_preferences_neither_overflow_nor_lose_the_best():
    preference = np.full(COUNT, -1e6)
    preference[7] = 1e6
    assert (drawn(preference) == 7).all()


@given(st.floats(-20, 20), st.floats(-20, 20), st.floats(-5, 10))
def test_consent_is_logit_between_joining_in_and_holding(offered, inaction, courtesy):
    accepts = consents(np.array([offered]), np.array([inaction]), EVEN, Parameters(courtesy=courtesy))
    assert accepts.mean() == pytest.approx(expit(offered - inaction + courtesy), abs=1 / GRID)


def test_what_is_out_of_reach_is_declined():
    least = np.array([2.0**-53])  # the smallest draw above zero
    assert not consents(np.array([-1e9]), np.array([0.0]), least, Parameters(courtesy=10.0)).any()


def test_picking_and_looking_up():
    code = np.array([[0, COUNT - 1], [3, 4]])
    table = np.arange(COUNT * 4.0).reshape(COUNT, 2, 2)
    assert picked(table, code).tolist() == [[0.0, 4.0 * COUNT - 3], [14.0, 19.0]]
    assert looked_up(np.arange(COUNT) * 1.5, code).tolist() == [[0.0, 1.5 * (COUNT - 1)], [4.5, 6.0]]
    two = looked_up(np.arange(2 * COUNT).reshape(2, COUNT), code)
    assert two[1].tolist() == [[COUNT, 2 * COUNT - 1], [COUNT + 3, COUNT + 4]]


def test_small_idioms():
    x = np.array([-2.0, 0.0, 0.5, 3.0])
    assert positive(x).tolist() == [0, 0, 0.5, 3]
    assert bounded(x, -1.0, 1.0).tolist() == [-1, 0, 0.5, 1]
    assert logistic(x) == pytest.approx(expit(x))
    assert log_odds(logistic(x)) == pytest.approx(x)
    assert np.isfinite(logistic(np.array([-1e9, 1e9]))).all()
    pairs = np.array([[1.0], [2.0], [30.0], [40.0], [500.0], [600.0]])
    assert over_rivals(pairs, 3).ravel().tolist() == [3, 70, 1100]
    assert worst_rival(pairs, 3).ravel().tolist() == [2, 40, 600]


# --- the table ------------------------------------------------------------------------------------


def test_the_table_runs_from_hostile_to_cooperative():
    # what must hold of any row is asked when the table is made: tests/test_add_an_act.py
    kinds = [action.kind for action in ACTIONS]
    assert set(kinds) == set(KINDS)
    hold = kinds.index("hold")
    hostile, friendly = ACTIONS[:hold], ACTIONS[hold + 1 :]
    assert list(hostile) == sorted(hostile, key=lambda a: a.copdab)
    assert all(action.consent for action in friendly)
    assert all(action.force == action.cut == action.grip == 0 for action in friendly)
    assert ACTIONS[hold].cost == ACTIONS[hold].attention == 0
    agreed = [action for action in friendly if action.agreement]
    assert {action.agreement for action in agreed} <= set(ISSUES)
    # talk is cheaper than what needs an agreement (Kydd 2005)
    assert max(a.cost for a in friendly if a.kind == "talk") < min(a.cost for a in agreed)
