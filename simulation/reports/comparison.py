"""The report of `detente compare`: finding, inputs, what they reach, one run if asked for, outcomes, how sure they are."""

from __future__ import annotations

from collections.abc import Sequence

from simulation.catalogue import NOTHING, month, number, span, text
from simulation.findings.comparison import Comparison
from simulation.findings.parted import PartedRun, SpanFound, SpanOfBoth
from simulation.pages.blocks import Block, Cell, Grid, Heading, Items, Paragraph
from simulation.words.changes import all_changed
from simulation.words.comparison import by_chance, deed, opening, parts_words, reach, scenarios_words, told
from simulation.words.outcomes import gap_cell, outcome_name, shown
from simulation.words.variables import SCALES, written


def comparison_blocks(found: Comparison, lang: str = "en") -> list[Block]:
    """The whole report of a `compare_summary`, fresh or read back from `compare.json`."""
    a, b = found["a"], found["b"]
    name = found.get("counterfactual")
    about = text(f"counterfactual.{name}_about", lang) if name else ""
    footing = text(
        "compare.footing", lang, runs=number(found["runs"], lang, 0), seed=found["seed"],
        scenarios=scenarios_words(found, lang), version=found["version"],
    )  # fmt: skip
    return [
        Heading(text("compare.title", lang, a=a["label"], b=b["label"]), 1),
        Paragraph(opening(found, lang)),
        *([Paragraph(about)] if about else []),
        *_inputs(found, lang),
        *([Paragraph(reach(found, lang))] if found["reached"]["runs"] else []),
        *(_run(found, found["run"], lang) if found["run"] is not None else []),
        *(_outcomes(found, lang) if found["reached"]["runs"] else []),
        Paragraph(footing, quiet=True),
    ]


def _inputs(found: Comparison, lang: str) -> list[Block]:
    said = all_changed(found["changes"], found["a"]["label"], found["b"]["label"], lang)
    blocks: list[Block] = (
        [Heading(text("compare.inputs", lang, n=len(said))), Items(said)]
        if said
        else [Paragraph(text("compare.same_inputs", lang))]
    )
    if found["words_differ"]:
        blocks.append(Paragraph(text("compare.words_differ", lang), quiet=True))
    return blocks


def _run(found: Comparison, run: PartedRun, lang: str) -> list[Block]:
    """What becomes of the one run that was asked for."""
    labels = found["a"]["label"], found["b"]["label"]
    deeds = []
    for one in run["deeds"]:
        reasons = zip(labels, one["why"], strict=True) if one["why"] else ()
        deeds.append("\n".join([deed(one, lang), *(f"{label}. {why}" for label, why in reasons)]))
    blocks: list[Block] = [Heading(parts_words(run, lang)), *([Items(deeds)] if deeds else [])]
    if run["spans"]:
        columns = [text(f"compare.run_{name}", lang) for name in SPAN_COLUMNS]
        ended = [_ended(one, labels) for one in run["spans"]]
        new = [[one for one in now if one not in was] for was, now in zip([[], *ended], ended, strict=False)]
        rows = [_span(one, wars, lang) for one, wars in zip(run["spans"], new, strict=True)]
        title = text("compare.run_table", lang, a=labels[0], b=labels[1])
        blocks.append(Grid(title, [text("report.period", lang), *columns], rows))
    return blocks


#: columns of the table of one run; the last two are counts of the run itself
SPAN_COLUMNS = ("tension", "cooperation", "mutual_benefit", "crises", "agreements")


def _ended(one: SpanOfBoth, labels: tuple[str, str]) -> list[str]:
    """Which of the two had ended in war by then."""
    return [label for label, side in zip(labels, (one["a"], one["b"]), strict=True) if side["war"]]


def _span(one: SpanOfBoth, wars: list[str], lang: str) -> list[str | Cell]:
    """Some months of both futures, and which of the two ended in war in them."""
    war = text("compare.run_war", lang, futures=", ".join(wars)) if wars else ""
    both = zip(_numbers(one["a"], lang), _numbers(one["b"], lang), strict=True)
    return [Cell(span(one["first"], one["last"], lang), war), *(f"{a} | {b}" for a, b in both)]


def _numbers(side: SpanFound, lang: str) -> list[str]:
    if side["war"]:
        return [NOTHING] * len(SPAN_COLUMNS)
    means = [
        ("tension", side["tension"]),
        ("cooperation", side["cooperation"]),
        ("mutual_benefit", side["mutual_benefit"]),
    ]
    counts = (side["crises"], side["agreements"])
    return [*(written(name, value, lang) for name, value in means), *(number(one, lang, 0) for one in counts)]


def _outcomes(found: Comparison, lang: str) -> list[Block]:
    """The table, and for each window in a line what can be told from chance."""
    blocks: list[Block] = [futures_grid(found, lang)]
    for window in found["windows"]:
        key = "compare_ordered.window" if window["ordered"] else "compare.window"
        dates = span(window["first"], window["last"], lang)
        blocks.append(Paragraph(told(window, lang), text(key, lang, span=dates)))
    reading = text("compare.reading", lang, a=found["a"]["label"], b=found["b"]["label"])
    return [
        *blocks,
        Paragraph(by_chance(found["windows"][-1], lang), quiet=True),
        Paragraph(reading, quiet=True),
    ]


def futures_grid(found: Comparison, lang: str, outcomes: Sequence[str] = tuple(SCALES)) -> Grid:
    """A row an outcome: both futures and their difference in the first window, and the difference in the other."""
    near, *rest = found["windows"]
    title = text("futures.outcomes", lang)
    if found["from"] != found["first"]:
        title = text("compare.outcomes", lang, first=month(found["from"], lang))
    labels = (("A", found["a"]["label"]), ("B", found["b"]["label"]))
    columns = [text("report.outcome", lang)]
    columns += [text("futures.column", lang, side=side, label=label) for side, label in labels]
    for window in found["windows"]:
        words = "compare_ordered.difference" if window["ordered"] else "compare.difference"
        columns.append(text(words, lang, span=span(window["first"], window["last"], lang)))
    later = [{(row["outcome"], row["state"]): row for row in window["outcomes"]} for window in rest]
    rows: list[list[str | Cell]] = []
    for row in near["outcomes"]:
        if row["outcome"] not in outcomes:
            continue
        others = [rows_of[row["outcome"], row["state"]] for rows_of in later]
        both = shown(row, row["a"], lang), shown(row, row["b"], lang)
        rows.append([outcome_name(row, lang), *both, *(gap_cell(one, lang) for one in (row, *others))])
    return Grid(title, columns, rows)
