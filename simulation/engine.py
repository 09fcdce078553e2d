"""`simulate`: one run or thousands, with the rules of `step` on NumPy, and a labelled result.

Runs go through the months in blocks that stay in the processor's cache, the blocks are shared among the cores, and every
block writes into its own part of the result. Run k is the same in any block.
"""

from __future__ import annotations

import math
import platform
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from os import PathLike
from typing import Any

import numpy as np
import xarray as xr

from simulation import draws as chance
from simulation import inputs, keeping, memory, parallel, results, step
from simulation.actions import ACTIONS
from simulation.doctrines import Doctrine
from simulation.errors import ScenarioError, in_python
from simulation.fields import array_of, check_seed, check_table
from simulation.months import Chance, Course, course, months
from simulation.parameters import Parameters
from simulation.saying import number, say
from simulation.scenario import Scenario, as_scenario
from simulation.state import FREE, Array, Imposed
from simulation.version import version

BLOCK = 4096  # runs a block at most: with 1,024 a run takes a sixth to a third longer, and more gain little
WORTH = 100_000  # run-months that are worth one more process
FEWEST = 500  # runs a process: with fewer, each goes through the months for too few (benchmarks/README.md)
MOST_RUNS = 1_000_000
MOST_ADDED_UP = 10_000_000  # where memory does not grow with them: hours of two cores; beyond it, sweeps
HELD = (
    12_500  # bytes that a run takes for each pair while its block is worked on, chance most of all; measured
)


def simulate(
    scenario: Scenario | str | PathLike[str],
    *,
    runs: int = 1,
    seed: int = 0,
    engine: str = "numpy",
    keep: str = "all",
    parameters: Mapping[str, Any] | None = None,
    doctrines: Mapping[str, str | Doctrine] | None = None,
    acts: Mapping[str, Array] | None = None,
    worlds: str | Sequence[int] | Array = "own",
    progress: Callable[[int, int], None] | None = None,
) -> xr.Dataset:
    """Run the scenario and return an `xarray.Dataset` with the variables of `simulation.variables`.

    runs        how many runs; run k does not depend on how many others there are
    seed        a whole number >= 0; two policies on one seed face the same world
    engine      "numpy"
    keep        "all": every month; "yearly": means over calendar years, and counts of events; "summary": the same over
                the whole run; "histogram": in how many runs what "yearly" keeps lies in which bin, in as much memory for
                ten million runs as for one (`simulation.histograms.quantiles` reads it). Months after a war are left out
    parameters  overrides, numbers or arrays of length `runs`: a sweep is one call
    doctrines   by state, in place of the scenario's: a `Doctrine`, or the name of one
    acts        acts to be done again: `initiative` and `response`, codes `[run, month, pair]`, and state.FREE where the
                state decides for itself; they come before the scenario's own orders
    worlds      which chance a run meets: "own", run k that of number k; "same", all that of number 0, so that the rows of
                a design differ in their parameters alone; or the numbers, one a run
    progress    called as progress(runs done, runs) after each block

    `scenario` is one, its name, or the path of its file. Raises ScenarioError, with one line, for anything that cannot be
    run.
    """
    _check(runs, seed, engine, keep)
    check_table(acts, "acts", '{"response": codes}')
    if progress is not None and not callable(progress):
        raise ScenarioError(say("refusal_argument.progress", found=in_python(progress)))
    scenario = as_scenario(scenario)
    if doctrines is not None:
        scenario = scenario.changed(doctrines=doctrines)
    p = inputs.parameters_of(scenario, parameters)
    for name, value in (parameters or {}).items():
        if np.ndim(value) and np.shape(value) != (runs,):
            shape = np.shape(value)
            raise ScenarioError(say("refusal_run.parameter_shape", name=name, shape=shape, runs=runs))
    met = _worlds(worlds, runs)
    done_again = _by_month(acts or {}, (runs, scenario.months, len(scenario.pairs)))
    workers = max(1, min(parallel.cores(), -(-runs * scenario.months // WORTH), runs // FEWEST))
    blocks = _cut(runs, workers)
    layout = keeping.layout(scenario, runs, keep)
    added_up = keep in keeping.ADDED_UP
    held = workers * min(runs, BLOCK) * len(scenario.pairs) * HELD
    size = sum(math.prod(shape) * np.dtype(kind).itemsize for shape, kind in layout.values())
    needed = held + size * (1 + workers if added_up else 1)
    if (most := memory.exceeded(needed)) is not None:
        gib = {"needed": number(needed / 2**30), "most": number(most / 2**30)}
        key = "refusal_run.memory" if added_up or keep == "summary" else "refusal_run.memory_or_summary"
        raise ScenarioError(say(key, runs=number(runs, 0), months=scenario.months, keep=repr(keep), **gib))
    kept = parallel.zeros(layout, shared=workers > 1 and not added_up)

    def one(block: tuple[int, int]) -> dict[str, Array]:
        first, last = block
        mine = Parameters(*(value[first:last] if np.ndim(value) else value for value in p))
        given = {stage: codes[..., first:last] for stage, codes in done_again.items()}
        begun = course(scenario, mine, seed, (first, last))
        if met is not None:
            begun = begun._replace(draws=Chance(scenario, seed, met[first:last]))
        return _block(begun, given, keeping.recorder(kept, scenario, keep, block))

    done = 0
    for (first, last), found in parallel.answers(one, blocks, workers):
        for name, values in found.items():
            kept[name] += values
        done += last - first
        if progress is not None:
            progress(done, runs)
    result = results.labelled(kept, scenario, keep)
    return result.assign_attrs(
        scenario_name=scenario.name,
        title=scenario.title,
        seed=seed,
        runs=runs,
        engine=engine,
        keep=keep,
        worlds=worlds if isinstance(worlds, str) else "given",
        acts="given" if acts else "",
        version=version(),
        numpy=np.__version__,
        python=platform.python_version(),
        **_of_parameters(parameters or {}),
    ).assign_coords(_by_run(parameters or {}) | ({} if isinstance(worlds, str) else {"world": ("run", met)}))


def _of_parameters(given: Mapping[str, Any]) -> dict[str, float]:
    """The parameters that every run had, as attributes of the result."""
    return {f"{results.PARAMETER}{name}": float(value) for name, value in given.items() if not np.ndim(value)}


def _by_run(given: Mapping[str, Any]) -> dict[str, tuple[str, Array]]:
    """Those of which each run had its own, as coordinates."""
    return {
        f"{results.PARAMETER}{name}": ("run", np.asarray(value))
        for name, value in given.items()
        if np.ndim(value)
    }


def _check(runs: int, seed: int, engine: str, keep: str) -> None:
    whole = (int, np.integer)
    most = MOST_ADDED_UP if keep in keeping.ADDED_UP else MOST_RUNS
    if isinstance(runs, bool) or not isinstance(runs, whole) or not 1 <= runs <= most:
        raise ScenarioError(say("refusal_run.runs", found=in_python(runs), most=number(most, 0)))
    check_seed(seed)
    if engine != "numpy":
        raise ScenarioError(say("refusal_run.engine", found=repr(engine)))
    if keep not in keeping.KEEPS:
        raise ScenarioError(say("refusal_run.keep", found=repr(keep), names=", ".join(keeping.KEEPS)))


def _by_month(acts: Mapping[str, Array], shape: tuple[int, int, int]) -> dict[str, Array]:
    """Acts to be done again as the months take them, `[month, pair, run]`; checked."""
    codes = {}
    for stage, given in acts.items():
        if stage not in (step.INITIATIVE, step.RESPONSE):
            raise ScenarioError(say("refusal_run.stage", found=stage))
        values = array_of(given)
        if values.shape != shape:
            found = values.shape
            raise ScenarioError(say("refusal_run.acts_shape", stage=stage, found=found, shape=shape))
        # before they become bytes, in which 256 would be 0 and no number at all (NaN) a threat
        if not bool(np.isin(values, range(FREE, len(ACTIONS))).all()):
            last = len(ACTIONS) - 1
            raise ScenarioError(say("refusal_run.codes", stage=stage, free=FREE, last=last))
        codes[stage] = np.moveaxis(values, 0, -1).astype(np.int8)
    return codes


def _cut(runs: int, workers: int) -> list[tuple[int, int]]:
    """Blocks of at most BLOCK runs: as many for every worker, and as even as the blocks of the draws allow."""
    count = workers * -(-runs // (workers * BLOCK))
    size = -(-runs // (count * chance.BLOCK)) * chance.BLOCK
    return [(first, min(first + size, runs)) for first in range(0, runs, size)]


def _worlds(worlds: str | Sequence[int] | Array, runs: int) -> Array | None:
    """The number of the world that each run meets, `[run]`; None where run k meets that of number k."""
    if isinstance(worlds, str):
        if worlds not in ("own", "same"):
            raise ScenarioError(say("refusal_run.worlds", found=repr(worlds), runs=runs))
        return None if worlds == "own" else np.zeros(runs, dtype=np.int64)
    found = array_of(worlds)
    if found.shape != (runs,) or found.dtype.kind not in "iu" or found.min() < 0:
        kind = {"shape": found.shape, "kind": found.dtype}
        raise ScenarioError(say("refusal_run.world_numbers", **kind, runs=runs))
    return found.astype(np.int64)


def _block(begun: Course, acts: Mapping[str, Array], recorder: keeping.Recorder) -> dict[str, Array]:
    """Take some runs through all the months, and hand each month to the recorder; what it has found that is to be added."""
    for month, (_, record) in enumerate(months(begun._replace(imposed=_done_again(begun.imposed, acts)))):
        recorder.month(month, record)
    return recorder.finish()


def _done_again(imposed: Iterable[Imposed], acts: Mapping[str, Array]) -> Iterator[Imposed]:
    """What is imposed each month, with acts `[month, pair, run]` that come before the scenario's own orders."""
    for month, one in enumerate(imposed):
        again = {
            stage: np.where(codes[month] == FREE, getattr(one, stage), codes[month])
            for stage, codes in acts.items()
        }
        yield one._replace(**again)
