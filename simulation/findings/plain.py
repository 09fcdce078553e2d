"""What is counted of runs, as JSON can hold it: numbers of six digits, and None for NaN."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, TypedDict

import numpy as np


class Middle(TypedDict):
    """A median over `n` runs with the band that holds 90 % of them; None where there is no run to take it of."""

    n: int
    median: float | None
    low: float | None
    high: float | None


class Band(Middle):
    """The same with the mean."""

    mean: float | None


class Share(TypedDict):
    """A share of `n` runs, 0-1, with its 95 % interval (Wilson)."""

    share: float | None
    low: float | None
    high: float | None
    n: int


class Dated(TypedDict):
    """A month that not every run has: the share of runs that do, its median ("YYYY-MM") and 90 % band among those `n`."""

    ever: Share
    n: int
    median: str | None
    low: str | None
    high: str | None


def six_digits(value: Any) -> float | None:
    """Six significant digits, and None for NaN: what JSON can hold and a reader can use."""
    value = float(value)
    return float(f"{value:.6g}") if math.isfinite(value) else None


def plain(entry: Mapping[str, Any]) -> Any:
    """The same entries as whole numbers, numbers of six digits, and None; the caller knows by which names."""
    return {name: int(v) if isinstance(v, int | np.integer) else six_digits(v) for name, v in entry.items()}
