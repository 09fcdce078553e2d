"""What comes of a change on the same draws, and how sure that is."""

from __future__ import annotations

import pytest
import xarray as xr

from simulation.errors import ScenarioError
from simulation.experiments import ensembles
from simulation.experiments.outcomes import FEWEST, Compared, Window, compared, touched
from simulation.findings.comparison import windows
from simulation.scenario import Scenario, load_scenario
from simulation.words.variables import SCALES
from tests.two_futures import CUBA, FROM, RUNS


def row(rows: list[Compared], outcome: str, state: str | None = None) -> Compared:
    return next(one for one in rows if (one.outcome, one.state) == (outcome, state))


def test_outcomes_are_means_of_paired_differences_from_the_change_on(
    cuba: xr.Dataset, calm: xr.Dataset
) -> None:
    rows = compared(cuba, calm, Window(FROM, CUBA.months))
    of_a_run = {"jobs", "global_backlog", "instability"}  # which `detente run` alone tells
    assert {one.outcome for one in rows} == set(SCALES) - of_a_run
    part = slice(FROM, None)
    gap = ensembles.paired(cuba, calm, "tension").mean("pair").isel(month=part).mean("month")
    expected = ensembles.mean_difference(gap)
    tension = row(rows, "tension")
    assert tension.difference.mean == pytest.approx(expected.mean)
    assert (tension.difference.low, tension.difference.high) == pytest.approx(
        (expected.low, expected.high), rel=0.2
    )
    assert tension.after - tension.before == pytest.approx(tension.difference.mean)
    assert tension.difference.n == int(gap.notnull().sum())
    over = (
        (cuba.war | calm.war).isel(month=slice(FROM - 1, -1)).to_numpy()
    )  # by the month before, in one of the two
    lived = cuba.crisis.isel(pair=0, month=part).where(
        ~xr.zeros_like(cuba.war.isel(month=part)).copy(data=over)
    )
    assert row(rows, "crises").before == pytest.approx(float(lived.mean("month").mean()) * 120, rel=0.05)
    assert row(rows, "crises").verdict == "less"
    share = ensembles.share_difference(cuba.war.any("month"), calm.war.any("month"))
    assert row(rows, "war").difference == share


def test_both_runs_of_a_pair_are_counted_over_the_same_months(cuba: xr.Dataset, calm: xr.Dataset) -> None:
    war = cuba.war.copy()
    war[0, 12:] = True  # the first run ends in January 1963, in one future only
    rows = compared(cuba.assign(war=war), calm, Window(FROM, CUBA.months))
    part = {"run": 0, "month": slice(FROM, 12)}
    kept = compared(cuba.isel(run=[0, 0]), calm.isel(run=[0, 0]), Window(FROM, 12))
    both = compared(cuba.assign(war=war).isel(run=[0, 0]), calm.isel(run=[0, 0]), Window(FROM, CUBA.months))
    assert row(both, "tension").before == pytest.approx(row(kept, "tension").before)
    assert row(both, "tension").after == pytest.approx(float(calm.tension.isel(part).mean()))
    assert row(rows, "war").before == pytest.approx(float(war.isel(month=-1).mean()))


def test_a_verdict_needs_an_interval_beside_nought_and_enough_runs() -> None:
    def verdict(low: float, high: float, moved: int) -> str:
        gap = ensembles.Difference((low + high) / 2, low, high, 100)
        return Compared("tension", None, 0.0, 0.0, gap, moved, 1.0).verdict

    assert verdict(0.1, 0.3, FEWEST) == "more"
    assert verdict(-0.3, -0.1, FEWEST) == "less"
    assert verdict(-0.1, 0.3, 100) == "unclear"
    assert verdict(0.1, 0.3, FEWEST - 1) == "few"
    assert verdict(0.0, 0.0, 0) == "same"


def test_the_same_scenario_twice_differs_in_nothing(cuba: xr.Dataset) -> None:
    assert touched(cuba, cuba) == (RUNS, 0, 0, None)
    assert {one.verdict for one in compared(cuba, cuba, Window(0, CUBA.months))} == {"same"}


def test_before_the_change_no_run_differs(cuba: xr.Dataset, calm: xr.Dataset) -> None:
    before = {"month": slice(None, FROM)}
    assert touched(cuba.isel(before), calm.isel(before)) == (RUNS, 0, 0, None)
    after = touched(cuba, calm)
    assert after.anything >= after.acts > 0
    assert after.first is not None
    assert after.first[0] >= "1962-10"


def test_results_that_are_no_twins_are_refused(cuba: xr.Dataset, calm: xr.Dataset) -> None:
    with pytest.raises(ScenarioError, match="no twins"):
        compared(cuba, calm.assign_attrs(seed=8), Window(0, 12))


def test_the_first_two_years_have_a_look_of_their_own_where_there_is_more(two: Scenario) -> None:
    assert windows(two, 0) == [Window(0, 36)]
    assert windows(two, 6) == [Window(6, 36)]
    long = load_scenario("cold_war")
    assert windows(long, 288) == [Window(288, 312), Window(288, 528)]
    assert windows(long, 0) == [Window(0, 528)]  # what differs throughout has no moment to look after


def test_what_comes_after_orders_is_looked_at_before_what_they_construct(two: Scenario) -> None:
    long = load_scenario("both_talk")
    assert windows(long, 0, 60) == [Window(60, 144), Window(0, 60)]
    assert windows(two, 0, 12) == [Window(0, 36)]  # less than two years of orders
    assert windows(two, 0, 30) == [Window(0, 36)]  # less than a year after them
