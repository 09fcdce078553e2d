"""The part of the claims page on what both sides, or one, bring about by five ordered years, and what is left of it."""

from __future__ import annotations

from collections.abc import Sequence

from simulation.catalogue import text
from simulation.experiments.claims.bilateral import CONDUCTS, MEASURED, SIDES, STATES, Cell
from simulation.experiments.claims.effect import Effect
from simulation.experiments.claims.measures import WINDOWS
from simulation.pages.blocks import Block, Grid, Heading, Paragraph
from simulation.words.claims import effect_short, unit_words, window_words

#: what the table of all sides shows of the seven years after, of all that is measured
SHOWN = ("tension_both", "cooperation", "force", "benefit")


def _found(cells: Sequence[Cell], sides: str, states: int, conduct: str) -> dict[tuple[str, str], Effect]:
    """Effects by measure and window."""
    return {
        (cell.measure, cell.window): cell.effect
        for cell in cells
        if (cell.sides, cell.states, cell.conduct) == (sides, states, conduct)
    }


def _measure(name: str, lang: str) -> str:
    return f"{text(f'claim_measure.{name}', lang)} ({unit_words(name, lang)})"


def both_rows(cells: Sequence[Cell], conduct: str, lang: str = "en") -> list[tuple[str, ...]]:
    """What both sides' conduct does to each measure: a column while it is ordered, then one a window."""
    found = _found(cells, "both", 2, conduct)
    return [
        (_measure(measure, lang), *(effect_short(found[measure, window], lang) for window in _columns()))
        for measure in MEASURED
    ]


def side_rows(cells: Sequence[Cell], lang: str = "en") -> list[tuple[str, ...]]:
    """Both sides, one side, one against measured answers; two states and three: all seven years after."""
    return [
        (
            text(f"bilateral.who_{sides}", lang),
            str(states),
            text(f"bilateral.{conduct}", lang),
            *(effect_short(_found(cells, sides, states, conduct)[name, "after"], lang) for name in SHOWN),
        )
        for sides in SIDES
        for states in STATES
        for conduct in CONDUCTS
    ]


def side_columns(lang: str = "en") -> list[str]:
    """Headings of `side_rows`."""
    first = [text(f"bilateral.{name}", lang) for name in ("who", "states", "conduct")]
    return [*first, *(_measure(name, lang) for name in SHOWN)]


def both_columns(lang: str = "en") -> list[str]:
    """Headings of `both_rows`."""
    return [text("bilateral.measure", lang), *(window_words(window, lang) for window in _columns())]


def _columns() -> list[str]:
    return [window for window in WINDOWS if window != "after"]


def bilateral_blocks(cells: Sequence[Cell], lang: str = "en") -> list[Block]:
    """The section: one table a conduct for both sides, and one of all sides."""
    blocks: list[Block] = [Heading(text("bilateral.title", lang)), Paragraph(text("bilateral.intro", lang))]
    for conduct in CONDUCTS:
        caption = text("bilateral.caption", lang, conduct=text(f"bilateral.{conduct}", lang))
        blocks.append(Grid(caption, both_columns(lang), both_rows(cells, conduct, lang)))
    caption = text("bilateral.sides_caption", lang)
    return [*blocks, Grid(caption, side_columns(lang), side_rows(cells, lang))]
