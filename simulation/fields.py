"""Kinds of field of a scenario: a number in a range, a month, a text, one of a few names, a list.

Each is a small annotation, `Annotated[float, Range(0, 1, "share")]`, that checks a value, says in one line
what is wrong, and writes itself into the JSON schema. Months are text, "1962-10"; `month_number` and
`month_text` do their arithmetic.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from simulation import scripts
from simulation.errors import Problem, ScenarioError, choose, in_python, listed, show
from simulation.saying import phrase, say

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


def how_to(name: str) -> str:
    """How something is written, by its name in `[refusal_how]` of the catalogue."""
    return say(f"refusal_how.{name}")


def unknown(found: str, known: Sequence[str], noun: str) -> str:
    """What is said of a name that nothing has; `noun` as for `choose`."""
    hint = choose(found, known, noun)
    return say("refusal.unknown", found=show(found), noun=phrase("refusal_noun", noun), hint=hint)


def _in_brackets(unit: str) -> str:
    return f" ({phrase('refusal_unit', unit)})" if unit else ""


@dataclass(frozen=True)
class Range:
    """A finite number from `low` to `high`, both included, in `unit`."""

    low: float
    high: float
    unit: str = ""

    def __call__(self, value: object) -> float:
        if isinstance(value, np.generic):
            value = value.item()
        if isinstance(value, bool):
            raise ScenarioError(say("refusal.yes_for_number", found=show(value), wanted=self._wanted()))
        if isinstance(value, int | float) and self.low <= value <= self.high:  # NaN compares false
            return float(value)
        key = "refusal.text_for_number" if isinstance(value, str) else "refusal.number"
        raise ScenarioError(say(key, found=show(value), wanted=self._wanted()))

    def _wanted(self) -> str:
        low, high = f"{self.low:.10g}", f"{self.high:.10g}"
        return say("refusal.range", low=low, high=high, unit=_in_brackets(self.unit))

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
        if isinstance(value, int) and not isinstance(value, bool) and self.low <= value <= self.high:
            return value
        kinds = {str: "refusal.text_for_number", float: "refusal.not_whole"}
        key = kinds.get(type(value), "refusal.number")
        wanted = say("refusal.whole", low=self.low, high=self.high, unit=_in_brackets(self.unit))
        raise ScenarioError(say(key, found=show(value), wanted=wanted))

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return _checked(self, core_schema.int_schema(ge=self.low, le=self.high))


def argument(name: str, check: Callable[[Any], Any], value: Any) -> Any:
    """What `check`, one of the kinds here, makes of an argument of a function; its ScenarioError names the argument."""
    try:
        return check(value)
    except ScenarioError as error:
        raise ScenarioError(error.within(name)) from None


def check_seed(value: object, name: str = "seed") -> None:
    """Refuse, with a ScenarioError, what is no whole number that chance can be made of, 0 to 2^64 - 1."""
    whole = isinstance(value, int | np.integer) and not isinstance(value, bool)
    if not whole or not 0 <= int(value) < 2**64:  # type: ignore[call-overload]
        raise ScenarioError(say("refusal_run.not_whole", name=name, found=in_python(value)))


def check_table(value: object, name: str, example: str) -> None:
    """Refuse, with a ScenarioError, what is neither a dictionary nor None; an empty text or list is neither."""
    if value is not None and not isinstance(value, Mapping):
        raise ScenarioError(say("refusal_argument.table", name=name, found=in_python(value), example=example))


def check_result(value: object) -> None:
    """Refuse, with a ScenarioError, what is no Dataset, which `simulate` returns."""
    if not hasattr(value, "data_vars"):  # which can be seen without loading xarray
        raise ScenarioError(say("refusal_argument.result", found=in_python(value)))


def array_of(value: Any) -> NDArray[Any]:
    """What was given as an array; None as one where it has rows of different lengths."""
    try:
        return np.asarray(value)
    except ValueError:
        return np.array(None)


@dataclass(frozen=True)
class Month:
    """A month as text, "YYYY-MM"."""

    def __call__(self, value: object) -> str:
        if isinstance(value, datetime.date | int) and not isinstance(value, bool):
            raise ScenarioError(say("refusal.month_in_quotes", found=show(value)))
        if not isinstance(value, str):
            raise ScenarioError(say("refusal.month", found=show(value)))
        found = value if re.fullmatch(r"[0-9-]{1,20}", value) else show(value)
        if re.fullmatch(r"[0-9]{4}-[1-9]", value):
            instead = f"{value[:5]}0{value[5:]}"
            raise ScenarioError(say("refusal.month_of_one_digit", found=found, instead=instead))
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            raise ScenarioError(say("refusal.month_with_day", found=found))
        if not re.fullmatch(_YEAR_MONTH, value):
            raise ScenarioError(say("refusal.month", found=found))
        if not FIRST_YEAR <= int(value[:4]) <= LAST_YEAR:
            raise ScenarioError(say("refusal.year", found=found, first=FIRST_YEAR, last=LAST_YEAR))
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
            raise ScenarioError(say("refusal.no_text", found=show(value)))
        if len(value.strip()) < self.low:
            raise ScenarioError(say("refusal.empty"))
        if len(value) > self.high:
            raise ScenarioError(say("refusal.too_long", n=len(value), most=self.high))
        for place, character in enumerate(value, 1):
            if unicodedata.category(character) not in _UNPRINTABLE or (self.lines and character in "\n\t"):
                continue
            key = "refusal.line_break" if character in "\n\r\u2028\u2029" else "refusal.control"
            code = f"U+{ord(character):04X}"
            raise ScenarioError(say(key, found=show(value), code=code, place=place))
        return value

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return _checked(self, core_schema.str_schema(min_length=self.low, max_length=self.high))


@dataclass(frozen=True)
class Pattern:
    """A short name: `pattern`, at most `high` characters; `[refusal_how]` of the catalogue has the rule under `how`."""

    pattern: str
    high: int
    how: str

    def __call__(self, value: object) -> str:
        text = Text(1, self.high)(value)
        if not re.fullmatch(self.pattern, text):
            raise ScenarioError(say("refusal.wanted", found=show(text), how=how_to(self.how)))
        return text

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return _checked(self, core_schema.str_schema(pattern=f"^{self.pattern}$", max_length=self.high))


@dataclass(frozen=True)
class Name:
    """What a state is called, in any script, at most `high` characters; look-alikes of other letters are refused."""

    high: int

    def __call__(self, value: object) -> str:
        text = (
            scripts.plain(Text(1, self.high)(value)) if isinstance(value, str) else Text(1, self.high)(value)
        )
        if twin := scripts.twin(text):
            usual, letter = unicodedata.normalize("NFKC", twin), scripts.code_point(twin)
            raise ScenarioError(say("refusal.twin", found=show(text), letter=letter, usual=usual))
        if stranger := scripts.stranger(text):
            said = {
                "letter": scripts.code_point(stranger),
                "script": phrase("refusal_script", scripts.script(stranger).title()),
            }
            raise ScenarioError(
                say("refusal.stranger", found=show(text), latin=scripts.LATIN[stranger], **said)
            )
        # "US to USSR" is the name of a directed pair in the results
        if scripts.odd(text) or not text[0].isalpha() or " to " in text:
            raise ScenarioError(say("refusal.wanted", found=show(text), how=how_to("label")))
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
            raise ScenarioError(say("refusal.one_of", found=show(value), names=listed(self.names)))
        if value not in self.names:
            raise ScenarioError(unknown(value, self.names, self.noun))
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
            raise ScenarioError(say("refusal.yes", found=show(value)))
        return value

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return _checked(self, core_schema.bool_schema())


@dataclass(frozen=True)
class Items:
    """A list of `low` to `high` things. The catalogue has their plural, under `noun` in `[refusal_many]`, and an example of
    how to write them, under `how` in `[refusal_how]`; what is written as tables has the name of its group as both.
    """

    low: int
    high: int
    noun: str
    how: str

    @property
    def tables(self) -> bool:
        """Whether each is a TOML table of its own, [[states]]."""
        return self.how == self.noun

    def __call__(self, value: object) -> list[object]:
        if isinstance(value, dict) and self.tables:
            raise ScenarioError(say("refusal.single_table", how=how_to(self.how)))
        if not isinstance(value, list | tuple):
            raise ScenarioError(say("refusal.no_list", found=show(value), how=how_to(self.how)))
        if not self.low <= len(value) <= self.high:
            raise ScenarioError(self._too_few_or_many(value))
        return list(value)

    def _too_few_or_many(self, value: Sequence[object]) -> str:
        key = "refusal.exactly" if self.low == self.high else "refusal.from_to"
        many = say(key, low=self.low, high=self.high, noun=say(f"refusal_many.{self.noun}"))
        found = say("refusal.one_entry" if len(value) == 1 else "refusal.entries", n=len(value))
        said = say("refusal.count", found=found, many=many, how=how_to(self.how))
        comma = len(value) > self.high and all(isinstance(one, int | float) for one in value)
        return f"{said}; " + say("refusal.decimal_point") if comma else said

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return _checked(self, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: Any) -> dict[str, Any]:
        return {**handler(schema), "minItems": self.low, "maxItems": self.high}


@dataclass(frozen=True)
class Every:
    """A list of some of `names`, or the word "all" in place of all. It stands behind `Items`, and so comes first."""

    names: tuple[str, ...]

    def __call__(self, value: object) -> object:
        if isinstance(value, list | tuple) and "all" in value:
            raise ScenarioError(say("refusal_twice.all"))
        return list(self.names) if isinstance(value, str) and value == "all" else value

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return _checked(self, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: Any) -> dict[str, Any]:
        return {"anyOf": [handler(schema), {"const": "all"}]}


@dataclass(frozen=True)
class Table:
    """A table (a part of the scenario): a TOML table, a dict with text keys, or the part itself.

    `how` is the name, in `[refusal_how]` of the catalogue, of how to write it.
    """

    how: str

    def __call__(self, value: object) -> object:
        if isinstance(value, Mapping):
            for key in value:
                if not isinstance(key, str):
                    raise ScenarioError(say("refusal.key_no_text", key=show(key)))
            return dict(value)
        if isinstance(value, bool | int | float | str | list | tuple | datetime.date | datetime.time | None):
            raise ScenarioError(say("refusal.no_table", found=show(value), how=how_to(self.how)))
        return value

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return _checked(self, handler(source))


class Fixed(dict[str, Any]):
    """A dict that does not change once made, so that a frozen scenario is frozen throughout and hashable."""

    def _refuse(self, *_: object, **__: object) -> Any:
        raise ScenarioError(say("refusal.fixed"))

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
            raise ScenarioError(say("refusal.no_table", found=show(value), how=how_to(self.how)))
        if len(table) > self.high:
            raise ScenarioError(say("refusal.too_many", n=len(table), most=self.high))
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
