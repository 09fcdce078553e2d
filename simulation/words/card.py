"""The card in words: a pattern's figures, a difference of scores, and what they come to. Computed from a `Card`."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal, get_args

from simulation.catalogue import NOTHING, bounds, number, text
from simulation.experiments.card.scores import BLOCK_YEARS
from simulation.experiments.card.whole import LAST
from simulation.history import HELD_OUT, Role
from simulation.pages.blocks import Cell
from simulation.words.cells import estimate
from simulation.words.effects import key

if TYPE_CHECKING:
    from simulation.experiments.card import Card
    from simulation.experiments.card.scores import Difference
    from simulation.experiments.validation import PatternRow

ROLES: tuple[Role, ...] = get_args(Role)


# --- patterns ---------------------------------------------------------------------------------------------------


def role_words(role: str, lang: str = "en") -> str:
    """What a pattern is used for: fitted, held out, ..."""
    return text(f"role.{key(role)}", lang)


def pattern_name(row: PatternRow) -> str:
    """The pattern with its unit."""
    return f"{row.name} ({row.unit})" if row.unit else row.name


def target_words(row: PatternRow, lang: str = "en") -> str:
    """The record's figure, or the range that it gives instead."""
    if row.record is not None:
        return _figure(row.record, row, lang)
    if row.record_high is None:
        return f"≥ {number(row.record_low, lang, 2)}"
    if row.record_low is None:
        return f"≤ {number(row.record_high, lang, 2)}"
    return bounds(number(row.record_low, lang, 2), number(row.record_high, lang, 2))


def model_words(row: PatternRow, lang: str = "en") -> tuple[str, str]:
    """The model's median and its band over runs; a quantile over runs has no band."""
    median, low, high = (_figure(value, row, lang) for value in (row.median, row.low, row.high))
    return median, NOTHING if low == NOTHING else bounds(low, high)


def verdict_words(row: PatternRow, lang: str = "en") -> str:
    """Whether the record is met."""
    return text("patterns.hit" if row.hit else "patterns.miss", lang)


def _figure(value: float, row: PatternRow, lang: str) -> str:
    """A figure of the pattern; a year is written as a year."""
    return f"{value:.0f}" if row.unit == "year" and math.isfinite(value) else number(value, lang, 2)


def hits(card: Card, lang: str = "en") -> str:
    """How many patterns of each role are met."""
    by_role = {role: [row.hit for row in card.patterns if row.role == role] for role in ROLES}
    met = [
        text("card.met", lang, role=role_words(role, lang), hits=sum(marks), all=len(marks))
        for role, marks in by_role.items()
        if marks
    ]
    return text("card.hits", lang, met=", ".join(met), runs=number(card.runs, lang, 0), seed=card.seed)


# --- scores -----------------------------------------------------------------------------------------------------


def guess_name(who: str, lang: str = "en") -> str:
    """The model, or a simple way of guessing."""
    return text(f"card_name.{who}", lang)


def difference_cell(found: Difference | None, lang: str = "en") -> Cell:
    """A difference of scores with its interval; nothing for the model itself."""
    return Cell("") if found is None else estimate(*(number(value, lang, 2) for value in found))


def outcome(found: Difference) -> Literal["better", "same", "worse"] | None:
    """What a difference says of the model: by its interval, never by its mean; None where nothing was judged."""
    if not math.isfinite(found.mean):
        return None
    return "better" if found.low > 0 else "worse" if found.high < 0 else "same"


def findings(card: Card, lang: str = "en") -> list[str]:
    """Sentences that say against which baselines the model stands, computed from the intervals."""
    said = []
    for found, first in ((card.holdout, HELD_OUT[0]), (card.holdout_1979, LAST)):
        period = f"{first}\N{EN DASH}{HELD_OUT[1]}"
        for resolution, skill in found.items():
            of = text(f"card.{resolution}", lang)
            for what in ("better", "same", "worse"):
                names = [
                    guess_name(who, lang) for who, one in skill.differences.items() if outcome(one) == what
                ]
                if names:
                    said.append(
                        text(f"card.{what}", lang, period=period, resolution=of, names=", ".join(names))
                    )
    for who in next(iter(card.forecast.values())).differences:
        for what in ("better", "same", "worse"):
            at = [str(h) for h, skill in card.forecast.items() if outcome(skill.differences[who]) == what]
            if at:
                name, quarters = guess_name(who, lang), ", ".join(at)
                said.append(text(f"card.ahead_{what}", lang, name=name, quarters=quarters))
    return said


def ran(card: Card, version: str, lang: str = "en") -> str:
    """What was run."""
    runs = number(card.runs, lang, 0)
    return text("card_figure.ran", lang, runs=runs, seed=card.seed, scenario=card.scenario, version=version)


def footing(card: Card, version: str, lang: str = "en") -> str:
    """What was run, and how the intervals were made."""
    return text("card.footing", lang, ran=ran(card, version, lang), years=BLOCK_YEARS)
