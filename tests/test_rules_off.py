"""Each rule switched off: the values, the defaults that they take the place of, and what the page says of a change."""

from __future__ import annotations

import math

import numpy as np
import pytest

from simulation.catalogue import NOTHING
from simulation.engine import simulate
from simulation.experiments.claims.effect import Effect
from simulation.experiments.claims.reserved import vectors
from simulation.parameters import PARAMETER_TABLE, Parameters
from simulation.scenario import load_scenario
from studies import rules_off
from studies.other_defaults import defaults
from studies.rules_off import (
    ALL_OFF,
    AS_IT_STANDS,
    RULES,
    Look,
    change,
    page,
    variants,
)

CLASSROOM = load_scenario("classroom").changed(months=30, events=())


@pytest.mark.parametrize("rule", RULES)
def test_each_rule_is_on_by_default_and_moves_the_months(rule: str) -> None:
    for name, value in RULES[rule].items():
        about = PARAMETER_TABLE[name]
        assert about.low <= value <= about.high
        assert about.default != value
    plain = simulate(CLASSROOM, runs=20, seed=3)
    with defaults(RULES[rule]):
        assert not simulate(CLASSROOM, runs=20, seed=3).equals(plain)
    assert simulate(CLASSROOM, runs=20, seed=3).equals(plain)


def test_the_defaults_are_others_for_the_time_of_a_look_and_then_as_they_were() -> None:
    before, table = Parameters(), dict(PARAMETER_TABLE)
    off = variants()[ALL_OFF]
    with defaults(off):
        now = Parameters()
        assert {name for name in now._fields if getattr(now, name) != getattr(before, name)} == set(off)
        # where the claims sample parameters nearby, what is off stays off
        assert all((np.asarray(vectors(40, {})[name]) == value).all() for name, value in off.items())
    assert Parameters() == before
    assert table == PARAMETER_TABLE


def test_what_is_looked_at_is_nothing_off_each_off_and_all_off() -> None:
    looked = variants()
    assert list(looked) == [AS_IT_STANDS, *RULES, ALL_OFF]
    assert looked[AS_IT_STANDS] == {}
    assert looked[ALL_OFF] == {name: value for rule in RULES.values() for name, value in rule.items()}


NO_EFFECT = Effect(math.nan, math.nan, math.nan, math.nan, 0)
STANDING = Look(
    {"credit.later": True, "trade.fades": True, "rounding": None, "slow": False},
    (20, 25),
    (0.8, 0.7),
    [NO_EFFECT] * len(rules_off.SHOWN),
    {"A1": "supported", "W1": "not supported"},
)


def test_what_changes_is_what_differs_from_the_model_as_it_stands() -> None:
    off = STANDING._replace(
        conditions={"credit.later": True, "trade.fades": None, "rounding": True, "slow": False},
        verdicts={"A1": "opposite", "W1": "not supported"},
    )
    assert change(STANDING, STANDING) == ({}, [], [])
    assert change(STANDING, off) == ({"A1": ("supported", "opposite")}, ["trade.fades"], ["rounding"])


def test_the_page_has_a_row_for_each_look_and_for_each_change() -> None:
    off = STANDING._replace(verdicts={"A1": "opposite", "W1": "not supported"})
    looks = dict.fromkeys(variants(), STANDING) | {ALL_OFF: off}
    written = page(looks, 100, 10, "python -m studies.rules_off")
    lines = [line for line in written.splitlines() if line.startswith("| ")]
    assert len(lines) == 2 + len(looks) + 2 + len(looks) - 1
    assert "2 of 4 | 20 of 25 | 80%, 70%" in lines[2]
    assert lines[-1] == f"| all | A1: supported → opposite | {NOTHING} | {NOTHING} |"
    assert all(line.endswith(3 * f"| {NOTHING} " + "|") for line in lines[-6:-1])
