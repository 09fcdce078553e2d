"""Richardson's stability condition, by the model's own arms rule."""

from __future__ import annotations

import numpy as np
import pytest

from simulation.parameters import PARAMETER_TABLE
from studies.known import richardson


@pytest.fixture(scope="module")
def races() -> richardson.Races:
    return richardson.races(years=1500)


def test_the_grid_spans_what_the_parameters_may_be_and_both_sides_of_the_boundary() -> None:
    grid = richardson.cases()
    for name, values in (("arms_reaction", grid.k), ("arms_fatigue", grid.a)):
        about = PARAMETER_TABLE[name]
        assert about.low <= np.min(values) < about.default < np.max(values) <= about.high
    assert 0.2 < (grid.margin > 1.0).mean() < 0.8
    assert np.abs(grid.margin - 1.0).min() >= richardson.BOUNDARY


def test_simulation_and_condition_agree_wherever_it_is_not_the_boundary(races: richardson.Races) -> None:
    assert ((races.rate < 0.0) == (races.grid.margin > 1.0)).all()


def test_on_the_boundary_nothing_grows_and_nothing_fades() -> None:
    one = np.array([0.08])
    assert richardson.simulated(richardson.Grid(one, 0.5 * one, one, 0.5 * one), years=500) == pytest.approx(
        0, abs=1e-9
    )


def test_without_reaction_a_disturbance_fades_at_the_pace_of_fatigue() -> None:
    none, a = np.zeros(1), np.array([0.08])
    exact = 12.0 * np.log(1.0 - 0.08 / 12.0)
    assert richardson.simulated(richardson.Grid(none, none, a, a), years=50) == pytest.approx(exact)


def test_the_pace_is_the_eigenvalue(races: richardson.Races) -> None:
    matrix = np.array([[-races.grid.a, races.grid.k], [races.grid.l, -races.grid.b]]).transpose(2, 0, 1)
    assert races.predicted == pytest.approx(np.linalg.eigvals(matrix).real.max(axis=1))
    assert races.rate == pytest.approx(races.predicted, rel=0.05)


def test_three_statements_reproduce_and_the_ceiling_is_the_models_own(races: richardson.Races) -> None:
    assert [statement.reproduces for statement in richardson.statements(races)] == [True, True, True, False]
    ceiling = richardson.at_ceiling()
    assert ceiling.stable == 0
    assert 0 < ceiling.unstable < ceiling.of_unstable
    longer = richardson.at_ceiling(years=1700)
    assert longer.unstable > ceiling.unstable
    assert longer.stable == 0


def test_the_verdicts_can_change(races: richardson.Races) -> None:
    turned = races._replace(rate=-races.rate)
    assert [s.reproduces for s in richardson.statements(turned)][:2] == [False, False]
    assert richardson.default_rate() == pytest.approx(0.04 - PARAMETER_TABLE["arms_fatigue"].default)
