"""What the record leaves open of the dozen parameters that carry most.

    python -m studies.posterior --vectors 20000 --runs 20 --seed 7 --bank output/bank --out docs/open_parameters.md

One bank serves the record and all synthetic records. It is a sweep in a folder: broken off, it goes on where it was.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from simulation.commands.folders import write_file
from simulation.plots import png
from simulation.plots.intervals import interval_figure
from simulation.sweeps.running import sweep
from studies.made import Out, Seed, command, made_by, run
from studies.made import write_page as written
from studies.posterior.bank import opened, plan
from studies.posterior.found import Asked, Found, find
from studies.posterior.page import page, shown

ACCEPTED = 8000  # histories that a posterior is made of; which number, synthetic records alone have said (see the page)


def study(asked: Asked, folder: Path, records: int, say: Callable[[str], None] = lambda line: None) -> Found:
    """The bank made, or gone on with, in one folder and the synthetic records beside it; and what is found of both."""
    beside = folder.with_name(f"{folder.name}_records")
    for place, given in (
        (folder, plan(asked.vectors, asked.runs, asked.seed)),
        (beside, plan(records, 1, asked.seed + 1)),
    ):
        sweep(given, place, resume=place.exists())
        say(str(place))
    return find(opened(folder), opened(beside), asked, say)


def main(
    vectors: Annotated[int, typer.Option(min=100, help="Vectors of the bank.")] = 20_000,
    runs: Annotated[int, typer.Option(min=1, help="Runs a vector.")] = 20,
    accepted: Annotated[int, typer.Option(min=500, help="Histories that a posterior is made of.")] = ACCEPTED,
    records: Annotated[int, typer.Option(min=60, help="Synthetic records.")] = 1000,
    seed: Seed = 7,
    bank: Annotated[Path, typer.Option(help="Folder of the bank.")] = Path("output/bank"),
    out: Out = Path("docs/open_parameters.md"),
) -> None:
    """Write what the record leaves open as a page of Markdown and a figure."""
    asked = Asked(vectors, runs, seed, accepted)
    found = study(asked, bank, records, lambda done: typer.echo(done, err=True))
    picture = out.with_suffix(".png")
    write_file(picture, png(interval_figure(*shown(found))))
    how = command(
        "posterior", vectors=vectors, runs=runs, accepted=accepted, records=records, seed=seed, bank=bank, out=out
    )  # fmt: skip
    written(out, page(found, picture.name, made_by(how)))


if __name__ == "__main__":
    run("posterior", main)
