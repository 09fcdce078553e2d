"""Every sentence a user reads in a table, a figure or on the command line, and how its language writes numbers and months.

The words of a language are a file, `data/words/LANG.toml`, named by its locale ("id", "pt_BR"); the languages there are,
are the files there are. English, the reference, says which entries there are and what each fills in. How numbers and months
are written is the Unicode CLDR's, through Babel.
"""

from __future__ import annotations

import math
import re
import tomllib
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Literal

from babel import Locale, UnknownLocaleError
from babel.dates import format_interval, format_skeleton, get_month_names
from babel.numbers import format_decimal, format_percent

from simulation.actions import ACTIONS
from simulation.domains import NAMES

REFERENCE = "en"
WORDS = files("simulation") / "data" / "words"

#: the entries of a domain: an issue, a reason, a doctrine that knows nothing else, its tie at the start, its variables
OF_DOMAIN = (
    "issue.{}", "reason.{}", "doctrine.{}_only", "field.rivalry_{}", "variable.{}", "variable.benefit_{}",
)  # fmt: skip
#: what stands where there is no figure
NOTHING = "\N{EN DASH}"


# --- words ----------------------------------------------------------------------------------------------------


@cache
def languages() -> tuple[str, ...]:
    """The languages there are: the files of `data/words`, the reference first."""
    found = {name.removesuffix(".toml") for file in WORDS.iterdir() if (name := file.name).endswith(".toml")}
    return (REFERENCE, *sorted(found - {REFERENCE}))


def checked(lang: str) -> str:
    """`lang` itself if there are words in it; ValueError otherwise."""
    if lang not in languages():
        raise ValueError(f"language is {lang!r}; write one of {', '.join(languages())}")
    return lang


@cache
def words(lang: str = REFERENCE) -> dict[str, str]:
    """All entries of a language, `section.name -> words`: those of the reference, each with the reference's placeholders.

    Raises ValueError with one line for a language that is not there or that Babel does not know, and for a file that lacks
    an entry, has one too many, or fills in something else. An act of the table needs words: short in `[act]`, a phrase in
    `[action]`; a domain those of `OF_DOMAIN`.
    """
    try:
        Locale.parse(checked(lang))
    except UnknownLocaleError:
        raise ValueError(f"{_file(lang)} is no locale; name it by one, for example pt_BR.toml") from None
    sections = tomllib.loads((WORDS / f"{lang}.toml").read_text(encoding="utf-8"))
    found = {f"{section}.{name}": said for section, group in sections.items() for name, said in group.items()}
    if lang == REFERENCE:
        acts = [f"{section}.{act.name}" for act in ACTIONS for section in ("act", "action")]
        domains = [entry.format(name) for name in NAMES for entry in OF_DOMAIN]
        _check(lang, [key for key in acts if key not in found], "lacks", "an act has words in both")
        _check(lang, [key for key in domains if key not in found], "lacks", "a domain has words in each")
        return found
    english = words()
    _check(
        lang, [key for key in english if key not in found], "lacks", f"translate it from {_file(REFERENCE)}"
    )
    _check(
        lang, [key for key in found if key not in english], "has", f"{_file(REFERENCE)} does not; take it out"
    )
    other = [key for key in english if _placeholders(found[key]) != _placeholders(english[key])]
    _check(lang, other, "fills in other {names} in", f"take those of {_file(REFERENCE)}")
    return found


def text(key: str, lang: str = REFERENCE, **values: object) -> str:
    """The entry `key` in `lang`, its `{placeholders}` filled with `values`.

    Raises KeyError for a key that is not in the catalogue and ValueError for a language that is not.
    """
    entry = words(lang).get(key)
    if entry is None:
        raise KeyError(f"{key!r} has no words; write them in {_file(REFERENCE)}")
    return entry.format(**values)


def _file(lang: str) -> str:
    return f"simulation/data/words/{lang}.toml"


def _placeholders(said: str) -> set[str]:
    return set(re.findall(r"\{(\w*)", said))


def _check(lang: str, wrong: list[str], what: str, instead: str) -> None:
    """Refuse the words of a language for what is wrong with its entries, the first ones by name."""
    if wrong:
        shown = ", ".join("[{}] {}".format(*key.split(".", 1)) for key in wrong[:3])
        more = f" and {len(wrong) - 3} more" if len(wrong) > 3 else ""
        raise ValueError(f"{_file(lang)} {what} {shown}{more}; {instead}")


# --- numbers and months ---------------------------------------------------------------------------------------


def number(value: float | None, lang: str = REFERENCE, decimals: int = 1) -> str:
    """A number as the language writes it (Indonesian has a decimal comma), with a true minus sign."""
    if value is None or not math.isfinite(value):
        return NOTHING
    return _true(
        format_decimal(_rounded(value, decimals), _pattern(lang, "decimal", decimals), checked(lang))
    )


def signed(value: float | None, lang: str = REFERENCE, decimals: int = 2) -> str:
    """A difference with its sign; what is written as 0 has none."""
    shown = number(value, lang, decimals)
    return f"+{shown}" if value is not None and value > 0 and re.search("[1-9]", shown) else shown


def bounds(low: object, high: object, middle: object = None) -> str:
    """An interval, both ends as written: `low…high`, or behind its middle in brackets, `middle (low…high)`."""
    ends = f"{low}\N{HORIZONTAL ELLIPSIS}{high}"
    return ends if middle is None else f"{middle} ({ends})"


def percent(value: float | None, lang: str = REFERENCE, decimals: int = 0) -> str:
    """A share 0-1 as a percentage. A share that is not 0 is never shown as 0%, nor one below 1 as 100%."""
    if value is None or not math.isfinite(value):
        return NOTHING
    least = 10.0**-decimals
    rounded = round(value * 100, decimals)
    if value > 0 and rounded == 0:
        return f"<{_percent(least, lang, decimals)}"
    if value < 1 and rounded == 100:
        return f">{_percent(100 - least, lang, decimals)}"
    return _percent(value * 100, lang, decimals)


def month(when: object, lang: str = REFERENCE) -> str:
    """A month: `Oct 1962`, in Indonesian `Okt 1962`. `when` reads as a date or as a month: a Timestamp, "1962-10"."""
    return str(format_skeleton("yMMM", _date(when), locale=checked(lang)))


def month_names(lang: str, width: Literal["abbreviated", "wide"] = "abbreviated") -> list[str]:
    """The names of the twelve months, short unless asked for whole."""
    return list(get_month_names(width, locale=checked(lang)).values())


def span(first: object, last: object, lang: str = REFERENCE) -> str:
    """The months `first` to `last`: 1948-52, 1962, Jan-Mar 1962 or Nov 1960-Feb 1961, with a true dash."""
    a, b = _date(first), _date(last)
    if a.month == 1 and b.month == 12:
        until = f"{b.year % 100:02d}" if a.year // 100 == b.year // 100 else f"{b.year}"
        return f"{a.year}" if a.year == b.year else f"{a.year}\N{EN DASH}{until}"
    if (a.year, a.month) == (b.year, b.month):
        return month(a, lang)
    said = format_interval(a, b, "yMMM", locale=checked(lang))
    return re.sub(r"\s*\N{EN DASH}\s*", "\N{EN DASH}", said)


def _date(when: object) -> date:
    """The day, the first of a month, that begins what is written."""
    return date.fromisoformat(f"{when}-01"[:10])


def _percent(value: float, lang: str, decimals: int) -> str:
    shown = _rounded(value, decimals) / 100
    return _true(format_percent(shown, _pattern(lang, "percent", decimals), checked(lang)))


def _rounded(value: float, decimals: int) -> Decimal:
    """As Python rounds; added to 0, since there is no "-0.0"."""
    return Decimal(f"{value:.{decimals}f}") + 0


@cache
def _pattern(lang: str, kind: str, decimals: int) -> str:
    """The language's pattern of numbers, "#,##0.###", with just so many decimals."""
    patterns = getattr(Locale.parse(checked(lang)), f"{kind}_formats")
    fraction = f"0.{'0' * decimals}" if decimals else "0"
    return re.sub(r"0(\.[0#]+)?", fraction, patterns[None].pattern, count=1)


def _true(shown: str) -> str:
    return shown.replace("-", "\N{MINUS SIGN}")
