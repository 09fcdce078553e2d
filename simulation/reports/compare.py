"""Two futures side by side: what differs in the inputs, what that reaches, and what comes of it, as data and as tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import xarray as xr
from rich.console import Group, RenderableType
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from simulation.catalogue import NOTHING, month, number, span, text
from simulation.doctrines import Doctrine
from simulation.experiments import ensembles
from simulation.experiments.detente import dyads
from simulation.experiments.input_changes import (
    Change,
    changes,
    first_month,
    ordered_until,
    other_words,
)
from simulation.experiments.outcomes import Compared, Window, compared, touched
from simulation.experiments.parting import Parting
from simulation.findings.plain import Found, plain, six_digits
from simulation.reports.tables import above, new_table
from simulation.scenario import Part, Scenario
from simulation.words.comparison import changed, deed, verdicts
from simulation.words.outcomes import difference, outcome_name, shown

#: Months after the change that are looked at by themselves: what a change does at first has often faded by the end.
NEAR = 24
#: A run must go on for this many months more for that to be worth a look of its own (assumption).
WORTH = 12
#: rows of the table of one run
ROWS = 12


class Labels(NamedTuple):
    """What the two futures are called in tables and figures."""

    a: str
    b: str


# --- counting -------------------------------------------------------------------------------------------------


def compare_summary(
    scenarios: tuple[Scenario, Scenario], labels: Labels, before: xr.Dataset, after: xr.Dataset
) -> Found:
    """Everything that the tables show, ready for JSON; `before` and `after` are the results of the two scenarios.

    Raises ScenarioError for scenarios that cannot be compared, or results that are no twins.
    """
    a, b = scenarios
    found = changes(a, b)
    first, until = first_month(a, found), ordered_until(a, b)
    reached = touched(before, after)
    return {
        "a": {"label": labels.a, "name": a.name, "title": a.title},
        "b": {"label": labels.b, "name": b.name, "title": b.title},
        "states": list(a.labels),
        "first": a.start,
        "last": a.end,
        "runs": int(before.attrs["runs"]),
        "seed": int(before.attrs["seed"]),
        "version": str(before.attrs["version"]),
        "interval": "95% interval of the mean of paired differences (bootstrap over pairs of runs; shares of runs: "
        "Newcombe 1998, method 10); months after a war in either run of a pair are left out of both",
        "changes": [_change(one) for one in found],
        "words_differ": other_words(a, b),
        "from": a.month_text(first),
        "reached": {
            "runs": reached.anything,
            "runs_with_another_act": reached.acts,
            "first_act": None
            if reached.first is None
            else dict(zip(("low", "median", "high"), reached.first, strict=True)),
        },
        "windows": [
            {**_window(a, before, after, window), "ordered": until is not None and window.stop <= until}
            for window in windows(a, first, until)
        ],
        "run": None,
    }


def windows(scenario: Scenario, first: int, until: int | None = None) -> list[Window]:
    """The first two years from a month on, if the run goes on well beyond them; and everything from that month on.

    What differs from the beginning has no moment after which to look, so there is only the whole. Where the futures
    differ in orders alone, which hold for two years or more, `until` a month before the end: the months after it,
    which come first because they are what counts, and the ordered months apart, in which conduct differs by order.
    """
    if until is not None and until - first >= NEAR and scenario.months - until >= WORTH:
        return [Window(until, scenario.months), Window(first, until)]
    whole = Window(first, scenario.months)
    if first == 0 or scenario.months - first < NEAR + WORTH:
        return [whole]
    return [Window(first, first + NEAR), whole]


def _window(scenario: Scenario, before: xr.Dataset, after: xr.Dataset, window: Window) -> Found:
    return {
        "first": scenario.month_text(window.start),
        "last": scenario.month_text(window.stop - 1),
        "outcomes": [_outcome(row) for row in compared(before, after, window)],
    }


def _outcome(row: Compared) -> Found:
    return {
        "outcome": row.outcome,
        "state": row.state,
        **plain({"a": row.before, "b": row.after, "difference": row.difference.mean}),
        **plain({"low": row.difference.low, "high": row.difference.high}),
        "pairs": row.difference.n,
        "pairs_that_differ": row.moved,
        "in_spreads": six_digits(row.in_spreads),
        "verdict": row.verdict,
    }


def _change(change: Change) -> Found:
    def data(value: Any) -> Any:
        if isinstance(value, Part):
            return value.model_dump(exclude_none=True)
        if isinstance(value, Doctrine):
            return value.name
        return list(value) if isinstance(value, tuple) else value

    return {**change._asdict(), "before": data(change.before), "after": data(change.after)}


def run_summary(
    scenario: Scenario, found: Found, before: xr.Dataset, after: xr.Dataset, parted: Parting
) -> Found:
    """One run of both futures: when and by which move they part, and both from the change on, in a few spans."""
    run = parted.run
    place = scenario.month_index(parted.month or found["from"])
    one, other = (result.isel(run=[run], month=slice(place, None)) for result in (before, after))
    spans = ensembles.periods(one, ROWS)
    return {
        "run": run,
        "together": parted.months,
        "parts": parted.month,
        "differs": list(parted.felt),
        "first_act": parted.acts,
        "deeds": [{**deed._asdict(), "why": list(deed.why or ())} for deed in parted.deeds],
        "spans": [] if parted.month is None else [_span(one, other, period) for period in spans],
    }


def _span(before: xr.Dataset, after: xr.Dataset, period: ensembles.Period) -> Found:
    def futures(result: xr.Dataset) -> Found:
        part = result.isel(run=0, month=slice(period.start, period.stop))
        once = [first for first, _ in dyads(result)]
        peace = ~part["war"].astype(bool)
        means = {
            name: six_digits(part[name].where(peace).mean())
            for name in ("tension", "cooperation", "mutual_benefit")
        }
        return {
            **means,
            "crises": int(part["crisis"].isel(pair=once).sum()),
            "agreements": six_digits(
                part["agreement"].isel(pair=once, month=-1).astype(float).sum(["pair", "issue"])
            ),
            "war": bool(part["war"].isel(month=-1)),
        }

    return {
        "first": f"{period.first:%Y-%m}",
        "last": f"{period.last:%Y-%m}",
        "a": futures(before),
        "b": futures(after),
    }


# --- printing -------------------------------------------------------------------------------------------------


def compare_tables(found: Found, lang: str = "en") -> Group:
    """Inputs that differ, what they reach, the run that was asked for, outcomes, and in words what can be told apart."""
    a, b = found["a"]["label"], found["b"]["label"]
    parts: list[RenderableType] = [
        Text(text("compare.title", lang, a=a, b=b), style="bold"),
        *_about(found, lang),
        Text(),
        *_inputs(found, lang),
        Text(),
        Text(reach(found, lang)),
        Text(),
    ]
    if found["run"] is not None:
        parts += [*_run(found, lang), Text()]
    if found["reached"]["runs"]:
        parts += [_outcome_table(found, lang), Text(), *verdicts(found, lang), Text()]
        parts.append(Text(text("compare.reading", lang, a=a, b=b), style="dim"))
    footing = text(
        "compare.footing",
        lang,
        runs=number(found["runs"], lang, 0),
        seed=found["seed"],
        a=found["a"]["name"],
        b=found["b"]["name"],
        version=found["version"],
    )
    return Group(*parts, Text(footing, style="dim"))


def _about(found: Found, lang: str) -> Iterable[Text]:
    name = found.get("counterfactual")
    if name:
        yield Text(text(f"counterfactual.{name}_about", lang))


def _inputs(found: Found, lang: str) -> Iterable[Text]:
    a, b = found["a"]["label"], found["b"]["label"]
    if not found["changes"]:
        yield Text(text("compare.same_inputs", lang))
    else:
        yield Text(text("compare.inputs", lang, n=len(found["changes"])), style="bold")
    for change in found["changes"]:
        yield Text(f"• {changed(change, a, b, lang)}")
    if found["words_differ"]:
        yield Text(text("compare.words_differ", lang), style="dim")


def reach(found: Found, lang: str = "en", key: str = "reaches") -> str:
    """In how many runs the change reaches anything, and when an act first comes out differently; `key` for the wording."""
    reached, runs = found["reached"], found["runs"]
    if not reached["runs"]:
        nothing = "reaches_nothing" if found["changes"] else "reaches_same"
        return text(f"compare.{nothing}", lang, runs=number(runs, lang, 0))
    counts = {
        "runs": number(runs, lang, 0),
        "any": number(reached["runs"], lang, 0),
        "acts": number(reached["runs_with_another_act"], lang, 0),
    }
    if reached["first_act"] is None:
        return text("compare.reaches_no_act", lang, **counts)
    dates = {name: month(date, lang) for name, date in reached["first_act"].items()}
    return text(f"compare.{key}", lang, **counts, **dates)


def _run(found: Found, lang: str) -> Iterable[RenderableType]:
    """What becomes of the one run that was asked for."""
    run = found["run"]
    yield Text(parts_words(found, lang), style="bold")
    for one in run["deeds"]:
        yield Text(f"• {deed(one, lang)}")
        if one["why"]:
            for label, why in zip((found["a"]["label"], found["b"]["label"]), one["why"], strict=True):
                yield Text(f"  {label}. {why}", style="dim")
    if run["spans"]:
        yield Text()
        yield _run_table(found, lang)


def parts_words(found: Found, lang: str = "en") -> str:
    """When the two futures of one run part, in a sentence."""
    run = found["run"]
    if run["parts"] is None:
        return text("compare.run_same", lang, run=run["run"])
    if run["first_act"] is None:
        return text("compare.run_no_act", lang, run=run["run"], month=month(run["parts"], lang))
    if run["first_act"] == run["parts"]:
        return text("compare.run_parts", lang, run=run["run"], month=month(run["parts"], lang))
    dates = {"month": month(run["parts"], lang), "act": month(run["first_act"], lang)}
    return text("compare.run_parts_later", lang, run=run["run"], **dates)


def _run_table(found: Found, lang: str) -> Table:
    run = found["run"]
    view = new_table(text("compare.run_table", lang, a=found["a"]["label"], b=found["b"]["label"]))
    view.add_column(text("report.period", lang), no_wrap=True)
    columns = {"tension": 0, "cooperation": 1, "mutual_benefit": 2, "crises": 0, "agreements": 0}
    for name in columns:
        view.add_column(text(f"compare.run_{name}", lang), justify="right")
    for one in run["spans"]:
        cells = []
        for name, decimals in columns.items():
            sides = [
                NOTHING if one[side]["war"] else number(one[side][name], lang, decimals) for side in "ab"
            ]
            cells.append(f"{sides[0]} | {sides[1]}")
        ended = [found[side]["label"] for side in "ab" if one[side]["war"]]
        view.add_row(span(one["first"], one["last"], lang), *cells)
        if ended:
            view.add_row("", Text(text("compare.run_war", lang, futures=", ".join(ended)), style="italic"))
    return view


def _outcome_table(found: Found, lang: str) -> Table:
    """A row an outcome: both futures and their difference in the first window, and the difference in the other."""
    near, *rest = found["windows"]
    title = text("report.outcomes", lang)
    if found["from"] != found["first"]:
        title = text("compare.outcomes", lang, first=month(found["from"], lang))
    view = new_table(title)
    view.add_column(text("report.outcome", lang))
    for side in "ab":
        view.add_column(escape(found[side]["label"]), justify="right", max_width=12)
    for window in (near, *rest):
        dates = span(window["first"], window["last"], lang)
        words = "compare_ordered.difference" if window["ordered"] else "compare.difference"
        view.add_column(text(words, lang, span=dates), justify="right", max_width=20)
    later = [{(row["outcome"], row["state"]): row for row in window["outcomes"]} for window in rest]
    for row in near["outcomes"]:
        key = (row["outcome"], row["state"])
        gaps = [_gap(one, lang) for one in (row, *(rows[key] for rows in later))]
        view.add_row(outcome_name(row, lang), *(shown(row, row[side], lang) for side in "ab"), *gaps)
    return view


def _gap(row: Found, lang: str) -> Text:
    """The difference, with * if it can be told from chance and ? if too few runs differ, above its interval."""
    mark = {"more": "*", "less": "*", "few": "?"}.get(row["verdict"], "")
    if row["verdict"] == "same" or row["difference"] is None:
        return Text("0" if row["verdict"] == "same" else NOTHING, justify="right")
    mean, low, high = difference(row, lang)
    return above(mean + mark, low, high)


def marks(found: Found) -> Sequence[tuple[str, str]]:
    """The dates of the changes that have one, with the name of what changes, in order: what a figure marks."""
    dated = [one for one in found["changes"] if one["part"] in ("leaders", "events", "orders")]
    return list(dict.fromkeys((one["date"], one["name"]) for one in dated))
