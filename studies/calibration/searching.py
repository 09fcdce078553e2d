"""The search: CMA-ES (Hansen 2016, library `cma`) in the unit cube of `SEARCH`, which goes on where it was broken off.

After each generation the search is written beside its result: `NAME.state` (a pickle, to be opened by whoever made it
only) and one row a candidate in `NAME.csv`. All chance is keyed: the candidates of a generation hang on the seed of the
search and the generation, their runs on the seeds in turn; so a search that was killed and goes on is the same search.
"""

from __future__ import annotations

import json
import os
import pickle
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from simulation.draws import nearby
from simulation.errors import ScenarioError
from studies.calibration import objective, ranges
from studies.calibration.objective import Score
from studies.calibration.ranges import SEARCH, Floats

SEED = 5  # of the steps of the search, not of the runs
STEP = 0.15  # the first one, where none is asked for
DIAGONAL = 60  # generations in which the parameters are varied without regard to each other: it learns sooner
SHOWN = 10  # the dearest parts, for the progress


class Asked(NamedTuple):
    """What was asked of a search; one that goes on must be asked the same."""

    runs: int  # a candidate
    seeds: tuple[int, ...]  # of the runs, a generation each, in turn
    candidates: int  # a generation
    step: float = STEP  # the first one, as a share of each range: smaller to better a vector than to find one


class Steps:
    """Standard normal numbers for `cma`: keyed by how often it has asked, so that they are the same after a break."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self, *shape: int) -> Floats:
        """The next numbers of this shape."""
        self.asked += 1
        return np.asarray(nearby(SEED, f"step {self.asked}", int(np.prod(shape)))).reshape(shape)


class Search(NamedTuple):
    """A search as it stands after some generations."""

    strategy: Any  # cma.CMAEvolutionStrategy
    asked: Asked
    names: tuple[str, ...]
    generation: int


def begun(asked: Asked, start: Mapping[str, float]) -> Search:
    """A search from `start` on, the defaults where it is silent."""
    import cma  # an extra: only whoever calibrates needs it

    options = {
        "bounds": [0, 1],
        "popsize": asked.candidates,
        "randn": Steps(),
        "seed": np.nan,
        "verbose": -9,
        "CMA_diagonal": DIAGONAL,
    }
    return Search(cma.CMAEvolutionStrategy(ranges.cube(start), asked.step, options), asked, tuple(SEARCH), 0)


def generation(search: Search) -> tuple[Search, Floats, list[Score]]:
    """One generation: the search after it, the candidates `[candidate, parameter]` in the unit cube, their scores."""
    points = np.array(search.strategy.ask())
    seeds = search.asked.seeds
    found = objective.scores(ranges.table(points), search.asked.runs, seeds[search.generation % len(seeds)])
    search.strategy.tell(list(points), [one.whole for one in found])
    return search._replace(generation=search.generation + 1), points, found


def vector(search: Search) -> dict[str, float]:
    """Where the search stands: the mean of what it would try next, which no single lucky candidate decides."""
    point = np.asarray(search.strategy.result.xfavorite)[None]
    return {name: float(values[0]) for name, values in ranges.table(point).items()}


# --- on disk --------------------------------------------------------------------------------------------------------


def beside(out: Path) -> tuple[Path, Path]:
    """Where the state and the candidates of a search are, whose result is `out`."""
    return out.with_suffix(".state"), out.with_suffix(".csv")


def resumed(out: Path, asked: Asked) -> Search | None:
    """The search that was broken off here, or None; its candidates without those of a generation that was not ended.

    Raises ScenarioError where it was another search.
    """
    state, candidates = beside(out)
    if not state.exists():
        return None
    search: Search = pickle.loads(state.read_bytes())
    if (search.asked, search.names) != (asked, tuple(SEARCH)):
        raise ScenarioError(
            f"{state} holds another search, with {search.asked.runs} runs, seeds {search.asked.seeds}, "
            f"{search.asked.candidates} candidates, first step {search.asked.step} and {len(search.names)} parameters; "
            "give another --out, or delete it"
        )
    rows = pd.read_csv(candidates)
    _written(candidates, rows[rows.generation < search.generation].to_csv(index=False).encode())
    return search


def saved(search: Search, points: Floats, found: list[Score], out: Path) -> None:
    """Write a generation's candidates, the vector, and last the state, which makes them count."""
    state, candidates = beside(out)
    rows = pd.DataFrame(
        [
            {
                "generation": search.generation - 1,
                "score": one.whole,
                "record": one.record,
                "story": one.story,
                **dict(zip(search.names, point, strict=True)),
                **{f"missed {name}": z for name, z in one.missed.items()},
            }
            for point, one in zip(points, found, strict=True)
        ]
    )
    first = search.generation == 1
    rows.round(4).to_csv(candidates, index=False, mode="w" if first else "a", header=first)
    _written(out, json.dumps(vector(search), indent=1).encode())
    _written(state, pickle.dumps(search))


def _written(path: Path, content: bytes) -> None:
    """The whole file or, if this is broken off, the old one."""
    new = path.with_name(path.name + ".new")
    new.write_bytes(content)
    os.replace(new, path)


def search(
    minutes: float,
    asked: Asked,
    start: Mapping[str, float],
    out: Path,
    say: Callable[[str], None] = lambda line: None,
    most: int | None = None,
) -> Search:
    """Search for so many minutes from now, or to generation `most`, and write it to `out` and beside it."""
    end = time.monotonic() + 60 * minutes
    state = resumed(out, asked) or begun(asked, start)
    while time.monotonic() < end and (most is None or state.generation < most):
        state, points, found = generation(state)
        saved(state, points, found, out)
        say(progress_line(state.generation, found))
    return state


def progress_line(number: int, found: list[Score]) -> str:
    """A generation in a line: its best candidate, and what costs it most."""
    best = min(found)
    dearest = sorted(best.missed.items(), key=lambda part: -np.nan_to_num(part[1], nan=objective.UNKNOWN))
    parts = ", ".join(f"{name} {z:.1f}" for name, z in dearest[:SHOWN])
    return f"generation {number}: best {best.whole:.1f} (record {best.record:.1f}, story {best.story:.1f}); {parts}"
