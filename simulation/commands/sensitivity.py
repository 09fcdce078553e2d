"""`detente sensitivity`: which parameters carry what."""

from __future__ import annotations

import shlex
from datetime import UTC, datetime
from typing import Annotated

import typer

from simulation.catalogue import say, text
from simulation.commands import folders, output
from simulation.commands.options import Settings, asking
from simulation.commands.refusals import CommandError
from simulation.commands.tables import check_tables, names_of_tables, write_tables
from simulation.errors import show
from simulation.experiments.sensitivity import sensitivity
from simulation.findings.tables.sensitivity import sensitivity_tables
from simulation.pages.markdown import markdown
from simulation.plots import png, sensitivity_figure
from simulation.reports.sensitivity import FIGURE, sensitivity_in_short, sensitivity_page
from simulation.sweeps.points import need_salib

WORK = "detente sensitivity"
FILES = ["sensitivity.json", "sensitivity.md", FIGURE]
#: all at once are 2,600,000 runs, of which about 1 GB of figures is held
MOST_WORLDS, MOST_TRAJECTORIES, MOST_SAMPLES = 100, 100, 1024


@asking(10)
def command(
    trajectories: Annotated[int, typer.Option("--trajectories")] = 16,
    samples: Annotated[int, typer.Option("--samples")] = 128,
    *,
    settings: Settings,
) -> None:
    """Say which parameters carry what."""
    runs, seed, lang, out = settings.runs, settings.seed, settings.lang, settings.out
    check_tables(settings)
    for name, asked, most in (
        ("runs", runs, MOST_WORLDS),
        ("trajectories", trajectories, MOST_TRAJECTORIES),
    ):
        if not 2 <= asked <= most:
            raise CommandError(say("refusal_sensitivity.number", name=name, found=show(asked), most=most))
    if not 2 <= samples <= MOST_SAMPLES or samples & (samples - 1):
        raise CommandError(say("refusal_sensitivity.samples", found=show(samples), most=MOST_SAMPLES))
    need_salib()
    names = [*FILES, *names_of_tables(settings)]
    folder = None if out is None else folders.folder(out, WORK, names)
    with output.bar(settings.quiet) as bar:
        task = bar.add_task(text("sensitivity.running", lang), total=None)
        found = sensitivity(
            runs,
            seed,
            trajectories,
            samples,
            progress=lambda done, total: bar.update(task, completed=done, total=total),
        )
    if folder is not None:
        picture = png(sensitivity_figure(found, lang))
        options = {
            "runs": runs,
            "seed": seed,
            "trajectories": trajectories,
            "samples": samples,
            "lang": lang,
            "out": out,
        }
        typed = [word for name, value in options.items() for word in (f"--{name}", str(value))]
        made = shlex.join(["detente", "sensitivity", *typed])
        page = sensitivity_page(found, picture, made, str(datetime.now(UTC).date()), lang)
        with folders.unfinished(folder, WORK) as temporary:
            output.write_json(temporary / "sensitivity.json", found)
            (temporary / "sensitivity.md").write_text(markdown(page), encoding="utf-8")
            (temporary / FIGURE).write_bytes(picture)
            tables = write_tables(sensitivity_tables(found), temporary, settings)
    if settings.as_json:
        output.print_json(found)
    elif not settings.quiet:
        output.show(sensitivity_in_short(found, lang))
    if folder is not None:
        output.say_written(folder, [*FILES, *tables], settings)
