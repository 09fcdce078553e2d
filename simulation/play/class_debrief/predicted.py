"""What pupils expected before the first move, beside what came of their match.

Pupils of one match meet one history, so an error is averaged inside a match first, and its interval is over matches.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from simulation.experiments import ensembles
from simulation.experiments.ensembles import Share
from simulation.play.class_debrief.asked import RIGHT
from simulation.play.class_debrief.came import Came
from simulation.play.class_debrief.differs import Difference, mean


class Prediction(NamedTuple):
    """What one pupil expected; `sure` is how sure of it, 0.5-1, of any of the questions."""

    pupil: str  # a code, or a dealt name; never one's own
    match: str
    expected: Mapping[str, float]  # by `RIGHT`
    sure: Mapping[str, float] = {}


class Beside(NamedTuple):
    """One question: means of what was expected and of what came, over pupils, and how far off they were.

    `off` is expected less came. `right` is the share of pupils whose number was near enough; `sure` how sure those who said
    so were on average, and `right_of_sure` the share of these who were right.
    """

    question: str
    expected: float
    came: float
    off: Difference | None
    right: Share
    sure: float
    right_of_sure: Share


def predictions(found: Sequence[Mapping[str, Any]]) -> list[Prediction]:
    """Predictions as a room holds them: "pupil", "match" and "figures", numbers by question.

    How sure somebody is of a question stands among the figures, too, in percent: "tension_sure".
    """
    return [
        Prediction(
            one["pupil"],
            one["match"],
            {name: float(one["figures"][name]) for name in RIGHT if name in one["figures"]},
            {
                name: one["figures"][f"{name}_sure"] / 100
                for name in RIGHT
                if f"{name}_sure" in one["figures"]
            },
        )
        for one in found
    ]


def beside(given: Sequence[Prediction], matches: Sequence[Came]) -> list[Beside]:
    """Every question that somebody answered whose match has an answer; a match that ended in war has no last tension."""
    truth = {one.match.name: _truth(one) for one in matches}
    rows = (_question(name, given, truth) for name in RIGHT)
    return [row for row in rows if row is not None]


def _truth(one: Came) -> dict[str, float]:
    return {"tension": one.end(), "crises": one.crises, "in_force": one.in_force}


def _question(
    name: str, given: Sequence[Prediction], truth: Mapping[str, Mapping[str, float]]
) -> Beside | None:
    said = [
        (one.match, float(one.expected[name]), truth[one.match][name], one.sure.get(name, np.nan))
        for one in given
        if name in one.expected and one.match in truth and np.isfinite(truth[one.match][name])
    ]
    if not said:
        return None
    match, expected, came, sure = (np.array(column) for column in zip(*said, strict=True))
    off = [float((expected - came)[match == one].mean()) for one in dict.fromkeys(match.tolist())]
    right, told = np.abs(expected - came) <= RIGHT[name], np.isfinite(sure)
    return Beside(
        name,
        float(expected.mean()),
        float(came.mean()),
        mean(off),
        ensembles.share(int(right.sum()), len(right)),
        float(sure[told].mean()) if told.any() else np.nan,
        ensembles.share(int(right[told].sum()), int(told.sum())),
    )
