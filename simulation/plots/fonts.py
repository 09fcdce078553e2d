"""Which fonts write the words of figures and pages: DejaVu Sans, which comes with matplotlib and has every sign that our
own words need, and for names in other scripts whatever this machine has.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import matplotlib
from matplotlib.font_manager import FontEntry, fontManager
from matplotlib.ft2font import FT2Font

BASE = "DejaVu Sans"
#: fonts that cover a script and cost nothing, where their name is not that of the script
NOTO = {
    "CJK": "Noto Sans CJK",
    "HIRAGANA": "Noto Sans CJK",
    "KATAKANA": "Noto Sans CJK",
    "HANGUL": "Noto Sans CJK",
}


def typeface() -> dict[str, Path]:
    """Files of the typeface by style: "" regular, "B" bold."""
    folder = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    return {"": folder / "DejaVuSans.ttf", "B": folder / "DejaVuSans-Bold.ttf"}


def families(words: str) -> list[str]:
    """The fonts, by name, that together write some words: the base alone where that is enough."""
    return [BASE, *dict.fromkeys(entry.name for entry in _others(words))]


def fallbacks(words: str) -> dict[str, Path]:
    """Files of the fonts that are needed besides the typeface, by name."""
    return {entry.name: Path(entry.fname) for entry in _others(words)}


def advice(words: str) -> str:
    """Which fonts to install for what no font here can write, by script; nothing where all can be written."""
    lacking = [letter for letter in _foreign(words) if _having(letter) is None]
    names = (unicodedata.name(letter, "").split(" ")[0].removesuffix("-UNIFIED") for letter in lacking)
    return ", ".join(dict.fromkeys(NOTO.get(name, f"Noto Sans {name.title()}") for name in names if name))


def _others(words: str) -> Iterable[FontEntry]:
    return (entry for letter in _foreign(words) if (entry := _having(letter)) is not None)


def _foreign(words: str) -> list[str]:
    """The letters that the base does not have."""
    known = _letters(str(typeface()[""]))
    return [
        one
        for one in dict.fromkeys(words)
        if ord(one) not in known and not one.isspace() and one.isprintable()
    ]


@cache
def _having(letter: str) -> FontEntry | None:
    """A font of this machine that has a letter; regular ones first."""

    def unusual(entry: FontEntry) -> tuple[bool, bool]:
        return entry.style != "normal", str(entry.weight) not in ("400", "normal")

    true = (
        entry for entry in fontManager.ttflist if not entry.name.startswith("Last Resort")
    )  # which has boxes alone
    return next((entry for entry in sorted(true, key=unusual) if ord(letter) in _letters(entry.fname)), None)


@cache
def _letters(file: str) -> frozenset[int]:
    """What a font can write; nothing if its file cannot be read."""
    try:
        return frozenset(FT2Font(file).get_charmap())
    except (OSError, RuntimeError):
        return frozenset()
