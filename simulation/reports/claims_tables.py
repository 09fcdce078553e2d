"""What `detente claims` prints: all claims, the probes, the placebos, and how to read them."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.markup import escape
from rich.text import Text

from simulation.catalogue import text
from simulation.experiments.claims.running import Report
from simulation.reports.claims_bilateral import side_columns, side_rows
from simulation.reports.claims_probes import SECTIONS, probe_rows
from simulation.reports.claims_story import story_rows
from simulation.reports.tables import new_table
from simulation.words.all_claims import claim_rows, footing, headline, placebo_words


def claims_tables(report: Report, lang: str = "en") -> Group:
    """The article's story, the table of all claims, the probes, the placebos, and how to read them."""
    story = new_table(text("article_sentence.title", lang), below=1)
    for name, ratio in (("sentence", 5), ("verdicts", 3), ("number", 4)):
        story.add_column(text(f"article_sentence.{name}", lang), ratio=ratio)
    for cells in story_rows(report, lang):
        story.add_row(*(escape(cell) for cell in cells))
    view = new_table(text("claims.table", lang), below=1)
    view.add_column(text("claims.id", lang), no_wrap=True)
    view.add_column(text("claims.says", lang), ratio=5)
    view.add_column(text("claims.verdict", lang), ratio=4)
    view.add_column(text("claims.effect_column", lang), ratio=5)
    view.add_column(text("claims.worlds_column", lang), justify="right", no_wrap=True)
    for row in claim_rows(report, lang):
        view.add_row(*(escape(cell) for cell in row))
    sides = new_table(text("bilateral.sides_caption", lang), below=1)
    for name in side_columns(lang):
        sides.add_column(name)
    for row in side_rows(report.bilateral, lang):
        sides.add_row(*(escape(cell) for cell in row))
    probes: list[RenderableType] = [sides, Text()]
    for section in SECTIONS:
        table = new_table(text(f"probe.{section}_title", lang), below=1)
        for name in ("done", "measured", "effect"):
            table.add_column(text(f"probe.{name}", lang))
        for cells in probe_rows(report, section, lang):
            table.add_row(*(escape(cell) for cell in cells))
        probes += [table, Text()]
    lines = [placebo_words(report, lang), text("claims.reading", lang), footing(report, lang)]
    said = Text(headline(report, lang), style="bold")
    return Group(
        story, Text(), said, Text(), view, Text(), *probes, *(Text(line, style="dim") for line in lines)
    )
