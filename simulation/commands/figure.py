"""`detente figure`: one figure of a scenario or of the model, as a file that can be printed or published."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, NamedTuple, cast

import typer
import xarray as xr

from simulation import paths
from simulation.catalogue import say
from simulation.commands import folders, output
from simulation.commands.memory import check_memory
from simulation.commands.naming import scenario_named
from simulation.commands.options import IN_USE, MOST_RUNS, Lang, Out, Quiet, Seed, Settings, check_settings
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
from simulation.scenario import Scenario
from simulation.scenario.translated import translated
from simulation.shown_names import shown_names

#: figures of the model itself, the same in every scenario
OF_THE_MODEL = {"causal-article": article_figure, "causal-loop": causal_loop_figure}
FIGURES = (*OF_THE_MODEL, "timeline", "phase", "fan", "animation")
OF_ONE_RUN = ("timeline", "animation")
RUNS = {"phase": 200, "fan": 500}
MOVING = (".gif",)
VARIABLE = "tension"
HELP = {"figures": ", ".join(FIGURES), "variable": VARIABLE, **RUNS}


class Asked(NamedTuple):
    """What was asked for, as typed; None where nothing was."""

    name: str
    scenario: str | None
    runs: int | None
    run: int | None
    variable: str | None


def command(
    name: Annotated[str, typer.Argument()],
    scenario: Annotated[str | None, typer.Argument()] = None,
    *,
    runs: Annotated[int | None, typer.Option("--runs")] = None,
    run: Annotated[int | None, typer.Option("--run")] = None,
    variable: Annotated[str | None, typer.Option("--variable")] = None,
    seed: Seed = 0,
    lang: Lang = IN_USE,
    out: Out = None,
    quiet: Quiet = False,
) -> None:
    """Draw one figure: of the model, of one run, or of many."""
    asked = Asked(name, scenario, runs, run, variable)
    check_asked(asked)
    settings = Settings(RUNS.get(name, 1) if runs is None else runs, seed, None, lang, quiet=quiet)
    check_settings(settings)
    path = _place(out, asked)
    ground = None if scenario is None else translated(scenario_named(scenario), lang)
    folder = folders.folder(path.parent)  # before the runs: a folder that cannot be is said at once
    if ground is None:
        made = content(OF_THE_MODEL[name](lang), path.suffix)
    else:
        made = _drawn(asked, ground, path.suffix, settings)
    folders.write_file(path, made)
    print(output.written_words(folder, [path.name], lang))


def check_asked(asked: Asked) -> None:
    """Refuse, with a CommandError, a figure that there is not, and options that it does not take."""
    if asked.name not in FIGURES:
        raise CommandError(
            say("refusal_command.figure", found=show(asked.name), hint=choose(asked.name, FIGURES, "figure"))
        )
    if asked.name in OF_THE_MODEL and asked.scenario is not None:
        raise CommandError(
            say("refusal_command.of_the_model", figure=asked.name, scenario=show(asked.scenario))
        )
    if asked.name not in OF_THE_MODEL and asked.scenario is None:
        raise CommandError(say("refusal_command.of_a_scenario", figure=asked.name))
    if asked.runs is not None and asked.name not in RUNS:
        key = "shows_one_run" if asked.name in OF_ONE_RUN else "of_no_run"
        raise CommandError(say(f"refusal_command.{key}", figures=_listed(RUNS), figure=asked.name))
    if asked.runs is not None and asked.runs < 2:
        raise CommandError(say("refusal_command.spread", runs=show(asked.runs), figure=asked.name))
    if asked.run is not None and asked.name not in OF_ONE_RUN:
        raise CommandError(
            say("refusal_command.not_for", option="--run", figures=_listed(OF_ONE_RUN), figure=asked.name)
        )
    if asked.run is not None and not 0 <= asked.run < MOST_RUNS:
        raise CommandError(say("refusal_command.run_number", run=show(asked.run), last=MOST_RUNS - 1))
    if asked.variable is not None and asked.name != "fan":
        raise CommandError(
            say("refusal_command.not_for", option="--variable", figures="fan", figure=asked.name)
        )
    if asked.variable is not None and asked.variable not in FANNED:
        raise CommandError(
            say(
                "refusal_command.variable",
                found=show(asked.variable),
                hint=choose(asked.variable, FANNED, "variable"),
            )
        )


def _listed(names: Iterable[str]) -> str:
    return say("refusal_command.and").join(names)


def _place(out: Path | None, asked: Asked) -> Path:
    """The file to write; a CommandError for an ending that the figure cannot have."""
    endings = MOVING if asked.name == "animation" else ENDINGS
    if out is None:
        title = "model" if asked.scenario is None else Path(asked.scenario).stem
        return Path("output") / title / f"{asked.name}{endings[0]}"
    if paths.is_folder(out):
        raise CommandError(say("refusal_command.out_folder", out=out, example=f"{asked.name}{endings[0]}"))
    if out.suffix.lower() not in endings:
        raise CommandError(
            say(
                "refusal_command.ending",
                out=out,
                figure=asked.name,
                endings=say("refusal_command.or").join(endings),
            )
        )
    return out


def _drawn(asked: Asked, scenario: Scenario, ending: str, settings: Settings) -> bytes:
    """Simulate what the figure needs, and draw it."""
    run, lang = asked.run or 0, settings.lang
    # run k is the same however many others there are
    runs = run + 1 if asked.name in OF_ONE_RUN else asked.runs or RUNS[asked.name]
    check_memory(scenario, 2 * runs if asked.name == "phase" else runs)

    def results(of: Scenario) -> xr.Dataset:
        result = ensemble(of, settings._replace(runs=runs))
        return cast(xr.Dataset, shown_names(result, lang))

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
