"""What the variables of a result and what is counted of them are called, and the one way in which each is written.

A number may lie in a result in one unit and be written in another, the same in every table: `SCALES`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from simulation.catalogue import NOTHING, number, percent, text, words
from simulation.variables import VARIABLES


class Scale(NamedTuple):
    """How a number is written: times `factor`, with so many decimals; a `share` in whole percent."""

    factor: float = 1
    decimals: int = 2
    share: bool = False


SHARE = Scale(100, 1, True)  # of one; its differences, in points, have the decimals

#: variables, and what is counted of runs (`simulation.experiments.outcomes`), in the order in which they are told
SCALES: Mapping[str, Scale] = {
    "tension": Scale(decimals=1),
    "cooperation": Scale(decimals=1),
    "common_ground": SHARE,
    "mutual_benefit": Scale(decimals=2),
    "detente": SHARE,
    "provocations": Scale(0.1, 1),  # counted in ten years
    "signed": Scale(decimals=1),
    "crises": Scale(decimals=1),
    "near_misses": Scale(decimals=1),
    "arms": Scale(100),
    "growth": Scale(),
    "jobs": Scale(decimals=1),
    "softness": SHARE,
    "dependence": Scale(),
    "rights_criticism": SHARE,
    "global_attention": SHARE,
    "global_backlog": Scale(),
    "instability": Scale(1, 1, True),  # a variable in percent
    "detente_happened": SHARE,
    "detente_lasted": SHARE,
    "recognised": SHARE,
    "war": SHARE,
}


def written(name: str, value: float | None, lang: str = "en") -> str:
    """A value of a name in `SCALES`, as every table writes it."""
    scale = SCALES[name]
    if value is None:
        return NOTHING
    scaled = scale.factor * value
    return percent(scaled / 100, lang) if scale.share else number(scaled, lang, scale.decimals)


def quantity_name(name: str, lang: str = "en", unit: bool = True) -> str:
    """What a name in `SCALES` is called, with the unit in which `written` writes it: a variable's own where that is one."""
    said = text(f"compared.{name}", lang)
    if not unit:
        return said
    about, scale = VARIABLES.get(name), SCALES[name]
    own = about is not None and about.kind == "float" and scale.factor == 1 and not scale.share
    in_unit = unit_words(VARIABLES[name].units, lang) if own else text(f"compared.unit_{name}", lang)
    return f"{said}, {in_unit}"


def variable_words(name: str, lang: str = "en") -> str:
    """What a variable is, in words: those that figures show have a heading there."""
    shown = f"variable.{name}"
    return text(shown if shown in words() else f"describe_variable.{name}", lang)


def unit_words(units: str, lang: str = "en") -> str:
    """A unit as `simulation.variables` writes it, in words."""
    shown = f"variable_unit.{_slug(units)}"
    return text(shown if shown in words() else f"describe_unit.{_slug(units)}", lang)


def known_unit(units: object) -> bool:
    """Whether there are words for a unit: a table of other things has units that are words already, or none."""
    return any(f"{section}.{_slug(str(units))}" in words() for section in ("variable_unit", "describe_unit"))


def _slug(units: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", units.lower().replace("%", " percent ")).strip("_")
