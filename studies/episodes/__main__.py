"""`python -m studies.episodes`: look at every episode, and note the look, for the later ones are held out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from simulation.catalogue import text
from simulation.experiments import holdout_log
from studies.episodes.checks import names
from studies.episodes.judging import episode
from studies.episodes.page import page
from studies.made import Out, Seed, command, run, write_page


def main(
    runs: Annotated[int, typer.Option(min=2, help="Runs a scenario.")] = 300,
    seed: Seed = 7,
    out: Out = Path("docs/episodes.md"),
) -> None:
    """Write the page of checks."""
    how = command("episodes", runs=runs, seed=seed, out=out)
    place = holdout_log.checkout()
    found = [episode(name, runs, seed) for name in names()]
    made = page(found, how, runs, seed)
    if place is not None:
        rows = [row for one in found for row in one.checks]
        met = [("checks met", float(np.mean([row.hit for row in rows])))]
        log = holdout_log.note(place, how, runs, seed, holdout_log.scores_of(met))
        said = text("card.not_logged" if log is None else "card.logged", place=place.root / holdout_log.LOG)
        typer.echo(said, err=log is None)
    write_page(out, made)


if __name__ == "__main__":
    run("episodes", main)
