"""A sweep on a cluster whose workers are killed with tasks in hand, another coming in the place of each."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulation import draws
from simulation.sweeps import cluster
from simulation.sweeps.estimate import Pace
from simulation.sweeps.running import sweep
from studies.kills.machines import machines
from studies.kills.watched import Count, Watch, content

if TYPE_CHECKING:
    from simulation.sweeps.cluster import Client

WORKERS = 2
SHARE = 0.4  # of the shards, after which a worker is killed
LATER = 0.2  # seconds at most between the shard and the kill


def of_workers(plan: Mapping[str, Any], folder: Path, kills: int, seed: int) -> Count:
    """At least so many kills; what a worker is at hangs on the machine. This machine alone makes what is compared with."""
    whole = content(sweep(plan, folder / "whole", workers=1).folder)
    watch, chance = Watch(whole), draws.of_design(seed, "kills of workers")
    with machines(WORKERS) as there, cluster.connected(there.address) as client:

        def kill(pace: Pace) -> None:
            busy = [worker for worker, tasks in at_work(client).items() if tasks and worker in there.workers]
            if busy and chance.random() < SHARE:
                time.sleep(chance.uniform(0.0, LATER))
                there.kill(busy[chance.integers(len(busy))])
                there.hire()
                watch.killed(place)

        while watch.count.kills < kills:
            place = folder / f"{watch.count.sweeps}"
            sweep(plan, place, client=client, progress=kill)
            watch.ended(place)
    return watch.count


def at_work(client: Client) -> dict[str, int]:
    """How many tasks each worker has, by its address."""
    return {worker: len(tasks) for worker, tasks in client.processing().items()}
