"""What comes of a view: both futures on the same draws, as `detente compare` finds them, and drawn."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from textwrap import shorten, wrap
from typing import NamedTuple

import xarray as xr

from simulation import history
from simulation.catalogue import number, text
from simulation.engine import simulate
from simulation.explorer.form import called, change, shown_value
from simulation.explorer.inputs import Input, Value, inputs
from simulation.explorer.view import FEW, MANY, Scenarios, View
from simulation.findings.comparison import Comparison, Labels, compare_summary
from simulation.findings.run import aligned
from simulation.findings.run import headline as run_headline
from simulation.pages.blocks import Block, Heading, Items
from simulation.plots.both_futures import Words, futures_page
from simulation.plots.difference import COMPARED
from simulation.plots.futures import futures_panels
from simulation.reports.comparison import comparison_blocks
from simulation.scenario import Scenario
from simulation.scenario.translated import translated
from simulation.shown_names import shown_names
from simulation.words.comparison import differs, headline, opening, reach
from simulation.words.outcomes import shown
from simulation.words.run import finding

Tell = Callable[[float], None]  # how far the work is, 0 to 1; may raise, and so end it

LINE = 160  # letters of a line at the foot of a figure that is kept
LETTERS = 44  # of a future's name in a figure
KEPT = 160 * 2**20  # bytes of results that a process keeps: of 44 years, 500 runs are 137 MiB


class Futures(NamedTuple):
    """Both futures of a view, in a language: results, what was found of them, and the finding in a sentence or two."""

    results: tuple[xr.Dataset, ...]
    found: Comparison
    finding: str
    headline: str


def futures(
    view: View, scenarios: Scenarios, lang: str, runs: int = FEW, tell: Tell = lambda share: None
) -> Futures:
    """Simulate, compare and say what came of it. Raises ScenarioError for changes that do not go together.

    Of a view without a change there is one result, and the finding is about that.
    """
    before, after = view.futures(scenarios)
    parts = 2 if view.changes else 1
    results = [_result(before, view.seed, runs, lambda share: tell(share / parts))]
    if view.changes:
        results.append(_result(after, view.seed, runs, lambda share: tell((1 + share) / parts)))
    both = translated(before, lang), translated(after, lang)
    tell(1.0)  # whoever has left in the meantime is heard between the longer steps
    found = compare_summary(both, labels(view, scenarios, lang), results[0], results[-1])
    tell(1.0)
    drawn = tuple(shown_names(one, lang) for one in results)
    said = shown_names(found, lang)
    if not view.changes:
        return Futures(drawn, said, finding(run_headline(drawn[0]), lang), "")
    return Futures(drawn, said, opening(said, lang), headline(said, view.shown, lang))


def labels(view: View, scenarios: Scenarios, lang: str) -> Labels:
    """What the two futures are called: the second by its change, or by how many there are."""
    known = inputs(scenarios[view.scenario])
    said = [change(known[key], value, lang) for key, value in view.changes.items()]
    after = (
        shorten(said[0], LETTERS, placeholder="…")
        if len(said) == 1
        else text("explore.changes", lang, n=len(said))
    )
    return Labels(text("figure.before", lang), after)


def outcome_blocks(seen: Futures, view: View, scenarios: Scenarios, lang: str) -> list[Block]:
    """What was changed, in the words of the form, and what `detente compare` says came of it."""
    known = inputs(scenarios[view.scenario])
    said = [_changed(known[key], value, lang) for key, value in view.changes.items()]
    told = (
        4 if seen.found["changes"] else 3
    )  # blocks: title, finding, and inputs as a scenario file calls them
    rest = comparison_blocks(seen.found, lang)[told:]
    return [Heading(text("compare.inputs", lang, n=len(said)), 2), Items(said), *rest]


def _changed(one: Input, value: Value, lang: str) -> str:
    """A change with what it was before."""
    if one.kind == "happens":
        return change(one, value, lang)
    was, now = (shown_value(one, each, lang) for each in (one.now, value))
    return f"{called(one, lang)} {was} \N{RIGHTWARDS ARROW} {now}"


def detente_words(seen: Futures, lang: str) -> str:
    """In how many runs détente came in both futures, and by how much that differs: what a reader asks first."""
    rows = seen.found["windows"][-1]["outcomes"]
    row = next(one for one in rows if one["outcome"] == "detente_happened")
    both = {"a": shown(row, row["a"], lang), "b": shown(row, row["b"], lang)}
    return text("explore_more.detente", lang, **both, differs=differs(row, lang, "differs_95"))


def has_record(seen: Futures, lang: str) -> bool:
    """Whether the record knows every pair of a world at its time."""
    known = aligned(shown_names(history.cooperation("quarterly"), lang), seen.results[0])
    return known is not None and len(known.columns) == seen.results[0].sizes["pair"]


def figure(seen: Futures, view: View, lang: str, narrow: bool = False):  # type: ignore[no-untyped-def]  # matplotlib's own
    """The panels of both futures, beside the record where it knows every pair."""
    record = shown_names(history.cooperation("quarterly"), lang)
    return futures_panels(
        seen.results, seen.found, view.shown, lang, narrow=narrow, run=view.run, record=record
    )


def kept_figure(seen: Futures, view: View, lang: str):  # type: ignore[no-untyped-def]  # matplotlib's own
    """The panels that `figure` shows, with the finding above and how they were made below, to stand alone."""
    under = [how_many(seen, lang)]
    if view.run is not None:
        under.append(text("explore_kept.run", lang, run=view.run))
    if view.shown == "cooperation" and has_record(seen, lang):
        under.append(text("figure.record_note", lang))
    words = Words(seen.headline or seen.finding, _subtitle(seen, lang), wrap(" ".join(under), LINE))
    record = shown_names(history.cooperation("quarterly"), lang)
    return futures_page(seen.results, seen.found, view.shown, lang, words, run=view.run, record=record)


def _subtitle(seen: Futures, lang: str) -> str:
    """Of which world; in two futures also in how many runs the sign is that of the mean."""
    return reach(seen.found, lang, "figure_reach") if len(seen.results) > 1 else seen.found["a"]["title"]


def alternative(seen: Futures, view: View, lang: str) -> str:
    """The figure in words, for those who cannot see it."""
    what = text(COMPARED[view.shown][0], lang)
    key = "explore.figure" if len(seen.results) > 1 else "explore_kept.one_future"
    return text(key, lang, what=what, finding=seen.headline or seen.finding)


def how_many(seen: Futures, lang: str) -> str:
    """How many runs a figure shows, of which seed and version, and how it is to be read."""
    found = seen.found
    key = "explore.how_many_pairs" if len(seen.results) > 1 else "explore.how_many"
    return text(key, lang, n=number(found["runs"], lang, 0), seed=found["seed"], version=found["version"])


def more_runs(view: View, runs: int) -> int | None:
    """How many runs refine what was seen with `runs` of them; None where a number was asked for, or there are enough."""
    return MANY if view.runs is None and runs < MANY else None


_kept: OrderedDict[tuple[Scenario, int, int], xr.Dataset] = OrderedDict()


def _result(scenario: Scenario, seed: int, runs: int, tell: Tell) -> xr.Dataset:
    """The result of a scenario; those asked for last are kept, as many as there is room for."""
    key = scenario, seed, runs
    if key not in _kept:
        made = simulate(scenario, runs=runs, seed=seed, progress=lambda done, total: tell(done / total))
        if made.nbytes > KEPT:
            return made
        while made.nbytes + sum(one.nbytes for one in _kept.values()) > KEPT:
            _kept.popitem(last=False)
        _kept[key] = made
    _kept.move_to_end(key)
    return _kept[key]
