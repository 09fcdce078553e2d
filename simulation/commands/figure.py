"""`detente figure`: one figure of a scenario or of the model, as a file that can be printed or published."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, NamedTuple

import typer
import xarray as xr

from simulation.catalogue import text
from simulation.commands import folders
from simulation.commands.memory import check_memory
from simulation.commands.options import MOST_RUNS, Lang, Seed, Settings, check_settings
from simulation.commands.refusals import CommandError
from simulation.commands.simulating import ensemble
from simulation.errors import choose, show
from simulation.plots.animation import animation
from simulation.plots.causal_article import article_figure
from simulation.plots.causal_loop import causal_loop_figure
from simulation.plots.fan_chart import FANNED, fan_figure
from simulation.plots.files import ENDINGS, content
from simulation.plots.phase import phase_figure
from simulation.plots.run_timeline import timeline_figure
from simulation.scenario import Scenario, load_scenario
from simulation.scenario.translated import translated

#: figures of the model itself, the same in every scenario
OF_THE_MODEL = {"causal-article": article_figure, "causal-loop": causal_loop_figure}
FIGURES = (*OF_THE_MODEL, "timeline", "phase", "fan", "animation")
OF_ONE_RUN = ("timeline", "animation")
RUNS = {"phase": 200, "fan": 500}
MOVING = (".gif",)
VARIABLE = "tension"


class Asked(NamedTuple):
    """What was asked for, as typed; None where nothing was."""

    name: str
    scenario: str | None
    runs: int | None
    run: int | None
    variable: str | None


def command(
    name: Annotated[str, typer.Argument(metavar="NAME", help=f"One of: {', '.join(FIGURES)}.")],
    scenario: Annotated[
        str | None,
        typer.Argument(
            help="Name of a scenario (see: detente list), or a .toml file; none for the causal ones."
        ),
    ] = None,
    runs: Annotated[
        int | None,
        typer.Option("--runs", help=f"Runs behind phase (default {RUNS['phase']}) and fan ({RUNS['fan']})."),
    ] = None,
    run: Annotated[
        int | None, typer.Option("--run", help="Which run timeline and animation show (default 0).")
    ] = None,
    variable: Annotated[
        str | None,
        typer.Option(
            "--variable", help=f"What fan shows (default {VARIABLE}): trust, hawks, mutual_benefit, …"
        ),
    ] = None,
    seed: Seed = 0,
    lang: Lang = "en",
    out: Annotated[
        Path | None, typer.Option("--out", help="File to write: .png, .svg or .pdf; .gif for animation.")
    ] = None,
) -> None:
    """Draw one figure: of the model (causal-article, causal-loop), one run (timeline, animation) or many (phase, fan).

    causal-article is the article's story with the signs that the model's rules have; causal-loop holds all mechanisms.

    phase shows tension against mutual benefit, as the scenario has it and with hawks everywhere. Without --out the file
    goes to output/SCENARIO/NAME.png (or .gif).
    """
    asked = Asked(name, scenario, runs, run, variable)
    check_asked(asked)
    check_settings(Settings(RUNS.get(name, 1) if runs is None else runs, seed, None, lang))
    path = _place(out, asked)
    ground = None if scenario is None else translated(load_scenario(scenario), lang)
    folder = folders.folder(path.parent)  # before the runs: a folder that cannot be is said at once
    if ground is None:
        made = content(OF_THE_MODEL[name](lang), path.suffix)
    else:
        made = _drawn(asked, ground, path.suffix, seed, lang)
    folders.write_file(path, made)
    print(text("command.written", lang, folder=folder, files=path.name))


def check_asked(asked: Asked) -> None:
    """Refuse, with a CommandError, a figure that there is not, and options that it does not take."""
    if asked.name not in FIGURES:
        raise CommandError(f"figure is {show(asked.name)}; {choose(asked.name, FIGURES, 'figure')}")
    if asked.name in OF_THE_MODEL and asked.scenario is not None:
        raise CommandError(
            f"{asked.name} is of the model and the same in every scenario; leave out {show(asked.scenario)}"
        )
    if asked.name not in OF_THE_MODEL and asked.scenario is None:
        raise CommandError(
            f"{asked.name} is of a scenario; name one, for example: detente figure {asked.name} cold_war"
        )
    if asked.runs is not None and asked.name not in RUNS:
        instead = "; choose it with --run" if asked.name in OF_ONE_RUN else ""
        what = "shows one run" if asked.name in OF_ONE_RUN else "is of no run"
        raise CommandError(f"--runs is for {' and '.join(RUNS)}, and {asked.name} {what}{instead}")
    if asked.runs is not None and asked.runs < 2:
        raise CommandError(
            f"--runs is {asked.runs}; write 2 or more: {asked.name} shows how far runs lie apart"
        )
    if asked.run is not None and asked.name not in OF_ONE_RUN:
        raise CommandError(f"--run is for {' and '.join(OF_ONE_RUN)}, not for {asked.name}; leave it out")
    if asked.run is not None and not 0 <= asked.run < MOST_RUNS:
        raise CommandError(f"--run is {asked.run}; write the number of a run, 0 to {MOST_RUNS - 1}")
    if asked.variable is not None and asked.name != "fan":
        raise CommandError(f"--variable is for fan, not for {asked.name}; leave it out")
    if asked.variable is not None and asked.variable not in FANNED:
        raise CommandError(
            f"--variable is {show(asked.variable)}; {choose(asked.variable, FANNED, 'variable')}"
        )


def _place(out: Path | None, asked: Asked) -> Path:
    """The file to write; a CommandError for an ending that the figure cannot have."""
    endings = MOVING if asked.name == "animation" else ENDINGS
    if out is None:
        title = "model" if asked.scenario is None else Path(asked.scenario).stem
        return Path("output") / title / f"{asked.name}{endings[0]}"
    if out.is_dir():
        raise CommandError(
            f"--out is '{out}', a folder; give the file to write, for example {asked.name}{endings[0]}"
        )
    if out.suffix.lower() not in endings:
        raise CommandError(f"--out is '{out}'; {asked.name} is written as {' or '.join(endings)}")
    return out


def _drawn(asked: Asked, scenario: Scenario, ending: str, seed: int, lang: str) -> bytes:
    """Simulate what the figure needs, and draw it."""
    run = asked.run or 0
    # run k is the same however many others there are
    runs = run + 1 if asked.name in OF_ONE_RUN else asked.runs or RUNS[asked.name]
    check_memory(scenario, 2 * runs if asked.name == "phase" else runs)

    def results(of: Scenario) -> xr.Dataset:
        return ensemble(of, Settings(runs, seed, None, lang))

    if asked.name == "animation":
        return animation(results(scenario), run, lang)
    draw = {
        "timeline": lambda: timeline_figure(results(scenario), run, lang),
        "fan": lambda: fan_figure(results(scenario), asked.variable or VARIABLE, lang),
        "phase": lambda: phase_figure(results(scenario), results(_hawks(scenario)), lang),
    }
    return content(draw[asked.name](), ending)


def _hawks(scenario: Scenario) -> Scenario:
    """The same world, in which every state provokes whatever the others do."""
    return scenario.changed(doctrines=dict.fromkeys(scenario.labels, "hawk"))
