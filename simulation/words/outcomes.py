"""How an outcome of a comparison is written: its name, its unit's scale, its decimals, its sign."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from simulation.catalogue import NOTHING, number, percent, signed, text
from simulation.findings.comparison import Outcome
from simulation.pages.blocks import Cell
from simulation.words.cells import estimate


class Scale(NamedTuple):
    """How a number is shown: times `factor`, with so many decimals; a share of one is shown in percent."""

    factor: float
    decimals: int
    share: bool = False


#: by outcome (`simulation.experiments.outcomes`), in the order in which they are told
SCALES: Mapping[str, Scale] = {
    "tension": Scale(1, 1),
    "cooperation": Scale(1, 2),
    "common_ground": Scale(100, 1, True),
    "mutual_benefit": Scale(1, 3),
    "detente": Scale(100, 1, True),
    "provocations": Scale(1, 1),
    "signed": Scale(1, 2),
    "crises": Scale(1, 2),
    "near_misses": Scale(1, 2),
    "arms": Scale(100, 2),
    "growth": Scale(1, 2),
    "softness": Scale(1, 3),
    "dependence": Scale(1, 3),
    "rights_criticism": Scale(1, 3),
    "global_attention": Scale(1, 3),
    "detente_happened": Scale(100, 1, True),
    "detente_lasted": Scale(100, 1, True),
    "recognised": Scale(100, 1, True),
    "war": Scale(100, 1, True),
}
MOST_DECIMALS = 4


def outcome_name(row: Outcome, lang: str = "en", unit: bool = True) -> str:
    """What an outcome is called, with its unit; a state's outcome with the state in front."""
    outcome = row["outcome"]
    name = text(f"compared.{outcome}", lang)
    if unit:
        name = f"{name}, {text(f'compared.unit_{outcome}', lang)}"
    return f"{row['state']}: {name}" if row["state"] else name


def shown(row: Outcome, value: float | None, lang: str = "en") -> str:
    """An outcome's value in one future."""
    scale = SCALES[row["outcome"]]
    if value is None:
        return NOTHING
    return percent(value, lang) if scale.share else number(scale.factor * value, lang, scale.decimals)


def decimals_of(row: Outcome) -> int:
    """Decimals that show two digits of a small difference, or of its interval if that is wider; otherwise its scale's."""
    scale = SCALES[row["outcome"]]
    size = scale.factor * max(abs(value or 0.0) for value in (row["difference"], row["low"], row["high"]))
    decimals = scale.decimals
    while size > 0 and size < 10 ** (1 - decimals) and decimals < MOST_DECIMALS:
        decimals += 1
    return decimals


def difference(row: Outcome, lang: str = "en") -> tuple[str, str, str]:
    """The difference of an outcome and the ends of its interval, with their signs; shares in percentage points."""
    factor, decimals = SCALES[row["outcome"]].factor, decimals_of(row)
    values = (row["difference"], row["low"], row["high"])
    mean, low, high = (signed(None if value is None else factor * value, lang, decimals) for value in values)
    return mean, low, high


def gap_cell(row: Outcome, lang: str = "en") -> Cell:
    """The difference, with * if it can be told from chance and ? if too few runs differ, and its interval."""
    if row["verdict"] == "same" or row["difference"] is None:
        return Cell("0" if row["verdict"] == "same" else NOTHING)
    mark = {"more": "*", "less": "*", "few": "?"}.get(row["verdict"], "")
    mean, low, high = difference(row, lang)
    return estimate(mean + mark, low, high)
