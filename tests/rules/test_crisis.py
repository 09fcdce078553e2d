"""Crises: their hazard, their severity, and the instability that is made of them."""

from __future__ import annotations

import inspect

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.parameters import Parameters
from simulation.rules.crisis import crisis_hazard, instability, near_miss, severity

BASE, FORCE, INCIDENT, TRADE = -3.9, 0.8, 2.5, 0.4
GRID = 100_000
EVEN = (np.arange(GRID) + 0.5) / GRID
LAW = Parameters(severity_scale=0.1, severity_tail=1.6, hotline_calm=0.3)


def hazard(force=0.0, theatre=0.0, incident=0.0, trade=0.0, base=BASE) -> float:
    one = [np.array([float(x)]) for x in (force, theatre, incident, trade)]
    p = Parameters(crisis_base=base, crisis_force=FORCE, crisis_incident=INCIDENT, crisis_dependence=TRADE)
    return float(crisis_hazard(one[0], one[1], one[2], one[3], p)[0])


@given(st.floats(0, 4), st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_the_hazard_is_complementary_log_log(force, theatre, incident, trade):
    eta = BASE + FORCE * (force + theatre) + INCIDENT * incident - TRADE * trade
    assert hazard(force, theatre, incident, trade) == pytest.approx(1 - np.exp(-np.exp(min(eta, 3))))


def test_force_contests_and_incidents_raise_it_and_trade_lowers_it():
    quiet = hazard()
    assert quiet == pytest.approx(np.exp(BASE), rel=0.02)  # a small hazard is its own rate
    assert hazard(force=2) > hazard(force=1) > quiet
    assert hazard(theatre=1) == hazard(force=1)  # an open contest is worth a show of force
    assert hazard(incident=1) > quiet
    assert hazard(trade=1) < quiet


def test_no_term_for_felt_tension():
    assert "tension" not in " ".join(inspect.signature(crisis_hazard).parameters)


@given(st.floats(-8, 0), st.floats(0, 100))
def test_it_is_a_probability_whatever_happens(base, force):
    assert 0 < hazard(force=force, base=base) <= 1


@pytest.mark.parametrize(("scale", "tail"), [(0.1, 1.6), (0.05, 1.0), (0.2, 3.0)])
def test_severity_has_a_pareto_tail(scale: float, tail: float):
    sizes = severity(EVEN, np.zeros(GRID), 0.0, LAW._replace(severity_scale=scale, severity_tail=tail))
    assert sizes.min() >= scale
    for level in (1.5 * scale, 2 * scale, 4 * scale):
        assert (sizes >= level).mean() == pytest.approx((scale / level) ** tail, abs=2 / GRID)
    assert near_miss(sizes).sum() == (sizes == 1).sum()
    assert (sizes == 1).mean() == pytest.approx(scale**tail, abs=2 / GRID)  # the worst are all alike


def test_the_graver_the_threat_the_likelier_it_goes_all_the_way():
    """Scale at the stakes: P(S = 1) = stakes ** alpha; with a hotline ((1 - c) stakes) ** alpha."""
    for stakes in (0.1, 0.5, 0.8, 1.0):
        for line in (0.0, 1.0):
            sizes = severity(EVEN, np.full(GRID, line), np.full(GRID, stakes), LAW)
            assert (sizes == 1).mean() == pytest.approx(((1 - 0.3 * line) * stakes) ** 1.6, abs=2 / GRID)


def test_a_hotline_takes_its_part_of_the_escalation():
    without, with_it = (severity(EVEN, np.full(GRID, line), 0.0, LAW) for line in (0.0, 1.0))
    ordinary = without < 1
    assert with_it[ordinary] == pytest.approx(0.7 * without[ordinary])
    assert (with_it == 1).mean() == pytest.approx((0.07) ** 1.6, abs=2 / GRID)
    assert severity(EVEN[:9], np.ones(9), 0.0, LAW._replace(hotline_calm=0.0)) == pytest.approx(
        without[:9]
    )  # the switch


@given(st.lists(st.floats(0, 1), min_size=1, max_size=6))
def test_instability_is_the_chance_that_not_all_stay_quiet_for_a_year(hazards):
    both_directions = np.repeat(hazards, 2)[:, None]  # every dyad stands twice among the pairs
    quiet = np.prod([(1 - h) ** 12 for h in hazards])
    assert instability(both_directions)[0] == pytest.approx(100 * (1 - quiet), abs=1e-9)
