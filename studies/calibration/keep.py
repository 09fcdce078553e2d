"""Twenty vectors that fit about equally well, as far apart as they come, out of all that searches have seen.

    python -m studies.calibration.keep best.csv other.csv --count 20

The candidates within a margin of the best are thinned to those farthest apart, scored again on seeds that no search has
seen (a score that was the best of thousands is partly luck), and thinned once more among those within the margin of the
best. Far apart: each next one is that whose nearest neighbour among the chosen is farthest (greedy max-min, Gonzalez
1985), by Euclid's distance in the unit cube of the ranges.
"""

from __future__ import annotations

import tomllib
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Annotated, NamedTuple

import numpy as np
import pandas as pd
import tomli_w
import typer

from simulation.errors import ScenarioError
from simulation.history import DATA
from studies.calibration import objective, ranges
from studies.calibration.ranges import SEARCH, Floats
from studies.made import command, made_by, run, seeds_of, write_page

VECTORS: Traversable = DATA / "vectors.toml"
MARGIN = 0.25  # of the best score: about what the score of one vector varies from seed to seed (assumption)
MORE = 3  # times as many as are kept are scored again


class Kept(NamedTuple):
    """One vector: its score on fresh seeds, of that the record's part and the story's, and its parameters."""

    score: float
    record: float
    story: float
    parameters: dict[str, float]


def seen(files: list[Path]) -> pd.DataFrame:
    """All candidates of some searches, the best first. Raises ScenarioError for files of another search space."""
    found = []
    for path in files:
        rows = pd.read_csv(path)
        missing = [name for name in ("score", *SEARCH) if name not in rows]
        if missing:
            raise ScenarioError(
                f"{path} has no column {missing[0]}; give the .csv of a search of today's parameters"
            )
        found.append(rows)
    return pd.concat(found, ignore_index=True).sort_values("score", ignore_index=True)


def apart(points: Floats, count: int) -> list[int]:
    """Places of up to `count` points `[point, dimension]` that lie far apart, the first one among them."""
    chosen = [0]
    near = np.linalg.norm(points - points[0], axis=1)  # distance to the nearest that was chosen
    while len(chosen) < min(count, len(points)):
        place = int(near.argmax())
        if near[place] == 0.0:
            break  # the same points again
        chosen.append(place)
        near = np.minimum(near, np.linalg.norm(points - points[place], axis=1))
    return chosen


def keep(
    candidates: pd.DataFrame, count: int, margin: float, runs: int, seeds: tuple[int, ...]
) -> list[Kept]:
    """The vectors to keep, best first; scores are means over `seeds`."""
    good = candidates[candidates.score <= (1.0 + margin) * candidates.score.min()]
    points = good[list(SEARCH)].to_numpy(dtype=float)
    points = points[apart(points, MORE * count)]
    found = [objective.scores(ranges.table(points), runs, seed) for seed in seeds]
    parts = np.array([[one[:3] for one in scores] for scores in found], dtype=float).mean(axis=0)
    order = np.argsort(parts[:, 0], kind="stable")
    order = order[parts[order, 0] <= (1.0 + margin) * parts[order[0], 0]]
    chosen = sorted(order[place] for place in apart(points[order], count))
    table = ranges.table(points)
    kept = []
    for place in chosen:
        whole, of_record, of_story = (float(part) for part in parts[place])
        vector = {name: float(values[place]) for name, values in table.items()}
        kept.append(Kept(whole, of_record, of_story, vector))
    return sorted(kept, key=lambda one: one.score)


def text_of(vectors: list[Kept], said: str) -> str:
    """The file of kept vectors; what is `said` of it stands at its head."""
    tables = {
        f"v{place:02}": {
            "score": round(one.score, 2),
            "record": round(one.record, 2),
            "story": round(one.story, 2),
            "parameters": {name: float(f"{value:.5g}") for name, value in one.parameters.items()},
        }
        for place, one in enumerate(vectors, 1)
    }
    return f"# {said}\n\n{tomli_w.dumps(tables)}"


def kept_vectors(path: Path | Traversable = VECTORS) -> dict[str, Kept]:
    """The kept vectors by name. Raises ScenarioError where there are none."""
    if not path.is_file():
        raise ScenarioError(
            f"there are no kept vectors at {path}; make them with 'python -m studies.calibration.keep'"
        )
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    return {name: Kept(**table) for name, table in tables.items()}


def main(
    files: Annotated[list[Path], typer.Argument(help="The .csv of one search or of several.")],
    count: Annotated[int, typer.Option(min=1, help="How many to keep.")] = 20,
    margin: Annotated[
        float, typer.Option(help="Share of the best score by which another may be worse.")
    ] = MARGIN,
    runs: Annotated[int, typer.Option(min=8, help="Runs a candidate and arm.")] = 100,
    seeds: Annotated[str, typer.Option(help="Seeds that no search has seen.")] = "101,102",
    out: Annotated[Path, typer.Option(help="File to write.")] = Path("simulation/data/vectors.toml"),
) -> None:
    """Choose vectors that fit about equally well and lie far apart, and write them to a file."""
    found = keep(seen(files), count, margin, runs, seeds_of(seeds))
    said = f"{len(found)} vectors within {margin:.0%} of the best, far apart; scored with {runs} runs an arm, seeds {seeds}"
    study = " ".join(["calibration.keep", *map(str, files)])
    how = command(study, count=count, margin=margin, runs=runs, seeds=seeds, out=out)
    write_page(out, text_of(found, f"{said}\n# {made_by(how)}"))


if __name__ == "__main__":
    run("calibration.keep", main)
