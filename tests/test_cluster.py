"""A sweep on a cluster: a real scheduler and real worker processes, which are killed while they work."""

from __future__ import annotations

import os
import random
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from distributed import Client, LocalCluster

from simulation import ScenarioError, cli, sweep
from simulation.doctrines import DOCTRINES
from simulation.scenario import Scenario
from simulation.sweeps import cluster, ledger
from simulation.sweeps.estimate import Estimate, Pace


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
        LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as there,
        Client(there, set_as_default=False) as found,
    ):
        yield found


def content(folder: Path) -> dict[str, bytes]:
    """The bytes of all shards, and what the ledger has entered."""
    with ledger.reading(folder) as book:
        entered = repr(sorted(book.entries().items())).encode()
    return {path.name: path.read_bytes() for path in sorted((folder / "shards").iterdir())} | {"": entered}


def at_work(client: Client) -> dict[str, int]:
    """How many tasks each worker has, by its address."""
    return {worker: len(tasks) for worker, tasks in client.processing().items()}


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
    client.wait_for_workers(2)
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


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


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
        sweep(asked, tmp_path, workers=2, client=object())  # type: ignore[arg-type]  # refused before it is used
    assert not list(tmp_path.iterdir())


# --- from the command line, and what goes wrong over a long time ------------------------------------------------------


@contextmanager
def process(*words: str) -> Iterator[subprocess.Popen[str]]:
    """A process that says nothing, ended with what it has begun."""
    with subprocess.Popen(
        [sys.executable, *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as found:
        try:
            yield found
        finally:
            with suppress(ProcessLookupError):
                os.killpg(found.pid, signal.SIGKILL)


def dask(*words: str) -> Any:
    return process("-m", "distributed.cli.dask_" + words[0], *words[1:])


@contextmanager
def machines(workers: int) -> Iterator[tuple[str, list[subprocess.Popen[str]]]]:
    """A scheduler and workers as one starts them: its address, then its process and theirs, which nobody starts again."""
    with ExitStack() as open_:
        address = f"tcp://127.0.0.1:{free_port()}"
        scheduler = open_.enter_context(dask("scheduler", "--host", address, "--no-dashboard", "--no-show"))
        yield (
            address,
            [
                scheduler,
                *(
                    open_.enter_context(
                        dask("worker", address, "--no-nanny", "--no-dashboard", "--nthreads", "2")
                    )
                    for _ in range(workers)
                ),
            ],
        )


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
    return process("-m", "simulation", "sweep", str(plan), "--out", str(out), "--dask", address, *more)


@pytest.mark.long
def test_a_command_outlives_its_workers_and_takes_those_that_come_later(
    plan: Path, here: dict[str, bytes], tmp_path: Path
) -> None:
    """Workers of two threads without a nanny; all are killed, and new ones go on."""
    with machines(1) as (address, (_, first)), swept(plan, tmp_path / "there", address) as command:
        content_when(tmp_path / "there", 3, command)
        first.kill()
        with dask("worker", address, "--no-nanny", "--no-dashboard", "--nthreads", "2") as second:
            content_when(tmp_path / "there", 12, command)
            second.kill()
            with dask("worker", address, "--no-dashboard", "--nthreads", "1", "--nworkers", "2"):
                out, err = command.communicate(timeout=120)
    assert command.returncode == 0, err
    assert "24 files" in out
    assert content(tmp_path / "there") == here


@pytest.mark.long
def test_a_command_says_in_a_line_that_the_scheduler_is_gone_and_goes_on_at_another(
    plan: Path, here: dict[str, bytes], tmp_path: Path
) -> None:
    with machines(1) as (address, (scheduler, _)), swept(plan, tmp_path / "there", address) as command:
        content_when(tmp_path / "there", 3, command)
        scheduler.kill()
        _, err = command.communicate(timeout=120)
    assert command.returncode == 2
    assert re.search(r"^detente: the Dask scheduler at '.*' no longer answers.*--resume$", err, re.MULTILINE)
    assert "Traceback" not in err
    with machines(1) as (address, _), swept(plan, tmp_path / "there", address, "--resume") as command:
        _, err = command.communicate(timeout=120)
    assert command.returncode == 0, err
    assert content(tmp_path / "there") == here


@pytest.mark.long
def test_ctrl_c_on_the_command_ends_it_with_what_to_type(
    plan: Path, here: dict[str, bytes], tmp_path: Path
) -> None:
    with machines(1) as (address, _), swept(plan, tmp_path / "there", address) as command:
        content_when(tmp_path / "there", 3, command)
        command.send_signal(signal.SIGINT)
        _, err = command.communicate(timeout=60)
    assert command.returncode == 130
    assert f"--dask {address} --resume" in err
    assert "Traceback" not in err
    sweep(plan, tmp_path / "there", resume=True, workers=1)
    assert content(tmp_path / "there") == here


@pytest.mark.long
def test_twenty_random_kills_of_workers_change_no_byte(
    client: Client, plan: Path, here: dict[str, bytes], tmp_path: Path
) -> None:
    """Nannies start them anew; so many tasks are lost that Dask gives some up, and they are sent again."""
    chance, kills, sweeps = random.Random(1), 0, 0

    def kill(pace: Pace) -> None:
        nonlocal kills
        if chance.random() < 0.2:
            pids = dict(client.run(os.getpid, on_error="ignore"))
            with suppress(StopIteration):
                kill_one_at_work(client, pids)
                kills += 1

    while kills < 20:
        folder = sweep(plan, tmp_path / str(sweeps), client=client, progress=kill).folder
        assert content(folder) == here
        sweeps += 1
    print(f"{kills} workers killed in {sweeps} sweeps of {len(here) - 1} shards: every byte as here")


@pytest.mark.long
def test_a_task_that_ends_its_workers_is_given_up_in_a_line(
    client: Client, asked: dict[str, Any], tmp_path: Path
) -> None:
    mine = DOCTRINES["grit"]._replace(name="mine", version="1", reasons=deadly)
    with pytest.raises(ScenarioError, match="was lost with its workers again and again"):
        sweep({**asked, "size": 2, "shard": 16}, tmp_path, doctrines={"Alfa": ["grit", mine]}, client=client)


def deadly(o: Any, p: Any) -> Any:
    os.kill(os.getpid(), signal.SIGKILL)
