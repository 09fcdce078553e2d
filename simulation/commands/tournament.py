"""`detente tournament`: every doctrine against every doctrine."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from typing import Annotated

import typer

from simulation.catalogue import say, text
from simulation.commands import folders, output
from simulation.commands.naming import scenario_named
from simulation.commands.options import Settings, asking
from simulation.commands.refusals import CommandError
from simulation.commands.tables import check_tables, names_of_tables, write_tables
from simulation.errors import show
from simulation.experiments.tournament import MONTHS, default_scenarios, tournament, tournament_summary
from simulation.findings.tables.tournament import tournament_tables
from simulation.pages.html import html
from simulation.pages.markdown import markdown
from simulation.plots import png, tournament_figure
from simulation.reports.tournament import FIGURE, tournament_in_short, tournament_page
from simulation.scenario.imposed import MOST_MONTHS
from simulation.version import version

WORK = "detente tournament"
FILES = ["tournament.json", "tournament.md", "tournament.html", FIGURE]


@asking(30)
def command(
    months: Annotated[int, typer.Option("--months")] = MONTHS,
    noise: Annotated[float | None, typer.Option("--noise")] = None,
    scenario: Annotated[list[str] | None, typer.Option("--scenario")] = None,
    doctrine: Annotated[list[str] | None, typer.Option("--doctrine")] = None,
    *,
    settings: Settings,
) -> None:
    """Play every doctrine against every doctrine."""
    runs, seed, lang, out = settings.runs, settings.seed, settings.lang, settings.out
    check_tables(settings)
    if not 1 <= months <= MOST_MONTHS:
        raise CommandError(say("refusal_command.months", months=show(months), most=MOST_MONTHS))
    names = [*FILES, *names_of_tables(settings)]
    folder = None if out is None else folders.folder(out, WORK, names)
    grounds = [scenario_named(name) for name in scenario] if scenario else list(default_scenarios())
    with output.bar(settings.quiet) as bar:
        task = bar.add_task(text("command.playing", lang), total=None)
        result = tournament(
            doctrine or None,
            grounds,
            runs=runs,
            seed=seed,
            months=months,
            noise=noise,
            progress=lambda done, total: bar.update(task, completed=done, total=total),
        )
    found = tournament_summary(result, version())
    if folder is not None:
        picture = png(tournament_figure(found, lang))
        options = {"runs": runs, "seed": seed, "months": months, "noise": noise, "lang": lang, "out": out}
        page = tournament_page(found, picture, _as_typed(options, scenario, doctrine), lang)
        with folders.unfinished(folder, WORK) as temporary:
            output.write_json(temporary / "tournament.json", found)
            (temporary / "tournament.md").write_text(markdown(page), encoding="utf-8")
            title = text("tournament.title", lang)
            (temporary / "tournament.html").write_text(html(page, title, lang), encoding="utf-8")
            (temporary / FIGURE).write_bytes(picture)
            tables = write_tables(tournament_tables(found), temporary, settings)
    if settings.as_json:
        output.print_json(found)
    elif not settings.quiet:
        output.show(tournament_in_short(found, lang))
    if folder is not None:
        output.say_written(folder, [*FILES, *tables], settings)


def _as_typed(options: Mapping[str, object], scenario: list[str] | None, doctrine: list[str] | None) -> str:
    """The command that makes the same report again."""
    words = ["detente", "tournament"]
    for name, value in options.items():
        words += [] if value is None else [f"--{name}", str(value)]
    for name, several in (("scenario", scenario), ("doctrine", doctrine)):
        words += [word for value in several or () for word in (f"--{name}", value)]
    return shlex.join(words)
