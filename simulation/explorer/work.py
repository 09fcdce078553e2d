"""What the processes behind the page can be asked for: a name, and a pure function of a view that gives text or bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

import pandas as pd

from simulation.catalogue import in_language, month
from simulation.explorer import why
from simulation.explorer.futures import (
    Futures,
    alternative,
    detente_words,
    figure,
    futures,
    has_record,
    how_many,
    kept_figure,
    more_runs,
    outcome_blocks,
)
from simulation.explorer.month import blocks_of_month
from simulation.explorer.pages import render
from simulation.explorer.view import FEW, MANY, Scenarios, View
from simulation.explorer.worlds import shipped
from simulation.findings.tables.comparison import comparison_tables
from simulation.plots.futures import NARROW, WIDE, since
from simulation.plots.page import LEFT, RIGHT
from simulation.plots.saving import png
from simulation.plots.svg import svg
from simulation.scenario import Scenario
from simulation.web.pages import blocks_html, drawing

Pairs = Iterable[tuple[str, str]]
Tell = Callable[[float], None]


def start(own: Mapping[str, str]) -> dict[str, Callable[..., Any]]:
    """The table of work; `own` are a user's scenarios as TOML, by name. It has imported what work needs."""
    ours = shipped()
    scenarios = ours, {**ours, **{name: Scenario.from_toml(written) for name, written in own.items()}}
    table: dict[str, Callable[..., Any]] = {
        "futures": futures_html,
        "month": month_html,
        "print": print_html,
        "outcomes": outcomes_csv,
        "picture": picture,
    }
    of_views = {name: partial(_of_a_view, work, scenarios) for name, work in table.items()}
    return of_views | {name: partial(_in_its_language, work, ours) for name, work in why.WORK.items()}


def _in_its_language(work: Callable[..., Any], scenarios: Scenarios, *, lang: str, **more: Any) -> Any:
    with in_language(lang):
        return work(scenarios, lang, **more)


def _of_a_view(
    work: Callable[..., Any],
    scenarios: tuple[Scenarios, Scenarios],
    *,
    pairs: Pairs,
    lang: str,
    own: bool,
    **more: Any,
) -> Any:
    """`own`: whether a user's own scenarios are looked at, too, which may have the names of ours."""
    with in_language(lang):
        return work(View.of(pairs, scenarios[own]), scenarios[own], lang, **more)


def futures_html(
    view: View,
    scenarios: Scenarios,
    lang: str,
    *,
    runs: int | None,
    narrow: bool,
    tell: Tell,
    printed: bool = False,
) -> str:
    """Finding, figure and tables of a view, as a piece of a page."""
    count = view.runs or runs or FEW
    seen = futures(view, scenarios, lang, count, tell)
    drawn = figure(seen, view, lang, narrow)
    months = [f"{one:%Y-%m}" for one in pd.DatetimeIndex(seen.results[0]["month"].to_numpy())]
    first = _first_drawn(seen)
    months = [one for one in months if one >= first]
    width = NARROW if narrow else WIDE
    return render(
        "result.html",
        lang,
        view=view,
        finding=seen.finding,
        headline=seen.headline,
        detente=detente_words(seen, lang) if view.changes else "",
        recorded=view.shown != "cooperation" and has_record(seen, lang),
        own=scenarios[view.scenario] != shipped().get(view.scenario),
        figure=drawing(svg(drawn, alternative(seen, view, lang))),
        left=round(LEFT / width, 4),
        right=round(1 - RIGHT / width, 4),
        months=[(one, month(one, lang)) for one in months],
        middle=len(months) // 2,
        few=FEW,
        more=more_runs(view, count),
        said_runs=how_many(seen, lang),
        blocks=blocks_html(outcome_blocks(seen, view, scenarios, lang)) if view.changes else "",
        printed=printed,
    )


def month_html(view: View, scenarios: Scenarios, lang: str, *, when: str, tell: Tell) -> str:
    """Why each state did what it did in a month of one run, in both futures."""
    return blocks_html(blocks_of_month(view, scenarios, lang, when))


def print_html(view: View, scenarios: Scenarios, lang: str, *, tell: Tell) -> str:
    """A view for paper: finding and figure on the first page, what was changed and what came of it on the second."""
    return futures_html(view, scenarios, lang, runs=MANY, narrow=False, tell=tell, printed=True)


def outcomes_csv(view: View, scenarios: Scenarios, lang: str, *, tell: Tell) -> str:
    """The outcomes of both futures, as `detente compare --csv` writes them."""
    found = futures(view, scenarios, lang, view.runs or MANY, tell).found
    return str(comparison_tables(found)["outcomes"].to_csv(index=False))


def picture(view: View, scenarios: Scenarios, lang: str, *, form: str, tell: Tell) -> bytes:
    """The figure that is shown, with its words, as SVG or PNG."""
    seen = futures(view, scenarios, lang, view.runs or MANY, tell)
    drawn = kept_figure(seen, view, lang)
    return svg(drawn, alternative(seen, view, lang)).encode() if form == "svg" else png(drawn)


def _first_drawn(seen: Futures) -> str:
    shown = since(seen.results[0], seen.found["from"])
    return f"{pd.Timestamp(shown['month'].to_numpy()[0]):%Y-%m}"
