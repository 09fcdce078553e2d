"""Twenty views of the explorer at once: `python benchmarks/explorer.py`; with `--write`, into `benchmarks/README.md`.

A server is begun as `detente explore` begins it. Then come readers, each of whom changes something every 3 to 6 seconds (a
fixed sequence, other for each), waits for the first look (100 runs), and has it refined (500 runs) until the next change,
which leaves the refinement, as the page's script does. Everybody looks at a world of four years; every change is a new one.
Reported is the time from asking to the last byte of the first look, how many refinements came, and the memory of all
processes. Before that, one reader alone.
"""

from __future__ import annotations

import asyncio
import datetime
import os
import platform
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

from table import printed

ROOT = Path(__file__).parents[1]
BEGIN, END = "<!-- made by explorer.py -->", "<!-- end of explorer.py -->"
ROUNDS = 30  # seconds that the readers look, times two
READERS, ALONE = 20, 1
GOALS = {ALONE: 0.5, READERS: 2.0}  # seconds: the median of one alone, the 95th percentile of twenty
GOLDEN = 0.6180339887498949


class Seen(NamedTuple):
    """What came of so many readers: seconds to each first look, refinements, MiB in the end, processor seconds, load."""

    first: list[float]
    refined: int
    memory: float
    processor: float
    load: float


def changes(reader: int):  # type: ignore[no-untyped-def]
    """Queries of one reader, no two of them the same, each with the seconds to wait before it."""
    k = 0
    while True:
        k += 1
        part = (GOLDEN * (k + 97 * reader)) % 1
        yield f"states.Kastara.hawks={part:.5f}&seed={reader}", 3 + 3 * ((GOLDEN * (7 * k + reader)) % 1)


async def asked(host: str, port: int, query: str) -> bool:
    """Whether a figure came."""
    reading, writing = await asyncio.open_connection(host, port, limit=2**22)
    try:
        writing.write(
            f"GET /futures?scenario=classroom&{query} HTTP/1.1\r\nHost: {host}\r\nAccept: application/x-ndjson\r\n"
            "Connection: close\r\n\r\n".encode()
        )
        return b'{"html"' in await reading.read()
    finally:
        writing.close()  # to leave is to stop what is under way


async def read(host: str, port: int, reader: int, until: float, seen: Seen) -> int:
    """One reader, until a time; gives how many refinements came."""
    refined = 0
    for query, pause in changes(reader):
        if time.monotonic() > until:
            return refined
        begun = time.monotonic()
        if not await asked(host, port, query):
            raise SystemExit(f"no figure came for {query}")
        seen.first.append(time.monotonic() - begun)
        try:
            refined += await asyncio.wait_for(asked(host, port, f"{query}&at=500"), pause)
            await asyncio.sleep(max(0.0, pause - (time.monotonic() - begun - seen.first[-1])))
        except TimeoutError:
            pass
    return refined


async def looked(host: str, port: int, readers: int, seconds: float) -> Seen:
    """So many readers for so long, who come one after another within three seconds."""
    seen = Seen([], 0, 0.0, 0.0, 0.0)

    async def one(number: int) -> int:
        await asyncio.sleep(3 * number / readers)
        return await read(host, port, number, time.monotonic() + seconds, seen)

    refined = sum(await asyncio.gather(*(one(number) for number in range(readers))))
    return seen._replace(refined=refined, load=os.getloadavg()[0])


def family(process: int) -> list[int]:
    """A process and all that it has begun."""
    tasks = Path(f"/proc/{process}/task").glob("*/children")
    begun = [int(one) for path in tasks for one in path.read_text().split()]
    return [process, *(one for child in begun for one in family(child))]


def resident(process: int) -> float:
    """MiB that a process holds."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return int(next(line for line in lines if "VmRSS" in line).split()[1]) / 1024


def worked(process: int) -> float:
    """Seconds of processor time that a process has had."""
    user, system = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def measured(seconds: int) -> dict[int, Seen]:
    """One reader, and twenty."""
    command = [sys.executable, "-m", "simulation", "explore", "--no-open", "--port", "0"]
    page = subprocess.Popen(command, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        assert page.stdout is not None
        host, port = page.stdout.readline().split()[-1].removeprefix("http://").partition("/")[0].split(":")
        for number in (901, 902, 903, 904):  # whose first looks are those of processes that have just begun
            asyncio.run(asked(host, int(port), next(changes(number))[0]))
        found = {}
        for readers in (ALONE, READERS):
            before = sum(map(worked, family(page.pid)))
            seen = asyncio.run(looked(host, int(port), readers, seconds))
            all_of_it = family(page.pid)
            spent = sum(map(worked, all_of_it)) - before
            found[readers] = seen._replace(memory=sum(map(resident, all_of_it)), processor=spent)
        return found
    finally:
        page.terminate()
        page.wait(20)


def report(found: dict[int, Seen]) -> str:
    """The table, in Markdown."""
    lines = [
        f"{datetime.date.today().isoformat()}, {len(os.sched_getaffinity(0))} cores, Python {platform.python_version()}; "
        "the readers on the same cores",
        "",
        "| readers | changes | first look, median, s | 95th percentile, s | longest, s | refined, of all "
        "| processor time a change, s | memory, MiB | load at the end | goal |",
        "|--:|--:|--:|--:|--:|--:|--:|--:|--:|:--|",
    ]
    for readers, seen in found.items():
        cuts = statistics.quantiles(seen.first, n=20, method="inclusive")
        middle, high = statistics.median(seen.first), cuts[-1]
        judged = middle if readers == ALONE else high
        came = "met" if judged < GOALS[readers] else "missed"
        goal = f"{'median' if readers == ALONE else '95th'} {GOALS[readers]} s: {came}"
        lines.append(
            f"| {readers} | {len(seen.first)} | {middle:.2f} | {high:.2f} | {max(seen.first):.2f} "
            f"| {seen.refined / len(seen.first):.0%} | {seen.processor / len(seen.first):.2f} | {seen.memory:.0f} "
            f"| {seen.load:.1f} | {goal} |"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    printed(str(__doc__), ROUNDS, lambda seconds: report(measured(seconds)), BEGIN, END)
