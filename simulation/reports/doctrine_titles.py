"""What a doctrine is called, in the reader's language."""

from __future__ import annotations

from simulation.catalogue import text, words
from simulation.doctrines import DOCTRINES


def doctrine_title(name: str, lang: str = "en") -> str:
    """The title of a doctrine; one that a user added in Python, and the catalogue does not know, has its own only."""
    if f"doctrine.{name}" in words():
        return text(f"doctrine.{name}", lang)
    return DOCTRINES[name].title
