"""What a word means, and the list of all words: what `detente explain` shows."""

from __future__ import annotations

from simulation.catalogue import text
from simulation.pages.blocks import Block, Grid, Heading, Paragraph
from simulation.words.terms import Term, terms


def term_blocks(asked: Term) -> list[Block]:
    """One term in a few lines."""
    return [Heading(asked.name, 1), Paragraph(asked.meaning)]


def glossary_blocks(lang: str = "en") -> list[Block]:
    """All terms, a table a group."""
    columns = [text(f"terms.{column}", lang) for column in ("name", "meaning")]
    return [
        Grid(title, columns, [[one.name, one.meaning] for one in group])
        for title, group in terms(lang).items()
    ]
