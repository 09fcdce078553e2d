"""When phones cannot reach the laptop: the text of the teaching pack, as a page."""

from __future__ import annotations

from simulation.reports.teaching_pack import article, source, title_of

PART = "connection"


def title(lang: str) -> str:
    """What the text is called."""
    return title_of(source(lang, f"{PART}.md"))


def body(lang: str) -> str:
    """The text as an HTML article, its title within."""
    return article(PART, source(lang, f"{PART}.md"))


def untried(lang: str) -> str:
    """Its last part, with its heading: what was not tried."""
    _, heading, rest = body(lang).rpartition("<h2>")
    return heading + rest.removesuffix("</article>")
