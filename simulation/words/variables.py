"""What the variables of a result are called, and their units."""

from __future__ import annotations

import re

from simulation.catalogue import text, words


def variable_words(name: str, lang: str = "en") -> str:
    """What a variable is, in words: those that figures show have a heading there."""
    shown = f"variable.{name}"
    return text(shown if shown in words() else f"describe_variable.{name}", lang)


def unit_words(units: str, lang: str = "en") -> str:
    """A unit as `simulation.variables` writes it, in words."""
    slug = re.sub(r"[^a-z0-9]+", "_", units.lower().replace("%", " percent ")).strip("_")
    shown = f"variable_unit.{slug}"
    return text(shown if shown in words() else f"describe_unit.{slug}", lang)
