"""`python -m studies.calibration`: the search from the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from studies.calibration.searching import STEP, Asked, search
from studies.made import run, seeds_of


def main(
    minutes: Annotated[float, typer.Option(help="How long to search from now on.")] = 25.0,
    runs: Annotated[int, typer.Option(min=8, help="Runs a candidate and arm.")] = 32,
    seeds: Annotated[str, typer.Option(help="Seeds of the runs, a generation each, in turn.")] = "11,12,13",
    candidates: Annotated[int, typer.Option(min=4, help="Candidates a generation.")] = 24,
    step: Annotated[
        float, typer.Option(min=0.01, max=0.5, help="First step, as a share of each range.")
    ] = STEP,
    out: Annotated[
        Path, typer.Option(help="Where to write the vector; .state and .csv go beside it.")
    ] = Path("calibrated.json"),
    start: Annotated[
        Path | None, typer.Option(help="A vector to start from; the defaults otherwise.")
    ] = None,
) -> None:
    """Search for a parameter vector, or go on with the search of this --out; nothing in the package is changed."""
    begin = json.loads(start.read_text(encoding="utf-8")) if start else {}
    asked = Asked(runs, seeds_of(seeds), candidates, step)
    found = search(minutes, asked, begin, out, lambda line: typer.echo(line, err=True))
    typer.echo(f"Written to {out} after {found.generation} generations")


if __name__ == "__main__":
    run("calibration", main)
