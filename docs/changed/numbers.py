"""Which printed numbers a teacher meets that are others now, and which sentences were rewritten."""

from __future__ import annotations

import re

from docs.changed.printed import Page, Sentence, compared
from docs.changed.said import say
from docs.changed.taken import Taken
from simulation.pages.blocks import Block, Grid, Heading, Paragraph


def language_of(page: str) -> str:
    """The language in which a page is written, by its name or its folder."""
    indonesian = page.startswith("teaching/id/") or page.removesuffix(".md").endswith(("_id", ".id"))
    return "id" if indonesian else "en"


def pages(taken: Taken, lang: str) -> dict[str, list[Sentence]]:
    """The pages of one language that have sentences with numbers, and these."""
    return {
        page: [Sentence(*one) for one in found["numbers"]]
        for page, found in taken.printed.items()
        if found["numbers"] and language_of(page) == lang
    }


def reworded(old: Taken, new: Taken, lang: str) -> dict[str, int]:
    """How many sentences without a number a page has that it did not have, where it has any."""
    counts = {
        page: len(set(found["others"]) - set(old.printed[page]["others"]))
        for page, found in new.printed.items()
        if page in old.printed and language_of(page) == lang
    }
    return {page: count for page, count in counts.items() if count}


def became(old: Taken, new: Taken, lang: str) -> dict[str, Page]:
    """What became of the numbers of every page that is there in both."""
    then, now = pages(old, lang), pages(new, lang)
    return {page: compared(then[page], now[page]) for page in now if page in then}


def number_blocks(old: Taken, new: Taken, lang: str) -> list[Block]:
    """Page by page: the sentences that stand with other numbers, then those that were rewritten, then whole pages."""
    found = became(old, new, lang)
    blocks: list[Block] = [Heading(say("printed.title", lang)), Paragraph(say("printed.about", lang))]
    changed = [_changed(page, one, lang) for page, one in found.items() if one.changed]
    blocks += changed or [Paragraph(say("printed.nothing", lang))]
    same = [page for page, one in found.items() if not one.changed and not one.rewritten]
    blocks += _named("same", same, lang)
    rewritten = [_rewritten(page, one, lang) for page, one in found.items() if one.rewritten]
    blocks += [Heading(say("printed.rewritten", lang)), Paragraph(say("printed.about_rewritten", lang))]
    blocks += rewritten or [Paragraph(say("printed.nothing", lang))]
    then, now = pages(old, lang), pages(new, lang)
    return [
        *blocks,
        *_named("others", [f"{page} ({count})" for page, count in reworded(old, new, lang).items()], lang),
        *_named("came", [page for page in now if page not in then], lang),
        *_named("went", [page for page in then if page not in now], lang),
    ]


def _changed(page: str, found: Page, lang: str) -> Grid:
    count = sum(one.numbers for one in found.changed)
    rows = [(str(one.line), _plain(one.words)) for one in found.changed]
    caption = say("printed.caption", lang, page=page, count=count, all=count + found.same)
    return Grid(caption, [say("printed.line", lang), say("printed.sentence", lang)], rows)


def _rewritten(page: str, found: Page, lang: str) -> Grid:
    gone = say("page.none", lang)
    rows = [
        (str(one.line or gone), _plain(one.old) or gone, _plain(one.new) or gone) for one in found.rewritten
    ]
    columns = [say("printed.line", lang), say("page.old", lang), say("page.new", lang)]
    return Grid(say("printed.caption_rewritten", lang, page=page, count=len(rows)), columns, rows)


def _named(key: str, names: list[str], lang: str) -> list[Block]:
    return [Paragraph(say(f"printed.{key}", lang, pages=", ".join(names)))] if names else []


def _plain(words: str) -> str:
    """A sentence without mark-up; a row of a table without its bars, with a mark between its cells."""
    words = re.sub(r"[`*]", "", words)
    return (
        " / ".join(cell.strip() for cell in words.strip("|").split("|")) if words.startswith("|") else words
    )
