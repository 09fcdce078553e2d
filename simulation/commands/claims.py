"""`detente claims`: every claim of the article, tested."""

from __future__ import annotations

from typing import Annotated

import typer

from simulation.catalogue import say, text
from simulation.commands import folders, output
from simulation.commands.options import (
    IN_USE,
    Csv,
    Json,
    Lang,
    Out,
    Quiet,
    Runs,
    Seed,
    Settings,
    Xlsx,
    check_settings,
)
from simulation.commands.refusals import CommandError
from simulation.commands.tables import check_tables, names_of_tables, write_tables
from simulation.errors import show
from simulation.experiments.claims import run_claims
from simulation.findings.claims import claims_json
from simulation.findings.tables.claims import claims_tables
from simulation.pages.html import html
from simulation.pages.markdown import markdown
from simulation.plots import article_figure, claim_figure, frontier_figure, png
from simulation.reports.claims_frontier import FRONTIER
from simulation.reports.claims_page import claims_in_short, claims_page
from simulation.reports.claims_story import STORY

WORK, FILES = "detente claims", ["claims.json", "claims.md", "claims.html"]


def command(
    *,
    runs: Runs = 500,
    seed: Seed = 0,
    conclusion: Annotated[bool, typer.Option()] = True,
    out: Out = None,
    lang: Lang = IN_USE,
    csv: Csv = False,
    xlsx: Xlsx = False,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Test each claim of the article."""
    settings = Settings(runs, seed, out, lang, as_json=as_json, quiet=quiet, csv=csv, xlsx=xlsx)
    check_settings(settings)
    check_tables(settings)
    if runs < 2:
        raise CommandError(say("refusal_command.one_pair", runs=show(runs)))
    names = [*FILES, *names_of_tables(settings)]
    folder = None if out is None else folders.folder(out, WORK, names)
    with output.bar(settings.quiet) as bar:
        task = bar.add_task(text("command.examining", lang), total=None)

        def progress(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        report = run_claims(runs, seed, progress, conclusion=conclusion)
    found = claims_json(report)
    if folder is not None:
        made = f"detente claims --runs {runs} --seed {seed} --lang {lang} --out {out}"
        made += "" if conclusion else " --no-conclusion"
        pictures = {result.claim.id: png(claim_figure(result, report, lang)) for result in report.results}
        pictures[STORY] = png(article_figure(lang))
        if report.frontier is not None:
            pictures[FRONTIER] = png(frontier_figure(report.frontier, seed, lang))
        page = claims_page(report, pictures, made, lang)
        with folders.unfinished(folder, WORK) as temporary:
            output.write_json(temporary / "claims.json", found)
            (temporary / "claims.md").write_text(markdown(page), encoding="utf-8")
            title = text("claims.title", lang)
            (temporary / "claims.html").write_text(html(page, title, lang), encoding="utf-8")
            for name, drawn in pictures.items():
                (temporary / f"claim_{name}.png").write_bytes(drawn)
            tables = write_tables(claims_tables(found), temporary, settings)
    if as_json:
        output.print_json(found)
    elif not settings.quiet:
        output.show(claims_in_short(report, lang))
    if folder is not None:
        output.say_written(folder, [*FILES, "claim_*.png", *tables], settings)
