"""`detente compare`: two scenarios, or a scenario and what would have been instead, on the same draws."""

from __future__ import annotations

import re
from pathlib import Path
from textwrap import shorten
from typing import Annotated, Any

import typer

from simulation.catalogue import say, text
from simulation.commands import contents, folders, output
from simulation.commands.memory import check_memory
from simulation.commands.naming import scenario_named
from simulation.commands.options import Engine, Settings, asking
from simulation.commands.refusals import CommandError
from simulation.commands.simulating import ensemble
from simulation.commands.tables import check_tables, names_of_tables, write_tables
from simulation.errors import ScenarioError, show
from simulation.experiments.counterfactuals import COUNTERFACTUALS, counterfactual
from simulation.experiments.input_changes import check_comparable
from simulation.experiments.parting import parting
from simulation.findings.comparison import Labels, compare_summary
from simulation.findings.parted import run_summary
from simulation.findings.tables.comparison import comparison_tables
from simulation.plots import both_futures_figure, run_figure
from simulation.reports.comparison import comparison_blocks
from simulation.scenario import Scenario
from simulation.scenario.translated import translated
from simulation.shown_names import shown_names

#: characters of a name for a future that a title has room for
LABEL = 40
HELP = {"counterfactuals": ", ".join(COUNTERFACTUALS)}
FIGURES = {"tension": "tension", "benefit": "mutual_benefit", "cooperation": "cooperation"}


@asking(200, {"engine": Engine})
def command(
    a: Annotated[str, typer.Argument()],
    b: Annotated[str | None, typer.Argument()] = None,
    instead: Annotated[str | None, typer.Option("--instead")] = None,
    without: Annotated[str | None, typer.Option("--without")] = None,
    run: Annotated[int | None, typer.Option("--run")] = None,
    *,
    settings: Settings,
) -> None:
    """Compare two scenarios on the same draws."""
    runs, lang = settings.runs, settings.lang
    check_tables(settings, by_default=True)
    if runs < 2:
        raise CommandError(say("refusal_command.one_pair", runs=show(runs)))
    if run is not None and not 0 <= run < runs:
        raise CommandError(say("refusal_command.run_of_compare", run=show(run), last=runs - 1))
    one, other, labels = _futures(a, b, instead, without, lang)
    check_comparable(one, other)
    one, other = translated(one, lang), translated(other, lang)
    check_memory(one, 2 * runs)
    other_named = b or instead or f"without {without}"
    place = settings.out or Path("output") / _named(a, other_named)
    work = f"detente compare {contents.named(a, place)} {contents.named(other_named, place)}"
    files = ["compare.json", *(f"{name}.png" for name in FIGURES), *names_of_tables(settings)]
    folder = folders.folder(place, work, files)

    output.say_fonts(one, other)
    before, after = ensemble(one, settings), ensemble(other, settings)
    found = compare_summary((one, other), labels, before, after)
    found["counterfactual"] = instead
    if run is not None:
        found["run"] = run_summary(
            one, found["from"], before, after, parting(one, other, settings.seed, run, lang)
        )
    with folders.unfinished(folder, work) as temporary:
        output.write_json(temporary / "compare.json", found)
        futures = shown_names(before, lang), shown_names(after, lang)
        drawn = (*futures, shown_names(found, lang))
        for name, variable in FIGURES.items():
            figure = both_futures_figure(*drawn, variable, lang)
            figure.savefig(temporary / f"{name}.png")
        if run is not None:
            run_figure(*drawn, lang).savefig(temporary / f"run_{run}.png")
        write_tables(comparison_tables(found), temporary, settings)
        written = sorted(path.name for path in temporary.iterdir())
    if settings.as_json:
        output.print_json(found)
    elif not settings.quiet:
        output.show(comparison_blocks(shown_names(found, lang), lang))
    output.say_written(folder, written, settings)


def _futures(
    a: str, b: str | None, instead: str | None, without: str | None, lang: str
) -> tuple[Scenario, Scenario, Labels]:
    """The two scenarios, and what they are called; a CommandError unless exactly one says what the other future is."""
    given = {"B": b, "--instead": instead, "--without": without}
    named = [name for name, value in given.items() if value is not None]
    if len(named) != 1:
        given_are = say("refusal_command.and").join(named)
        found = (
            say("refusal_command.several_futures", named=given_are)
            if named
            else say("refusal_command.no_future")
        )
        raise CommandError(say("refusal_command.futures", found=found))
    scenario = scenario_named(a)
    as_it_was = text("figure.before", lang)
    if b is not None:
        other = scenario_named(b)
        return scenario, other, _told_apart((a, scenario), (b, other))
    if instead is not None:
        before, after = _instead(scenario, instead)
        return before, after, Labels(as_it_was, text(f"counterfactual.{instead}", lang))
    words = str(without).strip()
    if not words:
        raise CommandError(say("refusal_command.without"))
    scenario, changed = _without(scenario, words, lang)
    return scenario, changed, Labels(as_it_was, text("compare.without", lang, words=shorten(words, LABEL)))


def _named(a: str, b: str) -> str:
    """The folder of a comparison: both futures as typed, a file by its name, in signs that any system allows."""
    typed = (Path(one).stem if one.lower().endswith(".toml") else one for one in (a, b))
    return re.sub(r"[^\w-]+", "_", "_".join(typed)).strip("_")


def _instead(scenario: Scenario, name: str) -> tuple[Scenario, Scenario]:
    """Both futures of a named counterfactual; a CommandError that says where it belongs if it does not fit here."""
    asked = counterfactual(name)
    try:
        return asked.futures(scenario)
    except ScenarioError as error:
        raise CommandError(
            say(
                "refusal_command.instead",
                name=name,
                scenario=scenario.name,
                problem=error.problems[0],
                made_for=asked.scenario,
            )
        ) from None


def _without(scenario: Scenario, words: str, lang: str) -> tuple[Scenario, Scenario]:
    """The scenario, and without what the words name: in its own language, or as the tables in `lang` call it."""
    try:
        return scenario, scenario.without(words)
    except ScenarioError:
        shown = translated(scenario, lang)
        return shown, shown.without(words)


def _told_apart(*typed: Any) -> Labels:
    """Two scenarios by their names; by their files where both have one name; by their paths where those are one too."""
    (a, one), (b, other) = typed
    if one.name != other.name:
        return Labels(one.name, other.name)
    if Path(a).name != Path(b).name:
        return Labels(Path(a).name, Path(b).name)
    return Labels(a, b) if a != b else Labels(f"{a} (1)", f"{b} (2)")
