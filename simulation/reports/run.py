"""The report of `detente run`: finding, periods, outcomes, states."""

from __future__ import annotations

from collections.abc import Sequence

import xarray as xr

from simulation.catalogue import percent, span, text
from simulation.findings.run import STATE_LINES, summary
from simulation.findings.run_summary import Detente, RunSummary
from simulation.pages.blocks import Block, Cell, Grid, Heading, Paragraph
from simulation.pages.page import Page
from simulation.words.cells import arrow, date_cells, interval, interval_of, middle_of, percents, share
from simulation.words.run import copdab_scale, finding, footing
from simulation.words.variables import quantity_name, written

#: how many pairs the table of periods has room for; the summary holds all of them
PAIRS_SHOWN = 3
YEARS = 10  # rare events are told in ten years, as everywhere


def table(result: xr.Dataset, lang: str = "en", record: xr.DataArray | None = None) -> Page:
    """The tables of an ensemble for a terminal or a notebook, in the language `lang`."""
    return Page(run_blocks(summary(result, record), lang))


def run_blocks(found: RunSummary, lang: str = "en") -> list[Block]:
    """The whole report of a `summary`, fresh or read back from `summary.json`."""
    return [
        Heading(found["title"], 1),
        Paragraph(finding(found, lang)),
        period_grid(found, lang),
        outcome_grid(found, lang),
        state_grid(found, lang),
        *_left_out(found, lang),
        Paragraph(text("one_run.intervals" if found["runs"] == 1 else "report.intervals", lang), quiet=True),
        Paragraph(copdab_scale(lang), quiet=True),
        Paragraph(text("terms.first_table", lang), quiet=True),
        Paragraph(footing(found, lang), quiet=True),
    ]


def _left_out(found: RunSummary, lang: str) -> list[Block]:
    """What the tables have no room for with more than two states."""
    every, shown = list(found["periods"][0]["tension"]), _pairs(found)
    if len(every) == len(shown):
        return []
    words = text("report.left_out", lang, all=len(every), shown=", ".join(map(arrow, shown)))
    return [Paragraph(words, quiet=True)]


def period_grid(found: RunSummary, lang: str = "en") -> Grid:
    """By period: cooperation beside the record, tension, crises, agreements signed, share of months in détente."""
    pairs = _pairs(found)
    recorded = {
        pair
        for pair in pairs
        if any(one["cooperation"][pair]["record"] is not None for one in found["periods"])
    }
    columns = [text("report.period", lang)]
    for pair in pairs:
        columns.append(text("report.cooperation", lang, pair=arrow(pair)))
        columns += [text("report.record", lang)] if pair in recorded else []
    columns += [text(f"report.{key}", lang) for key in ("tension", "crises", "signed", "detente")]
    rows = []
    for one in found["periods"]:
        cells: list[str | Cell] = [span(one["first"], one["last"], lang)]
        for pair in pairs:
            cells.append(interval_of("cooperation", one["cooperation"][pair], lang, runs=found["runs"]))
            cells += (
                [written("cooperation", one["cooperation"][pair]["record"], lang)] if pair in recorded else []
            )
        cells.append(written("tension", middle_of(one["tension"]), lang))
        # Rare events: the mean over runs says more than a median of 0.
        for name, events in (("crises", one["crises_a_year"]), ("signed", one["signed_a_year"])):
            cells.append(written(name, None if events["mean"] is None else YEARS * events["mean"], lang))
        rows.append([*cells, written("detente", one["detente"], lang)])
    return Grid(text("report.periods", lang), columns, rows)


def _pairs(found: RunSummary) -> Sequence[str]:
    """The pairs that the table shows: both directions of two states, otherwise the tensest pairs."""
    pairs = list(found["periods"][0]["tension"])
    if len(pairs) <= PAIRS_SHOWN:
        return pairs
    felt = {pair: sum(one["tension"][pair]["median"] or 0.0 for one in found["periods"]) for pair in pairs}
    return sorted(pairs, key=lambda pair: -felt[pair])[:PAIRS_SHOWN]


def outcome_grid(found: RunSummary, lang: str = "en") -> Grid:
    """What came of it: agreements, crises, near misses, war, and when each saw that confrontation does not pay."""
    detente, crises, recognition = found["detente"], found["crises"], found["recognition"]
    runs = found["runs"]
    happened = percents(detente["happened"], detente["low"], detente["high"], lang)
    rows: list[tuple[str, str | Cell, str | Cell]] = [
        (text("outcome.detente", lang), happened, ""),
        *(
            (text(f"detente_end.{part}", lang), percent(one, lang), "")
            for part, one in _ends(detente).items()
        ),
        (text("outcome.war", lang), share(found["war"], lang), ""),
        (
            text("outcome.near_miss", lang),
            share(crises["near_miss"], lang),
            interval(crises["near_misses_a_run"], lang, 0, runs),
        ),
        (text("outcome.crises", lang), "", interval_of("crises", crises["a_year"], lang, YEARS, runs)),
    ]
    for issue, entry in found["agreements"].items():
        label = text("outcome.signed", lang, issue=text(f"issue.{issue}", lang))
        rows.append((label, share(entry["ever"], lang), interval(entry["signed"], lang, 0, runs)))
    rows.append((text("outcome.both", lang), *date_cells(recognition["mutual"], lang)))
    directions = recognition["by_state"]
    if len(directions) <= 2:  # with more states the summary has every direction
        rows += [
            (text("outcome.recognised", lang, who=arrow(pair)), *date_cells(one, lang))
            for pair, one in directions.items()
        ]
    last = "one_run.value" if runs == 1 else "report.median"
    columns = [text(entry, lang) for entry in ("report.outcome", "report.runs_share", last)]
    return Grid(text("report.outcomes", lang), columns, rows)


def _ends(detente: Detente) -> dict[str, float | None]:
    """What became of détente in the runs in which it came, as shares of those that add up to one; None if in none."""
    faded, lasted, again, neither = (detente[part] or 0.0 for part in ("faded", "lasted", "again", "neither"))
    ends = {"lasted": lasted - again, "again": again, "faded": faded - again, "neither": neither}
    return {part: share if detente["happened"] else None for part, share in ends.items()}


def state_grid(found: RunSummary, lang: str = "en") -> Grid:
    """Benefit and criticism (G4, K1-K4) for each state, in months of détente and in the others of the same runs."""
    rows: list[list[str | Cell]] = []
    for state, lines in found["states"].items():
        for name in STATE_LINES:
            label = text("report.of_state", lang, state=state, measure=quantity_name(name, lang))
            parts = (lines[name]["all"], lines[name]["detente"], lines[name]["otherwise"])
            rows.append([label, *(interval_of(name, part, lang, runs=found["runs"]) for part in parts)])
    for name, entry in found["world"].items():
        rows.append([quantity_name(name, lang), interval_of(name, entry, lang, runs=found["runs"]), "", ""])
    names = ("measure", "all_months", "detente_months", "other_months")
    columns = [text(f"report.{name}", lang) for name in names]
    return Grid(text("report.states", lang), columns, rows)
