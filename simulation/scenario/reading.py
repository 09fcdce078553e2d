"""A scenario's text: read from a file or a string, with refusals that name the line."""

from __future__ import annotations

import re
import stat
import tomllib
from os import PathLike, fspath
from pathlib import Path
from typing import Any

from simulation.errors import LONGEST_VALUE, ScenarioError, show

MOST_BYTES = 1_048_576  # 1 MiB of TOML; the cold-war scenario is some 20 KiB
#: Strings and comments of TOML, so that they can be set aside; and a dotted key of more than twenty parts.
_STRING = re.compile(
    r"""\"{3}(?:\\.|[^\\])*?\"{3}|'{3}.*?'{3}|"(?:\\.|[^"\\\n])*"|'[^'\n]*'|\#[^\n]*""", re.DOTALL
)
_DEEP_KEY = re.compile(r"""(?<![\w-])(?:(?:[\w-]+|"")[ \t]*\.[ \t]*){20}""")


def values_of(path_or_text: str | PathLike[str]) -> tuple[dict[str, Any], str]:
    """The tables of a TOML text or file, and how a refusal names it. Text holds a line break or "=", or nothing."""
    if isinstance(path_or_text, str) and (re.search(r"[\n=]", path_or_text) or not path_or_text.strip()):
        where, text = "scenario text", path_or_text
    else:
        path = fspath(path_or_text)
        tail = path if len(path) <= LONGEST_VALUE - 2 else f"...{path[5 - LONGEST_VALUE :]}"
        where = f"scenario {show(tail)}"
        text = _read(Path(path), where)
    return _parse(text, where), where


def _read(path: Path, where: str) -> str:
    """The text of a file, or a ScenarioError; looks before it opens: opening a pipe would wait for ever."""
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise ScenarioError("is a directory; give the .toml file in it", where)
        if not stat.S_ISREG(status.st_mode):
            raise ScenarioError("is not a regular file; give a .toml file", where)
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise ScenarioError("does not exist; check the path, or give a scenario's name", where) from None
    except ScenarioError:
        raise
    except (OSError, ValueError) as error:  # ValueError: a null character in the path
        reason = getattr(error, "strerror", None) or "not a path"
        raise ScenarioError(f"cannot be read ({reason}); give a readable .toml file", where) from None
    if len(content) > MOST_BYTES:
        raise ScenarioError(f"is larger than {MOST_BYTES} bytes; shorten it, for example its events", where)
    try:
        return content.decode("utf-8-sig")  # editors on Windows may put a byte-order mark in front
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ScenarioError(f"is not UTF-8 text (line {line}); save it in UTF-8", where) from None


def _parse(text: str, where: str) -> dict[str, Any]:
    if len(text) > MOST_BYTES:
        raise ScenarioError(f"is larger than {MOST_BYTES} bytes; shorten it, for example its events", where)
    # tomllib's time and memory grow with the square of a dotted key's depth: half a megabyte of "a.a.a" needs
    # tens of gigabytes
    if _DEEP_KEY.search(_STRING.sub('""', text)):
        raise ScenarioError("has a dotted key of more than 20 parts; a scenario needs two at most", where)
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ScenarioError(_not_toml(str(error), text.splitlines()), where) from None
    except (ValueError, RecursionError):  # an integer of thousands of digits; brackets nested a thousand deep
        text = "has a number too long or brackets too deep to read; write it simpler"
        raise ScenarioError(text, where) from None
    if not values:
        raise ScenarioError("is empty; write at least name, title, start, months and two [[states]]", where)
    return values


def _not_toml(message: str, lines: list[str]) -> str:
    """tomllib's message as ours: the line first, then the reason, then what to do."""
    found = re.search(r"^(.*?) \(at (?:line (\d+), column \d+|end of document)\)$", message, re.DOTALL)
    reason = found[1] if found else message
    number = int(found[2]) if found and found[2] else len(lines)
    line = lines[number - 1] if 0 < number <= len(lines) else ""
    if re.search(r"=\s*[0-9]{4}-[0-9]{1,2}\s*(#.*)?$", line):
        return f'line {number} is not TOML; put the month in quotes, for example "1962-10"'
    if re.search("[\u201c\u201d\u201e\u2018\u2019]", re.sub(r'"[^"]*"', "", line)):
        return f'line {number} is not TOML; put text in straight quotes, "like this"'
    if re.search(r"=\s*[-+]?[0-9]+,[0-9]+\s*(#.*)?$", line):
        return f"line {number} is not TOML; write numbers with a decimal point, for example 0.5"
    reason = show(reason)[1:-1].replace("\\'", "'")
    return f"line {number} is not TOML ({reason}); correct that line, text in quotes and key = value"
