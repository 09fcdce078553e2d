"""How months are written: as a scenario has them, as a spreadsheet makes them, as people say them.

"1960-03", "3" (its number), "Mar-60", "March 1960", "1960-03-01 00:00:00", "01.03.1960", "3/1/1960", and spans of two:
"1960-01/1960-03", "Jan-Mar 1960", "Nov 1960 to Jan 1961". A day says nothing about a month, and is most often the first.
Of dates such as 2/3/1960 the whole sheet says whether the day stands first (`day_first`); where it does not, one that may
be in two of the months that are played is refused with both.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from functools import cache
from typing import Literal

from simulation.catalogue import language, languages, month, month_names, say
from simulation.errors import show
from simulation.fields import month_number
from simulation.scenario import Scenario
from simulation.turn_sheets.spelling import folded

#: what stands between two months, when it is not a slash within a date
_BETWEEN = re.compile(r"\s*[\N{EN DASH}\N{EM DASH}]\s*|\s+-\s+|\s+(?:to|until|hingga|sampai|s\.?d\.?)\s+")
#: a date of which day or month may stand first, and how a sheet that was not touched writes a span
_DATE = re.compile(r"(\d{1,2})([-/])(\d{1,2})\2(\d{4}|\d\d)")
_PLAIN_SPAN = re.compile(r"\d{4}-\d\d/\d{4}-\d\d")
_TIME = re.compile(r"[t ]\d{1,2}:\d\d(:\d\d(\.\d+)?)?$")
WIDTHS: tuple[Literal["wide", "abbreviated"], ...] = ("wide", "abbreviated")
_NAME = r"([^\W\d_]+)\.?"


class MonthError(ValueError):
    """A cell that holds no month of the scenario, or one of two; the text says which."""


def span_of(cell: str, scenario: Scenario, days_first: bool | None = None) -> tuple[int, int]:
    """First and last month that a cell holds, counted from 0; `days_first` as of the sheet. Raises MonthError."""
    parts = _parts(cell)
    if len(parts) > 2:
        raise MonthError(say("refusal_sheet.three_months"))
    places = [_place(part, scenario, days_first) for part in parts]
    if places[-1] < places[0]:
        raise MonthError(say("refusal_sheet.backwards"))
    return places[0], places[-1]


def day_first(cells: Collection[str], scenario: Scenario) -> bool | None:
    """Whether dates such as 4/1/1960 have the day first, as all that a sheet holds say together; None where they do not.

    A way to read them counts if all then lie in the scenario's months; of two that do, the one by which every day is the
    first of its month.
    """
    dates = [one for one in _dates(cells) if _inside(one, scenario, None)]  # others are refused by themselves
    ways = [way for way in (True, False) if all(_inside(one, scenario, way) for one in dates)]
    if len(ways) == 2:
        ways = [way for way in ways if all(_day(one, way) == 1 for one in dates)]
    return ways[0] if len(ways) == 1 else None


def understood(cells: Collection[str], scenario: Scenario, days_first: bool | None) -> list[str]:
    """A line for what was not plain in cells that could be read: dates in either order, and spans as people write them."""
    said = []
    for way, key in ((True, "day_first"), (False, "month_first")):
        for one in _dates(cells):
            if _differs(one) and _inside(one, scenario, way) and days_first in (None, way):
                when = month(scenario.month_text(_place(one, scenario, days_first)), language())
                said.append(say(f"sheet_understood.{key}", found=show(one), month=when))
                break
    spans = [cell for cell in cells if len(_parts(cell)) == 2 and not _PLAIN_SPAN.fullmatch(_plain(cell))]
    if spans:
        first, last = (scenario.month_text(place) for place in span_of(spans[0], scenario, days_first))
        said.append(say("sheet_understood.span", found=show(spans[0]), months=f"{first}/{last}"))
    return said


def _parts(cell: str) -> list[str]:
    """The months that a cell names, as they are written."""
    # the dash of "Jan-Mar 1960" parts two names; the one of "Mar-60" and of "1960-03" does not
    said = re.sub(rf"^{_NAME}\s*-\s*{_NAME}(?=\s)", "\\1 \N{EN DASH} \\2", _plain(cell))
    parts = [part.strip() for part in said.split("/")] if _slash_parts(said) else _BETWEEN.split(said)
    if len(parts) == 2 and re.fullmatch(_NAME, parts[0]):  # the year stands once, behind both
        parts[0] += f" {re.sub(_NAME, '', parts[1]).strip()}"
    return parts


def _dates(cells: Collection[str]) -> list[str]:
    """What is written as two numbers and a year, of which either number may be the month."""
    every = (_TIME.sub("", part) for cell in cells for part in _parts(cell))
    return [one for one in every if _DATE.fullmatch(one)]


def _day(date: str, days_first: bool) -> int:
    one, _, other, _ = _DATE.fullmatch(date).groups()  # type: ignore[union-attr]
    return int(one if days_first else other)


def _differs(date: str) -> bool:
    return _day(date, True) != _day(date, False)


def _plain(cell: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", cell).split()).casefold()


def _slash_parts(cell: str) -> bool:
    """Whether a slash stands between two months, and not within a date such as 1/3/1960."""
    return cell.count("/") == 1 and re.search(r"[^\d\s/].*/|/.*[^\d\s/]", cell) is not None


def _place(said: str, scenario: Scenario, days_first: bool | None) -> int:
    """The place of one month. Raises MonthError."""
    if re.fullmatch(r"\d{1,9}", said) and 1 <= int(said) <= scenario.months:  # int() takes no 5,000 digits
        return int(said) - 1
    inside = _inside(_TIME.sub("", said), scenario, days_first)
    if not inside:
        raise MonthError(say("refusal_sheet.no_month", scenario=scenario.name))
    if len(inside) > 1:
        one, *_, other = (scenario.month_text(place) for place in inside)
        raise MonthError(say("refusal_sheet.two_readings", one=one, other=other))
    return inside[0]


def _inside(said: str, scenario: Scenario, days_first: bool | None) -> list[int]:
    """The places in the scenario that a date may mean, in order."""
    first, last = (month_number(one) for one in (scenario.start, scenario.end))
    found = {12 * year + month - 1 for year, month in _readings(said, days_first)}
    return sorted(one - first for one in found if first <= one <= last)


def _readings(said: str, days_first: bool | None) -> Iterator[tuple[int, int]]:
    """Every (year, month) that a date may mean; with `days_first` None in either order."""
    if found := re.fullmatch(r"(\d{4})[-./](\d{1,2})(?:[-./](\d{1,2}))?", said):
        yield from _dated(found[1], found[2], found[3] or "1")
    elif found := re.fullmatch(r"(\d{1,2})[-./](\d{4})", said):
        yield from _dated(found[2], found[1], "1")
    elif found := re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4}|\d\d)", said):  # with dots the day stands first
        yield from _dated(found[3], found[2], found[1])
    elif found := _DATE.fullmatch(said):
        one, _, other, year = found.groups()
        if days_first is not False:
            yield from _dated(year, other, one)
        if days_first is not True:
            yield from _dated(year, one, other)
    elif found := re.fullmatch(rf"(?:(\d{{1,2}})[-. ]+)?{_NAME}[-., ]*(\d{{4}}|'?\d\d)", said):
        yield from _dated(found[3].lstrip("'"), names().get(found[2], ""), found[1] or "1")
    elif found := re.fullmatch(rf"(\d{{4}})[-. ]+{_NAME}", said):
        yield from _dated(found[1], names().get(found[2], ""), "1")


def _dated(year: str, month: str, day: str) -> Iterator[tuple[int, int]]:
    if month and 1 <= int(month) <= 12 and 1 <= int(day) <= 31:
        for whole in (year,) if len(year) == 4 else (f"19{year}", f"20{year}"):
            yield int(whole), int(month)


@cache
def names() -> dict[str, str]:
    """Every name of a month in every language, short or long, and its number."""
    return {
        folded(name).rstrip("."): str(number)
        for lang in languages()
        for width in WIDTHS
        for number, name in enumerate(month_names(lang, width), 1)
    }
