"""The card: scores of known distributions, baselines that find what made the data, forecasts that never see the future."""

from __future__ import annotations

import importlib.util
import json
import re
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import xarray as xr
from matplotlib.figure import Figure
from rich.console import Console
from scipy.signal import lfilter
from scipy.stats import norm

import simulation
from simulation import ScenarioError, load_scenario, simulate
from simulation.catalogue import languages, text
from simulation.experiments.card import Card, Record, Table, baselines, card, need_libraries
from simulation.experiments.card.ahead import HORIZON, MEMORY, NEAREST, ahead, forecasts, nearest
from simulation.experiments.card.predictive import Normal, Runs
from simulation.experiments.card.record import dispositions, members
from simulation.experiments.card.scores import BLOCK_YEARS, Judged, difference, judged, score
from simulation.experiments.card.whole import free_runs, skill
from simulation.experiments.measures import course
from simulation.findings.card import card_json
from simulation.pages.terminal import terminal
from simulation.plots.validation import skill_figure, years_figure
from simulation.reports.card import card_in_short, pattern_grids
from simulation.words.card import findings, outcome

FREE = ("model", "climatology", "trend", "ar", "var", "richardson", "leaders")
AHEAD = ("model", "persistence", "var")


def normal(*shape: int, seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).standard_normal(shape)


def autoregressive(step: np.ndarray, drift: np.ndarray, periods: int, seed: int = 1) -> np.ndarray:
    """x(t+1) = drift + step x(t) + e, `[period, direction]`, from its mean."""
    x, made = np.linalg.solve(np.eye(2) - step, drift), []
    for shock in normal(periods, 2, seed=seed):
        x = drift + step @ x + shock
        made.append(x)
    return np.array(made)


@pytest.fixture(scope="module")
def result() -> xr.Dataset:
    return simulate(load_scenario("cold_war"), runs=12, seed=5)


# --- scores -------------------------------------------------------------------------------------------------


def test_the_crps_of_a_normal_is_its_closed_form() -> None:
    """s (z (2 F(z) - 1) + 2 f(z) - 1 / sqrt(pi)), Gneiting et al. 2005; at the mean s (sqrt 2 - 1) / sqrt(pi)."""
    mean, sd, found = 3 * normal(5, 2), np.exp(normal(5, 2, seed=2)), normal(5, 2, seed=3)
    z = (found - mean) / sd
    closed = sd * (z * (2 * norm.cdf(z) - 1) + 2 * norm.pdf(z) - 1 / np.sqrt(np.pi))
    assert Normal(mean, sd).crps(found) == pytest.approx(closed)
    assert Normal(mean, sd).crps(mean) == pytest.approx(sd * (np.sqrt(2) - 1) / np.sqrt(np.pi))


def test_runs_of_a_normal_score_as_the_normal_however_few() -> None:
    found, mean = np.array([[0.3, -1.0]]), np.array([[1.0, 0.0]])
    exact = Normal(mean, np.ones((1, 2))).crps(found)
    many = Runs(mean[..., None] + normal(1, 2, 40_000))
    assert many.crps(found) == pytest.approx(exact, abs=0.01)
    few = [Runs(mean[..., None] + normal(1, 2, 4, seed=k)).crps(found) for k in range(3000)]
    assert np.mean(few, axis=0) == pytest.approx(exact, abs=0.03), "the fair estimate has no bias"


def test_runs_that_have_ended_are_left_out() -> None:
    values = normal(2, 2, 9)
    with_dead = np.concatenate([values, np.full((2, 2, 3), np.nan)], axis=2)
    found = np.zeros((2, 2))
    assert Runs(with_dead).crps(found) == pytest.approx(Runs(values).crps(found))
    assert Runs(with_dead).quantile(0.5) == pytest.approx(np.median(values, axis=2))
    with_dead[0] = np.nan
    none = judged(Runs(with_dead), found)
    assert all(np.isnan(part[0]).all() and np.isfinite(part[1]).all() for part in none)
    assert score(none).n == 1


def test_coverage_and_error_of_the_right_distribution() -> None:
    found = normal(4000, 2)
    right = score(judged(Normal(np.zeros((4000, 2)), np.ones((4000, 2))), found))
    assert right.covered_50 == pytest.approx(0.5, abs=0.02)
    assert right.covered_90 == pytest.approx(0.9, abs=0.02)
    assert right.error == pytest.approx(np.sqrt(2 / np.pi), abs=0.02)  # mean |z|
    assert right.crps == pytest.approx(1 / np.sqrt(np.pi), abs=0.02)  # of a normal that is right
    assert right.n == 4000


def test_a_baseline_that_says_the_same_as_the_model_lies_no_higher() -> None:
    held = normal(21, 2, seed=4)
    same = Runs(normal(21, 2, 4000, seed=5))
    found = skill(
        {
            "model": judged(same, held),
            "climatology": judged(Normal(np.zeros((21, 2)), np.ones((21, 2))), held),
        },
        1,
    )
    apart = found.differences["climatology"]
    assert apart.mean == pytest.approx(0.0, abs=0.01)
    assert found.scores["climatology"].crps - found.scores["model"].crps == pytest.approx(apart.mean)


def test_the_interval_of_a_difference_knows_that_neighbours_are_alike() -> None:
    """For blocks that hang together it is wider by the root of their length; for white noise it is the usual one."""
    quarters, per_year = 960, 4
    block = BLOCK_YEARS * per_year
    white, level = normal(quarters, 2), np.repeat(normal(quarters // block, 2, seed=2), block, axis=0)
    nothing = np.zeros((quarters, 2))

    def half(scores: np.ndarray) -> float:
        found = difference(scores, nothing, per_year)
        assert found.low < found.mean < found.high
        return (found.high - found.low) / 2

    usual = 1.96 * np.sqrt(0.5 / quarters)
    assert half(white) == pytest.approx(usual, rel=0.2)
    # a block that begins anywhere lies half in one level and half in the next: two thirds of the variance
    assert half(level) == pytest.approx(usual * np.sqrt(block * 2 / 3), rel=0.35)


@pytest.mark.parametrize(
    ("years", "per_year", "alike", "most"),
    [(21, 1, 0.0, 0.065), (13, 1, 0.0, 0.065), (21, 4, 0.4, 0.065), (13, 1, 0.4, 0.09)],
)
def test_where_there_is_no_difference_the_interval_holds_0(
    years: int, per_year: int, alike: float, most: float
) -> None:
    """It should miss 0 in 5 of 100; percentiles of moving blocks, which it had first, missed it in 11 to 26."""
    length, worlds = years * per_year, 1000
    shocks = normal(length + 50, worlds, seed=8)
    made = lfilter([1.0], [1.0, -alike], shocks, axis=0)[50:]
    found = [difference(np.stack([x, x], axis=1), np.zeros((length, 2)), per_year) for x in made.T]
    missed = np.mean([one.low > 0 or one.high < 0 for one in found])
    assert 0.01 < missed < most


def test_no_year_counts_for_more_than_another() -> None:
    """Blocks go round: the same years begun elsewhere have the same interval."""
    years = normal(13, 2)
    found = [difference(np.roll(years, k, axis=0), np.zeros((13, 2)), 1) for k in range(13)]
    np.testing.assert_allclose(found, np.broadcast_to(found[0], (13, 3)), atol=1e-12)


def test_what_is_not_two_blocks_long_has_no_interval() -> None:
    short = difference(np.ones((2 * BLOCK_YEARS - 1, 2)), np.zeros((2 * BLOCK_YEARS - 1, 2)), 1)
    assert short.mean == 1.0
    assert np.isnan([short.low, short.high]).all()
    assert outcome(short) == "same"


@pytest.mark.parametrize(
    ("low", "high", "said"), [(0.1, 0.5, "better"), (-0.1, 0.5, "same"), (-0.5, -0.1, "worse")]
)
def test_the_interval_decides_and_not_the_mean(low: float, high: float, said: str) -> None:
    from simulation.experiments.card.scores import Difference

    assert outcome(Difference(0.2, low, high)) == said
    assert outcome(Difference(np.nan, np.nan, np.nan)) is None


# --- baselines ----------------------------------------------------------------------------------------------

STEP, DRIFT = np.array([[0.5, 0.2], [0.3, 0.4]]), np.array([-1.0, -2.0])


def stationary(step: np.ndarray) -> np.ndarray:
    """Standard deviations of x(t+1) = step x(t) + e with unit shocks: the discrete Lyapunov equation."""
    whole = np.linalg.solve(np.eye(4) - np.kron(step, step), np.eye(2).ravel()).reshape(2, 2)
    return np.asarray(np.sqrt(np.diagonal(whole)))


@pytest.mark.parametrize("name", ["var", "richardson"])
def test_two_that_follow_each_other_are_found_again(name: str) -> None:
    known = autoregressive(STEP, DRIFT, 20_000)
    made = getattr(baselines, name)(known, 60)
    assert made.mean[0] == pytest.approx(DRIFT + STEP @ known[-1], abs=0.05)
    assert made.sd[0] == pytest.approx([1, 1], abs=0.02)
    assert made.mean[-1] == pytest.approx(np.linalg.solve(np.eye(2) - STEP, DRIFT), abs=0.15)
    assert made.sd[-1] == pytest.approx(stationary(STEP), abs=0.05)


def test_richardson_is_the_autoregression_where_no_sign_binds_and_not_where_one_does() -> None:
    free = autoregressive(STEP, DRIFT, 400)
    assert baselines.richardson(free, 8).mean == pytest.approx(baselines.var(free, 8).mean)
    spiteful = autoregressive(np.array([[0.5, -0.4], [0.0, 0.5]]), DRIFT, 4000)
    made = baselines.richardson(spiteful, 1)
    alone = np.polyfit(spiteful[:-1, 0], spiteful[1:, 0], 1)  # nobody reacts to good with bad: a = 0
    assert made.mean[0, 0] == pytest.approx(np.polyval(alone, spiteful[-1, 0]))
    assert made.mean[0, 0] != pytest.approx(baselines.var(spiteful, 1).mean[0, 0], abs=0.01)


def test_each_by_itself_is_found_again() -> None:
    known = autoregressive(np.diag([0.6, 0.0]), np.array([1.0, 2.0]), 20_000)
    made = baselines.ar(known, 30)
    assert made.mean[0] == pytest.approx([1 + 0.6 * known[-1, 0], 2], abs=0.05)
    assert made.mean[-1] == pytest.approx([1 / 0.4, 2], abs=0.1)
    assert made.sd[-1] == pytest.approx([1 / np.sqrt(1 - 0.36), 1], abs=0.03)


def test_means_and_lines_are_those_of_the_textbook() -> None:
    known = normal(23, 2) + np.array([-4.0, -7.0])
    flat = baselines.climatology(known, 3)
    assert flat.mean == pytest.approx(np.tile(known.mean(axis=0), (3, 1)))
    assert flat.sd == pytest.approx(np.tile(known.std(axis=0, ddof=1) * np.sqrt(1 + 1 / 23), (3, 1)))
    line = baselines.trend(known + 0.5 * np.arange(23)[:, None], 3)
    slope, start = np.polyfit(np.arange(23), known[:, 0] + 0.5 * np.arange(23), 1)
    assert line.mean[:, 0] == pytest.approx(start + slope * np.arange(23, 26))
    assert (np.diff(line.sd, axis=0) > 0).all(), "the farther, the less is known"
    sums = normal(26, seed=3)
    of_leaders = baselines.leaders(2.0 * sums[:23, None] + 0.1 * known, sums)
    assert of_leaders.mean[:, 0] == pytest.approx(2.0 * sums[23:] + 0.1 * known[:, 0].mean(), abs=0.2)


def test_persistence_is_the_last_value_with_the_spread_of_past_changes() -> None:
    walk = np.cumsum(normal(5000, 2), axis=0)
    made = baselines.persistence(walk, 8)
    assert (made.mean == walk[-1]).all()
    assert made.sd == pytest.approx(np.sqrt(np.arange(1, 9))[:, None] * np.ones(2), rel=0.1)


# --- ahead --------------------------------------------------------------------------------------------------


def test_no_forecast_sees_what_comes_after_its_origin() -> None:
    runs, record = 3 * normal(176, 2, 90), 3 * normal(176, 2, seed=2)
    other = record.copy()
    other[120:] += 50.0
    for name, made in forecasts(runs, record[:120], HORIZON).items():
        again = forecasts(runs, other[:120], HORIZON)[name]
        assert made.quantile(0.7) == pytest.approx(again.quantile(0.7)), name
    first, second = (ahead(runs, table, slice(92, 176)) for table in (record, other))
    for name in AHEAD:
        for horizon in range(HORIZON):
            before = 120 - 92 - horizon  # forecasts whose origin and target both lie before the change
            mine, theirs = first[name][horizon], second[name][horizon]
            assert mine.crps[:before] == pytest.approx(theirs.crps[:before]), name
            assert len(mine.crps) == 84 - horizon
            assert (mine.crps[before + HORIZON :] != theirs.crps[before + HORIZON :]).all(), (
                "the change does matter"
            )


def test_free_runs_are_judged_by_baselines_that_saw_the_fitted_years_alone() -> None:
    record = 3 * normal(44, 2)
    runs, sums = 3 * normal(44, 2, 50, seed=2), normal(44, seed=3)
    held = slice(23, 44)
    fitted = {name: one.error for name, one in free_runs(Table(record, 1), runs, sums).items()}
    moved = record.copy()
    moved[held] += 7.0  # what was guessed stays: each guess is now off by 7 more, or less
    again = {name: one.error for name, one in free_runs(Table(moved, 1), runs, sums).items()}
    assert tuple(fitted) == FREE
    for name in FREE:
        difference_ = np.minimum(
            np.abs(again[name] - fitted[name] - 7.0), np.abs(again[name] + fitted[name] - 7.0)
        )
        assert difference_ == pytest.approx(np.zeros((21, 2)), abs=1e-9), name


def test_the_nearest_histories_are_those_of_the_last_two_years() -> None:
    record = normal(40, 2)
    runs = np.repeat(record[:, :, None], 100, axis=2) + 9.0
    runs[-MEMORY:] = record[-MEMORY:, :, None] + 0.1 * np.arange(
        100
    )  # run 0 is nearest, whatever came before
    runs[-1, 0, 3] = np.nan  # has ended
    assert nearest(runs, record).tolist() == [k for k in range(NEAREST + 1) if k != 3]
    runs[-1, :, 5:] = np.nan
    assert nearest(runs, record).tolist() == [0, 1, 2, 4]


def test_the_nearest_histories_know_more_than_all_of_them_and_than_the_last_value() -> None:
    """Of runs of the record's own process: one quarter ahead against all runs, eight ahead against persistence."""
    step, held = np.array([[0.7, 0.1], [0.1, 0.7]]), slice(92, 176)
    record = autoregressive(step, DRIFT, 176)
    runs = np.stack([autoregressive(step, DRIFT, 176, seed=k) for k in range(2, 402)], axis=2)
    found = ahead(runs, record, held)
    near, alike = score(found["model"][0]).crps, score(judged(Runs(runs[held]), record[held])).crps
    assert score(found["var"][0]).crps < near < alike, "the true model is the best guess"
    assert score(found["model"][7]).crps < score(found["persistence"][7]).crps


# --- the model, cut like the record --------------------------------------------------------------------------


def test_periods_are_means_of_the_months_before_a_war(result: xr.Dataset) -> None:
    ended = result.copy()
    ended["war"] = result.war.copy()
    ended["war"][{"run": 3, "month": slice(100, None)}] = True
    yearly, quarterly = members(ended, 1), members(ended, 4)
    points = result.cooperation.sel(pair=["US to USSR", "USSR to US"])
    assert yearly.shape == (44, 2, 12)
    assert yearly[5, 1, 0] == pytest.approx(float(points[{"run": 0}].sel(pair="USSR to US")[60:72].mean()))
    assert yearly[8, 0, 3] == pytest.approx(float(points[{"run": 3}].sel(pair="US to USSR")[96:100].mean()))
    assert np.isnan(yearly[9:, :, 3]).all()
    assert np.isnan(quarterly[34:, :, 3]).all()
    assert np.isfinite(quarterly[:34]).all()
    assert quarterly[:4].mean(axis=0) == pytest.approx(yearly[0])


def test_the_leaders_sum_is_that_of_the_scenario() -> None:
    scenario = load_scenario("cold_war")
    leaders = [[scenario.leader_at(state, month) for state in ("US", "USSR")] for month in range(24, 36)]
    months = [sum(leader.disposition for leader in both if leader is not None) for both in leaders]
    assert dispositions(scenario, 1)[2] == pytest.approx(np.mean(months))
    assert dispositions(scenario, 4)[8:12] == pytest.approx(np.mean(np.reshape(months, (4, 3)), axis=1))


# --- the whole ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def whole(result: xr.Dataset, made_up_record: Record) -> Card:
    return card(result, made_up_record)


@pytest.fixture(scope="module")
def found(whole: Card) -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(json.dumps(card_json(whole), allow_nan=False))
    return plain


@pytest.mark.parametrize("lang", languages())
def test_a_figure_speaks_of_the_intervals_that_it_shows(whole: Card, lang: str) -> None:
    def said(figure: Figure) -> str:
        return " ".join(str(words.get_text()) for words in figure.texts)

    years, skill = said(years_figure(whole, "0", lang)), said(skill_figure(whole, "0", lang))
    after_war = text("card.footing", lang, ran="", years="").split(". ")[-1]
    assert (years.count(after_war), skill.count(after_war)) == (1, 1)
    assert ("95%" in years, "95%" in skill) == (False, True)
    assert text("card_figure.scores_alone", lang) in skill


def test_all_keys_are_there(found: dict[str, Any]) -> None:
    measures = {"crps", "error", "covered_50", "covered_90", "n"}
    parts: list[tuple[Any, tuple[str, ...]]] = [
        (found[key][resolution], FREE)
        for key in ("holdout", "holdout_1979")
        for resolution in ("yearly", "quarterly")
    ]
    parts += [(found["forecast"][str(horizon)], AHEAD) for horizon in range(1, 9)]
    for part, names in parts:
        assert tuple(part) == names
        for name in names:
            own = set(part[name])
            assert own == measures | ({"difference"} if name != "model" else set())
            if name != "model":
                low, mean, high = (part[name]["difference"][key] for key in ("low", "mean", "high"))
                assert low < mean < high
                assert mean == pytest.approx(part[name]["crps"] - part["model"]["crps"])
    periods = [
        found[key][resolution]["model"]["n"]
        for key in ("holdout", "holdout_1979")
        for resolution in ("yearly", "quarterly")
    ]
    assert periods == [21, 84, 13, 52]
    assert [found["forecast"][str(h)]["var"]["n"] for h in range(1, 9)] == list(range(84, 76, -1))
    assert len(found["forecast"]) == HORIZON
    assert {len(years) for years in found["years"].values()} == {44}
    assert found["runs"] == 12


def test_the_same_runs_give_the_same_card(
    result: xr.Dataset, made_up_record: Record, found: dict[str, Any]
) -> None:
    assert card_json(card(result.isel(pair=[1, 0]), made_up_record)) == found


def test_the_findings_name_every_baseline_once_a_period(result: xr.Dataset, made_up_record: Record) -> None:
    said = findings(card(result, made_up_record))
    free = [sentence for sentence in said if sentence.startswith(("1971", "1979"))]
    assert sum(sentence.count("Richardson") for sentence in free) == 4
    assert sum(sentence.count("persistence") for sentence in said) >= 1
    assert all(
        "{" not in sentence
        for lang in languages()
        for sentence in findings(card(result, made_up_record), lang)
    )


@pytest.mark.parametrize("lang", languages())
def test_a_narrow_terminal_shows_every_pattern_and_every_miss(whole: Card, lang: str) -> None:
    console = Console(width=60, record=True, file=StringIO())
    console.print(terminal(card_in_short(whole, "0", lang)))
    shown = console.export_text()
    assert max(map(len, shown.splitlines())) <= 60
    misses = [row for row in whole.patterns if not row.hit]
    assert shown.count(text("patterns.miss", lang)) == len(misses) > 0
    assert sum(len(grid.rows) for grid in pattern_grids(whole.patterns, lang)) == len(whole.patterns)


def test_a_result_that_ends_before_is_refused(result: xr.Dataset, made_up_record: Record) -> None:
    short = result.isel(month=slice(0, 480))
    with pytest.raises(
        ScenarioError, match="ends before the held-out years do; run one to 1991-12"
    ) as caught:
        card(short, made_up_record)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("missing", [("scoringrules",), ("scoringrules", "statsmodels")])
def test_without_its_libraries_the_card_is_refused_in_one_line(
    missing: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    there = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name in missing else there(name))
    with pytest.raises(ScenarioError, match=" and ".join(missing)) as caught:
        need_libraries()
    assert 'pip install ".[validate]"' in str(caught.value)
    assert "\n" not in str(caught.value)


# --- who opens the hold-out ---------------------------------------------------------------------------------------


def test_one_command_opens_the_hold_out_and_all_else_asks_for_fitted_rows() -> None:
    package = Path(simulation.__file__).parent
    sources = {
        path.relative_to(package).as_posix(): path.read_text(encoding="utf-8")
        for path in package.rglob("*.py")
    }
    callers = {name for name, source in sources.items() if re.search(r"(?<!def )\bopened\(", source)}
    assert callers == {"commands/validate.py"}
    asking = {
        name for name, source in sources.items() if re.search(r"(?<!def )\bpatterns\((?!\"fitted\")", source)
    }
    assert asking == {"experiments/card/record.py"}


def test_a_course_is_us_first_and_ends_with_a_war(result: xr.Dataset) -> None:
    ended = result.copy()
    ended["war"] = result.war.copy()
    ended["war"][{"run": 2, "month": slice(200, None)}] = True
    own = course(ended.isel(pair=[1, 0], state=[1, 0]))
    assert own.conduct[0, :, 0] == pytest.approx(result.cooperation.sel(run=0, pair="US to USSR").values)
    assert own.burden[1, :, 0] == pytest.approx(result.arms.sel(run=0, state="USSR").values)
    for values in (own.conduct[0], own.trade, own.burden[0]):
        assert np.isnan(values[200:, 2]).all()
    assert np.isfinite(own.crisis[200, 2])  # what happens in the month of the war counts
    assert np.isnan(own.crisis[201:, 2]).all()


def test_nothing_judged_is_none() -> None:
    nothing = Judged(*(np.full((3, 2), np.nan) for _ in range(4)))
    assert score(nothing).n == 0
    assert np.isnan(score(nothing).crps)
    assert np.isnan(difference(nothing.crps, nothing.crps, 1).mean)
