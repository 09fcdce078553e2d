"""How an outcome of a comparison is written: both values, and their difference with its decimals and its sign."""

from __future__ import annotations

from simulation.catalogue import NOTHING, signed
from simulation.findings.comparison import Outcome
from simulation.pages.blocks import Cell
from simulation.words.cells import estimate
from simulation.words.variables import SCALES, quantity_name, written

MOST_DECIMALS = 4


def outcome_name(row: Outcome, lang: str = "en", unit: bool = True) -> str:
    """What an outcome is called, with its unit; a state's outcome with the state in front."""
    name = quantity_name(row["outcome"], lang, unit)
    return f"{row['state']}: {name}" if row["state"] else name


def shown(row: Outcome, value: float | None, lang: str = "en") -> str:
    """An outcome's value in one future."""
    return written(row["outcome"], value, lang)


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
