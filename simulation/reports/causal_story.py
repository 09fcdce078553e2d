"""The report on the tests of the causal story: in short for a terminal, and as a page."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from simulation.catalogue import text
from simulation.experiments.causal_story import Report
from simulation.experiments.causal_story.row import Cell as Measured
from simulation.experiments.causal_story.row import Row, judge
from simulation.pages.blocks import Block, Cell, Grid, Heading, Paragraph, Tone
from simulation.words.causal_story import (
    BESIDE,
    causes_reading,
    cell_name,
    footing,
    headline,
    holds_word,
    judged_words,
    lasted_words,
    learnt_words,
    measured_words,
    number_words,
    rule_words,
    sentence,
)


def causal_story_in_short(report: Report, lang: str = "en") -> list[Block]:
    """All conditions, the table of causes, and how to read them."""
    below = (
        causes_reading(lang),
        learnt_words(report, lang),
        text("causal_story.intro", lang),
        footing(report, lang),
    )
    return [
        Heading(text("causal_story.title", lang), 1),
        Paragraph(headline(report, lang)),
        *(_nameless(group_grid(rows, lang), title) for _, title, rows in _groups(report, lang)),
        causes_grid(report, lang),
        *(Paragraph(line, quiet=True) for line in below),
    ]


def causal_story_page(report: Report, command: str, lang: str = "en") -> list[Block]:
    """The whole report: also each number of every condition."""
    blocks: list[Block] = [
        Heading(text("causal_story.title", lang), 1),
        Paragraph(headline(report, lang)),
        Paragraph(text("causal_story.intro", lang)),
        Paragraph(learnt_words(report, lang)),
    ]
    for group, title, rows in _groups(report, lang):
        blocks += [Heading(title), group_grid(rows, lang)]
        blocks += [cells_grid(row, lang) for row in rows if len(row.cells) > 1 or row.beside]
        if group == "fading":
            blocks += [causes_grid(report, lang), Paragraph(causes_reading(lang))]
    return [
        *blocks,
        Paragraph(footing(report, lang)),
        Paragraph(text("causal_story.made", lang, command=command)),
    ]


def group_grid(rows: Sequence[Row], lang: str = "en") -> Grid:
    """What must be so, by which rule, what came out, and whether it holds."""
    lines: list[list[str | Cell]] = [
        [
            row.id,
            sentence(row, lang),
            rule_words(row, lang),
            measured_words(row, lang),
            _holds(row.holds, lang),
        ]
        for row in rows
    ]
    names = ("id", "sentence", "rule", "measured", "holds")
    return Grid(text("causal_story.table_title", lang), _columns(names, lang), lines)


def cells_grid(row: Row, lang: str = "en") -> Grid:
    """Each number of a condition, and what is shown beside."""
    lines: list[list[str | Cell]] = [
        [
            cell_name(cell, lang) or row.id,
            judged_words(cell, row.rule, row.unit, lang),
            _holds(judge(row.rule, cell), lang),
        ]
        for cell in row.cells
    ]
    lines += [
        [
            cell_name(cell, lang),
            number_words(cell, BESIDE[cell.name[0]], lang),
            text("causal_story.beside", lang),
        ]
        for cell in row.beside
    ]
    columns = _columns(("cell", "measured", "holds"), lang)
    return Grid(text("causal_story.cells_title", lang, id=row.id), columns, lines)


def causes_grid(report: Report, lang: str = "en") -> Grid:
    """The causes of fading, each off alone and on alone; nothing off above the first, all off below the second."""
    causes = report.causes

    def shown(cell: Measured, key: str) -> str:
        return lasted_words(cell, causes.faded.get(key), lang)

    lines = [
        [text("causal_story.as_it_is", lang), shown(causes.as_it_is, "as_it_is"), ""],
        *(
            [
                text(f"causal_story_cause.{name}", lang),
                shown(cell, f"off: {name}"),
                shown(causes.on_alone[name], f"on: {name}"),
            ]
            for name, cell in causes.off_alone.items()
        ),
        [text("causal_story.all_off", lang), "", shown(causes.all_off, "all_off")],
    ]
    return Grid(text("causal_story.causes_title", lang), _columns(("cause", "off", "on"), lang), lines)


def _nameless(grid: Grid, title: str) -> Grid:
    """The conditions of a group without the names that the code has for them, and under the group's title."""
    return Grid(title, grid.columns[1:], [row[1:] for row in grid.rows])


def _groups(report: Report, lang: str) -> list[tuple[str, str, list[Row]]]:
    """Name and title of each group, and its rows, in order."""
    return [
        (name, text(f"causal_story_group.{name}", lang), list(rows))
        for name, rows in groupby(report.rows, lambda row: row.id.split(".")[0])
    ]


def _columns(names: Sequence[str], lang: str) -> list[str]:
    return [text(f"causal_story.{name}_column", lang) for name in names]


def _holds(holds: bool | None, lang: str) -> Cell:
    tones: dict[bool | None, Tone] = {True: "good", False: "bad", None: "quiet"}
    return Cell(holds_word(holds, lang), tone=tones[holds])
