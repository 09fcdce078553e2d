"""What a doctrine is called, in the reader's language."""

from __future__ import annotations

from simulation.catalogue import text, words


def doctrine_title(name: str, lang: str = "en", own: str = "") -> str:
    """The title of a doctrine; one that the catalogue does not know has its `own` only, or else its name."""
    if f"doctrine.{name}" in words():
        return text(f"doctrine.{name}", lang)
    return own or name


def doctrine_source(name: str, lang: str = "en", own: str = "") -> str:
    """Where a doctrine comes from; its `own` where that is names and years, or where the catalogue does not know it."""
    known = f"doctrine_source.{name}"
    return text(known, lang) if known in words() and words()[known] == own else own
