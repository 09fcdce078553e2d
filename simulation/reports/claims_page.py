"""The report on the article's claims: in short for a terminal, and as a page.

The page begins with one for a student, then comes the table of all claims, then a figure and four paragraphs a claim.
"""

from __future__ import annotations

from collections.abc import Mapping

from simulation.catalogue import text
from simulation.experiments.claims.result import Result
from simulation.experiments.claims.running import Report
from simulation.pages.blocks import Block, Grid, Heading, Items, Paragraph, Picture
from simulation.reports.claims_bilateral import bilateral_blocks, sides_grid
from simulation.reports.claims_frontier import FRONTIER, frontier_blocks
from simulation.reports.claims_probes import SECTIONS, probe_blocks, probe_grid, weighing_blocks
from simulation.reports.claims_story import STORY, story_blocks, story_grid
from simulation.words.claim import (
    alternative,
    came_out,
    claim_title,
    how_tested,
    verdict_words,
    where_it_fails,
)
from simulation.words.claims import footing, headline, placebo_words, threshold_words
from simulation.words.effects import effect_words

NOT_SHOWN = ("history", "doctrines", "size", "many", "absent")  # entries of the catalogue


def claims_in_short(report: Report, lang: str = "en") -> list[Block]:
    """The article's story, the table of all claims, what is left of conduct, the probes, and how to read them."""
    below = (placebo_words(report, lang), text("claims.reading", lang), footing(report, lang))
    return [
        story_grid(report, lang),
        Paragraph(headline(report, lang)),
        claims_grid(report, lang),
        sides_grid(report.bilateral, lang),
        *(probe_grid(report, section, lang) for section in SECTIONS),
        *(Paragraph(line, quiet=True) for line in below),
    ]


def claims_page(report: Report, pictures: Mapping[str, bytes], command: str, lang: str = "en") -> list[Block]:
    """The whole report. `pictures` holds PNGs by claim, `STORY` and `FRONTIER`."""
    frontier, weighings = report.frontier, report.weighings
    return [
        Heading(text("claims.title", lang), 1),
        *story_blocks(report, pictures.get(STORY), lang),
        Heading(text("claims.all", lang)),
        Paragraph(headline(report, lang)),
        Paragraph(text("claims.intro", lang)),
        claims_grid(report, lang),
        *bilateral_blocks(report.bilateral, lang),
        Heading(text("claims.one_by_one", lang)),
        *(block for one in report.results for block in claim_blocks(one, report, pictures, lang)),
        *probe_blocks(report, lang),
        *([] if frontier is None else frontier_blocks(frontier, pictures.get(FRONTIER), lang)),
        *(weighing_blocks(weighings, lang) if weighings else []),
        Heading(text("claims.placebo_title", lang)),
        Paragraph(placebo_words(report, lang)),
        Heading(text("claims.rules", lang)),
        Items(threshold_words(lang)),
        Heading(text("claims.not_shown", lang)),
        Items([text(f"claims.not_{name}", lang) for name in NOT_SHOWN]),
        Paragraph(footing(report, lang)),
        Paragraph(text("claims.made", lang, command=command)),
    ]


def claims_grid(report: Report, lang: str = "en") -> Grid:
    """The table of all claims: id, claim, verdict, effect, and in how many worlds it is borne out."""
    names = ("id", "says", "verdict", "effect_column", "worlds_column")
    rows = [
        (
            result.claim.id,
            text(f"claim.{result.claim.id.lower()}", lang),
            verdict_words(result, lang),
            f"{text(f'claim_measure.{result.claim.measure}', lang)}: "
            f"{effect_words(result.effect, result.claim.measure, lang)}",
            text("claims.k_of_n", lang, k=result.borne_out, n=len(result.findings)),
        )
        for result in report.results
    ]
    anchors = [result.claim.id for result in report.results]
    return Grid(text("claims.table", lang), [text(f"claims.{name}", lang) for name in names], rows, anchors)


def claim_blocks(
    result: Result, report: Report, pictures: Mapping[str, bytes], lang: str = "en"
) -> list[Block]:
    """One claim: its figure; what the article says, how it was tested, what came out, where it fails."""
    name = result.claim.id
    figure = (
        [Picture(picture_name(result), pictures[name], alternative(result, lang))] if name in pictures else []
    )
    return [
        Heading(claim_title(result, lang), 3, name),
        *figure,
        Paragraph(text(f"claim.{name.lower()}", lang), text("claims.says", lang)),
        Paragraph(how_tested(result, report, lang), text("claims.how", lang)),
        Paragraph(came_out(result, lang), text("claims.what", lang)),
        Paragraph(where_it_fails(result, lang), text("claims.where", lang)),
    ]


def picture_name(result: Result) -> str:
    """The file of a claim's figure, beside the Markdown page."""
    return f"claim_{result.claim.id}.png"
