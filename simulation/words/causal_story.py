"""The tests of the causal story in words: what must be so, by which rule, and what came out. Computed from a `Report`."""

from __future__ import annotations

import math
from typing import NamedTuple

from simulation.catalogue import bounds, number, percent, signed, text
from simulation.experiments.causal_story import Report
from simulation.experiments.causal_story.fading import LEAST_WATCHED
from simulation.experiments.causal_story.row import Cell, Row, Rule, in_spreads


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
        return percent(value, lang)
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
    return bounds(low, high, value) if math.isfinite(cell.low) else value


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


def lasted_words(cell: Cell, faded: float | None, lang: str = "en") -> str:
    """How many of the runs that were watched are in détente ten years after, and in how many of all it had faded.

    `faded` is None where the model lacks the switch that this would be about.
    """
    if not math.isfinite(cell.value):
        return text("causal_story.no_switch" if faded is None else "causal_story.nothing", lang, n=cell.n)
    share = bounds(*(written(part, "share", lang) for part in (cell.low, cell.high, cell.value)))
    return text("causal_story.faded", lang, share=share, n=cell.n, faded=percent(faded, lang))


def causes_reading(lang: str = "en") -> str:
    """How to read the table of causes."""
    return text("causal_story.causes_reading", lang, least=LEAST_WATCHED)
