"""The page on the article's claims: a page for a student, the table of all, then a figure and four paragraphs a claim."""

from __future__ import annotations

from collections.abc import Mapping

from simulation.catalogue import text
from simulation.experiments.claims.frontier import Frontier
from simulation.experiments.claims.running import Report
from simulation.pages.blocks import Block, Grid, Heading, Items, Paragraph, Picture
from simulation.reports.claims_bilateral import bilateral_blocks
from simulation.reports.claims_frontier import FRONTIER, frontier_blocks
from simulation.reports.claims_probes import probe_blocks, weighing_blocks
from simulation.reports.claims_story import STORY, story_blocks
from simulation.words.all_claims import (
    claim_rows,
    footing,
    headline,
    placebo_words,
    threshold_words,
)
from simulation.words.claims import alternative, claim_title, four_paragraphs, picture_name

NOT_SHOWN = ("history", "doctrines", "size", "many", "absent")  # entries of the catalogue


def claims_page(report: Report, pictures: Mapping[str, bytes], command: str, lang: str = "en") -> list[Block]:
    """The whole report as blocks. `pictures` holds PNGs by claim, `STORY` and `FRONTIER`."""
    columns = [text(f"claims.{name}", lang) for name in ("id", "says", "verdict", "effect_column")]
    blocks: list[Block] = [
        Heading(text("claims.title", lang), 1),
        *story_blocks(report, pictures.get(STORY), lang),
        Heading(text("claims.all", lang)),
        Paragraph(headline(report, lang)),
        Paragraph(text("claims.intro", lang)),
        Grid(
            text("claims.table", lang),
            [*columns, text("claims.worlds_column", lang)],
            claim_rows(report, lang),
            [result.claim.id for result in report.results],
        ),
        *bilateral_blocks(report.bilateral, lang),
        Heading(text("claims.one_by_one", lang)),
    ]
    for result in report.results:
        blocks.append(Heading(claim_title(result, lang), 3, result.claim.id))
        if result.claim.id in pictures:
            shown = alternative(result, lang)
            blocks.append(Picture(picture_name(result), pictures[result.claim.id], shown))
        blocks.extend(four_paragraphs(result, report, lang))
    blocks += probe_blocks(report, lang)
    frontier: Frontier | None = getattr(report, "frontier", None)
    if frontier is not None:
        blocks += frontier_blocks(frontier, pictures.get(FRONTIER), lang)
    if report.weighings:
        blocks += weighing_blocks(report.weighings, lang)
    return [
        *blocks,
        Heading(text("claims.placebo_title", lang)),
        Paragraph(placebo_words(report, lang)),
        Heading(text("claims.rules", lang)),
        Items(threshold_words(lang)),
        Heading(text("claims.not_shown", lang)),
        Items([text(f"claims.not_{name}", lang) for name in NOT_SHOWN]),
        Paragraph(footing(report, lang)),
        Paragraph(text("claims.made", lang, command=command)),
    ]
