"""The page of a class: on a projector its figure, on paper two pages, the second of which is the teacher's."""

from __future__ import annotations

import math
from collections.abc import Sequence

from simulation.catalogue import bounds, number, percent, signed, text
from simulation.pages.blocks import Block, Grid, Heading, Items, Paragraph
from simulation.play.class_debrief import notes
from simulation.play.class_debrief.came import sorted_by
from simulation.play.class_debrief.conduct import SHARES
from simulation.play.class_debrief.differs import Difference, Row
from simulation.play.class_debrief.drawn import DECIMALS, reach
from simulation.play.class_debrief.found import Class
from simulation.play.class_debrief.panels import panels
from simulation.play.pages import reached, render
from simulation.scenario.translated import translated
from simulation.version import version
from simulation.web.pages import drawing


def class_html(found: Class, lang: str) -> str:
    """The whole debrief, as a piece of a page: finding and figure, tables, notes; on screen also every match in a table."""
    return render(
        "class_debrief.html",
        lang,
        **_figure(found, "tension", lang),
        blocks=reached(_differs(found, lang)),
        notes=reached([*_notes(found, lang), *_predicted(found, lang), *_learnt(found, lang)]),
        matches=reached([all_matches(found, lang)]),
    )


def figure_html(found: Class, lang: str, variable: str = "tension") -> str:
    """The figure alone with its words, for a projector."""
    return render("class_figure.html", lang, **_figure(found, variable, lang))


def _figure(found: Class, variable: str, lang: str) -> dict[str, object]:
    said = finding(found, variable, lang)
    shown = _sorted(found, variable)
    return {
        "finding": said,
        "subtitle": subtitle(found, lang) if variable == "tension" else "",
        "figure": drawing(panels(shown.matches, found.fan, variable, said, lang)),
        "legend": text("play_class.legend", lang, runs=found.runs),
        "made": " ".join(how_made(shown, variable, lang)),
    }


def _sorted(found: Class, variable: str) -> Class:
    return found._replace(matches=sorted_by(found.matches, variable))


# --- in words --------------------------------------------------------------------------------------------------------


def finding(found: Class, variable: str, lang: str) -> str:
    """In how many matches it went better than with the same chance and nobody playing."""
    better, n = sum(one.better(variable) is True for one in found.matches), len(found.matches)
    if variable == "tension":
        return text("play_class.headline", lang, calmer=better, n=n)
    return text("play_class.headline_benefit", lang, more=better, n=n)


def subtitle(found: Class, lang: str) -> str:
    """By how much, on average and with its interval."""
    gap = found.gap()
    if gap is None:
        return text("play_class.gap_few", lang)
    mean = signed(gap.mean, lang, 1)
    if gap.low is None:
        return text("play_class.gap_alike", lang, gap=mean, n=gap.n)
    ends = {"low": signed(gap.low, lang, 1), "high": signed(gap.high, lang, 1)}
    said = text("play_class.gap", lang, gap=mean, **ends)
    return f"{said} {text('play_class.one_chance', lang)}" if found.one_chance else said


def how_made(found: Class, variable: str, lang: str) -> list[str]:
    """The scale of the panels, and how many matches and runs of which seed and version they show."""
    ground = found.fan.band(variable, found.months)
    low, high = reach(
        [
            *ground.values(),
            *(path for one in found.matches for path in (one.lines[variable], one.nobody[variable])),
        ],
        variable,
    )
    scale = text(
        "play_class.scale", lang, what=text(f"play_class.{variable}", lang), months=found.months,
        low=number(low, lang, DECIMALS[variable]), high=number(high, lang, DECIMALS[variable]),
        title=translated(found.scenario, lang).title,
    )  # fmt: skip
    about = {"n": len(found.matches), "seed": found.fan.seed, "runs": found.runs, "version": version()}
    made = [scale, text("play_class.made", lang, **about)]
    return [*made, text("play_class.elsewhere", lang, n=found.elsewhere)] if found.elsewhere else made


def _differs(found: Class, lang: str) -> list[Block]:
    parted, n = found.parted, len(found.matches)
    sides = {"found": parted.found, "n": n}
    counted = text(
        "play_class_differs.counted", lang, **sides, share=percent(parted.found / n, lang),
        runs=found.runs, alone=percent(found.fan.detente.share, lang),
    )  # fmt: skip
    blocks: list[Block] = [
        Heading(text("play_class_differs.title", lang)),
        Paragraph(counted),
    ]
    if not parted.rows:
        return [*blocks, Paragraph(text("play_class_differs.few", lang, **sides, others=parted.others))]
    columns = (
        text("play_class_differs.measure", lang),
        text("play_class_differs.found", lang, n=parted.found),
        text("play_class_differs.others", lang, n=parted.others),
        text("play_class_differs.difference", lang),
        text("play_class_differs.first_half", lang),
    )
    rows = [_row(one, parted.found, parted.others, lang) for one in parted.rows]
    clear = [
        text(f"play_class_differs.{row.measure}", lang)
        for row in parted.rows
        if row.differs and row.differs.clear
    ]
    honest = text(
        "play_class_differs.honest", lang,
        rows=sum(row.differs is not None for row in parted.rows), chance=percent(parted.by_chance, lang),
    )  # fmt: skip
    said = (
        text("play_class_differs.clear", lang, names="; ".join(clear))
        if clear
        else text("play_class_differs.none", lang)
    )
    grid = Grid(text("play_class_differs.caption", lang), columns, rows)
    return [*blocks, grid, Paragraph(said), Paragraph(honest, quiet=True)]


def _row(row: Row, found: int, others: int, lang: str) -> list[str]:
    is_share = row.measure in SHARES

    def mean(value: float, n: int, of: int) -> str:
        shown = percent(value, lang) if is_share else number(value, lang, 0)
        return shown if n == of or math.isnan(value) else f"{shown} (n = {n})"

    return [
        text(f"play_class_differs.{row.measure}", lang),
        mean(row.found, row.n_found, found),
        mean(row.others, row.n_others, others),
        difference(row.differs, lang, 100 if is_share else 1),
        difference(row.first_half, lang, 100 if is_share else 1),
    ]


def difference(gap: Difference | None, lang: str, times: float = 1, decimals: int = 0) -> str:
    """A difference with its interval, `+12 (3…21)`; a dash where there is none."""
    if gap is None:
        return "\N{EN DASH}"
    mean = signed(times * gap.mean, lang, decimals)
    if gap.low is None or gap.high is None:
        return mean
    return bounds(signed(times * gap.low, lang, decimals), signed(times * gap.high, lang, decimals), mean)


def _predicted(found: Class, lang: str) -> list[Block]:
    if not found.beside:
        return []
    columns = [
        text(f"play_class_predicted.{name}", lang)
        for name in ("question", "expected", "came", "off", "right")
    ]
    rows = [
        [
            _asked(one.question, lang),
            number(one.expected, lang),
            number(one.came, lang),
            difference(one.off, lang, decimals=1),
            text("play_class_predicted.share", lang, share=percent(one.right.share, lang), n=one.right.n),
        ]
        for one in found.beside
    ]
    sure: list[Block] = [
        Paragraph(
            text(
                "play_class_predicted.sure", lang, sure=percent(one.sure, lang), n=one.right_of_sure.n,
                question=text(f"play_class_predicted.{one.question}", lang),
                right=percent(one.right_of_sure.share, lang),
            )
        )
        for one in found.beside
        if one.right_of_sure.n
    ]  # fmt: skip
    title = Heading(text("play_class_predicted.title", lang))
    return [title, Grid(text("play_class_predicted.caption", lang), columns, rows), *sure]


def _asked(question: str, lang: str) -> str:
    """What was asked, and what counts as near enough."""
    near = text(f"play_class_predicted.near_{question}", lang)
    return f"{text(f'play_class_predicted.{question}', lang)} ({near})"


def _learnt(found: Class, lang: str) -> list[Block]:
    if not found.learnt:
        return []
    columns = [
        text(f"play_class_learnt.{name}", lang)
        for name in ("question", "before", "after", "difference", "changed", "n")
    ]
    questions = sum(one.question is not None for one in found.learnt)
    rows = []
    for one in found.learnt:
        whole = one.question is None
        name = (
            text("play_class_learnt.all", lang, n=questions)
            if one.question is None
            else text("play_class_learnt.number", lang, n=one.question + 1)
        )
        ends = [number(side, lang) if whole else percent(side, lang) for side in (one.before, one.after)]
        gap = difference(one.differs, lang, 1 if whole else 100, 1 if whole else 0)
        rows.append([name, *ends, gap, f"{one.more} / {one.less}", str(one.n)])
    return [
        Heading(text("play_class_learnt.title", lang)),
        Grid(text("play_class_learnt.caption", lang), columns, rows),
        Paragraph(text("play_class_learnt.honest", lang), quiet=True),
    ]


def _notes(found: Class, lang: str) -> Sequence[Block]:
    return [
        Heading(text("play_class_notes.title", lang), fresh=True),
        Heading(text("play_class_notes.look", lang), level=3),
        Items(notes.look(found, lang)),
        Heading(text("play_class_notes.ask", lang), level=3),
        Items(notes.ask(found, lang)),
    ]


def all_matches(found: Class, lang: str) -> Grid:
    """Every match in a row."""
    names = ("match", "tension", "nobody", "below", "benefit", "crises", "in_force", "detente")
    rows = []
    for one in found.matches:
        below = found.fan.below("tension", one.match.months, one.end())
        rows.append([
            one.match.name,
            text("play_class.war", lang) if one.war else number(one.end(), lang, 0),
            number(one.nobody["tension"][-1], lang, 0),
            "\N{EN DASH}" if one.war else number(100 * (1 - below), lang, 0),
            number(one.end("mutual_benefit"), lang, 2),
            str(one.crises),
            str(one.in_force),
            text("play_class_table.yes" if one.detente else "play_class_table.no", lang),
        ])  # fmt: skip
    columns = [text(f"play_class_table.{name}", lang) for name in names]
    return Grid(text("play_class_table.all", lang), columns, rows)
