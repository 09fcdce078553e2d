"""At home: hawks, the coalition's concerns, leaders, attention, and the voice of conscience."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.special import expit, softmax

from simulation.rules import attention, coalition, economy, rights

share = st.floats(0, 1)


def one(x: float) -> np.ndarray:
    return np.array([[float(x)]])


# --- hawks ----------------------------------------------------------------------------------------


def hawks(
    now: float, resting: float = 0.5, gains: float = 0.0, losses: float = 0.0, memory: float = 0.97
) -> float:
    return float(coalition.hawks(one(now), one(resting), one(gains), one(losses), memory).item())


@given(share, share, st.floats(0, 20), st.floats(0, 2), st.floats(0.8, 0.999))
def test_hawks_are_a_share(now, resting, gains, losses, memory):
    assert 0 <= hawks(now, resting, gains, losses, memory) <= 1


def test_hawks_win_among_the_others_and_lose_among_themselves():
    assert hawks(0.5) == pytest.approx(0.5)
    assert hawks(0.9) == pytest.approx(0.5 + 0.97 * 0.4)
    assert hawks(0.5, gains=0.1) == pytest.approx(0.55)
    assert hawks(0.5, losses=0.1) == pytest.approx(0.45)
    assert hawks(1.0, resting=1.0, gains=0.5) == 1
    assert hawks(0.0, resting=0.0, losses=0.5) == 0


# --- concerns -------------------------------------------------------------------------------------


@given(arrays(float, (4, 2, 1), elements=st.floats(-9, 9)))
def test_weights_sum_to_one(logs):
    weights = coalition.weights(logs)
    assert weights == pytest.approx(softmax(logs, axis=0))
    assert weights.sum(axis=0) == pytest.approx(1)


def test_lasting_news_shifts_the_coalition_as_far_as_it_may_and_it_comes_back():
    logs, resting = one(-1.0), one(-1.0)
    for _ in range(1000):
        logs = coalition.concerns(logs, resting, one(0.5), 0.95, 0.8)
    assert logs.item() == pytest.approx(-1 + 0.8 * 0.5)
    for _ in range(14):  # about one half-life at .95
        logs = coalition.concerns(logs, resting, one(0.0), 0.95, 0.8)
    assert logs.item() == pytest.approx(-1 + 0.4 * 0.95**14)


def test_a_new_leader_draws_a_disposition_and_the_old_one_keeps_his():
    changes = np.array([[True, False, True, True]])
    drawn = coalition.disposition(
        np.full((1, 4), 0.3), changes, one(-0.5), np.array([[1.0, 1.0, 0.0, -9.0]]), 0.4
    )
    assert drawn.ravel() == pytest.approx([-0.1, 0.3, -0.5, -1.5])


# --- attention ------------------------------------------------------------------------------------


@given(share, st.floats(0, 3), share)
def test_attention_is_what_crises_and_rivals_leave(crisis, taken, by_crisis):
    left = attention.attention_left(one(crisis), one(taken), by_crisis).item()
    assert left == pytest.approx(max(1 - by_crisis * crisis - taken, 0))


@given(st.floats(0, 50), share, share, st.floats(0, 2), st.floats(0, 0.2))
def test_the_backlog_is_never_less_than_nothing(stock, free, inflow, work, fade):
    after = attention.backlog(one(stock), one(free), inflow, work, fade).item()
    assert after == pytest.approx(max(stock * (1 - fade) + inflow - work * free, 0))


def test_the_backlog_grows_without_attention_and_settles_where_it_fades():
    stock = one(1.0)
    for _ in range(2000):
        stock = attention.backlog(stock, one(0.0), 0.35, 0.5, 0.01)
    assert stock.item() == pytest.approx(35)


# --- rights ---------------------------------------------------------------------------------------

WEIGHTS = (-1.0, 4.0, 1.5, 3.0, 0.8)  # base, conscience, tension, ties, lever


def criticism(conscience=0.2, tension=50.0, tie=0.3, lever=0.0, weights=WEIGHTS) -> float:
    return float(rights.criticism(one(conscience), one(tension), one(tie), one(lever), weights).item())


@given(share, st.floats(0, 100), share, st.booleans())
def test_the_chance_of_criticism_is_logistic(conscience, tension, tie, lever):
    expected = expit(-1 + 4 * conscience + 1.5 * tension / 100 - 3 * tie + 0.8 * lever)
    assert criticism(conscience, tension, tie, float(lever)) == pytest.approx(expected)


@given(share, st.floats(0, 100), share, share)
def test_ties_make_criticism_dear(conscience, tension, less, more):
    less, more = sorted((less, more))
    assert criticism(conscience, tension, more) <= criticism(conscience, tension, less)


def test_a_lever_makes_criticism_likelier_and_so_do_conscience_and_tension():
    assert criticism(lever=1.0) > criticism()
    assert criticism(conscience=0.5) > criticism()
    assert criticism(tension=90) > criticism()
    assert criticism(tie=0.6) < criticism()
    assert criticism(lever=1.0, weights=(-1.0, 4.0, 1.5, 3.0, 0.0)) == criticism()  # the switch


# --- dependence -----------------------------------------------------------------------------------


def dependence(tie=0.5, partner_share=0.05, openness=0.2, substitutability=0.3) -> float:
    return float(
        economy.dependence(
            one(tie), economy.exit_cost(one(partner_share), one(openness), one(substitutability))
        ).item()
    )


@given(share, share, st.floats(0, 2), share, st.sampled_from(("tie", "partner_share", "openness")), share)
def test_dependence_grows_with_what_would_be_lost(
    tie, partner_share, openness, substitutability, which, more
):
    values = {
        "tie": tie,
        "partner_share": partner_share,
        "openness": openness,
        "substitutability": substitutability,
    }
    before = dependence(**values)
    after = dependence(**values | {which: max(values[which], more)})
    assert 0 <= before <= after <= 1
    assert dependence(**values | {"substitutability": max(substitutability, more)}) <= before


def test_dependence_is_the_exit_cost():
    # two percent of GDP that cannot be replaced
    cost = 0.5 * 0.2 * 0.4 * 0.5
    assert dependence(0.5, 0.2, 0.4, 0.5) == pytest.approx(1 - np.exp(-100 * cost))
    assert dependence(tie=0) == dependence(substitutability=1) == 0


# --- a public that remembers (switched off by default) ------------------------------------------------------------


def test_a_grievance_fades_by_half_in_three_years():
    after = one(1.0)
    for _ in range(35):
        after = coalition.grievance(after, one(0.0), 0.98)
    assert after.item() == pytest.approx(0.5, abs=0.02)


@given(share, st.floats(0, 1), st.floats(0, 50))
def test_a_public_that_remembers_keeps_its_hawks(usual, grievance, weight):
    assert coalition.resting(one(usual), one(grievance), 0.0).item() == pytest.approx(usual)
    assert usual - 1e-12 <= coalition.resting(one(usual), one(grievance), weight).item() <= 1


def test_hawks_at_home_choose_a_harder_leader():
    assert coalition.succession(one(0.2), one(0.6), one(0.5), 3.0).item() == pytest.approx(-0.1)
    assert coalition.succession(one(0.2), one(0.6), one(0.5), 0.0).item() == pytest.approx(0.2)
