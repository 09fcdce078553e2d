"""How months are written: as a scenario has them, as a spreadsheet makes them, as people say them.

"1960-03", "3" (its number), "Mar-60", "March 1960", "1960-03-01 00:00:00", "01.03.1960", "3/1/1960", and spans of two:
"1960-01/1960-03", "Jan-Mar 1960", "Nov 1960 to Jan 1961". A day says nothing about a month, and is most often the first. A
date such as 2/3/1960 may be in two months, and is refused with both.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Literal

from simulation.catalogue import languages, month_names, say
from simulation.scenario import Scenario
from simulation.turn_sheets.spelling import folded

#: what stands between two months, when it is not a slash within a date
_BETWEEN = re.compile(r"\s*[\N{EN DASH}\N{EM DASH}]\s*|\s+-\s+|\s+(?:to|until|hingga|sampai|s\.?d\.?)\s+")
_TIME = re.compile(r"[t ]\d{1,2}:\d\d(:\d\d(\.\d+)?)?$")
WIDTHS: tuple[Literal["wide", "abbreviated"], ...] = ("wide", "abbreviated")
_NAME = r"([^\W\d_]+)\.?"


class MonthError(ValueError):
    """A cell that holds no month of the scenario, or one of two; the text says which."""


def span_of(cell: str, scenario: Scenario) -> tuple[int, int]:
    """First and last month that a cell holds, counted from 0. Raises MonthError."""
    # the dash of "Jan-Mar 1960" parts two names; the one of "Mar-60" and of "1960-03" does not
    said = re.sub(rf"^{_NAME}\s*-\s*{_NAME}(?=\s)", "\\1 \N{EN DASH} \\2", _plain(cell))
    parts = [part.strip() for part in said.split("/")] if _slash_parts(said) else _BETWEEN.split(said)
    if len(parts) > 2:
        raise MonthError(say("refusal_sheet.three_months"))
    if len(parts) == 2 and re.fullmatch(_NAME, parts[0]):  # the year stands once, behind both
        parts[0] += f" {re.sub(_NAME, '', parts[1]).strip()}"
    places = [_place(part, scenario) for part in parts]
    if places[-1] < places[0]:
        raise MonthError(say("refusal_sheet.backwards"))
    return places[0], places[-1]


def _plain(cell: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", cell).split()).casefold()


def _slash_parts(cell: str) -> bool:
    """Whether a slash stands between two months, and not within a date such as 1/3/1960."""
    return cell.count("/") == 1 and re.search(r"[^\d\s/].*/|/.*[^\d\s/]", cell) is not None


def _place(said: str, scenario: Scenario) -> int:
    """The place of one month. Raises MonthError."""
    if re.fullmatch(r"\d{1,9}", said) and 1 <= int(said) <= scenario.months:  # int() takes no 5,000 digits
        return int(said) - 1
    first, last = (scenario.dates()[k].astype("datetime64[M]").astype(int) for k in (0, -1))
    found = {12 * (year - 1970) + month - 1: None for year, month in _readings(_TIME.sub("", said))}
    inside = sorted(int(month - first) for month in found if first <= month <= last)
    if not inside:
        raise MonthError(say("refusal_sheet.no_month", scenario=scenario.name))
    if len(inside) > 1:
        one, *_, other = (scenario.month_text(place) for place in inside)
        raise MonthError(say("refusal_sheet.two_readings", one=one, other=other))
    return inside[0]


def _readings(said: str) -> Iterator[tuple[int, int]]:
    """Every (year, month) that a date may mean; a day that is the first leaves one."""
    if found := re.fullmatch(r"(\d{4})[-./](\d{1,2})(?:[-./](\d{1,2}))?", said):
        yield from _dated(found[1], found[2], found[3] or "1")
    elif found := re.fullmatch(r"(\d{1,2})[-./](\d{4})", said):
        yield from _dated(found[2], found[1], "1")
    elif found := re.fullmatch(r"(\d{1,2})([-./])(\d{1,2})\2(\d{4}|\d\d)", said):
        one, dot, other, year = found.groups()
        if dot == "." or int(one) == 1:  # with dots the day stands first
            ways = [(other, one)]
        else:
            ways = [(one, other)] if int(other) == 1 else [(other, one), (one, other)]
        for month, day in ways:
            yield from _dated(year, month, day)
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
