"""What a test of the story is: a rule that was written down first, and the numbers that it judges.

A *cell* is one number with its 95 % interval over the runs. A *row* is one condition of the story: it holds if its rule
holds in every cell (or, where one is enough, in any). What a rule needs of a number is said where the number is measured.
"""

from __future__ import annotations

import math
from typing import Literal, NamedTuple

Kind = Literal[
    "above", "below", "no_less", "moves", "lowers", "not_more", "at_least", "between", "none"
]  # fmt: skip
LARGEST = 99.0  # standard deviations beyond which sizes are not told apart (as for the claims)


class Rule(NamedTuple):
    """What must be so of a number. `bound` is in its unit, or in standard deviations of the control where marked (sd).

    - above, below: its whole interval lies above, or below, the bound; no_less: the interval begins at the bound or above
    - moves (sd): the interval is clear of 0 and the number at least so large, whichever its sign
    - lowers (sd): the interval lies below 0, and the number is at least so far below
    - not_more (sd): the interval ends below the bound: not more by as much as that (non-inferiority)
    - at_least, between: the number itself, whatever its interval; none: the number is 0
    """

    kind: Kind
    bound: float = 0.0
    upper: float = math.nan  # of between


class Cell(NamedTuple):
    """A number, its 95 % interval, the standard deviation of the control over the runs, and how many runs it is of.

    `name` holds what sets the cell apart from its neighbours ("talk", "laboratory", "after_1_2"). All NaN: there was
    nothing to measure.
    """

    name: tuple[str, ...]
    value: float
    low: float
    high: float
    spread: float
    n: int

    @property
    def size(self) -> float:
        """The number in standard deviations of the control, at most `LARGEST`: any, where the control does not vary."""
        if not self.spread > 1e-12:
            return LARGEST * _sign(self.value) if self.spread == self.spread else math.nan
        return max(-LARGEST, min(LARGEST, self.value / self.spread))


class Row(NamedTuple):
    """One condition of the story. `beside` is shown and not judged; `missing` names what the model does not have yet."""

    id: str
    unit: str
    rule: Rule
    cells: tuple[Cell, ...]
    one_is_enough: bool = False
    beside: tuple[Cell, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def holds(self) -> bool | None:
        """Whether the condition holds; None where there was nothing to judge. What misses a part does not hold."""
        if self.missing:
            return False
        found = [judge(self.rule, cell) for cell in self.cells]
        if self.one_is_enough:
            return True if True in found else (False if False in found else None)
        return False if False in found else (None if None in found else True)

    @property
    def holding(self) -> int:
        """In how many cells the rule holds."""
        return sum(judge(self.rule, cell) is True for cell in self.cells)

    @property
    def deciding(self) -> Cell:
        """The cell on which the row hangs: the one that is furthest from holding, or nearest where one is enough."""
        known = [cell for cell in self.cells if math.isfinite(slack(self.rule, cell))] or list(self.cells)
        choose = max if self.one_is_enough else min
        return choose(known, key=lambda cell: slack(self.rule, cell))


def in_spreads(rule: Rule) -> bool:
    """Whether the bound of a rule is in standard deviations of the control."""
    return rule.kind in ("moves", "lowers", "not_more")


def judge(rule: Rule, cell: Cell) -> bool | None:
    """Whether a rule holds of a cell; None where the cell holds no number, or no interval where the rule asks for one."""
    whole = rule.kind in ("at_least", "between", "none")
    if not math.isfinite(cell.value) or not (whole or math.isfinite(cell.low)):
        return None
    match rule.kind:
        case "above":
            return cell.low > rule.bound
        case "below":
            return cell.high < rule.bound
        case "no_less":
            return cell.low >= rule.bound
        case "moves":
            return not cell.low <= 0.0 <= cell.high and abs(cell.size) >= rule.bound
        case "lowers":
            return cell.high < 0.0 and cell.size <= -rule.bound
        case "not_more":
            return cell.high < rule.bound * cell.spread
        case "at_least":
            return cell.value >= rule.bound
        case "between":
            return rule.bound <= cell.value <= rule.upper
        case "none":
            return cell.value == 0.0


def slack(rule: Rule, cell: Cell) -> float:
    """How far a cell lies on the right side of its rule, below 0 if on the wrong one; orders the cells of one row.

    In standard deviations of the control where there is one, so that worlds with other spreads compare.
    """
    unit = cell.spread if cell.spread > 1e-12 else 1.0
    match rule.kind:
        case "above" | "no_less":
            return (cell.low - rule.bound) / unit
        case "below":
            return (rule.bound - cell.high) / unit
        case "moves":
            return min(max(cell.low, -cell.high) / unit, abs(cell.size) - rule.bound)
        case "lowers":
            return min(-cell.high / unit, -cell.size - rule.bound)
        case "not_more":
            return rule.bound - cell.high / unit
        case "at_least":
            return cell.value - rule.bound
        case "between":
            return min(cell.value - rule.bound, rule.upper - cell.value)
        case "none":
            return -abs(cell.value)


def _sign(value: float) -> float:
    return math.copysign(1.0, value) if value else 0.0
