"""Sweeps at real work, two processes each, killed without warning at any moment."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from simulation import draws
from simulation.errors import ScenarioError
from simulation.parallel import GLANCE
from simulation.sweeps.checking import verify
from simulation.sweeps.running import sweep
from studies.kills.watched import Count, Watch, content, forked

PROCESSES = 2


def at_any_moment(plan: Mapping[str, Any], folder: Path, kills: int, seed: int) -> Count:
    """So many kills, each within half the time that the sweep takes; one that comes to its end is followed by another.

    Moments are drawn with the seed, but what a process is at by then hangs on the machine.
    """
    begun = time.perf_counter()
    whole = content(sweep(plan, folder / "whole", workers=PROCESSES).folder)
    takes, chance, watch = time.perf_counter() - begun, draws.of_design(seed, "kills"), Watch(whole)
    place = folder / "0"
    while watch.count.kills < kills:
        child = forked()
        if child == 0:
            sweep(plan, place, resume=True, workers=PROCESSES)
            os._exit(0)
        time.sleep(chance.uniform(0.0, 0.5 * takes))
        os.kill(child, signal.SIGKILL)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        if code not in (0, -signal.SIGKILL):
            raise RuntimeError(f"a sweep that was to end or be killed ended with {code}")
        killed = code != 0
        time.sleep(2 * GLANCE)  # until its workers have ended too
        if killed:
            watch.killed(place)
        if not killed or _is_done(place):
            watch.ended(place)
            place = folder / f"{watch.count.kills}"
    sweep(plan, place, resume=True, workers=PROCESSES)
    watch.ended(place)
    return watch.count


def _is_done(folder: Path) -> bool:
    try:
        found = verify(folder)
    except ScenarioError:  # it had not begun
        return False
    return found.done == found.shards
