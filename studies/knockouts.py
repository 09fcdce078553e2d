"""What carries the cold-war scenario: the same worlds with one thing taken away at a time.

    python -m studies.knockouts --runs 500 --seed 7 --out docs/knockouts.md

All rows share the seed, so they share their chance. Where a row changes little, the thing taken away did little; where the
correlation with the record falls, it carried the path. Only the fitted years are looked at: what was held out is opened by
`detente validate` alone. Fitting the same moments with another vector may move the weight
elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
import xarray as xr

from simulation.engine import simulate
from simulation.experiments.detente import detente_share
from simulation.experiments.measures import living_conduct
from simulation.experiments.recognition import recognition_dates
from simulation.history import FITTED, cooperation
from simulation.pages.markdown import markdown_grid
from simulation.scenario import Leader, Scenario, load_scenario
from studies.made import Out, Seed, command, made_by, run, write_page

Change = Callable[[Scenario], Scenario]


def _no_dispositions(scenario: Scenario) -> Scenario:
    leaders = [Leader(**{**dict(leader), "disposition": 0.0}) for leader in scenario.leaders]
    return scenario.changed(leaders=leaders)


def _without(kind: str) -> Change:
    return lambda scenario: scenario.changed(
        events=[event for event in scenario.events if event.kind != kind]
    )


def _with(**parameters: float) -> Change:
    return lambda scenario: scenario.changed(parameters=parameters)


#: what is taken away; "vulnerability frozen" leaves it at its starting value
KNOCKOUTS: dict[str, Change] = {
    "nothing": lambda scenario: scenario,
    "leaders' dispositions (all 0)": _no_dispositions,
    "leaders differ from run to run": _with(leader_spread=0.0),
    "third-country wars (imposed)": _without("theatre"),
    "nuclear vulnerability (frozen at its start)": _without("technology"),
    "learning from near misses": _with(fear_learning=0.0),
    "recognition's pull on reservation values": _with(reservation_recognition=0.0),
    "learnt values in choice": _with(want_learnt=0.0),
    "concessions in talks": _with(concession=0.0),
    "relief from friendly acts": _with(relief=0.0),
    "public memory of losses and humiliation": _with(hawks_grievance=0.0),
    "contest for influence": _with(want_influence=0.0),
}


def fitted_correlation(result: xr.Dataset) -> float:
    """Pearson's r of the runs' mean with the record over the fitted years; both the mean of the two directions."""
    first, last = FITTED
    years = living_conduct(result).mean(("pair", "run")).resample(month="YS").mean()
    record = cooperation("yearly").sel(time=slice(str(first), str(last))).mean("pair")
    model = years.sel(month=slice(str(first), str(last)))
    return float(np.corrcoef(model.values, record.values)[0, 1])


def knockout_table(runs: int, seed: int) -> list[list[str]]:
    """One row a knock-out: détente (95 % interval), faded, recognition, crises a year, correlation with the record."""
    scenario = load_scenario("cold_war")
    rows = []
    for name, change in KNOCKOUTS.items():
        result = simulate(change(scenario), runs=runs, seed=seed)
        share = detente_share(result)
        known = ~np.isnat(recognition_dates(result).values)
        crises = float(result.crisis.isel(pair=0).sum("month").mean()) / (result.sizes["month"] / 12)
        rows.append(
            [
                name,
                f"{share['happened']:.0%} ({share['low']:.0%} to {share['high']:.0%})",
                f"{share['faded']:.0%}",
                f"{known.mean():.0%}",
                f"{crises:.2f}",
                f"{fitted_correlation(result):.2f}",
            ]
        )
    return rows


HEADINGS = (
    "Taken away",
    "Runs with détente (95 % interval)",
    "of these faded",
    "mutual recognition",
    "crises a year",
    "correlation 1948-70",
)


def main(
    runs: Annotated[int, typer.Option(help="Runs a row.")] = 500,
    seed: Seed = 7,
    out: Out = Path("docs/knockouts.md"),
) -> None:
    """Write the table of knock-outs as a page of Markdown."""
    made = made_by(command("knockouts", runs=runs, seed=seed, out=out))
    page = [
        "# What carries the cold-war scenario: one thing taken away at a time",
        f"{made} {runs} runs a row, all on the same draws. Correlation: mean over runs of yearly cooperation with the "
        "record, in the years that were fitted; how the model does in the others stands on [the card](validation.md) "
        "alone.",
        markdown_grid(HEADINGS, knockout_table(runs, seed)),
    ]
    write_page(out, "\n\n".join(page) + "\n")


if __name__ == "__main__":
    run("knockouts", main)
