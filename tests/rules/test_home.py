"""At home: hawks, the coalition's concerns, leaders, attention, and the voice of conscience."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.special import expit, softmax

from simulation.parameters import Parameters
from simulation.rules import attention, coalition, economy, rights

share = st.floats(0, 1)


def one(x: float) -> np.ndarray:
    return np.array([[float(x)]])


# --- what a public remembers, and whom it follows ------------------------------------------------


def grievance_after(
    months: int, start: float = 0.0, losses: float = 0.0, contact: float = 0.0, memory: float = 0.98
) -> float:
    held, p = one(start), Parameters(hawks_culture=contact, public_memory=memory)
    for _ in range(months):
        held = coalition.grievance(held, one(losses), one(1.0), p)
    return float(held.item())


def test_a_grievance_fades_by_half_in_three_years():
    assert grievance_after(36, 1.0) == pytest.approx(0.98**36)
    assert grievance_after(36, 1.0) == pytest.approx(0.5, abs=0.02)


def test_lasting_losses_and_contact_settle_at_their_difference():
    assert grievance_after(1000, losses=0.02, contact=0.003) == pytest.approx(0.017)
    assert grievance_after(1000, contact=0.003) == pytest.approx(-0.003)  # goodwill
    assert grievance_after(1, losses=1.0) == pytest.approx(0.02)
    assert grievance_after(1, losses=1.0, memory=0.9) == pytest.approx(0.1)


@given(share, st.floats(-2, 2), st.floats(0, 50))
def test_hawks_are_a_share_that_follows_the_grievance(usual, grievance, weight):
    found = coalition.hawks(one(usual), one(grievance), Parameters(hawks_grievance=weight)).item()
    assert found == pytest.approx(min(max(usual + weight * grievance, 0), 1))
    assert (
        coalition.hawks(one(usual), one(grievance), Parameters(hawks_grievance=0.0)).item() == usual
    )  # the switch


def test_hawks_at_home_choose_a_harder_leader():
    def next_leader(hawks: float, pull: float = 3.0) -> float:
        p = Parameters(succession_pull=pull)
        return float(coalition.succession(one(0.2), one(hawks), one(0.5), p).item())

    assert next_leader(0.6) == pytest.approx(-0.1)
    assert next_leader(0.4) == pytest.approx(0.5)
    assert next_leader(0.6, pull=0.0) == pytest.approx(0.2)  # the switch


# --- concerns -------------------------------------------------------------------------------------


@given(arrays(float, (4, 2, 1), elements=st.floats(-9, 9)))
def test_weights_sum_to_one(logs):
    weights = coalition.weights(logs)
    assert weights == pytest.approx(softmax(logs, axis=0))
    assert weights.sum(axis=0) == pytest.approx(1)


def test_lasting_news_shifts_the_coalition_as_far_as_it_may_and_it_comes_back():
    logs, resting, p = one(-1.0), one(-1.0), Parameters(concern_memory=0.95, concern_shift=0.8)
    for _ in range(1000):
        logs = coalition.concerns(logs, resting, one(0.5), p)
    assert logs.item() == pytest.approx(-1 + 0.8 * 0.5)
    for _ in range(14):  # about one half-life at .95
        logs = coalition.concerns(logs, resting, one(0.0), p)
    assert logs.item() == pytest.approx(-1 + 0.4 * 0.95**14)


def test_a_new_leader_draws_a_disposition_and_the_old_one_keeps_his():
    changes = np.array([[True, False, True, True]])
    drawn = coalition.disposition(
        np.full((1, 4), 0.3),
        changes,
        one(-0.5),
        np.array([[1.0, 1.0, 0.0, -9.0]]),
        Parameters(leader_spread=0.4),
    )
    assert drawn.ravel() == pytest.approx([-0.1, 0.3, -0.5, -1.5])


# --- attention ------------------------------------------------------------------------------------


@given(share, st.floats(0, 3), share)
def test_attention_is_what_crises_and_rivals_leave(crisis, taken, by_crisis):
    left = attention.attention_left(one(crisis), one(taken), Parameters(crisis_attention=by_crisis)).item()
    assert left == pytest.approx(max(1 - by_crisis * crisis - taken, 0))


@given(st.floats(0, 50), share, st.floats(0, 2), st.floats(0, 0.2))
def test_the_backlog_is_never_less_than_nothing(stock, free, inflow, fade):
    p = Parameters(backlog_inflow=inflow, backlog_fade=fade)
    after = attention.backlog(one(stock), one(free), p).item()
    assert after == pytest.approx(max(stock * (1 - fade) + inflow - free, 0))


def test_the_backlog_grows_without_attention_and_settles_where_it_fades():
    stock, p = one(1.0), Parameters(backlog_inflow=0.7, backlog_fade=0.01)
    for _ in range(2000):
        stock = attention.backlog(stock, one(0.0), p)
    assert stock.item() == pytest.approx(70)


# --- rights ---------------------------------------------------------------------------------------

P = Parameters(rights_base=-1.0, rights_conscience=4.0, rights_tension=1.5, rights_ties=3.0, rights_lever=0.8)


def criticism(conscience=0.2, tension=50.0, tie=0.3, lever=0.0, p=P) -> float:
    return float(rights.criticism(one(conscience), one(tension), one(tie), one(lever), p).item())


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
    assert criticism(lever=1.0, p=P._replace(rights_lever=0.0)) == criticism()  # the switch


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
