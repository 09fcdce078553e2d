"""Sensitivity, as tables."""

from __future__ import annotations

from simulation.experiments.sensitivity import SensitivityFound
from simulation.findings.tables.rows import Tables, about, of, table


def sensitivity_tables(found: SensitivityFound) -> Tables:
    """Which parameters carry what (`experiments.sensitivity`).

    chosen      the dozen, the weightiest first, with its weight
    outcomes    mean, least and most over points, and the noise of a point's mean
    effects     outcome, parameter, mu* and sigma with their 95 % intervals, mu* by luck alone
    indices     outcome, parameter, S1 and ST with their 95 % intervals
    """
    outcomes = found["outcomes"]
    return {
        "about": about(found, "rule"),
        "chosen": table(map(dict, found["chosen"])),
        "outcomes": table(
            of(one, "outcome", "unit", "mean", "least", "most", "noise", "noise_share", "beyond")
            for one in outcomes
        ),
        "effects": table(
            {"outcome": one["outcome"], "unit": one["unit"], **row}
            for one in outcomes
            for row in one["effects"]
        ),
        "indices": table({"outcome": one["outcome"], **row} for one in outcomes for row in one["indices"]),
    }
