"""Simulate, print, write: the one path behind `detente run` and every scenario script."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xarray as xr
from rich.markup import escape

from simulation import history, stored
from simulation.catalogue import say, text
from simulation.commands import contents, folders, output
from simulation.commands.memory import check_memory
from simulation.commands.options import NUMPY, Settings
from simulation.commands.refusals import CommandError
from simulation.commands.tables import check_tables, names_of_tables, write_tables
from simulation.engine import simulate
from simulation.errors import ScenarioError, show
from simulation.findings.run import summary
from simulation.findings.tables.run import run_tables
from simulation.pages.blocks import Block
from simulation.plots import history_figure
from simulation.reports.run import run_blocks
from simulation.scenario import Scenario
from simulation.scenario.translated import translated
from simulation.shown_names import shown_names

SUMMARY = "summary.json"


def run_and_write(scenario: Scenario, settings: Settings, source: str | None = None) -> None:
    """Write figure.png, summary.json and result.nc of a scenario, and print what came of it.

    `source` is the scenario as it was typed, a name or the path of a file: a file's results go to a folder of its name.
    """
    check_tables(settings, by_default=True)
    source = os.path.normpath(source or scenario.name)
    scenario = translated(with_parameters(scenario, settings.param), settings.lang)
    month = _month_explained(scenario, settings)
    check_memory(scenario, settings.runs)
    place = settings.out or Path("output") / Path(source).stem
    files, work = [SUMMARY, "result.nc", "figure.png"], f"detente run {contents.named(source, place)}"
    stored.check_letters(place)
    folder = folders.folder(place, work, files + names_of_tables(settings))

    result = ensemble(scenario, settings)
    output.say_fonts(scenario)
    record = history.cooperation("quarterly")
    found = summary(result, record)
    explanation, shown = ({}, []) if month is None else _explained(scenario, settings, month)
    written = {**found, "source": source, **explanation}
    made = f"detente run {source} --runs {settings.runs} --seed {settings.seed}"
    made += "".join(f" --param {one}" for one in settings.param)
    made += f" --engine {settings.engine}" if settings.engine != NUMPY else ""
    with folders.unfinished(
        folder, work
    ) as temporary:  # words come after: what a stream cannot show must not cost the files
        drawn, recorded = shown_names(result, settings.lang), shown_names(record, settings.lang)
        history_figure(drawn, recorded, settings.lang).savefig(temporary / "figure.png")
        output.write_json(temporary / SUMMARY, written)
        tables = write_tables(run_tables(found), temporary, settings)
        stored.save(result.assign_attrs(command=made, source=source), temporary / "result.nc")
    if settings.as_json:
        output.print_json(written)
    elif not settings.quiet:
        output.show([*run_blocks(shown_names(found, settings.lang), settings.lang), *shown])
    output.say_written(folder, [*files, *tables], settings)


def _explained(scenario: Scenario, settings: Settings, month: int) -> tuple[dict[str, object], list[Block]]:
    """Why each state did what it did in a month of one run: to be written, and to be shown."""
    from simulation.findings.explanation import explained_month
    from simulation.reports.explaining import explain_blocks

    found = explained_month(scenario, settings.seed, settings.run or 0, month, settings.lang)
    spoken = shown_names(found, settings.lang, sentences=True)
    return {"explanation": found}, explain_blocks(spoken, settings.lang)


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


def _month_explained(scenario: Scenario, settings: Settings) -> int | None:
    """The index of the month to explain, None if none is; a CommandError for one, or a run, that there will not be."""
    if settings.explain is None:
        if settings.run is not None:
            raise CommandError(say("explain_run.alone"))
        return None
    if settings.run is not None and not 0 <= settings.run < settings.runs:
        raise CommandError(say("refusal_command.run_of_compare", run=settings.run, last=settings.runs - 1))
    return month_of(scenario, settings.explain)


def month_of(scenario: Scenario, given: str) -> int:
    """The index of the month `--explain YYYY-MM`; a CommandError if the scenario does not have it."""
    try:
        return scenario.month_index(given)
    except ScenarioError as error:
        raise CommandError(say("refusal_command.explain", problem=error.problems[0])) from None
