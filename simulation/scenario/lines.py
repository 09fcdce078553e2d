"""On which line of a TOML text something stands: tomllib keeps no positions, and a refusal should name the line.

Good enough for what people write: tables, arrays of tables, keys, dotted keys; of what stands within the value of a key
(an inline table, an element of a list) the line is that of the key.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from simulation.errors import Path, show
from simulation.saying import say

_PART = r"""(?:[A-Za-z0-9_-]+|"(?:\\.|[^"\\])*"|'[^']*')"""
_DOTTED = rf"{_PART}(?:\s*\.\s*{_PART})*"
_TABLE = re.compile(rf"^\s*(\[\[?)\s*({_DOTTED})\s*\]")
_KEY = re.compile(rf"^\s*({_DOTTED})\s*=")
_LONG = re.compile(r'"{3}(?:\\.|[^\\])*?"{3}|\'{3}.*?\'{3}', re.DOTALL)


def lines_of(text: str) -> Mapping[Path, int]:
    """The line, from 1 on, of every table and key, by its path: ("states", 0, "gdp") -> 12."""
    found: dict[Path, int] = {}
    counts: dict[Path, int] = {}  # of arrays of tables, how many so far
    table: Path = ()
    for number, line in enumerate(_without_long_texts(text), 1):
        if head := _TABLE.match(line):
            table = ()
            parts = _parts(head[2])
            for k, part in enumerate(parts):
                table = (*table, part)
                if head[1] == "[[" and k == len(parts) - 1:
                    counts[table] = counts.get(table, -1) + 1
                if table in counts:
                    table = (*table, counts[table])
            found.setdefault(table, number)
        elif key := _KEY.match(line):
            found.setdefault((*table, *_parts(key[1])), number)
    return found


def place_of(path: Path, text: str) -> str:
    """Where a path stands, with the line itself: `line 12: gdp = 1`; nothing if nothing of it stands in the text."""
    found = lines_of(text)
    for length in range(len(path), 0, -1):
        number = found.get(path[:length])
        if number is not None:
            return line_words(number, text)
    return ""


def line_words(number: int, text: str) -> str:
    """A line with its number: `line 12: gdp = 1`."""
    quoted = show(text.splitlines()[number - 1].strip())[1:-1]
    return say("refusal_file.line", line=number, quoted=quoted)


def headings(text: str) -> Iterator[tuple[int, str, bool]]:
    """The line and the name of every table that is opened, and whether with double brackets."""
    for number, line in enumerate(_without_long_texts(text), 1):
        if head := _TABLE.match(line):
            yield number, ".".join(_parts(head[2])), head[1] == "[["


def _without_long_texts(text: str) -> list[str]:
    """The lines; what stands within a long text is no key, and its line breaks stay."""
    return _LONG.sub(lambda long: '""' + "\n" * long[0].count("\n"), text).splitlines()


def strayed(key: str, text: str) -> tuple[int, str] | None:
    """Line and table, where a key that belongs at the top stands below a table, of which it then is a part; else None."""
    found = [(number, path) for path, number in lines_of(text).items() if len(path) > 1 and path[-1] == key]
    if not found:
        return None
    # the last: parts may have a key of that name by right, as events have `months`
    number, path = max(found, key=lambda one: one[0])
    return number, ".".join(part for part in path[:-1] if isinstance(part, str))


def _parts(dotted: str) -> tuple[str, ...]:
    return tuple(part.strip("\"'") for part in re.findall(_PART, dotted))
