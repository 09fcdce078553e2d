"""A scenario's text: read from a file or a string, with refusals that name the line."""

from __future__ import annotations

import re
import stat
import tomllib
from os import PathLike, fspath
from pathlib import Path
from typing import Any

from simulation.errors import LONGEST_VALUE, Named, Problem, ScenarioError, reason, show
from simulation.saying import phrase, say
from simulation.scenario.lines import headings, line_words

LISTS = ("states", "rivalries", "leaders", "events", "orders")  # of which a scenario has several
TABLES = ("parameters", "sources")  # of which it has one
MOST_BYTES = 1_048_576  # 1 MiB of TOML; the cold-war scenario is some 20 KiB
#: Strings and comments of TOML, so that they can be set aside; and a dotted key of more than twenty parts.
_STRING = re.compile(
    r"""\"{3}(?:\\.|[^\\])*?\"{3}|'{3}.*?'{3}|"(?:\\.|[^"\\\n])*"|'[^'\n]*'|\#[^\n]*""", re.DOTALL
)
_DEEP_KEY = re.compile(r"""(?<![\w-])(?:(?:[\w-]+|"")[ \t]*\.[ \t]*){20}""")
#: how tomllib says what is wrong, and where
_SAID = re.compile(r"^(.*?) \(at (?:line (\d+), column \d+|end of document)\)$", re.DOTALL)


def values_of(
    path_or_text: str | PathLike[str],
    noun: str = "scenario",
    absent: str = "refusal_file.absent",
    empty: str = "refusal_file.empty",
) -> tuple[dict[str, Any], Named, str]:
    """The tables of a TOML text or file, how a refusal names it, and the text: with a line break or "=", or nothing.

    What is read is called `noun`; `absent` and `empty` are the entries of the catalogue that say what to do then.
    """
    if isinstance(path_or_text, str) and (re.search(r"[\n=]", path_or_text) or not path_or_text.strip()):
        where, text = Named(f"{noun} text"), path_or_text
    else:
        if not isinstance(path_or_text, str | PathLike):
            raise ScenarioError(say("refusal_file.no_name", found=show(path_or_text)))
        path = fspath(path_or_text)
        tail = path if len(path) <= LONGEST_VALUE - 2 else f"...{path[5 - LONGEST_VALUE :]}"
        where = Named(noun, tail)
        text = _read(Path(path), where, absent)
    # a mark that editors put in front, once more with every saving; line ends of an old Macintosh
    text = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if values := _parse(text, where):
        return values, where, text
    raise ScenarioError(say(empty), where)


def _read(path: Path, where: Named, absent: str) -> str:
    """The text of a file, or a ScenarioError; looks before it opens: opening a pipe would wait for ever."""
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise ScenarioError(say("refusal_file.directory"), where)
        if not stat.S_ISREG(status.st_mode):
            raise ScenarioError(say("refusal_file.irregular", kinds=".toml"), where)
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise ScenarioError(say(absent), where) from None
    except ScenarioError:
        raise
    except (OSError, ValueError) as error:  # ValueError: a null character in the path
        why = reason(error) if isinstance(error, OSError) else say("refusal_file.no_path")
        raise ScenarioError(say("refusal_file.unreadable", why=why, kinds=".toml"), where) from None
    if len(content) > MOST_BYTES:
        raise ScenarioError(say("refusal_file.too_large", most=MOST_BYTES), where)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ScenarioError(say("refusal_file.encoding", line=line), where) from None


def _parse(text: str, where: Named) -> dict[str, Any]:
    if len(text) > MOST_BYTES:
        raise ScenarioError(say("refusal_file.too_large", most=MOST_BYTES), where)
    # tomllib's time and memory grow with the square of a dotted key's depth: half a megabyte of "a.a.a" needs
    # tens of gigabytes
    if _DEEP_KEY.search(_STRING.sub('""', text)):
        raise ScenarioError(say("refusal_file.deep_key"), where)
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ScenarioError([_not_toml(str(error), text)], where) from None
    except (ValueError, RecursionError):  # an integer of thousands of digits; brackets nested a thousand deep
        raise ScenarioError(say("refusal_file.too_deep"), where) from None
    return values


def _not_toml(message: str, text: str) -> Problem:
    """tomllib's message as ours: the line first, then the fault, then what to do, and the line itself."""
    found = _SAID.search(message)
    fault, lines = found[1] if found else message, text.splitlines()
    number = int(found[2]) if found and found[2] else len(lines)
    if other := _other_brackets(fault, text):
        return Problem((), other)
    line = lines[number - 1] if 0 < number <= len(lines) else ""
    said = _fault(fault, line, lines[: number - 1], number)
    return Problem((), said, line_words(number, text) if line else "")


def _other_brackets(fault: str, text: str) -> str:
    """What is said of the first table with single brackets where there are several of it, or the other way round, if that
    is the fault: tomllib names the next of its kind.
    """
    if "twice" not in fault and "overwrite" not in fault:
        return ""
    for number, name, double in headings(text):
        if name in LISTS and not double:
            return say("refusal_file.list_again", line=number, name=name)
        if name in TABLES and double:
            return say("refusal_brackets.table", line=number, name=name)
    return ""


def _fault(fault: str, line: str, above: list[str], number: int) -> str:
    """What is wrong with a line, and what to do."""
    if re.search(r"=\s*[0-9]{4}-[0-9]{1,2}\s*(#.*)?$", line):
        return say("refusal_file.month_without_quotes", line=number)
    if re.search("[\u201c\u201d\u201e\u2018\u2019]", re.sub(r'"[^"]*"', "", line)):
        return say("refusal_file.curly_quotes", line=number)
    if re.search(r"=\s*[-+]?[0-9]+,[0-9]+\s*(#.*)?$", line):
        return say("refusal_file.decimal_comma", line=number)
    if again := _again(fault, line, above, number):
        return again
    why = show(phrase("refusal_reason", fault))[1:-1].replace("\\'", "'")
    return say("refusal_file.not_toml", line=number, why=why)


def _again(fault: str, line: str, above: list[str], number: int) -> str:
    """What is said of a table or a key that stands twice; nothing of other faults."""
    if (table := re.match(r"\s*\[([^\[\]]+)\]", line)) and "twice" in fault:
        name = table[1].strip()
        first = next(
            (k for k, one in enumerate(above, 1) if re.match(rf"\s*\[\s*{re.escape(name)}\s*\]", one)), None
        )
        if first is not None:
            return say("refusal_file.table_again", line=number, name=name, first=first)
    if (key := re.match(r"\s*([\w-]+)\s*=", line)) and "overwrite" in fault:
        first = max(
            (k for k, one in enumerate(above, 1) if re.match(rf"\s*{re.escape(key[1])}\s*=", one)),
            default=None,
        )
        if first is not None:
            return say("refusal_file.key_again", line=number, name=key[1], first=first)
    return ""
