"""The pages of matches: their own templates, within the frame of all."""

from __future__ import annotations

import re
from collections.abc import Sequence

from simulation.pages.blocks import Block
from simulation.web.pages import blocks_html, drawing, renderer

render = renderer("simulation.play")
_TABLE = re.compile(r'<div class="table">(?=<table>\n<caption>([^<]*)</caption>)')


def reached(blocks: Sequence[Block]) -> str:
    """Blocks as a piece of a page, of which a table that is wider than a phone can be gone through by keyboard too."""
    shown = str(blocks_html(blocks))
    return drawing(_TABLE.sub(r'<div class="table" role="region" tabindex="0" aria-label="\1">', shown))
