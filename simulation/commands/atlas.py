"""`detente atlas`: some hundred worlds worked out beforehand, as one page that needs no program and no network."""

from __future__ import annotations

import shlex
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from simulation import parallel, paths
from simulation.catalogue import say, text
from simulation.commands import folders, output
from simulation.commands.memory import check_memory
from simulation.commands.naming import scenario_named
from simulation.commands.options import IN_USE, Lang, Out, Quiet, Runs, Seed, Settings, check_settings
from simulation.commands.refusals import CommandError
from simulation.errors import show
from simulation.scenario.translated import translated

LIBRARY = "jinja2"
SCENARIO = "classroom"
NAME = "atlas.html"
ENDINGS = (".html", ".htm")


def command(
    scenario: Annotated[str, typer.Argument()] = SCENARIO,
    runs: Runs = 200,
    seed: Seed = 0,
    lang: Lang = IN_USE,
    out: Out = None,
    quiet: Quiet = False,
) -> None:
    """Write one page with some hundred worlds."""
    check_settings(Settings(runs, seed, out, lang, quiet=quiet))
    if runs < 2:
        raise CommandError(say("refusal_command.one_pair", runs=show(runs)))
    if find_spec(LIBRARY) is None:
        raise CommandError(say("atlas_command.library", library=LIBRARY))
    path = _place(out, scenario)
    ground = scenario_named(scenario)
    check_memory(ground, 2 * runs * parallel.cores())
    folder = folders.folder(path.parent)  # before the runs: a folder that cannot be is said at once
    from simulation.explorer.atlas import atlas
    from simulation.explorer.atlas_page import page
    from simulation.explorer.atlas_plans import levers

    doing = escape(text("atlas_command.working", lang, title=translated(ground, lang).title))
    with output.bar(quiet) as bar:
        task = bar.add_task(doing, total=None)
        found = atlas(
            ground,
            levers(ground),
            runs,
            seed,
            lambda done, total: bar.update(task, completed=done, total=total),
        )
    made = f"detente atlas {shlex.quote(scenario)} --runs {runs} --seed {seed}"
    folders.write_file(path, page(found, lang, made).encode())
    print(output.written_words(folder, [path.name], lang))


def _place(out: Path | None, scenario: str) -> Path:
    """The file to write; a CommandError for what is no page."""
    if out is None:
        return Path("output") / Path(scenario).stem / NAME
    if paths.is_folder(out):
        raise CommandError(say("refusal_command.out_folder", out=out, example=NAME))
    if out.suffix.lower() not in ENDINGS:
        raise CommandError(say("atlas_command.ending", out=out))
    return out
