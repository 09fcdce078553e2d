"""A class on sixty phones: `PYTHONPATH=. python benchmarks/class_of_sixty.py`; with `--write`, into README.md beside it.

`detente play` is begun as a teacher begins it; sixty phones come in, listen and send as the script of their page does,
every tenth by asking again and again in place of a WebSocket, and think for 0.5 to 3 seconds (a fixed sequence, other for
each); the teacher's page and the projector are open. Reported of eight turns: the time from the message of the second
player of a pair until both phones show what comes of it, the memory of the server before the first turn and after the
last, and its processor time. Then another class of sixty, whose phones lose their line 200 times while the server is
killed 20 times: what is written is compared with what the phones have sent, and reported is how soon they are told how
things stand.
"""

from __future__ import annotations

import asyncio
import datetime
import os
import platform
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from explorer import resident, worked
from table import printed
from websockets.asyncio.client import connect

from simulation.play.journal import Journal
from simulation.play.room.ledger import Ledger
from tests.lesson import Plan, compared, played
from tests.phones import Phone, pings
from tests.playing import Browser
from tests.program import Program

BEGIN, END = "<!-- made by class_of_sixty.py -->", "<!-- end of class_of_sixty.py -->"
CALM, HARD = Plan(phones=60, turns=8), Plan(phones=60, turns=8, drops=200, kills=20)
TAP, GREW, BACK = 0.5, 15.0, 3.0  # goals: seconds, MiB, seconds


class Calm(NamedTuple):
    """A lesson without losses: seconds from the last message to both phones, MiB before and after, seconds, and load."""

    taps: list[float]
    before: float
    after: float
    processor: float
    took: float
    load: float


class Hard(NamedTuple):
    """One with losses: seconds from a line to how things stand, from a server to each phone, of a beginning; and load."""

    rejoined: list[float]
    back: list[float]
    beginning: list[float]
    load: float


async def desk(teacher: Browser, page: str) -> None:
    """A page of the desk that listens until it is ended."""
    host = f"127.0.0.1:{teacher.port}"
    cookie = "; ".join(f"{name}={value}" for (name, _), value in teacher.cookies.items())
    async with (
        connect(
            f"ws://{host}/{page}/live?lang=en",
            origin=f"http://{host}",
            additional_headers={"Cookie": cookie},
            compression=None,
            ping_interval=None,
            max_size=2**22,
        ) as line,
        asyncio.TaskGroup() as listening,
    ):
        listening.create_task(pings(line))
        while True:
            await line.recv()


def taps(phones: Sequence[Phone]) -> Iterator[float]:
    """Of two phones of one match, for each stage: seconds from the later message until both show the next."""
    first, second = phones
    for nth, (one, other) in enumerate(zip(first.messages, second.messages, strict=True)):
        shown = max(list(phone.seen.values())[nth + 1] for phone in phones)
        yield shown - max(one.sent, other.sent)


def pairs(file: Path, phones: Sequence[Phone]) -> list[list[Phone]]:
    """The phones of each match, as the journal has them."""
    with Journal(file) as journal:
        ledger = Ledger(journal)
        room = ledger.room(*ledger.rooms())
    found: dict[int, list[Phone]] = {}
    for phone in phones:
        found.setdefault(room.phones[phone.id].place[0], []).append(phone)
    return list(found.values())


def calm(file: Path, plan: Plan) -> Calm:
    """A lesson in which nothing is lost."""
    with Program(file) as program:

        async def lesson() -> tuple[list[Phone], Calm]:
            desks, before = list[asyncio.Task[None]](), list[float]()

            def begun(teacher: Browser) -> None:
                desks.extend(asyncio.ensure_future(desk(teacher, page)) for page in ("teacher", "projector"))
                before[:] = resident(program.pid), worked(program.pid), time.monotonic()

            phones = (await played(program, plan, begun)).phones
            after = resident(program.pid), worked(program.pid), time.monotonic()
            assert not any(one.done() for one in desks)
            for one in desks:
                one.cancel()
            await asyncio.gather(*desks, return_exceptions=True)
            memory, processor, start = before
            took = after[2] - start
            return phones, Calm([], memory, after[0], after[1] - processor, took, os.getloadavg()[0])

        phones, seen = asyncio.run(lesson())
    compared(file, phones, plan.turns)
    return seen._replace(taps=[one for pair in pairs(file, phones) for one in taps(pair)])


def hard(file: Path, plan: Plan) -> Hard:
    """A lesson in which lines are lost and the server is killed."""
    with Program(file) as program:
        phones, kills = asyncio.run(played(program, plan))
        load = os.getloadavg()[0]
    compared(file, phones, plan.turns)
    ends = [*(one.killed for one in kills[1:]), float("inf")]
    back = [
        max(0.0, told - kill.there)
        for kill, end in zip(kills, ends, strict=True)
        for phone in phones
        for told in [one for one in phone.back.values() if kill.killed < one < end][:1]
    ]
    beginning = [kill.there - kill.killed for kill in kills]
    return Hard([one for phone in phones for one in phone.rejoined], back, beginning, load)


def row(what: str, found: Sequence[float], goal: float | None = None) -> str:
    """Median, 95th percentile and longest of what was found, in seconds."""
    high = statistics.quantiles(found, n=20, method="inclusive")[-1]
    judged = "" if goal is None else f"95th {goal:g} s: {'met' if high < goal else 'missed'}"
    return f"| {what} | {len(found):,} | {statistics.median(found):.2f} | {high:.2f} | {max(found):.2f} | {judged} |"


def report(rounds: int) -> str:
    """The table, in Markdown."""
    with tempfile.TemporaryDirectory() as folder:
        quiet = [calm(Path(folder) / f"calm-{nth}", CALM) for nth in range(rounds)]
        rough = [hard(Path(folder) / f"hard-{nth}", HARD) for nth in range(rounds)]
    grew = [one.after - one.before for one in quiet]
    spent = statistics.mean(one.processor for one in quiet)
    loads = ", ".join(f"{one.load:.1f}" for one in (*quiet, *rough))
    return "\n".join(
        [
            f"{datetime.date.today().isoformat()}, {len(os.sched_getaffinity(0))} cores, "
            f"Python {platform.python_version()}; the phones on the same cores; load at the end of each lesson {loads}",
            "",
            "| seconds | how many | median | 95th percentile | longest | goal |",
            "|:--|--:|--:|--:|--:|:--|",
            row("from the last message to both phones", [tap for one in quiet for tap in one.taps], TAP),
            row("from a new line to how things stand", [tap for one in rough for tap in one.rejoined], BACK),
            row("until a killed server can be asked again", [tap for one in rough for tap in one.beginning]),
            row("from then on until a phone is told", [tap for one in rough for tap in one.back]),
            "",
            f"- Memory of the server: {quiet[0].before:.0f} MiB before the first turn; it grew by {max(grew):.1f} MiB "
            f"({GREW:g} was the goal: {'met' if max(grew) < GREW else 'missed'})",
            f"- Processor time of the server: {spent:.1f} s of {statistics.mean(one.took for one in quiet):.0f} s, "
            f"{1000 * spent / (CALM.turns * CALM.phones / 2):.0f} ms for a turn of two phones",
            f"- {HARD.drops} lines lost and {HARD.kills} kills: {HARD.messages} of {HARD.messages} messages written, "
            "each once, in its match and seat; every match restored shows what its phones show",
        ]
    )


if __name__ == "__main__":
    printed(str(__doc__), 1, report, BEGIN, END)
