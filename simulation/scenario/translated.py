"""The same scenario in another language: its title, summary, what to look for, questions, and the titles of its events and
orders, from `scenarios/LANG.toml`.

Only words change, and only those that came with the project: what a student has rewritten stays as it was written.
"""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

from simulation import paths, shipped
from simulation.catalogue import checked
from simulation.scenario.names import load_scenario, scenario_names
from simulation.scenario.whole import Scenario

TITLES = "_titles"  # the table of event titles by their English
TRANSLATED = ("title", "summary", "look_for", "questions")  # the fields that a reader reads


@cache
def texts(lang: str) -> dict[str, dict[str, str | tuple[str, ...]]]:
    """The texts of a language by scenario and field; empty for English, which stands in the scenarios themselves."""
    source = shipped.file("scenarios", f"{checked(lang)}.toml")
    if not paths.is_file(source):
        return {}
    tables = tomllib.loads(source.read_text(encoding="utf-8"))
    return {
        name: {field: tuple(words) if isinstance(words, list) else words for field, words in table.items()}
        for name, table in tables.items()
    }


@cache
def ours(lang: str) -> dict[tuple[str, Any], Any]:
    """The project's own texts in `lang`, by field and English words: a copy under another name has them too."""
    return {
        (field, getattr(load_scenario(name), field)): words
        for name in scenario_names()
        for field, words in texts(lang).get(name, {}).items()
        if field in TRANSLATED and getattr(load_scenario(name), field)
    }


def translated(scenario: Scenario, lang: str) -> Scenario:
    """`scenario` with its texts in `lang` where there are any; everything else, and so every run, is the same.

    Raises ValueError for a language that the catalogue does not have.
    """
    if not texts(lang):
        return scenario
    changes: dict[str, Any] = {
        group: tuple(
            part.model_copy(update={"title": title(part.title, lang)}) for part in getattr(scenario, group)
        )
        for group in ("events", "orders")
    }
    for field in TRANSLATED:
        words = ours(lang).get((field, getattr(scenario, field)))
        if words is not None:
            changes[field] = words
    return scenario.changed(**changes)


def title(english: str, lang: str) -> str:
    """The title of an event or order in a language, whole or by the parts before and after a colon; else as it is."""
    known = texts(lang).get(TITLES, {})
    if english in known:
        return str(known[english])
    first, colon, rest = english.partition(": ")
    return f"{known[first]}{colon}{known.get(rest, rest)}" if colon and first in known else english
