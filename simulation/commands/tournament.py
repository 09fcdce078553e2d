"""`detente tournament`: every doctrine against every doctrine."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from typing import Annotated

import typer

from simulation.catalogue import text
from simulation.commands import output
from simulation.commands.options import Settings, asking
from simulation.commands.refusals import CommandError
from simulation.commands.tables import check_tables, write_tables
from simulation.experiments.tournament import MONTHS, default_scenarios, tournament, tournament_summary
from simulation.findings.tables.tournament import tournament_tables
from simulation.pages.html import html
from simulation.pages.markdown import markdown
from simulation.plots import png, tournament_figure
from simulation.reports.tournament import FIGURE, tournament_in_short, tournament_page
from simulation.scenario import load_scenario
from simulation.version import version

Games = Annotated[int, typer.Option("--runs", help="Number of runs a game, 2 to 1000.")]


@asking(30, {"runs": Games})
def command(
    months: Annotated[int, typer.Option("--months", help="Months a game.")] = MONTHS,
    noise: Annotated[
        float | None, typer.Option("--noise", help="Error in reading an act (parameter perception_noise).")
    ] = None,
    scenario: Annotated[
        list[str] | None,
        typer.Option("--scenario", help="A scenario, or .toml file, to play in. May be repeated."),
    ] = None,
    doctrine: Annotated[
        list[str] | None, typer.Option("--doctrine", help="A doctrine to let in (all). May be repeated.")
    ] = None,
    *,
    settings: Settings,
) -> None:
    """Play every doctrine against every doctrine: rank them by own benefit, mutual benefit and war risk.

    Played in a laboratory of equals, in one where provoking wins much, and between the rivals of 1948, without leaders.
    With --out tournament.json, tournament.md with a heat map, tournament.png, and tournament.html, which holds
    everything, are written to that folder.
    """
    runs, seed, lang, out = settings.runs, settings.seed, settings.lang, settings.out
    check_tables(settings)
    if months < 1:
        raise CommandError(f"--months is {months}; write a number, 1 or more")
    folder = None if out is None else output.folder(out)
    grounds = [load_scenario(name) for name in scenario] if scenario else list(default_scenarios())
    with output.bar() as bar:
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
    if settings.as_json:
        output.print_json(found)
    else:
        output.show(tournament_in_short(found, lang))
    if folder is not None:
        picture = png(tournament_figure(found, lang))
        options = {"runs": runs, "seed": seed, "months": months, "noise": noise, "lang": lang, "out": out}
        page = tournament_page(found, picture, _as_typed(options, scenario, doctrine), lang)
        with output.unfinished(folder) as temporary:
            output.write_json(temporary / "tournament.json", found)
            (temporary / "tournament.md").write_text(markdown(page), encoding="utf-8")
            title = text("tournament.title", lang)
            (temporary / "tournament.html").write_text(html(page, title, lang), encoding="utf-8")
            (temporary / FIGURE).write_bytes(picture)
            tables = write_tables(tournament_tables(found), temporary, settings)
        written = ["tournament.json", "tournament.md", "tournament.html", FIGURE, *tables]
        output.say_written(folder, written, settings)


def _as_typed(options: Mapping[str, object], scenario: list[str] | None, doctrine: list[str] | None) -> str:
    """The command that makes the same report again."""
    words = ["detente", "tournament"]
    for name, value in options.items():
        words += [] if value is None else [f"--{name}", str(value)]
    for name, several in (("scenario", scenario), ("doctrine", doctrine)):
        words += [word for value in several or () for word in (f"--{name}", value)]
    return shlex.join(words)
