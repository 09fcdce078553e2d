"""A result that `detente run` wrote, read again: refused with one line if it is something else."""

from __future__ import annotations

from pathlib import Path

import xarray as xr

from simulation import paths, stored
from simulation.catalogue import say
from simulation.commands import folders
from simulation.commands.refusals import CommandError
from simulation.errors import ScenarioError
from simulation.results import scenario_of
from simulation.scenario import Scenario
from simulation.variables import VARIABLES

NEEDED = (
    "scenario",
    "scenario_name",
    "title",
    "seed",
    "runs",
    "keep",
    "version",
)  # attributes of every result
RESULT = "result.nc"


def check_kind(path: Path) -> None:
    """Refuse, with a CommandError, a folder or a file that is neither a result nor a scenario, and name the right one."""
    there = path / RESULT if paths.is_folder(path) else path.parent / RESULT
    kind = path.suffix.lower()
    if paths.is_folder(path) or (paths.is_file(path) and kind not in ("", ".nc", ".toml", ".py")):
        what = say("refusal_stored.folder") if paths.is_folder(path) else say("refusal_stored.neither")
        instead = f"'{there}'" if paths.is_file(there) else say("refusal_stored.one")
        raise CommandError(say("refusal_stored.kind", path=path, what=what, instead=instead))


def read_result(path: Path) -> tuple[Scenario, xr.Dataset]:
    """The scenario and the Dataset of a `result.nc`; a CommandError for a file that is no such result, or not the whole."""
    if (closed := paths.refused(path)) is not None:
        raise CommandError(say("refusal_stored.unread", path=path, why=folders.reason(closed)))
    if not paths.is_file(path):
        raise CommandError(say("refusal_stored.no_file", path=path))
    folders.settle(path.parent)
    try:
        result = stored.read(path)
    except OSError as error:
        raise CommandError(say("refusal_stored.unread", path=path, why=folders.reason(error))) from None
    except ScenarioError as error:
        raise CommandError(say("refusal_stored.damaged", path=path, why=error)) from None
    missing = [name for name in NEEDED if name not in result.attrs]
    if missing:
        raise CommandError(say("refusal_stored.other", path=path, missing=", ".join(missing)))
    if result.attrs["keep"] != "all":
        raise CommandError(say("refusal_stored.keep", path=path, keep=result.attrs["keep"]))
    name = result.attrs["scenario_name"]
    try:
        scenario = scenario_of(result)
    except ScenarioError as error:
        version = result.attrs["version"]
        raise CommandError(
            say("refusal_stored.older", path=path, version=version, why=error, name=name)
        ) from None
    for problem in _gaps(scenario, result):
        raise CommandError(say("refusal_stored.part", path=path, problem=problem, name=name))
    return scenario, result


def _gaps(scenario: Scenario, result: xr.Dataset) -> list[str]:
    """What a result lacks of what its scenario and its attributes promise."""
    lacking = [name for name in VARIABLES if name not in result]
    if lacking:
        some = f"{', '.join(lacking[:3])}{', ...' if len(lacking) > 3 else ''}"
        return [say("refusal_stored.lacks", some=some)]
    promised = {
        "run": int(result.attrs["runs"]),
        "month": scenario.months,
        "pair": len(scenario.pairs),
        "state": len(scenario.labels),
    }
    return [
        say(f"refusal_stored.{axis}s", found=result.sizes.get(axis, 0), promised=size)
        for axis, size in promised.items()
        if result.sizes.get(axis, 0) != size
    ]
