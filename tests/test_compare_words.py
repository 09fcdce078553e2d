"""What is said of two futures."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any

import pytest
import xarray as xr
from rich.console import Console

from simulation.catalogue import languages, text
from simulation.catalogue import words as catalogue
from simulation.engine import simulate
from simulation.findings.comparison import Labels, compare_summary
from simulation.findings.run import STATE_LINES, summary
from simulation.pages.blocks import Cell
from simulation.pages.terminal import terminal
from simulation.reports.comparison import comparison_blocks, futures_grid
from simulation.reports.run import state_grid
from simulation.scenario import Order, Scenario, load_scenario
from simulation.words.comparison import clearest, headline, opening, small, told
from simulation.words.outcomes import outcome_name, shown
from simulation.words.variables import quantity_name, written
from tests.two_futures import CALM, CUBA, RUNS, SEED


@pytest.fixture(scope="module")
def found(cuba: xr.Dataset, calm: xr.Dataset) -> Any:
    return compare_summary((CUBA, CALM), Labels("as it was", "calm"), cuba, calm)


def printed(found: Any, lang: str) -> str:
    console = Console(width=80, record=True, file=StringIO())
    console.print(terminal(comparison_blocks(found, lang)))
    return console.export_text()


def test_words_say_what_can_be_told_from_chance(found: Any) -> None:
    found = json.loads(json.dumps({**found, "counterfactual": "no_missiles"}))
    text = " ".join(printed(found, "en").split())
    assert (
        "event only in “as it was”: Premise: missile sites are discovered in Cuba (Oct 1962, incident, size 1"
        in text
    )
    assert f"of {RUNS} runs" in text
    assert f"{RUNS} pairs of runs, seed {SEED}" in text
    assert "95% interval" in text
    rows = {(one["outcome"], one["state"]): one for one in found["windows"][0]["outcomes"]}
    assert rows["crises", None]["verdict"] == "less"
    line = told(found["windows"][0])
    assert line in text
    assert "crises" in line
    for one in rows.values():  # the line lists what can be told from chance, and nothing else
        clear = one["verdict"] in ("more", "less")
        assert (catalogue()[f"compared.{one['outcome']}"] in line) >= clear
        assert clear or one["state"] or outcome_name(one, unit=False) not in line


def judged(outcome: str, state: str | None, *difference: float) -> Any:
    mean, low, high = difference
    verdict = "more" if low > 0 else "less" if high < 0 else "unclear"
    return {
        "outcome": outcome, "state": state, "a": 1.0, "b": 1.0 + mean, "difference": mean, "low": low, "high": high,
        "pairs": 40, "pairs_that_differ": 40, "in_spreads": 1.0, "verdict": verdict,
    }  # fmt: skip


def test_the_report_opens_with_what_moved_most_clearly(found: Any) -> None:
    rows = [
        judged("tension", None, 9.0, 1.0, 17.0),  # large, and hardly known
        judged("crises", None, -2.0, -2.5, -1.5),  # two widths of its interval from nought
        judged("growth", "US", 0.5, 0.49, 0.51),  # known best, but one state's own
        judged("signed", None, 5.0, -0.1, 10.1),
    ]
    told_of: Any = {**found, "windows": [{**found["windows"][0], "outcomes": rows}]}
    assert clearest(told_of["windows"][0]) == rows[1]
    said = opening(told_of)
    assert (
        "moves crises most clearly: 1.0 (as it was) against -1.0 (calm)".replace("-", "\N{MINUS SIGN}")
        in said
    )
    assert "\N{MINUS SIGN}2.0 (95% interval \N{MINUS SIGN}2.5 to \N{MINUS SIGN}1.5; 40 pairs of runs" in said
    assert said in " ".join(printed(told_of, "en").split())
    window: Any = {**found["windows"][0], "outcomes": rows[2:]}
    assert clearest(window) == rows[2]
    window = {**found["windows"][0], "outcomes": rows[3:]}
    assert clearest(window) is None
    told_of["windows"] = [window]
    assert "can be told from chance in 40 pairs of runs" in opening(told_of)


@pytest.mark.parametrize(("pairs", "first"), [(100, "tension"), (300, "tension"), (1600, "cooperation")])
def test_what_is_as_clear_as_runs_can_tell_is_named_in_one_order(found: Any, pairs: int, first: str) -> None:
    """Nine tenths as clear as the clearest: 100 pairs cannot tell them apart, 1,600 can."""
    rows = [judged("tension", None, -9.0, -9.5, -8.5), judged("cooperation", None, 10.0, 9.5, 10.5)]
    window: Any = {**found["windows"][0], "outcomes": [{**row, "pairs": pairs} for row in rows]}
    one = clearest(window)
    assert one is not None
    assert one["outcome"] == first


@pytest.mark.parametrize("lang", languages())
def test_a_variable_is_written_in_one_way_by_run_and_compare(cuba: xr.Dataset, lang: str) -> None:
    """The same name, unit and digits for the same number, in the table of one ensemble and in that of two."""
    means = {name: float(cuba[name].sel(state="US").mean()) for name in STATE_LINES}
    told_of: Any = summary(cuba)
    for name, value in means.items():
        for part in ("all", "detente", "otherwise"):
            told_of["states"]["US"][name][part] = {
                **dict.fromkeys(("median", "low", "high", "mean"), value),
                "n": 40,
            }
    ours = {row[0]: row[1] for row in state_grid(told_of, lang).rows}
    for name in set(STATE_LINES) - {"jobs"}:  # which is not compared
        row: Any = {**judged(name, "US", 1.0, 0.5, 1.5), "a": means[name]}
        cell = ours[outcome_name(row, lang)]
        assert isinstance(cell, Cell)
        assert cell.words == shown(row, row["a"], lang) == written(name, means[name], lang)
        assert quantity_name(name, lang) in outcome_name(row, lang)


def test_mean_and_median_are_named_where_both_occur(found: Any) -> None:
    assert "median" in text("report.periods")
    assert "mean" in text("report.crises")
    assert "median" in text("report.tension")
    assert "means over runs" in futures_grid(found, "en").caption
    assert [column[:3] for column in futures_grid(found, "en").columns[1:3]] == ["A: ", "B: "]


def test_a_small_difference_is_called_small(found: Any) -> None:
    rows = [one for one in found["windows"][0]["outcomes"] if one["verdict"] in ("more", "less")]
    for one in rows:
        assert small(one) == (abs(one["in_spreads"]) < 0.2)
    one = {**rows[0], "verdict": "more", "in_spreads": 0.1}
    window: Any = {**found["windows"][0], "outcomes": [one]}
    assert "more, though small against the spread" in told(window)


def test_a_change_that_does_nothing_is_said_to_do_nothing(two: Scenario) -> None:
    idle = two.changed(orders=(Order(date="1962-12", title="Late", state="Alfa", never=("summit",)),))
    quiet = two.changed(doctrines={"Alfa": "hold", "Bravo": "hold"})
    still = quiet.changed(orders=idle.orders)
    results = [simulate(one, runs=5, seed=SEED) for one in (quiet, still)]
    text = printed(compare_summary((quiet, still), Labels("a", "b"), *results), "en")
    assert "The change does nothing: in none of 5 runs" in " ".join(text.split())
    assert "can be told from chance" not in text.lower()  # no table of noughts
    same = compare_summary((quiet, quiet), Labels("a", "b"), results[0], results[0])
    assert "No input differs" in printed(same, "en")
    assert "Tidak ada masukan yang berbeda" in printed(same, "id")


def test_the_title_of_a_figure_is_the_finding(found: Any) -> None:
    told = headline(found, "crises")
    rows = {one["outcome"]: one for one in found["windows"][0]["outcomes"]}
    assert told.startswith("calm: less crises")
    assert "95% interval" in told
    for verdict, words in (
        ("unclear", "no difference in crises"),
        ("few", "differs in only"),
        ("same", "is the same in all 40 runs"),
    ):
        window = {**found["windows"][0], "outcomes": [{**rows["crises"], "verdict": verdict}]}
        other: Any = {**found, "windows": [window]}
        assert words in headline(other, "crises")


@pytest.mark.sample(2)
@pytest.mark.parametrize("lang", languages())
def test_ordered_months_are_said_to_be_ordered(lang: str) -> None:
    pair = load_scenario("one_side_talks"), load_scenario("both_talk")
    was, now = (simulate(one, runs=20, seed=SEED) for one in pair)
    made = compare_summary(pair, Labels("one", "both"), was, now)
    assert [(window["first"], window["last"], window["ordered"]) for window in made["windows"]] == [
        ("1975-01", "1981-12", False),
        ("1970-01", "1974-12", True),
    ]
    tension = next(row for row in made["windows"][1]["outcomes"] if row["outcome"] == "tension")
    during = [float(one.tension.isel(month=slice(60)).mean()) for one in (was, now)]
    assert [tension["a"], tension["b"]] == pytest.approx(during, rel=1e-5)
    said = " ".join(printed(made, lang).split())
    assert text("compare_ordered.window", lang, span="1970\N{EN DASH}74") in said
    assert "1975\N{EN DASH}81" in headline(made, "tension", lang)
