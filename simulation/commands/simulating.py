"""Simulate, print, write: the one path behind `detente run` and every scenario script."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xarray as xr
from rich.markup import escape

from simulation import history, stored
from simulation.catalogue import say, text
from simulation.commands import folders, output
from simulation.commands.memory import check_memory
from simulation.commands.options import NUMPY, Settings
from simulation.commands.refusals import CommandError
from simulation.commands.tables import check_tables, write_tables
from simulation.engine import simulate
from simulation.errors import ScenarioError, show
from simulation.findings.explanation import explained_month
from simulation.findings.run import summary
from simulation.findings.tables.run import run_tables
from simulation.plots import history_figure
from simulation.reports.explaining import explain_blocks
from simulation.reports.run import run_blocks
from simulation.scenario import Scenario
from simulation.scenario.translated import translated

SUMMARY = "summary.json"


def run_and_write(scenario: Scenario, settings: Settings, source: str | None = None) -> None:
    """Write figure.png, summary.json and result.nc of a scenario, and print what came of it.

    `source` is the scenario as it was typed, a name or the path of a file: a file's results go to a folder of its name.
    """
    check_tables(settings, by_default=True)
    source = os.path.normpath(source or scenario.name)
    scenario = translated(with_parameters(scenario, settings.param), settings.lang)
    month = None if settings.explain is None else month_of(scenario, settings.explain)
    check_memory(scenario, settings.runs)
    folder = folders.folder(settings.out or Path("output") / Path(source).stem)
    _check_place(folder, source)

    result = ensemble(scenario, settings)
    output.say_fonts(scenario)
    record = history.cooperation("quarterly")
    found = summary(result, record)
    asked = None if month is None else explained_month(scenario, settings.seed, month, settings.lang)
    written = {**found, "source": source, **({} if asked is None else {"explanation": asked})}
    made = f"detente run {source} --runs {settings.runs} --seed {settings.seed}"
    made += "".join(f" --param {one}" for one in settings.param)
    made += f" --engine {settings.engine}" if settings.engine != NUMPY else ""
    with folders.unfinished(
        folder
    ) as temporary:  # words come after: what a stream cannot show must not cost the files
        history_figure(result, record, settings.lang).savefig(temporary / "figure.png")
        output.write_json(temporary / SUMMARY, written)
        tables = write_tables(run_tables(found), temporary, settings)
        stored.save(result.assign_attrs(command=made), temporary / "result.nc")
    if settings.as_json:
        output.print_json(written)
    elif not settings.quiet:
        blocks = run_blocks(found, settings.lang)
        output.show(blocks if asked is None else [*blocks, *explain_blocks(asked, settings.lang)])
    output.say_written(folder, [SUMMARY, "result.nc", "figure.png", *tables], settings)


def _check_place(folder: Path, source: str) -> None:
    """Refuse, with a CommandError, a folder that holds results of another scenario or of another file."""
    try:
        found = json.loads((folder / SUMMARY).read_text(encoding="utf-8"))
        other = found.get("source", found["scenario"])
    except (OSError, ValueError, KeyError, AttributeError):  # nothing there, or nothing of ours
        return
    if other != source:
        raise CommandError(say("refusal_command.replaces", folder=folder, other=other, source=source))


def ensemble(scenario: Scenario, settings: Settings) -> xr.Dataset:
    """Simulate with a progress bar, if there is a terminal to draw it on."""
    asked: dict[str, Any] = {"runs": settings.runs, "seed": settings.seed, "engine": settings.engine}
    if settings.quiet or not sys.stderr.isatty():
        return simulate(scenario, **asked)
    with output.bar(settings.quiet) as bar:
        task = bar.add_task(
            escape(text("command.running", settings.lang, title=scenario.title)), total=settings.runs
        )

        def progress(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        return simulate(scenario, **asked, progress=progress)


def with_parameters(scenario: Scenario, given: Sequence[str]) -> Scenario:
    """The scenario with parameters set as in `--param name=value`; a CommandError for what cannot be read."""
    values: dict[str, float] = {}
    for setting in given:
        name, equals, value = setting.partition("=")
        if not equals or not name.strip():
            raise CommandError(say("refusal_command.param", found=show(setting)))
        try:
            values[name.strip()] = float(value)
        except ValueError:
            raise CommandError(
                say("refusal_command.param_value", name=name.strip(), found=show(value.strip()))
            ) from None
    return scenario.changed(parameters=values) if values else scenario


def month_of(scenario: Scenario, given: str) -> int:
    """The index of the month `--explain YYYY-MM`; a CommandError if the scenario does not have it."""
    try:
        return scenario.month_index(given)
    except ScenarioError as error:
        raise CommandError(say("refusal_command.explain", problem=error.problems[0])) from None
