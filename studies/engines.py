"""Whether the compiled engine tells the same histories: every scenario, and every doctrine among two and three states.

    python -m studies.engines --runs 100 --seed 7 --out docs/engines.md

What is decided must be equal to NumPy's, act by act and event by event; floats differ in the last bits, since XLA adds in
another order and fuses products with sums. In single precision some runs go other ways; the page says how many, and what
that does to means.
"""

from __future__ import annotations

import platform
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, NamedTuple

import numpy as np
import typer
import xarray as xr

from simulation.doctrines import DOCTRINES
from simulation.engine import simulate
from simulation.experiments.ensembles import mean_difference, paired
from simulation.pages.markdown import markdown_grid
from simulation.scenario import Scenario, load_scenario, scenario_names
from studies.made import Out, Seed, command, made_by, run, write_page

SAME = 1e-10  # how much floats may differ, relative
SMALL = 1e-3  # and against what where they are smaller: of numbers near nought the last bits are the other numbers' bits
ARENAS = "classroom", "triangle_1971"  # of two states and of three, in which every doctrine plays
SINGLE = "cold_war", "classroom", "triangle_1971"  # what is also run in single precision
MEANS = "tension", "trust", "cooperation", "mutual_benefit"


class Compared(NamedTuple):
    """Two results of the same runs."""

    decided: int  # acts, signatures, crises ...: in how many months of a pair, issue or run
    otherwise: int  # of these come out otherwise
    apart: int  # runs in which any does
    difference: float  # the largest of any float in the other runs, relative; 0 where there is no other
    variable: str  # where that is

    @property
    def same(self) -> bool:
        """Whether one may stand for the other."""
        return not self.otherwise and self.difference <= SAME


def compared(one: xr.Dataset, other: xr.Dataset) -> Compared:
    """What of two results of the same runs, every month kept, differs."""
    floats = [name for name in one.data_vars if one[name].dtype.kind == "f"]
    apart = np.zeros(one.sizes["run"], dtype=bool)
    decided = otherwise = 0
    for name in set(one.data_vars) - set(floats):
        differs = (one[name] != other[name]).values
        decided, otherwise = decided + differs.size, otherwise + int(differs.sum())
        apart |= differs.reshape(len(apart), -1).any(axis=1)
    worst, where = 0.0, ""
    for name in floats:
        a, b = one[name].values[~apart], other[name].values[~apart]
        if a.size and (most := float((abs(a - b) / np.maximum(abs(a), SMALL)).max())) > worst:
            worst, where = most, str(name)
    return Compared(decided, otherwise, int(apart.sum()), worst, where)


def cases() -> Iterator[Scenario]:
    """Every scenario as it stands; then every doctrine beside the next ones, among two states and among three."""
    yield from map(load_scenario, scenario_names())
    names = list(DOCTRINES)
    for arena in map(load_scenario, ARENAS):
        states = [state.name for state in arena.states]
        for first in range(0, len(names), len(states)):
            play = (names[(first + place) % len(names)] for place in range(len(states)))
            yield arena.changed(doctrines=dict(zip(states, play, strict=True)))


def on_both(scenario: Scenario, runs: int, seed: int, engine: str = "jax") -> tuple[xr.Dataset, xr.Dataset]:
    """The same runs on NumPy and compiled."""
    asked = {"runs": runs, "seed": seed}
    return simulate(scenario, **asked), simulate(scenario, engine=engine, **asked)  # type: ignore[arg-type]


def row(scenario: Scenario, found: Compared) -> list[str]:
    """A line of the table."""
    doctrines = " / ".join(state.doctrine.name for state in scenario.states)
    return [
        scenario.name,
        doctrines,
        f"{scenario.months}",
        f"{found.decided:,}",
        f"{found.otherwise:,}",
        f"{found.difference:.0e} ({found.variable})" if found.variable else "0",
    ]


def in_single(name: str, runs: int, seed: int) -> list[str]:
    """A line of the table of single precision: runs that go other ways, and paired differences of their means."""
    one, other = on_both(load_scenario(name), runs, seed, "jax32")
    found = compared(one, other)
    cells = [name, f"{runs}", f"{found.apart}"]
    for variable in MEANS:
        over = [dim for dim in one[variable].dims if dim != "run"]
        mean, low, high, _ = mean_difference(paired(one, other, variable).mean(over))
        cells.append(f"{mean:+.3f} ({low:+.3f} to {high:+.3f})")
    return cells


def main(
    runs: Annotated[int, typer.Option(help="Runs a scenario.")] = 100,
    seed: Seed = 7,
    out: Out = Path("docs/engines.md"),
) -> None:
    """Write what the two engines differ in as a page of Markdown."""
    rows, worst, otherwise = [], 0.0, 0
    for scenario in cases():
        found = compared(*on_both(scenario, runs, seed))
        rows.append(row(scenario, found))
        worst, otherwise = max(worst, found.difference), otherwise + found.otherwise
        typer.echo(" | ".join(rows[-1]))
    made = made_by(command("engines", runs=runs, seed=seed, out=out))
    page = [
        "# Whether the compiled engine tells the same histories",
        f"{made} Python {platform.python_version()}, NumPy {np.__version__}, JAX {version('jax')}, {platform.machine()}; "
        f"{runs} runs a row on the same draws, every month of every variable compared. Of what is decided (acts, refusals, "
        f"criticism, signatures, breaches, crises, near misses, war) **{otherwise:,}** came out otherwise; the largest "
        f"difference of a float is **{worst:.0e}** of its size, or of {SMALL:g} where it is smaller; {SAME:.0e} is "
        "allowed.",
        markdown_grid(
            ("scenario", "doctrines", "months", "decided", "otherwise", "largest difference"), rows
        ),
        "## In single precision",
        '`engine="jax32"` against NumPy in doubles, run by run. A run that goes another way once is another history from '
        "there on, so runs are no longer the same; differences of the runs' means are paired, with 95 % intervals.",
        markdown_grid(
            ("scenario", "runs", "of these go other ways", *MEANS),
            [in_single(name, runs, seed) for name in SINGLE],
        ),
    ]
    write_page(out, "\n\n".join(page) + "\n")


if __name__ == "__main__":
    run("engines", main)
