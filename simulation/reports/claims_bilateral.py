"""The part of the claims page on what both sides, or one, bring about by five ordered years, and what is left of it."""

from __future__ import annotations

from collections.abc import Sequence

from simulation.catalogue import text
from simulation.experiments.claims.bilateral import CONDUCTS, MEASURED, SIDES, STATES
from simulation.experiments.claims.bilateral import Cell as Measured
from simulation.experiments.claims.effect import Effect
from simulation.experiments.claims.measures import WINDOWS
from simulation.pages.blocks import Block, Cell, Grid, Heading, Paragraph
from simulation.words.effects import effect_cell, unit_words, window_words

#: what the table of all sides shows of the seven years after, of all that is measured
SHOWN = ("tension_both", "cooperation", "force", "benefit")


def bilateral_blocks(cells: Sequence[Measured], lang: str = "en") -> list[Block]:
    """The section: one table a conduct for both sides, and one of all sides."""
    return [
        Heading(text("bilateral.title", lang)),
        Paragraph(text("bilateral.intro", lang)),
        *(both_grid(cells, conduct, lang) for conduct in CONDUCTS),
        sides_grid(cells, lang),
    ]


def both_grid(cells: Sequence[Measured], conduct: str, lang: str = "en") -> Grid:
    """What both sides' conduct does to each measure: a column while it is ordered, then one a window."""
    found = _found(cells, "both", 2, conduct)
    windows = [window for window in WINDOWS if window != "after"]
    return Grid(
        text("bilateral.caption", lang, conduct=text(f"bilateral.{conduct}", lang)),
        [text("bilateral.measure", lang), *(window_words(window, lang) for window in windows)],
        [
            [_measure(measure, lang), *(effect_cell(found[measure, window], lang) for window in windows)]
            for measure in MEASURED
        ],
    )


def sides_grid(cells: Sequence[Measured], lang: str = "en") -> Grid:
    """Both sides, one side, one against measured answers; two states and three: all seven years after."""
    columns = [text(f"bilateral.{name}", lang) for name in ("who", "states", "conduct")]
    rows: list[list[str | Cell]] = [
        [
            text(f"bilateral.who_{sides}", lang),
            str(states),
            text(f"bilateral.{conduct}", lang),
            *(effect_cell(_found(cells, sides, states, conduct)[name, "after"], lang) for name in SHOWN),
        ]
        for sides in SIDES
        for states in STATES
        for conduct in CONDUCTS
    ]
    return Grid(
        text("bilateral.sides_caption", lang), [*columns, *(_measure(name, lang) for name in SHOWN)], rows
    )


def _found(cells: Sequence[Measured], sides: str, states: int, conduct: str) -> dict[tuple[str, str], Effect]:
    """Effects by measure and window."""
    return {
        (cell.measure, cell.window): cell.effect
        for cell in cells
        if (cell.sides, cell.states, cell.conduct) == (sides, states, conduct)
    }


def _measure(name: str, lang: str) -> str:
    return f"{text(f'claim_measure.{name}', lang)} ({unit_words(name, lang)})"
