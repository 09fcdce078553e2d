"""`detente sweep`: run a plan of many points, here or on a cluster, and go on where it was broken off."""

from __future__ import annotations

import shlex
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import TextColumn

from simulation.catalogue import number, text
from simulation.commands import output
from simulation.commands.dask import OFTEN, Dask, client_of, waiting
from simulation.commands.options import IN_USE, Json, Lang, Out, Quiet, check_lang
from simulation.errors import ScenarioError
from simulation.pages.blocks import Paragraph
from simulation.sweeps import cluster
from simulation.sweeps.estimate import Estimate, Pace, estimate
from simulation.sweeps.ledger import reading
from simulation.sweeps.plan import Plan
from simulation.sweeps.running import Swept, sweep
from simulation.words.amounts import lasting, sized


def command(
    plan: Annotated[Path, typer.Argument()],
    out: Out = None,
    resume: Annotated[bool, typer.Option("--resume")] = False,
    only_estimate: Annotated[bool, typer.Option("--estimate")] = False,
    dask: Dask = None,
    lang: Lang = IN_USE,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Run a sweep: say what it takes, make all its shards, say where they are."""
    check_lang(lang)
    asked = Plan.from_toml(plan)
    if only_estimate:
        with client_of(dask) as client:
            there = None if client is None else cluster.threads(client)
        found = estimate(asked, there)
        if as_json:
            output.print_json(found._asdict())
        else:
            output.show([Paragraph(_taking(found, lang))])
        return
    folder = out or Path("output") / plan.stem

    def say_estimate(found: Estimate) -> None:
        if not quiet:
            print(_taking(found, lang), file=sys.stderr)

    begun = time.perf_counter()
    try:
        with client_of(dask) as client, _progress(dask, lang, quiet) as progress:
            done = sweep(
                asked, folder, resume=resume, client=client, estimate=say_estimate, progress=progress
            )
    except KeyboardInterrupt:
        _say_stopped(plan, folder, dask, lang)
        raise
    seconds = time.perf_counter() - begun
    if as_json:
        output.print_json({**done._asdict(), "folder": str(folder), "seconds": round(seconds, 3)})
    elif quiet:
        print(folder)
    else:
        output.show(
            [Paragraph(_finished(done, seconds, lang)), Paragraph(text("sweep.open", lang, folder=folder))]
        )


@contextmanager
def _progress(dask: str | None, lang: str, quiet: bool) -> Iterator[Callable[[Pace], None]]:
    """Shows how far a sweep is: a bar on a terminal, a line a minute elsewhere; and, quiet or not, what it waits for."""
    if quiet:
        look = waiting(dask, lang)
        yield lambda pace: look(pace.waits)
    elif sys.stderr.isatty():
        with output.bar(left=TextColumn("{task.fields[left]}")) as bar:
            look = waiting(dask, lang, lambda line: bar.console.print(line, markup=False, highlight=False))
            task = bar.add_task(text("sweep.begun", lang), total=None, left="")

            def draw(pace: Pace) -> None:
                look(pace.waits)
                bar.update(task, completed=pace.done, total=pace.runs)
                if pace.waits:
                    bar.update(task, description=text("cluster_wait.short", lang), left="")
                elif pace.since:
                    said = text("sweep.running", lang, rate=number(pace.rate, lang, 0))
                    bar.update(task, description=said, left=lasting(pace.left, lang))

            yield draw
    else:
        told, look = time.perf_counter(), waiting(dask, lang)

        def tell(pace: Pace) -> None:
            nonlocal told
            look(pace.waits)
            if pace.waits:
                return
            if time.perf_counter() - told >= OFTEN and pace.since and pace.done < pace.runs:
                told = time.perf_counter()
                counts = {"done": number(pace.done, lang, 0), "all": number(pace.runs, lang, 0)}
                rate = number(pace.rate, lang, 0)
                said = text("sweep.progress", lang, rate=rate, left=lasting(pace.left, lang), **counts)
                print(said, file=sys.stderr, flush=True)

        yield tell


def _taking(found: Estimate, lang: str) -> str:
    cores = text("sweep.core", lang) if found.workers == 1 else text("sweep.cores", lang, n=found.workers)
    counts = {name: number(getattr(found, name), lang, 0) for name in ("points", "runs", "shards")}
    took = {"time": lasting(found.seconds, lang), "size": sized(found.size, lang)}
    return text("sweep.estimate", lang, cores=cores, **counts, **took)


def _finished(done: Swept, seconds: float, lang: str) -> str:
    counts = {
        name: number(getattr(done, name), lang, 0) for name in ("points", "replicates", "runs", "shards")
    }
    size = sized(done.bytes, lang)
    if not done.made:
        return text("sweep.finished_before", lang, runs=counts["runs"], shards=counts["shards"], size=size)
    each = number(done.bytes / done.runs, lang, 0)
    return text("sweep.finished", lang, size=size, each=each, time=lasting(seconds, lang), **counts)


def _say_stopped(plan: Path, folder: Path, dask: str | None, lang: str) -> None:
    at = "" if dask is None else f" --dask {shlex.quote(dask)}"
    names = {"plan": shlex.quote(str(plan)), "folder": shlex.quote(str(folder)) + at}
    with suppress(ScenarioError), reading(folder) as ledger:  # it may not have begun
        done, all_ = len(ledger.entries()), ledger.shards()
        print(text("sweep.stopped", lang, done=done, all=all_, **names), file=sys.stderr)
