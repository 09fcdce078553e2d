"""The article's claims and what the experiments say of them, in words: for the terminal, a page and the figures.

Every word of a finding is computed from a `Report`: the verdict, the worlds, where a claim fails, and the thresholds too,
which are read from the code that applies them. Nothing here is written down in advance.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np
from rich import box
from rich.console import Group
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from simulation.catalogue import number, percent, text
from simulation.doctrines import DOCTRINES
from simulation.experiments.claims import claim as rules
from simulation.experiments.claims import placebos
from simulation.experiments.claims.claim import Effect, Finding
from simulation.experiments.claims.frontier import GOALS, MOTIVES, Frontier
from simulation.experiments.claims.measures import SEVERE
from simulation.experiments.claims.result import Result
from simulation.experiments.claims.running import Report
from simulation.experiments.claims.worlds import MONTHS, World
from simulation.pages import Block, Grid, Heading, Items, Paragraph, Picture

SAYS = {1: "borne", 0: "neither", -1: "against"}  # what an effect says of a claim, as the catalogue calls it
VERDICTS = ("supported", "supported only when", "true by construction", "not supported", "opposite")
NOT_SHOWN = ("history", "doctrines", "size", "many", "absent")  # entries of the catalogue
CHANNEL_MEASURE = "later_provocations"  # what the single channels of cooperation are judged by


# --- words for one claim ------------------------------------------------------------------------------------


def key(name: str) -> str:
    """A name as the catalogue writes it in its keys: "Prisoner's Dilemma" becomes prisoners_dilemma."""
    return name.lower().replace("'", "").replace("-", "_").replace(" ", "_")


def picture_name(result: Result) -> str:
    """The file of a claim's figure, beside the Markdown page."""
    return f"claim_{result.claim.id}.png"


def verdict_words(result: Result, lang: str = "en") -> str:
    """The verdict, with its condition if it has one."""
    word = text(f"verdict.{key(result.verdict)}", lang)
    if result.verdict != "supported only when":
        return word
    field, _, values = result.condition.partition(": ")
    if not values:
        return f"{word} ({text('claims.unnamed', lang)})"
    named = ", ".join(value_words(field, value, lang) for value in values.split(", "))
    return f"{word} {text(f'world.{field}', lang)}: {named}"


def value_words(field: str, value: object, lang: str = "en") -> str:
    """The value of a world's field: the title of a doctrine, the name of a payoff world or a character, a count."""
    if field == "family":
        known = DOCTRINES.get(str(value))
        return known.title if known is not None else str(value)
    if field == "payoffs":
        return text(f"payoffs.{key(str(value))}", lang)
    return text(f"character.{key(str(value))}", lang) if field == "character" else str(value)


def signed(value: float, lang: str = "en", decimals: int = 2) -> str:
    """A difference with its sign."""
    shown = number(value, lang, decimals)
    return shown if value <= 0 or not np.isfinite(value) else f"+{shown}"


def decimals_for(effect: Effect) -> int:
    """As many decimals as show two digits of the effect or its interval."""
    size = max((abs(v) for v in (effect.effect, effect.low, effect.high) if np.isfinite(v)), default=0.0)
    return 2 if size == 0 else int(np.clip(1 - np.floor(np.log10(size)), 0, 4))


def spreads(effect: Effect, lang: str = "en") -> str:
    """The effect in standard deviations of the control; said in words where the control does not vary."""
    if abs(effect.sd) >= rules.LARGEST:
        return text("claims.no_spread", lang, sd=number(rules.LARGEST, lang, 0))
    return text("claims.spread", lang, sd=signed(effect.sd, lang))


def effect_words(effect: Effect, measure: str, lang: str = "en") -> str:
    """The effect in natural units with its 95 % interval, and in standard deviations."""
    places = decimals_for(effect)
    return text(
        "claims.effect",
        lang,
        effect=signed(effect.effect, lang, places),
        unit=text(f"claim_unit.{measure}", lang),
        low=signed(effect.low, lang, places),
        high=signed(effect.high, lang, places),
        spread=spreads(effect, lang),
    )


def claim_title(result: Result, lang: str = "en") -> str:
    """The finding in one line, computed from verdict and worlds."""
    return text(
        f"claim_title.{key(result.verdict)}",
        lang,
        id=result.claim.id,
        borne=result.borne_out,
        worlds=len(result.findings),
    )


def says_words(result: Result, lang: str = "en") -> str:
    """What the claim says of its measure: that it rises or falls."""
    way = "rises" if result.claim.sign > 0 else "falls"
    return text(f"claims.{way}", lang, measure=text(f"claim_measure.{result.claim.measure}", lang))


def alternative(result: Result, lang: str = "en") -> str:
    """The figure of a claim in words."""
    against = sum(finding.says == -1 for finding in result.findings)
    return text(
        "claims.alternative",
        lang,
        title=claim_title(result, lang),
        measure=text(f"claim_measure.{result.claim.measure}", lang),
        effect=effect_words(result.effect, result.claim.measure, lang),
        borne=result.borne_out,
        neither=len(result.findings) - result.borne_out - against,
        against=against,
    )


def own_words(effect: Effect, sign: int, lang: str = "en") -> str:
    """What one effect says of a claim."""
    word = SAYS[rules.says(effect, sign)]
    return text(f"claims.own_{word}", lang)


def group_words(world: World, lang: str = "en") -> str:
    """The family of a world as the figure groups worlds: its doctrine, and the number of states beyond two."""
    title = value_words("family", world.family, lang)
    return title if world.states == 2 else text("claims.states", lang, family=title, states=world.states)


def tally(findings: Iterable[Finding], group: Callable[[World], str]) -> dict[str, tuple[int, int]]:
    """In how many worlds of each group a claim is borne out, and how many the group has; in the order met."""
    found: dict[str, tuple[int, int]] = {}
    for finding in findings:
        borne, count = found.get(group(finding.world), (0, 0))
        found[group(finding.world)] = borne + (finding.says == 1), count + 1
    return found


def where_it_fails(result: Result, lang: str = "en") -> str:
    """The worlds in which a claim is not borne out, by family and by payoffs; "none found" if there are none."""
    failed = len(result.findings) - result.borne_out
    if not failed:
        return text("claims.fails_nowhere", lang, worlds=len(result.findings))
    against = sum(finding.says == -1 for finding in result.findings)
    said = [text("claims.fails", lang, failed=failed, worlds=len(result.findings), against=against)]
    for by, group in (
        ("family", lambda world: group_words(world, lang)),
        ("payoffs", lambda world: value_words("payoffs", world.payoffs, lang)),
        ("character", lambda world: value_words("character", world.character, lang)),
    ):
        shares = sorted(tally(result.findings, group).items(), key=lambda item: item[1][0] / item[1][1])
        of = [text("claims.of", lang, group=name, borne=borne, all=count) for name, (borne, count) in shares]
        said.append(text(f"claims.fails_{by}", lang, shares="; ".join(of)))
    return " ".join(said)


def four_paragraphs(result: Result, report: Report, lang: str = "en") -> list[Paragraph]:
    """What the article says, how it was tested, what came out, where it fails."""
    claim = result.claim
    tested = text(
        "claims.tested",
        lang,
        mechanism=text(f"claim_mechanism.{claim.id.lower()}", lang),
        switch=text(f"claim_switch.{claim.id.lower()}", lang),
        says=says_words(result, lang),
        runs=number(result.effect.runs, lang, 0),
        seed=report.seed,
        world_runs=number(report.world_runs, lang, 0),
        worlds=len(result.findings),
    )
    out = text(
        "claims.out",
        lang,
        verdict=verdict_words(result, lang),
        effect=effect_words(result.effect, claim.measure, lang),
        own=own_words(result.effect, claim.sign, lang),
        borne=result.borne_out,
        worlds=len(result.findings),
        frozen=percent(max(0.0, result.frozen_share), lang),
    )
    return [
        Paragraph(text(f"claim.{claim.id.lower()}", lang), text("claims.says", lang)),
        Paragraph(tested, text("claims.how", lang)),
        Paragraph(out, text("claims.what", lang)),
        Paragraph(where_it_fails(result, lang), text("claims.where", lang)),
    ]


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
        inert=text("claims.inert_none", lang)
        if found.inert_change == 0
        else text("claims.inert_some", lang, largest=number(found.inert_change, lang, 6)),
    )


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
    """The whole report as blocks. `pictures` holds the PNG of each claim's figure by the claim's id."""
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
        blocks += frontier_blocks(frontier, lang)
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


def frontier_blocks(frontier: Frontier, lang: str = "en") -> Sequence[Block]:
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
    return [
        Heading(text("claims.frontier", lang)),
        Paragraph(intro),
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
