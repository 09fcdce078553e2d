"""What a browser gets: templates filled with words of the one catalogue; whatever is filled in is escaped."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, partial
from typing import Any, Protocol

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from simulation.catalogue import languages, month, number, text
from simulation.pages.blocks import Block
from simulation.pages.html import fragment


class Render(Protocol):
    """A template in a language, filled with values."""

    def __call__(self, template: str, lang: str, /, **values: Any) -> str: ...


@cache
def _environment(folder: str) -> Environment:
    return Environment(
        loader=ChoiceLoader([PackageLoader(folder), PackageLoader("simulation.web")]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,  # else each page looks at the files of all its templates: a tenth of its time
    )


def renderer(folder: str) -> Render:
    """How the pages of a folder are made: from its own templates, of which `frame.html` is what all stand in, and ours.

    Within a template `say("key")` gives words, `number(x, decimals)` a number and `month("1972-05")` a month.
    """
    return partial(_rendered, folder)


def _rendered(folder: str, template: str, lang: str, /, **values: Any) -> str:
    tools = {
        "say": partial(text, lang=lang),
        "number": lambda value, decimals=1: number(value, lang, decimals),
        "month": partial(month, lang=lang),
    }
    made = _environment(folder).get_template(template)
    return made.render(lang=lang, languages=languages(), **tools, **values)


def blocks_html(blocks: Sequence[Block]) -> Markup:
    """Blocks as a piece of a page: what is words in them is escaped already."""
    return Markup(fragment(blocks))


def drawing(svg: str) -> Markup:
    """A figure that this program has drawn; its letters are escaped by the writer of its XML."""
    return Markup(svg)


def verbatim(ours: str) -> Markup:
    """A script, a style or data of our own, to stand in a page as it is."""
    return Markup(ours)
