"""How fast the model runs: `python benchmarks/speed.py`; with `--write`, into the table of `benchmarks/README.md`.

Every round times every case once, in this one process, and every other round goes through them backwards, so that a
machine that slows down or speeds up meanwhile does so for all of them. Reported are medians over the rounds, the quickest
round, and ratios of cases taken round by round: how many times as fast a run is as one of an idiomatic Mesa model of the
same size (`idiomatic.py`).
"""

from __future__ import annotations

import datetime
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import idiomatic
import mesa
import numpy as np
from table import printed

from simulation import DetenteModel, load_scenario, simulate

SCENARIO = load_scenario("cold_war")
ROUNDS = 7
BEGIN, END = "<!-- made by speed.py -->", "<!-- end -->"


def on_mesa() -> None:
    """One run with agents, its data collected."""
    model = DetenteModel(SCENARIO, rng=7)
    while model.running:
        model.step()


def in_a_batch(runs: int, processes: int) -> Callable[[], None]:
    """Runs of `mesa.batch_run`, of which the last month is collected."""
    asked = {"scenario": ["cold_war"], "run": list(range(runs)), "rng": [7]}

    def timed() -> None:
        mesa.batch_run(
            DetenteModel,
            asked,
            number_processes=processes,
            max_steps=SCENARIO.months,
            display_progress=False,
        )

    return timed


def on_arrays(runs: int, cores: int, keep: str = "all", engine: str = "numpy") -> Callable[[], None]:
    """Runs on so many cores."""

    def timed() -> None:
        mine = os.sched_getaffinity(0)
        os.sched_setaffinity(0, sorted(mine)[:cores])
        simulate(SCENARIO, runs=runs, seed=7, keep=keep, engine=engine)
        os.sched_setaffinity(0, mine)

    return timed


#: (what, runs, how, at most this many seconds); the first is what a run is compared with
CASES: tuple[tuple[str, int, Callable[[], object], float | None], ...] = (
    ("Mesa, an idiomatic model of this size, one run", 1, idiomatic.run, None),
    ("Mesa, one run", 1, on_mesa, 1.0),
    ("`mesa.batch_run`, 4 runs, one process", 4, in_a_batch(4, 1), None),
    ("`mesa.batch_run`, 4 runs, two processes", 4, in_a_batch(4, 2), None),
    ("NumPy, one run", 1, on_arrays(1, 1), None),
    ("NumPy, 64 runs, one core", 64, on_arrays(64, 1), None),
    ("NumPy, 1,000 runs, one core", 1000, on_arrays(1000, 1), None),
    ("NumPy, 1,000 runs, two cores", 1000, on_arrays(1000, 2), 2.0),
    ("NumPy, 16,000 runs, one core, summaries", 16_000, on_arrays(16_000, 1, "summary"), None),
    ("NumPy, 16,000 runs, two cores, summaries", 16_000, on_arrays(16_000, 2, "summary"), None),
    ("compiled, 64 runs, one core", 64, on_arrays(64, 1, "all", "jax"), None),
    ("compiled, 1,000 runs, two cores", 1000, on_arrays(1000, 2, "all", "jax"), None),
    ("compiled, 16,000 runs, two cores, summaries", 16_000, on_arrays(16_000, 2, "summary", "jax"), None),
    ("the same in single precision", 16_000, on_arrays(16_000, 2, "summary", "jax32"), None),
)


#: times as fast as the first that each was to be
GOALS = {
    "NumPy, 16,000 runs, two cores, summaries": 45,
    "compiled, 16,000 runs, two cores, summaries": 80,
    "the same in single precision": 140,
}


def peak_memory(runs: int) -> float:
    """Most memory that `simulate` takes in a fresh process and its children, GB; what they share counts twice."""
    code = (
        "import resource, sys; from simulation import load_scenario, simulate;"
        f"result = simulate(load_scenario('cold_war'), runs={runs}, seed=7);"
        "print(sum(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))"
    )
    said = subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[1],
    )
    return int(said.stdout) * 1024 / 1e9


def measured(rounds: int) -> list[list[float]]:
    """Seconds of every case in every round, `[case][round]`, after one round that does not count."""
    seconds: list[list[float]] = [[] for _ in CASES]
    for number in range(rounds + 1):
        order = range(len(CASES)) if number % 2 else reversed(range(len(CASES)))
        for case in order:
            begin = time.perf_counter()
            CASES[case][2]()
            if number:
                seconds[case].append(time.perf_counter() - begin)
    return seconds


def report(seconds: list[list[float]]) -> str:
    """The table, in Markdown."""
    lines = [
        f"{datetime.date.today().isoformat()}, {processor()}, {len(os.sched_getaffinity(0))} cores; "
        f"Python {platform.python_version()}, NumPy {np.__version__}, Mesa {mesa.__version__}; "
        f"`cold_war`, {SCENARIO.months} months; {len(seconds[0])} rounds; load at the end {os.getloadavg()[0]:.1f}",
        "",
        "| what | median, s | quickest, s | a run, ms | times as fast as the first | at most, s |",
        "|:--|--:|--:|--:|--:|--:|",
    ]
    gains: dict[str, float] = {}
    for (what, runs, _, limit), times in zip(CASES, seconds, strict=True):
        middle = statistics.median(times)
        gain = statistics.median(runs * first / own for first, own in zip(seconds[0], times, strict=True))
        wanted = "" if limit is None else f"{limit:g}: {'met' if middle <= limit else 'missed'}"
        cells = f"{middle:.2f} | {min(times):.2f} | {1000 * middle / runs:,.2f} | {gain:,.2f} | {wanted}"
        lines.append(f"| {what} | {cells} |")
        gains[what] = gain
    lines.append("")
    for what, goal in GOALS.items():
        said = "met" if gains[what] >= goal else "missed"
        lines.append(f"- {what}: {gains[what]:.0f} times as fast as the first; {goal} was the goal: {said}")
    lines.append(f"- 2,000 runs, every month kept: {peak_memory(2000):.2f} GB at most")
    return "\n".join(lines)


def processor() -> str:
    """The processor's name, as far as the system tells it."""
    try:
        known = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        known = ""
    names = [line.partition(":")[2].strip() for line in known.splitlines() if line.startswith("model name")]
    return names[0] if names else platform.machine()


if __name__ == "__main__":
    printed(str(__doc__), ROUNDS, lambda rounds: report(measured(rounds)), BEGIN, END)
