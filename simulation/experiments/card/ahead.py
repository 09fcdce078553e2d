"""One to eight quarters ahead: the model by its nearest histories, persistence, and a VAR refitted each quarter.

A run of the model knows nothing of the record. But among many there are some that went, for the last two years, much as the
record did; what these did next is the model's forecast (Lorenz 1969's analogues). At each origin only the quarters up to it
are handed on, so no forecast can see what it is judged by.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from simulation.experiments.card.baselines import persistence, var
from simulation.experiments.card.predictive import Normal, Predictive, Runs
from simulation.experiments.card.scores import Judged, judged

Floats = NDArray[np.float64]

HORIZON = 8  # quarters
MEMORY = 8  # quarters over which a history is compared: two years, as long as the forecasts reach
NEAREST = 60  # histories: of a thousand about one in seventeen (assumption, set before any score was seen)

BASELINES: dict[str, Callable[[Floats, int], Normal]] = {"persistence": persistence, "var": var}


def nearest(members: Floats, known: Floats) -> NDArray[np.intp]:
    """The runs whose last `MEMORY` quarters lie closest to the record's, by the Euclidean distance over both directions.

    `members` `[quarter, direction, run]` has as many quarters as `known` `[quarter, direction]`; runs that have ended are
    passed over, so fewer than `NEAREST` may be left.
    """
    apart = members[-MEMORY:] - known[-MEMORY:, :, None]
    distance = np.sqrt((apart**2).sum(axis=(0, 1)))
    order = np.argsort(distance, kind="stable")[:NEAREST]  # NaN, a run that has ended, sorts last
    return np.asarray(order[np.isfinite(distance[order])])


def of_model(members: Floats, known: Floats, steps: int) -> Runs:
    """What the nearest histories did next."""
    now = len(known)
    return Runs(members[now : now + steps][..., nearest(members[:now], known)])


def forecasts(members: Floats, known: Floats, steps: int) -> dict[str, Predictive]:
    """All three forecasts from one origin, the last of the `known` quarters."""
    made: dict[str, Predictive] = {"model": of_model(members, known, steps)}
    return made | {name: make(known, steps) for name, make in BASELINES.items()}


def ahead(members: Floats, record: Floats, targets: slice) -> dict[str, list[Judged]]:
    """Every forecast whose target lies in `targets`, judged: by name, one entry a horizon, in the order of the origins.

    The first origin is the quarter before the first target, and so no horizon has targets that another lacks but for the
    first ones: at h quarters ahead there are h - 1 fewer.
    """
    judgements: dict[str, list[list[Judged]]] = {}
    for now in range(targets.start, targets.stop):  # how many quarters are known
        steps = min(HORIZON, targets.stop - now)
        came = record[now : now + steps]
        for name, made in forecasts(members, record[:now], steps).items():
            whole = judged(made, came)
            by_horizon = judgements.setdefault(name, [[] for _ in range(HORIZON)])
            for step in range(steps):
                by_horizon[step].append(Judged(*(part[step : step + 1] for part in whole)))
    return {
        name: [Judged(*map(np.concatenate, zip(*one, strict=True))) for one in by_horizon]
        for name, by_horizon in judgements.items()
    }
