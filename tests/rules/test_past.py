"""What a start would have taught: the resting points of the model's own rules, and nothing where there is no past."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad

from simulation.inputs import parameters_of, setting_of, starting_world
from simulation.parameters import Parameters
from simulation.rules import crisis, fear, learning, past, tension, trust
from simulation.scenario import Rivalry, Scenario, load_scenario
from simulation.state import ISSUES

ONE = np.ones((1, 1))
P = Parameters(
    trust_prior=-0.3, trust_return=0.04, trust_gain=1.5, crisis_alarm=0.0, learning=0.08, forgetting=0.02
)
DETENTE = {
    "tension": (25.0, 25.0), "trust": (0.8, 0.8), "trade": 0.6, "culture": 0.8, "science": 0.7, "hotline": True,
    "vulnerability": 0.95,
}  # fmt: skip


def begun(**fields: Any) -> Scenario:
    base = load_scenario("cold_war")
    return base.changed(rivalries=(Rivalry(**{**dict(base.rivalries[0]), **fields}),))


@given(st.floats(0.45, 0.99))
def test_the_standing_warmth_keeps_trust_where_it_is(q: float) -> None:
    warmth = past.standing_warmth(q * ONE, 0.6, P)
    assert trust.trust(q * ONE, 0.0, 0.6 * warmth, P) == pytest.approx(q)


@given(st.floats(0, 90), st.floats(0, 1), st.floats(0, 0.3))
def test_the_standing_hostility_keeps_tension_where_it_is_or_is_none(t: float, q: float, w: float) -> None:
    resting = 35.0
    hostility = past.standing_hostility(t * ONE, resting, q * w * ONE, P)
    after = tension.felt_tension(t * ONE, resting, hostility, w * ONE, q * ONE, 0.0, P)
    if hostility.item() in (0.0, 1.0):  # no hostility is little enough, or none of a month is hostile enough
        assert (after.item() - t) * (1.0 - 2.0 * hostility.item()) >= -1e-6
    else:
        assert after == pytest.approx(t, abs=1e-6)


@given(st.floats(-1, 1), st.floats(0, 1), st.floats(-2, 2))
def test_learnt_values_and_fear_are_where_their_rules_come_to_rest(v0: float, used: float, y: float) -> None:
    value = past.long_learnt(v0, used * ONE, y * ONE, ONE, P)
    assert learning.learnt_value(value, used, y, v0, P) == pytest.approx(value, abs=1e-7)
    felt = past.long_feared(0.01 * used * ONE, 0.9, ONE, P)
    # a mean excess every month stands for rare crises of their own size: the rule is linear below its bound
    assert fear.nuclear_fear(felt, (P.ordinary_severity + 0.01 * used) * ONE, 0.9, P) == pytest.approx(felt)


@pytest.mark.parametrize("tail", [1.0, 1.6, 3.0])
@pytest.mark.parametrize("ordinary", [0.0, 0.05, 0.2])
@pytest.mark.parametrize("line", [0.0, 1.0])
def test_the_expected_excess_is_the_integral_of_the_severity(
    tail: float, ordinary: float, line: float
) -> None:
    p = Parameters(severity_scale=0.1, severity_tail=tail, hotline_calm=0.3)
    found = crisis.expected_excess(line * ONE, ordinary, p).item()
    x = (1.0 - 0.3 * line) * 0.1
    assert found == pytest.approx(
        quad(lambda s: min(1.0, (x / s) ** tail) if s else 1.0, ordinary, 1.0, points=[x])[0], rel=1e-5
    )
    u = (np.arange(200_000) + 0.5) / 200_000
    sizes = crisis.severity(u, line * np.ones_like(u), 0.0, p)
    assert found == pytest.approx(np.maximum(sizes - ordinary, 0).mean(), rel=2e-3)


def test_without_agreements_there_is_no_past_to_the_bit() -> None:
    scenario = begun(**DETENTE)
    p = parameters_of(scenario, {"belief_talking": np.array([-0.191, 0.1])})
    world = starting_world(scenario, p, 2)
    assert np.array_equal(world.value_talking, np.zeros((2, 2)) + p.belief_talking)
    assert np.array_equal(world.value_confrontation, np.full((2, 2), p.belief_confrontation))
    assert np.array_equal(world.fear, np.full((2, 2), p.fear_floor))


def test_each_agreement_takes_over_as_much_of_it() -> None:
    def talking(signed: int) -> float:
        scenario = begun(**DETENTE, agreements=ISSUES[:signed])
        p = parameters_of(scenario)
        return float(starting_world(scenario, p, 1).value_talking[0, 0])

    steps = np.diff([talking(signed) for signed in range(5)])
    assert (steps > 0).all()
    assert steps == pytest.approx(np.full(4, steps[0]), rel=0.02)  # fear, which prices hostility, grows along


def test_a_start_in_detente_knows_that_talking_pays_and_a_hostile_past_does_not() -> None:
    """With ties at stake; and where a scenario speaks, it is heard."""
    kind = begun(**DETENTE, agreements=ISSUES)
    hostile = begun(tension=(70.0, 70.0), trust=(0.15, 0.15), agreements=ISSUES)
    told = begun(**DETENTE, agreements=ISSUES, value_talking=(0.1, 0.2))
    worlds = [
        starting_world(one, parameters_of(one, {"ties_at_stake": 0.5}), 1) for one in (kind, hostile, told)
    ]
    assert (worlds[0].value_talking > worlds[0].value_confrontation).all()
    assert (worlds[1].value_talking < worlds[0].value_talking - 0.5).all()
    assert (worlds[0].fear > 0.4).all()
    assert worlds[2].value_talking[:, 0].tolist() == [0.1, 0.2]
    assert np.array_equal(worlds[2].fear, worlds[0].fear)
    assert setting_of(kind).states == ("US", "USSR")
