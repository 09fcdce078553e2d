"""The report on sensitivity: what carries which outcome, in tables, and how large luck is beside it.

Everything is computed from what `experiments.sensitivity` finds, fresh or read back from sensitivity.json.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from simulation.catalogue import NOTHING, bounds, percent, phrase, text
from simulation.experiments.sensitivity import OutcomeFound, SensitivityFound
from simulation.pages.blocks import Block, Cell, Grid, Heading, Items, Paragraph, Picture
from simulation.parameters import PARAMETER_TABLE
from simulation.words import sensitivity as words

FIGURE = "sensitivity.png"
NOT_SHOWN = ("ranges", "scenario", "others", "interval", "held_out")  # entries of the catalogue


def sensitivity_in_short(found: SensitivityFound, lang: str = "en") -> list[Block]:
    """For the terminal: the finding, what carries each outcome most, and what was run."""
    ranks = [str(k + 1) for k in range(words.NAMED)]
    columns = [
        text("sensitivity.outcome", lang),
        *(text("sensitivity.rank", lang, rank=rank) for rank in ranks),
    ]
    rows: list[list[str | Cell]] = [
        [
            words.outcome_title(outcome["outcome"], lang),
            *(
                Cell(one["parameter"], words.in_line(words.total_cell(one, lang)))
                for one in outcome["indices"][: words.NAMED]
            ),
        ]
        for outcome in found["outcomes"]
    ]
    return [
        Paragraph(words.finding(found, lang)),
        Grid(text("sensitivity.title", lang), columns, rows),
        Paragraph(text("sensitivity.reading_total", lang), quiet=True),
        Paragraph(words.footing(found, lang), quiet=True),
    ]


def sensitivity_page(
    found: SensitivityFound, picture: bytes, command: str, day: str, lang: str = "en"
) -> list[Block]:
    """The whole report as blocks. `picture` is the PNG of the figure, `command` what made the page, on which `day`."""
    count = len(found["chosen"])
    return [
        Heading(text("sensitivity.title", lang), 1),
        Paragraph(words.finding(found, lang)),
        Paragraph(
            text(
                "sensitivity.intro",
                lang,
                parameters=found["parameters"],
                count=count,
                runs=found["runs"],
                war=percent(found["war"], lang),
            )
        ),
        Picture(FIGURE, picture, words.finding(found, lang)),
        Heading(text("sensitivity.carries", lang)),
        Items([words.carried(outcome, lang) for outcome in found["outcomes"]]),
        Heading(text("sensitivity.dozen", lang)),
        Paragraph(text("sensitivity.rule", lang)),
        _dozen(found, lang),
        Heading(text("sensitivity.morris", lang)),
        Paragraph(text("sensitivity.reading_morris", lang)),
        _by_outcome(
            found, words.MU_STAR, lambda one, outcome: words.effect_cell(one, outcome, lang), "effects", lang
        ),
        _by_outcome(
            found, words.SIGMA, lambda one, outcome: words.sigma_cell(one, outcome, lang), "effects", lang
        ),
        Heading(text("sensitivity.sobol", lang)),
        Paragraph(text("sensitivity.reading_total", lang)),
        _by_outcome(found, "ST", lambda one, _: words.total_cell(one, lang), "indices", lang),
        _by_outcome(found, "S1", lambda one, _: words.first_cell(one, lang), "indices", lang),
        Heading(text("sensitivity.luck", lang)),
        Paragraph(text("sensitivity.luck_is", lang)),
        Items([words.luck(outcome, found, lang) for outcome in found["outcomes"]]),
        Heading(text("sensitivity.outcomes_are", lang)),
        Items([text(f"sensitivity.is_{outcome['outcome']}", lang) for outcome in found["outcomes"]]),
        Heading(text("sensitivity.not_shown", lang)),
        Items([text(f"sensitivity.not_{name}", lang) for name in NOT_SHOWN]),
        Paragraph(words.footing(found, lang)),
        Paragraph(text("sensitivity.day", lang, day=day)),
        Paragraph(text("sensitivity.made", lang, command=command)),
    ]


def _dozen(found: SensitivityFound, lang: str) -> Grid:
    """The parameters that Sobol looks at: weight, meaning, default and declared range."""
    names = ("parameter", "weight", "meaning", "default", "range", "unit")
    rows = [
        [
            one["parameter"],
            percent(one["weight"], lang),
            text(f"parameter_meaning.{one['parameter']}", lang),
            words.as_set(about.default, lang),
            bounds(words.as_set(about.low, lang), words.as_set(about.high, lang)),
            phrase("refusal_unit", about.unit, lang),
        ]
        for one in found["chosen"]
        for about in [PARAMETER_TABLE[one["parameter"]]]
    ]
    return Grid(text("sensitivity.dozen", lang), [text(f"sensitivity.{name}", lang) for name in names], rows)


def _by_outcome(
    found: SensitivityFound, measure: str, cell: Callable[[Any, str], Cell], of: str, lang: str
) -> Grid:
    """The dozen in rows, a column an outcome."""

    def entry(outcome: OutcomeFound, parameter: str) -> Cell:
        rows: list[Any] = outcome[of]  # type: ignore[literal-required]
        known = {row["parameter"]: row for row in rows}
        return cell(known[parameter], outcome["outcome"]) if parameter in known else Cell(NOTHING)

    outcomes = found["outcomes"]
    titles = [words.outcome_title(one["outcome"], lang) for one in outcomes]
    if of == "effects":
        units = [words.outcome_unit(one["outcome"], lang) for one in outcomes]
        titles = [f"{title}, {unit}" for title, unit in zip(titles, units, strict=True)]
    rows: list[list[str | Cell]] = [
        [one["parameter"], *(entry(outcome, one["parameter"]) for outcome in outcomes)]
        for one in found["chosen"]
    ]
    return Grid(measure, [measure, *titles], rows)
