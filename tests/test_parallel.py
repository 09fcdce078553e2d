"""Several processes do what one does: the same numbers, the same errors, and nothing left behind."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import tempfile
import threading
from multiprocessing.connection import wait
from pathlib import Path

import numpy as np
import pytest

from simulation import parallel
from simulation.engine import simulate
from simulation.scenario import load_scenario

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="cannot fork here")
ROOT = Path(__file__).parents[1]

JOBS = ["a", "bb", "ccc", "dddd", "eeeee"]


@pytest.fixture(params=[pytest.param(True, marks=needs_fork, id="forked"), pytest.param(False, id="afresh")])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Both ways to have other processes, whichever this system takes."""
    monkeypatch.setattr(parallel, "FORKS", request.param)
    return bool(request.param)


def lengths(workers: int, fails: bool = False) -> np.ndarray:
    """The length of every job, found by however many."""
    found = parallel.zeros({"length": ((len(JOBS),), np.int64)}, shared=True)["length"]
    parent = os.getpid()

    def measure(job: str) -> None:
        if fails and os.getpid() != parent:
            os._exit(1)
        found[JOBS.index(job)] = len(job)

    done = list(parallel.spread(measure, JOBS, workers))
    assert sorted(done) == JOBS
    return np.asarray(found)


@pytest.mark.sample(3)
@pytest.mark.parametrize("workers", [1, 2, 3, 8])
def test_every_job_is_done_once_by_however_many(workers: int, way: bool) -> None:
    before = set(multiprocessing.active_children())  # of another test, that joblib keeps
    assert lengths(workers).tolist() == [1, 2, 3, 4, 5]
    assert not way or set(multiprocessing.active_children()) <= before


@needs_fork
def test_what_a_forked_child_drops_is_done_here() -> None:
    assert lengths(3, fails=True).tolist() == [1, 2, 3, 4, 5]


def test_what_cannot_be_sent_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "FORKS", False)
    lock, done = threading.Lock(), []

    def locked(job: str) -> None:
        with lock:
            done.append(job)

    assert list(parallel.spread(locked, JOBS, 2)) == JOBS == done


@pytest.mark.parametrize("workers", [1, 2])
def test_an_error_comes_up_as_ever(workers: int, way: bool) -> None:
    def fail(job: str) -> None:
        raise ZeroDivisionError(job)

    before = set(multiprocessing.active_children())
    with pytest.raises(ZeroDivisionError, match=r"^(a|bb|ccc|dddd|eeeee)$"):
        list(parallel.spread(fail, JOBS, workers))
    assert not way or set(multiprocessing.active_children()) <= before


def test_workers_end_with_a_parent_that_is_killed_in_the_middle_of_a_job(way: bool) -> None:
    """All of them hold the output of the parent: once they are gone, it ends."""
    code = f"""
import os
from simulation import parallel
parallel.FORKS = {way}
def work(job):
    os.write(1, b"at work\\n")  # in one piece, for others write as well
    while True: sum(range(1000))
list(parallel.spread(work, range(4), 3))
"""
    busy = 3
    with subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, bufsize=0
    ) as parent:
        assert parent.stdout is not None
        for _ in range(busy):
            assert parent.stdout.readline() == b"at work\n"
        parent.kill()
        assert wait([parent.stdout.fileno()], timeout=2), "somebody still works"
        assert parent.stdout.read() == b""


@pytest.mark.skipif(not parallel.FORKS, reason="only a fork takes the parent's handlers over")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_workers_of_a_parent_that_is_told_to_end_say_nothing(number: int) -> None:
    code = """
import os, sys
from simulation import parallel
from simulation.commands.signals import ending_clean
def work(job):
    os.write(1, b"at work\\n")
    while True: sum(range(1000))
with ending_clean():
    try: list(parallel.spread(work, range(4), 3))
    except KeyboardInterrupt: sys.exit(7)
"""
    with subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0,
        start_new_session=True,
    ) as parent:  # fmt: skip
        assert parent.stdout is not None
        for _ in range(3):
            assert parent.stdout.readline() == b"at work\n"
        os.killpg(parent.pid, number)  # as a terminal does, or a service
        assert parent.communicate(timeout=20) == (b"", b"")
        assert parent.returncode == 7


def test_shared_memory_leaves_no_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(parallel, "FORKS", False)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    made = parallel.zeros({"value": ((3,), np.float64)}, shared=True)
    assert len(list(tmp_path.iterdir())) == 1
    del made
    assert not list(tmp_path.iterdir())


def test_arrays_do_not_overlap() -> None:
    made = parallel.zeros({"flag": ((3,), np.bool_), "value": ((2, 2), np.float64)}, shared=True)
    made["flag"][:] = True
    made["value"][:] = 7.0
    assert made["flag"].all()
    assert (made["value"] == 7.0).all()


@pytest.mark.sample(2)
@pytest.mark.parametrize("keep", ["all", "yearly", "summary"])
def test_three_processes_give_what_one_gives(keep: str, way: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    scenario = load_scenario("cuban_missile_crisis")
    monkeypatch.setattr(parallel, "cores", lambda: 1)
    alone = simulate(scenario, runs=200, seed=3, keep=keep)
    monkeypatch.setattr(parallel, "cores", lambda: 3)
    monkeypatch.setattr("simulation.engine.WORTH", 1)
    monkeypatch.setattr("simulation.engine.FEWEST", 1)
    together = simulate(scenario, runs=200, seed=3, keep=keep)
    assert together.identical(alone)


@pytest.mark.parametrize("keep", ["yearly", "summary"])
def test_the_means_of_a_run_alone_are_its_means_among_many(keep: str) -> None:
    scenario = load_scenario("cuban_missile_crisis")
    alone = simulate(scenario, runs=1, seed=3, keep=keep)
    many = simulate(scenario, runs=70, seed=3, keep=keep).isel(run=[0])
    for name, values in alone.data_vars.items():
        np.testing.assert_array_equal(values, many[name], err_msg=str(name))
