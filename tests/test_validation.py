"""The pattern table: what is a hit and what is a miss, on hand-made results."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
import xarray as xr

from simulation import Scenario, ScenarioError
from simulation.experiments.measures import END, MEASURES, REGIMES
from simulation.experiments.validation import monthly_conduct, pattern_rows
from simulation.fields import month_number, month_text
from simulation.history import patterns
from simulation.scenario import Rivalry, StateSpec
from simulation.state import ISSUES

MONTHS = 528  # January 1948 to December 1991


def scenario() -> Scenario:
    states = tuple(StateSpec(name=name, title=name, gdp=1.0, influence=0.5) for name in ("US", "USSR"))
    rivalry = Rivalry(between=("US", "USSR"), trade_share=(0.02, 0.05))
    return Scenario(
        name="made_up", title="Made up", start="1948-01", months=MONTHS, states=states, rivalries=(rivalry,)
    )


def made_up(points: np.ndarray, start: str = "1948-01-01", **given: np.ndarray) -> xr.Dataset:
    """A result with this cooperation, [run, month, pair] with the US first; nothing else happens in it."""
    runs, months, _ = points.shape
    still: dict[str, tuple[tuple[str, ...], np.ndarray]] = {
        "cooperation": (("run", "month", "pair"), points),
        "trade": (("run", "month", "pair"), np.full(points.shape, 0.1)),
        "severity": (("run", "month", "pair"), np.zeros(points.shape)),
        "crisis": (("run", "month", "pair"), np.zeros(points.shape, dtype=bool)),
        "arms": (("run", "month", "state"), np.full(points.shape, 0.1)),
        "signed": (("run", "month", "pair", "issue"), np.zeros((*points.shape, 4), dtype=bool)),
        "war": (("run", "month"), np.zeros((runs, months), dtype=bool)),
    }
    for name, values in given.items():
        still[name] = (still[name][0], values)
    return xr.Dataset(
        still,
        coords={
            "run": range(runs),
            "month": pd.date_range(start, periods=months, freq="MS"),
            "pair": ["US to USSR", "USSR to US"],
            "actor": ("pair", ["US", "USSR"]),
            "target": ("pair", ["USSR", "US"]),
            "issue": list(ISSUES),
            "state": ["US", "USSR"],
        },
        attrs={"scenario_name": "made_up", "scenario": scenario().to_toml()},
    )


def noise(runs: int = 40, months: int = MONTHS, spread: float = 5.0) -> np.ndarray:
    return spread * np.random.default_rng(2).standard_normal((runs, months, 2))


def rows(result: xr.Dataset) -> dict[str, Any]:
    return {row.key: row for row in pattern_rows(result, patterns())}


# --- what is measured -----------------------------------------------------------------------------


def test_the_regimes_are_those_of_the_record():
    periods = patterns()["period"][[f"regime_mean_{number}" for number in range(1, 6)]]
    ends = (*REGIMES[1:], END)
    for period, first, last in zip(periods, REGIMES, ends, strict=True):
        months = [month_text(month_number("1948-01") + month) for month in (first, last - 1)]
        assert period == "/".join(months)


def test_every_measure_is_of_a_pattern_of_the_record_and_every_fitted_pattern_is_measured():
    assert set(MEASURES) <= set(patterns().index)
    assert set(patterns("fitted").index) <= set(MEASURES)


def test_conduct_is_us_first_and_stops_in_1978():
    points = noise(runs=3)
    result = made_up(points)
    assert monthly_conduct(result) == pytest.approx(points[:, :END].transpose(2, 1, 0))
    turned = result.isel(pair=[1, 0])
    assert monthly_conduct(turned) == pytest.approx(monthly_conduct(result))
    war = np.zeros((3, MONTHS), dtype=bool)
    war[1, 100:] = True
    conduct = monthly_conduct(made_up(points, war=war))
    assert np.isnan(conduct[:, 100:, 1]).all()
    assert np.isfinite(conduct[:, :, [0, 2]]).all()


@pytest.mark.parametrize(
    "wrong",
    [
        made_up(noise(runs=1), start="1949-01-01"),
        made_up(noise(runs=1, months=END - 1)),
        made_up(noise(runs=1)).assign_coords(pair=["US to China", "China to US"]),
        made_up(noise(runs=1)).mean("month", keep_attrs=True),
    ],
    ids=["later", "too short", "other states", "no months"],
)
def test_what_cannot_be_held_against_the_record_is_refused(wrong: xr.Dataset):
    with pytest.raises(ScenarioError, match="'made_up' cannot be held against the record") as caught:
        pattern_rows(wrong, patterns())
    assert "\n" not in str(caught.value)


# --- hit or miss ----------------------------------------------------------------------------------


def test_a_figure_is_hit_if_it_lies_in_the_band_over_runs():
    # thirty-one runs whose mean in all regimes lies evenly from -15 to 0; every month alike but for a little noise
    levels = np.linspace(-15, 0, 31)[:, None, None]
    found = rows(made_up(levels + noise(runs=31, spread=0.01)))
    first = found["regime_mean_1"]
    assert (first.record, first.role, first.unit) == (-10.7, "fitted", "COPDAB points")
    assert first.median == pytest.approx(-7.5, abs=0.02)
    assert (first.low, first.high) == (pytest.approx(-14.25, abs=0.02), pytest.approx(-0.75, abs=0.02))
    for number, record in enumerate((-10.7, -5.7, -3.1, 4.0, -2.1), 1):
        row = found[f"regime_mean_{number}"]
        assert row.record == record
        assert row.hit == (row.low <= record <= row.high)
    assert [found[f"regime_mean_{number}"].hit for number in range(1, 6)] == [True, True, True, False, True]


@pytest.mark.parametrize(("spread", "hit"), [(4.0, False), (5.5, True), (7.0, False)])
def test_a_range_is_hit_if_the_median_lies_in_it(spread: float, hit: bool):
    # of a common shock: the dyad's standard deviation is the shock's, and the record says 5 to 6
    shock = np.repeat(spread * np.random.default_rng(5).standard_normal((60, MONTHS, 1)), 2, axis=2)
    row = rows(made_up(shock))["regime_sd"]
    assert (row.record, row.record_low, row.record_high) == (None, 5, 6)
    assert row.median == pytest.approx(spread, abs=0.2)
    assert row.hit == hit


def test_the_table_follows_the_record_and_says_the_role():
    found = pattern_rows(made_up(noise()), patterns())
    order = [key for key in patterns().index if key in MEASURES]
    assert [row.key for row in found] == order
    assert [row.role for row in found] == patterns()["role"][order].tolist()
    for row in found:
        assert np.isnan(row.low) or row.low <= row.median <= row.high


def test_only_what_is_asked_for_is_measured():
    found = pattern_rows(made_up(noise()), patterns("fitted"))
    assert [row.key for row in found] == patterns("fitted").index.tolist()


def test_independent_noise_is_told_from_reciprocity():
    common = np.repeat(5 * np.random.default_rng(3).standard_normal((60, MONTHS, 1)), 2, axis=2)
    alike = rows(made_up(0.7 * common + 0.714 * noise(runs=60)))  # r = .49
    apart = rows(made_up(noise(runs=60)))
    assert alike["reciprocity"].hit
    assert not apart["reciprocity"].hit
    assert apart["excess_kurtosis"].hit  # normal noise is near normal


def test_who_follows_whom():
    us, lagged = noise(runs=30)[..., 0], np.zeros((30, MONTHS))
    lagged[:, 1:] = 0.15 * us[:, :-1]
    follows = np.stack([us, lagged + noise(runs=30, spread=0.1)[..., 1]], axis=2)  # the USSR follows the US
    found = rows(made_up(follows))
    assert found["cross_us_to_ussr"].median == pytest.approx(0.15, abs=0.01)
    assert found["cross_us_to_ussr"].hit
    assert found["inertia_us"].median == pytest.approx(0, abs=0.03)


# --- patterns of more than conduct ----------------------------------------------------------------


def test_trade_leaps_and_peaks_and_the_first_exchange():
    years = np.arange(MONTHS) // 12 + 1948
    tie = np.select([years < 1972, years < 1975], [0.1, 0.4], 0.2)
    trade = np.repeat(np.repeat(tie[None, :, None], 4, axis=0), 2, axis=2)
    signed = np.zeros((4, MONTHS, 2, 4), dtype=bool)
    culture = ISSUES.index("culture")
    for run, year in enumerate((1955, 1958, 1960)):  # the fourth never signs one
        signed[run, (year - 1948) * 12 + 3, :, culture] = True
    signed[:, 0, :, ISSUES.index("arms")] = True  # another issue does not count
    found = rows(made_up(noise(runs=4), trade=trade, signed=signed))
    assert found["trade_leap"].median == pytest.approx(4.0)
    assert found["trade_leap"].hit
    assert found["trade_fall"].median == pytest.approx(1.0)
    assert found["trade_mean"].median == pytest.approx(100 * 0.02 * 0.1)
    assert found["trade_peak"].median == pytest.approx(100 * 0.02 * 0.4)  # 2 % at full potential
    assert found["exchanges_first"].median == 1958
    assert found["exchanges_first"].hit


def test_the_shift_after_a_crisis_is_in_standard_deviations():
    points = np.random.default_rng(6).standard_normal((20, MONTHS, 2))
    points[:, 200:] += 3.0
    severity = np.zeros(points.shape)
    severity[:, 200] = 1.0
    found = rows(made_up(points, severity=severity))
    expected = 3.0 / points[:, :END].mean(axis=2).std(axis=1).mean()
    assert found["cuba_shift"].median == pytest.approx(expected, abs=0.15)
    assert np.isnan(found["ordinary_crisis_shift"].median)  # there was none
    assert not found["ordinary_crisis_shift"].hit


def test_the_quartiles_of_trade_are_over_runs():
    # 41 runs whose trade lies evenly from 0 to .4 of a potential of 2 %: quartiles .2 and .6 %
    ties = np.repeat(np.repeat(np.linspace(0, 0.4, 41)[:, None, None], MONTHS, axis=1), 2, axis=2)
    found = rows(made_up(noise(runs=41), trade=ties))
    assert found["trade_lower"].median == pytest.approx(0.2)
    assert found["trade_upper"].median == pytest.approx(0.6)
    assert found["trade_mean"].hit  # .14 lies within so wide a band, and so the quartiles are asked
    assert not found["trade_lower"].hit
    assert not found["trade_upper"].hit
    near = np.array([0.12, 0.12, 0.16, 0.16])[:, None, None] / 2 * np.ones((1, MONTHS, 2))
    assert all(rows(made_up(noise(runs=4), trade=near))[f"trade_{k}"].hit for k in ("lower", "upper"))


def test_disputes_are_a_rate_over_the_months_of_peace():
    crisis, war = np.zeros((3, MONTHS, 2), dtype=bool), np.zeros((3, MONTHS), dtype=bool)
    crisis[:, ::12] = True  # one a year
    war[1, 24:] = True  # whose month has a crisis: it counts, and nothing after it
    found = rows(made_up(noise(runs=3), crisis=crisis, war=war))["disputes"]
    assert found.median == pytest.approx(1.0)
    assert found.hit
    assert found.high == pytest.approx(1.0 + 0.9 * (12 * 3 / 25 - 1.0))


def test_one_side_less_cooperative_and_burdens_that_fall():
    points = noise(runs=20, spread=0.5) + np.array([0.0, -2.2])
    points[:, 276:, 1] += 50.0  # after 1970, which is not asked
    years = np.arange(MONTHS) // 12 + 1948
    arms = np.select([years < 1960, years < 1975], [0.1, 0.069], 0.0345)[None, :, None] * np.ones((20, 1, 2))
    found = rows(made_up(points, arms=arms))
    assert found["soviet_less"].median == pytest.approx(-2.2, abs=0.1)
    assert found["soviet_less"].hit
    assert found["rise_1972"].median == pytest.approx(25.0, abs=0.3)  # one of two directions rises by 50
    assert found["fall_1980"].median == pytest.approx(0.0, abs=0.3)
    assert found["burden_us_1970"].median == pytest.approx(0.69)
    assert found["burden_us_1979"].median == pytest.approx(0.5)


# --- hard cases -----------------------------------------------------------------------------------


def test_a_world_that_never_moves_hits_no_correlation():
    found = rows(made_up(np.full((3, MONTHS, 2), -3.0)))
    assert np.isnan(found["reciprocity"].median)
    assert not found["reciprocity"].hit
    assert found["regime_mean_3"].median == -3
    assert found["hostile"].median == 1


def test_runs_that_end_in_the_first_month_are_left_out():
    war = np.zeros((40, MONTHS), dtype=bool)
    war[:10] = True
    war[10:20, 300:] = True
    with_wars, without = rows(made_up(noise(), war=war)), rows(made_up(noise()[20:]))
    for key in ("regime_mean_5", "reciprocity"):
        assert np.isfinite(with_wars[key].median), key
    assert with_wars["regime_mean_5"].median == pytest.approx(without["regime_mean_5"].median)


def test_where_every_run_ends_at_once_nothing_is_hit():
    found = pattern_rows(made_up(noise(runs=2), war=np.ones((2, MONTHS), dtype=bool)), patterns())
    assert not any(row.hit for row in found)
