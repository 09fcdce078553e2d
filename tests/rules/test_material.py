"""Ties, income, jobs, technology, and influence in third theatres."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from simulation.domains import DOMAINS
from simulation.parameters import Parameters
from simulation.rules import arms, economy, influence, ties

share = st.floats(0, 1)
rate = st.floats(0, 0.2)


def one(x: float) -> np.ndarray:
    return np.array([[float(x)]])


# --- ties -----------------------------------------------------------------------------------------


def trade_after(months: int, start: float, potential=1.0, sales=0.0, cut=0.0, growth=0.03, decay=0.025):
    tie, p = one(start), Parameters(trade_growth=growth, tie_decay=decay)
    for _ in range(months):
        space = ties.room(tie, one(0.0), potential)
        tie = ties.trade(tie, space, potential, one(sales), one(cut), p)
    return float(tie.item())


@given(share, rate, st.integers(0, 40))
def test_under_an_agreement_trade_closes_the_gap_to_its_potential(start, growth, months):
    expected = 1 - (1 - start) * (1 - growth) ** months
    assert trade_after(months, start, growth=growth) == pytest.approx(expected, abs=1e-12)


def test_three_years_of_agreement_from_a_low_base_bring_four_times_the_trade():
    # turnover 1972-74 over 1969-71 rose nearly fourfold; with g = .03 from a base of 18 % of the potential
    assert trade_after(36, 0.18) / 0.18 == pytest.approx(4, rel=0.02)
    assert trade_after(36, 0.18, growth=0.0) == 0.18


@given(share, st.floats(0.01, 1), rate, rate)
def test_what_is_open_is_neither_outgrown_nor_lost(start, potential, growth, decay):
    """Trade comes up to its potential and stays; what an agreement had opened beyond it runs off towards it."""
    after = trade_after(1, start, potential, growth=growth, decay=decay)
    assert min(start, potential) - 1e-12 <= after
    if start <= potential:
        grown = start + growth * (potential - start) / potential
        assert after == pytest.approx(min(grown, 1), abs=1e-12)
    else:
        assert after == pytest.approx(potential + (start - potential) * (1 - decay), abs=1e-12)


def test_a_sale_between_governments_adds_what_firms_do_in_a_month():
    assert trade_after(1, 0.5, sales=2) - 0.5 == pytest.approx(3 * (trade_after(1, 0.5) - 0.5))
    assert trade_after(1, 0.5, sales=2, growth=0) == 0.5  # the switch
    assert trade_after(1, 0.5, cut=0.25, growth=0) == pytest.approx(0.375)


def exchange_after(months: int, start: float, joint=0.0, cut=0.0, growth=0.04, decay=0.025) -> float:
    tie, p = one(start), Parameters(exchange_growth=growth, tie_decay=decay)
    for _ in range(months):
        tie = ties.exchange(tie, ties.room(tie, one(0.0), 1.0), one(joint), one(cut), p)
    return float(tie.item())


def test_exchanges_live_on_joint_acts_and_outlast_sanctions_better_than_trade():
    assert exchange_after(10, 0.5) == pytest.approx(0.5 * 0.975**10)
    # steady contact of c a month settles where growth and fading balance: g c / (g c + d)
    assert exchange_after(2000, 0.0, joint=0.5) == pytest.approx(0.02 / 0.045)
    felt = {domain.name: 0.4 * domain.cut for domain in DOMAINS}
    assert exchange_after(1, 0.5, cut=felt["culture"], decay=0) > trade_after(
        1, 0.5, cut=felt["trade"], growth=0
    )


@given(share, st.floats(0, 8), st.floats(0, 2), rate, rate)
def test_ties_stay_in_their_range(start, sales, cut, growth, decay):
    for potential in (0.14, 1.0):
        assert 0 <= trade_after(1, start, potential, sales, cut, growth, decay) <= 1
    assert 0 <= exchange_after(1, start, sales, cut, growth, decay) <= 1


@given(share, share, share)
def test_technology_goes_to_the_one_behind_and_never_overtakes(own, partner, tie):
    after = ties.technology(one(own), one(partner), one(tie), Parameters(science_leak=0.05)).item()
    assert own <= after <= max(own, partner) + 1e-15
    if partner <= own or tie == 0:
        assert after == own
    else:
        assert after == pytest.approx(own + 0.05 * tie * (partner - own))


# --- income ---------------------------------------------------------------------------------------


@given(share, share)
def test_a_percent_of_trade_is_worth_at_most_half_a_percent_of_income(tie, partner_share):
    gain = economy.trade_benefit(one(tie), one(partner_share), Parameters(trade_elasticity=0.5)).item()
    assert 0 <= gain <= 0.5 * 100 * partner_share + 1e-12
    half = Parameters(trade_elasticity=0.5)
    assert economy.trade_benefit(one(1), one(0.01), half).item() == pytest.approx(0.5)


@given(share, share, share)
def test_from_joint_science_the_one_behind_gains_more(tie, ahead, behind):
    ahead, behind = max(ahead, behind), min(ahead, behind)
    more, less = economy.science_benefit(
        one(tie), np.array([[behind], [ahead]]), np.array([[ahead], [behind]]), Parameters(science_gain=0.1)
    )
    assert less.item() == pytest.approx(0.1 * tie)
    assert more.item() == pytest.approx(0.1 * tie * (1 + ahead - behind))


def test_exports_are_half_of_the_trade_with_the_partner():
    # a GDP of 2 trillion, a tenth of it traded, a twentieth of that with this partner, at half the potential
    assert economy.exports(one(0.5), one(0.05), one(0.1), one(2.0)).item() == pytest.approx(2.5)


def test_jobs_are_those_of_a_billion_of_exports_in_thousands():
    assert economy.jobs(one(2.0), Parameters()).item() == pytest.approx(2 * 5.59)
    assert economy.jobs(one(2.0), Parameters(jobs_per_billion=0.0)).item() == 0.0


def test_growth_is_a_sum_of_its_parts():
    def growth(arms=0.05, rise=0.0) -> float:
        return float(
            economy.growth(one(3), one(arms), one(0.05), one(rise), Parameters(burden_drag=0.1)).item()
        )

    assert growth() == pytest.approx(3.0)
    assert growth(arms=0.10) == pytest.approx(2.5)  # five points of GDP beyond routine
    assert growth(rise=0.3) == pytest.approx(3.3)


# --- influence ------------------------------------------------------------------------------------


def shares(count: int) -> st.SearchStrategy[np.ndarray]:
    positive = arrays(float, count, elements=st.floats(0.01, 1))
    return positive.map(lambda x: (x / x.sum())[:, None])


@given(
    st.integers(2, 5).flatmap(
        lambda n: st.tuples(shares(n), arrays(float, (n, 1), elements=st.floats(-1, 1)))
    )
)
def test_what_a_revolution_moves_sums_to_zero(drawn):
    held, favours = drawn
    moved = influence.pushed(favours, held, Parameters(influence_prize=0.2))
    assert moved.sum() == pytest.approx(0, abs=1e-15)
    after = held + moved
    assert (after > 0).all()
    assume(np.ptp(favours) > 1e-6)
    assert moved[np.argmax(favours)] >= 0 >= moved[np.argmin(favours)]


def test_a_sum_over_many_states_does_not_hang_on_how_many_runs_stand_beside():
    # a library's own sum over the first axis adds in another order when there is but one column
    rng = np.random.default_rng(8)
    for _ in range(100):
        favours, held = rng.uniform(-1, 1, (12, 1)), rng.dirichlet(np.ones(12))[:, None]
        alone, among = (
            influence.pushed(np.repeat(favours, n, 1), np.repeat(held, n, 1), Parameters()) for n in (1, 5)
        )
        assert np.array_equal(alone[:, 0], among[:, 0])


@given(share, share, share, share, share)
def test_nobody_wins_more_than_there_is_and_an_answer_denies_the_prize(grip, theatre, own, prize, answered):
    rival, p = 1 - own, Parameters(influence_prize=prize)
    won = influence.contested(
        one(grip), one(answered), one(theatre), one(own), one(rival), Parameters(influence_prize=0.2 * prize)
    ).item()
    assert 0 <= won <= rival
    assert influence.contested(one(grip), one(1), one(theatre), one(own), one(rival), p).item() == 0
    assert influence.contested(one(grip), one(0), one(0), one(own), one(rival), p).item() == 0


def test_among_equals_an_unanswered_show_of_force_wins_the_prize():
    p = Parameters(influence_prize=0.02)
    assert influence.contested(one(1), one(0), one(1), one(0.5), one(0.5), p).item() == pytest.approx(0.02)


def test_a_state_gets_used_to_what_it_has():
    reference, p = one(0.5), Parameters(reference_return=0.05)
    for _ in range(24):
        reference = influence.status_quo(reference, one(0.3), p)
    assert reference.item() == pytest.approx(0.3 + 0.2 * 0.95**24)


def test_a_contest_opens_with_a_shock_and_closes_slowly():
    p = Parameters(theatre_floor=0.15, shock_memory=0.9)
    after = influence.theatre(one(0.15), one(0.9), p)
    assert after.item() == pytest.approx(0.9)
    for _ in range(7):
        after = influence.theatre(after, one(0), p)
    assert after.item() == pytest.approx(0.15 + 0.75 * 0.9**7)
    assert influence.theatre(one(0.9), one(0.2), p).item() > 0.2  # a lesser shock closes nothing


# --- what was severed, what is closed, what budgets go by ---------------------------------------------------------


@given(share, share)
def test_what_was_severed_is_no_room_to_gain(tie, severed):
    """The room is what is left of the potential; with nothing remembered it is all of it."""
    assert ties.room(one(tie), one(0.0), 1.0).item() == pytest.approx(1 - tie)
    room = ties.room(one(tie), one(severed), 1.0).item()
    assert room == pytest.approx(max(1 - tie - severed, 0))
    after = ties.trade(one(tie), one(room), 1.0, one(1), one(0), Parameters(trade_growth=0.03))
    assert after.item() <= max(1 - severed, tie) + 1e-9


def test_severed_trade_comes_back_slowly_where_it_is_remembered():
    """Half of a cut is back within a year where it is forgotten at once, and not in two where a month keeps 97 %."""

    def months_to_half(memory: float) -> int:
        p = Parameters(resentment_memory=memory, trade_growth=0.03)
        tie, gone = one(0.6 * 0.5), ties.severed(one(0.0), one(0.6), one(0.5), p)
        for month in range(1, 600):
            room = ties.room(tie, gone, 1.0)
            tie = ties.trade(tie, room, 1.0, one(0), one(0), p)
            gone = ties.severed(gone, tie, one(0.0), p)
            if tie.item() >= 0.45:
                return month
        return 600

    assert months_to_half(0.0) < 12
    assert months_to_half(0.97) > 1.5 * months_to_half(0.0)


def test_without_an_agreement_only_a_part_of_the_potential_is_open():
    assert ties.room(one(0.1), one(0.0), 0.14).item() == pytest.approx(0.04 / 0.14)
    assert ties.room(one(0.3), one(0.0), 0.14).item() == 0.0


@given(st.floats(0.01, 0.3), st.floats(1, 10))
def test_budgets_that_go_by_last_years_sum_shrink_as_a_share(usual, richer):
    assert arms.routine(one(usual), one(richer), one(1.0)).item() == pytest.approx(usual / richer)
