"""Simulate, print, write: the one path behind `detente run` and every scenario script."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xarray as xr
from rich.markup import escape

from simulation import history
from simulation.catalogue import text
from simulation.commands import output
from simulation.commands.memory import check_memory
from simulation.commands.options import Settings
from simulation.commands.refusals import CommandError
from simulation.commands.tables import check_tables, write_tables
from simulation.engine import simulate
from simulation.errors import ScenarioError
from simulation.findings.explanation import explained_month
from simulation.findings.run import summary
from simulation.findings.tables.run import run_tables
from simulation.plots import history_figure
from simulation.reports.explaining import explain_blocks
from simulation.reports.run import run_blocks
from simulation.scenario import Scenario
from simulation.scenario.translated import translated


def run_and_write(scenario: Scenario, settings: Settings) -> None:
    """Print what came of a scenario, and write summary.json, result.nc and figure.png."""
    check_tables(settings, by_default=True)
    scenario = translated(with_parameters(scenario, settings.param), settings.lang)
    month = None if settings.explain is None else month_of(scenario, settings.explain)
    check_memory(scenario, settings.runs)
    folder = output.folder(settings.out if settings.out is not None else Path("output") / scenario.name)

    result = ensemble(scenario, settings)
    record = history.cooperation("quarterly")
    found = summary(result, record)
    asked = None if month is None else explained_month(scenario, settings.seed, month, settings.lang)
    written = found if asked is None else {**found, "explanation": asked}
    if settings.as_json:
        output.print_json(written)
    else:
        blocks = run_blocks(found, settings.lang)
        output.show(blocks if asked is None else [*blocks, *explain_blocks(asked, settings.lang)])
    with output.unfinished(folder) as temporary:
        output.write_json(temporary / "summary.json", written)
        save(result, temporary / "result.nc")
        history_figure(result, record, settings.lang).savefig(temporary / "figure.png")
        tables = write_tables(run_tables(found), temporary, settings)
    output.say_written(folder, ["summary.json", "result.nc", "figure.png", *tables], settings)


def ensemble(scenario: Scenario, settings: Settings) -> xr.Dataset:
    """Simulate with a progress bar, if there is a terminal to draw it on."""
    if not sys.stderr.isatty():
        return simulate(scenario, runs=settings.runs, seed=settings.seed)
    with output.bar() as bar:
        task = bar.add_task(
            escape(text("command.running", settings.lang, title=scenario.title)), total=settings.runs
        )

        def progress(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        return simulate(scenario, runs=settings.runs, seed=settings.seed, progress=progress)


def save(result: xr.Dataset, path: Path) -> None:
    """Write a result as NetCDF, compressed; numbers in single precision (seven digits), which halves the
    file.
    """
    encoding: dict[str, dict[str, Any]] = {}
    for name, variable in result.data_vars.items():
        encoding[str(name)] = {"zlib": True, "complevel": 1, "shuffle": True}
        if variable.dtype.kind == "f":
            encoding[str(name)]["dtype"] = "float32"
    result.to_netcdf(path, engine="netcdf4", encoding=encoding)


def with_parameters(scenario: Scenario, given: Sequence[str]) -> Scenario:
    """The scenario with parameters set as in `--param name=value`; a CommandError for what cannot be read."""
    values: dict[str, float] = {}
    for setting in given:
        name, equals, value = setting.partition("=")
        if not equals or not name.strip():
            raise CommandError(f"--param is {setting!r}; write name=value, for example trust_gain=0.5")
        try:
            values[name.strip()] = float(value)
        except ValueError:
            raise CommandError(
                f"--param {name.strip()} is {value.strip()!r}; write a number, for example 0.5"
            ) from None
    return scenario.changed(parameters=values) if values else scenario


def month_of(scenario: Scenario, given: str) -> int:
    """The index of the month `--explain YYYY-MM`; a CommandError if the scenario does not have it."""
    try:
        return scenario.month_index(given)
    except ScenarioError as error:
        raise CommandError(f"--explain: {error.problems[0]}") from None
