"""The story of a result: one of its runs told with all that can be measured about it. A report only has to word it.

What happened is read off the result. Turning points come from it by a rule; why the states acted so, what else they could
have replied, and which theory tells their acts need the run gone through again, on the same chance.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import xarray as xr

from simulation.agents import DetenteModel
from simulation.experiments.missed_chances import Chance, missed_chances
from simulation.experiments.retracing import check_the_same, retrace
from simulation.experiments.rival_explanations import StateExplanations, explanations, seen
from simulation.experiments.turning_points import TurningPoint, turning_points
from simulation.experiments.typical_run import Typical, typical_run
from simulation.inputs import premises
from simulation.scenario import Scenario

KEY_MONTHS = 3  # turning points whose replies are examined
ENSEMBLE = (8, 48, 6400)  # runs behind the explanations: least, most, and months times runs in between


class Explained(NamedTuple):
    """Why one state did what it did to another in one month, in sentences, situation first."""

    state: str
    rival: str
    sentences: tuple[str, ...]


class Story(NamedTuple):
    """Everything that a report on one run of a result tells."""

    scenario: Scenario
    result: xr.Dataset
    run: int
    typical: Typical | None  # None: the run was asked for
    points: list[TurningPoint]
    why: list[tuple[Explained, ...]]  # for each turning point, both sides
    chances: list[Chance]
    explanations: list[StateExplanations]
    ensemble: int  # runs behind the explanations


def tell(scenario: Scenario, result: xr.Dataset, run: int | None = None, lang: str = "en") -> Story:
    """Tell of `run`, or of the run nearest to the median path; `result` is what `simulate` returns with keep="all".

    The sentences that explain are in `lang`. Raises ScenarioError for a result that does not come out the same again.
    """
    seed = int(result.attrs["seed"])
    typical = None if run is not None else typical_run(result)
    chosen = run if run is not None else typical.run if typical is not None else 0
    months = list(retrace(scenario, seed, (chosen, chosen + 1)))
    check_the_same(scenario, result, chosen, months)
    points = turning_points(result, chosen)
    least, most, together = ENSEMBLE
    count = int(np.clip(together // (scenario.months * len(scenario.pairs) // 2), least, most))
    without = premises(scenario)
    others = seen(without, list(retrace(without, seed, (0, count))))
    return Story(
        scenario,
        result,
        chosen,
        typical,
        points,
        _why(scenario, seed, chosen, points, lang),
        missed_chances(scenario, seed, chosen, months, [(p.month, p.dyad) for p in key_points(points)]),
        explanations(scenario, others, seen(scenario, months)),
        count,
    )


def key_points(points: Sequence[TurningPoint]) -> list[TurningPoint]:
    """The turning points at which another reply is tried: those to confrontation first, then the largest; by month."""
    worth = sorted(points, key=lambda point: (point.side > 0, -abs(np.nan_to_num(point.score))))
    return sorted(worth[:KEY_MONTHS], key=lambda point: point.month)


def _why(
    scenario: Scenario, seed: int, run: int, points: Sequence[TurningPoint], lang: str
) -> list[tuple[Explained, ...]]:
    """What the states themselves say of the months of the turning points: the same run on Mesa, as far as needed."""
    model = DetenteModel(scenario, rng=seed, run=run)
    states = {state.name: state for state in model.agents}
    found: dict[int, list[TurningPoint]] = {}
    for point in points:
        found.setdefault(point.month, []).append(point)
    said: dict[tuple[int, tuple[int, int]], tuple[Explained, ...]] = {}
    for month in sorted(found):
        while model.months_done <= month:
            model.step()
        for point in found[month]:
            both = [scenario.pairs[row] for row in point.dyad]
            said[month, point.dyad] = tuple(
                Explained(name, rival, tuple(states[name].explain(rival, lang).text.splitlines()[1:]))
                for name, rival in both
            )
    return [said[point.month, point.dyad] for point in points]
