"""Processes behind the page: killed, stopped, crowded out, shared; none of it stops the next job."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import aclosing
from pathlib import Path
from typing import Any

import pytest

from simulation.web import workers as ours
from simulation.web.workers import LATER, SOON, BusyError, Heard, Workers
from tests.hands import table

SOON_ENOUGH = 5.0  # seconds for what takes a tenth of one on a machine that does nothing else


@pytest.fixture(scope="module")
def one() -> Iterator[Workers]:
    """One process, so that jobs are in each other's way."""
    made = Workers(table, 1)
    yield made
    made.close()


async def heard(workers: Workers, name: str, urgency: int = SOON, **what: Any) -> Heard:
    """How a job ended."""
    return [said async for said in workers.ask(name, what, urgency)][-1]


async def begun(workers: Workers, asked: AsyncIterator[Heard]) -> None:
    """Wait until a job is under way."""
    assert (await anext(asked))[0] == "at"


def run(scene: Callable[[], Awaitable[None]]) -> None:
    asyncio.run(asyncio.wait_for(scene(), 60))


def test_a_process_that_is_killed_in_its_work_fails_that_job_and_no_other(one: Workers) -> None:
    async def scene() -> None:
        kind, process = await heard(one, "who")
        assert kind == "done"
        async with aclosing(one.ask("long", {"seconds": 30})) as asked:
            await begun(one, asked)
            os.kill(process, signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
            assert [said async for said in asked if said[0] != "at"] == [("failed", None)]
        kind, another = await heard(one, "who")
        assert kind == "done"
        assert another != process

    run(scene)


def test_a_process_that_dies_in_its_sleep_fails_nothing(one: Workers) -> None:
    async def scene() -> None:
        _, process = await heard(one, "who")
        os.kill(process, signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
        await asyncio.sleep(0.5)
        kind, another = await heard(one, "who")
        assert kind == "done"
        assert another != process

    run(scene)


def test_work_that_nobody_waits_for_ends_at_once_and_its_process_goes_on(one: Workers) -> None:
    async def scene() -> None:
        _, process = await heard(one, "who")
        async with aclosing(one.ask("long", {"seconds": 30})) as asked:
            await begun(one, asked)
        left = time.monotonic()
        assert await heard(one, "who") == ("done", process)
        assert time.monotonic() - left < SOON_ENOUGH

    run(scene)


def test_what_refines_gives_way_to_what_somebody_waits_for_and_is_done_afterwards(
    one: Workers, tmp_path: Path
) -> None:
    file = tmp_path / "begun"

    async def scene() -> None:
        await heard(one, "who")
        refining = asyncio.create_task(heard(one, "note", LATER, file=str(file), seconds=1.0))
        while not file.exists():
            await asyncio.sleep(0.02)
        assert (await heard(one, "who"))[0] == "done"
        assert not refining.done()
        assert await refining == ("done", "noted")
        assert file.read_text(encoding="utf-8").split() == ["begun", "begun"]

    run(scene)


def test_what_refines_leaves_a_process_free() -> None:
    workers = Workers(table, 2)

    async def scene() -> None:
        refining = [asyncio.create_task(heard(workers, "long", LATER, seconds=20.0 + k)) for k in range(2)]
        assert (await heard(workers, "who"))[0] == "done"
        assert not any(one.done() for one in refining)
        for one in refining:
            one.cancel()
        assert (await heard(workers, "long", LATER, seconds=0.1))[0] == "done"

    try:
        run(scene)
    finally:
        workers.close()


def test_what_was_left_before_it_began_is_never_done(one: Workers, tmp_path: Path) -> None:
    left, stayed = tmp_path / "left", tmp_path / "stayed"

    async def scene() -> None:
        busy = asyncio.create_task(heard(one, "long", seconds=0.6))
        gone = asyncio.create_task(heard(one, "note", LATER, file=str(left), seconds=0.0))
        there = asyncio.create_task(heard(one, "note", LATER, file=str(stayed), seconds=0.0))
        await asyncio.sleep(0.2)
        gone.cancel()
        await asyncio.gather(busy, there)
        assert await heard(one, "note", file=str(stayed), seconds=0.0) == ("done", "noted")

    run(scene)
    assert not left.exists()
    assert stayed.read_text(encoding="utf-8").split() == ["begun", "begun"]


def test_what_several_ask_for_at_once_is_done_once_and_for_whoever_stays(
    one: Workers, tmp_path: Path
) -> None:
    file = tmp_path / "once"

    async def scene() -> None:
        asked = [asyncio.create_task(heard(one, "note", file=str(file), seconds=0.5)) for _ in range(5)]
        await asyncio.sleep(0.1)
        asked.pop().cancel()  # who leaves stops nothing that others wait for
        assert await asyncio.gather(*asked) == [("done", "noted")] * 4

    run(scene)
    assert file.read_text(encoding="utf-8") == "begun\n"


def test_a_full_queue_is_said_and_whoever_leaves_makes_room(
    one: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ours, "MOST_WAITING", 3)

    async def scene() -> None:
        await heard(one, "who")
        jobs = [asyncio.create_task(heard(one, "long", seconds=1.0))]
        await asyncio.sleep(0.2)  # one is under way, and three wait
        jobs += [asyncio.create_task(heard(one, "long", seconds=k / 100)) for k in range(3)]
        await asyncio.sleep(0.1)
        with pytest.raises(BusyError):
            await heard(one, "who")
        jobs.pop().cancel()
        await asyncio.sleep(0.1)
        assert (await heard(one, "who"))[0] == "done"
        assert {kind for kind, _ in await asyncio.gather(*jobs)} == {"done"}

    run(scene)


def test_a_fault_of_ours_is_told_to_the_terminal_in_one_plain_line_and_to_nobody_else(
    one: Workers, caplog: pytest.LogCaptureFixture
) -> None:
    hostile = "a\nERROR: forged\r\x1b[31mred\x1b]0;title\x07\u202egnp.exe\x85\u2028"

    async def scene() -> None:
        assert await heard(one, "fail", said=hostile) == ("failed", None)
        assert (await heard(one, "who"))[0] == "done"

    with caplog.at_level(logging.ERROR, "simulation.web"):
        run(scene)
    (line,) = [record.getMessage() for record in caplog.records if record.name == "simulation.web"]
    assert line.startswith("RuntimeError: a ERROR: forged")
    assert "hands.py" in line
    assert line.isprintable()


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_an_end_is_the_end_of_all_processes() -> None:
    workers = Workers(table, 2)

    async def scene() -> None:
        found = await asyncio.gather(*(heard(workers, "long", seconds=0.5 + k / 100) for k in range(2)))
        processes = [process for _, process in found]
        assert all(Path(f"/proc/{process}").exists() for process in processes)
        task = asyncio.create_task(heard(workers, "long", seconds=30))
        await asyncio.sleep(0.2)
        begin = time.monotonic()
        await asyncio.to_thread(workers.close)
        assert time.monotonic() - begin < SOON_ENOUGH
        assert await task == ("failed", None)
        assert not any(Path(f"/proc/{process}").exists() for process in processes)

    run(scene)
