"""Every sentence a user reads in a table, a figure or on the command line, and how its language writes numbers and months.

The words of a language are a file, `data/words/LANG.toml`, named by its locale ("id", "pt_BR"); the languages there are,
are the files there are. English, the reference, says which entries there are and what each fills in. How numbers and months
are written is the Unicode CLDR's, through Babel.
"""

from __future__ import annotations

import math
import os
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal

from babel import Locale, UnknownLocaleError, negotiate_locale
from babel.dates import format_interval, format_skeleton, get_month_names
from babel.numbers import NumberFormatError, format_decimal, format_percent, parse_decimal

from simulation.actions import ACTIONS
from simulation.domains import NAMES

REFERENCE = "en"
WORDS = files("simulation") / "data" / "words"

#: the entries of a domain: an issue, a reason, a doctrine that knows nothing else, its tie at the start, its variables
OF_DOMAIN = (
    "issue.{}", "reason.{}", "doctrine.{}_only", "field.rivalry_{}", "variable.{}", "variable.benefit_{}",
)  # fmt: skip
#: `{n|run|runs}`, and the names of plural forms in the order of CLDR
_FORMS = re.compile(r"\{(\w+)((?:\|[^{}|]*)+)\}")
_CATEGORIES = ("zero", "one", "two", "few", "many", "other")
_OPEN, _CLOSE = "\N{LEFT DOUBLE QUOTATION MARK}", "\N{RIGHT DOUBLE QUOTATION MARK}"
_SINGLE = {_OPEN: "\N{LEFT SINGLE QUOTATION MARK}", _CLOSE: "\N{RIGHT SINGLE QUOTATION MARK}"}
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
    except (UnknownLocaleError, ValueError):  # no language, or not written as one: pt-BR
        if lang not in languages():
            raise
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


def text(key: str, /, lang: str = REFERENCE, **values: object) -> str:
    """The entry `key` in `lang`, its `{placeholders}` filled with `values`.

    `{n|run|runs}` is the form that goes with the number n, in the order of the plural categories of the language (CLDR: in
    English one, other). Quotation marks within others become single ones. Raises KeyError for a key that is not in the
    catalogue and ValueError for a language that is not.
    """
    entry = words(lang).get(key)
    if entry is None:
        raise KeyError(f"{key!r} has no words; write them in {_file(REFERENCE)}")
    return _quoted_once(_counted(entry, values, lang).format(**values))


def _counted(entry: str, values: Mapping[str, object], lang: str) -> str:
    """The entry with the forms that go with its numbers."""
    return _FORMS.sub(lambda found: _form(values[found[1]], found[2][1:].split("|"), lang), entry)


def _form(counted: object, forms: list[str], lang: str) -> str:
    locale = Locale.parse(lang)
    try:
        category = locale.plural_form(parse_decimal(str(counted).replace("\N{MINUS SIGN}", "-"), locale))
    except NumberFormatError:  # no number: "<1%", a dash
        category = "other"
    categories = [one for one in _CATEGORIES if one in {*locale.plural_form.tags, "other"}]
    return forms[min(categories.index(category), len(forms) - 1)]


def _quoted_once(said: str) -> str:
    """The same with single marks around what is quoted within a quotation."""
    if said.count(_OPEN) < 2:
        return said
    depth, letters = 0, list[str]()
    for letter in said:
        depth += letter == _OPEN
        inner = depth > 1 and letter in _SINGLE
        letters.append(_SINGLE[letter] if inner else letter)
        depth -= letter == _CLOSE and depth > 0
    return "".join(letters)


# --- the language in use --------------------------------------------------------------------------------------

SETTING = "DETENTE_LANG"

_here: ContextVar[str | None] = ContextVar("language of a block", default=None)
_everywhere: list[
    str
] = []  # what `use` set; no ContextVar, since a notebook may run each cell in a context of its own


def language() -> str:
    """The language in use: of the block (`in_language`), else the one that was set (`use`), else what the environment's
    `DETENTE_LANG` names, else English.

    The machine's own language (`of_the_machine`) counts for commands alone, which set it, so that what a script or a
    notebook prints is the same on every machine.
    """
    return _here.get() or (_everywhere[0] if _everywhere else named(os.environ.get(SETTING, "")) or REFERENCE)


def use(lang: str) -> None:
    """Set the language in use, from now on and in every thread; ValueError for one that is not there."""
    _everywhere[:] = [checked(lang)]


@contextmanager
def in_language(lang: str) -> Iterator[None]:
    """The language in use within the block, and there alone; ValueError for one that is not there."""
    token = _here.set(checked(lang))
    try:
        yield
    finally:
        _here.reset(token)


def say(key: str, /, **values: object) -> str:
    """The entry `key` in the language in use; errors as those of `text`."""
    return text(key, language(), **values)


def phrase(section: str, said: str, lang: str | None = None) -> str:
    """What stands in English in a table or comes from a library ("share of GDP", "Permission denied"), in `lang` or else
    the language in use: the entry of `section` whose name is made of its letters and digits; as it is if there is none.
    """
    name = re.sub(r"[^a-z0-9]+", "_", said.lower()).strip("_")
    return words(lang or language()).get(f"{section}.{name}", said)


def named(name: str) -> str | None:
    """The language that the name of a locale asks for, "id" for "id_ID.UTF-8"; None where there are no words in it."""
    tag = re.split("[.@]", name.strip())[0].replace("-", "_")
    return negotiate_locale([tag], languages()) if tag else None


def of_the_machine() -> str:
    """The language of the machine's locale, by POSIX's rule (the first of LC_ALL, LC_MESSAGES and LANG that is set) or by
    Windows' setting; the reference where that names none, or one that has no words.
    """
    name = next((name for key in ("LC_ALL", "LC_MESSAGES", "LANG") if (name := os.environ.get(key))), "")
    if not name and sys.platform == "win32":
        import ctypes
        import locale

        name = locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), "")
    return named(name) or REFERENCE


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
    return _decimal(_rounded(value, decimals), lang, decimals)


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


@lru_cache(maxsize=4096)  # pages of a class say the same few numbers again and again
def _decimal(shown: Decimal, lang: str, decimals: int) -> str:
    return _true(format_decimal(shown, _pattern(lang, "decimal", decimals), checked(lang)))


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
