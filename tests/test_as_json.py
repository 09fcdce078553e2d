"""Findings as JSON: a tree of named tuples, arrays and numbers becomes what JSON can hold."""

from __future__ import annotations

import json
from typing import NamedTuple

import numpy as np

from simulation.findings.as_json import as_json
from simulation.findings.plain import six_digits


class Leaf(NamedTuple):
    """A number and whether it counts."""

    value: float
    counts: bool


def test_a_tree_becomes_what_json_can_hold() -> None:
    tree = {
        1970: Leaf(float("nan"), True),
        "all": (Leaf(1 / 3, False), None),
        "drawn": np.array([[1.5, np.inf], [0.0, -2.0]]),
        "runs": np.int64(3),
    }
    found = as_json(tree)
    assert found == json.loads(json.dumps(found, allow_nan=False))
    assert found == {
        "1970": {"value": None, "counts": True},
        "all": [{"value": 1 / 3, "counts": False}, None],
        "drawn": [[1.5, None], [0.0, -2.0]],
        "runs": 3,
    }


def test_numbers_that_are_not_whole_are_rounded_as_asked() -> None:
    assert as_json([Leaf(1 / 3, True), 12345678], six_digits) == [
        {"value": 0.333333, "counts": True},
        12345678,
    ]
