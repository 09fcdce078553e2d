"""Whether a sweep that is killed loses anything: `python -m studies.kills --kills 100 --seed 1 --out docs/kills.md`."""

from __future__ import annotations

import platform
import sqlite3
import tempfile
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import numpy as np
import typer

from simulation import parallel
from simulation.commands.refusals import CommandError
from simulation.pages.markdown import markdown_grid
from simulation.scenario import load_scenario
from simulation.sweeps.cluster import need_distributed
from studies.kills import moments, steps, workers
from studies.kills.watched import Count
from studies.made import Out, Seed, command, made_by, run, write_page

AT_STEPS = {"replicates": 2, "shard": 2, "parameters": {"alarm": [5.0, 9.0]}}  # of `short`: two shards
ANY_MOMENT = {
    "scenario": "classroom", "design": "sobol", "size": 64, "replicates": 20, "shard": 64,
    "parameters": {"trust_gain": {}, "learning": {}},
}  # fmt: skip
OF_WORKERS = {
    "scenario": "classroom", "design": "latin_hypercube", "size": 12, "replicates": 32, "shard": 16,
    "parameters": {"trust_gain": {}},
}  # fmt: skip
FEWER = 5  # kills of the sweep for one of a worker, which takes longer


COLUMNS = (
    "what is killed", "kills", "before it had begun", "with something half done", "sweeps ended", "files lost",
    "files made twice", "files otherwise",
)  # fmt: skip


class Part(NamedTuple):
    """What is killed, in words, and what kills it."""

    what: str
    kill: Callable[[Path], Count]


def short() -> dict[str, Any]:
    """A plan of two months and two shards."""
    scenario = load_scenario("classroom").changed(months=2, leaders=(), events=(), orders=())
    return {"scenario": scenario, **AT_STEPS}


def parts(kills: int, seed: int) -> list[Part]:
    """All that is killed."""
    return [
        Part("the process, once at each step of a sweep of two files, and at every fifth once more while it goes on",
             lambda folder: steps.at_every_step(short(), folder)),
        Part("a process and its worker, at any moment of a sweep of 20 files",
             lambda folder: moments.at_any_moment(ANY_MOMENT, folder, kills, seed)),
        Part("a worker of a Dask cluster of two, with tasks in hand, in a sweep of 24 files",
             lambda folder: workers.of_workers(OF_WORKERS, folder, -(-kills // FEWER), seed)),
    ]  # fmt: skip


def row(what: str, count: Count) -> list[str]:
    """A line of the table."""
    return [what, *(f"{value:,}" for value in count)]


def main(
    kills: Annotated[int, typer.Option(min=1, help="Kills of a sweep at any moment.")] = 100,
    seed: Seed = 1,
    out: Out = Path("docs/kills.md"),
) -> None:
    """Write what sweeps that are killed lose as a page of Markdown."""
    need_distributed()
    if not parallel.FORKS:
        raise CommandError("what is killed here is forked, which Linux does; run this study there")
    rows, begun = [], time.perf_counter()
    for part in parts(kills, seed):
        with tempfile.TemporaryDirectory() as folder:
            rows.append(row(part.what, part.kill(Path(folder))))
        typer.echo(" | ".join(rows[-1]))
    minutes = (time.perf_counter() - begun) / 60
    write_page(out, page(made_by(command("kills", kills=kills, seed=seed, out=out)), minutes, rows))


def page(made: str, minutes: float, rows: list[list[str]]) -> str:
    """The page, in Markdown."""
    machine = (
        f"Python {platform.python_version()}, NumPy {np.__version__}, SQLite {sqlite3.sqlite_version}, Dask "
        f"{version('distributed')}, {platform.system()} {platform.machine()}, {parallel.cores()} cores; "
        f"{minutes:.0f} minutes."
    )
    return f"""# Whether a sweep that is killed loses anything

{made} {machine} Killed is by SIGKILL, or where steps are counted by an exit that cleans nothing up.

{markdown_grid(COLUMNS, rows)}

A step is before and after each statement of the ledger, each renaming, each waiting for the disk and each making of a
folder, and the middle of each file. Half done is an unfinished file, or a file in its place that the ledger does not know.
Lost is a file that the ledger knew and that is not there any more, or no longer as it was; made twice, one that the ledger
knew and that was written again; otherwise, one that at the end is not, byte for byte, that of a sweep that nobody killed,
the ledger's own account among them. What a worker of a cluster has in hand is made again by another, and entered once.

Where steps are counted, what the disk is told to wait for is left to the system: a loss of power is not tried here, nor a
disk that several machines share.
"""


if __name__ == "__main__":
    run("kills", main)
