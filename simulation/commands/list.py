"""`detente list`: what there is to run."""

from __future__ import annotations

from rich.text import Text

from simulation.catalogue import span
from simulation.commands import output
from simulation.commands.options import Json, Lang, check_lang
from simulation.doctrines import DOCTRINES
from simulation.reports.doctrine_titles import doctrine_title
from simulation.reports.tables import listing
from simulation.scenario import load_scenario, scenario_names
from simulation.scenario.told import told


def command(lang: Lang = "en", as_json: Json = False) -> None:
    """List the scenarios that come with the project, and the doctrines."""
    check_lang(lang)
    found = [told(load_scenario(name), lang) for name in scenario_names()]
    if as_json:
        output.print_json(
            {
                "scenarios": [
                    {
                        "name": s.name,
                        "title": s.title,
                        "summary": s.summary,
                        "first": s.start,
                        "last": s.end,
                        "months": s.months,
                        "states": list(s.labels),
                    }
                    for s in found
                ],
                "doctrines": [
                    {"name": d.name, "title": d.title, "source": d.source} for d in DOCTRINES.values()
                ],
            }
        )
        return
    rows = [(s.name, s.title, span(s.start, s.end, lang), ", ".join(s.labels)) for s in found]
    scenarios = listing("command.scenarios", ("name", "title", "span", "states"), rows, lang)
    doctrines = [(d.name, doctrine_title(d.name, lang), d.source) for d in DOCTRINES.values()]
    output.show(scenarios, Text(), listing("command.doctrines", ("name", "title", "source"), doctrines, lang))
