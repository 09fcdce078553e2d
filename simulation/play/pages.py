"""What a browser gets: templates filled with words of the one catalogue; whatever is filled in is escaped."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, partial
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from simulation.catalogue import languages, month, number, text
from simulation.pages.blocks import Block
from simulation.pages.html import fragment


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("simulation.play"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def render(template: str, lang: str, **values: Any) -> str:
    """A template in a language; within it `say("key")` gives words, `number(x, decimals)` and `month("1972-05")`."""
    tools = {
        "say": partial(text, lang=lang),
        "number": lambda value, decimals=1: number(value, lang, decimals),
        "month": partial(month, lang=lang),
    }
    return _environment().get_template(template).render(lang=lang, languages=languages(), **tools, **values)


def blocks_html(blocks: Sequence[Block]) -> Markup:
    """Blocks as a piece of a page: what is words in them is escaped already."""
    return Markup(fragment(blocks))


def drawing(svg: str) -> Markup:
    """A figure that this program has drawn; its letters are escaped by the writer of its XML."""
    return Markup(svg)


def verbatim(ours: str) -> Markup:
    """A script, a style or data of our own, to stand in a page as it is."""
    return Markup(ours)
