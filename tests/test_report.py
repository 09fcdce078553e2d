"""The report: what it counts, what it leaves out, and that a teacher can read it in 80 columns."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from io import StringIO
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest
import xarray as xr
from rich.console import Console, RenderableType

from simulation import history
from simulation.catalogue import languages, words
from simulation.engine import simulate
from simulation.experiments import ensembles
from simulation.findings import run as run_summary
from simulation.findings.explanation import ExplainedMonth
from simulation.findings.plain import Share
from simulation.findings.run_summary import Detente, RunSummary
from simulation.pages.blocks import Cell
from simulation.pages.terminal import terminal
from simulation.reports import card, explaining
from simulation.reports import run as run_report
from simulation.reports.run import outcome_grid, period_grid, state_grid
from simulation.scenario import Rivalry, Scenario, StateSpec, load_scenario
from simulation.words import run as run_words
from simulation.words.cells import interval


@pytest.fixture(scope="module")
def result() -> xr.Dataset:
    return simulate(load_scenario("cold_war"), runs=20, seed=7)


@pytest.fixture(scope="module")
def found(result: xr.Dataset) -> RunSummary:
    return run_summary.summary(result, history.cooperation("quarterly"))


@pytest.fixture(scope="module")
def three() -> xr.Dataset:
    states = tuple(StateSpec(name=name, title=name, gdp=1.0, influence=1 / 3) for name in ("A", "B", "C"))
    rivals = (Rivalry(between=("A", "C"), tension=(90, 90), trust=(0.05, 0.05)),)
    scenario = Scenario(
        name="three", title="Three", start="1960-03", months=40, states=states, rivalries=rivals
    )
    return simulate(scenario, runs=5, seed=1)


def printed(part: RenderableType, width: int = 80) -> str:
    console = Console(file=StringIO(), width=width)
    console.print(part)
    return console.file.getvalue()  # type: ignore[attr-defined,no-any-return]


def numbers(entry: Any) -> Iterator[float]:
    if isinstance(entry, dict):
        for value in entry.values():
            yield from numbers(value)
    elif isinstance(entry, list):
        for value in entry:
            yield from numbers(value)
    elif isinstance(entry, float):
        yield entry


def ended(result: xr.Dataset, month: int) -> xr.Dataset:
    """The same result with all runs ending in war in `month`, and nonsense after it."""
    war = xr.zeros_like(result["war"])
    war[:, month:] = True
    tension = result["tension"].copy()
    tension[:, month:] = 1e9
    return result.assign(war=war, tension=tension)


def test_the_summary_is_plain_json_without_nan(found: RunSummary) -> None:
    assert json.loads(json.dumps(found, allow_nan=False)) == found
    assert all(math.isfinite(value) for value in numbers(found))


def test_the_summary_holds_what_its_types_say(found: RunSummary) -> None:
    share = found["crises"]["near_miss"]
    for entry, kind in ((found, RunSummary), (found["detente"], Detente), (share, Share)):
        assert set(entry) == kind.__required_keys__


def test_periods_cover_the_run_without_gap_or_overlap(found: RunSummary) -> None:
    firsts = [pd.Period(one["first"], "M") for one in found["periods"]]
    lasts = [pd.Period(one["last"], "M") for one in found["periods"]]
    assert [last + 1 for last in lasts[:-1]] == firsts[1:]
    assert (str(firsts[0]), str(lasts[-1])) == ("1948-01", "1991-12")


def test_every_median_lies_in_its_band_and_every_share_in_its_interval(found: RunSummary) -> None:
    def entries(part: Any) -> Iterator[dict[str, float]]:
        if isinstance(part, dict):
            if {"low", "high"} <= set(part) and isinstance(part["low"], float):
                yield part
            for value in part.values():
                yield from entries(value)
        elif isinstance(part, list):
            for value in part:
                yield from entries(value)

    checked = list(entries(found))
    assert len(checked) > 100
    for entry in checked:
        middle = entry.get("median", entry.get("share", entry.get("happened")))
        assert middle is not None
        assert entry["low"] <= middle <= entry["high"]


def test_cooperation_of_a_period_is_the_median_over_runs_of_means_over_months(
    result: xr.Dataset, found: RunSummary
) -> None:
    months = slice("1953-01", "1957-12")
    peace = result.where(~result.war).sel(month=months)
    by_run = peace["cooperation"].sel(pair="US to USSR").mean("month")
    entry = found["periods"][1]["cooperation"]["US to USSR"]
    assert entry["median"] == pytest.approx(float(by_run.median()), rel=1e-5)
    assert entry["high"] == pytest.approx(float(by_run.quantile(0.95)), rel=1e-5)


def test_the_record_of_a_period_is_the_mean_of_its_quarters(found: RunSummary) -> None:
    record = history.cooperation("quarterly").sel(time=slice("1953-01", "1957-12"), pair="USSR to US")
    assert found["periods"][1]["cooperation"]["USSR to US"]["record"] == pytest.approx(
        float(record.mean()), rel=1e-5
    )


def test_a_yearly_record_serves_as_well(result: xr.Dataset) -> None:
    yearly = run_summary.aligned(history.cooperation("yearly"), result)
    assert yearly is not None
    of_1962 = yearly.loc["1962-01":"1962-12", "US to USSR"]
    assert of_1962.nunique() == 1
    assert len(of_1962) == 12
    assert yearly.index.equals(ensembles.dates(result))


def test_without_a_common_pair_or_date_there_is_no_record(three: xr.Dataset, result: xr.Dataset) -> None:
    record = history.cooperation("quarterly")
    assert run_summary.aligned(record, three) is None
    later = result.assign_coords(month=pd.date_range("2050-01", periods=result.sizes["month"], freq="MS"))
    assert run_summary.aligned(record, later) is None
    assert run_summary.aligned(None, result) is None
    assert "Record" not in printed(run_report.table(three, record=record))


def test_months_after_a_war_are_left_out(result: xr.Dataset) -> None:
    month = 5 * 12 + 6
    found = run_summary.summary(ended(result, month))
    assert found["war"]["share"] == 1.0
    felt = found["periods"][1]["tension"]["US to USSR"]["median"]
    kept = result["tension"].sel(pair="US to USSR")[:, 60:month].mean("month").median()
    assert felt == pytest.approx(float(kept), rel=1e-5)
    assert found["periods"][2]["runs_left"] == 0
    assert found["periods"][2]["tension"]["US to USSR"]["median"] is None
    assert "100%" in printed(terminal(run_report.run_blocks(found)))


def test_the_crisis_that_ends_in_war_is_counted(result: xr.Dataset) -> None:
    crisis = xr.zeros_like(result["crisis"])
    crisis[:, 30] = True
    crisis[:, 31:40] = True  # cannot be: the runs have ended
    found = run_summary.summary(ended(result, 30).assign(crisis=crisis))
    assert found["crises"]["a_run"]["median"] == 1.0


def test_crises_and_agreements_are_counted_once_a_dyad(result: xr.Dataset) -> None:
    signed = xr.zeros_like(result["signed"])
    signed.loc[{"issue": "trade", "month": "1972-10"}] = True
    found = run_summary.summary(result.assign(signed=signed, war=xr.zeros_like(result["war"])))
    assert found["agreements"]["trade"]["signed"]["median"] == 1.0
    assert found["agreements"]["arms"]["ever"]["share"] == 0.0
    assert sum(one["signed_a_year"]["median"] or 0.0 for one in found["periods"]) == pytest.approx(1 / 5)


def test_recognition_dates_the_first_month_and_the_first_common_month(result: xr.Dataset) -> None:
    known = xr.zeros_like(result["recognition"])
    known.loc[{"pair": "US to USSR", "month": slice("1962-11", "1964-12")}] = True
    known.loc[{"pair": "USSR to US", "month": slice("1963-06", "1970-01")}] = True
    entry = run_summary.summary(result.assign(recognition=known, war=xr.zeros_like(result["war"])))[
        "recognition"
    ]
    assert entry["by_state"]["US to USSR"]["median"] == "1962-11"
    assert entry["mutual"]["median"] == "1963-06"
    assert entry["mutual"]["ever"]["share"] == 1.0


def test_states_are_compared_in_and_out_of_detente(
    result: xr.Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    spells = xr.zeros_like(result["war"])
    spells.loc[{"month": slice("1972-01", "1975-12")}] = True
    monkeypatch.setattr(run_summary, "detente_spells", lambda _: spells)
    growth = (1.0 + 3.0 * spells) * xr.ones_like(result["growth"])
    calm = result.assign(growth=growth.transpose(*result["growth"].dims), war=xr.zeros_like(result["war"]))
    lines = run_summary.summary(calm)["states"]["US"]["growth"]
    assert (lines["detente"]["median"], lines["otherwise"]["median"]) == (4.0, 1.0)


@pytest.mark.parametrize("lang", languages())
def test_the_table_fits_80_columns_and_says_what_it_is_made_of(found: RunSummary, lang: str) -> None:
    shown = printed(terminal(run_report.run_blocks(found, lang)))
    assert max(len(line.rstrip()) for line in shown.splitlines()) <= 80
    flat = " ".join(shown.split())
    for word in ("cold_war", "20", "7", "90%", "95%", "1948", "1988"):
        assert word in flat
    for broken in ("\\n", "{", "…\n│", "None", "nan"):
        assert broken not in shown


def test_no_column_of_figures_is_cut_off(found: RunSummary) -> None:
    for lang in languages():
        for line in printed(terminal([run_report.period_grid(found, lang)])).splitlines()[4:]:
            # An ellipsis stands between the ends of a band; where rich cuts a cell it stands at an end.
            assert "… " not in line
            assert not line.rstrip().endswith("…")


def test_the_table_of_a_summary_read_back_is_the_same(result: xr.Dataset) -> None:
    fresh = run_summary.summary(result)
    again = json.loads(json.dumps(fresh))
    assert printed(terminal(run_report.run_blocks(again))) == printed(run_report.table(result))


def test_three_states_have_every_pair_in_the_summary_and_the_tensest_in_the_table(three: xr.Dataset) -> None:
    found = run_summary.summary(three)
    assert set(found["periods"][0]["cooperation"]) == set(three["pair"].to_numpy())
    assert set(found["recognition"]["by_state"]) == set(three["pair"].to_numpy())
    grid = run_report.period_grid(found)
    assert "A → C" in printed(terminal([grid]))
    assert sum("→" in column for column in grid.columns) == run_report.PAIRS_SHOWN


@pytest.mark.parametrize(
    ("happened", "faded", "runs", "war", "said"),
    [
        (0.0, math.nan, 500, 0.0, "Détente came in none of 500 runs."),
        (0.62, 0.5, 1500, 0.0, "Détente came in 62% of 1,500 runs and faded again in 50% of those."),
        (
            0.62,
            0.5,
            500,
            0.03,
            "Détente came in 62% of 500 runs and faded again in 50% of those. 3% ended in war.",
        ),
        (0.0, math.nan, 1, 0.0, "Détente did not come in this one run."),
        (1.0, 0.0, 1, 0.0, "Détente came in this one run and lasted to its end."),
        (1.0, 1.0, 1, 1.0, "Détente came in this one run and faded again. It ended in war."),
    ],
)
def test_the_finding_is_computed(happened: float, faded: float, runs: int, war: float, said: str) -> None:
    faded = 0.0 if math.isnan(faded) else faded
    came = {"happened": happened, "faded": faded, "lasted": happened - faded}
    found: Any = {"detente": came, "runs": runs, "war": {"share": war}}
    assert run_words.finding(found) == said


def test_what_neither_faded_nor_lasted_is_said_to_have_done_neither() -> None:
    found: Any = {"detente": {"happened": 1.0, "faded": 0.0, "lasted": 0.0}, "runs": 1, "war": {"share": 0.0}}
    assert run_words.finding(found) == words()["detente_end.one_neither"]


def test_the_ends_of_detente_add_up_to_all_runs_that_had_it(found: RunSummary) -> None:
    rows = run_report._ends(found["detente"])
    assert sum(share or 0.0 for share in rows.values()) == pytest.approx(1, abs=1e-5)
    never: Any = {**found["detente"], "happened": 0.0}
    assert set(run_report._ends(never).values()) == {None}


def test_misses_stay_visible_in_the_table_of_patterns() -> None:
    row = SimpleNamespace(
        record_low=None,
        record_high=None,
        pattern="P3",
        name="reciprocity",
        unit="r",
        record=0.49,
        median=0.2,
        low=0.1,
        high=0.3,
        hit=False,
        role="fitted",
    )
    good = SimpleNamespace(
        **{**vars(row), "pattern": "P5", "hit": True, "record": None, "record_low": 0.1, "record_high": None}
    )
    english = printed(terminal(card.pattern_grids([row, good])))  # type: ignore[list-item]
    assert "MISS" in english
    assert "hit" in english
    assert "0.10…0.30" in english
    assert "≥ 0.10" in english
    assert "LUPUT" in printed(terminal(card.pattern_grids([row], "id")))  # type: ignore[list-item]


def test_an_explanation_of_a_month_after_the_war_says_so() -> None:
    found: ExplainedMonth = {"month": "1962-10", "run": 3, "ended": "1951-02", "states": []}
    assert "Run 3 ended in war in Feb 1951" in printed(terminal(explaining.explain_blocks(found)))
    assert "Simulasi 3 berakhir dengan perang pada Feb 1951" in printed(
        terminal(explaining.explain_blocks(found, "id"))
    )


# --- the statistics below it --------------------------------------------------------------------------------


def test_quantiles_are_those_of_numpy_and_leave_nan_out() -> None:
    rng = np.random.default_rng(0)
    values = rng.normal(size=(31, 7))
    values[rng.random(values.shape) < 0.3] = np.nan
    values[:, 3] = np.nan
    got = ensembles.quantiles(xr.DataArray(values, dims=("run", "period")))
    kept = [k for k in range(7) if k != 3]
    np.testing.assert_allclose(got[:, kept], np.nanquantile(values[:, kept], ensembles.LEVELS, axis=0))
    assert np.isnan(got[:, 3]).all()


def test_means_are_over_the_months_that_are_left() -> None:
    months = pd.date_range("1950-11", periods=14, freq="MS")
    values = xr.DataArray(np.arange(14.0), dims="month", coords={"month": months})
    cut = ensembles.steps(xr.Dataset({"x": values}))
    assert len(cut) == 14  # short: every month a step
    years = ensembles.periods(xr.Dataset({"x": values}), most=3)
    assert [(one.first.year, one.stop - one.start) for one in years] == [(1950, 2), (1951, 12)]
    gone = values.where(values != 0)
    np.testing.assert_allclose(ensembles.means(gone, years), [1.0, 7.5])
    np.testing.assert_allclose(ensembles.totals(gone, years), [1.0, 90.0])


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"), [(5, 10, 0.2366, 0.7634), (0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0)]
)
def test_wilson_interval(hits: int, n: int, low: float, high: float) -> None:
    got = ensembles.share(hits, n)
    assert [got.low, got.high] == pytest.approx([low, high], abs=1e-4)
    assert math.isnan(ensembles.share(0, 0).share)


# --- one run ----------------------------------------------------------------------------------------------------------


def test_one_run_has_no_band_and_that_it_is_one_of_several_is_said() -> None:
    alone = {"n": 1, "median": 5.9, "low": 5.9, "high": 5.9}
    assert interval(alone, runs=200) == Cell("5.9", "1 run")  # type: ignore[arg-type]
    assert interval(alone, runs=1) == Cell("5.9")  # type: ignore[arg-type]
    assert interval({**alone, "n": 2}, runs=200) == Cell("5.9", "5.9…5.9")  # type: ignore[typeddict-item]
    found = run_summary.summary(simulate("classroom", runs=1))
    grids = [period_grid(found), outcome_grid(found), state_grid(found)]
    cells = [cell for grid in grids for row in grid.rows for cell in row if isinstance(cell, Cell)]
    assert {cell.beside for cell in cells if not cell.words.endswith("%")} == {""}
    assert grids[1].columns[-1] == "In this run"
