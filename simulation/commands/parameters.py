"""`detente parameters`: every default."""

from __future__ import annotations

from simulation.catalogue import phrase, text
from simulation.commands import output
from simulation.commands.options import IN_USE, Json, Lang, check_lang
from simulation.parameters import PARAMETER_TABLE
from simulation.reports.listing import listing


def command(lang: Lang = IN_USE, as_json: Json = False) -> None:
    """List every parameter of the model: default, range, unit, meaning, source."""
    check_lang(lang)
    if as_json:
        output.print_json({name: about._asdict() for name, about in PARAMETER_TABLE.items()})
        return
    rows = [
        (
            name,
            f"{about.default:g}",
            f"{about.low:g} … {about.high:g}",
            phrase("refusal_unit", about.unit, lang),
            text(f"parameter_meaning.{name}", lang),
            about.source,
        )
        for name, about in PARAMETER_TABLE.items()
    ]
    columns = ("name", "default", "range", "unit", "meaning", "source")
    output.show([listing("command.parameters", columns, rows, lang)])
