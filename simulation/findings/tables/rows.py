"""What the tables are made of: rows, and what a finding says of itself."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

Row = dict[str, Any]
Tables = dict[str, pd.DataFrame]


def about(found: Mapping[str, Any], *last: str) -> pd.DataFrame:
    """What was run, a row a thing: whatever the finding says of itself in a number or in words; `last` comes last."""
    about = scalars(found)
    names = [*(name for name in about if name not in last), *last]
    return pd.DataFrame({"name": names, "value": pd.Series([about[name] for name in names], dtype=object)})


def table(rows: Iterable[Row], *columns: str) -> pd.DataFrame:
    """The rows as they come; `columns` says which there are where there may be no row."""
    return pd.DataFrame(list(rows), columns=list(columns) or None)


def of(entry: Mapping[str, Any], *names: str) -> Row:
    """Some entries of many."""
    return {name: entry[name] for name in names}


def scalars(entry: Mapping[str, Any]) -> Row:
    """What is one number or one text."""
    return {name: value for name, value in entry.items() if isinstance(value, str | bool | int | float)}


def as_number(value: float | None) -> float | None:
    """A truth as 0 or 1, so that it can stand beside numbers."""
    return None if value is None else float(value)


def in_a_cell(value: Any) -> Any:
    """What is more than a number or a word, as JSON."""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else value
