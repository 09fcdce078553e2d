"""Rounding decides nothing: a world nudged by one part in 1e13 goes through the same months."""

from __future__ import annotations

import numpy as np
import pytest

from simulation.doctrines import DOCTRINES
from simulation.experiments.rounding import NUDGE, disturbed, nudged
from simulation.inputs import parameters_of, starting_world
from simulation.rules import negotiation
from simulation.rules.arrays import above, at_least
from simulation.scenario import load_scenario, scenario_names


@pytest.mark.long
def test_no_act_signature_or_crisis_of_200_cold_wars_hangs_on_the_last_bit() -> None:
    found = disturbed(load_scenario("cold_war"), runs=200, seed=7)
    assert found.changed == 0, found


@pytest.mark.sample(5)
@pytest.mark.parametrize("scenario", scenario_names())
def test_no_scenario_hangs_on_the_last_bit(scenario: str) -> None:
    found = disturbed(load_scenario(scenario), runs=40, seed=7)
    assert found.changed == 0, found


@pytest.mark.sample(5)
@pytest.mark.parametrize("doctrine", DOCTRINES)
def test_no_doctrine_hangs_on_the_last_bit(doctrine: str) -> None:
    """On one side of `classroom`, whose starting trust is what `firm_trust` is: the two are equal in its first month."""
    classroom = load_scenario("classroom")
    found = disturbed(classroom.changed(doctrines={classroom.labels[0]: doctrine}), runs=20, seed=7)
    assert found.changed == 0, found


def test_the_nudge_reaches_every_float_and_nothing_else() -> None:
    scenario = load_scenario("cold_war")
    world = starting_world(scenario, parameters_of(scenario), 4)
    for name, before, after in zip(world._fields, world, nudged(world), strict=True):
        if before.dtype == bool:
            assert np.array_equal(before, after), name
        else:
            moved = before != 0
            assert (before != after)[moved].all(), name
            np.testing.assert_allclose(after, before, rtol=1.01 * NUDGE, err_msg=name)


def test_a_large_nudge_is_found() -> None:
    """The measure can fail: a world that differs by a part in a thousand goes other ways."""
    from simulation.experiments import rounding

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rounding, "nudged", lambda world: nudged(world, 0.001))
        assert disturbed(load_scenario("cold_war"), runs=20, seed=7).changed > 4


def test_who_has_come_all_the_way_down_accepts_its_reservation_value() -> None:
    reservation = np.array([0.3, 0.1 + 0.2, 1 / 3])
    down = reservation - np.array([1e-16, 5e-17, 1e-12])
    assert negotiation.acceptable(down, reservation).all()
    assert not negotiation.acceptable(reservation - 1e-6, reservation).any()


def test_months_run_out_together() -> None:
    """Sixty months counted down in floats that differ in the last bit end in the same month."""
    term = np.array([60.0, 60.0 * (1 + 1e-13), 60.0 * (1 - 1e-13)])
    for _ in range(59):
        term = term - 1.0
        assert negotiation.running(term).all()
    assert not negotiation.running(term - 1.0).any()


def test_equals_both_concede() -> None:
    risk = np.array([0.4])
    same = risk * (1 + 1e-13)
    for mine, theirs in ((risk, same), (same, risk)):
        assert negotiation.conceded(np.array([0.8]), np.array([0.4]), mine, theirs, 0.5)[0] == pytest.approx(
            0.6
        )
    assert at_least(0.3, 0.1 + 0.2)


def test_what_is_above_is_what_the_other_is_not_at_least() -> None:
    x = np.array([0.1 + 0.2, 0.3, np.nextafter(0.3, 1), 0.3 + 1e-6, 0.3 - 1e-6])
    assert above(x, 0.3).tolist() == [False, False, False, True, False]
    assert (above(x, 0.3) == ~at_least(0.3, x)).all()


def test_demands_that_just_fit_or_just_end_do_so_on_every_machine() -> None:
    """Sums that come to 1.01 and differences that come to .02, each a last bit to either side."""
    demand = np.array([0.61 - 1e-16, 0.61, 0.61 + 2e-16])
    assert negotiation.compatible(demand, 0.4).all()
    assert not negotiation.exhausted(demand, 0.4, demand, 0.4).any(), "what fits is not at its end"
    spent = np.array([0.62, 0.62 + 2e-16, 0.6 + 0.02])
    assert negotiation.exhausted(spent, 0.6, spent - 0.02, np.array(0.58)).all()
