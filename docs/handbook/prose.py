"""From the words of the code to Markdown: docstrings with their equations set apart, and tables."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable, Sequence

#: what only a formula has: a comparison between terms, a sum or quotient, a power, a function of terms
_SIGNS = re.compile(r"\s[=~+/]\s|\s<=\s|\s>=\s|\)\s-\s|\w\s-\s\w+\s|\^|\b(?:exp|max|min|log|logistic)\s?\(")
#: words that no formula has; "if ... else" and "over" are allowed, since equations say them
_WORDS = re.compile(
    r"\b(?:the|is|are|of|and|that|has|by|what|who|this|from|with|on|an|to|in|does|its|for)\b", re.IGNORECASE
)
_CITATION = re.compile(r"\s\((?=[^()]*(?:\b\d{4}\b))[^()]*\)$")


def docstring(thing: object) -> str:
    """The docstring of something, or nothing; lines as they stand, without the indentation of the code."""
    return inspect.getdoc(thing) or ""


def unwrapped(said: str) -> str:
    """A docstring with each paragraph and each bullet on one line."""
    lines = list[str]()
    for line in [*said.split("\n"), ""]:
        if not line or line.startswith("- ") or not lines or not lines[-1]:
            lines.append(line.strip())
        else:
            lines[-1] += f" {line.strip()}"
    return "\n".join(line for line in lines if line)


def summary(said: str) -> str:
    """The first paragraph of a docstring, on one line."""
    return " ".join(said.split("\n\n")[0].split())


def with_equations(said: str) -> tuple[str, list[str]]:
    """A docstring as Markdown, its equations in code type, and the equations."""
    found: list[str] = []
    paragraphs = []
    for paragraph in said.split("\n\n"):
        pieces = [_piece(piece, found) for piece in _sentences(paragraph)]
        paragraphs.append(" ".join(pieces))
    return "\n\n".join(paragraphs), found


def _sentences(paragraph: str) -> list[str]:
    """What stands between full stops, colons and semicolons outside brackets, each with the sign that ends it."""
    text, pieces, depth, start = " ".join(paragraph.split()), [], 0, 0
    for place, letter in enumerate(text):
        depth += (letter in "([") - (letter in ")]")
        if letter in ".:;" and depth == 0 and text[place + 1 : place + 2] in (" ", ""):
            pieces.append(text[start : place + 1].strip())
            start = place + 1
    return [*pieces, *([text[start:].strip()] if text[start:].strip() else [])]


def _piece(piece: str, found: list[str]) -> str:
    """A piece of a docstring: in code type, and noted, if it is an equation."""
    body = piece.rstrip(".:;")
    end = piece[len(body) :]
    cited = _CITATION.search(body) or re.search(r", 0-1(?:\.2)?$", body)
    body, end = (body[: cited.start()], cited.group() + end) if cited else (body, end)
    plain = re.sub(r"\([^()]*\)$", "", body) if "=" in body else body
    head, comma, rest = body.partition(", `[")
    if comma and "`" not in head:  # "m old + (1 - m) new, `[pair, run]`": an equation, and its shape
        body, end = head, f"{comma}{rest}{end}"
        plain = body
    if "`" in body or not _SIGNS.search(body) or _WORDS.search(plain):
        return piece
    found.append(body)
    return f"`{body}`{end}"


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table of Markdown."""
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join(f"| {' | '.join(_cell(one) for one in line)} |" for line in lines)


def _cell(value: object) -> str:
    return " ".join(str(value).split()).replace("|", "\\|")


def number(value: float) -> str:
    """A number as it would be typed."""
    return f"{value:g}"


def counted(n: int, noun: str) -> str:
    """How many of a thing, in words that take an s for more than one, or none."""
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"
