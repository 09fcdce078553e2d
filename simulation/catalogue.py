"""Every sentence a user reads in a table, a figure or on the command line: one catalogue, two languages.

The words stand in `data/catalogue.toml`, one entry a key with `en` (English) and `id` (Indonesian); a
translator edits that file alone. Terms in Indonesian follow the article: *ketegangan*, *titik temu*, *kerja
sama*, *saling menguntungkan*.
"""

from __future__ import annotations

import math
import tomllib
from functools import cache
from importlib.resources import files

import pandas as pd

from simulation.actions import ACTIONS

LANGUAGES = ("en", "id")

#: short names of the months
MONTHS = {
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    "id": ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"),
}

#: what stands where there is no figure
NOTHING = "\N{EN DASH}"


@cache
def catalogue() -> dict[str, dict[str, str]]:
    """All entries, `key -> {"en": ..., "id": ...}`; a key is `section.name`.

    Raises ValueError with one line if an act of the table has no words: short in `[act]`, a phrase in `[action]`.
    """
    source = (files("simulation") / "data" / "catalogue.toml").read_text(encoding="utf-8")
    sections = tomllib.loads(source)
    for act in ACTIONS:
        without = [f"[{section}]" for section in ("act", "action") if act.name not in sections[section]]
        if without:
            place = f"{' and '.join(without)} of simulation/data/catalogue.toml"
            raise ValueError(
                f"act {act.name!r} has no words in {place}; write them in {' and '.join(LANGUAGES)}"
            )
    return {
        f"{section}.{name}": entry for section, group in sections.items() for name, entry in group.items()
    }


def text(key: str, lang: str = "en", **values: object) -> str:
    """The entry `key` in `lang`, its `{placeholders}` filled with `values`.

    Raises KeyError for a key that is not in the catalogue and ValueError for a language that is not.
    """
    entry = catalogue().get(key, {}).get(checked(lang))
    if entry is None:
        raise KeyError(f"{key!r} has no words in {lang!r}; write them in simulation/data/catalogue.toml")
    return entry.format(**values)


def checked(lang: str) -> str:
    """`lang` itself if the catalogue has it; ValueError otherwise."""
    if lang not in LANGUAGES:
        raise ValueError(f"language is {lang!r}; write one of {', '.join(LANGUAGES)}")
    return lang


def number(value: float | None, lang: str = "en", decimals: int = 1) -> str:
    """A number as the language writes it (Indonesian has a decimal comma), with a true minus sign."""
    if value is None or not math.isfinite(value):
        return NOTHING
    shown = f"{value:,.{decimals}f}"
    if float(shown.replace(",", "")) == 0:
        shown = shown.lstrip("-")  # no "-0.0"
    if checked(lang) == "id":
        shown = shown.translate(str.maketrans(",.", ".,"))
    return shown.replace("-", "\N{MINUS SIGN}")


def percent(value: float | None, lang: str = "en", decimals: int = 0) -> str:
    """A share 0-1 as a percentage. A share that is not 0 is never shown as 0%, nor one below 1 as 100%."""
    if value is None or not math.isfinite(value):
        return NOTHING
    least = 10.0**-decimals
    rounded = round(value * 100, decimals)
    if value > 0 and rounded == 0:
        return f"<{number(least, lang, decimals)}%"
    if value < 1 and rounded == 100:
        return f">{number(100 - least, lang, decimals)}%"
    return f"{number(value * 100, lang, decimals)}%"


def month(date: pd.Timestamp | str, lang: str = "en") -> str:
    """A month: `Oct 1962`, in Indonesian `Okt 1962`."""
    date = pd.Timestamp(date)
    return f"{MONTHS[checked(lang)][date.month - 1]} {date.year}"


def span(first: pd.Timestamp | str, last: pd.Timestamp | str, lang: str = "en") -> str:
    """The months `first` to `last`: 1948-52, 1962, Jan-Mar 1962 or Nov 1960-Feb 1961, with a true dash."""
    a, b = pd.Timestamp(first), pd.Timestamp(last)
    if a.month == 1 and b.month == 12:
        until = f"{b.year % 100:02d}" if a.year // 100 == b.year // 100 else f"{b.year}"
        return f"{a.year}" if a.year == b.year else f"{a.year}\N{EN DASH}{until}"
    if (a.year, a.month) == (b.year, b.month):
        return month(a, lang)
    start = month(a, lang).split()[0] if a.year == b.year else month(a, lang)
    return f"{start}\N{EN DASH}{month(b, lang)}"
