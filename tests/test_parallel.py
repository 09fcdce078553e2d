"""Several processes do what one does: the same numbers, the same errors, and nothing left behind."""

from __future__ import annotations

import multiprocessing
import os

import numpy as np
import pytest

from simulation import parallel
from simulation.engine import simulate
from simulation.scenario import load_scenario

pytestmark = pytest.mark.skipif(parallel.cores() == 1 and not hasattr(os, "fork"), reason="cannot fork here")

JOBS = ["a", "bb", "ccc", "dddd", "eeeee"]


def lengths(workers: int, fails: bool = False) -> np.ndarray:
    """The length of every job, by whom it was found, and whether a child or this process did."""
    found = parallel.zeros({"length": ((len(JOBS),), np.int64)}, shared=True)["length"]
    parent = os.getpid()

    def measure(job: str) -> None:
        if fails and os.getpid() != parent:
            os._exit(1)
        found[JOBS.index(job)] = len(job)

    done = list(parallel.spread(measure, JOBS, workers))
    assert sorted(done) == JOBS
    assert not multiprocessing.active_children()
    return np.asarray(found)


@pytest.mark.parametrize("workers", [1, 2, 3, 8])
def test_every_job_is_done_once_by_however_many(workers: int) -> None:
    assert lengths(workers).tolist() == [1, 2, 3, 4, 5]


def test_what_a_child_drops_is_done_here() -> None:
    assert lengths(3, fails=True).tolist() == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("workers", [1, 2])
def test_an_error_comes_up_as_ever(workers: int) -> None:
    def fail(job: str) -> None:
        raise ZeroDivisionError(job)

    with pytest.raises(ZeroDivisionError, match=r"^(a|bb|ccc|dddd|eeeee)$"):
        list(parallel.spread(fail, JOBS, workers))
    assert not multiprocessing.active_children()


def test_arrays_do_not_overlap() -> None:
    made = parallel.zeros({"flag": ((3,), np.bool_), "value": ((2, 2), np.float64)}, shared=True)
    made["flag"][:] = True
    made["value"][:] = 7.0
    assert made["flag"].all()
    assert (made["value"] == 7.0).all()


@pytest.mark.parametrize("keep", ["all", "yearly", "summary"])
def test_three_processes_give_what_one_gives(keep: str, monkeypatch: pytest.MonkeyPatch) -> None:
    scenario = load_scenario("cuban_missile_crisis")
    monkeypatch.setattr(parallel, "cores", lambda: 1)
    alone = simulate(scenario, runs=200, seed=3, keep=keep)
    monkeypatch.setattr(parallel, "cores", lambda: 3)
    monkeypatch.setattr("simulation.engine.WORTH", 1)
    together = simulate(scenario, runs=200, seed=3, keep=keep)
    assert together.identical(alone)


@pytest.mark.parametrize("keep", ["yearly", "summary"])
def test_the_means_of_a_run_alone_are_its_means_among_many(keep: str) -> None:
    scenario = load_scenario("cuban_missile_crisis")
    alone = simulate(scenario, runs=1, seed=3, keep=keep)
    many = simulate(scenario, runs=70, seed=3, keep=keep).isel(run=[0])
    for name, values in alone.data_vars.items():
        np.testing.assert_array_equal(values, many[name], err_msg=str(name))
