"""What `detente run` prints of an ensemble: finding, periods, outcomes, states."""

from __future__ import annotations

from collections.abc import Sequence

import xarray as xr
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from simulation.catalogue import NOTHING, number, percent, span, text
from simulation.reports.plain import Found
from simulation.reports.run_summary import STATE_LINES, summary
from simulation.reports.run_words import finding, footing
from simulation.reports.tables import arrow, date_cells, interval, new_table, share_cell

#: how many pairs the printed table has room for; the summary holds all of them
PAIRS_SHOWN = 3


def table(result: xr.Dataset, lang: str = "en", record: xr.DataArray | None = None) -> Group:
    """The tables of an ensemble for a terminal or a notebook, in the language `lang`."""
    return tables(summary(result, record), lang)


def tables(found: Found, lang: str = "en") -> Group:
    """The same from a `summary`, fresh or read back from `summary.json`."""
    parts: list[RenderableType] = [
        Text(found["title"], style="bold"),
        Text(finding(found, lang)),
        Text(),
        period_table(found, lang),
        Text(),
        outcome_table(found, lang),
        Text(),
        state_table(found, lang),
        Text(),
        Text(text("report.intervals", lang), style="dim"),
        Text(footing(found, lang), style="dim"),
    ]
    return Group(*parts)


def period_table(found: Found, lang: str = "en") -> Table:
    """By period: cooperation beside the record, tension, crises, agreements signed, share of months in
    détente.
    """
    columns = _columns(found)
    recorded = any(
        one["cooperation"][pair]["record"] is not None for one in found["periods"] for pair in columns
    )
    view = new_table(text("report.periods", lang))
    view.add_column(text("report.period", lang), no_wrap=True)
    for pair in columns:
        view.add_column(text("report.cooperation", lang, pair=arrow(pair)), justify="right")
        if recorded:
            view.add_column(text("report.record", lang), justify="right", style="yellow")
    for key in ("tension", "crises", "signed", "detente"):
        view.add_column(text(f"report.{key}", lang), justify="right")
    for one in found["periods"]:
        cells: list[RenderableType] = [span(one["first"], one["last"], lang)]
        for pair in columns:
            cells.append(interval(one["cooperation"][pair], lang))
            if recorded:
                cells.append(number(one["cooperation"][pair]["record"], lang))
        tension = [entry["median"] for entry in one["tension"].values() if entry["median"] is not None]
        cells.append(number(sum(tension) / len(tension), lang, 0) if tension else NOTHING)
        # Rare events: the mean over runs says more than a median of 0.
        cells += [number(one[key]["mean"], lang, 2) for key in ("crises_a_year", "signed_a_year")]
        cells.append(percent(one["detente"], lang))
        view.add_row(*cells)
    return view


def _columns(found: Found) -> Sequence[str]:
    """The pairs that the table shows: both directions of two states, otherwise the tensest pairs."""
    pairs = list(found["periods"][0]["tension"])
    if len(pairs) <= PAIRS_SHOWN:
        return pairs

    def felt(pair: str) -> float:
        values = [one["tension"][pair]["median"] for one in found["periods"]]
        return -float(sum(value for value in values if value is not None))

    return sorted(pairs, key=felt)[:PAIRS_SHOWN]


def outcome_table(found: Found, lang: str = "en") -> Table:
    """What came of it: agreements, crises, near misses, war, and when each saw that confrontation does not
    pay.
    """
    view = new_table(text("report.outcomes", lang))
    view.add_column(text("report.outcome", lang))
    view.add_column(text("report.runs_share", lang), justify="right")
    view.add_column(text("report.median", lang), justify="right")
    detente, crises = found["detente"], found["crises"]
    view.add_row(text("outcome.detente", lang), share_cell(detente, lang, "happened"), "")
    for end in ("faded", "lasted"):
        view.add_row(
            text(f"outcome.{end}", lang), percent(detente[end] if detente["happened"] else None, lang), ""
        )
    view.add_row(text("outcome.war", lang), share_cell(found["war"], lang), "")
    view.add_row(
        text("outcome.near_miss", lang),
        share_cell(crises["near_miss"], lang),
        interval(crises["near_misses_a_run"], lang, 0),
    )
    view.add_row(text("outcome.crises", lang), "", interval(crises["a_year"], lang))
    for issue, entry in found["agreements"].items():
        label = text("outcome.signed", lang, issue=text(f"issue.{issue}", lang))
        view.add_row(label, share_cell(entry["ever"], lang), interval(entry["signed"], lang, 0))
    view.add_row(text("outcome.both", lang), *date_cells(found["recognition"]["mutual"], lang))
    directions = found["recognition"]["by_state"]
    for pair in (
        directions if len(directions) <= 2 else ()
    ):  # with more states the summary has every direction
        view.add_row(text("outcome.recognised", lang, who=arrow(pair)), *date_cells(directions[pair], lang))
    return view


def state_table(found: Found, lang: str = "en") -> Table:
    """Benefit and criticism (G4, K1-K4) for each state, in months of détente and in the others of the same
    runs.
    """
    view = new_table(text("report.states", lang))
    view.add_column(text("report.measure", lang))
    for heading in ("report.all_months", "report.detente_months", "report.other_months"):
        view.add_column(text(heading, lang), justify="right")
    for state, lines in found["states"].items():
        for name, decimals in STATE_LINES.items():
            label = text("report.of_state", lang, state=state, measure=text(f"measure.{name}", lang))
            cells = [interval(lines[name][part], lang, decimals) for part in ("all", "detente", "otherwise")]
            view.add_row(label, *cells)
    for name, entry in found["world"].items():
        view.add_row(text(f"measure.{name}", lang), interval(entry, lang, 2), "", "")
    return view
