"""Times 100,000 runs of 44 years on NumPy and compiled: python benchmarks/many.py [--write]

What it prints stands in README.md, written there by --write. Each case is timed once, in some minutes of two cores, with an
idiomatic Mesa model of this size before and after it, so that a machine that slows down meanwhile slows both sides.
"""

from __future__ import annotations

import datetime
import os
import statistics
import time
from collections.abc import Callable

import idiomatic
from speed import on_arrays
from table import printed

BEGIN, END = "<!-- made by many.py -->", "<!-- end of many.py -->"
RUNS, BESIDE = 100_000, 5
CASES = {"NumPy": on_arrays(RUNS, 2, "summary"), "compiled": on_arrays(RUNS, 2, "summary", "jax")}


def seconds(work: Callable[[], object]) -> float:
    """How long it takes, on the wall."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def report(rounds: int) -> str:
    """The table, in Markdown."""
    idiomatic.run()  # whatever comes first pays for what all need
    lines = [
        "| 100,000 runs, two cores, summaries | seconds | a run, ms | times as fast as an idiomatic run |",
        "|:--|--:|--:|--:|",
    ]
    for name, work in CASES.items():
        beside = [seconds(idiomatic.run) for _ in range(BESIDE)]
        took = min(seconds(work) for _ in range(rounds))
        beside += [seconds(idiomatic.run) for _ in range(BESIDE)]
        gain = RUNS * statistics.median(beside) / took
        lines.append(f"| {name} | {took:.0f} | {1000 * took / RUNS:.2f} | {gain:.0f} |")
    day = datetime.date.today().isoformat()
    return "\n".join([f"{day}, load at the end {os.getloadavg()[0]:.1f}", "", *lines])


if __name__ == "__main__":
    printed(str(__doc__), 1, report, BEGIN, END)
