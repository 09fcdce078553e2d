"""The first page of the report, for a student: the article's story in six sentences, each with verdicts and one number."""

from __future__ import annotations

from simulation.article_story import ARROWS, sign
from simulation.catalogue import text
from simulation.experiments.claims.result import Result
from simulation.experiments.claims.running import Report
from simulation.findings.sentences import SENTENCES
from simulation.pages.blocks import Block, Grid, Heading, Paragraph, Picture
from simulation.words.claim import own_words
from simulation.words.effects import effect_words, key, measure_words

STORY = "story"  # the name of the figure of the article's story


def story_grid(report: Report, lang: str = "en") -> Grid:
    """Sentence, verdicts, and a number, for each sentence of which any claim was examined."""
    found = {result.claim.id: result for result in report.results}
    rows = [
        (
            text(f"article_sentence.{sentence.name}", lang),
            "; ".join(_verdict(found[claim], lang) for claim in sentence.claims if claim in found),
            _number(found[sentence.told_by], lang) if sentence.told_by in found else "",
        )
        for sentence in SENTENCES
        if any(claim in found for claim in sentence.claims)
    ]
    columns = [text(f"article_sentence.{name}", lang) for name in ("sentence", "verdicts", "number")]
    return Grid(text("article_sentence.caption", lang), columns, rows)


def _verdict(result: Result, lang: str) -> str:
    """The verdict in few words, without its condition, which stands further down."""
    return text(f"verdict_short.{key(result.verdict)}", lang, id=result.claim.id)


def _number(result: Result, lang: str) -> str:
    claim = result.claim
    after = f", {text('claims.after_all', lang)}" if claim.aims[0].windows else ""
    effect = effect_words(result.effect, claim.measure, lang)
    said = own_words(next(iter(result.cases.values())).says, lang)
    return f"{claim.id}: {measure_words(claim.measure, lang)}{after}, {effect}; {said}"


def figure_words(lang: str = "en") -> str:
    """The causal figure in words: every arrow, with the sign that it has in the model's rules."""
    marks = {1: "+", -1: "\N{MINUS SIGN}", 0: "\N{PLUS-MINUS SIGN}", None: "?"}
    arrows = "; ".join(
        f"{text(f'article_box.{arrow.cause}', lang)} {marks[sign(arrow)]} {text(f'article_box.{arrow.effect}', lang)}"
        for arrow in ARROWS
    )
    return text("article_sentence.alternative", lang, arrows=arrows)


def story_blocks(report: Report, picture: bytes | None, lang: str = "en") -> list[Block]:
    """The page: how to read it, the six sentences, the causal figure."""
    figure = [] if picture is None else [Picture(f"claim_{STORY}.png", picture, figure_words(lang))]
    return [
        Heading(text("article_sentence.title", lang)),
        Paragraph(text("article_sentence.intro", lang)),
        story_grid(report, lang),
        *figure,
        Paragraph(text("article_sentence.more", lang)),
    ]
