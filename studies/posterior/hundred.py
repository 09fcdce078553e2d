"""The hundred vectors of the bank that lie nearest to the fitted rows.

    python -m studies.posterior.hundred --bank output/bank --out simulation/data/vectors.toml

Those of the bank that lie nearest by its own few runs are partly lucky; so several times as many are simulated again in
worlds that the bank has not met, and the nearest of these kept. What stands beside each is its distance in worlds of a
third seed, by which nothing was chosen. Only fitted rows are looked at: neither the story nor a claim had a part in it.
"""

from __future__ import annotations

import tomllib
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import numpy as np
import tomli_w
import typer

from simulation.errors import ScenarioError
from simulation.experiments.distance import distance
from simulation.experiments.moments import Runs
from simulation.history import DATA
from simulation.parameters import PARAMETER_TABLE
from simulation.sweeps.running import sweep
from studies.made import Seed, command, made_by, run, write_page
from studies.posterior.bank import PRIOR, Bank, common, from_unit, opened

VECTORS: Traversable = DATA / "vectors.toml"
MORE = 4  # times as many as are kept are simulated again
DIGITS = 5  # that a parameter is kept with


class Kept(NamedTuple):
    """One vector: how far it lies from the fitted rows, in tolerances (`distance`), and its parameters."""

    distance: float
    parameters: dict[str, float]


def distances(figures: Runs) -> Runs:
    """How far each vector lies from the fitted rows, `[vector, run, row]` -> `[vector]`."""
    return distance(np.moveaxis(figures, 1, 0))


def simulated(values: Runs, runs: int, seed: int, folder: Path) -> Bank:
    """Vectors `[vector, parameter]` in the same worlds, as a sweep in a folder."""
    given = common(runs, seed) | {
        "design": "table",
        "worlds": "same",
        "table": {name: column.tolist() for name, column in zip(PRIOR, values.T, strict=True)},
    }
    sweep(given, folder, resume=folder.exists())
    return opened(folder)


def rounded(values: Runs) -> Runs:
    """Values to as many digits as are kept."""
    return np.array([[float(f"{value:.{DIGITS}g}") for value in row] for row in values])


def nearest(known: Bank, count: int, runs: int, seed: int, folder: Path) -> list[Kept]:
    """The `count` nearest vectors of a bank, the nearest first.

    runs    of each candidate when it is chosen, and as many when the distance that is kept is measured
    seed    of the worlds of the choice; those of the kept distance have the next one
    folder  for both sweeps
    """
    first = np.argsort(distances(known.figures), kind="stable")[: MORE * count]
    values = rounded(from_unit(known.unit[first]))
    again = distances(simulated(values, runs, seed, folder / "candidates").figures)
    chosen = values[np.argsort(again, kind="stable")[:count]]
    fresh = distances(simulated(chosen, runs, seed + 1, folder / "chosen").figures)
    order = np.argsort(fresh, kind="stable")
    return [
        Kept(float(fresh[place]), dict(zip(PRIOR, chosen[place].tolist(), strict=True))) for place in order
    ]


def text_of(vectors: list[Kept], said: str) -> str:
    """The file of kept vectors; what is `said` of it stands at its head."""
    tables: dict[str, Any] = {
        f"v{place:03}": {"distance": round(one.distance, 3), "parameters": one.parameters}
        for place, one in enumerate(vectors, 1)
    }
    return f"# {said}\n\n{tomli_w.dumps(tables)}"


def kept_vectors(path: Path | Traversable = VECTORS) -> dict[str, Kept]:
    """The kept vectors by name. Raises ScenarioError where there are none."""
    if not path.is_file():
        raise ScenarioError(
            f"there are no kept vectors at {path}; make them with 'python -m studies.posterior.hundred'"
        )
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    return {name: Kept(**table) for name, table in tables.items()}


def main(
    bank: Annotated[Path, typer.Option(help="Folder of the bank.")] = Path("output/bank"),
    count: Annotated[int, typer.Option(min=1, help="How many to keep.")] = 100,
    runs: Annotated[int, typer.Option(min=8, help="Runs a candidate.")] = 100,
    seed: Seed = 101,
    out: Annotated[Path, typer.Option(help="File to write.")] = Path("simulation/data/vectors.toml"),
) -> None:
    """Choose the vectors of a bank that lie nearest to the fitted rows, and write them to a file."""
    known = opened(bank)
    folder = bank.parent / "hundred"
    found = nearest(known, count, runs, seed, folder)
    defaults = np.array([[PARAMETER_TABLE[name].default for name in PRIOR]])
    (own,) = distances(simulated(defaults, runs, seed + 1, folder / "defaults").figures)
    said = (
        f"The {len(found)} of {len(known.unit):,} vectors of the bank that lie nearest to the fitted rows; "
        f"distances of {runs} runs, seed {seed + 1}, where the defaults lie at {own:.3f}"
    )
    how = command("posterior.hundred", bank=bank, count=count, runs=runs, seed=seed, out=out)
    write_page(out, text_of(found, f"{said}\n# {made_by(how)}"))


if __name__ == "__main__":
    run("posterior.hundred", main)
