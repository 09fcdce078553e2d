"""What came of making a result again: whether it is the same, and where it is not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simulation.catalogue import NOTHING, month, number, text
from simulation.experiments.rerun import MADE_WITH, Rerun
from simulation.pages.blocks import Block, Grid, Paragraph
from simulation.words.variables import variable_words


def rerun_blocks(scenario: str, made: Mapping[Any, Any], found: Rerun, lang: str) -> list[Block]:
    """One sentence, with the versions then and now; and a table of what differs, if anything does."""
    runs = number(int(made["runs"]), lang, 0)
    what = text("rerun.what", lang, runs=runs, scenario=scenario, seed=made["seed"])
    if not found.differs:
        came = text("rerun.equal", lang, variables=found.variables)
        return [Paragraph(f"{what} {came}"), Paragraph(_versions(found, lang), quiet=True)]
    came = text("rerun.differs", lang, differ=len(found.differs), variables=found.variables)
    columns = [text(f"rerun.{name}", lang) for name in ("variable", "runs", "largest", "first")]
    rows = [
        [
            variable_words(one.variable, lang),
            number(one.runs, lang, 0),
            f"{one.largest:.2g}",
            NOTHING if one.first is None else month(one.first, lang),
        ]
        for one in found.differs
    ]
    return [
        Paragraph(f"{what} {came}"),
        Grid("", columns, rows),
        Paragraph(_versions(found, lang), quiet=True),
    ]


def _versions(found: Rerun, lang: str) -> str:
    """What it was made with, and what with again; that is the first place to look when something differs."""
    named = {"version": "d\N{LATIN SMALL LETTER E WITH ACUTE}tente", "numpy": "NumPy", "python": "Python"}
    before, now = (
        ", ".join(f"{named[one]} {made[one]}" for one in MADE_WITH) for made in (found.before, found.now)
    )
    return text("rerun.versions" if before != now else "rerun.one_version", lang, before=before, now=now)
