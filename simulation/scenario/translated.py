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
STATES = "_states"  # the table of states by their names
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


def state_names(lang: str) -> dict[str, str]:
    """What states are called in a language, by the names that they have in scenarios; empty where they keep those."""
    return {english: str(theirs) for english, theirs in texts(lang).get(STATES, {}).items()}


def called(scenario: Scenario, lang: str) -> Scenario:
    """`scenario` with its states called as in `lang`. Only to be shown: chance hangs on a state's own name."""
    names = state_names(lang)
    if not names.keys() & set(scenario.labels) or set(names.values()) & set(scenario.labels):
        return scenario  # a user's own state may have that name already

    def renamed(part: Any) -> Any:
        fields = {field: getattr(part, field, None) for field in ("name", "state", "towards", "between")}
        if not hasattr(part, "gdp"):
            del fields["name"]  # a leader's
        changes = {
            field: tuple(names.get(one, one) for one in said)
            if isinstance(said, tuple)
            else names.get(said, said)
            for field, said in fields.items()
            if said is not None
        }
        return part.model_copy(update=changes)

    groups = ("states", "rivalries", "leaders", "events", "orders")
    changes: dict[str, Any] = {group: tuple(map(renamed, getattr(scenario, group))) for group in groups}
    return scenario.changed(**changes)


def title(english: str, lang: str) -> str:
    """The title of an event or order in a language, whole or by the parts before and after a colon; else as it is."""
    known = texts(lang).get(TITLES, {})
    if english in known:
        return str(known[english])
    first, colon, rest = english.partition(": ")
    return f"{known[first]}{colon}{known.get(rest, rest)}" if colon and first in known else english
