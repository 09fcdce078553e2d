"""The card in words: patterns by role, the held-out years scored, the quarters ahead; on the terminal and as a page."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Literal, get_args

from rich.console import RenderableType
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from simulation.catalogue import NOTHING, bounds, number, percent, text
from simulation.experiments.card.ahead import MEMORY, NEAREST
from simulation.experiments.card.scores import BLOCK_YEARS
from simulation.experiments.card.whole import LAST
from simulation.history import FITTED, HELD_OUT, Frequency, Role
from simulation.pages.blocks import Block, Grid, Heading, Items, Paragraph, Picture
from simulation.reports.tables import new_table

if TYPE_CHECKING:
    from simulation.experiments.card import Card
    from simulation.experiments.card.scores import Difference
    from simulation.experiments.card.whole import Skill
    from simulation.experiments.validation import PatternRow

ROLES: tuple[Role, ...] = get_args(Role)
PATTERN_HEADINGS = ("pattern", "name", "role", "record", "median", "band", "verdict")
SKILL_HEADINGS = ("who", "crps", "less_model", "error", "covered_half", "covered_most")
YEARS_FIGURE, SKILL_FIGURE = "validation_years.png", "validation_skill.png"


# --- patterns ---------------------------------------------------------------------------------------------------


def _role(row: PatternRow, lang: str) -> str:
    role = row.role.replace(" ", "_")
    return text(f"role.{role}", lang)


def _pattern_cells(rows: Iterable[PatternRow], lang: str) -> list[list[str]]:
    """What stands in the pattern table, row by row, role by role."""
    return [
        [
            row.pattern,
            f"{row.name} ({row.unit})" if row.unit else row.name,
            _role(row, lang),
            _target(row, lang),
            _plain_year(row.median, row, lang),
            _band(row, lang),
            text("patterns.hit" if row.hit else "patterns.miss", lang),
        ]
        for row in sorted(rows, key=lambda row: ROLES.index(row.role))
    ]


def _target(row: PatternRow, lang: str) -> str:
    """The record's figure, or the range that it gives instead."""
    if row.record is not None:
        return _plain_year(row.record, row, lang)
    if row.record_high is None:
        return f"≥ {number(row.record_low, lang, 2)}"
    if row.record_low is None:
        return f"≤ {number(row.record_high, lang, 2)}"
    return bounds(number(row.record_low, lang, 2), number(row.record_high, lang, 2))


def _band(row: PatternRow, lang: str) -> str:
    """The band over runs; a quantile over runs has none."""
    if not math.isfinite(row.low):
        return NOTHING
    return bounds(_plain_year(row.low, row, lang), _plain_year(row.high, row, lang))


def _plain_year(value: float, row: PatternRow, lang: str) -> str:
    """A figure of the pattern; a year is written as a year."""
    return f"{value:.0f}" if row.unit == "year" and math.isfinite(value) else number(value, lang, 2)


def pattern_table(rows: Iterable[PatternRow], lang: str = "en") -> Table:
    """The pattern table, role by role: pattern, record, model median, 90% band, hit or miss. Misses stay visible."""
    view = new_table(text("patterns.title", lang))
    for heading in ("pattern", "name", "record", "median", "band", "verdict"):
        figure = heading in ("record", "median", "band")
        justify: Literal["left", "right"] = "right" if figure else "left"
        view.add_column(text(f"patterns.{heading}", lang), justify=justify, no_wrap=heading != "name")
    role = ""
    for code, name, its_role, *figures, verdict in _pattern_cells(rows, lang):
        if its_role != role:
            role = its_role
            view.add_row("", Text(role, style="italic"))
        style = "green" if verdict == text("patterns.hit", lang) else "bold red"
        view.add_row(code, escape(name), *figures, Text(verdict, style=style))
    return view


def hits(card: Card, lang: str = "en") -> str:
    """How many patterns of each role are met."""
    by_role = {role: [row for row in card.patterns if row.role == role] for role in ROLES}
    met = [
        text("card.met", lang, role=_role(rows[0], lang), hits=sum(row.hit for row in rows), all=len(rows))
        for rows in by_role.values()
        if rows
    ]
    return text("card.hits", lang, met=", ".join(met), runs=number(card.runs, lang, 0), seed=card.seed)


# --- scores -----------------------------------------------------------------------------------------------------


def _name(who: str, lang: str) -> str:
    return text(f"card_name.{who}", lang)


def _difference(found: Difference | None, lang: str) -> tuple[str, str]:
    """A difference, and its interval; nothing for the model itself."""
    if found is None:
        return "", ""
    return number(found.mean, lang, 2), bounds(number(found.low, lang, 2), number(found.high, lang, 2))


def _in_one(parts: tuple[str, str]) -> str:
    """Difference and interval in one line."""
    return f"{parts[0]} ({parts[1]})" if parts[0] else ""


def _in_two(parts: tuple[str, str]) -> Text:
    """The same in two lines, for the terminal."""
    cell = Text(parts[0], justify="right")
    if parts[1]:
        cell.append(f"\n{parts[1]}", style="dim")
    return cell


Cell = str | tuple[str, str]  # a pair is a difference with its interval


def _skill_cells(found: Skill, lang: str) -> list[list[Cell]]:
    """A row for the model and for each baseline: score, difference, error, coverage."""
    return [
        [
            _name(who, lang),
            number(score.crps, lang, 2),
            _difference(found.differences.get(who), lang),
            number(score.error, lang, 2),
            percent(score.covered_50, lang),
            percent(score.covered_90, lang),
        ]
        for who, score in found.scores.items()
    ]


def _late_cells(found: Mapping[Frequency, Skill], lang: str) -> list[list[Cell]]:
    """A row for the model and each baseline: score and difference, by year and by quarter."""
    first = next(iter(found.values()))
    return [
        [
            _name(who, lang),
            *(
                cell
                for skill in found.values()
                for cell in (
                    number(skill.scores[who].crps, lang, 2),
                    _difference(skill.differences.get(who), lang),
                )
            ),
        ]
        for who in first.scores
    ]


def _late_headings(found: Mapping[Frequency, Skill], lang: str) -> list[str]:
    return [
        text("card.who", lang),
        *(
            text(
                "card.of_resolution",
                lang,
                what=text(f"card.{what}", lang),
                resolution=text(f"card.{resolution}", lang),
            )
            for resolution in found
            for what in ("crps", "less_model")
        ),
    ]


def _ahead_cells(card: Card, lang: str) -> list[list[Cell]]:
    """A row for each horizon: the model's score, then each baseline's with the difference."""
    rows = []
    for horizon, skill in card.forecast.items():
        cells: list[Cell] = [str(horizon)]
        for who, score in skill.scores.items():
            cells.append(number(score.crps, lang, 2))
            if who in skill.differences:
                cells.append(_difference(skill.differences[who], lang))
        rows.append(cells)
    return rows


def _ahead_headings(card: Card, lang: str) -> list[str]:
    first = next(iter(card.forecast.values()))
    headings = [text("card.horizon", lang)]
    for who in first.scores:
        headings += [_name(who, lang), *([text("card.less_model", lang)] if who in first.differences else [])]
    return headings


def _title(resolution: str, lang: str) -> str:
    first, last = HELD_OUT
    return text("card.free", lang, first=first, last=last, resolution=text(f"card.{resolution}", lang))


def _score_tables(card: Card, lang: str) -> list[tuple[str, list[str], list[list[Cell]]]]:
    """Title, headings and cells of each table of scores."""
    headings = [text(f"card.{heading}", lang) for heading in SKILL_HEADINGS]
    tables = [
        (_title(resolution, lang), headings, _skill_cells(skill, lang))
        for resolution, skill in card.holdout.items()
    ]
    late, last = card.holdout_1979, HELD_OUT[1]
    title = text("card.late", lang, first=LAST, last=last)
    return [*tables, (title, _late_headings(late, lang), _late_cells(late, lang))]


def _ahead_title(lang: str) -> str:
    return text("card.ahead", lang, first=HELD_OUT[0], last=HELD_OUT[1])


def _scored(title: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Table:
    view = new_table(title)
    for k, heading in enumerate(headings):
        view.add_column(heading, justify="right" if k else "left")
    for cells in rows:
        view.add_row(*(escape(cell) if isinstance(cell, str) else _in_two(cell) for cell in cells))
    return view


def _grid(title: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Grid:
    return Grid(
        title, headings, [[cell if isinstance(cell, str) else _in_one(cell) for cell in row] for row in rows]
    )


# --- what it comes to ---------------------------------------------------------------------------------------------


def outcome(found: Difference) -> Literal["better", "same", "worse"] | None:
    """What a difference says of the model: by its interval, never by its mean; None where nothing was judged."""
    if not math.isfinite(found.mean):
        return None
    return "better" if found.low > 0 else "worse" if found.high < 0 else "same"


def findings(card: Card, lang: str = "en") -> list[str]:
    """Sentences that say against which baselines the model stands, computed from the intervals."""
    said = []
    periods = ((card.holdout, HELD_OUT[0]), (card.holdout_1979, LAST))
    for found, first in periods:
        for resolution, skill in found.items():
            for what in ("better", "same", "worse"):
                names = [_name(who, lang) for who, one in skill.differences.items() if outcome(one) == what]
                if names:
                    period = f"{first}\N{EN DASH}{HELD_OUT[1]}"
                    of = text(f"card.{resolution}", lang)
                    said.append(
                        text(f"card.{what}", lang, period=period, resolution=of, names=", ".join(names))
                    )
    for who in next(iter(card.forecast.values())).differences:
        for what in ("better", "same", "worse"):
            at = [str(h) for h, skill in card.forecast.items() if outcome(skill.differences[who]) == what]
            if at:
                said.append(text(f"card.ahead_{what}", lang, name=_name(who, lang), quarters=", ".join(at)))
    return said


def footing(card: Card, version: str, lang: str = "en") -> str:
    """What was run, and how the intervals were made."""
    return text(
        "card.footing",
        lang,
        ran=ran(card, version, lang),
        years=BLOCK_YEARS,
    )


def _years() -> dict[str, int]:
    """The years that the opening tells apart: held out but not wholly unseen, and unseen."""
    return {"first": HELD_OUT[0], "seen_last": LAST - 1, "late": LAST, "last": HELD_OUT[1]}


def ran(card: Card, version: str, lang: str = "en") -> str:
    """What was run."""
    runs = number(card.runs, lang, 0)
    return text("card_figure.ran", lang, runs=runs, seed=card.seed, scenario=card.scenario, version=version)


def card_tables(card: Card, version: str, lang: str = "en") -> list[RenderableType]:
    """The card for a terminal."""
    parts: list[RenderableType] = [pattern_table(card.patterns, lang), Text(), Text(hits(card, lang))]
    for title, headings, rows in _score_tables(card, lang):
        parts += [Text(), _scored(title, headings, rows)]
    parts += [
        Text(),
        _scored(_ahead_title(lang), _ahead_headings(card, lang), _ahead_cells(card, lang)),
        Text(),
    ]
    parts += [Text(text("card.key", lang)), Text(), *(Text(sentence) for sentence in findings(card, lang))]
    return [*parts, Text(), Text(footing(card, version, lang), style="dim")]


def card_page(
    card: Card, pictures: Mapping[str, bytes], version: str, command: str, lang: str = "en"
) -> list[Block]:
    """The card as a page; `pictures` are the PNG bytes of `YEARS_FIGURE` and `SKILL_FIGURE`."""
    baselines = next(iter(card.holdout.values())).differences
    patterns = [text(f"patterns.{heading}", lang) for heading in PATTERN_HEADINGS]
    return [
        Heading(text("card.title", lang), 1),
        Paragraph(text("patterns.made", lang, command=command)),
        Paragraph(text("card.about", lang, fit_first=FITTED[0], fit_last=FITTED[1])),
        Paragraph(text("card_opening.seen", lang, **_years())),
        Paragraph(text("card_opening.moves", lang)),
        Items([hits(card, lang), *findings(card, lang)]),
        Paragraph(footing(card, version, lang)),
        Heading(text("card.years_heading", lang)),
        Picture(YEARS_FIGURE, pictures[YEARS_FIGURE], text("card.years_alternative", lang)),
        Heading(text("card.skill_heading", lang)),
        Paragraph(text("card.scores", lang)),
        Picture(SKILL_FIGURE, pictures[SKILL_FIGURE], text("card.skill_alternative", lang)),
        *(_grid(*table) for table in _score_tables(card, lang)),
        Items([text(f"card_reading.{who}", lang) for who in baselines]),
        Heading(text("card.ahead_heading", lang)),
        Paragraph(text("card.ahead_reading", lang, nearest=NEAREST, memory=MEMORY)),
        _grid(_ahead_title(lang), _ahead_headings(card, lang), _ahead_cells(card, lang)),
        Heading(text("card.patterns_heading", lang)),
        Grid(text("patterns.title", lang), patterns, _pattern_cells(card.patterns, lang)),
        Paragraph(text("patterns.reading", lang)),
    ]
