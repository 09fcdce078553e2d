"""What the processes behind the page can be asked for about a class; each a pure function of plain data.

`matches` is `told.as_json`, `expected` a list as `predicted.predictions` reads it, `answers` the lines that a teacher has
typed (`answers.typed`), and `key` the secret of the game on which its codes hang.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from simulation.catalogue import in_language
from simulation.findings.tables.files import as_csv, as_workbook
from simulation.play.class_debrief.again import Tell
from simulation.play.class_debrief.fan import SHOWN, fan
from simulation.play.class_debrief.found import found_of
from simulation.play.class_debrief.page import class_html, figure_html
from simulation.play.class_debrief.tables import class_tables
from simulation.turn_sheets.blank import separator

Matches = Sequence[Mapping[str, Any]]


def page(*, lang: str, tell: Tell, **of: Any) -> str:
    """The debrief as a piece of a page."""
    with in_language(lang):
        return class_html(found_of(**of, tell=tell), lang)


def figure(*, lang: str, variable: str, matches: Matches, tell: Tell) -> str:
    """Every match on one figure, with its words: for the projector."""
    with in_language(lang):
        return figure_html(found_of(matches, tell=tell), lang, variable)


def band(*, scenario: str, seed: int, months: int, tell: Tell) -> dict[str, dict[str, list[float]]]:
    """The runs that nobody plays, as the ground of the live lines (`live.Bands`)."""
    ground = fan(scenario, seed, tell=tell)
    return {name: ground.band(name, months) for name in SHOWN}


def csv(*, lang: str, table: str, key: str, tell: Tell, **of: Any) -> bytes:
    """One of the tables, "matches" for example; empty where the class has none of that name."""
    with in_language(lang):
        tables = class_tables(found_of(**of, tell=tell), key)
    return as_csv(tables[table], separator(lang)) if table in tables else b""


def workbook(*, lang: str, key: str, tell: Tell, **of: Any) -> bytes:
    """All tables as a workbook."""
    with in_language(lang):
        return as_workbook(class_tables(found_of(**of, tell=tell), key))


WORK: dict[str, Callable[..., Any]] = {
    "class_page": page,
    "class_figure": figure,
    "class_band": band,
    "class_csv": csv,
    "class_workbook": workbook,
}
