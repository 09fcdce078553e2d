"""A figure whose words are words: what users wrote is no formula, and is written in a font that has its letters."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

from simulation.plots.fonts import BASE, families
from simulation.plots.saving import png


class Canvas(Figure):
    """As any figure of matplotlib's, but for `$`, which stands for itself, and for the fonts of names in other scripts."""

    def __init__(self, *arguments: Any, **look: Any) -> None:
        super().__init__(*arguments, **look)
        FigureCanvasAgg(self)

    def draw(self, renderer: Any) -> None:
        """Draw, once all words are settled."""
        for words in self.findobj(Text):
            settle(words)
        with without_glyphs():
            super().draw(renderer)

    def _repr_png_(self) -> bytes:
        """What a notebook shows, also where nobody has asked for `%matplotlib inline`."""
        return png(self)


@contextmanager
def without_glyphs() -> Iterator[None]:
    """Within it the library does not warn of a letter that no font has: whoever draws says so, in one line."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph .* missing", UserWarning)
        yield


def settle(words: Any) -> None:
    """Take words as they are: no formula, and in fonts that have their letters."""
    words.set_parse_math(False)
    fonts = families(words.get_text())
    if fonts != [BASE]:
        words.set_fontfamily(fonts)
