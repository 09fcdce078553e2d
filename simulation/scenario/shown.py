"""A scenario as a page: what a notebook shows of it. Headings are the keys of a scenario file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from simulation.doctrines import Doctrine
from simulation.pages.blocks import Block, Grid, Heading, Paragraph
from simulation.scenario.parts import Part

PARTS = ("states", "rivalries", "leaders", "events", "orders")
MOST = 40  # rows of a table; how many there are, its caption says


def scenario_blocks(fields: Mapping[str, Any]) -> list[Block]:
    """Title, summary, and a table for each kind of part, with what some part of the kind has set; from the fields of a
    scenario, by name, and its end.
    """
    about = ("name", "start", "end", "months")
    blocks: list[Block] = [Heading(fields["title"], 1)]
    if fields["summary"]:
        blocks.append(Paragraph(fields["summary"]))
    blocks.append(Grid("scenario", about, [[_shown(fields[key]) for key in about]]))
    blocks += [_table(key, fields[key]) for key in PARTS if fields[key]]
    if fields["parameters"]:
        rows = [[name, _shown(value)] for name, value in fields["parameters"].items()]
        blocks.append(Grid("parameters", ("name", "value"), rows))
    return blocks


def _table(key: str, parts: Sequence[Part]) -> Grid:
    fields = type(parts[0]).model_fields
    columns = [
        name
        for name, field in fields.items()
        if field.is_required() or any(getattr(part, name) != field.default for part in parts)
    ]
    rows = [[_shown(getattr(part, name)) for name in columns] for part in parts[:MOST]]
    return Grid(f"{key}: {len(parts)}" if len(parts) > MOST else key, columns, rows)


def _shown(value: Any) -> str:
    """A value as a reader of the file would write it, without marks."""
    if isinstance(value, Part):
        return ", ".join(f"{name} {_shown(one)}" for name, one in value)
    if isinstance(value, Doctrine):
        return value.name
    if isinstance(value, tuple):
        return ", ".join(map(_shown, value))
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else f"{value:.15g}" if isinstance(value, float) else str(value)
