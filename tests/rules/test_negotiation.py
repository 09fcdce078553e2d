"""Negotiation: Zeuthen's concessions, zones of possible agreement, shares, breach."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from simulation.parameters import Parameters
from simulation.rules import negotiation as rule
from simulation.state import ISSUES

share = st.floats(0, 1)
reserved = st.floats(0, 1.2)
pace = st.floats(0.05, 0.9)


def cell(x: float) -> np.ndarray:
    """One issue, one pair, one run."""
    return np.full((1, 1, 1), float(x))


def session(
    x: np.ndarray, y: np.ndarray, r: np.ndarray, s: np.ndarray, c: float
) -> tuple[np.ndarray, np.ndarray]:
    """Demands after both have heard each other out once."""
    a, b = rule.zeuthen_risk(x, y, r), rule.zeuthen_risk(y, x, s)
    return rule.conceded(x, r, a, b, c), rule.conceded(y, s, b, a, c)


def talks(r: float, s: float, c: float, opening: float = 1.0) -> tuple[str, float, float]:
    """Talk until there is a deal or nothing left to concede; how it ends, and the last demands."""
    own, rival = cell(r), cell(s)
    x, y = cell(max(opening, r)), cell(max(opening, s))
    for _ in range(5000):
        x, y = session(x, y, own, rival, c)
        assert x[0, 0, 0] >= r - 1e-12
        assert y[0, 0, 0] >= s - 1e-12
        if rule.compatible(x, y).all():
            return "agreed", x.item(), y.item()
        if rule.exhausted(x, y, own, rival).all():
            return "failed", x.item(), y.item()
    return "unfinished", x.item(), y.item()


# --- Zeuthen --------------------------------------------------------------------------------------


def test_risk_is_zeuthens_formula():
    # u(own offer) = .9 - .3 = .6; u(rival's offer) = 1 - .8 - .3 = -.1, worse than none: risk 1
    assert rule.zeuthen_risk(cell(0.9), cell(0.8), cell(0.3)).item() == 1
    # u(own offer) = .7 - .3; u(rival's offer) = .4 - .3: risk (.4 - .1) / .4
    assert rule.zeuthen_risk(cell(0.7), cell(0.6), cell(0.3)).item() == pytest.approx(0.75)
    assert rule.zeuthen_risk(cell(0.5), cell(0.5), cell(0.3)).item() == 0  # nothing stands between them
    assert rule.zeuthen_risk(cell(0.3), cell(0.9), cell(0.3)).item() == 1  # already at the least it accepts


@given(reserved, reserved, share, share, pace)
def test_the_one_with_less_to_risk_concedes(r, s, x, y, c):
    x, y = max(x, r), max(y, s)
    a, b = rule.zeuthen_risk(cell(x), cell(y), cell(r)), rule.zeuthen_risk(cell(y), cell(x), cell(s))
    after_x, after_y = (demand.item() for demand in session(cell(x), cell(y), cell(r), cell(s), c))
    assert after_x == (pytest.approx(x - c * (x - r)) if a <= b else x)
    assert after_y == (pytest.approx(y - c * (y - s)) if b <= a else y)
    assert after_x < x or after_y < y or x == r or y == s  # one of them always moves, if it still can


@given(reserved, reserved, pace, st.floats(0.5, 1.0))
def test_agreement_iff_there_is_common_ground(r, s, c, opening):
    assume(
        not 0.96 < r + s <= 1.02
    )  # within the rules' own tolerance of a hundredth or two either may happen
    end, x, y = talks(r, s, c, opening)
    assert end == ("agreed" if r + s < 1 else "failed")
    if end == "agreed":
        mine, yours = (rule.settlement(cell(a), cell(b)).item() for a, b in ((x, y), (y, x)))
        assert mine + yours == pytest.approx(1)
        assert mine >= r - 0.0051  # demands fit to within a hundredth: half of that each
        assert yours >= s - 0.0051


def test_the_one_with_more_to_lose_from_failure_gets_less():
    _, keen, tough = talks(0.1, 0.5, 0.05)
    assert keen < tough
    _, a, b = talks(0.3, 0.3, 0.05)
    assert a == b


@given(share, share)
def test_shares_sum_to_one(x, y):
    assert (rule.settlement(cell(x), cell(y)) + rule.settlement(cell(y), cell(x))).item() == pytest.approx(1)


def test_no_concession_without_pace():
    assert talks(0.1, 0.1, 0.0, opening=0.9)[0] == "unfinished"


# --- reservation values ---------------------------------------------------------------------------

P = Parameters(
    reservation=0.45, reservation_hawks=0.3, reservation_tension=0.25, reservation_trust=0.3,
    reservation_recognition=0.15, reservation_leverage=1.0, reservation_fear=0.1, reservation_need=0.3,
    reservation_leak=0.15,
)  # fmt: skip


def worth(hawks=0.5, tension=50.0, trust=0.3, recognition=0.0, pressure=0.0) -> float:
    one = [np.full((1, 1), float(x)) for x in (hawks, tension, trust, recognition, pressure)]
    return float(rule.worth_of_no_agreement(one[0], one[1], one[2], one[3], one[4], P).item())


def test_hawks_distrust_and_tension_shrink_the_win_set_and_recognition_widens_it():
    assert worth() == pytest.approx(0.45 + 0.15 + 0.125 - 0.09)
    assert worth(hawks=0.9) > worth()
    assert worth(tension=90) > worth()
    assert worth(trust=0.9) < worth()
    assert worth(recognition=0.5) == pytest.approx(worth() - 0.075)
    assert worth(recognition=-1.0) == worth()  # believing in confrontation does not count twice
    assert worth(recognition=7.0) == worth(recognition=1.0)


def pressure(own: float, rival: float, remembered: float) -> float:
    return float(rule.pressure(*(np.full((1, 1), x) for x in (own, rival, remembered))).item())


@given(own=st.floats(0, 1), rival=st.floats(0, 1), remembered=st.floats(-1, 1))
def test_leverage_is_for_the_less_dependent_and_needs_a_threat(own: float, rival: float, remembered: float):
    assert 0 <= pressure(own, rival, remembered) <= 1
    assert min(pressure(own, rival, remembered), pressure(rival, own, remembered)) == 0
    assert pressure(own, rival, abs(remembered)) == 0  # a friendly rival is not taken to threaten
    assert pressure(own, own, -1.0) == 0  # equals have none, however much they trade


def test_a_threat_to_cut_ties_lowers_what_a_dependent_state_accepts():
    assert worth(pressure=pressure(0.6, 0.1, -0.5)) == pytest.approx(worth() - 0.25)


def reservations(private=0.0, common=0.5, fear=0.0, need=0.0, lead=0.0) -> dict[str, float]:
    one = [np.full((1, 1), float(x)) for x in (common, fear, need, lead)]
    every = rule.reservation_value(private, rule.worth_on_issues(one[0], one[1], one[2], one[3], P))
    return dict(zip(ISSUES, every.ravel().tolist(), strict=True))


def test_what_bears_on_one_issue_leaves_the_others():
    plain = reservations()
    assert set(plain.values()) == {0.5}
    assert reservations(fear=2.0) == pytest.approx(plain | {"arms": 0.3})
    assert reservations(need=1.0) == pytest.approx(plain | {"trade": 0.2})
    assert reservations(lead=0.4) == pytest.approx(plain | {"trade": 0.56, "science": 0.56})
    assert reservations(private=0.1)["culture"] == pytest.approx(0.6)


def test_reservation_values_stay_in_their_range():
    assert set(reservations(private=5).values()) == {1.2}
    assert set(reservations(private=-5).values()) == {0.0}


# --- what talks reveal ----------------------------------------------------------------------------


@given(share, reserved, st.floats(0.05, 1))
def test_talking_reveals_what_the_rival_insists_on(estimate, truth, pace):
    before = abs(estimate - truth)
    heard = rule.revealed(cell(estimate), cell(truth), cell(0), pace)
    assert abs(heard.item() - truth) == pytest.approx((1 - pace) * before, abs=1e-12)
    assert 0 <= rule.revealed(cell(estimate), cell(truth), cell(9), pace).item() <= 1.2


def test_common_ground_is_the_overlap():
    assert rule.common_ground(cell(0.3), cell(0.4)).item() == pytest.approx(0.3)
    assert rule.common_ground(cell(0.7), cell(0.4)).item() == 0


# --- at home, and leaving -------------------------------------------------------------------------


@given(share, share)
def test_hawks_refuse_to_ratify(hawks, refusal):
    p = Parameters(ratification=refusal)
    assert rule.chance_of_ratification(cell(hawks), p).item() == pytest.approx(1 - refusal * hawks**2)
    assert rule.chance_of_ratification(cell(0), p).item() == 1


def test_a_state_leaves_when_no_agreement_has_become_better():
    def leaving(reservation: float, share: float, rate: float = 0.15) -> float:
        return float(rule.chance_of_leaving(cell(reservation), cell(share), Parameters(breach=rate)).item())

    assert leaving(0.5, 0.5) == leaving(0.2, 0.6) == 0
    assert leaving(0.6, 0.5) == pytest.approx(0.15)  # a tenth worse than none: the rate itself
    assert leaving(0.8, 0.5) == pytest.approx(0.45)
    assert leaving(1.2, 0.0) == 1
    assert leaving(1.2, 0.0, rate=0.0) == 0


@given(memory=st.floats(0.9, 0.999), spread=st.floats(0, 0.5))
def test_what_is_private_keeps_its_spread(memory, spread):
    """An autoregression whose news is scaled so that the variance stays: m^2 s^2 + (1 - m^2) s^2 = s^2."""
    p = Parameters(public_memory=memory, reservation_spread=spread)
    kept, new = (rule.drifted(cell(private), cell(news), p).item() for private, news in ((1, 0), (0, 1)))
    assert kept == pytest.approx(memory)
    assert (kept * spread) ** 2 + new**2 == pytest.approx(spread**2)
