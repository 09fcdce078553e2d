"""`simulate`: one run or thousands, with the rules of `step` on NumPy or compiled, and a labelled result.

Runs go through the months in blocks that stay in the processor's cache, the blocks are shared among the cores, and every
block writes into its own part of the result. Run k is the same in any block, and with every engine.
"""

from __future__ import annotations

import math
import os
import platform
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from os import PathLike
from typing import Any, NamedTuple

import numpy as np
import xarray as xr

from simulation import decided, inputs, keeping, memory, parallel, results, step
from simulation import draws as chance
from simulation.compiled import ENGINES, NotCompiled, NotCompiledError, choice, kept
from simulation.doctrines import Doctrine
from simulation.errors import ScenarioError, in_python
from simulation.fields import array_of, check_seed, check_table
from simulation.months import Chance, Course, course, months
from simulation.parameters import Parameters
from simulation.saying import number, say
from simulation.scenario import Scenario, as_scenario
from simulation.state import FREE, ISSUES, Array, Imposed, Record
from simulation.version import version

BLOCK = 4096  # runs a block at most: with 1,024 a run takes a sixth to a third longer, and more gain little
WORTH = 100_000  # run-months that are worth one more process
FEWEST = 500  # runs a process: with fewer, each goes through the months for too few (benchmarks/README.md)
TELL = 24  # months after which it is told how far a block is
MOST_RUNS = 1_000_000
MOST_ADDED_UP = 10_000_000  # where memory does not grow with them: hours of two cores; beyond it, sweeps
HELD = (
    12_500  # bytes that a run takes for each pair while its block is worked on, chance most of all; measured
)

Progress = Callable[[int, int], None]  # (runs done, runs)


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
    progress: Progress | None = None,
) -> xr.Dataset:
    """Run the scenario and return an `xarray.Dataset` with the variables of `simulation.variables`.

    runs        how many runs; run k does not depend on how many others there are
    seed        a whole number >= 0; two policies on one seed face the same world
    engine      "numpy"; "jax": the same months compiled (extra `jax`), the same acts and floats to 1e-10; "jax32": in
                single precision, where some runs go other ways and only what holds of many is the same; "auto": "jax"
                where that is done sooner, compiling and all, else "numpy"
    keep        "all": every month; "yearly": means over calendar years, and counts of events; "summary": the same over
                the whole run; "histogram": in how many runs what "yearly" keeps lies in which bin, in as much memory for
                ten million runs as for one (`simulation.histograms.quantiles` reads it). Months after a war are left out
    parameters  overrides, numbers or arrays of length `runs`: a sweep is one call
    doctrines   by state, in place of the scenario's: a `Doctrine`, or the name of one
    acts        what is to be done again, before the scenario's own orders: `initiative` and `response`, codes `[run, month,
                pair]`, and state.FREE where the state decides for itself; `consent` and `consent_response`, 1 (yes) or 0
                to whatever its rival offers, and `speaks`, 1 or 0, likewise; `asks`, shares, and `leaves`, true or
                false, `[run, month, pair, issue]`
    worlds      which chance a run meets: "own", run k that of number k; "same", all that of number 0, so that the rows of
                a design differ in their parameters alone; or the numbers, one a run
    progress    called as progress(runs done, runs) after each block, and meanwhile with the share of one that is underway

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
    shape = (runs, scenario.months, len(scenario.pairs))
    asked = _Asked(scenario, p, seed, runs, _worlds(worlds, runs), _by_month(acts or {}, shape), keep)
    workers = max(1, min(parallel.cores(), -(-runs * scenario.months // WORTH), runs // FEWEST))
    blocks = _cut(runs, workers)
    by_run = _by_run(parameters or {})
    engine = choice.chosen(engine, scenario, runs, by_run, len(blocks), workers)
    made = None if engine == "numpy" else _compiled(asked, engine == "jax", by_run, progress)
    if made is None:
        _check_memory(asked, workers * min(runs, BLOCK))
        made = {"engine": "numpy"}, _on_numpy(asked, blocks, workers, progress)
    by, kept_months = made
    return (
        results.labelled(kept_months, scenario, keep)
        .assign_attrs(
            scenario_name=scenario.name,
            title=scenario.title,
            seed=seed,
            runs=runs,
            **by,
            keep=keep,
            worlds=worlds if isinstance(worlds, str) else "given",
            acts="given" if acts else "",
            version=version(),
            numpy=np.__version__,
            python=platform.python_version(),
            **_of_parameters(parameters or {}),
        )
        .assign_coords(by_run | ({} if isinstance(worlds, str) else {"world": ("run", asked.worlds)}))
    )


class _Asked(NamedTuple):
    """What runs begin with, and what is kept of them."""

    scenario: Scenario
    p: Parameters
    seed: int
    runs: int
    worlds: Array | None  # [run]
    acts: dict[str, Array]  # [month, pair, run], or [month, issue, pair, run]
    keep: str

    def course(self, first: int, last: int) -> Course:
        """Of the runs first..last-1; beyond those that are asked for, of any, so that a block is full."""
        which = np.minimum(np.arange(first, last), self.runs - 1)
        mine = Parameters(*(value[which] if np.ndim(value) else value for value in self.p))
        begun = course(self.scenario, mine, self.seed, (first, last))
        if self.worlds is not None:
            begun = begun._replace(draws=Chance(self.scenario, self.seed, self.worlds[which]))
        again = {stage: codes[..., which] for stage, codes in self.acts.items()}
        return begun._replace(imposed=_done_again(begun.imposed, again))

    def recorder(self, kept_months: dict[str, Array], first: int, last: int) -> keeping.Recorder:
        """That keeps these runs in their part of the result."""
        return keeping.recorder(kept_months, self.scenario, self.keep, (first, last))

    def layout(self) -> dict[str, tuple[tuple[int, ...], type]]:
        """Shape and type of everything that is kept."""
        return keeping.layout(self.scenario, self.runs, self.keep)


def _on_numpy(
    asked: _Asked, blocks: Sequence[tuple[int, int]], workers: int, progress: Progress | None
) -> dict[str, Array]:
    """What is kept of all months, gone through on NumPy by so many processes."""
    shared = workers > 1 and asked.keep not in keeping.ADDED_UP
    kept_months = parallel.zeros(asked.layout(), shared=shared)

    done = _Done(asked.runs, progress)
    # a process that was started afresh cannot be sent what tells, and need not
    told = done.underway if workers == 1 or parallel.FORKS else None

    def one(block: tuple[int, int]) -> dict[str, Array]:
        recorder = asked.recorder(kept_months, *block)
        for month, (_, record) in enumerate(months(asked.course(*block))):
            recorder.month(month, record)
            if told is not None and month and month % TELL == 0:
                told((block[1] - block[0]) * month // asked.scenario.months)
        return recorder.finish()

    _added(kept_months, parallel.answers(one, blocks, workers), done)
    return kept_months


def _compiled(
    asked: _Asked, wide: bool, by_run: Iterable[str], progress: Progress | None
) -> tuple[dict[str, str], dict[str, Array]] | None:
    """The same by a compiled programme, a thread a core, with what it ran on; None, and a warning, where that cannot be."""
    from simulation.compiled import programme

    size, hands = programme.size_and_hands()
    parts = [(first, min(first + size, asked.runs)) for first in range(0, asked.runs, size)]
    workers = min(hands, len(parts))
    _check_memory(asked, workers * size)
    kept_months = parallel.zeros(asked.layout(), shared=False)

    def one(block: tuple[int, int]) -> dict[str, Array]:
        first, last = block
        recorder, runs = asked.recorder(kept_months, first, last), last - first

        def take(month: int, record: Record) -> None:
            recorder.stretch(month, Record(*(values[..., :runs] for values in record)))

        programme.through(asked.course(first, first + size), take, wide)  # the last is filled up
        return recorder.finish()

    try:
        _added(kept_months, parallel.threads(one, parts, workers), _Done(asked.runs, progress))
    except NotCompiledError as error:
        warnings.warn(say("compiled.not_compiled", why=error), NotCompiled, stacklevel=3)
        return None
    kept.note(choice.programme(asked.scenario, by_run, wide))
    return programme.labels(wide), kept_months


class _Done:
    """How many runs are done, told to whoever asked to know it; of those underway the share that their months are."""

    def __init__(self, runs: int, progress: Progress | None) -> None:
        self._runs, self._progress, self._count = runs, progress, 0
        self._asked = os.getpid()  # the process that was asked, itself perhaps one of several

    def more(self, runs: int) -> None:
        """So many more are done."""
        self._count += runs
        self.underway(0)

    def underway(self, runs: int) -> None:
        """As good as so many are done besides; told by the process that was asked, and by none that assists it."""
        if self._progress is not None and os.getpid() == self._asked:
            self._progress(self._count + runs, self._runs)


def _added(
    kept_months: dict[str, Array],
    blocks: Iterable[tuple[tuple[int, int], dict[str, Array]]],
    done: _Done,
) -> None:
    """Wait for all blocks, add what each has found, and tell of it."""
    for (first, last), found in blocks:
        for name, values in found.items():
            kept_months[name] += values
        done.more(last - first)


def _check_memory(asked: _Asked, at_once: int) -> None:
    """Refuse what does not fit; `at_once` runs are worked on at one time, by so many as these are blocks."""
    scenario, added_up = asked.scenario, asked.keep in keeping.ADDED_UP
    copies = 1 + math.ceil(at_once / min(asked.runs, BLOCK)) if added_up else 1
    held = at_once * len(scenario.pairs) * HELD
    size = sum(math.prod(shape) * np.dtype(kind).itemsize for shape, kind in asked.layout().values())
    needed = held + copies * size
    if (most := memory.exceeded(needed)) is not None:
        gib = {"needed": number(needed / 2**30), "most": number(most / 2**30)}
        key = "refusal_run.memory" if added_up or asked.keep == "summary" else "refusal_run.memory_or_summary"
        runs, keep = number(asked.runs, 0), repr(asked.keep)
        raise ScenarioError(say(key, runs=runs, months=scenario.months, keep=keep, **gib))


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
    if engine not in ENGINES:
        raise ScenarioError(say("refusal_run.engine", found=in_python(engine), names=", ".join(ENGINES)))
    if keep not in keeping.KEEPS:
        raise ScenarioError(say("refusal_run.keep", found=repr(keep), names=", ".join(keeping.KEEPS)))


def _by_month(acts: Mapping[str, Array], shape: tuple[int, int, int]) -> dict[str, Array]:
    """What is to be done again as the months take it, `[month, (issue,) pair, run]`; checked."""
    again = dict[str, Array]()
    for what, given in acts.items():
        if what not in step.ORDERED:
            raise ScenarioError(say("refusal_run.stage", found=what, names=", ".join(step.ORDERED)))
        values = array_of(given)
        on_issues = what in decided.ON_ISSUES
        whole = (*shape, len(ISSUES)) if on_issues else shape
        if values.shape != whole:
            key = "refusal_decided.issue_shape" if on_issues else "refusal_run.acts_shape"
            raise ScenarioError(say(key, stage=what, found=values.shape, shape=whole))
        # before they become bytes, in which 256 would be 0 and no number at all (NaN) a threat
        if not decided.sound(what, values):
            raise ScenarioError(say("refusal_decided.values", stage=what, wanted=decided.wanted(what)))
        ordered = values.transpose(1, 3, 2, 0) if on_issues else np.moveaxis(values, 0, -1)
        again[what] = ordered.astype(decided.kept_as(what))
    return again


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


def _done_again(imposed: Iterable[Imposed], acts: Mapping[str, Array]) -> Iterator[Imposed]:
    """What is imposed each month, with what is done again `[month, ..., pair, run]` in place of the scenario's orders.

    Yes or no that is said again is said to whatever is offered.
    """
    for month, one in enumerate(imposed):
        again = {
            what: given[month] | one.leaves
            if what == step.LEAVES
            else np.where(given[month] == FREE, getattr(one, what), given[month])
            for what, given in acts.items()
        }
        yield one._replace(**again)
