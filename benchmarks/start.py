"""What it costs to begin: `python benchmarks/start.py`; with `--write`, into its table of `benchmarks/README.md`.

Every round starts every case once, in a fresh interpreter, and every other round goes through them backwards. Reported are
medians of processor time and of wall time, and of processor time over that of NumPy and pydantic, taken round by round.
"""

from __future__ import annotations

import datetime
import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

from table import printed

ROOT = Path(__file__).parents[1]
BEGIN, END = "<!-- made by start.py -->", "<!-- end of start.py -->"
ROUNDS = 7

BASE = "import numpy, pydantic"
CASES = {
    BASE: ["-c", BASE],
    "import simulation": ["-c", "import simulation"],
    'load_scenario("cold_war")': ["-c", "from simulation import load_scenario; load_scenario('cold_war')"],
    "from simulation import simulate": ["-c", "from simulation import simulate"],
    "detente --help": ["-m", "simulation.cli", "--help"],
    "detente list": ["-m", "simulation.cli", "list"],
}


def started(arguments: list[str]) -> tuple[float, float]:
    """Seconds of processor time and of wall time that a fresh interpreter takes."""
    before, begin = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
    after, end = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, end - begin


def measured(rounds: int) -> dict[str, list[tuple[float, float]]]:
    """By case, every round's times; one round before them does not count."""
    times: dict[str, list[tuple[float, float]]] = {case: [] for case in CASES}
    for number in range(rounds + 1):
        for case in CASES if number % 2 else reversed(CASES):
            found = started(CASES[case])
            if number:
                times[case].append(found)
    return times


def report(times: dict[str, list[tuple[float, float]]]) -> str:
    """The table, in Markdown."""
    lines = [
        f"{datetime.date.today().isoformat()}, {len(os.sched_getaffinity(0))} cores, Python {platform.python_version()}, "
        f"{len(times[BASE])} rounds, load at the end {os.getloadavg()[0]:.1f}",
        "",
        "| what | processor time, s | wall time, s | times NumPy and pydantic |",
        "|:--|--:|--:|--:|",
    ]
    for case, found in times.items():
        processor, wall = (statistics.median(column) for column in zip(*found, strict=True))
        ratio = statistics.median(one[0] / base[0] for one, base in zip(found, times[BASE], strict=True))
        lines.append(f"| `{case}` | {processor:.2f} | {wall:.2f} | {ratio:.1f} |")
    return "\n".join(lines)


if __name__ == "__main__":
    printed(str(__doc__), ROUNDS, lambda rounds: report(measured(rounds)), BEGIN, END)
