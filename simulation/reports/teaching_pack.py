"""From the Markdown of the pack to pages that can be printed: one HTML file each, and one with all of them.

The frame and its style are those of every report (`simulation.pages.html`); what is added here is what paper needs: A4,
a new page where a part begins, cards with a line to cut along, room to write.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache

from markdown_it import MarkdownIt

from simulation import catalogue, paths, shipped
from simulation.pages.html import html

#: the parts in the order in which they are printed
PARTS = (
    "read-me",
    "lesson-10",
    "lesson-50",
    "lesson-50-phones",
    "lesson-90",
    "lesson-90-phones",
    "gone-cold",
    "roles",
    "prediction",
    "debrief",
    "assessment",
    "assessment-key",
    "rubric",
    "unplugged",
    "turn-sheet",
    "connection",
    "parents",
)

#: sheets that can be typed into, or replayed as they are
SHEETS = ("turn-sheet.csv", "clenched-fist.csv", "open-hand.csv", "both-hold.csv", "two-hands.csv")

#: parts in which every section of level 2 is a card of its own
CARDS = ("roles",)

#: parts that are to fit on a sheet of paper, or on two: set a little smaller
SMALLER = (
    "read-me",
    "lesson-50-phones",
    "lesson-90-phones",
    "gone-cold",
    "assessment",
    "assessment-key",
    "connection",
)

ALL = "teaching-pack.html"

#: columns from which on a table is set in small type, so that its words fit beside each other on A4
MANY = 7

#: letters up to which a table is small, and stays on one page
SMALL = 600

STYLE = """
@page { size: A4; margin: 12mm 15mm; }
article { break-before: page; }
article:first-of-type { break-before: auto; }
h2 { margin-top: 1.6rem; }
h3 { margin-top: 1.2rem; }
pre { background: #f2f2f2; padding: 0.5rem 0.8rem; white-space: pre-wrap; overflow-wrap: anywhere; }
blockquote { margin: 0.6rem 0; padding: 0.1rem 1rem; border-left: 4px solid #003049; }
.card { border: 1.5px dashed #1a1a1a; border-radius: 4px; padding: 0.2rem 1rem 0.6rem; margin: 0 0 6mm; }
.card h2 { margin-top: 0.6rem; }
.sheet td, .sheet th { border: 1px solid #4a4a4a; height: 1.6em; }
@media print {
  body { font-size: 10pt; line-height: 1.32; max-width: none; padding: 0; orphans: 3; widows: 3; }
  h1 { margin: 0 0 0.6rem; }
  h2 { margin: 1rem 0 0.4rem; }
  h3 { margin: 0.8rem 0 0.3rem; padding-top: 0.4rem; }
  article.smaller { font-size: 9pt; line-height: 1.25; }
  article.smaller h1 { margin-bottom: 0.3rem; }
  article.smaller h2 { margin: 0.7rem 0 0.2rem; }
  article.smaller p, article.smaller ul, article.smaller ol, article.smaller blockquote { margin: 0.3rem 0; }
  article.smaller table { font-size: 8pt; line-height: 1.2; }
  article.smaller .sheet td, article.smaller .sheet th { height: auto; padding: 0.12rem 0.4rem; }
  #assessment ul { list-style: none; padding-left: 1rem; }
  article.smaller pre { margin: 0.3rem 0; padding: 0.2rem 0.8rem; }
  p, ul, ol { margin: 0.45rem 0; }
  .table { overflow: visible; }
  table { font-size: 9pt; line-height: 1.25; }
  .sheet td, .sheet th { padding: 0.2rem 0.5rem; }
  .many table { font-size: 7.5pt; }
  .many th, .many td { padding: 0.2rem 0.2rem; }
  .card, pre, blockquote, tr, .whole { break-inside: avoid; }
  tbody tr:first-child { break-after: avoid; }
  tbody tr:last-child { break-before: avoid; }
  h1, h2, h3 { break-after: avoid; }
}
""".strip()


def languages() -> tuple[str, ...]:
    """The languages in which there is a pack: those of the catalogue that have a folder here."""
    return tuple(lang for lang in catalogue.languages() if paths.is_folder(shipped.folder("teaching") / lang))


def source(lang: str, name: str) -> str:
    """A text of the pack, for example `source("id", "roles.md")`; the English one in a language that has no pack."""
    folder = catalogue.checked(lang) if lang in languages() else catalogue.REFERENCE
    return shipped.file("teaching", f"{folder}/{name}").read_text(encoding="utf-8")


@cache
def _words(lang: str) -> dict[str, dict[str, str]]:
    return tomllib.loads(source(lang, "words.toml"))


def say(key: str, lang: str, **values: object) -> str:
    """The words `section.name` of the pack in `lang`."""
    section, name = key.split(".")
    return _words(lang)[section][name].format(**values)


def printed(lang: str) -> dict[str, bytes]:
    """Every file of the pack by its name: a page for each part, all parts in one, and the turn sheets."""
    articles = {part: article(part, source(lang, f"{part}.md")) for part in PARTS}
    made = {ALL: document(list(articles.values()), say("pack.title", lang), lang)}
    made |= {f"{part}.html": document([body], title_of(source(lang, f"{part}.md")), lang)
             for part, body in articles.items()}  # fmt: skip
    # The mark at the beginning tells spreadsheets that a sheet is UTF-8.
    sheets = {name: source(lang, name).encode("utf-8-sig") for name in SHEETS}
    return {name: page.encode() for name, page in made.items()} | sheets


def title_of(markdown: str) -> str:
    """The heading of level 1 of a part."""
    found = re.search(r"^# (.+)$", markdown, re.MULTILINE)
    assert found is not None, "a part of the pack begins with its title"
    return found[1]


def article(part: str, markdown: str) -> str:
    """A part as an HTML article; in parts made of cards each section of level 2 has a frame to cut along."""
    reader = MarkdownIt("commonmark", {"html": True}).enable("table")
    body = reader.render(markdown)
    body = re.sub(r"<table>.*?</table>", lambda found: _table(found[0]), body, flags=re.DOTALL)
    body = body.replace("<th>", '<th scope="col">')
    if part in CARDS:
        before, *cards = re.split(r"(?=<h2>)", body)
        body = before + "".join(f'<section class="card">{card}</section>\n' for card in cards)
    smaller = ' class="smaller"' if part in SMALLER else ""
    return f'<article id="{part}"{smaller}>\n{body}</article>'


def _table(table: str) -> str:
    """A table in the frame that scrolls on a screen and is as wide as the page on paper; a small one stays on one page."""
    many = " many" if table.count("<th>") >= MANY else ""
    whole = " whole" if len(re.sub(r"<[^>]*>|\s+", "", table)) <= SMALL else ""
    return f'<div class="table sheet{many}{whole}">{table}</div>'


def document(articles: list[str], title: str, lang: str) -> str:
    """A whole page around articles, in the frame of the project's reports."""
    head, main, end = html([], title, lang, STYLE).partition("<main>\n")
    return head + main + "\n".join(articles) + end
