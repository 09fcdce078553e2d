"""Run a sweep: every shard that the ledger does not know, on every core or a cluster, in any order, until all are done.

A shard is put in its place whole, and then entered in the ledger. Whatever is killed in between is done again, with the
same bytes: so a sweep that was broken off and went on is the one that was not.
"""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import closing, nullcontext, suppress
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from simulation import parallel
from simulation.compiled import NUMPY
from simulation.errors import ScenarioError, show
from simulation.saying import number as written
from simulation.saying import say
from simulation.sweeps import cluster, disk, shards
from simulation.sweeps.engines import is_compiled, settled
from simulation.sweeps.estimate import Estimate, Pace, Timed, estimated, samples, timed, workers_for
from simulation.sweeps.figures import Figures
from simulation.sweeps.identity import MADE_WITH, PLAN, SWEEP, Change, about, changes, digest, made_with
from simulation.sweeps.ledger import LEDGER, LOCK, Entry, Ledger, reading, writing
from simulation.sweeps.plan import Plan, as_plan
from simulation.sweeps.points import points
from simulation.sweeps.tasks import Laid

if TYPE_CHECKING:
    from simulation.sweeps.cluster import Client

SHARDS = "shards"  # the folder of them
MOST_AT_ONCE = (
    8192  # shards that are handed out together: `parallel` keeps their numbers in a pipe, which holds 64 KiB
)


class Swept(NamedTuple):
    """A sweep that is done: its folder, how much there is, and how many of its shards were made now."""

    folder: Path
    points: int
    replicates: int
    runs: int
    shards: int
    bytes: int
    made: int


def sweep(
    plan: Plan | Mapping[str, Any] | str | PathLike[str],
    out: str | PathLike[str],
    *,
    doctrines: Mapping[str, Any] | None = None,
    resume: bool = False,
    workers: int | None = None,
    client: Client | None = None,
    estimate: Callable[[Estimate], None] | None = None,
    progress: Callable[[Pace], None] | None = None,
) -> Swept:
    """Run all that a plan asks for; `open_sweep(out)` opens what came of it.

    plan        a `Plan`, its keys as a dict, its TOML text, or the path of its file
    out         the folder: a new or empty one, or with `resume` one in which this sweep was broken off
    doctrines   by state, one or a list, of your own as well: `{"US": [mine, "grit"]}`; in place of the plan's
    workers     processes, or threads where the months are compiled; as many as there are cores and work for, unless said
                otherwise
    client      a `dask.distributed.Client`: its cluster makes the shards, and this process alone writes them
    estimate    called once, when one shard of each scenario is done and timed, with what the others will take
    progress    called before the first shard and after every one, and each second while a cluster has no workers

    Raises ScenarioError, with one line, for a plan that cannot be run, one that is not the folder's (with what has
    changed), a folder that somebody else writes to, a disk that has not enough room or cannot be written, and a cluster
    that is gone, has other versions, or loses a shard again and again.
    """
    shards.need_pyarrow()
    if workers is not None and client is not None:
        raise ScenarioError(say("refusal_cluster.workers"))
    asked = as_plan(plan, doctrines)
    folder = Path(out)
    laid, what = laid_out(asked, engine_of(folder))
    with disk.writing(folder):
        (folder / SHARDS).mkdir(parents=True, exist_ok=True)
        with writing(folder) as ledger:
            begin(folder, ledger, what, laid, resume)
            disk.clear(folder / SHARDS)
            made = len(ledger.left())
            _finish(folder, ledger, laid, workers, client, estimate, progress)
            size = sum(one.size for one in ledger.entries().values())
    counts = len(laid.points), asked.replicates, laid.runs, len(laid.stretches)
    return Swept(folder, *counts, size, made)


def laid_out(plan: Plan, engine: str | None = None) -> tuple[Laid, dict[str, str]]:
    """The plan laid out, and what the ledger says of it; `engine` is what its "auto" came to before."""
    frame = points(plan)
    plan = settled(plan, frame, engine)
    what = about(plan, frame)
    return Laid(plan, frame, digest(what)), what


def engine_of(folder: Path) -> str | None:
    """By which engine the sweep in a folder was begun; None where none is."""
    with suppress(ScenarioError), reading(folder) as ledger:
        return str(json.loads(ledger.about()[PLAN]).get("engine", NUMPY))
    return None


def begin(folder: Path, ledger: Ledger, what: Mapping[str, str], laid: Laid, resume: bool) -> None:
    """Write down what the sweep is, or see that it is the one that is there. Raises ScenarioError."""
    if not ledger.has_begun():
        ours = (SHARDS, LEDGER, LOCK)
        if any(not one.name.startswith(ours) for one in folder.iterdir()) or any((folder / SHARDS).iterdir()):
            raise ScenarioError(say("refusal_sweep.other_files", folder=folder))
        ledger.begin({**what, SWEEP: laid.sweep, MADE_WITH: made_with()}, len(laid.stretches))
        return
    if not resume:
        done, all_ = len(ledger.entries()), ledger.shards()
        raise ScenarioError(say("refusal_sweep.there", folder=folder, done=done, all=all_))
    if found := changes(ledger.about(), what):
        raise ScenarioError(say("refusal_sweep.changed", folder=folder, what=told(found)))


def told(found: Sequence[Change]) -> str:
    """What has changed, in words: the first change, and how many more there are."""
    key, old, new = found[0]
    more = say("refusal_sweep.more", n=len(found) - 1) if len(found) > 1 else ""
    return say("refusal_sweep.change", key=key, old=_shown(old), new=_shown(new)) + more


def _shown(value: Any) -> str:
    return say("refusal_sweep.nothing") if value is None else show(value)


def _finish(
    folder: Path,
    ledger: Ledger,
    laid: Laid,
    workers: int | None,
    client: Client | None,
    estimate: Callable[[Estimate], None] | None,
    progress: Callable[[Pace], None] | None,
) -> None:
    """Make all shards that are left."""
    left = ledger.left()
    before = laid.runs - _runs(laid, left)
    since, begun = 0, time.perf_counter()

    def tell(waits: bool = False) -> None:
        if progress is not None:
            progress(Pace(before + since, laid.runs, since, time.perf_counter() - begun, waits))

    first = _first_of_each(folder, ledger, laid)

    def enter(number: int, entry: Entry) -> None:
        nonlocal since
        if isinstance(laid.plan.keep, Figures) and (said := _said(folder, number)) is not None:
            check_alike(first.setdefault(laid.stretches[number].scenario, said), said, number)
        ledger.done(number, entry)
        since += _runs(laid, [number])
        tell()

    tell()
    found: dict[int, Timed] = {}
    if len(left) > 1:
        for number in samples(laid, left):
            content, found[laid.stretches[number].scenario] = timed(laid, number)
            enter(number, put(folder, number, content))
        left = ledger.left()
    workers = cluster.threads(client) if client is not None else workers or workers_for(laid, left)
    if left and found:
        takes = estimated(laid, left, workers, found)
        free = shutil.disk_usage(folder).free
        if takes.size > free:
            megabytes = {"needed": written(takes.size / 1e6), "free": written(free / 1e6)}
            raise ScenarioError(say("refusal_sweep.disk", folder=folder, **megabytes))
        if estimate is not None:
            estimate(takes)
    made = (
        filled(folder, laid, left, workers) if client is None else brought(folder, laid, left, client, tell)
    )
    with closing(made) as coming:
        for number, entry in coming:
            enter(number, entry)


def _first_of_each(folder: Path, ledger: Ledger, laid: Laid) -> dict[int, dict[str, Any]]:
    """What a shard of each scenario that is done says of itself; of means nothing, since their columns are given."""
    found: dict[int, dict[str, Any]] = {}
    for number in ledger.entries() if isinstance(laid.plan.keep, Figures) else ():
        scenario = laid.stretches[number].scenario
        if scenario not in found and (said := _said(folder, number)) is not None:
            found[scenario] = said
    return found


def _said(folder: Path, number: int) -> dict[str, Any] | None:
    """What a shard that is in its place says of itself; None where it is none, or gone, which `verify` is for."""
    try:
        return shards.about(place_of(folder, number).read_bytes())
    except OSError:
        return None


def check_alike(
    first: dict[str, Any], other: dict[str, Any], number: int, variables: Sequence[str] = ()
) -> None:
    """Refuse a shard whose columns are not those of another of its scenario: together they would lose numbers."""
    if (column := shards.different(first, other, variables)) is not None:
        raise ScenarioError(say("refusal_kept.differs", number=number, column=show(column)))


Filled = Generator[
    tuple[int, Entry], None, None
]  # shards that are in their places, and what is to be entered


def brought(
    folder: Path,
    laid: Laid,
    numbers: Sequence[int],
    client: Client,
    waits: Callable[[bool], None] | None,
    expected: Mapping[int, Entry] | None = None,
) -> Filled:
    """The same as `filled`, by a cluster; `waits` as in `cluster.made_by`."""
    with closing(cluster.made_by(client, laid, numbers, waits)) as coming:
        for number, content in coming:
            _check_expected(number, content, expected)
            yield number, put(folder, number, content)


def filled(
    folder: Path,
    laid: Laid,
    numbers: Sequence[int],
    workers: int,
    expected: Mapping[int, Entry] | None = None,
) -> Filled:
    """Make some shards and put them in their places, on so many processes; each with its checksum, once it is there.

    Compiled months are gone through by threads: they leave the interpreter free, and JAX bears no forking. What is not as
    `expected` is not put there: ScenarioError.
    """
    for start in range(0, len(numbers), MOST_AT_ONCE):
        yield from _filled(folder, laid, numbers[start : start + MOST_AT_ONCE], workers, expected)


def _filled(
    folder: Path,
    laid: Laid,
    numbers: Sequence[int],
    workers: int,
    expected: Mapping[int, Entry] | None,
) -> Filled:
    by_threads = is_compiled(laid.plan.engine)
    layout = {"sha256": ((len(numbers), 32), np.uint8), "size": ((len(numbers),), np.int64)}
    sums = parallel.zeros(layout, shared=workers > 1 and not by_threads)

    def make(place: int) -> None:
        number = numbers[place]
        content = shards.made(laid.task(number))
        _check_expected(number, content, expected)
        entry = put(folder, number, content)
        sums["sha256"][place] = np.frombuffer(bytes.fromhex(entry.sha256), np.uint8)
        sums["size"][place] = entry.size

    share = parallel.threads if by_threads else parallel.answers
    with parallel.alone() if by_threads else nullcontext():
        for place, _ in share(make, range(len(numbers)), workers):
            yield numbers[place], Entry(sums["sha256"][place].tobytes().hex(), int(sums["size"][place]))


def _check_expected(number: int, content: bytes, expected: Mapping[int, Entry] | None) -> None:
    """Refuse a shard that is to be made again and comes out otherwise."""
    if expected is not None and shards.digest(content) != expected[number].sha256:
        raise ScenarioError(say("refusal_sweep.differs", number=number))


def put(folder: Path, number: int, content: bytes) -> Entry:
    """Put a shard in its place."""
    disk.write(place_of(folder, number), content)
    return Entry(shards.digest(content), len(content))


def place_of(folder: Path, number: int) -> Path:
    """Where a shard lies."""
    return folder / SHARDS / f"{number:06d}.parquet"


def _runs(laid: Laid, numbers: Sequence[int]) -> int:
    return sum(laid.stretches[number].last - laid.stretches[number].first for number in numbers)
