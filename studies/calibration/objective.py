"""What a vector is judged by: the fitted rows of the record and the conditions of the story, in one sum.

    L = sum w_i f(|m_i - t_i| / tol_i) + sum w_j f(max(margin - s_j, 0) / tol),    f(z) = min(z^2, 12 + z)

m are medians over runs, t targets; s is how far a condition of the story lies on the right side of its rule in its worst
cell (`causal_story.row.slack`). A condition that holds by the margin costs nothing, and nothing is gained by holding more.
The slow growth of f keeps one thing that cannot be reached from deciding everything.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from simulation import parallel
from simulation.experiments.causal_story.row import Row, slack
from studies.calibration import fitted, story
from studies.calibration.ranges import Floats

#: distance, in tolerances, of what cannot be measured: clearly missed, so that nothing is got round by having no number
UNKNOWN = 6.0


class Step(NamedTuple):
    """By how much a condition has to hold, and how far short of that counts as one tolerance."""

    margin: float
    tolerance: float


#: where a rule counts in standard deviations of the control over the runs: half of a 'small' effect (Cohen 1988) to spare
IN_SPREADS = Step(0.1, 0.2)
#: shares and correlations: about what thirty runs tell apart (standard error of a share .09)
AS_IT_IS = Step(0.03, 0.1)


class Weight(NamedTuple):
    """How much a condition counts, and why."""

    weight: float
    reason: str


#: by the part of a condition's id before the dot; a fitted row or plain fact weighs 1 (regime means 2)
WEIGHTS: dict[str, Weight] = {
    "self_keeping": Weight(2.0, "two rows only, and without them cooperation teaches to provoke"),
    "both_sides": Weight(0.5, "twelve rows of one experiment"),
    "trade": Weight(2.0, "two rows only, and without them severing trade is a way to peace"),
    "lost": Weight(1.0, "three ways to lose a détente, each a condition of its own"),
    "fading": Weight(0.5, "up to nine rows of the same runs, shares of few of them: the noisiest part"),
    "credit": Weight(1.0, "two rows: a sign each"),
    "class": Weight(1.0, "one row: whether a class sees anything"),
}


class Score(NamedTuple):
    """What a candidate costs: in all, of the record, of the story; and each part in tolerances missed, by its id."""

    whole: float
    record: float
    story: float
    missed: dict[str, float]


def cost(z: float) -> float:
    """f above, of a distance in tolerances."""
    return min(z * z, 12.0 + z) if math.isfinite(z) else cost(UNKNOWN)


def shortfall(row: Row) -> float:
    """How many tolerances a condition lies short of holding by the margin, 0 or more; NaN where there is no number."""
    left = [slack(row.rule, cell) for cell in row.cells]
    step = IN_SPREADS if any(math.isfinite(cell.spread) for cell in row.cells) else AS_IT_IS
    worst = min(left) if all(map(math.isfinite, left)) else math.nan
    return max(step.margin - worst, 0.0) / step.tolerance


def score(found: Mapping[str, float], rows: list[Row]) -> Score:
    """What a candidate costs, from what was measured of `cold_war` and the conditions of the story."""
    record = fitted.missed(found)
    short = {row.id: shortfall(row) for row in rows}
    of_record = sum(weight * cost(z) for z, weight in record.values())
    of_story = sum(WEIGHTS[name.partition(".")[0]].weight * cost(z) for name, z in short.items())
    return Score(
        of_record + of_story, of_record, of_story, {**{k: z for k, (z, _) in record.items()}, **short}
    )


def parts_of_it() -> list[str]:
    """The ids of what a candidate is judged by: goals of the record, and conditions of the story."""
    return [*(key for key, _ in fitted.goals()), *story.ids()]


def scores(table: Mapping[str, Floats], runs: int, seed: int) -> list[Score]:
    """What each candidate costs, all on the same chance, shared among the cores."""
    count = len(next(iter(table.values())))
    workers = min(parallel.cores(), count)
    parts = np.array_split(np.arange(count), workers)
    names = parts_of_it()
    shape = (count, 3 + len(names))
    kept = parallel.zeros({"scores": (shape, np.float64)}, shared=workers > 1)["scores"]

    def one(part: int) -> None:
        mine = {name: values[parts[part]] for name, values in table.items()}
        for place, found in zip(parts[part], _scored(mine, runs, seed), strict=True):
            kept[place] = (*found[:3], *(found.missed[name] for name in names))

    for _ in parallel.spread(one, range(len(parts)), workers):
        pass
    return [
        Score(whole, of_record, of_story, dict(zip(names, missed, strict=True)))
        for whole, of_record, of_story, *missed in kept.tolist()
    ]


def _scored(table: Mapping[str, Floats], runs: int, seed: int) -> list[Score]:
    return [
        score(fitted.measured(arm["cold_war"]), story.rows(arm)) for arm in story.together(table, runs, seed)
    ]
