"""`detente check`: is a scenario file right?"""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from simulation.catalogue import span, text
from simulation.commands import output
from simulation.commands.naming import scenario_named
from simulation.commands.options import IN_USE, Json, Lang, check_lang
from simulation.commands.refusals import one_line
from simulation.errors import ScenarioError
from simulation.pages.blocks import Paragraph
from simulation.scenario.translated import called, translated


def command(
    file: Annotated[str, typer.Argument()],
    lang: Lang = IN_USE,
    as_json: Json = False,
) -> None:
    """Say whether a scenario file is right; if not, name all that is wrong with it, with exit code 2."""
    check_lang(lang)
    try:
        scenario = translated(scenario_named(file), lang)
    except ScenarioError as error:
        if not as_json:
            for problem in error.problems:
                print(one_line(f"{error.where}: {problem}"), file=sys.stderr)
        else:
            output.print_json(
                {
                    "file": file,
                    "right": False,
                    "problems": [one_line(str(problem)) for problem in error.problems],
                }
            )
        raise typer.Exit(2) from None
    if as_json:
        output.print_json(
            {"file": file, "right": True, "problems": [], "name": scenario.name, "title": scenario.title}
        )
        return
    said = text(
        "command.usable",
        lang,
        file=file,
        title=scenario.title,
        span=span(scenario.start, scenario.end, lang),
        states=", ".join(called(scenario, lang).labels),
        leaders=len(scenario.leaders),
        events=len(scenario.events),
    )
    output.show([Paragraph(said)])
