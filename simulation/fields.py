"""Kinds of field of a scenario: a number in a range, a month, a text, one of a few names, a list.

Each is a small annotation, `Annotated[float, Range(0, 1, "share")]`, that checks a value, says in one line
what is wrong, and writes itself into the JSON schema. Months are text, "1962-10"; `month_number` and
`month_text` do their arithmetic.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from simulation import scripts
from simulation.errors import Problem, ScenarioError, choose, listed, show

#: Years that a date may have: all fit in NumPy's datetime64[ns] (1678 to 2262).
FIRST_YEAR, LAST_YEAR = 1700, 2200

#: Unicode categories: control, lone surrogate (not UTF-8), line separator, paragraph separator.
_UNPRINTABLE = {"Cc", "Cs", "Zl", "Zp"}

_YEAR_MONTH = r"^[0-9]{4}-(0[1-9]|1[0-2])$"


def month_number(date: str) -> int:
    """Months from January of year 0 to `date` ("YYYY-MM"); differences of two such numbers are months."""
    return int(date[:4]) * 12 + int(date[5:7]) - 1


def month_text(number: int) -> str:
    """The inverse of `month_number`."""
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def _checked(check: Callable[[Any], Any], schema: CoreSchema) -> CoreSchema:
    # the check runs first and refuses in our words; the plain schema behind it is what the JSON schema shows
    return core_schema.no_info_before_validator_function(check, schema)


@dataclass(frozen=True)
class Range:
    """A finite number from `low` to `high`, both included, in `unit`."""

    low: float
    high: float
    unit: str = ""

    def __call__(self, value: object) -> float:
        if isinstance(value, np.generic):
            value = value.item()
        unit = f" ({self.unit})" if self.unit else ""
        wanted = f"a number from {self.low:.10g} to {self.high:.10g}{unit}"
        if isinstance(value, str):
            raise ScenarioError(f"is the text {show(value)}; write {wanted}, without quotes")
        if isinstance(value, bool):
            raise ScenarioError(f"is {show(value)}; write {wanted}, not true or false")
        if not isinstance(value, int | float) or not self.low <= value <= self.high:  # NaN compares false
            raise ScenarioError(f"is {show(value)}; write {wanted}")
        return float(value)

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return _checked(self, core_schema.float_schema(ge=self.low, le=self.high, allow_inf_nan=False))


@dataclass(frozen=True)
class Whole:
    """A whole number from `low` to `high`, both included."""

    low: int
    high: int
    unit: str = ""

    def __call__(self, value: object) -> int:
        if isinstance(value, np.generic):
            value = value.item()
        unit = f" ({self.unit})" if self.unit else ""
        wanted = f"a whole number from {self.low} to {self.high}{unit}"
        if isinstance(value, str):
            raise ScenarioError(f"is the text {show(value)}; write {wanted}, without quotes")
        if isinstance(value, bool) or not isinstance(value, int) or not self.low <= value <= self.high:
            found = f"{show(value)}, which is not whole" if isinstance(value, float) else show(value)
            raise ScenarioError(f"is {found}; write {wanted}")
        return value

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return _checked(self, core_schema.int_schema(ge=self.low, le=self.high))


@dataclass(frozen=True)
class Month:
    """A month as text, "YYYY-MM"."""

    def __call__(self, value: object) -> str:
        if isinstance(value, datetime.date | int) and not isinstance(value, bool):
            raise ScenarioError(f'is {show(value)}; write year-month in quotes, for example "1962-10"')
        if not isinstance(value, str):
            raise ScenarioError(f"is {show(value)}; write year-month, for example 1962-10")
        found = value if re.fullmatch(r"[0-9-]{1,20}", value) else show(value)
        if re.fullmatch(r"[0-9]{4}-[1-9]", value):
            raise ScenarioError(f"is {found}; write the month with two digits, {value[:5]}0{value[5:]}")
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            raise ScenarioError(f"is {found}; write year-month without the day, for example 1962-10")
        if not re.fullmatch(_YEAR_MONTH, value):
            raise ScenarioError(f"is {found}; write year-month, for example 1962-10")
        if not FIRST_YEAR <= int(value[:4]) <= LAST_YEAR:
            years = f"a year from {FIRST_YEAR} to {LAST_YEAR}"
            raise ScenarioError(f"is {found}; write {years}, for example 1962-10")
        return value

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return _checked(self, core_schema.str_schema(pattern=_YEAR_MONTH))


@dataclass(frozen=True)
class Text:
    """Text of `low` to `high` characters without control characters; line breaks only where `lines`."""

    low: int
    high: int
    lines: bool = False

    def __call__(self, value: object) -> str:
        if not isinstance(value, str):
            raise ScenarioError(f"is {show(value)}; write text in quotes")
        if len(value.strip()) < self.low:
            raise ScenarioError("is empty; write some text")
        if len(value) > self.high:
            raise ScenarioError(f"has {len(value)} characters; shorten it to at most {self.high}")
        for place, character in enumerate(value, 1):
            if unicodedata.category(character) not in _UNPRINTABLE or (self.lines and character in "\n\t"):
                continue
            what = "line break" if character in "\n\r\u2028\u2029" else f"control U+{ord(character):04X}"
            raise ScenarioError(f"is {show(value)}; remove the {what} at character {place}")
        return value

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return _checked(self, core_schema.str_schema(min_length=self.low, max_length=self.high))


@dataclass(frozen=True)
class Pattern:
    """A short name: `pattern`, at most `high` characters, without `never`; `wanted` is the rule in words."""

    pattern: str
    high: int
    wanted: str
    never: str = ""

    def __call__(self, value: object) -> str:
        text = Text(1, self.high)(value)
        if not re.fullmatch(self.pattern, text) or (self.never and self.never in text):
            raise ScenarioError(f"is {show(text)}; write {self.wanted}")
        return text

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return _checked(self, core_schema.str_schema(pattern=f"^{self.pattern}$", max_length=self.high))


@dataclass(frozen=True)
class Name:
    """What a state is called, in any script, at most `high` characters; look-alikes of other letters are refused."""

    high: int
    wanted = (
        "a short label that begins with a letter, for example US (letters, digits, single spaces, no ' to ')"
    )

    def __call__(self, value: object) -> str:
        text = (
            scripts.plain(Text(1, self.high)(value)) if isinstance(value, str) else Text(1, self.high)(value)
        )
        if twin := scripts.twin(text):
            usual = unicodedata.normalize("NFKC", twin)
            raise ScenarioError(
                f"is {show(text)}, in which {scripts.code_point(twin)} only looks like {usual}; write {usual}"
            )
        if stranger := scripts.stranger(text):
            latin = scripts.LATIN[stranger]
            raise ScenarioError(
                f"is {show(text)}, in which {scripts.code_point(stranger)} is {scripts.script(stranger).title()} and only "
                f"looks like {latin}; write the letters of one script"
            )
        # "US to USSR" is the name of a directed pair in the results
        if scripts.odd(text) or not text[0].isalpha() or " to " in text:
            raise ScenarioError(f"is {show(text)}; write {self.wanted}")
        return text

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return _checked(self, core_schema.str_schema(min_length=1, max_length=self.high))


@dataclass(frozen=True)
class OneOf:
    """One of a few `names`; `noun` says what they name ("doctrine")."""

    names: tuple[str, ...]
    noun: str

    def __call__(self, value: object) -> str:
        if not isinstance(value, str):
            raise ScenarioError(f"is {show(value)}; write one of these, in quotes: {listed(self.names)}")
        if value not in self.names:
            hint = choose(value, self.names, self.noun)
            raise ScenarioError(f"is {show(value)}, no known {self.noun}; {hint}")
        return value

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return _checked(self, core_schema.literal_schema(list(self.names)))


@dataclass(frozen=True)
class Yes:
    """True or false, nothing that merely resembles it (1, "yes")."""

    def __call__(self, value: object) -> bool:
        if isinstance(value, np.bool_):
            return bool(value)
        if not isinstance(value, bool):
            raise ScenarioError(f"is {show(value)}; write true or false, without quotes")
        return value

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return _checked(self, core_schema.bool_schema())


@dataclass(frozen=True)
class Items:
    """A list of `low` to `high` things; `noun` is their plural, `how` an example of how to write them."""

    low: int
    high: int
    noun: str
    how: str

    def __call__(self, value: object) -> list[object]:
        if isinstance(value, dict) and self.how.startswith("[["):
            raise ScenarioError(f"is a single table; write {self.how}, with double brackets, once for each")
        if not isinstance(value, list | tuple):
            raise ScenarioError(f"is {show(value)}, not a list; write {self.how}")
        many = f"exactly {self.low}" if self.low == self.high else f"{self.low} to {self.high}"
        if not self.low <= len(value) <= self.high:
            whole = all(isinstance(one, int | float) for one in value)
            comma = (
                "; a number has a decimal point, 60.5 and not 60,5"
                if whole and len(value) > self.high
                else ""
            )
            found = f"{len(value)} {'entry' if len(value) == 1 else 'entries'}"
            raise ScenarioError(f"has {found}; write {many} {self.noun}, {self.how}{comma}")
        return list(value)

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return _checked(self, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: Any) -> dict[str, Any]:
        return {**handler(schema), "minItems": self.low, "maxItems": self.high}


@dataclass(frozen=True)
class Table:
    """A table (a part of the scenario): a TOML table, a dict with text keys, or the part itself."""

    how: str

    def __call__(self, value: object) -> object:
        if isinstance(value, Mapping):
            for key in value:
                if not isinstance(key, str):
                    raise ScenarioError(f"has the key {show(key)}, which is not text; write keys as text")
            return dict(value)
        if isinstance(value, bool | int | float | str | list | tuple | datetime.date | datetime.time | None):
            raise ScenarioError(f"is {show(value)}, not a table; write {self.how}")
        return value

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return _checked(self, handler(source))


class Fixed(dict[str, Any]):
    """A dict that does not change once made, so that a frozen scenario is frozen throughout and hashable."""

    def _refuse(self, *_: object, **__: object) -> Any:
        raise ScenarioError("a scenario does not change; make another with scenario.changed(...)")

    __setitem__ = __delitem__ = __ior__ = _refuse
    update = setdefault = pop = popitem = clear = _refuse

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(frozenset(self.items()))

    def __reduce__(self) -> tuple[type[Fixed], tuple[dict[str, Any]]]:  # pickling would set item by item
        return Fixed, (dict(self),)


@dataclass(frozen=True)
class Entries:
    """A table of at most `high` named values, each checked by `check(key, value)`; kept as a `Fixed` dict."""

    high: int
    check: Callable[[str, object], Any]
    how: str

    def __call__(self, value: object) -> dict[str, Any]:
        table = Table(self.how)(value)
        if not isinstance(table, dict):
            raise ScenarioError(f"is {show(value)}, not a table; write {self.how}")
        if len(table) > self.high:
            raise ScenarioError(f"has {len(table)} entries; write at most {self.high}")
        checked, problems = {}, list[Problem]()
        for key, entry in table.items():
            try:
                checked[key] = self.check(key, entry)
            except ScenarioError as error:
                problems += error.within(key)
        if problems:
            raise ScenarioError(problems)
        return checked

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(Fixed, _checked(self, handler(source)))
