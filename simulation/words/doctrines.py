"""What a doctrine is called, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simulation.catalogue import text, words


def doctrine_title(name: str, lang: str = "en", own: str = "") -> str:
    """The title of a doctrine; one that the catalogue does not know has its `own` only, or else its name."""
    if f"doctrine.{name}" in words():
        return text(f"doctrine.{name}", lang)
    return own or name


def titles_of(found: Mapping[str, Any], lang: str = "en") -> dict[str, str]:
    """What the doctrines of a tournament's summary are called, by name, the first of the standings first."""
    return {
        row["doctrine"]: doctrine_title(row["doctrine"], lang, row.get("title", ""))
        for row in found["standings"]
    }
