"""Sentences with numbers, and which numbers of the same sentence are others now.

A sentence is recognised by its words: with its numbers masked it has to stand in both. What was reworded is told apart, as
rewritten; its numbers are not paired, since nobody but a reader can say which of them belong together.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import NamedTuple

#: code is left as it is; a number has digits, a decimal or thousands mark between them, perhaps a sign and a percentage
_PART = re.compile(r"`[^`]*`|(?:(?<!\w)[+\N{MINUS SIGN}])?(?<![\w.,])\d+(?:[.,]\d+)*%?(?!\w)")
_MASK = "\N{HORIZONTAL ELLIPSIS}"
_END = re.compile(r"(?<=[.!?])[)\"\N{RIGHT DOUBLE QUOTATION MARK}]*\s+")
_MARKER = re.compile(r"^\s*(?:>\s*)?(?:[-*+]|\d+\.|#+)\s+")
_RULE = re.compile(r"^\s*\|[-|: ]+\|\s*$")  # the line under a table's headings


class Sentence(NamedTuple):
    """A sentence, a heading, an item or a row of a table: the line on which it begins, and its words without mark-up."""

    line: int
    words: str

    @property
    def numbers(self) -> list[str]:
        """The numbers as they are written."""
        return [part for part in _PART.findall(self.words) if not part.startswith("`")]

    @property
    def masked(self) -> str:
        """The words, each number an ellipsis."""
        return _PART.sub(lambda part: part[0] if part[0].startswith("`") else _MASK, self.words)


class Changed(NamedTuple):
    """A sentence that stands in both with other numbers: its line now, its words with the numbers that turned
    as [old → new], and how many they are."""

    line: int
    words: str
    numbers: int


class Rewritten(NamedTuple):
    """A sentence that stands in one of both only, or beside the one that took its place; empty where there is none."""

    line: int | None  # now
    old: str
    new: str


class Page(NamedTuple):
    """What became of the sentences with numbers of one page."""

    same: int  # numbers that are as they were
    changed: list[Changed]
    rewritten: list[Rewritten]


def sentences(markdown: str) -> list[Sentence]:
    """All sentences of a page in order; blocks of code, comments, mark-up, and what precedes a notebook are left out."""
    lines = _without(markdown).split("\n")
    found: list[Sentence] = []
    block: list[tuple[int, str]] = []
    for number, line in enumerate(lines, start=1):
        row = line.lstrip().startswith("|")
        if not line.strip() or row or _MARKER.match(line):
            found += _split(block)
            block = []
        if line.strip() and not _RULE.match(line):
            block.append((number, _MARKER.sub("", line).strip()))
        if row or line.startswith("#"):
            found += _whole(block)
            block = []
    return found + _split(block)


def compared(old: Sequence[Sentence], new: Sequence[Sentence]) -> Page:
    """The sentences of a page then and now, paired in order by their words without numbers."""
    page = Page(0, [], [])
    same = 0
    pairing = SequenceMatcher(None, [one.masked for one in old], [one.masked for one in new], autojunk=False)
    for what, a, b, c, d in pairing.get_opcodes():
        if what == "equal":
            for then, now in zip(old[a:b], new[c:d], strict=True):
                count = sum(x != y for x, y in zip(then.numbers, now.numbers, strict=True))
                same += len(now.numbers) - count
                if count:
                    page.changed.append(Changed(now.line, beside(then, now), count))
            continue
        for before, after in zip_longest(old[a:b], new[c:d]):
            page.rewritten.append(
                Rewritten(
                    after.line if after else None,
                    before.words if before else "",
                    after.words if after else "",
                )
            )
    return page._replace(same=same)


def beside(then: Sentence, now: Sentence) -> str:
    """The words of a sentence, and each number that is another now as [old → new]."""
    numbers = iter(zip(then.numbers, now.numbers, strict=True))

    def shown(part: re.Match[str]) -> str:
        if part[0].startswith("`"):
            return part[0]
        before, after = next(numbers)
        return after if before == after else f"[{before} \N{RIGHTWARDS ARROW} {after}]"

    return _PART.sub(shown, now.words)


def _without(markdown: str) -> str:
    """The page with what is no prose emptied; no line is lost, so that lines keep their numbers."""

    def emptied(part: re.Match[str]) -> str:
        return "\n" * part[0].count("\n")

    page = re.sub(r"\A---\n.*?^---$", emptied, markdown, flags=re.MULTILINE | re.DOTALL)
    page = re.sub(r"^\s*```.*?^\s*```$", emptied, page, flags=re.MULTILINE | re.DOTALL)
    page = re.sub(r"<!--.*?-->", emptied, page, flags=re.DOTALL)
    page = re.sub(r"!?\[([^\]]*)\]\([^)\n]*\)", r"\1", page)
    return page.replace("**", "")


def _whole(block: list[tuple[int, str]]) -> list[Sentence]:
    return [Sentence(number, words) for number, words in block]


def _split(block: list[tuple[int, str]]) -> list[Sentence]:
    """The sentences of a paragraph of several lines, each with the line on which it begins."""
    joined = " ".join(words for _, words in block)
    starts, place = [], 0
    for number, words in block:
        starts.append((place, number))
        place += len(words) + 1
    found, begin = [], 0
    for end in [*(part.end() for part in _END.finditer(joined)), len(joined)]:
        words = joined[begin:end].strip()
        if words:
            found.append(Sentence(max(number for at, number in starts if at <= begin), words))
        begin = end
    return found
