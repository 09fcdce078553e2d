"""What experiments find, a tree of named tuples, as JSON can hold it."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np


def as_json(found: Any, rounded: Callable[[float], float | None] = float) -> Any:
    """A tree of named tuples, mappings, sequences, arrays and numbers as JSON holds it; what is not finite is None.

    A named tuple and a mapping become an object, whose names are strings; `rounded` is applied to each number that is not
    whole.
    """

    def one(part: Any) -> Any:
        if isinstance(part, np.ndarray | np.generic):
            part = part.tolist()
        if isinstance(part, tuple) and hasattr(part, "_asdict"):
            part = part._asdict()
        if isinstance(part, Mapping):
            return {str(name): one(value) for name, value in part.items()}
        if isinstance(part, list | tuple):
            return [one(value) for value in part]
        if isinstance(part, float):
            return rounded(part) if math.isfinite(part) else None
        return part

    return one(found)
