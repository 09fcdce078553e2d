"""The report on the card: patterns by role, the held-out years scored, the quarters ahead; for a terminal and as a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from simulation.catalogue import number, percent, text
from simulation.experiments.card.ahead import MEMORY, NEAREST
from simulation.experiments.card.whole import LAST
from simulation.history import FITTED, HELD_OUT, Frequency, Role
from simulation.pages.blocks import Block, Cell, Grid, Heading, Items, Paragraph, Picture
from simulation.words.card import (
    ROLES,
    difference_cell,
    findings,
    footing,
    guess_name,
    hits,
    model_words,
    pattern_name,
    role_words,
    target_words,
    verdict_words,
)

if TYPE_CHECKING:
    from simulation.experiments.card import Card
    from simulation.experiments.card.whole import Skill
    from simulation.experiments.validation import PatternRow

YEARS_FIGURE, SKILL_FIGURE = "validation_years.png", "validation_skill.png"


def card_in_short(card: Card, version: str, lang: str = "en") -> list[Block]:
    """The patterns, the scores, and what they come to."""
    return [
        *pattern_grids(card.patterns, lang),
        Paragraph(hits(card, lang)),
        *score_grids(card, lang),
        ahead_grid(card, lang),
        Paragraph(text("card.key", lang)),
        Items(findings(card, lang)),
        Paragraph(footing(card, version, lang), quiet=True),
    ]


def card_page(
    card: Card, pictures: Mapping[str, bytes], version: str, command: str, lang: str = "en"
) -> list[Block]:
    """The whole report; `pictures` are the PNG bytes of `YEARS_FIGURE` and `SKILL_FIGURE`."""
    first, last = HELD_OUT
    baselines = next(iter(card.holdout.values())).differences
    return [
        Heading(text("card.title", lang), 1),
        Paragraph(text("patterns.made", lang, command=command)),
        Paragraph(text("card.about", lang, fit_first=FITTED[0], fit_last=FITTED[1])),
        Paragraph(text("card_opening.seen", lang, first=first, seen_last=LAST - 1, late=LAST, last=last)),
        Paragraph(text("card_opening.moves", lang)),
        Items([hits(card, lang), *findings(card, lang)]),
        Paragraph(footing(card, version, lang)),
        Heading(text("card.years_heading", lang)),
        Picture(YEARS_FIGURE, pictures[YEARS_FIGURE], text("card.years_alternative", lang)),
        Heading(text("card.skill_heading", lang)),
        Paragraph(text("card.scores", lang)),
        Picture(SKILL_FIGURE, pictures[SKILL_FIGURE], text("card.skill_alternative", lang)),
        *score_grids(card, lang),
        Items([text(f"card_reading.{who}", lang) for who in baselines]),
        Heading(text("card.ahead_heading", lang)),
        Paragraph(text("card.ahead_reading", lang, nearest=NEAREST, memory=MEMORY)),
        ahead_grid(card, lang),
        Heading(text("card.patterns_heading", lang)),
        *pattern_grids(card.patterns, lang),
        Paragraph(text("patterns.reading", lang)),
    ]


def pattern_grids(rows: Sequence[PatternRow], lang: str = "en") -> list[Grid]:
    """A table of patterns for each role."""
    by_role = {role: [row for row in rows if row.role == role] for role in ROLES}
    return [pattern_grid(role, found, lang) for role, found in by_role.items() if found]


def pattern_grid(role: Role, rows: Sequence[PatternRow], lang: str = "en") -> Grid:
    """The record, the model's median and 90 % band, hit or miss. Misses stay visible."""
    names = ("pattern", "name", "record", "median", "band", "verdict")
    lines: list[list[str | Cell]] = [
        [
            row.pattern,
            pattern_name(row),
            target_words(row, lang),
            *model_words(row, lang),
            Cell(verdict_words(row, lang), tone="good" if row.hit else "bad"),
        ]
        for row in rows
    ]
    caption = text("patterns.of_role", lang, role=role_words(role, lang))
    return Grid(caption, [text(f"patterns.{name}", lang) for name in names], lines)


def score_grids(card: Card, lang: str = "en") -> list[Grid]:
    """The held-out years by year and by quarter, and the last of them, of which nothing was seen, in one table."""
    return [
        *(skill_grid(skill, resolution, lang) for resolution, skill in card.holdout.items()),
        late_grid(card.holdout_1979, lang),
    ]


def skill_grid(found: Skill, resolution: Frequency, lang: str = "en") -> Grid:
    """A row for the model and for each baseline: score, difference, error, coverage."""
    first, last = HELD_OUT
    names = ("who", "crps", "less_model", "error", "covered_half", "covered_most")
    lines: list[list[str | Cell]] = [
        [
            guess_name(who, lang),
            number(score.crps, lang, 2),
            difference_cell(found.differences.get(who), lang),
            number(score.error, lang, 2),
            percent(score.covered_50, lang),
            percent(score.covered_90, lang),
        ]
        for who, score in found.scores.items()
    ]
    caption = text("card.free", lang, first=first, last=last, resolution=text(f"card.{resolution}", lang))
    return Grid(caption, [text(f"card.{name}", lang) for name in names], lines)


def late_grid(found: Mapping[Frequency, Skill], lang: str = "en") -> Grid:
    """A row for the model and each baseline: score and difference, by year and by quarter."""
    columns = [
        text(
            "card.of_resolution",
            lang,
            what=text(f"card.{what}", lang),
            resolution=text(f"card.{resolution}", lang),
        )
        for resolution in found
        for what in ("crps", "less_model")
    ]
    lines: list[list[str | Cell]] = [
        [guess_name(who, lang), *(cell for skill in found.values() for cell in _scored(skill, who, lang))]
        for who in next(iter(found.values())).scores
    ]
    caption = text("card.late", lang, first=LAST, last=HELD_OUT[1])
    return Grid(caption, [text("card.who", lang), *columns], lines)


def ahead_grid(card: Card, lang: str = "en") -> Grid:
    """A row for each horizon: the model's score, then each baseline's with the difference."""
    first, last = HELD_OUT
    (model, *baselines) = next(iter(card.forecast.values())).scores
    columns = [text("card.horizon", lang), guess_name(model, lang)]
    for who in baselines:
        columns += [guess_name(who, lang), text("card.less_model", lang)]
    lines: list[list[str | Cell]] = [
        [
            str(horizon),
            _scored(skill, model, lang)[0],
            *(cell for who in baselines for cell in _scored(skill, who, lang)),
        ]
        for horizon, skill in card.forecast.items()
    ]
    return Grid(text("card.ahead", lang, first=first, last=last), columns, lines)


def _scored(skill: Skill, who: str, lang: str) -> tuple[str, Cell]:
    """A score, and how far it lies above the model's."""
    return number(skill.scores[who].crps, lang, 2), difference_cell(skill.differences.get(who), lang)
