"""The report on the article's claims: a table for the terminal, and a page with a figure and four paragraphs a claim.

Findings are computed from a `Report` (`claims_words`), and thresholds are read from the code that applies them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich import box
from rich.console import Group
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from simulation.catalogue import number, percent, text
from simulation.claims_words import (
    alternative,
    claim_title,
    effect_words,
    four_paragraphs,
    key,
    own_words,
    picture_name,
    verdict_words,
)
from simulation.experiments.claims import claim as rules
from simulation.experiments.claims import placebos
from simulation.experiments.claims.claim import Verdict
from simulation.experiments.claims.frontier import GOALS, MOTIVES, Frontier
from simulation.experiments.claims.measures import SEVERE
from simulation.experiments.claims.running import Report
from simulation.experiments.claims.worlds import MONTHS
from simulation.pages import Block, Grid, Heading, Items, Paragraph, Picture

VERDICTS: tuple[Verdict, ...] = (
    "supported",
    "supported only when",
    "true by construction",
    "not supported",
    "opposite",
)
FRONTIER = "Z1_frontier"  # the name of the figure of the search behind the conclusion
NOT_SHOWN = ("history", "doctrines", "size", "many", "absent")  # entries of the catalogue
CHANNEL_MEASURE = "later_provocations"  # what the single channels of cooperation are judged by


# --- words for all of them ----------------------------------------------------------------------------------


def headline(report: Report, lang: str = "en") -> str:
    """How many claims came to which verdict."""
    counts = dict.fromkeys(VERDICTS, 0)
    for result in report.results:
        counts[result.verdict] += 1
    parts = [f"{text(f'verdict.{key(word)}', lang)}: {count}" for word, count in counts.items() if count]
    return text("claims.headline", lang, claims=len(report.results), verdicts="; ".join(parts))


def placebo_words(report: Report, lang: str = "en") -> str:
    """How often an experiment with nothing to find found something."""
    found = report.placebos
    return text(
        "claims.placebos",
        lang,
        missed=percent(found.shuffled_partners, lang, 1),
        called=percent(found.shuffled_partners_called, lang, 1),
        experiments=number(found.experiments, lang, 0),
        runs=placebos.RUNS,
        inert=_changed(found.inert_change, lang),
        swapped=_changed(found.swapped_labels, lang),
    )


def _changed(largest: float, lang: str) -> str:
    """What a change that should do nothing did."""
    if largest == 0:
        return text("claims.inert_none", lang)
    return text("claims.inert_some", lang, largest=number(largest, lang, 6))


def threshold_words(lang: str = "en") -> list[str]:
    """How a verdict is reached, from the constants that the code applies."""
    return [
        text("claims.rule_world", lang, least=number(rules.LEAST, lang, 2)),
        text("claims.rule_construction", lang, share=percent(rules.BY_DEFINITION, lang)),
        text("claims.rule_supported", lang, share=percent(rules.MOST_WORLDS, lang)),
        text("claims.rule_opposite", lang),
        text("claims.rule_not", lang, share=percent(rules.FEW_WORLDS, lang)),
        text("claims.rule_only", lang, share=percent(rules.TELLING, lang)),
        text("claims.rule_severe", lang, severity=number(SEVERE, lang, 1), months=MONTHS),
    ]


def footing(report: Report, lang: str = "en") -> str:
    """Runs and seed: the line under tables and figures."""
    return text(
        "claims.footing",
        lang,
        runs=number(report.runs, lang, 0),
        world_runs=number(report.world_runs, lang, 0),
        seed=report.seed,
    )


def channel_rows(report: Report, lang: str = "en") -> list[tuple[str, str, str]]:
    """The single channels of cooperation: name, effect, and what it says."""
    sign = next((r.claim.sign for r in report.results if r.claim.id == "W2"), -1)
    return [
        (
            text(f"issue.{name}", lang),
            effect_words(effect, CHANNEL_MEASURE, lang),
            own_words(effect, sign, lang),
        )
        for name, effect in report.channels.items()
    ]


# --- the terminal -------------------------------------------------------------------------------------------


def claims_tables(report: Report, lang: str = "en") -> Group:
    """The table of all claims, the single channels, the placebos, and how to read them."""
    view = _table(text("claims.table", lang))
    view.add_column(text("claims.id", lang), no_wrap=True)
    view.add_column(text("claims.says", lang), ratio=5)
    view.add_column(text("claims.verdict", lang), ratio=4)
    view.add_column(text("claims.effect_column", lang), ratio=5)
    view.add_column(text("claims.worlds_column", lang), justify="right", no_wrap=True)
    for row in _rows(report, lang):
        view.add_row(*(escape(cell) for cell in row))
    single = _table(text("claims.channels", lang))
    for name in ("channel", "effect_column", "result"):
        single.add_column(text(f"claims.{name}", lang))
    for cells in channel_rows(report, lang):
        single.add_row(*(escape(cell) for cell in cells))
    lines = [placebo_words(report, lang), text("claims.reading", lang), footing(report, lang)]
    said = Text(headline(report, lang), style="bold")
    return Group(said, Text(), view, Text(), single, Text(), *(Text(line, style="dim") for line in lines))


def _rows(report: Report, lang: str) -> list[tuple[str, ...]]:
    return [
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


def _table(title: str) -> Table:
    return Table(
        title=title,
        title_justify="left",
        title_style="bold",
        box=box.SIMPLE_HEAD,
        show_edge=False,
        pad_edge=False,
        padding=(0, 1, 1, 0),
    )


# --- the page -----------------------------------------------------------------------------------------------


def claims_page(report: Report, pictures: Mapping[str, bytes], command: str, lang: str = "en") -> list[Block]:
    """The whole report as blocks. `pictures` holds PNGs by claim, and `FRONTIER`."""
    columns = [text(f"claims.{name}", lang) for name in ("id", "says", "verdict", "effect_column")]
    blocks: list[Block] = [
        Heading(text("claims.title", lang), 1),
        Paragraph(headline(report, lang)),
        Paragraph(text("claims.intro", lang)),
        Grid(
            text("claims.table", lang),
            [*columns, text("claims.worlds_column", lang)],
            _rows(report, lang),
            [result.claim.id for result in report.results],
        ),
        Heading(text("claims.one_by_one", lang)),
    ]
    for result in report.results:
        blocks.append(Heading(claim_title(result, lang), 3, result.claim.id))
        if result.claim.id in pictures:
            shown = alternative(result, lang)
            blocks.append(Picture(picture_name(result), pictures[result.claim.id], shown))
        blocks.extend(four_paragraphs(result, report, lang))
    blocks += [
        Heading(text("claims.channels", lang)),
        Paragraph(text("claims.channels_intro", lang)),
        Grid(
            text("claims.channels", lang),
            [text(f"claims.{name}", lang) for name in ("channel", "effect_column", "result")],
            channel_rows(report, lang),
        ),
    ]
    frontier: Frontier | None = getattr(report, "frontier", None)
    if frontier is not None:
        blocks += frontier_blocks(frontier, pictures.get(FRONTIER), lang)
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


def frontier_blocks(frontier: Frontier, picture: bytes | None, lang: str = "en") -> Sequence[Block]:
    """The search behind the conclusion: what the best mixture wants and reaches, beside the best single aim."""
    best, mean = frontier.motives[frontier.best], frontier.motives.mean(axis=0)
    wanted = [
        (
            text(f"motive.{name}", lang),
            *(percent(2.0 * float(value[k]), lang) for value in (best, mean)),
        )
        for k, name in enumerate(MOTIVES)
    ]
    reached = [
        (
            text(f"claim_measure.{name}", lang),
            number(float(frontier.goals[frontier.best][k]), lang, 2),
            number(float(frontier.single_goals[k]), lang, 2),
            text(f"claim_unit.{name}", lang),
        )
        for k, name in enumerate(GOALS)
    ]
    intro = text(
        "claims.frontier_intro",
        lang,
        policies=len(frontier.motives),
        motives=len(MOTIVES),
        low=number(min(frontier.spread), lang, 1),
        high=number(max(frontier.spread), lang, 1),
        single=text(f"motive.{frontier.single}", lang),
    )
    place = {name: k for k, name in enumerate(GOALS)}
    top = frontier.goals[frontier.best]
    shown = text(
        "claims.frontier_alternative",
        lang,
        policies=len(frontier.motives),
        tension=number(float(top[place["tension"]]), lang),
        benefit=number(float(top[place["benefit"]]), lang, 2),
        tension_alone=number(float(frontier.single_goals[place["tension"]]), lang),
        benefit_alone=number(float(frontier.single_goals[place["benefit"]]), lang, 2),
    )
    figure = [] if picture is None else [Picture(f"claim_{FRONTIER}.png", picture, shown)]
    return [
        Heading(text("claims.frontier", lang)),
        Paragraph(intro),
        *figure,
        Grid(
            text("claims.frontier_wants", lang),
            [text(f"claims.{name}", lang) for name in ("motive", "best", "mean")],
            wanted,
        ),
        Grid(
            text("claims.frontier_reached", lang),
            [text(f"claims.{name}", lang) for name in ("goal", "best", "alone", "unit")],
            reached,
        ),
    ]
