"""The tests of the story in words: a table for the terminal, and a page. Every word is computed from a `Report`."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from rich.console import Group
from rich.markup import escape
from rich.text import Text

from simulation.catalogue import number, percent, signed, text
from simulation.experiments.causal_story import Report
from simulation.experiments.causal_story.fading import LEAST_WATCHED
from simulation.experiments.causal_story.row import Cell, Row, Rule, in_spreads, judge
from simulation.pages.blocks import Block, Grid, Heading, Paragraph
from simulation.reports.tables import new_table


class Shown(NamedTuple):
    """How the numbers of a unit are written: digits after the point, factor, and whether they have a sign."""

    decimals: int = 2
    factor: float = 1.0
    sign: bool = True


SHOWN: dict[str, Shown] = {
    "share_difference": Shown(1, 100.0),
    "points": Shown(1),
    "months": Shown(0, sign=False),
    "switches": Shown(0, sign=False),
    "runs": Shown(0, sign=False),
}
COUNTED = ("switches", "runs")  # exact counts, "5 of 6"
#: shares, by what they are a share of; a part of the fading can be more than all of it, or less than nothing
SHARES = ("share", "watched", "fading")
#: the unit of what is shown beside a row, by the first part of its name
BESIDE = {
    "tension": "points",
    "provocations": "provocations",
    "words": "acts",
    "cooperation": "copdab",
    "in_force": "share_difference",
    "crises": "crises",
    "severity": "severity",
    "in_detente": "share_difference",
}


# --- in words -------------------------------------------------------------------------------------------------


def headline(report: Report, lang: str = "en") -> str:
    """How many conditions hold."""
    holds = [row.holds for row in report.rows]
    return text(
        "causal_story.headline",
        lang,
        holding=holds.count(True),
        rows=len(holds),
        failing=holds.count(False),
        unknown=holds.count(None),
    )


def holds_word(holds: bool | None, lang: str = "en") -> str:
    """yes, no, or a dash where there was nothing to judge."""
    name = "unknown" if holds is None else "yes" if holds else "no"
    return text(f"causal_story.{name}", lang)


def sentence(row: Row, lang: str = "en") -> str:
    """What must be so."""
    key = row.id.replace(".", "_")
    return text(f"causal_story_row.{key}", lang)


def rule_words(row: Row, lang: str = "en") -> str:
    """The rule, with its bound."""
    kind, unit = row.rule.kind, row.unit

    def bound(value: float) -> str:
        if in_spreads(row.rule):
            return number(value, lang, 1)
        return "0" if value == 0 else written(value, unit, lang)

    upper = bound(row.rule.upper) if math.isfinite(row.rule.upper) else ""
    return text(f"causal_story_rule.{kind}", lang, bound=bound(row.rule.bound), upper=upper)


def written(value: float, unit: str, lang: str = "en") -> str:
    """A number of a unit, without the unit."""
    if unit in SHARES:
        return percent(value, lang) if 0 <= value <= 1 else f"{number(100 * value, lang, 0)}%"
    shown = SHOWN.get(unit, Shown())
    scaled = round(shown.factor * value, shown.decimals)  # what is written as 0 has no sign
    return signed(scaled, lang, shown.decimals) if shown.sign else number(scaled, lang, shown.decimals)


def judged_words(cell: Cell, rule: Rule, unit: str, lang: str = "en") -> str:
    """A number with its unit and interval; where the rule asks for standard deviations, in these besides."""
    words = number_words(cell, unit, lang)
    if not in_spreads(rule) or unit == "sd" or not (math.isfinite(cell.high) and cell.spread > 1e-12):
        return words
    size, high = (written(value, "sd", lang) for value in (cell.size, cell.high / cell.spread))
    return text(f"causal_story_size.{rule.kind}", lang, number=words, size=size, high=high)


def number_words(cell: Cell, unit: str, lang: str = "en") -> str:
    """A number with its unit and interval."""
    if not math.isfinite(cell.value):
        return text("causal_story.nothing", lang, n=cell.n)
    value, low, high = (written(part, unit, lang) for part in (cell.value, cell.low, cell.high))
    if unit in SHARES:
        named = text(f"causal_story_share.{unit}", lang)
    else:
        named = "" if unit == "correlation" else text(f"causal_story_unit.{unit}", lang)
    if unit in COUNTED:
        return text("causal_story.counted", lang, value=value, n=cell.n, unit=named)
    value = f"{value} {named}" if named else value
    if not math.isfinite(cell.low):
        return value
    return text("causal_story.interval", lang, value=value, low=low, high=high)


def cell_name(cell: Cell, lang: str = "en") -> str:
    """What sets a cell apart from its neighbours."""
    return ", ".join(text(f"causal_story_part.{part}", lang) for part in cell.name)


def measured_words(row: Row, lang: str = "en") -> str:
    """What came out: the number, or of several the one on which the row hangs."""
    words = judged_words(row.deciding, row.rule, row.unit, lang)
    if len(row.cells) > 1:
        words = text(
            "causal_story.one_of" if row.one_is_enough else "causal_story.all_of",
            lang,
            holding=row.holding,
            cells=len(row.cells),
            cell=cell_name(row.deciding, lang),
            number=words,
        )
    if row.missing:
        causes = ", ".join(text(f"causal_story_cause.{name}", lang) for name in row.missing)
        words += "; " + text("causal_story.missing", lang, missing=causes)
    return words


def learnt_words(report: Report, lang: str = "en") -> str:
    """What a start in détente had learnt."""
    learnt = report.learnt
    if learnt is None:
        return text("causal_story.unlearnt", lang)
    return text(
        "causal_story.learnt",
        lang,
        months=number(learnt.months, lang, 0),
        confronting=signed(learnt.value_confrontation, lang),
        talking=signed(learnt.value_talking, lang),
        fear=number(learnt.fear, lang, 2),
    )


def footing(report: Report, lang: str = "en") -> str:
    """Runs and seed."""
    return text("causal_story.footing", lang, runs=number(report.runs, lang, 0), seed=report.seed)


def cause_rows(report: Report, lang: str = "en") -> list[tuple[str, str, str]]:
    """The table of causes, each off alone and on alone; nothing off above the first column, all off below the second."""
    causes = report.causes

    def shown(cell: Cell, key: str) -> str:
        if not math.isfinite(cell.value):
            name = "nothing" if key in causes.faded else "no_switch"
            return text(f"causal_story.{name}", lang, n=cell.n)
        value, low, high = (written(part, "share", lang) for part in (cell.value, cell.low, cell.high))
        share = text("causal_story.interval", lang, value=value, low=low, high=high)
        return text("causal_story.faded", lang, share=share, n=cell.n, faded=percent(causes.faded[key], lang))

    return [
        (text("causal_story.as_it_is", lang), shown(causes.as_it_is, "as_it_is"), ""),
        *(
            (
                text(f"causal_story_cause.{name}", lang),
                shown(cell, f"off: {name}"),
                shown(causes.on_alone[name], f"on: {name}"),
            )
            for name, cell in causes.off_alone.items()
        ),
        (text("causal_story.all_off", lang), "", shown(causes.all_off, "all_off")),
    ]


def by_group(report: Report) -> list[tuple[str, list[Row]]]:
    """The rows under the name of their group, in order."""
    return [(name, list(rows)) for name, rows in groupby(report.rows, lambda row: row.id.split(".")[0])]


# --- the terminal ---------------------------------------------------------------------------------------------


def causal_story_tables(report: Report, lang: str = "en") -> Group:
    """All rows, the table of causes, and how to read them."""
    view = new_table(text("causal_story.title", lang), below=1)
    view.add_column(text("causal_story.holds_column", lang), no_wrap=True)
    view.add_column(text("causal_story.sentence_column", lang), ratio=5)
    view.add_column(text("causal_story.measured_column", lang), ratio=4)
    for group, rows in by_group(report):
        view.add_row("", Text(text(f"causal_story_group.{group}", lang), style="bold"), "")
        for row in rows:
            said = Text(sentence(row, lang))
            said.append(f"\n{text('causal_story.rule_column', lang)}: {rule_words(row, lang)}", style="dim")
            style = {True: "green", False: "bold red", None: "dim"}[row.holds]
            view.add_row(
                Text(holds_word(row.holds, lang), style=style), said, escape(measured_words(row, lang))
            )
    causes = new_table(text("causal_story.causes_title", lang), below=1)
    for name in ("cause", "off", "on"):
        causes.add_column(text(f"causal_story.{name}_column", lang), ratio=1)
    for cells in cause_rows(report, lang):
        causes.add_row(*(escape(cell) for cell in cells))
    lines = [
        text("causal_story.causes_reading", lang, least=LEAST_WATCHED),
        learnt_words(report, lang),
        text("causal_story.intro", lang),
        footing(report, lang),
    ]
    said = Text(headline(report, lang), style="bold")
    return Group(said, Text(), view, Text(), causes, Text(), *(Text(line, style="dim") for line in lines))


# --- the page -------------------------------------------------------------------------------------------------


def causal_story_page(report: Report, command: str, lang: str = "en") -> Sequence[Block]:
    """The whole report as blocks."""
    columns = [
        text(f"causal_story.{name}_column", lang) for name in ("id", "sentence", "rule", "measured", "holds")
    ]
    blocks: list[Block] = [
        Heading(text("causal_story.title", lang), 1),
        Paragraph(headline(report, lang)),
        Paragraph(text("causal_story.intro", lang)),
        Paragraph(learnt_words(report, lang)),
    ]
    for group, rows in by_group(report):
        title = text(f"causal_story_group.{group}", lang)
        lines = [
            (
                row.id,
                sentence(row, lang),
                rule_words(row, lang),
                measured_words(row, lang),
                holds_word(row.holds, lang),
            )
            for row in rows
        ]
        blocks += [Heading(title), Grid(text("causal_story.table_title", lang), columns, lines)]
        blocks += [_cells(row, lang) for row in rows if len(row.cells) > 1 or row.beside]
        if group == "fading":
            heads = [text(f"causal_story.{name}_column", lang) for name in ("cause", "off", "on")]
            blocks.append(Grid(text("causal_story.causes_title", lang), heads, cause_rows(report, lang)))
            blocks.append(Paragraph(text("causal_story.causes_reading", lang, least=LEAST_WATCHED)))
    return [
        *blocks,
        Paragraph(footing(report, lang)),
        Paragraph(text("causal_story.made", lang, command=command)),
    ]


def _cells(row: Row, lang: str) -> Grid:
    """Each number of a row, and what is shown beside."""
    columns = [text(f"causal_story.{name}_column", lang) for name in ("cell", "measured", "holds")]
    lines = [
        (
            cell_name(cell, lang) or row.id,
            judged_words(cell, row.rule, row.unit, lang),
            holds_word(judge(row.rule, cell), lang),
        )
        for cell in row.cells
    ]
    lines += [
        (
            cell_name(cell, lang),
            number_words(cell, BESIDE[cell.name[0]], lang),
            text("causal_story.beside", lang),
        )
        for cell in row.beside
    ]
    return Grid(text("causal_story.cells_title", lang, id=row.id), columns, lines)
