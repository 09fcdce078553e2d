"""What a report counts, as JSON can hold it: numbers, strings, lists and dicts, and None for NaN."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

#: what a report found, ready for JSON
Found = dict[str, Any]


def six_digits(value: Any) -> float | None:
    """Six significant digits, and None for NaN: what JSON can hold and a reader can use."""
    value = float(value)
    return float(f"{value:.6g}") if math.isfinite(value) else None


def plain(entry: dict[str, Any]) -> Found:
    """The same entries as whole numbers, numbers of six digits, and None."""
    return {name: int(v) if isinstance(v, int | np.integer) else six_digits(v) for name, v in entry.items()}
