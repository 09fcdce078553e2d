"""Words of the page in both languages, and what its tables share."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from simulation.catalogue import checked


@cache
def words() -> dict[str, dict[str, dict[str, str]]]:
    """All entries of `words.toml`: section -> name -> language -> words."""
    return tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))


def say(key: str, lang: str, **values: object) -> str:
    """An entry, `section.name`, in a language, its placeholders filled."""
    section, name = key.split(".")
    return words()[section][name][checked(lang)].format(**values)


def old_and_new(then: str | None, now: str | None, lang: str) -> tuple[str, str]:
    """Two cells: what was and what is; that nothing changed is said, and where one of both is missing."""
    missing = say("page.none", lang)
    if then == now:
        return then or missing, say("page.same", lang)
    return then or missing, now or missing
