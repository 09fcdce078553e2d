"""A page as Markdown (GitHub's)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from simulation.pages.blocks import Block, Grid, Heading, Items, Paragraph, Picture, flat_rows


def markdown(blocks: Sequence[Block]) -> str:
    """The page; figures are files beside it."""
    return "\n\n".join(_markdown(block) for block in blocks) + "\n"


def markdown_grid(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; the cells are taken as they are."""
    return "\n".join(f"| {' | '.join(line)} |" for line in (columns, ["---"] * len(columns), *rows))


def _marked(words: str) -> str:
    """Words as Markdown takes them literally: what would start a mark-up is escaped."""
    escaped = re.sub(r"([\\`*_\[\]<>|])", r"\\\1", " ".join(words.split()))
    return re.sub(
        r"^(?:([-+#=~])|(\d+)([.)]) )", r"\\\1" if escaped[:1] in "-+#=~" else r"\2\\\3 ", escaped, count=1
    )


def _markdown(block: Block) -> str:
    match block:
        case Heading(words, level):
            return f"{'#' * level} {_marked(words)}"
        case Paragraph(words, lead):
            return f"**{_marked(lead)}** {_marked(words)}" if lead else _marked(words)
        case Items(words):
            return "\n".join(f"- {_marked(item)}" for item in words)
        case Grid(caption, columns):
            head, *body = [[_marked(cell) for cell in row] for row in (columns, *flat_rows(block))]
            return f"**{_marked(caption)}**\n\n{markdown_grid(head, body)}"
        case Picture(file, _, alternative):
            return f"![{_marked(alternative)}]({file})"
