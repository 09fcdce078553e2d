"""Counts in bins are those of the years' means, add up however runs are shared, and give quantiles to within a bin."""

from __future__ import annotations

import tracemalloc
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import xarray as xr

from simulation import Scenario, ScenarioError, describe, engine, simulate, stored
from simulation.experiments.rerun import rerun
from simulation.histograms import BINS, counts, edges, quantiles
from simulation.inputs import parameters_of
from simulation.keeping import layout, recorder
from simulation.months import course, months
from simulation.scenario import load_scenario
from simulation.state import Record
from simulation.variables import COUNTED, VARIABLES
from tests.test_contract import DEADLY, triad

RUNS = 150
LEVELS = [0.0, 0.05, 0.25, 0.5, 0.9, 1.0]


@pytest.fixture(scope="module")
def pair(two: Scenario) -> tuple[xr.Dataset, xr.Dataset]:
    """The same runs, of which many end in war: a year's means of each, and counts."""
    deadly = two.changed(parameters=DEADLY)
    yearly, counted = (simulate(deadly, runs=RUNS, seed=1, keep=keep) for keep in ("yearly", "histogram"))
    assert 10 < int(yearly.war[:, -1].sum()) < RUNS - 10
    return yearly, counted


def lived(yearly: xr.Dataset, name: str) -> np.ndarray:
    """The year's means, `[year, ..., run]`, NaN where no month of the year was lived."""
    values = yearly[name].transpose("year", ..., "run")
    return np.asarray(values if name == "war" else values.where(yearly.tension[..., 0].notnull()).values)


def giving(ends: np.ndarray) -> np.ndarray:
    """From where on a value is counted beyond each edge: a millionth of a bin below, so that rounding decides nothing."""
    inner = ends[1:-1]
    return np.concatenate([ends[:1], inner - 1e-6 * np.diff(inner).min(), ends[-1:]])


def test_counts_are_those_of_the_yearly_means(pair: tuple[xr.Dataset, xr.Dataset]) -> None:
    yearly, counted = pair
    assert set(counted.data_vars) == set(yearly.data_vars)
    for name, held in counted.data_vars.items():
        of_runs = lived(yearly, str(name))
        ends = giving(counted.edges.sel(variable=name).values)
        for cell in np.ndindex(held.shape[:-1]):
            known = of_runs[cell][~np.isnan(of_runs[cell])]
            np.testing.assert_array_equal(held.values[cell], np.histogram(known, ends)[0], err_msg=str(name))
        assert held.attrs["units"] == "runs"
        assert held.attrs["bin_units"] == yearly[name].attrs["units"]


def test_quantiles_lie_in_the_bin_of_the_exact_ones(pair: tuple[xr.Dataset, xr.Dataset]) -> None:
    yearly, counted = pair
    found = quantiles(counted, LEVELS)
    for name, read in found.data_vars.items():
        exact = np.nanquantile(lived(yearly, str(name)), LEVELS, axis=-1, method="inverted_cdf")
        assert read.dims == ("quantile", *counted[name].dims[:-1])
        assert float(np.abs(read.values - exact).max()) <= read.attrs["error"], name
        ends = edges(str(name))
        bins = np.clip(np.searchsorted(giving(ends), exact, side="right") - 1, 0, BINS - 1)
        assert bool(((ends[bins] <= read) & (read <= ends[bins + 1])).all()), name


def test_quantiles_of_known_counts(pair: tuple[xr.Dataset, xr.Dataset]) -> None:
    """Ten runs in the bin 50.0 to 50.2, thirty in 60.0 to 60.2: at .125 half of the ten, at .625 half of the thirty."""
    _, counted = pair
    held = xr.zeros_like(counted.tension)
    held[0, 0, 250], held[0, 0, 300] = 10, 30
    found = quantiles(counted.assign(tension=held), [0.0, 0.125, 0.25, 0.625, 1.0]).tension
    np.testing.assert_allclose(found[:, 0, 0], [50.0, 50.1, 50.2, 60.1, 60.2])
    assert bool(np.isnan(found[:, 1:]).all())  # no run lived
    assert found.attrs["error"] == pytest.approx(0.2)


def test_bins_cover_whatever_a_variable_can_be() -> None:
    for name in VARIABLES:
        ends = edges(name)
        assert ends.shape == (BINS + 1,)
        assert bool((np.diff(ends) > 0).all())
    assert edges("tension")[[0, 1, -1]].tolist() == [0.0, 0.2, 100.0]
    assert edges("gdp")[[0, -1]].tolist() == [0.0, np.inf]
    assert edges("growth")[[0, -1]].tolist() == [-np.inf, np.inf]
    assert {float(edges(name)[-1]) for name in COUNTED} == {12.0}
    found = counts("growth", np.array([[-1e9, 1e9, 1e9], [0.0, 0.0, 1e-9]]))
    assert found[0, [0, -1]].tolist() == [1, 2]
    assert found[1, BINS // 2] == 3  # zero is an edge, and belongs to what lies above it
    assert counts("trust", np.array([0.95, 0.95 - 1e-12]))[475] == 2
    assert counts("trust", np.array([1.0, 1.0 + 1e-12, -1e-12]))[[0, -1]].tolist() == [1, 2]


def test_what_lies_beyond_reach_is_infinite(pair: tuple[xr.Dataset, xr.Dataset]) -> None:
    _, counted = pair
    held = xr.zeros_like(counted.growth)
    held[..., [0, -1]] = 5
    found = quantiles(counted.assign(growth=held), [0.0, 0.3, 0.7, 1.0]).growth
    assert found[:, 0, 0].values.tolist() == [-np.inf, -np.inf, np.inf, np.inf]
    assert found.attrs["error"] == np.inf


def test_counts_add_up_over_blocks_and_over_calls(two: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:

    def asked(worlds: np.ndarray) -> xr.Dataset:
        return simulate(two, runs=len(worlds), seed=4, keep="histogram", worlds=worlds)

    worlds = np.arange(150)
    whole = asked(worlds)
    monkeypatch.setattr(engine, "BLOCK", 64)
    assert asked(worlds).identical(whole)
    parts = asked(worlds[100:]), asked(worlds[:100])
    added = parts[0].assign(tension=parts[0].tension + parts[1].tension)
    assert quantiles(added, LEVELS).tension.identical(quantiles(whole, LEVELS).tension)
    for name, held in whole.data_vars.items():
        np.testing.assert_array_equal(held, parts[0][name].values + parts[1][name].values)


def test_months_kept_at_once_are_counted_as_those_kept_one_by_one(two: Scenario) -> None:
    """In stretches that begin and end within years, as compiled months come."""
    deadly, runs = two.changed(parameters=DEADLY), (0, 40)
    given = course(deadly, parameters_of(deadly), 1, runs)
    records = [record for _, record in months(given)]
    one_by_one, at_once = (recorder({}, deadly, "histogram", runs) for _ in range(2))
    for month, record in enumerate(records):
        one_by_one.month(month, record)
    for first, last in pairwise([0, 5, 12, 31, 36]):
        at_once.stretch(
            first, Record(*(np.stack(values) for values in zip(*records[first:last], strict=True)))
        )
    found = at_once.finish()
    assert int(found["war"][-1, -1]) > 0
    for name, counted in one_by_one.finish().items():
        np.testing.assert_array_equal(found[name], counted, err_msg=name)


def test_memory_does_not_grow_with_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor does what is kept: the most that is held is that of one block, however many there are."""
    monkeypatch.setattr(engine, "BLOCK", 64)
    monkeypatch.setattr("simulation.parallel.cores", lambda: 1)
    short = triad().changed(months=2)

    def peak(runs: int, keep: str) -> int:
        tracemalloc.start()
        simulate(short, runs=runs, seed=1, keep=keep)
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    peak(64, "histogram")  # what is made once and stays
    few, many = peak(128, "histogram"), peak(64 * 16, "histogram")
    assert many < 1.02 * few  # what blocks leave to be collected
    assert peak(64 * 16, "summary") > 1.1 * few  # which the same measure sees
    assert layout(short, 1, "histogram") == layout(short, 10**9, "histogram")


def test_a_summary_takes_less_than_a_kilobyte_a_run() -> None:
    """Of two states, as long as it may be."""
    held = layout(load_scenario("cold_war"), 10, "summary")
    assert sum(np.prod(shape) * np.dtype(kind).itemsize for shape, kind in held.values()) <= 10 * 1000


def test_a_file_gives_the_same_quantiles(pair: tuple[xr.Dataset, xr.Dataset], tmp_path: Path) -> None:
    _, counted = pair
    stored.save(counted, tmp_path / "result.nc")
    found = stored.read(tmp_path / "result.nc")
    assert quantiles(found, LEVELS).equals(quantiles(counted, LEVELS))
    some = found[["tension", "gdp"]].sel(year=1961)
    assert quantiles(some, 0.5).gdp.equals(quantiles(counted, 0.5).gdp.sel(year=1961))
    assert str(describe(found)) == str(describe(counted))
    assert f"{int(counted.war[-1, -1])} of them end in war" in " ".join(str(describe(found)).split())


def test_counts_that_came_out_otherwise_are_named() -> None:
    result = simulate("classroom", runs=5, seed=5, keep="histogram")
    held = result.tension.copy(deep=True)
    place = int(np.argmax(held.values[2, 1]))
    held[2, 1, place] -= 1
    held[2, 1, place + 1] += 1
    (one,) = rerun(result.assign(tension=held)).differs
    assert (one.variable, one.runs, one.largest, one.first) == ("tension", 1, 1.0, None)


def test_what_gives_no_quantiles_is_refused(pair: tuple[xr.Dataset, xr.Dataset]) -> None:
    yearly, counted = pair
    with pytest.raises(ScenarioError, match=r"holds no counts \(its keep is 'yearly'\); simulate with keep="):
        quantiles(yearly, 0.5)
    with pytest.raises(ScenarioError, match="its keep is 'quantiles'"):
        quantiles(quantiles(counted, 0.5), 0.5)
    for wrong in (1.5, [-0.1], [float("nan")], [[0.5]], "many", None):
        with pytest.raises(ScenarioError, match=r"levels is .*; give shares of the runs, each from 0 to 1"):
            quantiles(counted, wrong)
    with pytest.raises(ScenarioError, match="give a whole number from 1 to 10,000,000"):
        simulate("classroom", runs=10**9, keep="histogram")
