"""What compiling costs and gains: `python benchmarks/compiled.py`; with `--write`, into `benchmarks/README.md`.

Every round goes through the same runs with every engine, and every other round goes through them backwards; one round
beforehand does not count. Reported is processor time on one core, in medians over the rounds, so that a machine that is
busy with other things counts little; ratios are taken round by round. What it costs to begin is that of a fresh session,
with an empty folder for compiled programmes, and then with the same.
"""

from __future__ import annotations

import datetime
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np
from table import printed

from simulation import load_scenario, simulate

ROUNDS = 5
BEGIN, END = "<!-- made by compiled.py -->", "<!-- end of compiled.py -->"
SCENARIO = load_scenario("cold_war")
RUNS = 1, 64, 256, 1_000, 4_000, 16_000
ENGINES = "numpy", "jax", "jax32"
#: what is timed in a fresh session, and then once more there
SESSION = """
import sys, time
begin = time.process_time(), time.perf_counter()
from simulation import simulate
import_ = time.process_time(), time.perf_counter()
simulate("{scenario}", runs=1, engine="jax")
first = time.process_time(), time.perf_counter()
simulate("{scenario}", runs=1, engine="jax")
again = time.process_time(), time.perf_counter()
each = begin, import_, first, again
print(*(after[kind] - before[kind] for before, after in zip(each, each[1:]) for kind in (0, 1)))
"""


def begun(scenario: str, folder: str) -> list[float]:
    """Processor and wall seconds of a fresh session: imports, the first run, the same run again."""
    said = subprocess.run(
        [sys.executable, "-c", SESSION.format(scenario=scenario)],
        check=True,
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[1],
        env={**os.environ, "DETENTE_CACHE": folder},
    )
    return [float(one) for one in said.stdout.split()]


def beginning() -> list[str]:
    """The table of what it costs to begin."""
    lines = [
        "| first run in a fresh session | processor, s | wall, s | the same run again, processor, s |",
        "|:--|--:|--:|--:|",
    ]
    for scenario, states in (("classroom", "two states"), ("triangle_1971", "three states")):
        with tempfile.TemporaryDirectory() as folder:
            for how in ("compiled", "from the folder"):
                _, _, processor, wall, again, _ = begun(scenario, folder)
                lines.append(f"| {states}, {how} | {processor:.1f} | {wall:.1f} | {again:.2f} |")
    return lines


def measured(rounds: int) -> dict[tuple[int, str], list[float]]:
    """Microseconds of processor time a run-month, by number of runs and engine, round by round."""
    found: dict[tuple[int, str], list[float]] = {(runs, engine): [] for runs in RUNS for engine in ENGINES}
    for number in range(rounds + 1):
        for runs, engine in found if number % 2 else reversed(list(found)):
            begin = time.process_time()
            simulate(SCENARIO, runs=runs, seed=7, engine=engine, keep="summary")
            if number:
                spent = time.process_time() - begin
                found[runs, engine].append(1e6 * spent / runs / SCENARIO.months)
    return found


def report(rounds: int) -> str:
    """Both tables, in Markdown."""
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:1])
    found = measured(rounds)
    lines = [
        f"{datetime.date.today().isoformat()}, one core of {os.cpu_count()}; Python {platform.python_version()}, "
        f"NumPy {np.__version__}, JAX {version('jax')}; `cold_war`, {SCENARIO.months} months, summaries kept; {rounds} "
        f"rounds; load at the end {os.getloadavg()[0]:.1f}",
        "",
        "| runs | NumPy, µs a run-month | compiled, doubles | compiled, singles | NumPy over doubles | over singles |",
        "|--:|--:|--:|--:|--:|--:|",
    ]
    for runs in RUNS:
        numpy, wide, single = (found[runs, engine] for engine in ENGINES)
        middle = (f"{statistics.median(one):,.1f}" for one in (numpy, wide, single))
        gain = (
            statistics.median(a / b for a, b in zip(numpy, other, strict=True)) for other in (wide, single)
        )
        lines.append(f"| {runs:,} | {' | '.join(middle)} | {' | '.join(f'{one:.2f}' for one in gain)} |")
    return "\n".join([*lines, "", *beginning()])


if __name__ == "__main__":
    printed(str(__doc__), ROUNDS, report, BEGIN, END)
