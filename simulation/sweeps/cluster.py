"""Beyond one machine: shards are made by the workers of a Dask cluster, and come back as bytes.

Workers only calculate: they write nothing, and need no disk of ours. The process that began the sweep puts shards in
their places and enters them in the ledger. So a task may be done twice, as when a worker that had it is lost, and counts
once; and since its bytes hang on the task alone, they are those that this machine would have made.
"""

from __future__ import annotations

import logging
import pickle
import time
import warnings
from collections import Counter, deque
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, NamedTuple

from simulation import parallel
from simulation.compiled import NotCompiled
from simulation.errors import ScenarioError, show
from simulation.saying import say
from simulation.sweeps import shards
from simulation.sweeps.engines import is_compiled
from simulation.sweeps.identity import libraries
from simulation.sweeps.tasks import Laid

if TYPE_CHECKING:
    from distributed import Client as Client  # a name of this module, for those who are given one
    from distributed import Future

AHEAD = 2  # tasks in flight for each thread of the cluster: one that is worked at, and one that waits there
TRIES = 3  # how often a task is sent; each time Dask itself gives it to several workers, one after another
GLANCE = 1.0  # seconds without a shard, after which it is looked whether there is a worker
PAUSE = 0.02  # seconds: a shard takes longer
PATIENCE = 10  # seconds to wait for a scheduler


class Answer(NamedTuple):
    """What a worker sends back: which it is, its versions, and the shard; nothing where its versions are others."""

    worker: str
    versions: dict[str, str]
    content: bytes | None


@contextmanager
def connected(address: str) -> Iterator[Client]:
    """A client of the scheduler at `address`, "tcp://10.0.0.7:8786". Raises ScenarioError where none answers."""
    need_distributed()
    from distributed import Client
    from distributed.comm import get_address_host_port

    try:
        get_address_host_port(address)  # a client that cannot read its address would not end quietly
        client = Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        why = str(error).partition("\n")[0].rstrip(".")
        raise ScenarioError(say("refusal_cluster.no_answer", address=show(address), why=why)) from None
    log = logging.getLogger("distributed.client")
    level = log.level
    log.setLevel(logging.CRITICAL)  # what it has to say of a scheduler that is gone, we say in a line
    try:
        with client:
            yield client
    finally:
        log.setLevel(level)


def need_distributed() -> None:
    """Refuse a cluster where the library that speaks with it is not installed."""
    if find_spec("distributed") is None:
        raise ScenarioError(say("refusal_cluster.library"))


def threads(client: Client) -> int:
    """How many tasks the cluster works at; 1 while it has no workers yet."""
    return max(1, sum(map(int, client.nthreads().values())))


def work(task: bytes, engine: str, versions: Mapping[str, str]) -> Answer:
    """What a worker does: the shard of a pickled task, on one core, if all its `versions` for this engine are these."""
    from distributed import get_worker

    here = libraries(engine)
    if here != versions:
        return Answer(get_worker().address, here, None)
    with parallel.alone():
        return Answer(get_worker().address, here, shards.made(pickle.loads(task)))


def made_by(
    client: Client, laid: Laid, numbers: Sequence[int], waits: Callable[[bool], None] | None = None
) -> Generator[tuple[int, bytes], None, None]:
    """Shards by their numbers, each when a worker has made it; close it, and what is in flight is cancelled.

    Twice as many tasks as the cluster has threads are in flight, so that neither side's memory grows with the sweep, and
    workers that come later get work. While there are none, `waits` is called with True, about once a second, and with False
    when there is one again. What an error in a task raises is raised here. ScenarioError for a scheduler that is
    gone, workers with other versions, and a task that is lost with its workers again and again.
    """
    from distributed import CancelledError, KilledWorker, as_completed

    engine = laid.plan.engine
    versions, address = libraries(engine), client.scheduler.address
    waiting, sent, lost = deque(numbers), dict["Future", int](), Counter[int]()
    coming = as_completed(loop=client.loop)
    try:
        while waiting or sent:
            while waiting and len(sent) < AHEAD * threads(client):
                future = client.submit(work, packed(laid, waiting[0]), engine, versions, pure=False)
                sent[future] = waiting.popleft()
                coming.add(future)
            future = _next(coming, client, waits)
            number = sent.pop(future)
            try:
                answer = future.result()
            except KilledWorker:
                lost[number] += 1
                if lost[number] == TRIES:
                    raise ScenarioError(say("refusal_cluster.killed", number=number)) from None
                waiting.appendleft(number)
                continue
            content = checked(answer, versions)
            _say_not_compiled(engine, content)
            yield number, content
    except ModuleNotFoundError as error:
        raise ScenarioError(say("refusal_cluster.module", name=show(error.name))) from None
    except (OSError, CancelledError):
        raise ScenarioError(say("refusal_cluster.gone", address=show(address))) from None
    finally:
        with suppress(Exception):  # with a scheduler that is gone, so are the tasks
            client.cancel(list(sent), force=True)


def packed(laid: Laid, number: int) -> bytes:
    """The task of a shard, to be sent; a doctrine that was made in a notebook goes by value."""
    import cloudpickle

    try:
        return bytes(cloudpickle.dumps(laid.task(number)))
    except (pickle.PicklingError, TypeError, AttributeError) as error:
        raise ScenarioError(say("refusal_cluster.unsendable", why=str(error))) from None


def _next(coming: Any, client: Client, waits: Callable[[bool], None] | None) -> Future:
    """The next task that is done; while none is, a look at whether anybody works."""
    looked, nobody = time.monotonic(), False
    while not coming.has_ready():
        time.sleep(PAUSE)
        if waits is not None and time.monotonic() - looked >= GLANCE:
            looked, was, nobody = time.monotonic(), nobody, not client.nthreads()
            if nobody or was:
                waits(nobody)
    if nobody and waits is not None:
        waits(False)
    return next(coming)


def _say_not_compiled(engine: str, content: bytes) -> None:
    """Warn, as `simulate` does where it is called, of a shard that a worker has made on NumPy in place of JAX."""
    if is_compiled(engine):
        made_by = (shards.about(content) or {})["engine"]
        if any(one["engine"] != engine for one in made_by):
            why = say("refusal_engine.there")
            warnings.warn(say("compiled.not_compiled", why=why), NotCompiled, stacklevel=2)


def checked(answer: Answer, versions: Mapping[str, str]) -> bytes:
    """The shard of an answer; a ScenarioError that names the worker and the library where its versions are others."""
    if answer.content is not None:
        return answer.content
    name = next(name for name in versions if answer.versions[name] != versions[name])
    raise ScenarioError(
        say(
            "refusal_cluster.versions",
            worker=show(answer.worker),
            library=name,
            found=answer.versions[name] or say("refusal_sweep.nothing"),
            wanted=versions[name],
        )
    )
