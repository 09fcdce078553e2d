"""`detente list`: what there is to run."""

from __future__ import annotations

from simulation.catalogue import span
from simulation.commands import output
from simulation.commands.options import IN_USE, Json, Lang, check_lang
from simulation.doctrines import Doctrine
from simulation.doctrines.named import absent, as_doctrine, doctrine_names, version_of
from simulation.errors import ScenarioError, show
from simulation.reports.listing import listing
from simulation.scenario import load_scenario, scenario_names
from simulation.scenario.translated import called, translated
from simulation.words.doctrines import doctrine_source, doctrine_title


def command(lang: Lang = IN_USE, as_json: Json = False) -> None:
    """List the scenarios that come with the project, and the doctrines, also those of installed packages."""
    check_lang(lang)
    doctrines = [_offered(name) for name in doctrine_names()]
    found = [translated(load_scenario(name), lang) for name in scenario_names()]
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
                    {"name": d.name, "title": d.title, "source": d.source, "version": version_of(d)}
                    for d in doctrines
                ],
            }
        )
        return
    rows = [(s.name, s.title, span(s.start, s.end, lang), ", ".join(called(s, lang).labels)) for s in found]
    scenarios = listing("command.scenarios", ("name", "title", "span", "states"), rows, lang)
    known = [
        (d.name, doctrine_title(d.name, lang, d.title), doctrine_source(d.name, lang, d.source))
        for d in doctrines
    ]
    output.show([scenarios, listing("command.doctrines", ("name", "title", "source"), known, lang)])


def _offered(name: str) -> Doctrine:
    """A doctrine by its name; of one that a package offers and that cannot be used, the source says why."""
    try:
        return as_doctrine(name)
    except ScenarioError as error:
        return absent(name)._replace(title="", source=str(error).removeprefix(f"is {show(name)} "))
