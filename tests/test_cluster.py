"""A sweep on a cluster: a real scheduler and real worker processes, which are killed while they work."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import threading
import time
import tomllib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from distributed import Client, LocalCluster

from simulation import ScenarioError, cli, sweep
from simulation.doctrines import DOCTRINES
from simulation.scenario import Scenario
from simulation.sweeps import cluster, ledger, running
from simulation.sweeps.checking import repair
from simulation.sweeps.estimate import Estimate, Pace
from simulation.sweeps.plan import as_plan
from studies.kills.machines import free_port, machines, process
from studies.kills.watched import content
from studies.kills.workers import at_work, of_workers


@pytest.fixture(scope="module")
def asked(two: Scenario) -> dict[str, Any]:
    """Eight points in sixteen shards, each of a tenth of a second or so."""
    return {
        "scenario": two.changed(months=48, leaders=(), events=()),
        "design": "latin_hypercube",
        "size": 8,
        "replicates": 8,
        "seed": 7,
        "shard": 4,
        "parameters": {"trust_gain": {}},
    }


@pytest.fixture(scope="module")
def undisturbed(asked: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made by this machine alone."""
    return sweep(asked, tmp_path_factory.mktemp("here") / "sweep", workers=1).folder


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    """Two worker processes: each is started anew when it is killed."""
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0") as there,
        Client(there, set_as_default=False) as found,
    ):
        yield found


def kill_one_at_work(client: Client, pids: dict[str, int]) -> str:
    """Kill a worker that has tasks, without warning, and say which."""
    worker = next(worker for worker, tasks in at_work(client).items() if tasks and worker in pids)
    os.kill(pids[worker], signal.SIGKILL)
    return worker


def test_a_worker_is_killed_while_it_works_and_every_byte_is_as_here(
    client: Client, asked: dict[str, Any], undisturbed: Path, tmp_path: Path
) -> None:
    pids = dict(client.run(os.getpid))
    killed, paces, estimates = list[str](), list[Pace](), list[Estimate]()

    def kill_once(pace: Pace) -> None:
        paces.append(pace)
        if pace.since >= 16 and not killed:
            killed.append(kill_one_at_work(client, pids))

    done = sweep(asked, tmp_path / "there", client=client, progress=kill_once, estimate=estimates.append)
    assert content(done.folder) == content(undisturbed)
    assert done.made == 16
    assert [pace.done for pace in paces] == list(range(0, 65, 4))  # each shard counts once
    assert [one.workers for one in estimates] == [2]
    client.wait_for_workers(2, timeout=60)
    assert killed
    assert killed[0] not in client.run(os.getpid)  # it is gone, and another in its place


def test_ctrl_c_leaves_nothing_at_work_and_the_sweep_goes_on_elsewhere(
    client: Client, asked: dict[str, Any], undisturbed: Path, tmp_path: Path
) -> None:
    def interrupt(pace: Pace) -> None:
        if pace.since >= 12:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sweep(asked, tmp_path / "there", client=client, progress=interrupt)
    until = time.monotonic() + 20
    while any(at_work(client).values()) and time.monotonic() < until:
        time.sleep(0.05)
    assert not any(at_work(client).values())
    assert sweep(asked, tmp_path / "there", resume=True, workers=1).made == 13
    assert content(tmp_path / "there") == content(undisturbed)


def test_without_a_worker_it_says_so_and_goes_on_when_one_comes(
    asked: dict[str, Any], undisturbed: Path, tmp_path: Path
) -> None:
    looks = list[bool]()

    def hire(waits: bool) -> None:
        looks.append(waits)
        if waits and not there.workers:
            there.scale(1)

    with (
        LocalCluster(n_workers=0, processes=False, dashboard_address=":0") as there,
        Client(there, set_as_default=False) as client,
    ):
        folder = sweep(asked, tmp_path, client=client, progress=lambda pace: hire(pace.waits)).folder
        waited = looks.count(True)
        assert (
            looks == [False] * 2 + [True] * waited + [False] * 16
        )  # the first is made here; one more says it goes on
        assert content(folder) == content(undisturbed)
        there.scale(0)
        while client.nthreads():
            time.sleep(0.02)
        looks.clear()
        for number in (3, 5):
            running.place_of(folder, number).unlink()
        assert len(repair(folder, client=client, waits=hire).damages) == 2
    assert looks == [True] * looks.count(True) + [False]
    assert content(folder) == content(undisturbed)


def broken(o: Any, p: Any) -> Any:
    raise ArithmeticError("no such reason")


def test_an_error_in_a_task_comes_up_and_what_is_done_is_kept(
    client: Client, asked: dict[str, Any], tmp_path: Path
) -> None:
    mine = DOCTRINES["grit"]._replace(name="mine", version="1", reasons=broken)
    given = {**asked, "size": 2, "shard": 8}
    with pytest.raises(ArithmeticError, match="no such reason"):
        sweep(given, tmp_path / "there", doctrines={"Alfa": ["grit", mine]}, client=client)
    with ledger.reading(tmp_path / "there") as book:
        assert 0 < len(book.entries()) < book.shards()


def test_a_worker_with_another_version_is_refused_by_name(
    client: Client, asked: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("simulation.sweeps.identity.version", lambda: "9.9")
    with pytest.raises(
        ScenarioError, match=r"the worker 'tcp://.*' has detente .*, and this sweep is made with 9\.9"
    ):
        sweep(asked, tmp_path / "there", client=client)


# --- what is refused before anything is done --------------------------------------------------------------------------


def planned(folder: Path) -> Path:
    """The file of a plan: twelve points in 24 shards."""
    folder.mkdir(exist_ok=True)
    plan = folder / "plan.toml"
    plan.write_text(
        'scenario = "classroom"\ndesign = "latin_hypercube"\nsize = 12\nreplicates = 32\nshard = 16\n'
        "[parameters]\ntrust_gain = {}\n",
        encoding="utf-8",
    )
    return plan


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:{}", "gopher://here:{}", "here"])
def test_no_scheduler_that_answers_is_one_line(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cluster, "PATIENCE", 0.3)
    address = address.format(free_port())
    given = ["sweep", str(planned(tmp_path)), "--out", str(tmp_path / "out"), "--dask", address]
    assert cli.main(given) == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert re.search(f"no Dask scheduler answers at '{address}' .*; start one with: dask scheduler", error)
    assert not (tmp_path / "out").exists()


def test_without_the_library_one_line_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cluster, "find_spec", lambda name: None)
    assert cli.main(["sweep", str(planned(tmp_path)), "--dask", "tcp://127.0.0.1:1"]) == 2
    assert 'run pip install ".[dask]"' in capsys.readouterr().err


def test_workers_are_counted_here_or_there(asked: dict[str, Any], tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="a cluster has its own; give workers or client"):
        sweep(asked, tmp_path, workers=2, client=object())  # refused before it is used
    assert not list(tmp_path.iterdir())


def test_a_doctrine_that_cannot_be_sent_is_refused(asked: dict[str, Any]) -> None:
    held: Any = threading.Lock()
    mine = DOCTRINES["grit"]._replace(name="mine", version="1", reasons=lambda o, p: held)
    laid, _ = running.laid_out(as_plan(asked, {"Alfa": mine}))
    with pytest.raises(ScenarioError, match="a task cannot be sent to a worker"):
        cluster.packed(laid, 0)


# --- from the command line, and what goes wrong over a long time ------------------------------------------------------


def content_when(folder: Path, shards: int, asked: subprocess.Popen[str]) -> None:
    """Wait until so many shards are done."""
    until = time.monotonic() + 120
    while time.monotonic() < until and asked.poll() is None:
        with suppress(ScenarioError), ledger.reading(folder) as book:
            if len(book.entries()) >= shards:
                return
        time.sleep(0.05)
    raise AssertionError(asked.communicate())


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return planned(tmp_path_factory.mktemp("plan"))


@pytest.fixture(scope="module")
def here(plan: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return content(sweep(plan, tmp_path_factory.mktemp("here") / "sweep", workers=1).folder)


def swept(plan: Path, out: Path, address: str, *more: str) -> Any:
    return process("simulation", "sweep", str(plan), "--out", str(out), "--dask", address, *more)


@pytest.mark.long
def test_a_command_outlives_its_workers_and_takes_those_that_come_later(
    plan: Path, here: dict[str, bytes], tmp_path: Path
) -> None:
    """Workers of two threads; each time the only one is killed, and another comes when nobody is there."""
    with machines(1, threads=2) as there, swept(plan, tmp_path / "there", there.address) as command:
        for shards in (3, 12):
            content_when(tmp_path / "there", shards, command)
            there.kill(*there.workers)
            time.sleep(0.5)
            there.hire()
        out, err = command.communicate(timeout=120)
    assert command.returncode == 0, err
    assert "24 files" in out
    assert content(tmp_path / "there") == here


@pytest.mark.long
def test_a_command_says_in_a_line_that_the_scheduler_is_gone_and_goes_on_at_another(
    plan: Path, here: dict[str, bytes], tmp_path: Path
) -> None:
    with machines(1) as there, swept(plan, tmp_path / "there", there.address) as command:
        content_when(tmp_path / "there", 3, command)
        there.scheduler.kill()
        _, err = command.communicate(timeout=120)
    assert command.returncode == 2
    estimate, said = err.splitlines()
    assert "to be made" in estimate
    assert re.fullmatch(r"detente: the Dask scheduler at '.*' no longer answers.*--resume", said)
    with machines(1) as there, swept(plan, tmp_path / "there", there.address, "--resume") as command:
        _, err = command.communicate(timeout=120)
    assert command.returncode == 0, err
    assert content(tmp_path / "there") == here


@pytest.mark.long
def test_ctrl_c_on_the_command_ends_it_with_what_to_type(
    plan: Path, here: dict[str, bytes], tmp_path: Path
) -> None:
    with machines(1) as there, swept(plan, tmp_path / "there", there.address) as command:
        content_when(tmp_path / "there", 3, command)
        command.send_signal(signal.SIGINT)
        _, err = command.communicate(timeout=60)
    assert command.returncode == 130
    assert f"--dask {there.address} --resume" in err
    assert "Traceback" not in err
    sweep(plan, tmp_path / "there", resume=True, workers=1)
    assert content(tmp_path / "there") == here


@pytest.mark.long
def test_a_command_that_waits_for_a_worker_says_so_once_and_ends_clean_or_goes_on(
    plan: Path, here: dict[str, bytes], tmp_path: Path
) -> None:
    def waits(command: subprocess.Popen[str]) -> str:
        """What it says before it waits."""
        assert command.stderr is not None
        return command.stderr.readline()

    out = tmp_path / "there"
    with machines(0) as there:
        line = f"; start it with: dask worker {there.address}\n"
        with swept(plan, out, there.address) as command:
            content_when(out, 1, command)
            assert "to be made" in waits(command)
            assert waits(command).endswith(line)
            command.send_signal(signal.SIGINT)
            _, err = command.communicate(timeout=60)
            assert command.returncode == 130
            assert "1 of 24 files are done; go on with: " in err
            assert "Traceback" not in err
        with swept(plan, out, there.address, "--resume", "--quiet") as command:
            assert waits(command).endswith(line)
            there.hire()
            _, err = command.communicate(timeout=120)
            assert err == "A worker is there; it goes on.\n"
        there.kill(*there.workers)
        running.place_of(out, 4).unlink()
        with process("simulation", "repair", str(out), "--dask", there.address) as command:
            assert waits(command).endswith(line)
            there.hire()
            said, _ = command.communicate(timeout=120)
            assert "shards/000004.parquet" in said
    assert content(out) == here


@pytest.mark.slow
def test_twenty_random_kills_of_workers_change_no_byte(plan: Path, tmp_path: Path) -> None:
    count = of_workers(tomllib.loads(plan.read_text(encoding="utf-8")), tmp_path, kills=20, seed=1)
    assert count.kills >= 20
    assert count.harmless, count


@pytest.mark.long
def test_a_doctrine_that_is_not_there_and_one_that_ends_its_workers_are_a_line_each(
    asked: dict[str, Any], tmp_path: Path
) -> None:
    def deadly(o: Any, p: Any) -> Any:  # goes by value, while `broken` is looked up in this module
        os.kill(os.getpid(), signal.SIGKILL)

    given = {**asked, "size": 2, "shard": 16}
    with (
        machines(cluster.TRIES, DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES="0") as there,
        cluster.connected(there.address) as client,
    ):
        for reasons, said in (
            (broken, "the cluster lacks the module 'test_cluster'"),
            (deadly, "was lost with its workers again and again"),
        ):
            mine = DOCTRINES["grit"]._replace(name="mine", version="1", reasons=reasons)
            with pytest.raises(ScenarioError, match=said):
                sweep(given, tmp_path / said, doctrines={"Alfa": ["grit", mine]}, client=client)
            with ledger.reading(tmp_path / said) as book:
                assert len(book.entries()) == 1  # made here; what is left is the doctrine's
