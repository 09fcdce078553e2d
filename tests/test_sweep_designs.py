"""Designs of sweeps, against what is known of each; and how they are crossed with lists."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest

from simulation import load_scenario
from simulation.sweeps.plan import Plan
from simulation.sweeps.points import points, unit_design

CLASSROOM = load_scenario("classroom")


def plan(**given: object) -> Plan:
    return Plan(**{"scenario": CLASSROOM, **given})


def test_a_latin_hypercube_has_one_row_in_each_stratum_of_every_dimension() -> None:
    found = unit_design("latin_hypercube", 3, 10, 4, seed=5)
    assert found.shape == (10, 3)
    assert (np.sort(np.floor(found * 10), axis=0) == np.arange(10)[:, None]).all()


@pytest.mark.parametrize("seed", [0, 1])
def test_sobols_rows_are_balanced_in_every_elementary_interval(seed: int) -> None:
    """The first two dimensions are a (0, 2)-sequence: 2^m rows, one in each box of 2^-a by 2^-(m - a)."""
    m = 5
    found = unit_design("sobol", 6, 2**m, 4, seed)
    for a in range(m + 1):
        boxes = np.floor(found[:, :2] * [2**a, 2 ** (m - a)])
        assert len(np.unique(boxes, axis=0)) == 2**m
    assert (np.sort(np.floor(found * 2**m), axis=0) == np.arange(2**m)[:, None]).all()


def test_saltellis_rows_are_a_with_each_column_of_b_in_turn_and_b() -> None:
    d, n = 3, 8
    found = unit_design("saltelli", d, n, 4, seed=2).reshape(n, d + 2, d)
    a, b = found[:, 0], found[:, -1]
    for k in range(d):
        assert (found[:, k + 1] == np.where(np.arange(d) == k, b, a)).all()
    assert len(np.unique(np.floor(np.concatenate([a, b], axis=1) * n), axis=0)) == n


@pytest.mark.parametrize("levels", [4, 8])
def test_morris_steps_in_each_dimension_once_a_trajectory(levels: int) -> None:
    d, n = 4, 6
    found = unit_design("morris", d, n, levels, seed=3).reshape(n, d + 1, d)
    steps = np.diff(found, axis=1)
    assert ((np.abs(steps) > 1e-12).sum(axis=2) == 1).all()
    assert ((np.abs(steps) > 1e-12).sum(axis=1) == 1).all()
    assert np.abs(steps).sum(axis=2) == pytest.approx(levels / (2 * (levels - 1)))
    assert found * (levels - 1) == pytest.approx(np.round(found * (levels - 1)))


@pytest.mark.parametrize("kind", ["latin_hypercube", "sobol", "saltelli", "morris"])
def test_a_design_hangs_on_its_seed_and_on_nothing_else(kind: str) -> None:
    one, again, other = (unit_design(kind, 3, 8, 4, seed) for seed in (1, 1, 2))
    assert (one == again).all()
    assert (one != other).any()
    assert one.min() >= 0
    assert one.max() <= 1


def test_a_grid_is_the_product_of_its_lists_and_steps() -> None:
    found = points(
        plan(
            parameters={"trust_gain": {"low": 1.0, "high": 2.0, "steps": 3}, "learning": [0.1, 0.2]},
            doctrines={"Kastara": ["grit", "hawk"]},
        )
    )
    rows = list(itertools.product(["classroom"], ["grit", "hawk"], [0.1, 0.2], [1.0, 1.5, 2.0]))
    assert found.to_numpy().tolist() == [list(row) for row in rows]
    assert list(found) == ["scenario", "doctrines.Kastara", "learning", "trust_gain"]


def test_every_combination_of_lists_meets_the_same_rows_of_the_design() -> None:
    other = CLASSROOM.changed(name="other")
    found = points(
        plan(
            scenario=[CLASSROOM, other],
            design="sobol",
            size=4,
            parameters={"trust_gain": {}, "perception_noise": [0.1, 0.2]},
            inputs={"states": {"Kastara": {"hawks": {"low": 0.2, "high": 0.4}}}},
        )
    )
    sampled = found[["inputs.states.Kastara.hawks", "trust_gain"]].to_numpy().reshape(4, 4, 2)
    assert (sampled == sampled[:1]).all()
    assert found["scenario"].tolist() == ["classroom"] * 8 + ["other"] * 8
    assert found["inputs.states.Kastara.hawks"].between(0.2, 0.4).all()


def test_the_order_in_which_a_plan_lists_things_changes_nothing() -> None:
    ranges = {"trust_gain": {}, "learning": {}, "alarm": [1.0, 2.0]}
    turned = dict(reversed(ranges.items()))
    one, other = (
        plan(design="latin_hypercube", size=5, parameters=given, doctrines=doctrines)
        for given, doctrines in (
            (ranges, {"Kastara": "grit", "Velmora": "hawk"}),
            (turned, {"Velmora": "hawk", "Kastara": "grit"}),
        )
    )
    pd.testing.assert_frame_equal(points(one), points(other))


def test_a_table_is_taken_row_by_row() -> None:
    table = pd.DataFrame({"learning": [0.1, 0.3], "doctrines.Kastara": ["grit", "hawk"]})
    found = points(plan(design="table", table=table, parameters={"trust_gain": [1.0, 2.0]}))
    assert found["learning"].tolist() == [0.1, 0.3] * 2
    assert found["doctrines.Kastara"].tolist() == ["grit", "hawk"] * 2
    assert found["trust_gain"].tolist() == [1.0, 1.0, 2.0, 2.0]
